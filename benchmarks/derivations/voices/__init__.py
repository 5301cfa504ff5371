"""Derivations in the ways in which language models write them, with single errors made by hand.

They were written before their writer had read the engine, and measured once before anything was repaired.
"""
