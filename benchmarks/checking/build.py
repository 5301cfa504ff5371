"""Writes `tune.jsonl`, `held.jsonl` and `hw5.jsonl` from the families and their replies. Run it after a change."""

from families import FILES, HERE, jsonl

for half in FILES:
    (HERE / f"{half}.jsonl").write_text(jsonl(half), encoding="utf-8")
