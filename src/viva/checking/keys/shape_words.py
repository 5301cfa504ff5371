"""The words with which a key states a shape, and the words that say it is something else.

>>> FRAME.fullmatch("a tensor of shape ") is not None, COUNTED.search("3 × 4 entries in all") is not None
(True, True)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.reading.patterns import lazy


@dataclass(frozen=True)
class Named:
    """The sizes of what is called `name`; "" where it has no name."""

    name: str
    sizes: tuple[str, ...]


SPACE = lazy(r"(?:\\mathbb\s*\{?\s*R\s*\}?|ℝ|\bR)\s*\^\s*\{((?:[^{}]|\{[^{}]*\})*)\}")

COUNTED = lazy(
    r"(?<!\\)\b(?:number|parameters?|counts?\b|total|costs?|sum|product|times\b|how many|flops|multipl|operations?"
    r"|additions?|entries in|bytes|bits|weights in all|determinant|probability|norm|distance|area)",
    re.IGNORECASE,
)

_WORDS_OF_SHAPE = (
    r"an?|the|each|one|single|real|has|have|is|are|be|with|of|its|as|stays|remains|unchanged|still|just|get"
    r"|gives?|returns?|entries|components|elements"
    r"|shapes?|sizes?|dims?|dimensions?|dimensionality|order|matrix|matrices|tensors?|arrays?|cubes?|images?|vectors?"
    r"|row|column|square|batch|grids?|maps?|feature|features?|outputs?|results?|resulting|final|answer|torch|Tensor"
    r"|np|numpy|ndarray|Size|dim|Shape|tuple|space|in|all|eine?|die|der|das|Form|Größe|hat|ist|Matrix|Tensor|Vektor"
)

FRAME = lazy(rf"(?:\\(?:in|dim|to)(?![a-z])|\b(?:{_WORDS_OF_SHAPE})\b|[\s$:=→.,'`*{{}}\\()\[∈-])*+", re.IGNORECASE)

SAYS_SHAPE = lazy(
    r"\b(?:shapes?|sizes?|dims?|dimensions?|matrix|tensors?|arrays?|ndarray|Size|Form)\b|ℝ|∈|mathbb", re.IGNORECASE
)
