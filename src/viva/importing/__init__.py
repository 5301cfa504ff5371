"""Reports made by hand → logs, and the audit of what they say.

A report travels through these modules, in this order:

    source      a file becomes lines, each with its place; one module a format in `formats/`
    furniture   page markers, page numbers and running headers are set aside
    marks       what a line says about itself: a speaker's label, a question's heading, a stamp, a section
    content     what a line is about: how well it fits each question of the paper, and each speaker
    units       lines are joined to paragraphs and split at run-in labels
    sequence    the best labelling of all units at once (dynamic programming)
    segment     units become the blocks of a transcript: speaker, question, attempt, place
    transcript  the documented Markdown form, which a person can correct and import again
    exam        a transcript becomes an `Exam`, every attempt checked
    audit       what was really right, against what the annotator said
"""
