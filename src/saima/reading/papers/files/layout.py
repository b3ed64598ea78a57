"""Lines on a page become paragraphs: by indents, by how far they reach, by what begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from saima.reading.papers.files.drafts import Draft
from saima.reading.papers.values import Span

# What begins a paragraph wherever it stands.
BEGINNING = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|[①-⑳]|\d{1,2}[、.．](?!\d)"
    r"|第[一二三四五六七八九十]+[章节条部]|[—-] ?\d+ ?[—-]$"
)
LATIN = re.compile(r"[A-Za-z]$")
BEGINS_LATIN = re.compile(r"^[A-Za-z]")
NUMBER_ENDS = re.compile(r"[\d.%％)]$")
NUMBER = re.compile(r"[\d.(+-]")
# Heights of a line, which are about one and a half of a character's.
CELL_GAP = 0.4
CHARACTER = 0.69
WIDE = re.compile("[\u2e80-\u9fff\uf900-\uffef\U00020000-\U0003ffff]")
# Of a row of cells less is filled than of a line with a gap in it.
FILLED = 0.6


class Line(NamedTuple):
    """A line of a page; y counts downward. `doubts` are indices of unsure characters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    doubts: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        """Give its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Give the height of its middle."""
        return (self.top + self.bottom) / 2


class Margins(NamedTuple):
    """Where the lines of a page begin and end, and how high they are."""

    left: float
    right: float
    height: float


def margins_of(lines: Sequence[Line]) -> Margins:
    """Find them; single lines that stand out do not count."""
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    return Margins(
        lefts[len(lefts) // 10],
        rights[-1 - len(rights) // 10],
        median(line.height for line in lines),
    )


def joined_rows(lines: Sequence[Line]) -> list[Line]:
    """Join what stands side by side, as the cells of a table's row."""
    rows: list[Line] = []
    for line in lines:
        if rows and _beside(rows[-1], line):
            rows[-1] = _joined(rows[-1], line)
        else:
            rows.append(line)
    return rows


def _beside(one: Line, two: Line) -> bool:
    size = min(one.height, two.height)
    return abs(one.middle - two.middle) < 0.5 * size and two.left > one.right - size / 2


def _joined(one: Line, two: Line) -> Line:
    near = two.left - one.right < CELL_GAP * min(one.height, two.height)
    # Two numbers side by side must not become one.
    apart = not near or (NUMBER_ENDS.search(one.text) and NUMBER.match(two.text))
    text = one.text + ("\t" if apart else "")
    doubts = (*one.doubts, *(len(text) + n for n in two.doubts))
    top, bottom = min(one.top, two.top), max(one.bottom, two.bottom)
    return Line(text + two.text, one.left, two.right, top, bottom, doubts)


class Paragraphs:
    """Writes the lines of page after page, joined where a paragraph goes on."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._before: Line | None = None
        self._margins: Margins | None = None

    def write(self, lines: Sequence[Line]) -> None:
        """Write one page."""
        if not lines:
            return
        margins = margins_of(lines)
        for number, line in enumerate(lines):
            before = self._before
            was = self._margins if number == 0 and self._margins else margins
            if before and _goes_on(before, line, was, margins, turned=number == 0):
                gap = LATIN.search(before.text) and BEGINS_LATIN.search(line.text)
                self.draft.write(" " if gap else "")
            else:
                self.draft.end_line()
            self._say(line)
            self._before = line
        self._margins = margins

    def end(self) -> None:
        """Close the last line."""
        self.draft.end_line()

    def _say(self, line: Line) -> None:
        at = self.draft.length
        self.draft.doubtful += [Span(at + n, at + n + 1) for n in line.doubts]
        self.draft.write(line.text)


def _goes_on(
    before: Line, line: Line, was: Margins, now: Margins, *, turned: bool
) -> bool:
    """Whether a line goes on with the paragraph of the one before."""
    if _is_row(before) or _is_row(line) or BEGINNING.match(line.text):
        return False
    full = before.right > was.right - 1.6 * was.height
    flush = line.left < now.left + 0.8 * now.height
    alike = 0.7 < line.height / max(before.height, 0.1) < 1.4
    near = turned or line.top - before.bottom < 1.5 * now.height
    return full and flush and alike and near


def _is_row(line: Line) -> bool:
    """Whether it is a row of cells."""
    if "\t" not in line.text:
        return False
    wide = len(WIDE.findall(line.text))
    filled = (wide + (len(line.text) - wide) / 2) * CHARACTER * line.height
    return filled < FILLED * (line.right - line.left)
