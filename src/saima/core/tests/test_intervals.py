"""Intervals on the number line: what lies in them, what they cover."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from saima.core.intervals import LINE, Gap, Interval, Overlap, cover_faults
from saima.core.tests.drawn import tried
from saima.core.tests.exact import F

ENDS = st.one_of(st.none(), st.integers(0, 4).map(Fraction))
INTERVALS = st.builds(Interval, ENDS, ENDS, st.booleans(), st.booleans())
# Between two edges of the grid nothing changes: its points and their middles are all.
POINTS = [Fraction(n, 2) for n in range(-1, 10)]


def inside(interval: Interval, x: Fraction) -> bool:
    low, high = interval.low, interval.high
    above = low is None or low < x or (low == x and interval.low_included)
    return above and (
        high is None or x < high or (high == x and interval.high_included)
    )


@tried(50)
@given(st.lists(INTERVALS, max_size=5))
def test_gaps_and_overlaps_are_those_that_points_show(intervals) -> None:
    faults = cover_faults(intervals)
    for x in POINTS:
        count = sum(inside(i, x) for i in intervals)
        hit = [f for f in faults if x in f.interval]
        assert any(isinstance(f, Gap) for f in hit) == (count == 0)
        assert any(isinstance(f, Overlap) for f in hit) == (count > 1)
    for fault in faults:
        assert not fault.interval.empty


@tried(25)
@given(st.lists(INTERVALS, max_size=5))
def test_an_overlap_names_two_that_claim_it(intervals) -> None:
    for fault in cover_faults(intervals):
        if isinstance(fault, Overlap):
            both = (intervals[fault.first], intervals[fault.second])
            claimed = [x for x in POINTS if x in fault.interval]
            assert fault.first != fault.second
            assert all(inside(i, x) for i in both for x in claimed)


@tried(25)
@given(INTERVALS, INTERVALS)
def test_what_two_intervals_share_lies_in_both(one: Interval, other: Interval) -> None:
    for x in POINTS:
        assert (inside(one, x) and inside(other, x)) is (x in one.meet(other))


@tried(20)
@given(INTERVALS)
def test_an_empty_interval_holds_no_point(interval: Interval) -> None:
    assert interval.empty is not any(inside(interval, x) for x in POINTS)


def test_the_line_is_covered_by_touching_intervals_only() -> None:
    left, right = Interval(None, F(0)), Interval(F(0), None)
    assert () == cover_faults([LINE])
    assert () == cover_faults([right, left])
    open_right = Interval(F(0), None, False)
    assert (Gap(Interval(F(0), F(0), True, True)),) == cover_faults([left, open_right])
