"""How many indicators go beside each other across a page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Widths in digits, roughly: how many indicators go beside each other.
ROOM = 165  # beside place, movement, score and light
LONGEST_NAME = 40  # longer ones take a second line
BESIDE_TEXT = 1.5


@dataclass(frozen=True)
class Column:
    """An indicator of a group: its heading and four texts for each line."""

    head: str
    heads: tuple[str, str, str, str]
    cells: tuple[tuple[str, str, str, str], ...]

    @property
    def width(self) -> float:
        """About how wide it is."""
        texts = zip(self.heads, *self.cells, strict=True)
        wide = sum(max(map(text_width, one)) + BESIDE_TEXT for one in texts)
        return max(wide, text_width(self.head) + BESIDE_TEXT)


def beside(columns: Sequence[Column], names: Sequence[str]) -> Iterator[list[Column]]:
    """The indicators, as many beside each other as there is room for beside the names."""
    longest = max(map(text_width, names))
    room = ROOM - min(longest, LONGEST_NAME)
    part: list[Column] = []
    for one in columns:
        if part and sum(c.width for c in [*part, one]) > room:
            yield part
            part = []
        part.append(one)
    yield part


def text_width(text: str) -> float:
    """About how wide a text is, in digits."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1.0 for c in text)
