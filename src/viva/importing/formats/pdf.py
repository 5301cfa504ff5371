r"""PDF with a text layer, by the coordinates of its words (pdfplumber, MIT).

Words become lines by their height on the page; small words above or below a line become `^{…}` and `_{…}`; what stands
over and under a short rule becomes `(…)/(…)`, numbers between tall brackets a matrix. Words wholly outside the text's
column, whole lines in another colour than the text, and the PDF's own comments are the annotator's; lines in larger
type get the `##` of a heading. Pages that show something but have no text are `unread`; they
are read by a vision model only where one is named (`viva.importing.vision`).

Not guaranteed: formulas in two dimensions beyond that (matrices of fractions, limits of sums) come out line by line, as
other tools give them; two columns of text are read across.
"""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from viva.errors import VivaError
from viva.importing.formats.pdf_matrices import matrices
from viva.importing.source import MAX_PAGES, Line, Source, limited

Word = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A line on a page: its text, where it stands, its size and colour, and who wrote it if that shows."""

    text: str
    top: float
    bottom: float
    left: float
    size: float
    colour: str
    role: str = ""


def read(data: bytes, name: str, digest: str, reader: str = "") -> Source:
    """The pages' lines; raises VivaError for encrypted, damaged and too long files."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except (PdfminerException, PDFException, PDFPasswordIncorrect) as error:
        if "password" in repr(error).lower():
            raise VivaError(f"{name} is encrypted; save it without a password and import it again") from None
        raise VivaError(f"{name} is damaged and cannot be read as PDF") from None
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError, IndexError) as error:
        raise VivaError(f"{name} is damaged and cannot be read as PDF ({type(error).__name__})") from error
    with pdf:
        try:
            return _source(pdf, data, name, digest, reader)
        except (
            PdfminerException,
            PDFException,
            ValueError,
            KeyError,
            TypeError,
            AssertionError,
            RecursionError,
            IndexError,
        ) as error:
            raise VivaError(f"{name} is damaged and cannot be read as PDF ({type(error).__name__})") from error


def _source(pdf: Any, data: bytes, name: str, digest: str, reader: str) -> Source:
    if len(pdf.pages) > MAX_PAGES:
        raise VivaError(f"{name} has {len(pdf.pages)} pages; more than {MAX_PAGES} are not read, split the report")
    pages: list[list[Row]] = []
    unread: list[int] = []
    for number, page in enumerate(pdf.pages, start=1):
        rows = _rows(page)
        pages.append(rows)
        if not rows and (page.images or len(page.curves) + len(page.rects) + len(page.lines) > 5):
            unread.append(number)
        page.close()  # frees the page's objects; a long report would not fit otherwise
    read_by = ""
    if unread and reader:
        from viva.importing.vision import read_pages

        for number, text in read_pages(data, unread, reader).items():
            pages[number - 1] = [
                Row(row, 14.0 * k, 14.0 * k + 11, 72, 11, "") for k, row in enumerate(text.split("\n"))
            ]
        unread, read_by = [], reader
    if not any(pages):
        if unread:
            raise VivaError(
                f"{name} has no text: its pages are pictures; name a vision model with --reader to read them"
            )
        raise VivaError(f"{name} has no text in it")
    return Source(name, digest, "pdf", limited(_lines(_with_roles(pages)), name), tuple(unread), read_by=read_by)


def _lines(pages: Sequence[Sequence[Row]]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for number, rows in enumerate(pages, start=1):
        if lines:
            lines.append(Line("", len(lines) + 1, number))
        gaps = sorted(b.top - a.bottom for a, b in itertools.pairwise(rows) if 0 < b.top - a.bottom < 60)
        usual = gaps[len(gaps) // 2] if gaps else 3.0
        for k, row in enumerate(rows):
            before = rows[k - 1] if k else None
            apart = before is not None and (
                row.top - before.bottom > max(1.9 * usual, usual + 4) or row.role != before.role
            )
            if apart:
                lines.append(Line("", len(lines) + 1, number, row.role))
            lines.append(Line(row.text, len(lines) + 1, number, row.role, apart))
    return tuple(lines)


# ---- words to rows -----------------------------------------------------------------------------------------


def _rows(page: Any) -> list[Row]:
    words: list[Word] = page.extract_words(
        x_tolerance=1.5,
        y_tolerance=2,
        keep_blank_chars=False,
        use_text_flow=False,
        extra_attrs=["size", "non_stroking_color"],
    )
    words = [w for w in words if w["text"].strip()]
    words = matrices(_fractions(words, _rules(page)))
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (round(_middle(w), 1), w["x0"])):
        home = next((g for g in reversed(groups[-4:]) if _same_line(g, word)), None)
        if home is None:
            groups.append([word])
        else:
            home.append(word)
    groups = _scripts(groups)
    rows: list[Row] = []
    for group in groups:
        rows += [_row(piece) for piece in _margins(sorted(group, key=lambda w: w["x0"]), page.width)]
    rows += [
        Row(str(note["contents"]), note["top"], note["bottom"], note["x0"], 0.0, "", "annotation")
        for note in page.annots
        if note.get("contents") and str(note["contents"]).strip()
    ]
    return sorted(rows, key=lambda r: (r.top, r.left))


def _middle(word: Word) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _same_line(group: Sequence[Word], word: Word) -> bool:
    main = max(group, key=lambda w: w["size"])
    return abs(_middle(main) - _middle(word)) < 0.3 * float(max(main["size"], word["size"]))


def _scripts(groups: list[list[Word]]) -> list[list[Word]]:
    """Words set small, just above or below a line and right after one of its words, go into that line."""
    kept: list[list[Word]] = []
    for index, group in enumerate(groups):
        around = [g for g in groups[max(0, index - 2) : index + 3] if g is not group]
        stay: list[Word] = []
        for word in sorted(group, key=lambda w: w["x0"]):
            base = _base(word, [*around, stay])
            if base is None:
                stay.append(word)
            else:
                up = _middle(word) < _middle(base)
                base["text"] += ("^{" if up else "_{") + word["text"] + "}"
                base["x1"] = max(base["x1"], word["x1"])
        if stay:
            kept.append(stay)
        group[:] = stay
    return kept


def _base(word: Word, groups: Sequence[Sequence[Word]]) -> Word | None:
    above_sum = [
        w
        for g in groups
        for w in g
        if w["text"].startswith(("∑", "∏", "Σ"))
        and word["size"] <= 0.82 * w["size"]
        and word["x1"] > w["x0"] - 4
        and word["x0"] < w["x1"] + 4
        and abs(_middle(word) - _middle(w)) < 3.0 * w["size"]
    ]
    if above_sum:
        return above_sum[0]
    found = [
        w
        for g in groups
        for w in g
        if word["size"] <= 0.82 * w["size"]
        and -1.5 <= word["x0"] - w["x1"] <= 2.5
        and 0.1 * w["size"] < abs(_middle(word) - _middle(w)) < 0.85 * w["size"]
    ]
    return min(found, key=lambda w: abs(word["x0"] - w["x1"])) if found else None


def _rules(page: Any) -> list[tuple[float, float, float]]:
    """Short horizontal rules: left, right, height on the page."""
    found = []
    for item in [*page.lines, *page.rects]:
        width, height = item["x1"] - item["x0"], abs(item["bottom"] - item["top"])
        if 3 < width < 0.5 * page.width and height < 1.6:
            found.append((item["x0"], item["x1"], (item["top"] + item["bottom"]) / 2))
    return sorted(found, key=lambda r: r[1] - r[0])[:4000]


def _fractions(words: list[Word], rules: Sequence[tuple[float, float, float]]) -> list[Word]:
    """What stands closely over and under a rule of about its width becomes one word, `(…)/(…)`."""
    for left, right, at in rules:
        inside = [
            w for w in words if w["x0"] > left - 2 and w["x1"] < right + 2 and abs(_middle(w) - at) < 1.4 * w["size"]
        ]
        over = sorted((w for w in inside if _middle(w) < at), key=lambda w: w["x0"])
        under = sorted((w for w in inside if _middle(w) > at), key=lambda w: w["x0"])
        if not over or not under:
            continue
        if max(_reach(over), _reach(under)) < 0.5 * (right - left):
            continue
        size = max(w["size"] for w in inside)
        merged = {
            "text": f"{_bracketed(over)}/{_bracketed(under)}",
            "x0": left,
            "x1": right,
            "top": at - 0.5 * size,
            "bottom": at + 0.5 * size,
            "size": size,
            "non_stroking_color": over[0]["non_stroking_color"],
        }
        chosen = {id(w) for w in over + under}
        words = [w for w in words if id(w) not in chosen] + [merged]
    return words


def _reach(words: Sequence[Word]) -> float:
    return float(max(w["x1"] for w in words) - min(w["x0"] for w in words))


def _bracketed(words: Sequence[Word]) -> str:
    main = max(words, key=lambda w: w["size"])
    text = ""
    for word in words:
        small = word["size"] <= 0.82 * main["size"] and text
        if small:
            text += ("^{" if _middle(word) < _middle(main) else "_{") + str(word["text"]) + "}"
        else:
            text += (" " if text else "") + str(word["text"])
    plain = unicodedata.normalize("NFKC", text)
    return text if re.fullmatch(r"\w{1,4}|∂?\w(?:_\{\w+\})?", plain) else f"({text})"


def _margins(words: list[Word], width: float) -> list[list[Word]]:
    """A line's words, cut where a wide gap opens towards either edge of the page."""
    pieces = [[words[0]]]
    for before, word in itertools.pairwise(words):
        gap = word["x0"] - before["x1"]
        edge = word["x0"] > 0.66 * width or before["x1"] < 0.3 * width
        coloured = str(word["non_stroking_color"]) != str(before["non_stroking_color"])
        if gap > 18 and edge and (coloured or gap > 30):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _row(words: list[Word]) -> Row:
    text = words[0]["text"]
    for before, word in itertools.pairwise(words):
        gap = word["x0"] - before["x1"]
        text += (" " if gap < 1.2 * word["size"] else "   ") + word["text"]
    colours = Counter(str(w["non_stroking_color"]) for w in words for _ in w["text"])
    return Row(
        text,
        min(w["top"] for w in words),
        max(w["bottom"] for w in words),
        words[0]["x0"],
        max(w["size"] for w in words),
        colours.most_common(1)[0][0],
    )


# ---- rows to speakers --------------------------------------------------------------------------------------


def _with_roles(pages: list[list[Row]]) -> list[list[Row]]:
    """Rows in the margin, and rows in another colour than the text, marked as the annotator's."""
    every = [row for rows in pages for row in rows if row.text.strip()]
    letters: Counter[str] = Counter()
    lefts: Counter[int] = Counter()
    for row in every:
        letters[row.colour] += len(row.text)
        lefts[round(row.left / 6)] += len(row.text)
    body = letters.most_common(1)[0][0] if letters else ""
    sizes = sorted(row.size for row in every)
    usual = sizes[len(sizes) // 2] if sizes else 11.0
    noted = {
        c
        for c, n in letters.items()
        if c != body and _lively(c) and 0.004 * sum(letters.values()) < n < 0.45 * sum(letters.values())
    }
    text_left = min((6 * left for left, n in lefts.items() if n > 0.08 * sum(lefts.values())), default=0.0)
    text_right = max((6 * left for left, n in lefts.items() if n > 0.15 * sum(lefts.values())), default=0.0)
    marked = []
    for rows in pages:
        new = []
        for row in rows:
            words = len(re.findall(r"[A-Za-z]{2,}", row.text))
            in_colour = row.colour in noted and words >= 2 and row.size < 1.25 * usual
            in_margin = (
                words >= 1
                and (row.left < text_left - 40 or row.left > max(text_right + 150, 380))
                and row.size <= usual
            )
            role = row.role or ("annotation" if in_colour or in_margin else "")
            heading = not role and words and row.size >= 1.12 * usual and len(row.text) < 100 and "=" not in row.text
            text = f"## {row.text}" if heading else row.text
            new.append(Row(text, row.top, row.bottom, row.left, row.size, row.colour, role))
        marked.append(_gathered(new))
    return marked


def _gathered(rows: list[Row]) -> list[Row]:
    """Margin rows come after the paragraph beside them, together, not between its lines."""
    found: list[Row] = []
    waiting: list[Row] = []
    for row in rows:
        beside = any(
            other is not row and other.role != row.role and other.top < row.bottom and row.top < other.bottom
            for other in rows
        )
        if row.role == "annotation" and beside:
            waiting.append(row)
            continue
        if waiting and row.top > waiting[-1].bottom + 6:
            found += waiting
            waiting = []
        found.append(row)
    return found + waiting


def _lively(colour: str) -> bool:
    """A colour that is neither black nor white nor grey."""
    numbers = [float(n) for n in re.findall(r"\d*\.?\d+(?:[eE]-?\d+)?", colour)]
    if len(numbers) == 3:
        return max(numbers) - min(numbers) > 0.25
    if len(numbers) == 4:
        return max(numbers[:3]) - min(numbers[:3]) > 0.25
    return False
