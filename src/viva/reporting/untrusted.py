r"""A tree that came from a reply, made harmless: only structure, text, formulas and code are left.

What a reply may do to the page: paragraphs, emphasis, lists, tables, quotations, code, formulas. Everything else
becomes the text it was written as: raw HTML, raw TeX, Typst, links (their text, with the address beside it), images
(their alternative text), headings (bold lines), notes, citations, every attribute, identifier and class.

>>> from viva.reporting import pandoc
>>> tree = pandoc.read("[a](javascript:alert(1)) <b>x</b>", "commonmark")
>>> blocks = harmless(tree["blocks"])
>>> pandoc.write(pandoc.document(blocks), "html5").strip()
'<p>a <code>javascript:alert(1)</code> &lt;b&gt;x&lt;/b&gt;</p>'

Nesting deeper than `DEEPEST` raises `pandoc.Indigestible`: such a reply is shown verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from viva.reporting.formulas import sober
from viva.reporting.pandoc import Indigestible, Node
from viva.reporting.visible import visible

DEEPEST = 24
NO_ATTRIBUTES: list[Any] = ["", [], []]
LOOKS = ("answer", "finding", "holds", "fails", "follows-not", "unread")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_CONTAINERS = {"Emph", "Strong", "Strikeout", "Superscript", "Subscript"}


def harmless(blocks: list[Node], depth: int = 0, keep_marks: bool = False) -> list[Node]:
    """The blocks, made harmless. `keep_marks` lets our own highlighting through (spans of class `mark`)."""
    if depth > DEEPEST:
        raise Indigestible("nested too deeply")
    out: list[Node] = []
    for block in blocks:
        out.extend(_block(block, depth, keep_marks))
    return out


def _block(block: Node, depth: int, marks: bool) -> list[Node]:
    kind: str = block["t"]
    contents: Any = block.get("c")
    match kind:
        case "Para" | "Plain":
            return [{"t": kind, "c": inlines(contents, depth, marks)}]
        case "Header":
            return [{"t": "Para", "c": [{"t": "Strong", "c": inlines(contents[2], depth + 1, marks)}]}]
        case "CodeBlock" | "RawBlock":
            return [{"t": "CodeBlock", "c": [["", ["text"], []], visible(contents[1])]}]
        case "BlockQuote":
            return [{"t": "BlockQuote", "c": harmless(contents, depth + 1, marks)}]
        case "BulletList":
            return [{"t": kind, "c": [harmless(item, depth + 1, marks) for item in contents]}]
        case "OrderedList":
            start, _style, delimiter = contents[0]
            start = start if 0 <= start < 10**6 else 1
            items = [harmless(item, depth + 1, marks) for item in contents[1]]
            return [{"t": kind, "c": [[start, {"t": "Decimal"}, delimiter], items]}]
        case "LineBlock":
            return [{"t": "LineBlock", "c": [inlines(line, depth, marks) for line in contents]}]
        case "HorizontalRule":
            return [block]
        case "Table":
            return [_table(contents, depth, marks)]
        case "Div" | "Figure":
            return harmless(contents[-1], depth + 1, marks)
        case "DefinitionList":
            out = []
            for term, definitions in contents:
                out.append({"t": "Para", "c": inlines(term, depth, marks)})
                for definition in definitions:
                    out.extend(harmless(definition, depth + 1, marks))
            return out
        case _:
            raise Indigestible(f"a block of unknown type {kind}")


def inlines(nodes: list[Node], depth: int = 0, marks: bool = False) -> list[Node]:
    """Inline nodes, made harmless."""
    if depth > DEEPEST:
        raise Indigestible("nested too deeply")
    out: list[Node] = []
    for node in nodes:
        out.extend(_inline(node, depth, marks))
    return out


def _inline(node: Node, depth: int, marks: bool) -> list[Node]:
    kind: str = node["t"]
    contents: Any = node.get("c")
    match kind:
        case "Str":
            return [text(contents)]
        case "Space" | "SoftBreak" | "LineBreak":
            return [node]
        case _ if kind in _CONTAINERS:
            return [{"t": kind, "c": inlines(contents, depth + 1, marks)}]
        case "Underline" | "SmallCaps":
            return inlines(contents, depth + 1, marks)
        case "Quoted":
            open_, close = ("‘", "’") if contents[0]["t"] == "SingleQuote" else ("“", "”")
            return [text(open_), *inlines(contents[1], depth + 1, marks), text(close)]
        case "Code":
            return [{"t": "Code", "c": [NO_ATTRIBUTES, visible(contents[1])]}]
        case "Math":
            return [_math(contents)]
        case "RawInline" if _BREAK.fullmatch(contents[1]):  # the one tag that models write in tables
            return [{"t": "LineBreak"}]
        case "RawInline":
            return [text(contents[1])]
        case "Link" | "Image":
            label = inlines(contents[1], depth + 1, marks)
            address = contents[2][0]
            if not label or [n.get("c") for n in label] == [address]:
                return [{"t": "Code", "c": [NO_ATTRIBUTES, visible(address)]}]
            return [*label, {"t": "Space"}, {"t": "Code", "c": [NO_ATTRIBUTES, visible(address)]}]
        case "Span":
            inside = inlines(contents[1], depth + 1, marks)
            if marks and "mark" in contents[0][1]:
                looks = [name for name in contents[0][1] if name in LOOKS]
                return [{"t": "Span", "c": [["", ["mark", *looks], []], inside]}]
            return inside
        case "Cite":
            return inlines(contents[1], depth + 1, marks)
        case "Note":
            return [{"t": "Space"}, *flat(harmless(contents, depth + 1, marks))]
        case _:
            raise Indigestible(f"an inline of unknown type {kind}")


def _math(contents: list[Any]) -> Node:
    formula = contents[1].strip()
    if not formula or not sober(formula):
        return {"t": "Code", "c": [["", ["formula"], []], visible(contents[1])]}
    lines = [line for line in formula.splitlines() if line.strip()]
    return {"t": "Math", "c": [contents[0], "\n".join(lines)]}


def text(words: str) -> Node:
    """A node of plain text."""
    return {"t": "Str", "c": visible(words)}


def _table(contents: list[Any], depth: int, marks: bool) -> Node:
    _attributes, _caption, columns, head, bodies, foot = contents

    def row(cells: list[Any]) -> list[Any]:
        done = []
        for _attr, alignment, _rows, _columns, blocks in cells[1]:
            line = flat(harmless(blocks, depth + 1, marks))
            for node in line:
                _spare_bars(node)
            done.append([NO_ATTRIBUTES, alignment, 1, 1, [{"t": "Plain", "c": line}]])
        return [NO_ATTRIBUTES, done]

    plain_columns = [[alignment, {"t": "ColWidthDefault"}] for alignment, _width in columns]
    new_head = [NO_ATTRIBUTES, [row(r) for r in head[1]]]
    new_bodies = [[NO_ATTRIBUTES, 0, [], [row(r) for r in [*body[2], *body[3]]]] for body in bodies]
    new_foot = [NO_ATTRIBUTES, [row(r) for r in foot[1]]]
    return {"t": "Table", "c": [NO_ATTRIBUTES, [None, []], plain_columns, new_head, new_bodies, new_foot]}


def _spare_bars(node: Node) -> None:
    """A bar inside a formula would end the cell when the table is written as Markdown."""
    if node["t"] == "Math":
        node["c"][1] = node["c"][1].replace(r"\|", r"\Vert{}").replace("|", r"\vert{}")
    elif node["t"] in _CONTAINERS:
        for inner in node["c"]:
            _spare_bars(inner)
    elif node["t"] == "Span":
        for inner in node["c"][1]:
            _spare_bars(inner)


def flat(blocks: list[Node]) -> list[Node]:
    """The words of blocks on one line."""
    out: list[Node] = []
    for block in blocks:
        found: list[Node] = []
        match block["t"]:
            case "Para" | "Plain":
                found = [n if n["t"] not in ("SoftBreak", "LineBreak") else {"t": "Space"} for n in block["c"]]
            case "CodeBlock":
                found = [{"t": "Code", "c": [NO_ATTRIBUTES, block["c"][1]]}]
            case "BlockQuote":
                found = flat(block["c"])
            case "BulletList":
                found = [n for item in block["c"] for n in flat(item)]
            case "OrderedList":
                found = [n for item in block["c"][1] for n in flat(item)]
        if out and found:
            out.append({"t": "Space"})
        out.extend(found)
    return out


def walk(nodes: Any, visit: Callable[[Node], None]) -> None:
    """Call `visit` with every node of a tree or a part of one, parents first."""
    stack = [nodes]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "t" in item:
                visit(item)
            item = item.values()
        # Most of a tree is words and numbers, which need no visit.
        stack += [inner for inner in item if type(inner) is dict or type(inner) is list][::-1]
