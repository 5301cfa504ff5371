"""The full conversation, verbatim: every message as a code block, in the order in which it was sent."""

from __future__ import annotations

from viva.records import Message
from viva.reporting import numbers
from viva.reporting.markdown import div, paragraphs
from viva.reporting.material import Material, where
from viva.reporting.visible import fenced, plain

ROLES = {"system": "System", "user": "Prompt", "assistant": "Reply", "annotator": "Annotator"}


def write(material: Material) -> str:
    exam = material.exam
    if not exam.conversation and not exam.unassigned:
        return paragraphs("## Full conversation", "The log holds no conversation.")
    folds = [_fold(name, messages) for name, messages in exam.conversation]
    if exam.unassigned:
        folds.append(_fold("text of the report that belongs to no question", exam.unassigned))
    return paragraphs("## Full conversation", *folds)


def _fold(name: str, messages: tuple[Message, ...]) -> str:
    count = numbers.times(len(messages), "message")
    return div("fold verbatim", paragraphs(f"**{plain(name)}** ({count})", *map(_message, messages)))


def _message(message: Message) -> str:
    place = f" ({where(message.place)})" if message.place else ""
    return paragraphs(
        f"**{ROLES[message.role]}**{place}", fenced(message.text) if message.text.strip() else "*(empty)*"
    )
