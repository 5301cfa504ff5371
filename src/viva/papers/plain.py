r"""LaTeX formulas without LaTeX: in Unicode, or as a PDF viewer copies them.

>>> print(unicode_math(r"\frac{\partial L}{\partial x_i} = \gamma\,(x_i - \mu), \quad \|\tilde\Gamma w\|_2^2"))
∂L/∂xᵢ = γ (xᵢ − μ), ‖Γ̃w‖₂²
>>> print(unicode_math(r"\begin{bmatrix} -1 & 2 \\ 3 & 1 \end{bmatrix}"))
[[−1, 2], [3, 1]]
>>> print(pasted_math(r"\begin{bmatrix} -1 & 2 \\ 3 & 1 \end{bmatrix}"))
"
1
2
3
1
#

Reads the LaTeX that our own papers use, not the LaTeX of replies (`viva.reading` does that); an unknown command
raises `ValueError`, so that no prompt leaves with a backslash in it.
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"\\begin\{(\w+)\}|\\end\{(\w+)\}|\\[A-Za-z]+|\\.|[{}^_&]|\s+|.", re.DOTALL)
_WORDS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "Gamma": "Γ", "delta": "δ", "epsilon": "ε", "lambda": "λ", "mu": "μ",
    "sigma": "σ", "partial": "∂", "infty": "∞", "odot": "⊙", "times": "×", "cdot": "·", "to": "→", "in": "∈",
    "rightarrow": "→", "sum": "Σ", "prod": "Π", "ldots": "…", "dots": "…", "cdots": "⋯", "leq": "≤", "geq": "≥",
    "neq": "≠", "approx": "≈", "propto": "∝", "sim": "∼", "lVert": "‖", "rVert": "‖", "pm": "±", "top": "ᵀ",
    "quad": "  ", "qquad": "  ", "log": "log", "lim": "lim", "min": "min", "max": "max",
    "colon": ":", "vdots": "⋮", "mid": "|",
}  # fmt: skip
_LETTERS = {name for name, letter in _WORDS.items() if len(letter) == 1 and letter.isalpha()} | {"partial"}
_SKIPPED = {"left", "right", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "limits"}
_SYMBOLS = {r"\|": "‖", r"\,": " ", r"\;": " ", r"\:": " ", r"\!": "", r"\ ": " ", r"\{": "{", r"\}": "}", r"\%": "%"}
_ACCENTS = {"tilde": ("\u0303", "˜"), "hat": ("\u0302", "ˆ"), "bar": ("\u0304", "¯"), "check": ("\u030c", "ˇ")}
_STYLES = {"text", "mathrm", "operatorname", "mathbf", "mathcal", "mathbb", "boldsymbol", "mathit"}
_LOWER = str.maketrans("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
_DOUBLE = str.maketrans("ERNZ", "𝔼ℝℕℤ")
_RAISED = str.maketrans("0123456789+-=()ind×", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵈˣ")


def unicode_math(latex: str) -> str:
    """One formula in Unicode, on one line; matrices as nested lists."""
    return _tidy(_Writer(latex, pasted=False).write())


def pasted_math(latex: str) -> str:
    """One formula as a PDF viewer copies it: signs of numbers lost, matrices and fractions scattered over lines."""
    text = _tidy(_Writer(latex, pasted=True).write())
    # The sign of a number is drawn apart from it and gets lost; the minus between two terms survives.
    return re.sub(r"(?m)(^|[\[(,=]\s?)[−+](?=\d)", r"\1", text)


def _tidy(text: str) -> str:
    text = text.replace("-", "−")
    text = "\n".join(re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", text).strip()


class _Writer:
    """Reads one formula token by token and writes it plainly."""

    def __init__(self, latex: str, *, pasted: bool) -> None:
        self.tokens = [(m[0], m[1], m[2]) for m in _TOKEN.finditer(latex)]
        self.at = 0
        self.pasted = pasted

    def write(self, stop: str = "") -> str:
        out: list[str] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at][0]
            if token == stop:
                self.at += 1
                return "".join(out)
            out.append(self.piece())
        if stop:
            raise ValueError(f"{stop} is missing")
        return "".join(out)

    def piece(self) -> str:
        token, begins, _ = self.tokens[self.at]
        self.at += 1
        if begins:
            return self.matrix(begins)
        if token == "{":
            return self.write("}")
        if token in "^_" and len(token) == 1:
            return self.script(raised=token == "^")
        if token.startswith("\\"):
            return self.command(token)
        return " " if token.isspace() else token

    def argument(self) -> str:
        self.skip_space()
        return self.piece()

    def command(self, token: str) -> str:
        name = token[1:]
        if token in _SYMBOLS:
            return _SYMBOLS[token]
        if name in _SKIPPED:
            return ""
        if name in ("frac", "tfrac", "dfrac"):
            above, below = self.argument(), self.argument()
            if self.pasted:
                return f"{above}\n{below}\n"
            ratio = f"{_grouped(above)}/{_grouped(below)}"
            return f"({ratio})" if self.multiplies() else ratio
        if name == "sqrt":
            inside = self.argument()
            return f"√\n{inside}\n" if self.pasted else f"√{_grouped(inside)}"
        if name in _ACCENTS:
            combining, spacing = _ACCENTS[name]
            base = self.argument().strip()
            return spacing + base if self.pasted else base[:1] + combining + base[1:]
        if name == "mathbb":
            letter = self.argument()
            return letter if self.pasted else letter.translate(_DOUBLE)
        if name in _STYLES:
            return self.argument()
        if name in _WORDS:
            if (name in _LETTERS and self.multiplies()) or name == "lVert":
                self.skip_space()
            return _WORDS[name]
        raise ValueError(f"no plain form for {token!r}; add it to viva.papers.plain")

    def skip_space(self) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at][0].isspace():
            self.at += 1

    def multiplies(self) -> bool:
        """Does a factor follow, rather than an operator, a script or the end?"""
        following = next((token for token, _, _ in self.tokens[self.at :] if not token.isspace()), "")
        command = following[1:] in _LETTERS | _ACCENTS.keys() | _STYLES or following in (r"\sum", r"\|", r"\lVert")
        return command if following.startswith("\\") else following.isalnum() or following in tuple("([{")

    def script(self, *, raised: bool) -> str:
        text = self.argument()
        if self.pasted:
            return text
        if text == "ᵀ":
            return text
        table = _RAISED if raised else _LOWER
        small = text.replace(" ", "").replace("−", "-")
        if all(ord(letter) in table or letter == "," for letter in small):
            return small.translate(table)
        return ("^" if raised else "_") + (text if len(text) == 1 else f"({text})")

    def matrix(self, name: str) -> str:
        rows: list[list[str]] = [[""]]
        while self.tokens[self.at][2] != name:
            token = self.tokens[self.at][0]
            if token == "&":
                rows[-1].append("")
                self.at += 1
            elif token == "\\\\":
                rows.append([""])
                self.at += 1
            else:
                rows[-1][-1] += self.piece()
        self.at += 1
        entries = [[entry.strip() for entry in row] for row in rows]
        if self.pasted:
            scattered = "\n".join(entry for row in entries for entry in row)
            return f'\n"\n{scattered}\n#\n'
        return "[" + ", ".join("[" + ", ".join(row) + "]" for row in entries) + "]"


def _grouped(text: str) -> str:
    """In parentheses where a fraction or root would otherwise take only a piece of it."""
    text = text.strip()
    plain = unicodedata.normalize("NFC", text)
    return text if re.fullmatch(r"∂?[\w.…\u0300-\u036f]+|∂\w+", plain) else f"({text})"
