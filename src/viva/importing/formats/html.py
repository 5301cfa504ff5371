r"""Pages saved from a chat, as HTML: their text with headings, lists and tables, formulas as the LaTeX they were made from.

>>> page = '<div data-message-author-role="user">Why?</div><div data-message-author-role="assistant"><p>Because <b>x</b>.</p></div>'
>>> [(line.text, line.role) for line in read(page, "chat.html", "").lines if line.text]
[('Why?', 'prompt'), ('Because **x**.', 'reply')]

Who speaks is read from the attributes that ChatGPT, Claude, Gemini and the common front ends set. Scripts, styles, buttons
and pictures are left out; nothing is loaded from the network.
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import re
from html.parser import HTMLParser

from viva.importing.source import Line, Source, limited

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "svg",
        "button",
        "nav",
        "noscript",
        "template",
        "select",
        "textarea",
        "head",
        "mjx-assistive-mml",
    }
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "li",
        "tr",
        "table",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "blockquote",
        "br",
        "hr",
        "header",
        "footer",
        "main",
        "form",
        "dl",
        "dt",
        "dd",
        "figure",
        "user-query",
        "model-response",
        "message-content",
    ]
)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr"]
)
_PROMPT = re.compile(
    r"\b(?:user[-_ ]?(?:message|query|turn|prompt)|human[-_ ]?(?:message|turn)?|from-user|message-user|role-user)\b|^(?:user|human)$",
    re.I,
)
_REPLY = re.compile(
    r"\b(?:assistant[-_ ]?(?:message|turn|response)?|model[-_ ]?response|bot[-_ ]?message|from-assistant|message-assistant|font-claude-(?:message|response)|"
    r"ai[-_ ]message|role-assistant|ds-markdown|response-content)\b|^(?:assistant|model|bot)$",
    re.I,
)
_ANNOTATION = re.compile(r"\b(?:annotation|annotator|margin-?note|comment|verdict|observation|reflection)s?\b", re.I)
_MARKS = {"b": "**", "strong": "**", "em": "*", "i": "*"}
MAX_OPEN = 3000


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, str, bool]] = []  # text, role, begins a turn
        self.open: list[tuple[str, str]] = []  # tag, role
        self.row = ""
        self.begins = False
        self.skipping = 0
        self.formula: str | None = None
        self.katex = 0

    @property
    def role(self) -> str:
        return self.open[-1][1] if self.open else ""

    def flush(self) -> None:
        if self.row.strip():
            self.rows.append((re.sub(r"[ \t\xa0]+", " ", self.row).strip(), self.role, self.begins))
            self.begins = False
        self.row = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag in _BLOCKS:
            self.flush()
        if tag == "script" and (values.get("type") or "").startswith("math/tex"):
            self.formula = ""
            self.katex = "display" in (values.get("type") or "")
            return
        if tag in _VOID or len(self.open) > MAX_OPEN:
            return
        role = self._role(values) or self.role
        if role != self.role:
            self.flush()
            self.begins = True
        self.open.append((tag, role))
        if (
            self.skipping
            or tag in _SKIPPED
            or (values.get("aria-hidden") == "true" and "katex-html" in (values.get("class") or ""))
        ):
            self.skipping += 1
            return
        if tag == "annotation" and "tex" in (values.get("encoding") or ""):
            self.formula = ""
        elif tag == "li":
            self.row += "- "
        elif tag in _MARKS and self.formula is None:
            self.row += _MARKS[tag]
        elif re.fullmatch(r"h[1-6]", tag):
            self.row += "#" * int(tag[1]) + " "
        elif tag in ("td", "th") and self.row.strip():
            self.row += " | "
        elif tag == "math":
            self.katex += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.formula is not None:
            self._formula()
            return
        places = [k for k in range(len(self.open) - 1, max(-1, len(self.open) - 60), -1) if self.open[k][0] == tag]
        if tag in _BLOCKS:
            self.flush()
        if not places:
            return
        for name, _ in reversed(self.open[places[0] :]):
            if self.skipping:
                self.skipping -= 1
            elif name == "annotation" and self.formula is not None:
                self._formula()
            elif name == "math":
                self.katex = max(0, self.katex - 1)
            elif name in _MARKS:
                self.row += _MARKS[name]
        before = self.role
        del self.open[places[0] :]
        if self.role != before:
            role, self.open = self.role, [*self.open, ("", before)]
            self.flush()
            self.open.pop()
            self.begins = role != before

    def handle_data(self, data: str) -> None:
        if self.formula is not None:
            self.formula += data
        elif self.skipping or self.katex:
            return
        elif any(tag == "pre" for tag, _ in self.open[-6:]):
            first, *more = data.split("\n")
            self.row += first
            for row in more:
                self.rows.append((self.row, self.role, self.begins))
                self.begins, self.row = False, row
        else:
            self.row += re.sub(r"\s+", " ", data)

    def _formula(self) -> None:
        if self.formula and self.formula.strip():
            self.row += f" ${self.formula.strip()}$ "
        self.formula = None

    def _role(self, values: dict[str, str | None]) -> str:
        said = values.get("data-message-author-role") or values.get("data-role") or values.get("data-author") or ""
        names = [said, values.get("data-testid") or "", values.get("class") or "", values.get("id") or ""]
        for name in names:
            if _PROMPT.search(name):
                return "prompt"
            if _REPLY.search(name):
                return "reply"
            if _ANNOTATION.search(name):
                return "annotation"
        return ""


def read(text: str, name: str, digest: str) -> Source:
    """The page's text as lines; a blank line stands between blocks."""
    reader = _Reader()
    reader.feed(re.sub(r"<(user-query|model-response)\b", r'<\1 class="\1"', text))
    reader.close()
    reader.flush()
    lines: list[Line] = []
    for row, role, begins in reader.rows:
        before = lines[-1].text if lines else ""
        if lines and (
            begins or role != lines[-1].role or not (row.startswith(("- ", "|")) and before.startswith(("- ", "|")))
        ):
            lines.append(Line("", len(lines) + 1, 0, role))
        lines.append(Line(row, len(lines) + 1, 0, role, begins))
    return Source(name, digest, "html", limited(tuple(lines), name))
