"""Logs → a folder of plain files for a course's website: searchable, linked, without a server of its own.

viva site logs -o site

site         the folder: what is new, what is kept
exams        a log → the page of its exam, and a digest (`digests`) with what the shared pages need
overview     counts over all digests; `shared` makes the shared pages of them, `questions` the texts of questions
pages        templates → HTML
search       the index
store        what is kept between builds; `naming`: file names; `verb`: the command
"""

from viva.publishing.site import Built, build_site

__all__ = ["Built", "build_site"]
