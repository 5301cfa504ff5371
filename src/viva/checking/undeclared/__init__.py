"""Formulas with symbols that nobody declared: what they are is inferred from how they are written."""
