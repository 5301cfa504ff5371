"""Derivations in the ways in which language models write them, with single errors made by hand.

They were written before their writer had read the engine, and measured once before anything was repaired.
"""

from derivations.voices.dropout import PENALTY
from derivations.voices.fitting import FITTING
from derivations.voices.norms import NORMS
from derivations.voices.outputs import OUTPUTS
from derivations.voices.tikhonov import TIKHONOV

VOICES = (*PENALTY, *TIKHONOV, *NORMS, *OUTPUTS, *FITTING)
