"""Pages that are only pictures, read by a vision model where one is named; what it read is marked as read by it.

The model is any that Inspect knows (`--reader openai/gpt-…`). It gets one page a request and is asked for the text
alone.
What it returns is untrusted text like any other. Pages that it cannot read stay out, with an error.
"""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Sequence

from viva.errors import VivaError

ASK = (
    "Transcribe all text on this page, in reading order, with formulas in LaTeX between dollar signs. Correct nothing, "
    "add nothing, comment on nothing. Put margin notes on lines of their own that begin with `Comment:`."
)
RESOLUTION = 150


def read_pages(data: bytes, pages: Sequence[int], reader: str) -> dict[int, str]:
    """Page number (from 1) → its text, as the vision model `reader` gives it; raises VivaError where it fails."""
    return asyncio.run(_read(data, pages, reader))


async def _read(data: bytes, pages: Sequence[int], reader: str) -> dict[int, str]:
    from inspect_ai.model import ChatMessageUser, ContentImage, ContentText, get_model

    try:
        model = get_model(reader)
    except Exception as error:
        raise VivaError(f"the reader {reader!r} is not to be had: {error}") from error
    found = {}
    for number in pages:
        message = ChatMessageUser(content=[ContentText(text=ASK), ContentImage(image=_picture(data, number))])
        reply = await model.generate([message])
        if reply.error or not reply.completion.strip():
            raise VivaError(f"the reader {reader!r} gave no text for page {number}: {reply.error or 'empty reply'}")
        found[number] = reply.completion
    return found


def _picture(data: bytes, number: int) -> str:
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(data) as pdf:
        image = pdf[number - 1].render(scale=RESOLUTION / 72).to_pil()
    out = io.BytesIO()
    image.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
