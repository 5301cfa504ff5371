"""2a: letters that name an axis are no cubes, tables say "Batch", and "A or C" chooses nothing."""

from __future__ import annotations

import pytest

from viva import check


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (
            "For batch normalization we average over N, H, W for every fixed C, which is what A depicts. For layer "
            "normalization we average over C, H, W for every fixed N, which is what B depicts.",
            "correct",
        ),
        ("| Norm | Cube |\n|:--|:--:|\n| Batch | A |\n| Layer | B |\n| Instance | C |", "correct"),
        ("| Norm | Cube |\n|:--|:--:|\n| Batch | C |\n| Layer | B |\n| Instance | A |", "incorrect"),
        ("Batch → A\nLayer → B", "correct"),
        ("- Batch: C\n- Layer: B", "incorrect"),
        ("LN: B, BN: per channel C over (N,H,W), so A.", "correct"),
        ("Batch norm: A or C. Layer norm: B.", "undecided"),
        ("BN is A; LN is either B or C, I'd go with C", "incorrect"),
        ("BN is A; LN is either B or C, I pick B", "correct"),
        ("Batch normalization → the cube shaded across N and HW, i.e. **A**.\nLayer normalization → B", "correct"),
        ("Batch normalization → the cube of one example, i.e. **B**.\nLayer normalization → A", "incorrect"),
        ("1. A\n2. B", "correct"),
        ("A and B", "correct"),
        ("B, A", "incorrect"),
        ("A", "undecided"),
        ("A, B, C", "undecided"),
        ("- Batch normalization: the leftmost cube.\n- Layer normalization: the middle one.", "correct"),
        ("**BatchNorm** is shown in the second cube, **LayerNorm** in the first one.", "incorrect"),
    ],
)
def test_cubes(reply: str, expected: str) -> None:
    assert check("hw5/2a", reply).verdict.value == expected
