"""1a: two reasons for convolutional rather than fully connected layers on images. Prose, decided by a rubric."""

from __future__ import annotations

from typing import Any

from viva.kinds import Concept, Point
from viva.maths.parameters import convolution_parameters
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.nudges import ladder
from viva.papers.texts import prompt, solution
from viva.types import Draw, Nudge, Part, Question

# The start of a sentence up to a claim, where the sentence is not about fully connected layers and denies nothing.
_OF_CONVOLUTIONS = (
    r"(?:\A|[.!?\n])(?:(?!fully|dense|\bFC\b|\bMLP|unlike|instead|rather|\bthan\b|\bnot\b|n't|\bno\b|without|whereas)"
    r"[^.!?\n]){0,200}?"
)

# The start of a sentence or clause that is about fully connected layers, up to a claim, with no denial in between.
_OF_DENSE = (
    r"(?:\A|[.!?;:,\n]|\b(?:while|whereas|but|and|since|because|that)\b)\s*(?:in\s+)?(?:a\s+|the\s+)?"
    r"(?:fully[\s-]connected|dense|FC|MLP)\w*"
    r"(?:(?!convolution|cnn|\bnot\b|n't|\bno\b|without|cannot|lack|unlike|never|instead)[^.!?;\n]){0,60}?"
)

POINTS = (
    Point(
        "weight-sharing",
        "The same few weights are shared by all positions, so there are far fewer parameters.",
        (
            r"(weight|parameter|filter|kernel)s?[\s-]+shar(ing|ed)",
            r"shar(e|es|ed|ing)\s+(the\s+|their\s+|its\s+|a\s+|one\s+)?(same\s+|single\s+)?(set\s+of\s+)?(\w+\s+)?(weights?|parameters?|filters?|kernels?)",
            r"(weights?|parameters?|filters?|kernels?)\s+(\w+\s+){0,3}?(are|is|get)\s+(\w+\s+)?(shared|reused|re-used)",
            r"shared\s+(\w+\s+)?(weights?|parameters?|filters?|kernels?)",
            r"reus(e|es|ed|ing)\s+(the\s+)?(same\s+)?(\w+\s+)?(weights?|parameters?|filters?|kernels?)",
            r"(few|fewer|less|small(er)?\s+number\s+of|reduc\w+\s+(in\s+)?(the\s+)?(number|amount|count)\s+of"
            r"|reduc\w+|lower\s+number\s+of|not\s+as\s+many)\s+(learnable\s+|trainable\s+|free\s+|total\s+)?(parameters|weights)",
            r"same\s+(\w+\s+){0,2}(weights?|parameters?|filters?|kernels?)\s+(\w+\s+){0,2}?(are|is|get|gets)\s+(\w+\s+)?"
            r"(applied|used|slid|slides|moved|convolved|employed)",
            r"(same|one|single)\s+(\w+\s+){0,2}(filters?|kernels?|detectors?|weights)\s+(\w+\s+)?(slides?|moves?|scans?|is\s+slid|"
            r"sweeps?|runs?|at\s+(all|every|each)|across|everywhere|over\s+the)",
            r"appl(y|ies|ying)\s+(the\s+)?same\s+(\w+\s+){0,2}(weights?|filters?|kernels?|parameters)",
            r"(cut|cuts|cutting|shrink|shrinks|slash\w*|lower|lowers|decreas\w*|reduc\w*|limits?|keeps?)\s+(down\s+)?(on\s+)?(the\s+)?"
            r"(\w+\s+){0,2}(parameter|weight)s?\s*(count|number|budget)?s?\b",
            r"(fewer|smaller|lower|tiny|small|modest|low)\s+(\w+\s+)?(parameter|weight)\s+(count|number|budget)s?",
            r"(number|count|amount)\s+of\s+(\w+\s+)?(parameters|weights)\s+(\w+\s+){0,4}?(independent|(does\s+not|doesn't|not)\s+"
            r"(depend|grow|scale)|(is|stays|remains|becomes)\s+(\w+\s+){0,4}?(small|smaller|tiny|lower|low|reduced|fewer))",
            r"parameter[\s-]+(efficien\w+|reduction|econom\w+|sav\w+)",
            r"(efficient|sparing)\w*\s+(\w+\s+){0,3}(parameters|weights)",
            r"(weight|parameter)s?\s+(are\s+|is\s+|get\s+)?(tied|tying)|tied\s+(weights|parameters)|weight[\s-]+tying",
            r"(one|same|single)\s+(set\s+of\s+)?(coefficients|weights|parameters|filters?|kernels?)\s+(\w+\s+){0,3}?(serves?|covers?|for|at)\s+"
            r"(every|all|each|any|the\s+(whole|entire))",
            r"(parameter|weight)\s+count\s+(\w+\s+){0,2}(independent|(does\s+not|doesn't|not)\s+(depend|grow|scale))",
        ),
        (
            _OF_DENSE
            + r"\bshar(e|es|ing)\s+(the\s+|their\s+|its\s+)?(\w+\s+){0,2}(weights?|parameters?|filters?|kernels?)\b",
            r"(convolution\w*|cnns?)\s+(layers?\s+|networks?\s+)?(do\s+not|don't|does\s+not|doesn't)\s+(share|reuse)\b",
            r"(convolution\w*|cnns?|they)\s+(layers?\s+)?(have|has|need|use|require)s?\s+(far\s+|many\s+|much\s+)?more\s+"
            r"(learnable\s+|trainable\s+)?(parameters|weights)",
            r"(fully[\s-]connected|dense|FC)\s+(layers?\s+|networks?\s+)?(\w+\s+)?(have|has|need|use|require)s?\s+(far\s+|much\s+)?"
            r"(fewer|less)\s+(learnable\s+|trainable\s+)?(parameters|weights)",
            r"(do|does)\s+not\s+share\s+(the\s+)?(weights|parameters)\s+(across|between|over)",
            _OF_CONVOLUTIONS
            + r"\b(each|every)\s+(position|location|pixel|region|place|patch)\b[^.!?:;,\n]{0,40}\b(has|have|gets?|"
            r"uses?|learns?)\s+(its|their|an?)\s+(own|separate|different|individual)\b",
        ),
    ),
    Point(
        "translation",
        "They are translation equivariant: a feature is detected wherever it appears.",
        (
            r"(translation|shift|position|spatial|location|translational)(al|ally)?[\s-]*(in|equi|co)[\s-]*varia\w*",
            r"(in|equi)[\s-]?varia\w+\s+(to|under|with\s+respect\s+to|against|of)\s+(\w+\s+){0,2}(translation|shift|position|location)",
            r"\bequi-?varian\w+",
            r"(useful|helpful|learned|valid)\s+in\s+one\s+(part|region|place|location|corner)[^.!?\n]{0,60}"
            r"\b(another|other|others|elsewhere|everywhere|rest)",
            r"robust\w*\s+(to|against)\s+(\w+\s+){0,3}(translation|shift|position|location)s?",
            r"(detect|recogni[sz]|find|pick|identif|extract)\w*\s+([^.!?\n]{0,80}?)(regardless|irrespective|independent(ly)?)\s+of\s+"
            r"(its|their|the|where)?\s*(exact\s+|spatial\s+)?(position|location|place|where|appear)",
            r"(detect|recogni[sz]|found|find|learn)\w*\s+([^.!?\n]{0,60}?)(anywhere|wherever|everywhere|at\s+(any|all|every)\s+(position|location))",
            r"(regardless|irrespective)\s+of\s+where|no\s+matter\s+where",
            r"commut\w+\s+with\s+(\w+\s+)?(translation|shift)s?",
            r"(shift|translat|mov)\w+\s+(the|an|your)?\s*(\w+\s+)?(input|image|object|picture|pattern|cat)\s+(\w+\s+){0,3}?"
            r"(shift|translat|mov)(s|es|e)\b",
            r"(input|image|object|picture|pattern)\s+(shifts|moves|is\s+(shifted|moved|translated))[^.!?\n]{0,60}\b(shift|mov|translat)\w*",
            r"(learn\w*|seen|works?|train\w*)\s+(\w+\s+)?(in|at)\s+(one|a\s+single)\s+(corner|place|position|location|part|region)"
            r"[^.!?\n]{0,60}\b(every|any|all|other|another|elsewhere|everywhere)",
            r"(same|a|one)\s+(pattern|feature|object|edge)s?\b[^.!?\n]{0,60}\b(appear|occur|can\s+be|may\s+be|show)\w*\s+(\w+\s+)?"
            r"(anywhere|at\s+(any|different|many)|in\s+(any|different|many))",
        ),
        (
            _OF_CONVOLUTIONS
            + r"\b(in|equi)varian\w+\s+(to|under|against)\s+(\w+\s+){0,2}(rotation|scaling|reflection)s?\b",
            _OF_CONVOLUTIONS + r"\b(are|is)\s+not\s+(translation|shift)(al|ally)?[\s-]*(in|equi)[\s-]*varian\w+",
            _OF_CONVOLUTIONS + r"\b(rotation|scal)(al|ally|e|ing|ed)?[\s-]+(in|equi)[\s-]?varian\w+",
            _OF_DENSE + r"\b(translation|shift)(al|ally)?[\s-]*(in|equi)[\s-]*varian\w+",
        ),
    ),
    Point(
        "locality",
        "They look at local neighbourhoods: near pixels belong together (sparse, local connectivity).",
        (
            r"\blocal(ity|ly|ized|ised)?\b[^.!?\n]{0,40}(connect|pattern|structure|receptive|region|neighbou?r|feature|"
            r"correlat|information|dependenc|context|relation)\w*",
            r"\b(spatial|pixel)\s+(locality|structure|proximity|correlation|relation|arrangement|topology|layout|hierarch\w*|context)\w*",
            r"\b(spatial|2-?d|two[\s-]dimensional|grid)[\s-]+(\w+[\s-]+)?(structure|topology|arrangement|relation\w*|information)",
            r"\blocality\b",
            r"\breceptive\s+fields?\b",
            r"\bsparse\s+(\w+\s+)?(connect|interact)\w*",
            r"\bspars(e|ity)\s+of\s+(the\s+)?(connect|interact)\w*",
            r"depends?\s+only\s+on\s+(a\s+)?(small|few|handful|limited|local|nearby|neighbou?r)\w*",
            r"(small|local|limited|nearby)\s+(\w+\s+)?(patch|window|region|neighbou?rhood|area)\w*",
            r"(near(by|by|est)?|neighbou?ring|adjacent|close)\s+pixels",
        ),
        (
            r"(convolution\w*|cnns?)\s+(layers?\s+)?(ignore|lose|discard|destroy)s?\s+(the\s+)?(spatial|local)",
            _OF_CONVOLUTIONS
            + r"\b(every|each)\s+(output|unit|neuron)\b[^.!?:;,\n]{0,40}\b(depends?\s+on|sees|looks\s+at|is\s+"
            r"connected\s+to)\s+(all|every|the\s+(whole|entire|full))\b",
        ),
    ),
    Point(
        "hierarchy",
        "Stacked layers build a hierarchy, from edges to parts to objects.",
        (
            r"\bhierarch\w*",
            r"\bedges?\b[^.!?\n]{0,60}\b(parts?|textures?|shapes?|motifs?|corners?)\b[^.!?\n]{0,60}\bobjects?\b",
            r"(low|lower)[\s-]level[^.!?\n]{0,80}(high|higher)[\s-]level",
            r"\bcompositional\w*",
        ),
    ),
    Point(
        "variable-size",
        "The same layer takes images of different sizes.",
        (r"(variable|varying|different|arbitrary|any)[\s-]+(\w+[\s-]+)?(input\s+|image\s+)?(sizes?|resolutions?)",),
    ),
)

PART = Part(
    name="1a",
    asks="two reasons for convolutional over fully connected layers on images",
    kind=Concept(POINTS, needed=2),
    key=lambda draw: tuple(point.name for point in POINTS),
    shown=lambda draw: "two of: " + " ".join(f"({i}) {point.says}" for i, point in enumerate(POINTS, 1)),
)


def _worked(draw: Draw) -> dict[str, Any]:
    return {"inputs": f"{224 * 224 * 3:,}".replace(",", "{,}"), "weights": convolution_parameters(3, 1, (3, 3))}


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        recheck="That does not give two good reasons yet. Please look at your answer again.",
        clarify="Please name two separate reasons, each in one or two plain sentences, which hold for images in "
        "particular.",
        target="Think of what one convolution kernel does as it slides over the whole picture, and of what a fully "
        "connected layer would have to learn separately for every pixel.",
        reveal="One reason is that a convolution shares the same few weights over all positions, so that it has far "
        "fewer parameters. Give that reason in your own words, and a second one.",
    )


QUESTION = Question(
    name="1a",
    title="Why convolutional layers",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "1a"),
    solution=solution(__package__, "1a", _worked),
    nudges=nudges,
    claims=CLAIMS.get("1a", ()),
)
