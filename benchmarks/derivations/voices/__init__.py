"""Derivations in the ways in which language models write them, with single errors made by hand.

They were written before their writers had read the engine, and measured once before anything was repaired. `FIRST` are
those of the first writer, `YEW` those of the second.
"""

from derivations.voices.dropout import PENALTY
from derivations.voices.fitting import FITTING
from derivations.voices.norms import NORMS
from derivations.voices.outputs import OUTPUTS
from derivations.voices.tikhonov import TIKHONOV
from derivations.voices.yew import YEW

FIRST = (*PENALTY, *TIKHONOV, *NORMS, *OUTPUTS, *FITTING)
VOICES = (*FIRST, *YEW)
