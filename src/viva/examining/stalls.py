"""One reply, with resends: the same prompt again after an empty reply, a time-out or a stall.

| reason     | what happened                                                                      |
|------------|------------------------------------------------------------------------------------|
| `empty`    | a reply without a single letter or digit                                           |
| `time-out` | no reply within the time limit                                                     |
| `stall`    | the model thought, or ran into the limit of tokens, and never got to an answer     |

A resend is no help and no attempt. It is counted and timed; where a seed is set, each try has its own, or a
deterministic model would stall again in the same way.

>>> fruitless("  ", thought=False, cut_off=False), fruitless("<think>Hm.", thought=False, cut_off=True)
('empty', 'stall')
>>> fruitless("The answer is 39.", thought=True, cut_off=False) is None
True
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from viva.records import Resend

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage, GenerateConfig, Model, ModelOutput

Reason: TypeAlias = Literal["empty", "time-out", "stall"]
THINKING = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Patience:
    """How often a prompt is sent again, and how many seconds a reply may take."""

    resends: int = 2
    seconds: float = 600.0


@dataclass(frozen=True)
class Asked:
    """What came of a prompt. `output` is None when no try gave a reply; then `resends` holds every try."""

    output: ModelOutput | None
    seconds: float
    resends: tuple[Resend, ...]


class ProviderError(Exception):
    """The provider refused, or could not be reached; in one line."""


def one_line(error: BaseException) -> str:
    """What an exception says, on one line and without terminal markup."""
    said = str(getattr(error, "message", "") or error) or type(error).__name__
    return " ".join(re.sub(r"\[/?[a-z ]+\]", "", said).split())[:300]


def fruitless(text: str, *, thought: bool, cut_off: bool) -> Reason | None:
    """Why this reply is none; None when it is one."""
    said, thinking = THINKING.subn("", text)
    if any(c.isalnum() for c in said):
        return None
    return "stall" if thought or thinking or cut_off else "empty"


async def ask(
    model: Model, messages: Sequence[ChatMessage], config: GenerateConfig, patience: Patience, seed: int | None = None
) -> Asked:
    """Ask once and, as far as patience goes, again.

    ProviderError when the provider refuses or cannot be reached: Inspect has retried what can be retried. Inspect's own
    limits (tokens, cost, time of a sample) pass through.
    """
    import anyio
    from inspect_ai.util import LimitExceededError
    from tenacity import RetryError

    resends: list[Resend] = []
    for attempt in range(patience.resends + 1):
        if seed is not None:
            config = config.model_copy(update={"seed": seed + attempt})
        output: ModelOutput | None = None
        started = time.monotonic()
        with anyio.move_on_after(patience.seconds):
            try:
                output = await model.generate(list(messages), config=config)
            except LimitExceededError:
                raise
            except RetryError as error:
                raise ProviderError(one_line(error.last_attempt.exception() or error)) from error
            except Exception as error:  # every provider has exceptions of its own
                raise ProviderError(one_line(error)) from error
        seconds = time.monotonic() - started
        if output is None:
            resends.append(Resend("time-out", seconds))
            continue
        seconds = output.time or seconds
        reason = fruitless(output.completion, thought=_thought(output), cut_off=is_cut_off(output))
        if reason is None:
            return Asked(output, seconds, tuple(resends))
        resends.append(Resend(reason, seconds))
    return Asked(None, 0.0, tuple(resends))


def is_cut_off(output: ModelOutput) -> bool:
    """Whether the reply ended at a limit of tokens."""
    return output.stop_reason in ("max_tokens", "model_length")


def _thought(output: ModelOutput) -> bool:
    content = output.message.content if output.choices else ""
    return isinstance(content, list) and any(part.type == "reasoning" for part in content)
