"""What `inspect eval viva/…` finds: the decorated tasks of every paper, the solver, the scorer, the metrics."""

from __future__ import annotations

from viva.examining import scoring as scoring
from viva.examining.task import task_of
from viva.papers import paper_names

TASKS = {name: task_of(name) for name in paper_names()}
