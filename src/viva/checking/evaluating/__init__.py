"""Evaluating: the value of an expression at random draws of its symbols."""
