"""Repairs of a paper's text: what was done to it since it was written is undone."""

from saima.reading.papers.clean import Clean


def cleaned(original: str) -> Clean:
    """Give the text with its repairs."""
    return Clean(original)
