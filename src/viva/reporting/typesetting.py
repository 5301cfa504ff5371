r"""A safe tree → PDF: pandoc writes Typst, the `typst` wheel compiles it, in a child process that is stopped in time.

The child gets an empty folder as its root (with the pictures in it), only the fonts inside the wheel, and no way to the
network, so that nothing outside the document can come into it. Formulas that Typst itself refuses are found by halving
and shown as code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.reporting import pandoc
from viva.reporting.pandoc import Node, Tree
from viva.reporting.untrusted import walk

SECONDS = 120.0
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
    formulas: dict[tuple[str, str], None] = {}

    def collect(node: Node) -> None:
        if node["t"] == "Math":
            formulas[node["c"][0]["t"], node["c"][1]] = None

    walk(tree["blocks"], collect)
    with tempfile.TemporaryDirectory(prefix="viva-pdf-") as folder:
        root = Path(folder)
        refused = set(_refused(list(formulas), root))

        def settle(node: Node) -> None:
            if node["t"] == "Math" and (node["c"][0]["t"], node["c"][1]) in refused:
                node["t"], node["c"] = "Code", [["", ["formula"], []], node["c"][1]]
            elif node["t"] == "Image" and resources is not None:
                node["c"][2][0] = _placed(resources / node["c"][2][0], root)

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


def _refused(formulas: list[tuple[str, str]], root: Path, seconds: float = 60.0) -> list[tuple[str, str]]:
    """The formulas that pandoc's Typst does not compile for, found by halving."""
    if not formulas:
        return []
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": kind}, formula]}]} for kind, formula in formulas]
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    try:
        output, _ = compile_typst(pandoc.write(tree, "typst", [], seconds), root, seconds)
    except pandoc.Indigestible:
        output = None
    if output is not None:
        return []
    if len(formulas) == 1:
        return formulas
    half = len(formulas) // 2
    rest = max(seconds / 2, 5.0)
    return _refused(formulas[:half], root, rest) + _refused(formulas[half:], root, rest)


def _placed(file: Path, root: Path) -> str:
    """A copy of a picture where Typst may read it."""
    name = f"picture-{len(list(root.glob('picture-*')))}{file.suffix.lower()}"
    shutil.copyfile(file, root / name)
    return name


# ---- divs and spans as calls of our template ---------------------------------------------------------------

_BLOCKS = {"side", "margin", "quoted", "attempt", "card", "prompt", "nudge", "meta", "finding", "summary", "question",
           "step", "annotator", "probe", "verbatim", "wide", "fold"}  # fmt: skip
_SPANS = {"level", "verdict", "mark", "role", "small", "kind"}


def _dressed(block: Node) -> list[Node]:
    """Divs with a look become calls `#viva-look("margin", ("incorrect",))[…]` of the template."""
    if block["t"] == "Div":
        (identifier, classes, _), contents = block["c"]
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
    return [_spans(block)]


def _spans(item: Any) -> Any:
    if isinstance(item, list):
        out = []
        for inner in item:
            if isinstance(inner, dict) and inner.get("t") == "Span":
                (identifier, classes, _), words = inner["c"]
                words = _spans(words)
                if any(name in _SPANS for name in classes):
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


def _typst(source: str) -> Node:
    return {"t": "RawBlock", "c": ["typst", source]}


def _inline(source: str) -> Node:
    return {"t": "RawInline", "c": ["typst", source]}


def _string(text: str) -> str:
    """A Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
