"""One conversation with a model: what was said so far, and the next thing to say.

Not guaranteed: that a provider takes the seed or the time limit to heart; what it was asked is in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viva.examining.stalls import Asked, Patience, ask

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage, GenerateConfig, Model


@dataclass
class Talk:
    """A conversation. `messages` grows with every prompt and every reply; a prompt that got none is taken back."""

    model: Model
    config: GenerateConfig
    patience: Patience
    messages: list[ChatMessage]
    seed: int | None = None

    async def say(self, text: str, images: Sequence[str] = (), **about: Any) -> Asked:
        """Send a message, with pictures as data URIs, and wait for the reply. `about` marks the message."""
        from inspect_ai.model import ChatMessageUser, Content, ContentImage, ContentText

        content: list[Content] = [ContentText(text=text), *(ContentImage(image=image) for image in images)]
        message = ChatMessageUser(content=content if images else text, metadata=about)
        self.messages.append(message)
        asked = await ask(self.model, self.messages, self.config, self.patience, self.seed)
        if asked.output is None:
            self.messages.remove(message)
        else:
            self.messages.append(asked.output.message)
        return asked

    def anew(self) -> Talk:
        """A fresh conversation with the same model."""
        return Talk(self.model, self.config, self.patience, [], self.seed)
