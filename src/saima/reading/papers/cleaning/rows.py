"""The lines of a text, as the passes over lines see them."""

from dataclasses import dataclass

from saima.reading.papers.values import Span


@dataclass(frozen=True)
class Row:
    """A line that is not blank: its words without blanks at the ends, and its places."""

    number: int  # among the lines that are not blank
    words: str
    start: int  # of the words
    whole: Span  # with blanks and line end

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)


def rows_of(text: str) -> list[Row]:
    """Give the lines that are not blank, in order."""
    rows: list[Row] = []
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + len(line) - len(line.lstrip())
            rows.append(Row(len(rows), words, start, Span(at, at + len(line))))
        at += len(line)
    return rows
