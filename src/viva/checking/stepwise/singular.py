r"""The singular value decomposition that a text introduces: `X = U \Sigma V^\top`, with its columns and values.

>>> from viva.checking.stepwise.chains import chains
>>> from viva.kinds import Symbol
>>> scene = Scene((Symbol("X", ("n", "d")),))
>>> text = r"Let $X = U \Sigma V^\top$ be the thin SVD."
>>> singular_values(scene, chains(text), text)
>>> sorted(set(scene.worlds(())[0].values) - {"n", "d", "X"})
['U', 'V', '\\Sigma', '\\sigma']

It is the thin one, of a matrix with at least as many rows as columns. Signs are those of NumPy: what holds for one
choice of signs and not for another is not told apart.
"""

from __future__ import annotations

import re

import numpy as np

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.world import Definition, Unclear, World
from viva.reading import syntax as s
from viva.reading.patterns import lazy

_SVD = lazy(r"\b(?:SVD|singular[- ]value)", re.IGNORECASE)


def singular_values(scene: Scene, found: list[TextChain], text: str) -> None:
    """Give the factors of the decomposition their values in every world, and name its values and columns."""
    if not _SVD.search(text):
        return
    for chain in found:
        whole, *rest = (scene.read(m).expr for m in chain.members[:2])
        match rest:
            case [s.Mul((s.Sym(left), s.Sym(middle), s.Transpose(s.Sym(right))))]:
                break
    else:
        return
    matrix = next((sym for sym in scene.symbols if isinstance(whole, s.Sym) and sym.name == whole.name), None)
    known = scene.declared() | set(scene.definitions)
    if matrix is None or len(matrix.shape) != 2 or len({left, middle, right} - known) != 3:
        return
    values = r"\sigma" if middle == r"\Sigma" else middle.lower()

    def change(world: World) -> World:
        x = world.values[matrix.name]
        if x.shape[0] < x.shape[1]:
            raise Unclear("the thin decomposition of a matrix with more columns than rows")
        u, sizes, vt = np.linalg.svd(x, full_matrices=False)
        new = {left: u, middle: np.diag(sizes), right: vt.T}
        return world.let(new if values in known else {**new, values: sizes.reshape(-1, 1)})

    scene.assumed.append(change)
    column = (s.Colon(), s.Sym("j"))
    for name in {left, right}:
        small = name.lower()
        if len(name) == 1 and small not in known:
            scene.definitions[small] = Definition(small, ("j",), s.Index(s.Sym(name), column))
