"""Derivations to measure Viva's derivation checking with: sources, single-error mutants, harmless rewritings.

Nothing here reads mathematics with Viva's own parser. A derivation is written as trees (`terms`), which are evaluated
by NumPy and written out in a notation of one's choice, so that the label of a mutant is proven without Viva.
"""
