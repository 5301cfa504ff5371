r"""Markdown → one self-contained HTML file (MathML, no scripts, no requests) and → PDF (Typst, the wheel's own fonts).

    to_html("# Title\n\n$x^2$", Path("out.html"), "Title")
    to_pdf("# Title\n\n$x^2$", Path("out.pdf"), "Title")

Whatever the Markdown contains, the results hold no raw HTML, TeX or Typst of it: raw nodes are shown as code,
attributes other than identifiers, classes and a picture's width are dropped, links keep only `#…` and `https://…`
targets, pictures are embedded from `resources` (PNG, JPEG, SVG) or replaced by their description. Inside a
`<div class="quoted">` only text, structure, formulas and highlights are left (`untrusted`). A formula that cannot be
converted is shown as code.

Divs and spans of these classes have a look (`assets/`): `side` with `quoted` and `margin` in it, `card`, `attempt`,
`level`, `verdict`, `fold` (its first heading is the line that opens it), `wide`.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.reporting import pandoc
from viva.reporting.formulas import glyphs, mathml, prepared
from viva.reporting.pandoc import Node, Tree
from viva.reporting.typesetting import typeset
from viva.reporting.untrusted import harmless, walk
from viva.reporting.visible import visible
from viva.reporting.weaving import loom

READ = (
    "markdown-raw_html-raw_tex-raw_attribute-latex_macros-yaml_metadata_block-pandoc_title_block-citations-smart"
    "-example_lists-fenced_divs-bracketed_spans-implicit_figures-markdown_in_html_blocks+native_divs+native_spans"
    "-superscript-subscript-inline_notes-line_blocks"
)
SECONDS = 120.0
LONG, LONGER = 26, 64  # glyphs of a formula that may be too wide for a phone or a margin, and for any column
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}


def to_html(markdown: str, path: Path, title: str, resources: Path | None = None) -> Path:
    """Write one HTML file with everything in it. `resources` is the folder of the pictures. Returns the path."""
    tree = _page(markdown, resources)
    tree["meta"] = {
        "title": {"t": "MetaString", "c": visible(title)},
        "pagetitle": {"t": "MetaString", "c": visible(title)},
        "lang": {"t": "MetaString", "c": "en"},
    }
    assets = files("viva.reporting") / "assets"
    options = ["--toc", "--toc-depth=3", "--section-divs"]
    try:
        body = pandoc.write(tree, "html5", [*options, "--standalone", f"--template={assets / 'page.html'}"], SECONDS)
    except pandoc.Indigestible as error:
        raise VivaError(f"the page {path} could not be written: {error}") from error
    style = (assets / "page.css").read_text(encoding="utf-8")
    if "<math" in body:
        font = base64.b64encode((assets / "viva-math.woff2").read_bytes()).decode("ascii")
        style += f"\n@font-face {{ font-family: VivaMath; src: url(data:font/woff2;base64,{font}) format('woff2'); }}"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = re.sub(r' id="toc-[^"]*"', "", body)  # the list stands there twice, for wide and for narrow screens
    path.write_text(body.replace("/*STYLE*/", style, 1), encoding="utf-8")
    return path


def to_fragment(markdown: str, resources: Path | None = None) -> str:
    """Markdown as a piece of HTML for a page of ours, as safe as a report: no scripts, no addresses, no styles.

    `resources` is the folder of the pictures; they are embedded.
    What needs a style attribute of its own (columns of a formula) goes without, so that a strict policy can hold.
    """
    tree = _page(markdown, resources)
    try:
        body = pandoc.write(tree, "html5", [], SECONDS)
    except pandoc.Indigestible as error:
        raise VivaError(f"a passage could not be typeset: {error}") from error
    return re.sub(r'<[^<>]* style="[^<>]*>', lambda tag: re.sub(r' style="[^"]*"', "", tag[0]), body)


def to_pdf(markdown: str, path: Path, title: str, resources: Path | None = None) -> Path:
    """Write a PDF through Typst. `resources` is the folder of the pictures. Returns the path."""
    tree = _safe(markdown, resources).tree
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(typeset(tree, title, resources))
    except pandoc.Indigestible as error:
        raise VivaError(f"the PDF {path} could not be written: {error}") from error
    return path


# ---- the tree, made safe -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Safe:
    """A safe tree, the formulas in it that can be converted with their MathML, and its pictures."""

    tree: Tree
    formulas: list[tuple[Node, str]]
    pictures: list[Node]


def _safe(markdown: str, resources: Path | None) -> _Safe:
    """The safe tree of a report; a formula that cannot be converted is code in it."""
    try:
        tree = pandoc.read(visible(markdown), READ, SECONDS)
        tree["blocks"] = [block for top in tree["blocks"] for block in _own(top, resources)]
    except pandoc.Indigestible as error:
        raise VivaError(f"the report's Markdown could not be read: {error}") from error
    weave = loom()
    if weave:
        tree["blocks"] = weave.woven(tree["blocks"])
    tree["meta"] = {}
    identifiers: set[str] = set()
    found: dict[str, list[Node]] = {"Math": [], "Link": [], "Image": []}

    def collect(node: Node) -> None:
        kind = node["t"]
        if kind in found:
            found[kind].append(node)
        elif kind == "Header":
            identifiers.add(node["c"][1][0])
        elif kind in ("Div", "Span"):
            identifiers.add(node["c"][0][0])

    walk(tree["blocks"], collect)
    for node in found["Math"]:
        node["c"][1] = prepared(node["c"][1])
    converted = mathml((node["c"][0]["t"], node["c"][1]) for node in found["Math"])
    formulas = []
    for node in found["Math"]:
        html = converted.get((node["c"][0]["t"], node["c"][1]))
        if html:
            formulas.append((node, html))
        else:
            node["t"], node["c"] = "Code", [["", ["formula"], []], visible(node["c"][1])]
    for node in found["Link"]:
        if node["c"][2][0].startswith("#") and node["c"][2][0][1:] not in identifiers:
            node["t"], node["c"] = "Span", [["", [], []], node["c"][1]]
    return _Safe(tree, formulas, found["Image"])


def _own(block: Node, resources: Path | None) -> list[Node]:
    """A block of our own text: kept, without raw nodes and without attributes that could do anything."""
    kind: str = block["t"]
    contents: Any = block.get("c")
    if kind == "Div":
        if "quoted" in contents[0][1]:
            return [{"t": "Div", "c": [_attributes(contents[0]), harmless(contents[1], keep_marks=True)]}]
        inside = [inner for outer in contents[1] for inner in _own(outer, resources)]
        return [{"t": "Div", "c": [_attributes(contents[0]), inside]}]
    if kind == "RawBlock":
        return [{"t": "CodeBlock", "c": [["", [], []], contents[1]]}]
    return [_cleaned(block, resources)]


def _cleaned(item: Any, resources: Path | None) -> Any:
    if isinstance(item, list):
        return [_cleaned(inner, resources) for inner in item]
    if not isinstance(item, dict):
        return item
    kind = item.get("t")
    if kind is None:
        return {key: _cleaned(value, resources) for key, value in item.items()}
    contents: Any = item.get("c")
    match kind:
        case "Str" | "Space" | "SoftBreak" | "LineBreak" | "Math":
            return item
        case "Div":
            blocks = [inner for outer in contents[1] for inner in _own(outer, resources)]
            return {"t": "Div", "c": [_attributes(contents[0]), blocks]}
        case "RawInline":
            return {"t": "Code", "c": [["", [], []], contents[1]]}
        case "RawBlock":
            return {"t": "CodeBlock", "c": [["", [], []], contents[1]]}
        case "Header":
            return {"t": "Header", "c": [contents[0], _attributes(contents[1]), _cleaned(contents[2], resources)]}
        case "Span":
            return {"t": "Span", "c": [_attributes(contents[0]), _cleaned(contents[1], resources)]}
        case "Code" | "CodeBlock":
            return {"t": kind, "c": [["", [c for c in contents[0][1] if c.isalnum()], []], contents[1]]}
        case "Link":
            label, target = _cleaned(contents[1], resources), contents[2][0]
            if re.match(r"#[\w./:-]+\Z", target) or re.match(r"https://[\w.-]+(/|\Z)", target):
                return {"t": "Link", "c": [["", [], []], label, [target, ""]]}
            return {"t": "Span", "c": [["", [], []], label]}
        case "Image":
            label = _cleaned(contents[1], resources)
            if _picture(contents[2][0], resources) is None:
                return {"t": "Emph", "c": label}
            width = [pair for pair in contents[0][2] if pair[0] == "width" and re.fullmatch(r"\d{1,3}%", pair[1])]
            return {"t": "Image", "c": [["", [], width], label, [contents[2][0], ""]]}
        case "ColWidth":  # widths guessed from the length of the source's lines
            return {"t": "ColWidthDefault"}
        case _:
            return {"t": kind, "c": _cleaned(contents, resources)} if "c" in item else item


def _attributes(attributes: list[Any]) -> list[Any]:
    identifier, classes, pairs = attributes
    names = [name for name in classes if re.fullmatch(r"[A-Za-z][\w-]*", name)]
    titles = [pair for pair in pairs if pair[0] == "title"]
    return [identifier if re.fullmatch(r"[\w./:-]*", identifier) else "", names, titles]


def _picture(target: str, resources: Path | None) -> Path | None:
    """The file of a picture inside `resources`, or None for anything else (addresses, paths that lead outside)."""
    if resources is None or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target):
        return None
    root = resources.resolve()
    file = (root / target).resolve()
    if file.is_relative_to(root) and file.suffix.lower() in _MEDIA and file.is_file():
        return file
    return None


# ---- for the page ------------------------------------------------------------------------------------------


def _page(markdown: str, resources: Path | None) -> Tree:
    """The tree of a page: pictures in it, tables in boxes, folds, and formulas as the MathML that they gave."""
    safe = _safe(markdown, resources)
    for picture in safe.pictures:  # first, because its description is text, with its formulas as they are written
        picture["c"][1] = [{"t": "Str", "c": _described(picture["c"][1])}]
        picture["c"][2][0] = _embedded(picture["c"][2][0], resources)
    for node, html in safe.formulas:
        node["t"], node["c"] = "RawInline", ["html", _framed(html, node["c"][0]["t"], node["c"][1])]
    return {**safe.tree, "blocks": [block for top in safe.tree["blocks"] for block in _folded(_scrolling(top))]}


def _framed(html: str, kind: str, latex: str) -> str:
    """A formula that may be wider than its column gets a box to scroll in, which the keyboard can reach."""
    width = glyphs(latex)
    if kind == "DisplayMath":
        return html.replace("<math ", '<math tabindex="0" ', 1) if width > LONG else html
    look = "longer" if width > LONGER else "long"
    return f'<span class="{look}" tabindex="0">{html}</span>' if width > LONG else html


def _described(words: list[Node]) -> str:
    """The description of a picture, which can only be text."""
    out: list[str] = []

    def visit(node: Node) -> None:
        if node["t"] in ("Str", "Code", "Math"):
            out.append(node["c"] if node["t"] == "Str" else node["c"][1])
        elif node["t"] in ("Space", "SoftBreak", "LineBreak"):
            out.append(" ")

    walk(words, visit)
    return "".join(out)


def _embedded(target: str, resources: Path | None) -> str:
    """The contents of a picture, as an address."""
    file = _picture(target, resources)
    if file is None:
        raise VivaError(f"the picture {target} disappeared while the report was written")
    data = base64.b64encode(file.read_bytes()).decode("ascii")
    return f"data:{_MEDIA[file.suffix.lower()]};base64,{data}"


def _scrolling(block: Node) -> Node:
    """Every table into a box that scrolls by itself, so that the page does not."""
    kind: str = block["t"]
    contents: Any = block.get("c")
    if kind == "Table":
        return {"t": "Div", "c": [["", ["scroll"], [["tabindex", "0"]]], [block]]}
    if kind == "Div":
        return {"t": "Div", "c": [contents[0], [_scrolling(inner) for inner in contents[1]]]}
    if kind == "BlockQuote":
        return {"t": kind, "c": [_scrolling(inner) for inner in contents]}
    if kind == "BulletList":
        return {"t": kind, "c": [[_scrolling(inner) for inner in item] for item in contents]}
    if kind == "OrderedList":
        return {"t": kind, "c": [contents[0], [[_scrolling(inner) for inner in item] for item in contents[1]]]}
    return block


def _folded(block: Node) -> list[Node]:
    """A div `fold` as `<details>`, opened by its first paragraph; the only raw HTML there is, and it is ours."""
    if block["t"] != "Div":
        return [block]
    attributes, contents = block["c"]
    inside = [inner for outer in contents for inner in _folded(outer)]
    if "fold" not in attributes[1] or not inside or inside[0]["t"] not in ("Para", "Plain", "Header"):
        return [{"t": "Div", "c": [attributes, inside]}]
    first = inside[0]
    words = first["c"][2] if first["t"] == "Header" else first["c"]
    opening = f'<details class="{" ".join(attributes[1])}"' + (f' id="{attributes[0]}"' if attributes[0] else "") + ">"
    return [
        _raw(opening + "<summary>"),
        {"t": "Plain", "c": words},
        _raw("</summary>"),
        {"t": "Div", "c": [["", ["folded"], []], inside[1:]]},
        _raw("</details>"),
    ]


def _raw(html: str) -> Node:
    return {"t": "RawBlock", "c": ["html", html]}
