"""A curve's words and its drawing, read back, give the points that it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.curves.form import Curve, Piece, line_through
from saima.core.curves.kinds import linear
from saima.core.curves.telling import (
    PLAIN_AXIS,
    POINTS_AXIS,
    RATIO_AXIS,
    Axis,
    Stroke,
    curve_words,
    drawing,
    window,
)
from saima.core.intervals import Interval
from saima.core.tests.drawn import CURVES, places, tried
from saima.core.tests.exact import F

AXES = st.sampled_from([RATIO_AXIS, POINTS_AXIS, PLAIN_AXIS])
DATA = st.data()


def number(text: str) -> Fraction:
    """Read `-0.5`, `400/3`, `80%`, `(400/3)%` or `-5 pp`."""
    bare = text.removesuffix(" pp").removesuffix("%").strip("()")
    return Fraction(bare) / (100 if text.endswith("%") else 1)


Ends = tuple[str | None, str | None, bool, bool]
PLACES: list[tuple[str, Callable[..., Ends]]] = [
    (r"whatever it is", lambda: (None, None, True, False)),
    (r"(.+) or below", lambda x: (None, x, True, True)),
    (r"below (.+)", lambda x: (None, x, True, False)),
    (r"(.+) or above", lambda x: (x, None, True, False)),
    (r"exactly (.+)", lambda x: (x, x, True, True)),
    (r"from (.+) to below (.+)", lambda x, y: (x, y, True, False)),
    (r"from (.+) to (.+)", lambda x, y: (x, y, True, True)),
    (r"above (.+), up to (.+)", lambda x, y: (x, y, False, True)),
    (r"above (.+) and below (.+)", lambda x, y: (x, y, False, False)),
    (r"above (.+)", lambda x: (x, None, False, False)),
]
STEPS = {"percentage point": F(1), "unit": F(1)}


def read_interval(text: str) -> Interval:
    for pattern, ends in PLACES:
        if match := re.fullmatch(pattern, text):
            low, high, low_in, high_in = ends(*match.groups())
            return Interval(
                None if low is None else number(low),
                None if high is None else number(high),
                low_in,
                high_in,
            )
    raise AssertionError(text)


def read_piece(sentence: str) -> Piece:
    """Read a sentence back into the piece it tells of."""
    where, _, gives = sentence.partition(": ")
    interval = read_interval(where)
    if level := re.fullmatch(r"(\S+) points", gives):
        return Piece(interval, number(level[1]))
    if even := re.fullmatch(r"from (\S+) points evenly to (\S+) points", gives):
        first, last = number(even[1]), number(even[2])
        if interval.low == interval.high:
            return Piece(interval, first)
        return line_through((interval.low, first), (interval.high, last), interval)
    slope = re.fullmatch(
        r"(\S+) points at (.+), (\S+) points for each (.+) more", gives
    )
    assert slope, sentence
    anchor, step = number(slope[2]), STEPS[slope[4]]
    step = step / 100 if slope[2].endswith("%") else step
    steepness = number(slope[3]) / step
    return Piece(interval, number(slope[1]) - steepness * anchor, steepness)


def read_back(rule: Curve, axis: Axis) -> Curve:
    return Curve(tuple(read_piece(str(said)) for said in curve_words(rule, axis)))


@tried(30)
@given(CURVES, AXES, DATA)
def test_the_words_of_a_curve_say_what_it_gives(rule: Curve, axis: Axis, data) -> None:
    told, x = read_back(rule, axis), data.draw(places(rule))
    assert rule.edges == told.edges
    for here in (x, *rule.edges):
        assert rule.value(here) == told.value(here)


def drawn_at(strokes: tuple[Stroke, ...], x: Fraction) -> list[Fraction]:
    """Every height that is drawn at x; a hollow end draws nothing."""
    found = []
    for s in strokes:
        if s.x0 < x < s.x1:
            found.append(s.y0 + (s.y1 - s.y0) * (x - s.x0) / (s.x1 - s.x0))
        elif x == s.x0 and s.start_included:
            found.append(s.y0)
        elif x == s.x1 and s.end_included:
            found.append(s.y1)
    return found


@tried(30)
@given(CURVES, DATA)
def test_the_drawing_of_a_curve_shows_what_it_gives(rule: Curve, data) -> None:
    low, high = window(rule)
    strokes = drawing(rule, low, high)
    inside = [x for x in (data.draw(places(rule)), low, high) if low <= x <= high]
    for x in (*inside, *rule.edges):
        assert [y for y in [rule.value(x)] if y is not None] == drawn_at(strokes, x)


def test_what_lies_outside_the_window_is_not_drawn() -> None:
    (stroke,) = drawing(linear(F(100), cap=F(2)), F("0.5"), F(1))
    assert Stroke(F("0.5"), F(50), F(1), F(100), True, True) == stroke
    assert 3 == len(drawing(linear(F(100), cap=F(2)), F(-1), F(3)))


def test_a_window_shows_every_edge_with_room() -> None:
    low, high = window(linear(F(100), floor=F("0.5"), cap=F(1)))
    assert (F("0.4"), F("1.1")) == (low, high)
    assert (F("-0.2"), F("1.2")) == window(Curve((Piece(Interval(None, None), F(1)),)))


CAPPED = linear(F(100), cap=F("1.2"))


@pytest.mark.parametrize(
    ("axis", "sentence"),
    [
        (RATIO_AXIS, "from 0% to below 120%: from 0 points evenly to 120 points"),
        (POINTS_AXIS, "from 0 pp to below 1.2 pp: from 0 points evenly to 120 points"),
        (PLAIN_AXIS, "from 0 to below 1.2: from 0 points evenly to 120 points"),
    ],
)
def test_an_x_is_said_as_its_axis_shows_it(axis: Axis, sentence: str) -> None:
    assert sentence == str(curve_words(CAPPED, axis)[1])


def test_a_slope_without_end_is_told_by_its_step() -> None:
    open_ended = curve_words(linear(F(100)), RATIO_AXIS)[1]
    assert (
        "0% or above: 0 points at 0%, 1 points for each percentage point more"
        == str(open_ended)
    )
