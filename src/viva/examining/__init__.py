"""The exam: a paper asked of a model through Inspect, question by question, with the ladder of nudges.

Pure, and free of Inspect: `levels` (attempts → level), `conversation` (findings that span attempts), `ladder` (which
nudge next). The exam itself: `stalls` (one reply, with resends), `session` (one question), `task` (the Inspect task,
its solver, scorer and metrics), `models` (which model), `local` (the model on this machine), `scripted` (replies from a
file), `progress` (what one sees meanwhile), `run` (the verb).
"""
