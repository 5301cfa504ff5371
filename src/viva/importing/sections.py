"""Headings of sections that belong to no question, and stamps: short verdicts set beside a reply.

>>> section_weight("Overall reflections"), section_weight("Why convolutions")
(7.0, 0.0)
"""

# ruff: noqa: E501 - a pattern reads better on one line

from __future__ import annotations

import re

_SECTION = re.compile(
    r"^[\s#*_\d.A-Z]{0,8}?\b(executive summary|overview\b.*|interaction (?:protocol|setup)|annotated logs?.*|metrics.*|performance (?:summary|table|"
    r"overview|by).*|(?:overall|final|closing|global) (?:summary|assessment|reflections?|observations?|thoughts|remarks|conclusions?|verdict|"
    r"takeaways?|findings|evaluation|impressions?|performance|comments?).*|analysis and reflection|strengths(?: (?:and|&) weaknesses)?.*|"
    r"strategies used|what (?:helped|worked|did(?:n['’]t| not) (?:help|work)|went (?:well|wrong|badly)|I (?:have |would )?(?:learned|learnt|learn|take|took|tell|recommend|conclude|noticed|think))\b.{0,40}|tally|summary of my \w+|lessons learned.*|recommendations?.*|advice.*|appendi(?:x|ces)\b.*|chat logs?.*|transparency statement|"
    r"(?:prompting|prompt) strateg(?:y|ies).*|(?:misconceptions|hallucinations) (?:and|&) .*|observed model behavio[u]?r|"
    r"summari[sz]ation (?:of|for) .*|summary (?:table|of (?:results|performance|findings|verdicts|observations|the model).*)|methodology|"
    r"results summary|key takeaways.*|acknowledge?ments?.*)[\s*_:]*$",
    re.I,
)
_WEAK_SECTION = re.compile(
    r"^[\s#*_]*(?:\d{1,2}\.? )?(summary|results|outlook|introduction|abstract|set-?up and conventions|conclusions?|limitations.*|references|statistics|tips.*|"
    r"general (?:observations|comments|remarks)|key (?:observations|findings|insights))[\s*_:]*$",
    re.I,
)


_CLOSES = re.compile(
    r"^(?:what I (?:take|took|learned|learnt)(?: away)? from (?:it|this|that)|my (?:overall )?(?:conclusions?|takeaways?))\s*[:.]\s",
    re.I,
)


def section_weight(line: str) -> float:
    """How much a line looks like the heading of a section that belongs to no question; 0, 1.5 or 7."""
    text = line.strip()
    if _CLOSES.match(text):
        return 7.0
    if not text or len(text) > 110:
        return 0.0
    if _SECTION.match(text):
        return 7.0
    return 1.5 if _WEAK_SECTION.match(text) else 0.0


_STAMP = re.compile(
    r"\b(?:one|1)[- ]?shot(?:ted)?\b|^[\s>*_\-]*[✅❌⚠✔✗✘☑🟢🟡🔴]|^\W*(?:verdict\W*)?L[123x]\b|[✅✔❌✗✘]\s*(?:one-shot|correct|incorrect|wrong|right|solved|fail\w*)?\W*$|"
    r"^\W*(?:(?:fully|partially|completely|also|again|finally|all|still) )?(?:correct|incorrect|wrong|right|perfect|ok|okay|fine)(?: (?:again|as well|too|now|here|at once))?\W*$|^\W*(?:that|this|it|everything|all)(?: of (?:it|this))? (?:is|was) (?:\w+ )?(?:correct|right|wrong|incorrect|fine)\b[^=\n,:]{0,30}\W*$"
    r"|^\W*(?:in)?correct (?:after|with|on|at) [^=\n:]{3,40}\W*$|^\W*(?:did not solve|larger error|minor misconception|hallucination)\b",
    re.I | re.M,
)


def is_stamp(text: str) -> bool:
    """A short verdict set beside a reply, such as `ONE-SHOT CORRECT!`.

    >>> is_stamp("**ONE-SHOT CORRECT!**"), is_stamp("Check: $4 - 6 = -2$ ✓")
    (True, False)
    """
    return len(text) < 240 and bool(_STAMP.search(text)) and text.count("=") == 0
