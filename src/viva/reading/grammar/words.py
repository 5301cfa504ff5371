r"""Words: symbols, names of several letters, products of letters, functions, `dL/dy_i`."""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import Cursor
from viva.reading.lexer import Token
from viva.reading.syntax import Expr, Fold, Index, Num, Sym, Unreadable, mul
from viva.reading.vocabulary import ACCENT_WORDS, ASCII_GREEK, FUNCTIONS, NAMES

ENGLISH = frozenset("an as at be by do go he if in is it me my no of on or so to up us we and are but for has its let "
                     "not now our the was".split())  # fmt: skip  # fmt: skip


class Words(Cursor):
    """Words."""

    def word(self, token: Token) -> Expr:
        word = token.text
        if (found := self.compound_word(token)) is not None:
            return found
        if not self.latex and self.known.joined and (joined := self.joined_word(token)) is not None:
            return joined
        if word in ("nabla", "grad") and self.free and (self.sees("_", 1) or self.peek(1).kind in ("word", "name")):
            return self.gradient()
        self.take()
        number = self.peek()
        if word in ASCII_GREEK and not self.latex and number.kind == "num" and not number.gap and number.text.isdigit():
            self.take()  # beta1, as a program has it
            return self.indexed(self.symbol(ASCII_GREEK[word]), (Num(Fraction(number.text)),))
        if self.known.resolve(word) is not None:
            return self.symbol(word)
        if word == "E" and self.sees("(") and self.free and self.holds() == "atom" and self.peek(1).text.islower():
            return Sym("E")  # an energy; an expectation has square brackets or a capital in it
        if word == "E" or word == "EE":
            norm = self.peek().text == "‖" and not self.bars
            if norm or self.sees("[") or self.sees("_") or self.sees("(") or self.peek().text in ("∂", r"\frac", "{"):
                return self.expectation("E")
            return self.symbol("E")
        if len(word) == 1:
            return Sym(word)
        if word in NAMES and not self.latex:
            return self.long_name(word)
        if word == "lim":
            return self.limit()
        if self.free and len(word) == 4 and word[:3] in ("max", "min") and not self.latex and self.known.functions:
            return self.run_together(word)
        if word in ("sum", "Sum") and (self.sees("_") or self.peek().text in ("over", "∂")):
            return self.fold("sum")
        if word == "prod" and self.sees("_"):
            return self.fold("prod")
        if word in FUNCTIONS:
            return self.function(word)
        if word in ASCII_GREEK and not (self.latex and self.known.split(word)):
            name = ASCII_GREEK[word]
            return self.symbol(name)
        if word in ("inf", "infinity", "oo"):
            return Sym(r"\infty")
        if word == "ER" and self.known.resolve("R") is not None:
            return self.expectation("E", ("R",))
        if self.sees("(") and not self.peek().gap and self.is_head(word):
            return Sym(word)
        return self.letters(word, token)

    def joined_word(self, token: Token) -> Expr | None:
        """`xi`, `x0`, `pdata`: a name and its subscript without a sign between them, where the key has that one."""
        word, number = token.text, self.peek(1)
        if number.kind == "num" and not number.gap and self.joins(word, number.text):
            self.at += 2
            return self.subscripted(word, number.text)
        if self.known.resolve(word) is not None:
            return None
        for length in range(1, len(word)):
            if self.joins(word[:length], word[length:]):
                self.take()
                return self.subscripted(word[:length], word[length:])
        return None

    def run_together(self, word: str) -> Expr:
        """`maxa′ Q(s′, a′)`, as PDF extraction leaves a maximum over a′."""
        index = word[3]
        while self.accept("'"):
            index += "'"
        return Fold(word[:3], index, None, None, (), self.factor_product())

    def is_head(self, word: str) -> bool:
        """Is a run of letters before a bracket the name of a function?"""
        if not self.free:
            return False
        return word in self.known.functions or word.isupper() or (len(word) > 2 and self.holds() == "list")

    def long_name(self, word: str) -> Expr:
        """`lr`, `batch_size`, `fan_in`: a name as in a program."""
        while self.sees("_") and self.peek(1).kind == "word" and len(self.peek(1).text) > 1:
            self.take()
            word = f"{word}_{self.take().text}"
        return self.symbol(word)

    def letters(self, word: str, token: Token) -> Expr:
        """A run of letters: known names one after another."""
        parts = self.known.split(word)
        if parts is None:
            for accent, mark in ACCENT_WORDS.items():
                stem = word.removesuffix(accent) if word.endswith(accent) else word.removeprefix(accent)
                stem = stem.strip("_")
                if stem != word and (len(stem) == 1 or stem in ASCII_GREEK):
                    name = f"{mark} {ASCII_GREEK.get(stem, stem)}"
                    if self.known.resolve(name) is not None:
                        return self.symbol(name)
            bindable = not self.known or self.latex or self.known.open
            if bindable and len(word) <= 4 and word not in ENGLISH and (self.latex or len(word) <= 2 or not self.known):
                parts = tuple(word)
            else:
                raise Unreadable(f"the word “{word}” is not understood", token.at)
        if len(parts) == 1:
            return Sym(parts[0])
        # The last letter takes the scripts that follow: give back the others as factors of a product.
        *first, last = parts
        if self.peek().kind == "op" and self.peek().text in ("_", "^", "'", "[", ".", "⊤"):
            factors: list[Expr] = [Sym(self.known.resolve(p) or p) for p in first]
            return mul(*factors, self.postfix(Sym(self.known.resolve(last) or last)))
        return mul(*(Sym(self.known.resolve(p) or p) for p in parts))

    def roman(self, token: Token) -> Expr:
        word = token.text
        if self.known.resolve(word) is not None:
            return self.symbol(word)
        if word in ("Var", "Cov") and self.free and self.peek().text not in ("(", "[", "_", "{", r"\{"):
            return Sym(word)  # the variance as such
        if word in ("E", "Var", "Cov"):
            return self.expectation(word)
        if word in FUNCTIONS:
            return self.function(word)
        if word in ASCII_GREEK:
            return self.symbol(ASCII_GREEK[word])
        if token.kind == "roman" and len(word) <= 12:
            return Sym(word)
        raise Unreadable(f"“{word}” is not understood", token.at)

    def compound_word(self, token: Token) -> Expr | None:
        """Names of several tokens: `dL/dy_i`, `dL_dy`, `w_tilde`, `d L / d y`."""
        word = token.text
        if self.sees("_", 1) and self.peek(2).kind == "word" and not self.peek(2).gap:
            parts = [word]
            k = 1
            best = None
            while self.sees("_", k) and self.peek(k + 1).kind == "word":
                parts.append(self.peek(k + 1).text)
                k += 2
                joined = "_".join(parts)
                if self.known.resolve(joined) is not None:
                    best = (joined, k)
                elif len(parts) == 2 and parts[0] in ACCENT_WORDS and len(parts[1]) == 1:
                    name = f"{ACCENT_WORDS[parts[0]]} {parts[1]}"
                    best = (name, k)
            if best is not None:
                self.at += best[1]
                return self.symbol(best[0])
            if word[0] == "d" and len(word) > 1 and self.peek(2).text[0] == "d" and len(self.peek(2).text) > 1:
                bottom = self.peek(2).text[1:]
                self.at += 3
                return self.derivative_atom(self.symbol(word[1:]), self.postfix_scripts(self.symbol(bottom)))
        if word[0] == "d" and self.known.resolve(word) is None and self.known.resolve("d" + word[1:]) is None:
            return self.ascii_derivative(token)
        return None

    def ascii_derivative(self, token: Token) -> Expr | None:
        """`dL/dy_i` and `d L / d y_i`."""
        start = self.at
        spaced = token.text == "d"
        if spaced and not (
            self.peek(1).kind in ("word", "name") and self.sees("/", 2) and self.peek(3).text.startswith("d")
        ):
            return None
        k = 2 if spaced else 1
        if self.sees("_", k) and len(token.text) <= 3:
            k += 2  # dy_j/dx_i
            if self.sees("{", k - 1):
                while k < 14 and not self.sees("}", k - 1):
                    k += 1
        if not (self.sees("/", k) and self.peek(k + 1).kind == "word" and self.peek(k + 1).text[0] == "d"):
            return None
        if spaced:
            self.take()
            top = self.derived()
        else:
            self.take()
            top = self.postfix_scripts(self.symbol(token.text[1:]))
        self.expect("/")
        bottom = self.take()
        scripted = bottom.text != "d"
        below = self.postfix_scripts(self.named_word(bottom.text[1:])) if scripted else self.derived()
        if not _simple(top) or not _simple(below):
            self.at = start
            return None
        return self.derivative_atom(top, below)

    def named_word(self, word: str) -> Expr:
        return self.symbol(ASCII_GREEK.get(word, word))


def _simple(expr: Expr) -> bool:
    return isinstance(expr, Sym) or (isinstance(expr, Index) and isinstance(expr.base, Sym))
