"""The local web app in which a person reviews exams: see what is undecided or disputed, and have the last word.

rulings    what a person can do to a record: overrule, correct what was read, findings, notes (pure)
observing  what follows for the findings that compare attempts
saving     one such change → the log, as an edit of Inspect's score with its history; undo
waiting    what needs a person first: undecided parts, and where an annotator and the check disagree
shelf      the logs of a folder, read once
passages   replies and evidence as pieces of HTML: typeset by the report's own renderer, or as written
guard      who may talk to the app: token, cookie, Host, Origin, forms, strict policy
failing    errors as pages
pages      templates and forms; app: the routes; serving: the port, the browser
"""
