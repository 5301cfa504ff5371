"""How proofs that PDF readers tore apart are judged: `python benchmarks/bench_torn.py`.

The rows (`derivations/torn/`) are right proofs of question 4a, and the same with one slip. Counted, for each reader of
PDF: right proofs that are found right, and wrong ones that are found wrong; `--show` prints the others.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from viva import check

TORN = Path(__file__).parent / "derivations" / "torn"


@dataclass(frozen=True)
class Row:
    """One torn proof; `slip` is "right" for a right one."""

    reader: str
    half: str
    name: str
    slip: str
    text: str

    @property
    def wanted(self) -> str:
        return "correct" if self.slip == "right" else "incorrect"


def rows(folder: Path = TORN) -> Iterator[Row]:
    """The rows of all readers."""
    for file in sorted(folder.glob("*.txt")):
        for part in file.read_text().split("=== ")[1:]:
            head, _, text = part.partition("\n")
            half, name, slip = head.split()
            yield Row(file.stem, half, name, slip, text.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is not decided rightly")
    options = parser.parse_args()
    count: Counter[tuple[str, str, str]] = Counter()
    worst = 0.0
    for row in rows():
        started = time.process_time()
        part = check("hw5/4a", row.text).parts[0]
        worst = max(worst, time.process_time() - started)
        count[row.reader, row.wanted, part.verdict.value] += 1
        if options.show and part.verdict.value != row.wanted:
            print(f"{row.reader} {row.name} {row.slip}: {part.verdict.value}; {part.evidence.reason}")
    print("| read by | right | found right | blamed | wrong | found wrong | called right |\n" + "|---" * 7 + "|")
    for reader in sorted({key[0] for key in count}):
        cells = []
        for wanted, other in (("correct", "incorrect"), ("incorrect", "correct")):
            total = sum(n for (r, w, _), n in count.items() if (r, w) == (reader, wanted))
            cells += [total, count[reader, wanted, wanted], count[reader, wanted, other]]
        print(f"| {reader} | " + " | ".join(map(str, cells)) + " |")
    print(f"\ntime, worst: {worst:.2f} s")


if __name__ == "__main__":
    main()
