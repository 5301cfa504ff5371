"""The sections of a comparison, one module each: `write(subject) -> Markdown`, "" for one with nothing to say."""
