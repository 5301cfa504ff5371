r"""Indices and powers of extracted formulas, put back to the letters that they belong to.

>>> from viva.reading.torn.letters import letters_of
>>> from viva.reading.torn.signs import signs_of
>>> known = letters_of(r"\frac{1}{n r^2}\sum_{s=1}^{t} \beta^{t-s} g_s + \sigma_0^2 + X_{ij}^2")
>>> torn = signs_of("nr3 βt-s gs\nσ2\n0 + X2\nij", known)
>>> [" ".join(atom.tex for atom in way.atoms) for way in scripted(torn, known)]
['n r^{3} β^{t-s} g_{s} σ_{0}^{2} + X_{ij}^{2}']

The letters of the key say which of them have indices, and which letters are nothing but indices. Where a digit on a
line of its own may be a power or a denominator, there are several ways; `doubt` says how far-fetched each one is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from viva.reading.torn.atoms import Atom
from viva.reading.torn.letters import Letters
from viva.reading.torn.signs import Sign
from viva.reading.torn.sums import bound_letters

MAX_WAYS = 6
_STRAY = 4.0  # a mark without a letter
_FREE = frozenset("ijkl")
_KINDS = {"operator": "operator", "relation": "relation", "open": "open", "close": "close", "sum": "sum",
          "root": "root", "word": "word", "stop": "stop"}  # fmt: skip
_TEX = {"‖": r"\|", "∘": r"\circ ", "⊙": r"\odot ", "·": r"\cdot "}


@dataclass(frozen=True)
class Scripted:
    """One way to put the scripts back, and how far-fetched it is."""

    atoms: tuple[Atom, ...]
    doubt: float


def scripted(signs: tuple[Sign, ...], known: Letters) -> Iterator[Scripted]:
    """The ways to put the scripts of signs back, the likeliest first."""
    made = 0
    waiting: list[tuple[int, ...]] = [()]
    while waiting and made < MAX_WAYS:
        choices = waiting.pop(0)
        attaching = _Attaching(signs, known, choices)
        yield Scripted(attaching.atoms(), attaching.doubt)
        made += 1
        waiting += [(*choices, *(0,) * (point - len(choices)), 1) for point in range(len(choices), attaching.points)]


class _Attaching:
    def __init__(self, signs: tuple[Sign, ...], known: Letters, choices: tuple[int, ...]):
        self.signs = signs
        self.known = known
        self.bound = bound_letters(signs)
        self.choices = choices
        self.points = 0
        self.doubt = 0.0
        self.spaced = any(s.kind == "operator" and s.gap and s.text in "+-" for s in signs[1:])
        self.k = 0

    def choose(self, doubt: float = 1.0) -> bool:
        """Is the less likely one of two ways taken here?"""
        taken = self.points < len(self.choices) and self.choices[self.points] == 1
        self.points += 1
        self.doubt += doubt * taken
        return taken

    def atoms(self) -> tuple[Atom, ...]:
        found: list[Atom] = []
        line = 0
        back = False
        bars: list[str] = []
        while self.k < len(self.signs):
            sign = self.signs[self.k]
            broken = bool(found) and sign.line != line
            self.k += 1
            atom = self._atom(sign, broken, bars, found)
            found.append(replace(atom, back=True) if back else atom)
            line = self.signs[self.k - 1].line
            back = line != sign.line and atom.kind != "sum"
        return tuple(found)

    def _atom(self, sign: Sign, broken: bool, bars: list[str], found: list[Atom]) -> Atom:
        tex = _TEX.get(sign.text, sign.text)
        if sign.kind == "bar":
            if sign.text in bars and found and found[-1].kind in ("operand", "close"):
                del bars[bars.index(sign.text) :]
                scripts, width = self._scripts("‖", sign)
                return Atom(tex + scripts, "close", broken, sign.gap, 0.6 + width)
            if sign.text == "|" and any(atom.kind == "open" for atom in found) and self._conditional():
                return Atom(r"\mid ", "operator", broken, sign.gap, 0.8)
            bars.append(sign.text)
            return Atom(tex, "open", broken, sign.gap, 0.6)
        if sign.kind == "close":
            scripts, width = self._scripts(")", sign)
            return Atom(tex + scripts, "close", broken, sign.gap, 0.5 + width)
        if sign.kind in _KINDS:
            width = {"sum": 1.8, "word": 0.6 * len(sign.text.removeprefix(r"\operatorname"))}.get(sign.kind, 0.8)
            inline = "inline" if sign.kind == "sum" and self._runs_on(sign) else sign.base * (sign.kind == "root")
            return Atom(tex, _KINDS[sign.kind], broken, sign.gap, width, inline)
        if sign.kind == "number":
            return Atom(tex, "operand", broken, sign.gap, 0.7 * len(sign.text), "number")
        if sign.text in ("∂", "d") and self._slope(sign):
            following = self.signs[self.k]
            self.k += 1
            scripts, width = self._scripts(following.base or following.text, following)
            head = r"\partial " if sign.text == "∂" else "d"
            return Atom(f"{head}{following.text}{scripts}", "operand", broken, sign.gap, 2 + width, "slope")
        scripts, width = self._scripts(sign.base or sign.text, sign)
        if sign.kind in ("mark", "other", "label", "script"):
            self.doubt += _STRAY
        what = "d" if sign.text in ("d", "∂") else ""
        return Atom(tex + scripts, "operand", broken, sign.gap, 1 + width, what)

    def _runs_on(self, sign: Sign) -> bool:
        """Are the bounds set beside the operator, so that the line goes on behind the lower one?"""
        after = self._at(self.k)
        return after is not None and after.line == sign.line + 1 and (after.gap or "^" in sign.text)

    def _conditional(self) -> bool:
        """Is the bar at `k - 1` the only one before the bracket closes?"""
        for sign in self.signs[self.k :]:
            if sign.kind == "close":
                return True
            if sign.text == "|":
                return False
        return False

    def _slope(self, sign: Sign) -> bool:
        """Is it the ∂ of ∂L, the d of dx?"""
        if self.k >= len(self.signs):
            return False
        after = self.signs[self.k]
        if after.kind != "letter" or after.line != sign.line:
            return False
        if sign.text == "∂":
            return True
        return not after.gap and not self.known.knows("d") and not sign.base

    # ---- scripts ---------------------------------------------------------------------------------------------

    def _at(self, k: int) -> Sign | None:
        return self.signs[k] if k < len(self.signs) else None

    def _is_relation(self, k: int) -> bool:
        sign = self._at(k)
        return sign is not None and sign.kind == "relation"

    def _tight(self, k: int) -> bool:
        """Does the sign at k stand right behind the one before?"""
        sign = self._at(k)
        return sign is not None and not sign.gap and sign.line == self.signs[k - 1].line

    def _scripts(self, base: str, sign: Sign) -> tuple[str, float]:
        """What stands below and above `base`, as LaTeX, and how wide it is; `k` goes behind it."""
        below = above = primes = ""
        for _ in range(3):
            after = self._at(self.k)
            if after is None:
                break
            tight = self._tight(self.k)
            if tight and after.kind == "script":
                below, above = (after.text[2:-1], above) if after.text[0] == "_" else (below, after.text[2:-1])
                self.k += 1
            elif tight and after.kind == "label" and not below:
                below = rf"\text{{{after.text}}}"
                self.k += 1
            elif after.text == "'" and after.line == self.signs[self.k - 1].line:
                primes += "'"
                self.k += 1
            elif after.text in ("⊤", "⋆", "★", "†", "*") and after.kind == "mark" and not above:
                if after.line != self.signs[self.k - 1].line:
                    break
                above = {"⊤": r"\top", "★": "⋆"}.get(after.text, after.text)
                if after.text in ("⋆", "★") and any("star" in s for s in self.known.below.get(base, ())):
                    below, above = r"\star", ""
                self.k += 1
            elif after.text == "+" and tight and self._is_relation(self.k + 1) and not above:
                above = "+"
                self.k += 1
            elif (tight or self._spaced_script(base)) and (size := self._below(base, self.k)) and not below:
                if self._both(base, after) and not above and (self._index_follows(base) or self.choose()):
                    above, self.k = after.text, self.k + 1
                else:
                    below, self.k = self._text(self.k, size), self.k + size
            elif (tight or self._spaced_script(base)) and not above and (power := self._above(base, self.k)):
                above = power[0]
                self.k += power[1]
            elif after.line == self.signs[self.k - 1].line + 1 and (text := self._beneath(base, below, above)):
                if text[0] == "_":
                    below = text[1:]
                else:
                    above = text[1:]
            else:
                break
        found = primes + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
        lengths = [len(s.removeprefix("\\")) for s in (below.replace(r"\text{", "").strip("}"), above)]
        return found, 0.6 * max(lengths) + 0.3 * len(primes)

    def _text(self, k: int, size: int) -> str:
        return "".join(sign.text for sign in self.signs[k : k + size])

    def _spaced_script(self, base: str) -> bool:
        """`σ 2 )`, `β t-s gs`: some readers put a blank before what stands above; a number behind a factor is none."""
        after = self._at(self.k)
        if after is None or not after.gap or after.line != self.signs[self.k - 1].line:
            return False
        if after.kind == "number":
            return base not in ("‖",) or after.text == "2"
        literal = self.known.above.get(base, frozenset())
        size = 3
        return len(self.signs) >= self.k + size and self._text(self.k, size) in literal and self._tight(self.k + 1)

    def _both(self, base: str, after: Sign) -> bool:
        """May the number be a power as well as an index?"""
        return (
            after.kind == "number"
            and after.text in self.known.below.get(base, ())
            and after.text in self.known.above.get(base, ())
        )

    def _index_follows(self, base: str) -> bool:
        """Is the index on the next line, so that this is the power, which is written first?"""
        after = self._at(self.k + 1)
        return (
            after is not None
            and after.line == self.signs[self.k].line + 1
            and after.kind == "number"
            and after.text in self.known.below.get(base, ())
        )

    def _below(self, base: str, k: int) -> int:
        """How many signs from k on are an index of `base`."""
        scripts = self.known.below.get(base, frozenset())
        run = 1
        while run < 6 and self._tight(k + run) and self.signs[k + run].kind in ("letter", "number", "operator"):
            run += 1
        for size in range(run, 0, -1):
            if self._text(k, size) in scripts:
                return size
        first = self.signs[k]
        if first.kind == "number":
            numbered = any(s.isdigit() for s in scripts)
            powers = any(s.isdigit() for s in self.known.above.get(base, ()))
            if base in (")", "‖"):
                return 0
            return int(first.text in ("0", "1") or (numbered and not powers))
        if first.kind != "letter" or base in ("‖",):
            return 0
        if base == ")":
            return 0
        most = max((len(s) for s in scripts if s.isalpha() and len(s) < 4), default=0)
        if not most and any(not s.isdigit() for s in scripts):
            most = 1
        if not most and not (base == "e" or self.known.above.get(base)):
            known_alone = base in self.known.alone
            most = 1 if not known_alone or first.text in _FREE else 0
            most = 2 if not known_alone and self._text(k, 2) in ("ij", "jk", "ik", "ji", "kj") else most
        size = 0
        while size < most and size < run and self._is_index(self.signs[k + size], base):
            size += 1
        if size and size + 1 < run and self.signs[k + size].text in "+-":
            shifts = any("-" in s or "+" in s for s in scripts)
            if (self.spaced or shifts) and self.signs[k + size + 1].kind in ("number", "letter"):
                size += 2
        return size

    def _is_index(self, sign: Sign, base: str) -> bool:
        if sign.kind != "letter" or not sign.text.isalpha():
            return False
        if self.known.is_index(sign.text) or sign.text in self.bound:
            return True
        return base not in self.known.alone and sign.text in "ijklnst" and not self.known.knows(sign.text)

    def _above(self, base: str, k: int) -> tuple[str, int] | None:
        """The power of `base` that begins at k, and how many signs it is."""
        first = self.signs[k]
        scripts = self.known.above.get(base, frozenset())
        if first.kind == "number":
            return (first.text, 1) if first.text not in ("0", "1") and first.text.isdigit() else None
        if first.text == "-" and self._text(k, 2) == "-1" and self._tight(k + 1):
            inverses = any("-1" in found for found in self.known.above.values())
            if "-1" in scripts or (inverses and (base == ")" or base.isupper())):
                return "-1", 2
        top = any("\\top" in s or "T" in s for found in self.known.above.values() for s in found)
        if first.text == "T" and top and "T" not in self.known.alone:
            return r"\top", 1
        letters = {c for s in scripts for c in s if c.isalpha()}
        if base == "e" and not letters:
            letters = set(self.known.alone) if not self.known.knows("e") else set()
        if not letters or base in (")", "‖"):
            return None
        minus = "-" if first.text == "-" and self._tight(k + 1) else ""
        at = k + len(minus)
        sign = self._at(at)
        if sign is None or sign.kind != "letter" or not (sign.text in letters or sign.text in self.bound):
            return None
        size = 1
        nested = self._below(sign.base or sign.text, at + 1) if self._tight(at + 1) and base == "e" else 0
        power = minus + sign.text + (f"_{{{self._text(at + 1, nested)}}}" if nested else "")
        size = len(minus) + 1 + nested
        if base == "e" and self._tight(k + size) and self.signs[k + size].text == "⊤" and self._tight(k + size + 1):
            power += r"^{\top}" + self.signs[k + size + 1].text
            size += 2
        while (
            self._tight(k + size)
            and self.signs[k + size].text in "+-"
            and self._tight(k + size + 1)
            and self.signs[k + size + 1].kind in ("letter", "number")
            and (self.spaced or any("-" in s[1:] or "+" in s for s in scripts))
        ):
            power += self._text(k + size, 2)
            size += 2
        return power, size

    def _beneath(self, base: str, below: str, above: str) -> str:
        """What stands below (`_…`) or above (`^…`) on the next line; `k` goes behind it, "" if it is none."""
        after = self.signs[self.k]
        alone = self._at(self.k + 1)
        ends = alone is None or alone.line != after.line or alone.gap
        if above and not below:
            if base == "‖":
                return self._norm_or_denominator(ends)
            size = self._below(base, self.k) if base != ")" else 0
            following = self._at(self.k + size)
            if size and after.kind == "number" and base not in self.known.below:
                return ""
            if size and (following is None or following.line != after.line or following.gap or self._parts(size)):
                text = self._text(self.k, size)
                self.k += size
                return f"_{text}"
        if not above and after.text in ("2", "3") and ends:
            bracket = base in (")", "‖")
            far = 1.0 if bracket or after.text in self.known.above.get(base, ()) else 2.0
            if self.choose(far) != bracket:
                self.k += 1  # the 2 of a norm by itself is its index, or its power
                return f"_{after.text}" if base == "‖" and self.choose(0.5) else f"^{after.text}"
        return ""

    def _parts(self, size: int) -> bool:
        """Does something follow that no index runs into: a bracket, an operator?"""
        following = self._at(self.k + size)
        return following is not None and following.kind in ("close", "open", "operator", "stop")

    def _norm_or_denominator(self, ends: bool) -> str:
        """`‖w‖2`, `2` is the squared norm with its index, or half of it; with `2t` the latter."""
        after = self.signs[self.k]
        if after.text not in ("2", "1", "F"):
            return ""
        indexed = any(s in ("2", "1", "F") for bar in ("‖", r"\|", "|") for s in self.known.below.get(bar, ()))
        if not ends and not self._parts(1):
            return ""  # `2t` is no index
        if self.choose(1.0 if indexed else 0.5):
            return ""
        self.k += 1
        return f"_{after.text}"
