"""The grammar of formulas, one part a module; `viva.reading.parser` puts them together."""
