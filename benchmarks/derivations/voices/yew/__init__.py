"""Twenty derivations by a writer who had read neither the engine nor most other voices, before any measurement."""

from derivations.voices.yew.dropped import DROPPED
from derivations.voices.yew.heads import HEADS
from derivations.voices.yew.layer import LAYERS
from derivations.voices.yew.normal import NORMAL
from derivations.voices.yew.ridge import RIDGES
from derivations.voices.yew.steps import STEPS

YEW = (*NORMAL, *LAYERS, *DROPPED, *RIDGES, *HEADS, *STEPS)
