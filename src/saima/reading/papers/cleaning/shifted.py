"""Text read in the wrong encoding as a whole."""

from collections.abc import Iterator

from saima.reading.papers.clean import Repair


def repairs(text: str) -> Iterator[Repair]:
    """Undo it."""
    yield from ()
