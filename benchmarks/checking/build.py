"""Writes `tune.jsonl` and `held.jsonl` from the families and their replies. Run it after changing either."""

from families import HALVES, HERE, jsonl

for half in HALVES:
    (HERE / f"{half}.jsonl").write_text(jsonl(half), encoding="utf-8")
