"""A clean text with every repair beside it: what stood there, what stands there, and why."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
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
    """`span` of the text is replaced by `text`; empty where something is taken out."""

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
        return _applied(self.original, self.repairs)

    @cached_property
    def places(self) -> tuple[Span, ...]:
        """Where each repair stands in the clean text; empty where something was taken out."""
        found, shift = [], 0
        for span, text, _ in self.repairs:
            start = span.start + shift
            found.append(Span(start, start + len(text)))
            shift = start + len(text) - span.end
        return tuple(found)

    @cached_property
    def _spans(self) -> tuple[Span, ...]:
        return tuple(repair.span for repair in self.repairs)

    def origin(self, span: Span) -> Span:
        """Lead from a span of the clean text to the original; a touched repair belongs whole.

        What was taken out at an edge stays outside. Costs the logarithm of the repairs.
        """
        return _carried(span, self.places, self._spans)

    def back(self, span: Span) -> Span:
        """Lead from a span of the original to the clean text; empty where all was taken out."""
        return _carried(span, self._spans, self.places)

    def then(self, edits: Iterable[Repair]) -> "Clean":
        """Repair the clean text further: the result again repairs the original, each place once.

        Where an edit touches an earlier repair both become one. It bears the reason of
        the edit where that reaches further than the repair, else that of the repair.
        """
        done = Clean.of(self.text, edits).repairs
        return Clean(self.original, tuple(_composed(self, done))) if done else self


def _applied(
    text: str, repairs: Iterable[Repair], start: int = 0, end: int = -1
) -> str:
    """Give text[start:end] as the repairs leave it."""
    parts, at = [], start
    for repair in repairs:
        parts += [text[at : repair.span.start], repair.text]
        at = repair.span.end
    return "".join([*parts, text[at : len(text) if end < 0 else end]])


def _carried(span: Span, here: Sequence[Span], there: Sequence[Span]) -> Span:
    """Carry a span over; `here` and `there` are the repairs' places on both sides."""
    done = bisect_right(here, span.start, key=_end)
    if done < len(here) and here[done].start <= span.start:
        start = there[done].start
    else:
        start = span.start + _shift(here, there, done)
    begun = bisect_left(here, span.end, key=_start)
    if begun and here[begun - 1].end >= span.end:
        end = there[begun - 1].end
    else:
        end = span.end + _shift(here, there, begun)
    return Span(start, max(start, end))


def _start(span: Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end


def _shift(here: Sequence[Span], there: Sequence[Span], done: int) -> int:
    return there[done - 1].end - here[done - 1].end if done else 0


class _Group(NamedTuple):
    """Edits and earlier repairs that touch each other, and the clean text they cover."""

    place: Span
    repairs: list[int]
    edits: list[Repair]


def _groups(places: Sequence[Span], edits: Sequence[Repair]) -> Iterable[_Group]:
    """Sort both into groups that touch; one sweep."""
    both: list[tuple[Span, int, Repair | None]]
    both = [(place, n, None) for n, place in enumerate(places)]
    both += [(edit.span, -1, edit) for edit in edits]
    group: _Group | None = None
    for place, n, edit in sorted(both, key=lambda one: (one[0], one[1])):
        if group is None or place.start >= group.place.end:
            if group:
                yield group
            group = _Group(place, [], [])
        group = group._replace(
            place=Span(group.place.start, max(place.end, group.place.end))
        )
        if edit is None:
            group.repairs.append(n)
        else:
            group.edits.append(edit)
    if group:
        yield group


def _composed(clean: Clean, edits: Sequence[Repair]) -> Iterable[Repair]:
    """Give the repairs of the original that stand for clean and then the edits."""
    for place, numbers, touching in _groups(clean.places, edits):
        if not touching:
            yield from (clean.repairs[n] for n in numbers)
            continue
        text = _applied(clean.text, touching, place.start, place.end)
        yield Repair(clean.origin(place), text, _reason(clean, numbers, touching))


def _reason(clean: Clean, numbers: list[int], edits: list[Repair]) -> Reason:
    """Give the reason of what reaches furthest; of equals the earlier."""
    candidates = [(clean.places[n], clean.repairs[n].reason) for n in numbers]
    candidates += [(edit.span, edit.reason) for edit in edits]
    return max(candidates, key=lambda one: one[0].end - one[0].start)[1]
