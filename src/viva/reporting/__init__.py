"""Exams → reports: Markdown is the one source, pandoc and Typst render it.

`report.write_report` writes a report's files, `rendering` turns Markdown into HTML and PDF (also for worked solutions),
`tables` prints the verdicts in the terminal. Nothing a model wrote ever becomes markup (`untrusted`, `passages`).
"""
