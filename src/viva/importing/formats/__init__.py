"""One module for each format that a report can have; each turns it into `viva.importing.source.Line`s."""
