"""How long a site takes to build: many exams from nothing, then again with nothing new, then with one log changed.

    python benchmarks/bench_site.py [--exams 200] [--logs DIR]        (make bench-site)

The exams are made up, and no two replies are the same: every reply is the worked solution of a question, in an order
and with words of its own, and in about half of them a number, a sign or a letter is spoiled. They are checked and
nudged as in an exam, so that the logs hold what real ones hold: derivations with their steps, misconceptions,
findings, several attempts. Making them is not part of what is measured; `--logs` keeps them for another run.

Prints seconds of the clock, seconds of CPU (children included), pages and bytes of each build.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from viva.checking import check_question
from viva.examining.ladder import next_nudge
from viva.examining.levels import level
from viva.logs import write_exam
from viva.papers import load_paper
from viva.publishing import build_site
from viva.records import Attempt, Conditions, Exam, Message, QuestionRecord
from viva.types import Draw, Paper, Question, Verdict

MODELS = 50
DRAWS = 6
NUDGES = 3
OPENINGS = (
    "Let me work through this step by step.", "Great question!", "I will use the conventions as stated.",
    "Sure.", "First the definitions, then the computation.", "Okay, so here is how I would approach it.",
)  # fmt: skip
FILLERS = (
    "This is where the stated convention matters.", "Note that nothing else changes here.", "So far, so good.",
    "We keep the notation of the question: $x_i$ is an input and $y_i$ an output.",
    "- the sizes agree\n- so do the signs",
    "Let me double-check that: $1 + 2 + \\dots + n = \\frac{n(n+1)}{2}$ is not needed here.",
    "| step | done |\n|---|---|\n| read the input | yes |\n| compute | yes |",
    "**Key point:** keep the order of the factors.",
)  # fmt: skip
CLOSINGS = ("Let me know if you want more detail.", "That completes the answer.", "I am confident in this result.", "")


def main() -> None:
    """Make the logs, build three times, print."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--exams", type=int, default=200)
    arguments.add_argument("--logs", type=Path, help="where to keep the made-up logs (made again where missing)")
    arguments.add_argument("--site", type=Path, help="where to keep the site (a new or empty folder)")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="viva-bench-site-") as folder:
        logs, site = given.logs or Path(folder) / "logs", given.site or Path(folder) / "site"
        logs.mkdir(parents=True, exist_ok=True)
        missing = [n for n in range(given.exams) if not (logs / f"{n:04d}.eval").is_file()]
        with ProcessPoolExecutor() as pool:
            list(pool.map(make, missing, [logs] * len(missing)))
        print(f"{given.exams} exams, {sum(p.stat().st_size for p in logs.glob('*.eval')) / 1e6:.1f} MB of logs")
        print("| build | seconds | CPU-seconds | exams typeset | pages | MB |\n|---|---:|---:|---:|---:|---:|")
        measured("from nothing", logs, site)
        measured("nothing new", logs, site)
        make(0, logs, seed=given.exams)
        measured("one log changed", logs, site)
        make(0, logs)


def measured(name: str, logs: Path, site: Path) -> None:
    """Build and print a line of the table."""
    clock, cpu = time.perf_counter(), _cpu()
    built = build_site(logs, site)
    clock, cpu = time.perf_counter() - clock, _cpu() - cpu
    files = [p for p in site.rglob("*") if p.is_file() and ".viva" not in p.parts]
    pages = sum(p.suffix == ".html" for p in files)
    size = sum(p.stat().st_size for p in files) / 1e6
    print(f"| {name} | {clock:.1f} | {cpu:.1f} | {len(built.rendered)} | {pages} | {size:.0f} |", flush=True)


def _cpu() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


# ---- the exams ---------------------------------------------------------------------------------------------


def make(number: int, logs: Path, seed: int | None = None) -> None:
    """Write the exam of this number; the same number gives the same exam."""
    chance = random.Random(number if seed is None else seed)
    paper = load_paper("hw5")
    draw = 0 if chance.random() < 0.5 else chance.randrange(1, DRAWS)
    skill = 0.25 + 0.6 * (number % MODELS) / MODELS
    records = tuple(_asked(paper, question, question.draw(draw), skill, chance) for question in paper.questions)
    conversation = tuple((record.question, _messages(record)) for record in records)
    exam = Exam(
        "hw5", f"maker-{number % MODELS % 7}/model-{number % MODELS}", "run", records, Conditions(draw=draw),
        created=f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}T10:00:00+00:00", conversation=conversation,
    )  # fmt: skip
    write_exam(exam, logs / f"{number:04d}.eval")


def _asked(paper: Paper, question: Question, draw: Draw, skill: float, chance: random.Random) -> QuestionRecord:
    attempts: list[Attempt] = []
    prompt, nudge = question.prompt(draw, "latex"), None
    while True:
        reply = _reply(question.solution(draw), chance.random() < skill, chance)
        check = check_question(paper, question, draw, reply)
        seconds = round(chance.uniform(2, 40), 1)
        attempts.append(
            Attempt(len(attempts) + 1, prompt, reply, check, nudge, seconds=seconds, output_tokens=len(reply) // 4)
        )
        nudge = None if check.verdict is Verdict.CORRECT else next_nudge(question, draw, attempts, NUDGES)
        if nudge is None:
            return QuestionRecord(question.name, level(attempts), tuple(attempts))
        prompt = nudge.text


def _reply(solution: str, right: bool, chance: random.Random) -> str:
    pieces = [piece for piece in re.split(r"\n\s*\n", solution) if not piece.startswith("#")]
    if not right:
        pieces = [_spoiled(piece, chance) for piece in pieces]
    for _ in range(chance.randrange(1, 4)):
        pieces.insert(chance.randrange(len(pieces)), chance.choice(FILLERS))
    lead = f"{chance.choice(OPENINGS)} ({chance.getrandbits(32):08x})"  # no two replies are the same
    return "\n\n".join(piece for piece in (lead, *pieces, chance.choice(CLOSINGS)) if piece)


def _spoiled(piece: str, chance: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        return str(int(match[0]) + chance.choice((-1, 1))) if chance.random() < 0.3 else match[0]

    return re.sub(r"(?<![\d.])\d(?![\d.])", other, piece).replace("gamma", "beta" if chance.random() < 0.3 else "gamma")


def _messages(record: QuestionRecord) -> tuple[Message, ...]:
    turns = ((Message("user", a.prompt), Message("assistant", a.reply)) for a in record.attempts)
    return tuple(message for turn in turns for message in turn)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
