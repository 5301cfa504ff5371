"""Proctoring: an exam of a model that exists only behind a chat window; a person carries the messages.

session    what has happened, as events, and what follows from them: the records, the next message (pure)
desk       the session's file, the actions of the examiner, the log and the report at the end
routes     the page in the browser; terminal: the same on a terminal; verb: `viva proctor`
"""
