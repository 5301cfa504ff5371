"""Models side by side on the same questions: `viva compare LOG|DIR… [-o FILE]`.

    gathering    paths → exams, and what could not be read
    comparison   exams → columns (models), rows (questions), cells
    outcomes     what one record counts as: right at the first reply, solved, undecided
    measures     the numbers of a column, and of two columns against each other
    frames       the same as data frames
    sections/    the report, a module a section; `report` puts them together
    charts/      the pictures, one a file
    terminal     the tables of a terminal; `verb` is the command

The arrows point from the bottom to the top. Everything is counted from the logs; what a log does not hold is missing,
never zero.
"""
