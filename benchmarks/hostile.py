"""Times the checkers on hostile replies of full size: a reply's budget is two seconds.

    .venv/bin/python benchmarks/hostile.py [SIZE]        default: 100000

Each call runs in a process of its own that is ended after twenty seconds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIMIT = 20.0
PROGRAM = """
import sys, time
sys.path.insert(0, {tests!r})
from test_hostile_replies import bombs
import viva
reply = bombs({size})[{name!r}]
start = time.process_time()
verdict = viva.check({where!r}, reply).verdict if {where!r}.startswith("hw5/") else viva.equivalent({where!r}, reply)
print(f"{{time.process_time() - start:.2f}} s {{verdict}}")
"""


def main() -> None:
    """Print what takes longer than two seconds, or fails."""
    tests = str(ROOT / "tests" / "fuzz")
    sys.path.insert(0, tests)
    from test_hostile_replies import bombs  # type: ignore[import-not-found]

    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    slow = 0
    for where in ("108", r"$\\gamma x_i$", "(8, 16)", "hw5/1c", "hw5/2b", "hw5/4a"):
        for name in bombs(100):
            program = PROGRAM.format(tests=tests, size=size, name=name, where=where)
            try:
                done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=LIMIT)
                told = done.stdout.strip() or done.stderr.strip().splitlines()[-1]
            except subprocess.TimeoutExpired:
                told = f"more than {LIMIT:.0f} s"
            if told.startswith("more") or " s " not in told or float(told.split()[0]) > 2:
                slow += 1
                print(f"{where}  {name}: {told}", flush=True)
    print(f"{slow} of {6 * len(bombs(100))} take more than two seconds or fail")


if __name__ == "__main__":
    main()
