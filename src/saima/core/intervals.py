"""Stretches of the number line, and whether they cover it without gap or overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# A cut lies between two numbers: before a number that an interval includes, after
# one that it leaves out. Cuts are in one order, so gaps and overlaps are a matter
# of comparing two of them. (-1 or 1 first: the ends of the line.)
Cut = tuple[int, Fraction, int]

START: Cut = (-1, Fraction(0), 0)
END: Cut = (1, Fraction(0), 0)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None is without end; each end is in or out."""

    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = False

    @property
    def low_cut(self) -> Cut:
        """Where it begins."""
        if self.low is None:
            return START
        return (0, self.low, 0 if self.low_included else 1)

    @property
    def high_cut(self) -> Cut:
        """Where it ends."""
        if self.high is None:
            return END
        return (0, self.high, 1 if self.high_included else 0)

    def __contains__(self, x: Fraction) -> bool:
        return self.low_cut <= (0, x, 0) < self.high_cut

    @property
    def empty(self) -> bool:
        """Whether no number lies inside."""
        return self.low_cut >= self.high_cut

    def meet(self, other: Interval) -> Interval:
        """The numbers that lie in both."""
        low = max(self.low_cut, other.low_cut)
        return between(low, min(self.high_cut, other.high_cut))


LINE = Interval(None, None)


def between(low: Cut, high: Cut) -> Interval:
    """The interval from one cut to another."""
    return Interval(
        None if low == START else low[1],
        None if high == END else high[1],
        low[2] == 0,
        high[2] == 1,
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that nothing covers."""

    interval: Interval


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stretch that two of the intervals cover, by their places in the list."""

    interval: Interval
    first: int
    second: int


def cover_faults(intervals: Sequence[Interval]) -> tuple[Gap | Overlap, ...]:
    """Say where the intervals leave a gap on the number line or overlap."""
    faults: list[Gap | Overlap] = []
    covered, holder = START, -1
    for index in sorted(range(len(intervals)), key=lambda i: intervals[i].low_cut):
        here = intervals[index]
        if here.empty:
            continue
        if here.low_cut > covered:
            faults.append(Gap(between(covered, here.low_cut)))
        elif here.low_cut < covered:
            both = between(here.low_cut, min(covered, here.high_cut))
            faults.append(Overlap(both, holder, index))
        if here.high_cut > covered:
            covered, holder = here.high_cut, index
    if covered < END:
        faults.append(Gap(between(covered, END)))
    return tuple(faults)
