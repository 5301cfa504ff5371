"""Formulas that were set in two dimensions and copied out of a PDF: a small set of readings, the likeliest first.

`letters` knows which letters a key has, `signs` cuts lines into signs, `scripts` puts indices, powers and bounds back,
`stacks` finds the fractions, `blocks` the torn formulas within a reply, and `readings` puts all of it together.
"""
