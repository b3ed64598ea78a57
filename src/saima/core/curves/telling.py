"""A curve told in words and drawn in strokes, both from the same pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from saima.core.curves.form import Curve, Piece
from saima.core.intervals import Interval
from saima.core.numbers import exact_percent, exact_text
from saima.core.words import Words, words

Show = Callable[[Fraction], str | Words]


@dataclass(frozen=True, slots=True)
class Axis:
    """How the x of a curve is shown, and the step its slope is told by."""

    show: Show
    step: Fraction
    step_words: Words


RATIO_AXIS = Axis(exact_percent, Fraction(1, 100), words("percentage point"))
POINTS_AXIS = Axis(
    lambda x: words("{x} pp", x=exact_text(x)), Fraction(1), words("percentage point")
)
PLAIN_AXIS = Axis(exact_text, Fraction(1), words("unit"))


def interval_words(interval: Interval, show: Show) -> Words:
    """Say an interval, with each end in or out."""
    low, high = interval.low, interval.high
    if low is None and high is None:
        return words("whatever it is")
    if low is None:
        assert high is not None
        text = "{high} or below" if interval.high_included else "below {high}"
        return words(text, high=show(high))
    if high is None:
        text = "{low} or above" if interval.low_included else "above {low}"
        return words(text, low=show(low))
    if low == high:
        return words("exactly {low}", low=show(low))
    text = _BETWEEN[interval.low_included, interval.high_included]
    return words(text, low=show(low), high=show(high))


_BETWEEN = {
    (True, False): words("from {low} to below {high}").text,
    (True, True): words("from {low} to {high}").text,
    (False, True): words("above {low}, up to {high}").text,
    (False, False): words("above {low} and below {high}").text,
}


def piece_words(piece: Piece, axis: Axis) -> Words:
    """Say what one piece of a curve gives."""
    where = interval_words(piece.interval, axis.show)
    low, high = piece.interval.low, piece.interval.high
    if piece.slope == 0:
        return words(
            "{where}: {points} points", where=where, points=exact_text(piece.intercept)
        )
    if low is not None and high is not None:
        return words(
            "{where}: from {first} points evenly to {last} points",
            where=where,
            first=exact_text(piece.value(low)),
            last=exact_text(piece.value(high)),
        )
    anchor = low if low is not None else high if high is not None else Fraction(0)
    return words(
        "{where}: {points} points at {anchor}, {slope} points for each {step} more",
        where=where,
        points=exact_text(piece.value(anchor)),
        anchor=axis.show(anchor),
        slope=exact_text(piece.slope * axis.step),
        step=axis.step_words,
    )


def curve_words(curve: Curve, axis: Axis) -> tuple[Words, ...]:
    """Say a whole curve, from left to right, a sentence for each piece."""
    return tuple(piece_words(piece, axis) for piece in curve.pieces)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line to draw: from (x0, y0) to (x1, y1), each end full or hollow."""

    x0: Fraction
    y0: Fraction
    x1: Fraction
    y1: Fraction
    start_included: bool
    end_included: bool


def drawing(curve: Curve, low: Fraction, high: Fraction) -> tuple[Stroke, ...]:
    """The strokes of a curve within a window of x, exact."""
    window = Interval(low, high, True, True)
    strokes = []
    for piece in curve.pieces:
        seen = piece.interval.meet(window)
        if seen.empty or seen.low is None or seen.high is None:
            continue
        ends = (seen.low, piece.value(seen.low), seen.high, piece.value(seen.high))
        strokes.append(Stroke(*ends, seen.low_included, seen.high_included))
    return tuple(strokes)


def window(curve: Curve) -> tuple[Fraction, Fraction]:
    """A window of x that shows every edge with some room on both sides."""
    edges = curve.edges or (Fraction(0), Fraction(1))
    room = max((edges[-1] - edges[0]) / 5, Fraction(1, 20))
    return edges[0] - room, edges[-1] + room
