r"""A term written out in LaTeX, Unicode or ASCII, as people and models write it.

>>> from derivations.terms import had, sq, syms
>>> R, X, w, y, p = syms("R X w~ y p")
>>> write(sq(y - p * X * w), LATEX)
'\\|y - p X \\tilde{w}\\|_2^2'
>>> write(sq(y - had(R, X) * w), UNICODE)
'‖y − (R ⊙ X)w̃‖²'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from derivations.terms import Term

SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 4

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eta": "η", "lambda": "λ", "mu": "μ", "sigma": "σ",
    "theta": "θ", "Gamma": "Γ", "rho": "ρ", "tau": "τ", "epsilon": "ε",
}  # fmt: skip
SUPERSCRIPT = str.maketrans("0123456789-+()tskn", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ᵗˢᵏⁿ")
SUBSCRIPT = {**dict(zip("0123456789+-ijknts", "₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₙₜₛ", strict=True))}
LATEX_FUNCTIONS = {
    "exp": r"\exp", "log": r"\log", "sigmoid": r"\sigma", "tanh": r"\tanh", "tr": r"\operatorname{tr}",
    "diag": r"\operatorname{diag}",
}  # fmt: skip


@dataclass(frozen=True)
class Notation:
    """`kind` is latex, unicode or ascii; `names` overrides how single symbols are written."""

    kind: str
    names: Mapping[str, str] = field(default_factory=dict)

    def renamed(self, names: Mapping[str, str]) -> Notation:
        """Other names for some symbols: `{"w~": "theta"}`."""
        return replace(self, names={**self.names, **names})


LATEX, UNICODE, ASCII = Notation("latex"), Notation("unicode"), Notation("ascii")


def symbol(name: str, n: Notation) -> str:
    r"""`w~`, `Gamma~`, `x^`, `sigma_w`, `L`, `one` in a notation."""
    name = n.names.get(name, name)
    if name == "one":
        return {"latex": r"\mathbf{1}", "unicode": "𝟏", "ascii": "ones(n)"}[n.kind]
    if name == "loss":
        return {"latex": r"\mathcal{L}", "unicode": "L", "ascii": "L"}[n.kind]
    base, _, lower = name.partition("_")
    accent = ""
    if base[-1:] in "~^-" and len(base) > 1:
        base, accent = base[:-1], base[-1]
    if n.kind == "latex":
        out = "\\" + base if base in GREEK else base
        out = {"~": rf"\tilde{{{out}}}", "^": rf"\hat{{{out}}}", "-": rf"\bar{{{out}}}", "": out}[accent]
        return f"{out}_{{{lower}}}" if len(lower) > 1 else f"{out}_{lower}" if lower else out
    if n.kind == "unicode":
        out = GREEK.get(base, base) + {"~": "\u0303", "^": "\u0302", "-": "\u0304", "": ""}[accent]
        if lower and all(c in SUBSCRIPT for c in lower):
            return out + "".join(SUBSCRIPT[c] for c in lower)
        return f"{out}_{lower}" if lower else out
    out = base + {"~": "_tilde", "^": "_hat", "-": "_bar", "": ""}[accent]
    return f"{out}_{lower}" if lower else out


def write(t: Term, n: Notation = LATEX) -> str:
    """The whole term."""
    return _write(t, n, SUM)


def _write(t: Term, n: Notation, level: int) -> str:
    text, own = _node(t, n)
    if own >= level:
        return text
    return rf"\left({text}\right)" if n.kind == "latex" and ("frac" in text or "sum" in text) else f"({text})"


def subscript(index: tuple[str, ...], n: Notation) -> str:
    if n.kind == "unicode" and all(c in SUBSCRIPT for i in index for c in i):
        return "".join(SUBSCRIPT[c] for i in index for c in i)
    joined = ",".join(index) if ":" in index or n.kind == "ascii" else "".join(index)
    if n.kind == "latex":
        return f"_{{{joined}}}" if len(joined) > 1 else f"_{joined}"
    return f"_{joined}" if len(joined) == 1 else f"_{{{joined}}}" if n.kind == "unicode" else f"[{joined}]"


def superscript(t: Term, n: Notation) -> str:
    text = _write(t, n, SUM)
    if n.kind == "unicode":
        raised = text.replace(" ", "").replace("−", "-").translate(SUPERSCRIPT)
        return raised if not set(raised) & set(text.replace(" ", "")) else f"^({text})"
    if n.kind == "latex":
        return f"^{{{text}}}" if len(text) > 1 else f"^{text}"
    return f"^{text}" if len(text) == 1 else f"^({text})"


def _node(t: Term, n: Notation) -> tuple[str, int]:
    latex, minus = n.kind == "latex", "−" if n.kind == "unicode" else "-"
    match t.op:
        case "num":
            return t.name, ATOM
        case "sym":
            return symbol(t.name, n), ATOM
        case "at":
            return f"{symbol(t.name, n)}({', '.join(write(a, n) for a in t.args)})", ATOM
        case "idx":
            base = t.args[0]
            name, _, lower = n.names.get(base.name, base.name).partition("_")
            if base.op == "sym" and lower and t.index[0] != ":":
                return symbol(name, n) + subscript((lower, *t.index), n), ATOM
            return _write(base, n, ATOM) + subscript(t.index, n), ATOM
        case "add":
            out = _write(t.args[0], n, SUM)
            for a in t.args[1:]:
                sign, body = (minus, a.args[0]) if a.op == "neg" else ("+", a)
                out += f" {sign} " + _write(body, n, PRODUCT)
            return out, SUM
        case "neg":
            return minus + _write(t.args[0], n, PRODUCT), SUM
        case "mul":
            return _product(t, n), PRODUCT
        case "had":
            sign = {"latex": r"\odot", "unicode": "⊙", "ascii": ".*"}[n.kind]
            return f"{_write(t.args[0], n, ATOM)} {sign} {_write(t.args[1], n, ATOM)}", SUM
        case "frac":
            if latex:
                return rf"\frac{{{write(t.args[0], n)}}}{{{write(t.args[1], n)}}}", ATOM
            return f"{_write(t.args[0], n, POWER)}/{_write(t.args[1], n, ATOM)}", PRODUCT
        case "pow":
            base, raised = t.args[0], superscript(t.args[1], n)
            if base.op == "idx" and base.args[0].op == "sym" and latex:
                return _write(base, n, ATOM) + raised, POWER
            return _write(base, n, ATOM) + raised, POWER
        case "T":
            mark = {"latex": r"^\top", "unicode": "ᵀ", "ascii": "^T"}[n.kind]
            return _write(t.args[0], n, ATOM) + mark, POWER
        case "inv":
            mark = {"latex": "^{-1}", "unicode": "⁻¹", "ascii": "^(-1)"}[n.kind]
            return _write(t.args[0], n, ATOM) + mark, POWER
        case "sq" | "norm":
            return _norm(t, n), ATOM
        case "sum":
            return _sum(t, n)
        case "E" | "Var":
            inner = write(t.args[0], n)
            if latex:
                name = r"\mathbb{E}" if t.op == "E" else r"\operatorname{Var}"
                return rf"{name}\left[{inner}\right]", ATOM
            return f"{t.op}[{inner}]", ATOM
        case "delta":
            if n.kind == "ascii":
                return f"delta[{','.join(t.index)}]", ATOM
            return ("\\delta" if latex else "δ") + subscript(t.index, n), ATOM
        case "cases":
            return _cases(t, n), SUM
        case "fn":
            return _function(t, n)
        case "d":
            return _derivative(t, n)
    raise ValueError(f"no notation for {t.op}")


def _product(t: Term, n: Notation) -> str:
    out = ""
    for a in t.args:
        text = _write(a, n, PRODUCT)
        own = _node(a, n)[1]
        if out and (text[0].isdigit() or a.op == "num"):
            out += {"latex": r" \cdot ", "unicode": "·", "ascii": "*"}[n.kind] + text
        elif out and a.op == "frac" and n.kind != "latex":
            out += f"({text})" if n.kind == "unicode" else f"*({text})"
        elif not out and a.op == "frac" and n.kind != "latex" and len(t.args) > 1:
            out = f"({text})"
        else:
            if own == PRODUCT and a.op not in ("sum", "frac"):
                text = f"({text})"
            if n.kind == "ascii":
                out += ("*" if out else "") + text
            elif n.kind == "unicode":
                out += text
            else:
                tight = not out or text[0] in "(" or text.startswith(r"\left(")
                out += text if tight else " " + text
        if a.op == "sum" and a is not t.args[-1]:
            out = out[: -len(text)] + f"({text})"
    return out


def _norm(t: Term, n: Notation) -> str:
    inner = write(t.args[0], n)
    if n.kind == "latex":
        return rf"\|{inner}\|_2" + ("^2" if t.op == "sq" else "")
    if n.kind == "unicode":
        return f"‖{inner}‖" + ("²" if t.op == "sq" else "")
    return f"||{inner}||" + ("^2" if t.op == "sq" else "")


def _sum(t: Term, n: Notation) -> tuple[str, int]:
    size, _, left_out = t.name.partition("!=")
    body = _write(t.args[0], n, PRODUCT)
    if t.args[0].op == "sum":
        body = write(t.args[0], n)
    (i,) = t.index
    if n.kind == "latex":
        under = rf"{i} \neq {left_out}" if left_out else f"{i}=1"
        over = "" if left_out else f"^{{{size}}}" if len(size) > 1 else f"^{size}"
        return rf"\sum_{{{under}}}{over} {body}", PRODUCT
    if n.kind == "unicode":
        under = f"_{{{i}≠{left_out}}}" if left_out else subscript((i,), n)
        return f"Σ{under} {body}", PRODUCT
    under = f"{i}!={left_out}" if left_out else f"{i}=1"
    return f"sum_{{{under}}}" + ("" if left_out else f"^{{{size}}}") + f" {body}", PRODUCT


def _cases(t: Term, n: Notation) -> str:
    if n.kind == "latex":
        rows = r" \\ ".join(
            write(v, n) + " & " + c.replace("!=", r" \neq ").replace("=", " = ")
            if "!=" not in c
            else write(v, n) + " & " + c.replace("!=", r" \neq ")
            for v, c in zip(t.args, t.index, strict=True)
        )
        return rf"\begin{{cases}} {rows} \end{{cases}}"
    unequal = " ≠ " if n.kind == "unicode" else " != "
    rows = "; ".join(
        f"{write(v, n)} if {c.replace('!=', unequal) if '!=' in c else c.replace('=', ' = ')}"
        for v, c in zip(t.args, t.index, strict=True)
    )
    return "{ " + rows + " }"


def _function(t: Term, n: Notation) -> tuple[str, int]:
    inner = ", ".join(write(a, n) for a in t.args)
    if n.kind == "latex":
        if t.name == "sqrt":
            return rf"\sqrt{{{inner}}}", ATOM
        if t.name == "floor":
            return rf"\lfloor {inner} \rfloor", ATOM
        return rf"{LATEX_FUNCTIONS[t.name]}({inner})", ATOM
    if t.name == "floor":
        return (f"⌊{inner}⌋" if n.kind == "unicode" else f"floor({inner})"), ATOM
    if t.name == "sqrt" and n.kind == "unicode":
        return f"√({inner})", ATOM
    name = {"sigmoid": "σ" if n.kind == "unicode" else "sigmoid"}.get(t.name, t.name)
    return f"{name}({inner})", ATOM


def _derivative(t: Term, n: Notation) -> tuple[str, int]:
    top, bottom = t.args
    simple = top.op in ("sym", "idx")
    if n.kind == "latex":
        if simple:
            return rf"\frac{{\partial {write(top, n)}}}{{\partial {write(bottom, n)}}}", ATOM
        return rf"\frac{{\partial}}{{\partial {write(bottom, n)}}}{_write(top, n, ATOM)}", PRODUCT
    sign = "∂" if n.kind == "unicode" else "d"
    if simple:
        text = f"{sign}{write(top, n)}/{sign}{write(bottom, n)}"
        return (text, ATOM) if n.kind == "unicode" else (f"({text})", ATOM)
    return f"{sign}/{sign}{write(bottom, n)} {_write(top, n, ATOM)}", PRODUCT
