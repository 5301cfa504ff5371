"""The judge model of an exam, where one is named: Inspect's model role `grader`.

Rubrics are decided by patterns first; a judge is asked only where those leave a point open (`answers.concepts`).
"""

from __future__ import annotations

from collections.abc import Callable


def named_grader() -> Callable[[str], str] | None:
    """A function from a prompt to the judge's reply, for use in a worker thread; None where no judge is named."""
    from anyio import from_thread
    from inspect_ai.model import model_roles

    role = model_roles().get("grader")
    grader = role[0] if isinstance(role, list) else role
    if grader is None:
        return None
    judge = grader

    def ask(prompt: str) -> str:
        return from_thread.run(judge.generate, prompt).completion

    return ask
