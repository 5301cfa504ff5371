"""Parts, checks and findings made by hand, with the places of their quotes."""

from __future__ import annotations

from viva.types import Answer, Check, Evidence, Finding, PartCheck, Span, Verdict

RIGHT, WRONG, UNDECIDED = Verdict.CORRECT, Verdict.INCORRECT, Verdict.UNDECIDED


def place(reply: str, quote: str) -> Span:
    """Where a quote stands in a reply."""
    start = reply.index(quote)
    return Span(start, start + len(quote))


def part(
    name,
    verdict,
    reply,
    quote="",
    read_as="",
    key="",
    method="compared entry by entry",
    found_by="marked final",
    **more,
):
    answer = Answer(quote, place(reply, quote), read_as or quote, found_by) if quote else None
    findings = more.pop("findings", ())
    return PartCheck(name, verdict, Evidence(method, key, answer, **more), findings)


def check(question, *parts, findings=()):
    return Check(f"hw5/{question}", 0, parts, findings)


def finding(kind, reply, quote, how, name="", detail=""):
    return Finding(kind, quote, how, place(reply, quote) if quote else None, name, detail)
