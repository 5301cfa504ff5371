r"""A shape as a key that is nothing but text: the sizes of one tensor, or of several with their names.

>>> shape_key(r"$4 \times 8 \times 128$ (layers, batch, hidden)")
(Named(name='', sizes=('4', '8', '128')),)
>>> [(n.name, n.sizes) for n in shape_key(r"$U: 5\times5$, $V^\top \in \mathbb{R}^{3\times3}$") or ()]
[('U', ('5', '5')), ('V^\\top', ('3', '3'))]
>>> shape_key(r"$3 \times 4 = 12$"), shape_key("$p = (1, 2)$"), shape_key("the cost is 3 × 10 multiplications")
(None, None, None)

A key is a shape only if all of it says so: sizes, the name of what has them, the words with which a shape is stated,
remarks. Numbers in round brackets may also be a vector or a point; they count as a shape with three entries or more
(`linked_shapes.may_be_list` tells), in pairs only where both are large or the key says "shape", "tensor" or the like.
"""

from __future__ import annotations

import re

from viva.checking.keys.linked_shapes import large, linked
from viva.checking.keys.shape_words import COUNTED, FRAME, SAYS_SHAPE, SPACE, Named
from viva.reading.boxes import boxes
from viva.reading.cleaning import clean, split
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.shapes import NAMED_SIZE, Sizes, shapes, vectors

MAX_LENGTH = 1_000


_MAY_BE = lazy(
    r"×|\\times|\d ?x ?\d|[A-Z] ?x ?[A-Z]|\bby\b|-by-|[(\[]|ℝ|\bR\^|mathbb|[Rr]ow|[Hh]eight"
    r"|scalar|number|vector|Zeile|dimen|shape"
)
_JOINT = lazy(
    r"(?:[:=∈→]|==|\\(?:in|to)(?![a-z])|\b(?:is|are|has|have|stays|of|shape|size|becomes|hat|ist|Form|Größe|forma"
    r"|forme|taille|die|la|una?|une|de)\b)[\s{$`(]*$"
)
_NAME = lazy(
    r"[*`\s$-]*+(?P<name>(?:\\?[A-Za-zα-ωΑ-Ω][\w.]*+|\\(?:mathbf|hat|tilde|bar|mathrm|bm|boldsymbol)\s*\{?\\?\w+\}?|[{}])"
    r"(?:[_^]?\s*\{[^{}]{0,12}\}|[_^]\\?\w++|['′*])*(?:[\s,]*+(?:\\|(?<!\w))[A-Za-zα-ωΑ-Ω][\w^{}\\]*+){0,4})[*`\s$]*$"
)
_REMARK = lazy(r"(?<=\S)\s*[(\[](?:[^()\[\]]|\([^()]*\))*(?<![A-Za-z\\])[A-Za-z]{3,}(?:[^()\[\]]|\([^()]*\))*[)\]]$")
_AXES_BEHIND = lazy(  # 6 × 24 × 24 (C × H × W)
    r"(?<=[\d)\]])\s*[(\[]\s*[A-Za-z]\w{0,12}(?:\s*(?:×|\\times(?![a-z])|,)\s*[A-Za-z]\w{0,12}){1,5}\s*[)\]]$"
)
_TAIL = lazy(
    r";\s|\s[–—-]\s|:\s+(?=[A-Za-z]{2,}[\s,][^:=]*$)"
    r"|,\s+(?=(?:where|with|i\.e|that is|so|as|one|since|because|not|for|per|which|whatever|the|batch|channels|no"
    r"|regardless|independent|although|though|but|each|an?|same|like|symmetric|exactly|just|in)\b)"
    r"|(?<=[)\]}\dA-Za-z$`])\s+(?=(?:with|where|for|per|because|since|whatever|if|when|regardless|independent|after"
    r"|before|not)\b)"
)
_SO = lazy(r"\b(?:so|hence|therefore|thus)\b,?", needs="so|thus|hence|therefore")
_HYPHEN = lazy(r"\s?-(matri|tensor|Matri|Tensor)")  # a 3×4-matrix
_SYMBOL = lazy(
    r"[\s$`*]*[A-Za-z][\s$`*]*(?:[:=∈→]|(?:is|has)\b)", needs=":|→|=|∈|is|has"
)  # "A: 2 × 3", where A is no article
_SCALAR = lazy(
    r"(?:an? |is |it is |just |one )*(?:scalar|(?:single|real) (?:real )?number|(?:0|zero)-dimensional(?: tensor)?)"
    r"|torch\.Size\(\[\]\)|shape \(\)|(?:ℝ|\\mathbb\s*\{?R\}?|\(-∞, ∞\))\s?,? (?:i\.e\. )?(?:an? )?(?:scalar|number)",
    re.IGNORECASE,
    needs="scalar|number|shape ()|0-dimensional|torch.size([])|zero-dimensional",
)
_OPTION = lazy(r"[A-J]")
_AXIS_LIST = lazy(r"[(\[]?\s*[a-z_]{3,}(?:\s*(?:,|×|\\times)\s*[a-z_ ]{3,24}){1,6}\s*[)\]]?")
_AXES = lazy(
    r"\(?\s*(?:[A-Z]|\b(?:batch|heads?|query|key|queries|keys|channels?|height|width|time|seq\w*|features?|"
    + NAMED_SIZE
    + r"))\b"
)


def shape_key(text: str) -> tuple[Named, ...] | None:
    """The shapes that the key states, one or several with names; None where it is no shape."""
    if len(text) > MAX_LENGTH or not _MAY_BE.search(text):
        return None
    if "boxed" in text and len(found := boxes(text)) == 1:
        text = text[found[0].start : found[0].end]
    text = re.sub(r"\s+#\s[^\n]*$", "", text)  # a comment in code
    if (worked := _CONCLUDED.search(text)) is not None and (worked["word"] or worked["axes"] or _OUT.search(text)):
        stated = shapes(normalise(worked["shape"]).text)
        return (Named("", stated[0].sizes),) if len(stated) == 1 else None
    listed = re.sub(r"\n\s*(?:[-*•]\s+|\d+\.\s+)?", "; ", re.sub(r"^\s*[-*•]\s+", "", text.strip()))
    bare = _HYPHEN.sub(r" \1", clean(normalise(listed).text)).replace(" -dim", "-dim")
    typed = r"\texttt" in text or "`" in text
    bare = _UNBRACKETED.sub(r"\1 (\2)", bare)
    if (one := _scalar(bare) or _whole(bare, typed, False)) is not None:
        return (one,)
    if (several := _several(bare)) is not None:
        return several
    one = linked(bare, typed)
    return (one,) if one is not None else _remarked(bare, typed)


_CONCLUDED = lazy(  # … + 1 = 250, i.e. `(16, 128, 250)` as (N, C, L)
    r"(?:[,;.]|⇒|→|\\Rightarrow|\\to)[\s$]*(?:i\.e\.|that is|so|hence|thus|therefore|giving)[\s,:]*"
    r"(?:(?:the|an?|output|final|whole|full|resulting) ){0,3}(?P<word>(?:shape|size|tensor)(?: is| of|:)? )?[$`]*"
    r"(?P<shape>(?:torch\.Size\()?[(\[][^()\[\]]{3,60}[)\]]\)?)[$`]*"
    r"(?P<axes>\s*(?:as|in the order|in order|for)\s*[$`(\[]*[A-Z]\w{0,3}(?:\s*,\s*[A-Z]\w{0,3}){1,5}[)\]$`]*)?[\s.]*$",
    needs="so|thus|i.e.|hence|giving|that is|therefore",
)
_OUT = lazy(r"_\{?(?:\\(?:text|mathrm)\{)?out")  # L_out = …


# ---- one shape ---------------------------------------------------------------------------------------------


def _scalar(bare: str) -> Named | None:
    head = re.split(r",|;|\s\(| for ", bare)[0].strip()
    return Named("", ()) if _SCALAR.fullmatch(bare) or _SCALAR.fullmatch(head) else None


_UNBRACKETED = lazy(r"^(.{0,30}\bshape\s*[:=]?)\s*((?:\d+|[A-Z])(?:,\s*(?:\d+|[A-Z]))+)$", re.IGNORECASE, needs="shape")


def _remarked(bare: str, typed: bool) -> tuple[Named, ...] | None:
    for head in heads(bare):
        sure = typed or _CROSSED.search(bare.replace(head, "")) is not None  # "(4, 6), because 4×3 times 3×6"
        if (found := _scalar(head) or _whole(head, sure, True) or linked(head, sure)) is not None:
            return (found,)
    return None


_CROSSED = lazy(r"\w\s*(?:×|\\times(?![a-z]))\s*\w")


def heads(bare: str) -> list[str]:
    """The key without what it says by the way: in brackets, after "with", "where", …; or what it concludes."""
    without = bare
    if (remark := _REMARK.search(bare)) is not None and not COUNTED.search(remark[0]):
        without = bare[: remark.start()].strip()
    found = [without] if without and without != bare else []
    if (axes := _AXES_BEHIND.search(bare)) is not None:
        found.append(bare[: axes.start()].strip())
    for tail in _TAIL.finditer(without):
        head, rest = without[: tail.start()].strip(" ,;.:"), without[tail.end() :]
        concluded = _SO.search(rest)
        if concluded is not None:
            found.append(rest[concluded.end() :].strip())
        elif head:
            found.append(_REMARK.sub("", head).strip())
    return found


def _whole(text: str, typed: bool, remarked: bool) -> Named | None:
    """The shape that makes up the whole text, apart from a name and the words with which a shape is stated."""
    spaced = SPACE.sub(lambda m: f"∈ {m[1]} ", text)
    found = shapes(spaced)
    sides = split(spaced.replace("==", ":"), "=")
    if len(sides) == 2 and len(found) == 1 and _AXIS_LIST.fullmatch(sides[0]):
        spaced = sides[1]  # (batch, heads, query, key) = (2, 8, 50, 50)
        found = shapes(spaced)
    if len(found) == 2 and len(sides) == 2 and found[0].end <= len(sides[0]) + 1 <= found[1].start:
        first = found.pop(0)  # N × C × H × W = 8 × 3 × 32 × 32
        shared = [size for size in first.sizes if size in found[0].sizes]  # (N, 64 + 128) = (N, 192)
        computed = any(size.isalpha() for size in shared) and not sides[0][: first.start].strip(" $(")
        if first.bracketed and not computed and not all(_AXES.fullmatch(f"({size}") for size in first.sizes):
            return None  # (h_1, h_2) = (2, 3)
        if len(first.sizes) != len(found[0].sizes):
            return None
        spaced = spaced[len(sides[0]) + 1 :]
        found = shapes(spaced)
    if not found:
        found = vectors(text)
        if len(found) == 1 and re.fullmatch(r"[(\[]\d+[)\]]", text):
            return None
        spaced = text
    if len(found) != 1 or "!" in text:
        return None
    (shape,) = found
    before, after = spaced[: shape.start], spaced[shape.end :]
    name = _framed(before, after)
    if name is None or COUNTED.search(before + " " + after):
        return None
    says = typed or bool(SAYS_SHAPE.search(text))
    return Named(name, shape.sizes) if _plausible(shape, spaced, says, bool(name), remarked) else None


def _framed(before: str, after: str) -> str | None:
    """The name of what has the shape ("" for none) if nothing else stands around it; None where something does."""
    if not FRAME.fullmatch(after):
        return None
    if FRAME.fullmatch(before) and not _SYMBOL.match(before):
        return ""
    joint = _JOINT.search(before)
    label = before[: joint.start()] if joint is not None else before
    while (again := _JOINT.search(label.rstrip())) is not None:  # "has shape", "is of size"
        label = label[: again.start()]
    label = re.sub(
        r"^(?:the|a|an)\s+|\s+(?:itself|then|now|tensor|matrix|array|has|of|a|an|the)\s*$",
        "",
        label.strip(),
        flags=re.I,
    )
    if re.search(r"[<>≤≥]" if joint is not None and joint[0].strip()[:1] == "∈" else r"[=<>≤≥]", label):
        return None
    label = label.partition("=")[0].strip()
    if joint is None and not re.fullmatch(r"[A-Za-z_.]\w*|\\?[A-Za-zα-ωΑ-Ω](?:[_^]\S{1,8})?", label.strip()):
        return None
    if _NAME.fullmatch(label) or re.fullmatch(r"[A-Za-z][\w .^{}\\$'-]{0,48}", label):
        return re.sub(r"\.(?:shape|size\(\))?$", "", label.strip(" *`$-"))
    return None


def _plausible(shape: Sizes, text: str, says: bool, named: bool, remarked: bool) -> bool:
    """Sizes of a tensor rather than a product, a point, or the entries of a vector?"""
    sizes = shape.sizes
    if any(size == "0" or size.startswith("-") for size in sizes):
        return False
    if not shape.bracketed:
        return len(sizes) > 1 or says or re.search(r"vector|dim|ℝ|∈|Size", text) is not None
    square = text[shape.start] == "["
    numbers = all(size.isdigit() for size in sizes)
    if (
        not says
        and len(sizes) > 1
        and (all(map(_OPTION.fullmatch, sizes)) or sorted(sizes) == [str(k + 1) for k in range(len(sizes))])
    ):
        return False  # options, or their order
    if len(sizes) == 1:
        return True  # (64,): shapes() reads no other
    if says and not (numbers and re.search(r"\bvector\b", text)):
        return True
    if remarked and len(sizes) > 2 and not named:
        return True
    if re.search(r"\\cdot|·", text):
        return False
    if numbers and (named or square):
        return False
    if len(sizes) == 2:
        if numbers:
            return all(int(size) > 9 for size in sizes)
        return any(re.fullmatch(r"[BCDHKLNSTVW]|[a-zA-Z]+_\w+", size) for size in sizes) and not named
    plain = all(re.fullmatch(rf"\d+|[A-Za-z]|{NAMED_SIZE}", size) for size in sizes)
    upper = re.search(r"[A-Z]|d_|" + NAMED_SIZE, "".join(sizes)) is not None
    return upper or (plain and not square)


# ---- several shapes ----------------------------------------------------------------------------------------

_AND = lazy(r"\s*,?\s+(?:and|und)\s+", needs="and|und")
_NAMED_BLANK = lazy(
    r"(?P<name>[^\s():=∈]+(?:\s\w+)?)\s*[\s(:=]\s*\(?(?P<size>\d+|[a-z])\)?"
    r"|(?P<long>[^():=∈,]{1,40}?)\s*:\s*\(?(?P<length>\d+|[a-z])\)?"
)


def _several(bare: str) -> tuple[Named, ...] | None:
    """`U: 5×5, Σ: 5×3`; "W has shape (10, 5) and b has shape (10,)": at least one must be a shape beyond doubt."""
    pieces = [part for piece in split(bare, ",;") for part in _AND.split(piece) if part.strip()]
    if not 2 <= len(pieces) <= 12:
        return None
    found: list[Named] = []
    certain = False
    waiting: list[str] = []  # Q, K ∈ …
    for piece in pieces:
        if re.fullmatch(r"\s*\\?[A-Za-zα-ωΑ-Ω](?:_\{?\w+\}?)?\s*", piece):
            waiting.append(piece.strip())
            continue
        piece = (
            _REMARK.sub("", piece.strip()).strip() if not re.search(r"[(\[]\s*\w+\s*(?:×|\\times)", piece) else piece
        )
        one = _whole(piece, False, False) or linked(piece) or _bracketed_shape(piece)
        if one is not None and one.name:
            sure = (
                bool(SAYS_SHAPE.search(piece))
                or not re.search(r"[(\[]", piece)
                or re.search(r"\w,\)", piece)
                or (len(one.sizes) > 2 and any(re.fullmatch("[BCHKLNTW]", size) for size in one.sizes))
            )
            certain = certain or (bool(sure) and "=" not in piece)
            found += [Named(name, one.sizes) for name in (*waiting, one.name)]
            waiting = []
        elif (pair := _pair(piece)) is not None:
            found.append(pair)
            certain = certain or (len(pair.sizes) > 2 and "=" not in piece and large(pair.sizes, pair.name))
        elif (lone := _NAMED_BLANK.fullmatch(piece)) is not None and "=" not in piece:
            found.append(Named((lone["name"] or lone["long"]).strip("`$ "), (lone["size"] or lone["length"],)))
        else:
            return None
    if waiting or not certain or len({n.name for n in found}) < len(found):
        return None
    return tuple(found)


def _bracketed_shape(piece: str) -> Named | None:
    """`A (2×3)`."""
    match = re.fullmatch(r"(?P<name>[^()]{1,20}?)\s*\((?P<inside>[^()]*)\)", piece)
    one = _whole(match["inside"], False, False) if match is not None else None
    return (
        Named(match["name"].strip(" $`"), one.sizes) if match is not None and one is not None and not one.name else None
    )


def _pair(piece: str) -> Named | None:
    """`W: (3, 4)`, beside others that are shapes beyond doubt."""
    match = re.fullmatch(
        r"(?P<name>[^()\[\]:=∈]{1,24}?)\s*(?::|\bis\b|\bhas\b|\s)\s*(?P<list>[(\[][^()\[\]]*[)\]])", piece
    )
    found = shapes(match["list"]) if match is not None else []
    if match is None or len(found) != 1 or "0" in found[0].sizes:
        return None
    return Named(match["name"].strip(" $`"), found[0].sizes)
