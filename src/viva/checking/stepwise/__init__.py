"""Derivations and proofs, step by step."""
