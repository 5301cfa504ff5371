r"""Coverage-guided fuzzing of the checkers with atheris: no exception, and no reply that takes longer than its budget.

    .venv/bin/pip install atheris
    .venv/bin/python benchmarks/fuzz_check.py -max_total_time=300        (libFuzzer's options)

It starts from the replies of the tuned half and from LaTeX fragments. atheris is no dependency of Viva; without it, the
Hypothesis tests in `tests/fuzz/` do the same with less insistence. A crash prints the key or question and the reply,
and libFuzzer keeps the input in `crash-*`, which the same command takes as an argument to reproduce it.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SLOWEST = 10.0  # seconds: five times the budget of a reply, since instrumented code is slower
QUESTIONS = ("1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d")


def keys() -> list[str]:
    """The distinct keys of the tuned half."""
    lines = (HERE / "checking" / "tune.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted({json.loads(line)["key"] for line in lines})


def main() -> None:
    """Fuzz until libFuzzer's limit."""
    try:
        import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        sys.exit("atheris is not installed: .venv/bin/pip install atheris")
    with atheris.instrument_imports(include=["viva"]):
        import viva
        from viva.checking import check, equivalent

    known = keys()

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        which = provider.ConsumeIntInRange(0, len(known) + len(QUESTIONS) - 1)
        reply = provider.ConsumeBytes(1 << 16).decode("utf-8", errors="surrogateescape")
        start = time.process_time()
        try:
            if which < len(known):
                equivalent(known[which], reply)
            else:
                check(f"hw5/{QUESTIONS[which - len(known)]}", reply)
        except BaseException:
            told = known[which] if which < len(known) else QUESTIONS[which - len(known)]
            print(f"\nkey or question: {told}\nreply: {reply!r}", file=sys.stderr)
            raise
        if time.process_time() - start > SLOWEST:
            raise TimeoutError(f"{time.process_time() - start:.1f} s for {reply!r}")

    assert viva is not None
    with tempfile.TemporaryDirectory() as corpus:
        seed(Path(corpus), len(known))
        atheris.Setup([sys.argv[0], "-timeout=60", *sys.argv[1:], corpus], one)
        atheris.Fuzz()


def seed(corpus: Path, count: int) -> None:
    """The replies of the tuned half, each with a byte that chooses the key (libFuzzer takes it from the end)."""
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in (HERE / "checking" / "tune.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found = sorted({row["key"] for row in rows})
    for number, row in enumerate(rows):
        (corpus / f"{number}").write_bytes(row["reply"].encode() + bytes([found.index(row["key"])]))
    rows = [json.loads(x) for x in (HERE / "checking" / "hw5.jsonl").read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows):
        which = count + QUESTIONS.index(row["question"].removeprefix("hw5/"))
        (corpus / f"hw5-{number}").write_bytes(row["reply"].encode() + bytes([which]))


if __name__ == "__main__":
    main()
