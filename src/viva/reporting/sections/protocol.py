"""Interaction protocol: how the questions were asked, and what the levels and nudges mean."""

from __future__ import annotations

from viva.reporting import numbers
from viva.reporting.markdown import bullets, paragraphs
from viva.reporting.material import MEANINGS, Material, level_badge
from viva.types import Level

FORMS = {
    "latex": "in Markdown with LaTeX formulas",
    "text": "in plain text, without LaTeX",
    "pasted": "as text copied out of a PDF, with its damage (lost minus signs, scattered matrices)",
    "image": "as a picture of the question",
}
CONVENTIONS = {
    "up-front": "The conventions of the paper were stated before the first question.",
    "in-question": "The conventions of the paper were stated in every question.",
    "none": "The conventions of the paper were not stated.",
}


def write(material: Material) -> str:
    return paragraphs("## Interaction protocol", _asked(material), bullets(_rules(material)), _levels())


def _asked(material: Material) -> str:
    exam, conditions = material.exam, material.exam.conditions
    if material.by_hand:
        return (
            "A person held this conversation and reported on it. What is known of how it was held stands in the "
            "report itself; Viva read the replies out of it and checked each by computation, without looking at the "
            "annotator's verdicts."
        )
    who = "Viva sent each prompt" if exam.source == "run" else "A person pasted each prompt into a chat window"
    batch = (
        "all questions in one prompt"
        if conditions.batch == "paper"
        else "one question at a time, in one conversation"
        if conditions.chat == "paper"
        else "each question in a conversation of its own"
    )
    form = FORMS.get(conditions.form, f"in the form `{conditions.form}`")
    told = CONVENTIONS.get(conditions.conventions, "")
    figures = {q.figure for q in exam.questions if q.figure}
    drawn = {"picture": "Figures were sent as pictures.", "description": "Figures were described in words."}
    return " ".join(
        [
            f"{who}, {form}, {batch}. {told}",
            *(drawn[name] for name in sorted(figures) if name in drawn),
            f"The numbers are those of draw {conditions.draw}"
            + (" (the published ones)." if conditions.draw == 0 else " (a generated variant)."),
        ]
    )


def _rules(material: Material) -> list[str]:
    resends = sum(material.summary.resends.values())
    fresh = sum(a.fresh for q in material.exam.questions for a in q.attempts)
    rules = [
        "**Checks.** The answer is read out of each reply and compared with a key that is itself computed. The margin "
        "beside a reply shows what was read, the key, and the difference. What cannot be read or decided is "
        "*undecided*.",
        "**Nudges** help, from weak to strong: *recheck* (there is a mistake), *clarify* (restates a convention or "
        "the input), *target* (names the place or the idea), *reveal* (gives a step). Only a *reveal* may contain a "
        "piece of the answer.",
        "**Resends** repeat the same prompt after an empty reply, a time-out or a stall. They are counted, but are "
        "no help" + (f": {numbers.times(resends, 'resend')} here." if resends else "; there was none here."),
    ]
    if fresh:
        rules.append(
            f"**Fresh conversations.** {numbers.times(fresh, 'time')} a model that repeated the same wrong answer was "
            "asked anew, in a conversation without the earlier replies."
        )
    return rules


def _levels() -> str:
    rules = {
        Level.L1: "the first reply is right",
        Level.L2: "right after at most two nudges, of kind recheck or clarify",
        Level.L3: "right, but after a stronger nudge, or more than two",
        Level.LX: "the nudges are used up",
        Level.U: "a part could not be decided, or the question broke off",
    }
    told = bullets(f"{level_badge(level)} *{MEANINGS[level]}*: {rule}." for level, rule in rules.items())
    return paragraphs("The levels of a question, which is as good as its worst part:", told)
