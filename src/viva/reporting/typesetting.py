r"""A safe tree → PDF: pandoc writes Typst, the `typst` wheel compiles it, in a child process that is stopped in time.

The child gets an empty folder as its root (with the pictures in it), only the fonts inside the wheel, and no way to the
network, so that nothing outside the document can come into it. Formulas that Typst itself refuses are found by halving
and shown as code.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

from viva.errors import VivaError
from viva.reporting import pandoc
from viva.reporting.pandoc import Node, Tree
from viva.reporting.untrusted import walk

Formula: TypeAlias = tuple[str, str]  # InlineMath or DisplayMath, and LaTeX

SECONDS = 120.0
_CUT = "viva-formula:"
_LONG = re.compile(r"\S{32}(?=\S)")
_WORKER = """
import sys, typst
source, target, root = sys.argv[1:]
try:
    typst.compile(source, output=target, root=root, ignore_system_fonts=True, format="pdf")
except typst.TypstError as error:
    print(getattr(error, "diagnostic", None) or error, file=sys.stderr)
    sys.exit(1)
"""


def typeset(tree: Tree, title: str, resources: Path | None) -> bytes:
    """The PDF of a tree that `rendering` made safe. Raises `VivaError` where Typst cannot, with its own words."""
    formulas: dict[Formula, None] = {}

    def collect(node: Node) -> None:
        if node["t"] == "Math":
            formulas[node["c"][0]["t"], node["c"][1]] = None

    walk(tree["blocks"], collect)
    with tempfile.TemporaryDirectory(prefix="viva-pdf-") as folder:
        root = Path(folder)
        sources = _sources(list(formulas))
        refused = set(_refused(sources, root))

        def settle(node: Node) -> None:
            contents: Any = node.get("c")
            match node["t"]:
                case "Math":
                    formula = (contents[0]["t"], contents[1])
                    if formula in refused or formula not in sources:
                        node["t"], node["c"] = "Code", [["", ["formula"], []], _breakable(contents[1])]
                    else:
                        node["t"], node["c"] = "RawInline", ["typst", sources[formula]]
                case "Image" if resources is not None:
                    contents[2][0] = _placed(resources / contents[2][0], root)
                case "Str":
                    node["c"] = _breakable(contents)
                case "Code" | "CodeBlock":
                    contents[1] = _breakable(contents[1])
                case "OrderedList" if contents[0][0] == 1:
                    contents[0] = [1, {"t": "DefaultStyle"}, {"t": "DefaultDelim"}]
                case "AlignDefault":
                    node["t"] = "AlignLeft"

        walk(tree["blocks"], settle)
        blocks = [inner for block in tree["blocks"] for inner in _dressed(block)]
        source = pandoc.write({**tree, "blocks": blocks, "meta": {}}, "typst", [], SECONDS)
        look = (files("viva.reporting") / "assets" / "page.typ").read_text(encoding="utf-8")
        heading = f"#show: page-look.with(title: {_string(title)})\n"
        output, error = compile_typst(look + heading + source, root, SECONDS)
        if output is None:
            raise VivaError(f"Typst could not write the PDF: {error}")
        return output


def compile_typst(source: str, root: Path, seconds: float) -> tuple[bytes | None, str]:
    """The PDF of a Typst source, or None and why not. `root` is the only folder it can read."""
    file, target = root / "main.typ", root / "main.pdf"
    file.write_text(source, encoding="utf-8")
    target.unlink(missing_ok=True)
    environment = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", _WORKER, str(file), str(target), str(root)],
            capture_output=True, timeout=seconds, check=False, env=environment, cwd=root,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None, f"it needed more than {seconds:g} s"
    if done.returncode != 0 or not target.exists():
        return None, done.stderr.decode("utf-8", "replace").strip()[:1000]
    return target.read_bytes(), ""


def _sources(formulas: list[Formula], seconds: float = 60.0) -> dict[Formula, str]:
    """Every formula in Typst, by pandoc, in the names of the Typst that compiles it."""
    blocks: list[Node] = []
    for number, (kind, formula) in enumerate(formulas):
        blocks += [_typst(f"//{_CUT}{number}"), {"t": "Para", "c": [{"t": "Math", "c": [{"t": kind}, formula]}]}]
    output = pandoc.write(pandoc.document(blocks), "typst", [], seconds)
    sources = {}
    for piece in output.split(f"//{_CUT}")[1:]:
        place, _, source = piece.partition("\n")
        source = source.strip()
        if source.startswith("$") and source.endswith("$"):  # else pandoc could not convert it
            sources[formulas[int(place)]] = _renamed(source)
    return sources


def _renamed(source: str) -> str:
    """Pandoc writes names that newer versions of Typst have dropped."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', source)
    for i in range(0, len(pieces), 2):  # the odd ones are strings
        pieces[i] = re.sub(r"\b(minus|times|dot|dash)\.circle\b", r"\1.o", pieces[i])
        pieces[i] = re.sub(r"\bsect(?=\b)", "inter", pieces[i])
    return "".join(pieces).replace('delim: "||"', 'delim: "|"')


def _refused(sources: Mapping[Formula, str], root: Path, seconds: float = 60.0) -> list[Formula]:
    """The formulas that Typst does not compile, found by halving."""
    if not sources:
        return []
    output, _ = compile_typst("\n\n".join(sources.values()), root, seconds)
    if output is not None:
        return []
    if len(sources) == 1:
        return list(sources)
    items = list(sources.items())
    half = len(items) // 2
    rest = max(seconds / 2, 5.0)
    return _refused(dict(items[:half]), root, rest) + _refused(dict(items[half:]), root, rest)


def _breakable(text: str) -> str:
    """Words too long for a line, with places where they may be broken."""
    return _LONG.sub(lambda m: m[0] + "\u200b", text)


def _placed(file: Path, root: Path) -> str:
    """A copy of a picture where Typst may read it."""
    name = f"picture-{len(list(root.glob('picture-*')))}{file.suffix.lower()}"
    shutil.copyfile(file, root / name)
    return name


# ---- divs and spans as calls of our template ---------------------------------------------------------------

_BLOCKS = {"side", "margin", "quoted", "attempt", "card", "prompt", "nudge", "meta", "finding", "summary", "question",
           "step", "annotator", "probe", "verbatim", "wide", "fold", "label", "note",
           "contested", "person", "strip", "subtitle", "cards"}  # fmt: skip
_SPANS = {"level", "verdict", "mark", "role", "small", "kind"}


def _dressed(block: Node) -> list[Node]:
    """Divs with a look become calls `#viva-look("margin", ("incorrect",))[…]` of the template."""
    if block["t"] == "Div":
        (identifier, classes, _), contents = block["c"]
        if "quoted" in classes and len(contents) == 1 and contents[0]["t"] == "BlockQuote":
            contents = contents[0]["c"]
        inside = [inner for outer in contents for inner in _dressed(outer)]
        anchor = [_typst(f"#metadata(none) <{identifier}>")] if identifier else []
        look = next((name for name in classes if name in _BLOCKS), None)
        if look == "side":
            parts = [_dressed(part) for part in contents if part["t"] == "Div"]
            calls: list[Node] = [_typst("#viva-side(")]
            for part in parts:
                calls += [_typst("["), *part, _typst("],")]
            return [*anchor, *calls, _typst(")")]
        if look is None:
            return [*anchor, *inside]
        names = "".join(f"{_string(name)}, " for name in classes)
        return [*anchor, _typst(f"#viva-block(({names}))["), *inside, _typst("]")]
    if block["t"] == "BlockQuote":  # Typst's own quotation spreads everything inside it
        return [_typst('#viva-block(("quote",))['), *(n for inner in block["c"] for n in _dressed(inner)), _typst("]")]
    return [_spans(block)]


def _spans(item: Any) -> Any:
    if isinstance(item, list):
        out = []
        for inner in item:
            if isinstance(inner, dict) and inner.get("t") == "Span":
                (identifier, classes, _), words = inner["c"]
                display = "mark" in classes and len(words) == 1 and _displayed(words[0])
                words = _spans(words)
                if any(name in _SPANS for name in classes):
                    classes = [*classes, "display"] if display else classes
                    names = "".join(f"{_string(name)}, " for name in classes)
                    out += [_inline(f"#viva-span(({names}))["), *words, _inline("]")]
                else:
                    out += words
                if identifier:
                    out.append(_inline(f"#metadata(none) <{identifier}>"))
            elif isinstance(inner, dict) and inner.get("t") == "Div":
                out += _dressed(inner)
            else:
                out.append(_spans(inner))
        return out
    if isinstance(item, dict):
        return {key: _spans(value) for key, value in item.items()}
    return item


def _displayed(node: Node) -> bool:
    """Whether this is a formula on a line of its own (by now in Typst, with spaces inside its dollars)."""
    return node["t"] == "RawInline" and str(node["c"][1]).startswith("$ ")


def _typst(source: str) -> Node:
    return {"t": "RawBlock", "c": ["typst", source]}


def _inline(source: str) -> Node:
    return {"t": "RawInline", "c": ["typst", source]}


def _string(text: str) -> str:
    """A Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
