"""Replies from a file, played through Inspect's mock model: an exam that goes the same way every time.

    viva run hw5 --model mockllm/scripted --replies replies.json

The file maps a question to its replies, in the order in which they are asked for. A reply is its text, or an object:

    {"1b": ["I get [2, 1, 3].", "[2, -1, 3]"],
     "3a": [{"silent": true}, {"after": 1.5, "text": "108"}, {"text": "10", "cut_off": true}]}

`silent` never answers (the time limit ends it), `after` waits that many seconds first, `cut_off` ends at the limit of
tokens. The whole paper in one prompt is asked under the name of its first question.

>>> tokens("A reply is about four characters a token.")
11
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viva.errors import VivaError

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage, ModelOutput

CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True)
class ScriptedReply:
    """One reply of a script."""

    text: str = ""
    after: float = 0.0  # seconds
    silent: bool = False
    cut_off: bool = False


def read_script(path: Path) -> dict[str, tuple[ScriptedReply, ...]]:
    """The script in a file; VivaError saying what is wrong with it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise VivaError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise VivaError(f"{path}: not JSON ({error})") from error
    if not isinstance(data, dict) or not all(isinstance(replies, list) for replies in data.values()):
        raise VivaError(f'{path}: must map each question to a list of replies: {{"1a": ["…", "…"]}}')
    return {name: tuple(_reply(entry, f"{path}: {name}") for entry in replies) for name, replies in data.items()}


def _reply(entry: Any, where: str) -> ScriptedReply:
    if isinstance(entry, str):
        return ScriptedReply(entry)
    known = {field.name: field.type for field in fields(ScriptedReply)}
    if not isinstance(entry, dict) or set(entry) - set(known):
        raise VivaError(f"{where}: a reply is a text, or an object with {', '.join(known)}; not {entry!r}")
    return ScriptedReply(**entry)


def tokens(text: str) -> int:
    """A rough count of tokens; the mock model's own needs a download."""
    return -(-len(text) // CHARACTERS_A_TOKEN)


class Script:
    """Plays a script. Each question of each epoch has its own place in it, so conversations may run side by side."""

    def __init__(self, replies: Mapping[str, Sequence[ScriptedReply]]) -> None:
        self._replies = replies
        self._next: dict[tuple[str, int], int] = {}

    async def reply(self, messages: list[ChatMessage], *_: Any) -> ModelOutput:
        """The next reply to the question that the last message belongs to."""
        import anyio
        from inspect_ai.model import ModelOutput, ModelUsage

        about = messages[-1].metadata or {}
        question, epoch = str(about.get("question", "")), int(about.get("epoch", 1))
        place = self._next.get((question, epoch), 0)
        replies = self._replies.get(question, ())
        if place >= len(replies):
            raise VivaError(f"the script has {len(replies)} replies to question {question}, and one more was asked for")
        self._next[question, epoch] = place + 1
        scripted = replies[place]
        if scripted.silent:
            await anyio.sleep_forever()
        await anyio.sleep(scripted.after)
        output = ModelOutput.from_content(
            "mockllm", scripted.text, stop_reason="max_tokens" if scripted.cut_off else "stop"
        )
        read, written = sum(tokens(m.text) for m in messages), tokens(scripted.text)
        output.usage = ModelUsage(input_tokens=read, output_tokens=written, total_tokens=read + written)
        return output
