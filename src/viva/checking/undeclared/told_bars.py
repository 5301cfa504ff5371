r"""What the words of a reply make of a bar: "ḡ is their sum" is no mean.

>>> [bar_is_other(text) for text in (r"g_i - \bar{g}, where \bar{g} is their sum", r"\bar{g} is their average")]
[True, False]
>>> bar_is_other(r"where \bar{g} is the sum of the g_j divided by n")
False

Only what stands right behind the bar or the word "bar" is heard, and a sum that is divided is left to be a mean.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_OTHER = lazy(
    r"(?:\\(?:bar|overline)\s*(?:\{[^{}\n]{1,12}\}|\\?\w{1,8})(?:_(?:\w|\{\w\}))?|\b(?:bars?|overlines?)\b)[\s$)]*"
    r"(?:,\s*)?(?:(?:which\s+)?(?:is|are|be|being|as|for|means?|denot(?:es?|ing)|stands?\s+for|representing|represents?|"
    r"indicat(?:es?|ing)|=|:=?)\s+)?(?:just\s+|simply\s+|here\s+)*(?:(?:the|their|its|a|an|all)\s+)*(?:\w+-)?"
    r"(?:sum(?:med|ming)?|total|max(?:imum|imal)?|min(?:imum|imal)?|median|mode|product|norm|variance|largest|smallest|"
    r"standard\s+deviation)\b(?P<rest>[^.;\n]{0,80})",
    re.I,
    needs="sum|min|max|norm|mode|total|median|largest|product|standard|variance|smallest",
)
_DIVIDED = lazy(
    r"divided|normali[sz]ed|scaled|/\s*\$?\s*[nNmMB]\b|\bover\s+\$?(?:[nNmMB]\b|the\s+(?:batch\s+size|number|count))|"
    r"times\s+\$?(?:1|\\[dt]?frac)|mean|average",
    re.I,
)


def bar_is_other(text: str) -> bool:
    """Do the words say of a bar that it is a sum, a maximum, … and no mean?"""
    if "bar" not in text and "overline" not in text:
        return False
    return any(not _DIVIDED.search(found["rest"]) for found in _OTHER.finditer(text))
