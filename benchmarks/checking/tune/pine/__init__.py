"""Families on attention, optimisers, least squares, recurrences and kernels."""
