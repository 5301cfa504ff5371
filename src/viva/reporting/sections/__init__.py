"""The sections of a report, one module each: `write(material) -> Markdown`, "" for a section with nothing to say."""
