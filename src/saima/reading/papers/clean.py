"""A clean text with every repair beside it: what stood there, what stands there, and why."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from saima.reading.papers.values import Span


class Reason(StrEnum):
    """Why a place was repaired."""

    TRADITIONAL = "traditional"  # 繁体 → 简体
    PINYIN = "pinyin"  # 线(xiàn) → 线
    SHIFTED = "shifted"  # mojibake that could be undone
    LOST = "lost"  # mojibake that cannot be undone; taken out and marked
    WIDTH = "width"  # full-width forms
    BROKEN_LINE = "broken_line"
    CRUMB = "crumb"  # navigation
    WIDGET = "widget"  # share and print buttons, footers, counters
    SPAM = "spam"
    INVISIBLE = "invisible"  # zero-width and bidi characters
    SPACE = "space"


class Repair(NamedTuple):
    """`span` of the original is replaced by `text`; empty where something is taken out."""

    span: Span
    text: str
    reason: Reason


@dataclass(frozen=True)
class Clean:
    """An original and its repairs, in order and apart from each other; the text follows from both."""

    original: str
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def of(cls, original: str, repairs: Iterable[Repair] = ()) -> "Clean":
        """Order repairs; ValueError where two of them touch the same characters."""
        ordered = tuple(sorted(repairs))
        for one, two in itertools.pairwise(ordered):
            if two.span.start < one.span.end:
                raise ValueError(f"repairs overlap at {two.span.start}")
        return cls(original, ordered)

    @cached_property
    def text(self) -> str:
        """Give the clean text."""
        parts, at = [], 0
        for repair in self.repairs:
            parts += [self.original[at : repair.span.start], repair.text]
            at = repair.span.end
        return "".join([*parts, self.original[at:]])

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where each repair stands in the clean text: its first and its last place."""
        starts, ends, shift = [], [], 0
        for span, text, _ in self.repairs:
            starts.append(span.start + shift)
            ends.append(span.start + shift + len(text))
            shift += len(text) - (span.end - span.start)
        return starts, ends

    def origin(self, span: Span) -> Span:
        """Lead from a span of the clean text to the original; a touched repair belongs whole.

        Costs the logarithm of the number of repairs.
        """
        return Span(self._origin_of_start(span.start), self._origin_of_end(span.end))

    def _origin_of_start(self, place: int) -> int:
        starts, ends = self._starts
        n = bisect_right(starts, place) - 1
        while (
            n >= 0 and starts[n] == ends[n] == place
        ):  # what was taken out just before
            n -= 1
        if n < 0:
            return place if not self.repairs else self._after(-1, place)
        if place < ends[n]:
            return self.repairs[n].span.start
        return self._skipped(n, place)

    def _skipped(self, n: int, place: int) -> int:
        """Lie behind repair n and before the next: repairs that took out are left behind."""
        starts, ends = self._starts
        while n + 1 < len(starts) and starts[n + 1] == ends[n + 1] == place:
            n += 1
        return self._after(n, place)

    def _after(self, n: int, place: int) -> int:
        if n < 0:
            while (
                n + 1 < len(self.repairs)
                and self._starts[0][n + 1] == self._starts[1][n + 1] == place
            ):
                n += 1
            if n < 0:
                return place
        return self.repairs[n].span.end + place - self._starts[1][n]

    def _origin_of_end(self, place: int) -> int:
        starts, ends = self._starts
        n = bisect_left(starts, place) - 1
        if n < 0:
            return place
        if place <= ends[n] and starts[n] < place:
            return self.repairs[n].span.end
        return self.repairs[n].span.end + place - ends[n]
