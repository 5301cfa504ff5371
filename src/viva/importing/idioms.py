"""Turns of phrase whose single words mislead, put in plain words before an annotator's note is read.

>>> plain("Can't find anything wrong with it.")
'it is correct with it.'
>>> plain("The mean squared error is written out first.")
'The is written out first.'
>>> plain("It noticed its own mistake and fixed it.")
'It is correct and fixed it.'
>>> plain("Students often get this wrong. It does not.")
'It does not.'

What is said of others (students, the annotator's own prompt, a usual mistake) is no opinion of the reply and is left
out. Not guaranteed: irony.
"""

# ruff: noqa: E501 - a phrase list reads better on one line

from __future__ import annotations

import re

LONGEST = 3000  # a longer note is read up to here; the patterns look at most 200 characters around a word
_CORRECT, _INCORRECT = " is correct ", " is incorrect "
_FLAW = r"(?:errors?|mistakes?|slips?|typos?|bugs?|faults?|flaws?)"
_MENDS = r"(?:found|finds|noticed|notices|spotted|spots|caught|catches|saw|sees|reali[sz]e[ds]|recogni[sz]e[ds]|corrected|corrects|fixed|fixes|repaired|repairs|mended|mends|detected|detects)"
_ALONE = (
    r"(?:(?:all )?by itself|on its own|itself|unprompted|unaided|without (?:any )?(?:help|hints?|prompting|being told))"
)
_KEY = r"(?:the |our |my |staff['’]?s? |official |reference |model |own |instructor['’]?s? |posted |published )*(?:key|solutions?|answers?|sheet|result|staff|course)"
_HELP = r"(?:corrections?|nudg\w+|help|hints?|interventions?|follow-?ups?|guidance|clarifications?|re-?prompts?)"
_NOT = r"(?:not|n['’]t|cannot|never|no longer)"

_PHRASES: tuple[tuple[str, str], ...] = (
    # what is no opinion of the reply
    (r"\b(?:there (?:is|can be) )?no (?:doubt|question)(?: that| about it)?\b|\bnot (?:a )?bad\b", " "),
    (r"\b(?:mean[- ]|least[- ])?squared? errors?\b|\berrors? (?:terms?|bars?|rates?|norms?|functions?|signals?|vectors?)\b|\b(?:training|test|reconstruction|prediction|approximation|rounding|quadratic|residual) errors?\b", " "),
    (r"[^.!?;]{0,200}\b(?:students|people|humans|beginners|many|most|others?|other models|everybody|one) (?:\w+ )?(?:often|usually|frequently|commonly|sometimes|tend to|would|might|could|may|easily)\b[^.!?;]{0,200}[.!?;]?", " "),
    (r"[^.!?;]{0,200}\b(?:mistakes?|errors?|misconceptions?|slips?|traps?|pitfalls?) (?:here )?(?:would|could|might|may|can) (?:have been|be)\b[^.!?;]{0,200}[.!?;]?", " "),
    (rf"[^.!?;]{{0,200}}\b(?:my|our) (?:own )?{_FLAW}[^.!?;]{{0,200}}[.!?;]?", " "),
    (rf"[^.!?;]{{0,200}}\b(?:my|our) (?:\w+ )?(?:prompt|input|question|copy|paste|transcription|wording)\b[^.!?;]{{0,20}}\b(?:had|has|was|is|contained|contains)\b[^.!?;]{{0,200}}\b(?:{_FLAW}|wrong|incorrect|unclear|incomplete)\b[^.!?;]{{0,200}}[.!?;]?", " "),
    (rf"\bI (?:had |have )?(?:mis-?(?:typed|pasted|copied|read|wrote)|(?:typed|pasted|copied|entered|stated)\b[^.!?;]{{0,200}}\b(?:wrong(?:ly)?|incorrect(?:ly)?|{_FLAW}))", " "),
    (r"\bI (?:then )?(?:said|wrote|asked|told it|replied|answered|prompted|added|insisted)\b[^.\"“«]{0,40}[\"“«][^\"”»]*[\"”»]?", " "),
    (r"\b(?:format(?:ting)?|layout|style|notation|wording|presentation|rendering|LaTeX|Markdown|typesetting|spacing)\b[^.!?;,]{0,30}\b(?:errors?|mistakes?|wrong|broken|flawed|confusing|inconsistent)\b", " "),
    (r"\bconfusing(?:ly)?\b", " "),
    (r"\b(?:upper|lower|top|bottom|far|left (?:and|or|to)|outer)[- ]?right\b|\bright(?=[- ](?:column|corner|hand|side|edge|border|end|half|entry of|of the))|\b(?:to|on|from) the right\b|\bright (?:away|after|before)\b(?=,? (?:I|we|the next|that)\b)", " "),
    (r"\b(?:the|its|all|\w+) (?:copies|overlaps?|steps?|formulas?|blocks?|parts?|idea|set-?up|sizes?) (?:is|are|was|were) (?:all )?(?:right|correct|fine)(?=,? (?:and then|but|yet|until)\b)", " "),
    (r"\bcan(?:no|['’])t (?:even )?(?:add|count|subtract|multiply|do arithmetic)\b|(?<![\w.])[-−\d][-−\d+*·× ]{0,20} (?:is|are|makes?|equals?) not [-−]?\d+\b", _INCORRECT),
    (r"\b(?:I|we) (?:first |initially |wrongly )*(?:thought|believed|suspected|feared|expected|assumed|doubted)\b[^.!?;,:]*\b(?:wrong|incorrect|mistaken?|errors?|it|this)\b", " "),
    (r"\bI was (?:wrong|mistaken)\b[^.!?;,:]*", " "),
    (r"\b(?:hallucinations?|misconceptions?)\W{1,4}(?:none|no|nothing|0|zero|n/?a|not? \w+)\b(?: (?:observed|found|seen|noted|present|detected|at all))?", " "),
    (r"\b(?:looks?|looked|seems?|seemed|appears?|appeared|sounds?|sounded) (?:\w+ )?at first(?: (?:sight|glance))?\b", " "),
    (r"\b(?:the )?(?:first|second|last|other|one) half (?:of (?:it|this|the \w+) )?(?:is|was) (?:\w+ )?(?:right|correct|fine|good)\b", " "),
    (r"\b(?:partially|partly|half|semi-?) ?-?(?:correct|right|true|valid|solved)\b", " "),
    (r"\b(?:unlike|better than|in contrast to|compared (?:to|with)) [^.,;]*(?:, (?:which|who)\b[^.,;]*,?)?", " "),
    (r"\b(?:the )?(?:correct|right|true|actual) (?:one|answer|result|value|solution|entry|number|formula)s? ?(?:is|was|were|are|would be|would have been|should be|:|=)(?! (?:given|found|reached|obtained|there|produced|stated|correct|right))", " "),
    (r"\b(?:gave|gives|caved|caves|gave way)(?: right)? in\b[^.!?;]{0,200}", " "),
    (r"^\W*(?:h+m+|well|ah|oh|sadly|alas|sorry)[,.… ]+(?=(?:no|not|nope|wrong)\b)", " "),
    (r"(?:\bunfortunately,? )?\b(?:the |our |this )?(?:official |staff |published |posted )?(?:answer key|key|homework|sheet|PDF|OCR|extraction|my (?:own )?(?:solution|answer|copy|key))\b (?:\w+ )?(?:is|was|were|had|has|lost|contains|dropped|garbled)\b[^.!?;,]{0,200}", " "),
    (r"\b(?:not (?:entirely |quite |completely )?sure|unsure|(?:do|did)(?: not|n['’]t) know|(?:could|can)(?: ?not|['’]t|n['’]t) (?:verify|check|tell|judge|say)|hard to (?:say|tell)|unclear|wonder(?:ed)?|(?:I|to) (?:checked|check|asked|tested|test))(?: \w+)? (?:whether|if)\b[^.!?;,]{0,200}", " "),
    (r"(?:^|(?<=[.!?] ))(?:is|was|are|were|does|did|do|could|can|would|should|what|why|how|where|which|who)\b[^.!?]{0,200}\?", " "),
    (rf"\b(?:admit\w*|acknowledg\w*|conced\w*|owns? up to|owned up to|apologi[sz]\w* for) (?:to )?(?:the|its|that|this|having made an?) (?:\w+ )?{_FLAW}(?: openly| frankly)?", " "),
    # repaired by the model itself
    (rf"\b{_MENDS} (?:its|his|her|their|the|an?|this|that) own (?:\w+ )?{_FLAW}(?: {_ALONE})?", _CORRECT),
    (rf"\b{_MENDS} (?:its|his|her|their|the|an?|this|that) (?:\w+ )?{_FLAW} {_ALONE}", _CORRECT),
    (r"\bself-?correct(?:s|ed|ion|ing)\b", _CORRECT),
    (r"\b(?:errors?|mistakes?|issues?|problems?)\s*:\s*(?:none|no|nothing|0|zero)\b(?: \w+)?", _CORRECT),
    (rf"\b(?:did(?:n['’]t| not)|does(?:n['’]t| not)|never|without) (?:make|makes|made|making|commit|fall into|falling into|repeat) (?:the|an?|any|that|this|its)?(?: ?\w+){{0,3}} (?:{_FLAW}|misconceptions?|traps?|pitfalls?)(?: of \w+ing[^.;,]*)?", _CORRECT),
    (rf"\bavoid(?:s|ed)? (?:the|an?|any|that|this|all)(?: \w+){{0,2}} (?:{_FLAW}|misconceptions?|traps?|pitfalls?)(?: of \w+ing[^.;,]*)?", _CORRECT),
    (r"\b(?:accuracy|correctness|correct|right|solved)\s*[:?]\s*(?:yes|100 ?%|true|full|y)(?!\w)", _CORRECT),
    (r"\bI (?:had|got|have|get) the same\b|\bsame (?:as (?:mine|my \w+|ours|in the key)|(?:answer|result|thing) as (?:me|mine|I|we))\b|\bwhat (?:I|we) (?:had|got|have)\b", _CORRECT),
    (r"^\W*got it\b(?! (?:wrong|right))|\bdid (?:very |really |quite |pretty )?well\b|\bin one go\b", _CORRECT),
    # the answer is wrong
    (r"\b(?:all|everything)(?: is| was| are)? (?:but|except|save|apart from)\b[^.!?;,]{0,200}", _INCORRECT),
    (r"\b(?:correct|right|perfect|fine|good|match(?:es|ed)?|accurate),? (?:except(?: for)?|apart from|up to|save for|other than|but for|aside from)\b(?! (?:the |an? |some |minor |small )*(?:format\w*|notation|style|wording|typos?|rounding|order\w*|renaming|here|now|this|that point|length))", _INCORRECT),
    (r"\b(?:the |this |that |its |it )(?:\w+ )?(?:does(?: not|n['’]t)|did(?: not|n['’]t)|can(?:not|['’]t| not)) (?:be )?count(?:ed)?(?=[.,;!]|\s*$| as (?:correct|right|solved))", _INCORRECT),
    (r"(?<![\d.])(?<!lost )(?<!minus )0 (?:credit|marks|points)\b(?! (?:off|lost|deducted|taken))", _INCORRECT),
    (r"\b(?:accuracy|correctness|correct|right|solved)\s*[:?]\s*(?:no|0 ?%|false|none|n)(?!\w)", _INCORRECT),
    (r"\bwould (?:only )?(?:be|have been) (?:right|correct|fine|true|valid) (?:only )?(?:if|for|when|had|with|without)\b", _INCORRECT),
    (r"\b(?:factor|sign|minus|term|square|transpose|exponent|constant|index)(?: [^.;,]{1,20}?)? (?:is|was|got|gets|are|went) (?:lost|missing|dropped|flipped|forgotten|omitted)\b", _INCORRECT),
    (r"\b(?:misse[sd]|lost|loses|forgets|forgot) (?:the|a|an|one|its) (?:[\w/]+ )?(?:factor|sign|minus|term|square|transpose|exponent|constant|index)\b", _INCORRECT),
    (r"\b(?:different from|differs from|unlike) (?:mine|my (?:own )?(?:answer|solution|result)|ours)\b", _INCORRECT),
    (r"\b(?:gave|gives|giving) up\b|\bstill (?:off|not (?:there|it|right|quite|correct))\b", _INCORRECT),
    (r"\b(?:was|is|were)(?: not|n['’]t) able to\b", " unable to "),
    (r"\b(?:is|was|remains|stays|verdict stays:?) (?:still )?an? fail(?:ure)?\b|\bI (?:get|got|have|had|find|found) (?:an? )?[-−\w/.]{1,8} where (?:it|the model|[A-Z]\w+) (?:has|had|gets|got|says|said|gives|gave)\b", _INCORRECT),
    (r"(?:^|(?<=[.;,]))\W*pass(?:ed|es)?\b(?=\s*[.,;!]|\s*$)|\b(?:both|all(?: three| four)?) pass(?:ed)?\b", _CORRECT),
    (r"\b(?:still|never) (?:not )?(?:OK|okay|fine|right|correct|good|there)\b(?! enough)", _INCORRECT),
    (rf"\b(?:do|does|did|is|was|will|would)? ?{_NOT}(?: quite| fully)? (?:agree|coincide|tally|in line) with\b|\bdisagrees? with {_KEY}|\bdiffers? from {_KEY}", _INCORRECT),
    (r"\b(?:(?:do|does|did|is|was|could|would)(?: not|n['’]t)|never|without) (?:get|got|receive|deserve|earn|worth|getting) (?:full|all|any) (?:marks|credit|points)\b", _INCORRECT),
    (r"\b(?:no|zero) (?:credit|marks|points)\b(?! (?:off|lost|deducted|taken))|\bno cigar\b|\bfar off\b|\bway off\b|\boff by\b", _INCORRECT),
    (r"\b(?:sign|factor|scale|scaling|index|indices|entry|value|number|numbers|result|answer|it|total|count|sum|constant|exponent|term|cent(?:er|re)|that|this)(?: is| was| are| were|['’]s) (?:slightly |a bit |still |way |also )?off\b", _INCORRECT),
    (r"👎|🔴|💥|🚫|⛔", _INCORRECT),
    # the answer is right
    (r"\b(?:looks|seems|sounds|appears) (?:very |quite |all )?(?:good|fine|right|correct|ok|okay)\b|\bLGTM\b", _CORRECT),
    (r"\bnothing (?:(?:is|was|else) )?(?:wrong|missing|incorrect|amiss|to (?:add|complain|criti[cz]i[sz]e|correct|fix|fault|object|improve|mend)(?: about| to)?)\b", _CORRECT),
    (rf"\b(?:I |we |you |one )?(?:can(?:not|['’]?t| not)|(?:could|did|do|was|were)(?:n['’]t| not)) (?:able to )?(?:find|see|spot|detect|notice) (?:anything|any|an?|one|a single)(?: \w+)? ?(?:wrong|{_FLAW}|incorrect|amiss|off)\b", " it" + _CORRECT),
    (r"\b(?:I |we |one )?(?:can(?:no|['’]?)t|cannot|could(?:n['’]| no)t) fault\b", " it" + _CORRECT),
    (r"\b(?:full|all(?: the)?|maximum|max|top) (?:marks|credit|points|score)\b|\bno (?:points|marks) (?:off|lost|deducted|taken)\b", _CORRECT),
    (rf"\b(?:agrees?|agreed|coincides?|tallies|in (?:full )?agreement|in line|consistent|identical) with {_KEY}", _CORRECT),
    (rf"\b(?:needed|required|needs|requires|took|takes|took me|with|there was|there were) no (?:\w+ )?{_HELP}\b|\bno (?:\w+ )?{_HELP} (?:was |were |is )?(?:needed|required|necessary)\b", _CORRECT),
    (r"(?:^|(?<=[.!?;:] ))\W*(?:exactly |just )?as (?:expected|desired|it should be)\b", _CORRECT),
    (r"👍|👌|💯|🟢|🎯|🎉|🏆|🥇", _CORRECT),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.I), plainer) for pattern, plainer in _PHRASES)


_EXPECTED = re.compile(
    r"\bexpected:? (\S+?)[,;.]? (?:but )?(?:it )?(?:got|gave|gives|says|said|received|found):? (\S+?)(?=[.,;!]?(?:\s|$))",
    re.I,
)


def plain(text: str) -> str:
    """The note on one line, with the idioms in plain words."""
    flat = re.sub(r"\s+", " ", text[:LONGEST])
    flat = _EXPECTED.sub(lambda m: _CORRECT if m[1] == m[2] else _INCORRECT, flat)
    for pattern, plainer in _COMPILED:
        flat = pattern.sub(plainer, flat)
    return re.sub(r"\s+", " ", flat).strip()
