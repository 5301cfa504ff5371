"""One checker, alone in its process: rows as JSON on standard input, verdicts and CPU times on standard output."""

from __future__ import annotations

import json
import re
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

Check = Callable[[dict[str, Any]], bool | None]  # None: undecided


def viva_checker() -> Check:
    """`viva.equivalent(key, reply)`, or `viva.check(question, reply)` where the row names a question."""
    import viva
    from viva.types import PartCheck, Verdict

    def told(part: PartCheck) -> str:
        evidence = part.evidence
        read = evidence.answer.read_as if evidence.answer else "nothing"
        why = evidence.reason or evidence.counterexample or evidence.misconception
        return f"{part.part} {part.verdict}: read {read}; {why}"

    def check(row: dict[str, Any]) -> bool | None:
        if "question" in row:
            found = viva.check(row["question"], row["reply"])
            row["note"] = "\n".join(told(part) for part in found.parts)
            return {Verdict.CORRECT: True, Verdict.INCORRECT: False}.get(found.verdict)
        verdict: bool | None = viva.equivalent(row["key"], row["reply"])
        return verdict

    return check


def math_verify_checker() -> Check:
    """`verify(parse(key), parse(reply))` of Math-Verify, with what each kind of row can use."""
    from math_verify import parse, verify
    from math_verify.parser import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig

    letters = StringExtractionConfig(strings=tuple("ABCDabcd1234"), lowercase=False)

    def extraction(kind: str, names: str, priority: int) -> tuple[Any, ...]:
        found = []
        if "latex" in names:
            found.append(LatexExtractionConfig(boxed_match_priority=priority))
        if "expr" in names:
            found.append(ExprExtractionConfig())
        return (letters, *found) if kind == "choice" else tuple(found)

    @cache
    def gold(key: str, kind: str, names: str, priority: int) -> Any:
        bare = not re.search(r"\$|\\\(|\\\[|\\boxed", key)
        return parse(f"${key}$" if bare and "latex" in names else key, extraction(kind, names, priority))

    def check(row: dict[str, Any]) -> bool | None:
        case = row.get("config", {})
        names, priority = case.get("config", "latex,expr"), case.get("boxed_match_priority", 50)
        key = gold(row["key"], row["kind"], names, priority)
        answer = parse(row["reply"], extraction(row["kind"], names, priority))
        row["unread"] = not key or not answer
        return bool(
            verify(
                key,
                answer,
                float_rounding=case.get("precision", 6),
                strict=case.get("strict", True),
                allow_set_relation_comp=case.get("allow_set_relation_comp", row["kind"] == "general"),
            )
        )

    # Parse all keys beforehand, outside the clock.
    for row in ROWS:
        case = row.get("config", {})
        gold(row["key"], row["kind"], case.get("config", "latex,expr"), case.get("boxed_match_priority", 50))
    return check


ROWS: list[dict[str, Any]] = []
WARM_UP = (  # so that lazy imports are not counted as the time of a reply
    ("number", "6", "The answer is 7."),
    ("array", "[1, 2]", "[[1], [2]]"),
    ("array", r"\begin{pmatrix} t & 1 \end{pmatrix}", r"\begin{pmatrix} t & 2 \end{pmatrix}"),
    ("choice", "A", "B"),
    ("expression", "$x^2$", "$x + 1$"),
    ("expression", r"$A^\top x_i$", r"$\sum_j A_{ij} x_j$"),
    ("relation", "$y = 2x$", "x = y"),
    ("limit", "$O(n)$", "O(n^2)"),
    ("shape", r"$2 \times 3$", "(3, 2)"),
    ("general", r"$\{1\}$", "{2}"),
    ("general", "$x < 1$", "x > 1"),
)


def main() -> None:
    """Decide all rows; an exception is a verdict of its own, counted as undecided and reported."""
    ROWS.extend(json.load(sys.stdin))
    check = {"viva": viva_checker, "math-verify": math_verify_checker}[sys.argv[1]]()
    for kind, key, reply in WARM_UP:
        with suppress(Exception):  # what fails here fails again below, and is recorded there
            check({"kind": kind, "key": key, "reply": reply})
    if any("question" in row for row in ROWS):
        for question in sorted({row["question"] for row in ROWS}):
            check({"kind": "hw5", "question": question, "reply": "I do not know."})
    out = []
    for row in ROWS:
        error, verdict = "", None
        start = time.process_time()
        try:
            verdict = check(row)
        except Exception as caught:  # noqa: BLE001  (the bench records every failure of a checker)
            error = "".join(traceback.format_exception(caught, limit=-2))
        seconds = time.process_time() - start
        unread = verdict is None or row.get("unread", False)
        out.append(
            {"verdict": verdict, "seconds": seconds, "unread": unread, "note": row.get("note", ""), "error": error}
        )
    print(json.dumps(out))


if __name__ == "__main__":
    main()
