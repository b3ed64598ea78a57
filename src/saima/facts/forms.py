"""Curves and tables of lights as arrays: exact ones, and quick ones to try first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from saima.core.curves.form import Curve, Piece
from saima.core.intervals import Interval
from saima.core.lights import SEVERITY, Band, LightTable
from saima.core.numbers import round_half_up
from saima.facts.exact import FREE, INSIDE, OUTSIDE, Forms

LONGEST = 2**59  # of an edge or a coefficient, for what `exact` does with them
BAND_BITS = 16
MANY = 18  # pieces, from which it pays to look the piece up
MOST_BUCKETS = 4096
SHORT = 2**16  # of an edge's numerator: others are not told from their neighbors
FAR = 16  # times the largest edge: where an end that is not level is left
MOST_DOUBT = 2.0**-4


class TooLong(ArithmeticError):  # noqa: N818 - a fact about a rule, for its caller
    """A rule whose numbers do not fit into 64 bits."""


class Quick(NamedTuple):
    """Curves in floating point, as `floats` reads them.

    Form f has the pieces first[f]:first[f + 1], one and a multiple of FOUR: piece j
    lies from edge[j] to edge[j + 1] and gives level[j] + slope[j] * x; where it is not
    to be told by floats, that is no number. The columns of bounds[f] are LOWEST,
    HIGHEST, HALF and NEAR. A form of many pieces has buckets[:, bucket[f]:bucket[f + 1]]
    with one edge each at most: x lies in bucket (x - low[f]) * scale[f], and there
    a BREAK, with level and slope before it and from it on.
    """

    first: Any
    edge: Any
    level: Any
    slope: Any
    bounds: Any
    bucket: Any
    low: Any
    scale: Any
    buckets: Any


FOUR = 4  # edges that are looked at in one pass
LOWEST, HIGHEST, HALF, NEAR = range(4)
BREAK, LEVEL_BEFORE, SLOPE_BEFORE, LEVEL_FROM, SLOPE_FROM = range(5)


def code_of(band: Band, table: LightTable) -> int:
    """A band as one number: graver is greater, and its place in the table."""
    return (SEVERITY[band.light] << BAND_BITS) + table.bands.index(band)


def fitting(numbers: Iterable[int]) -> list[int]:
    """The numbers; TooLong where one is too long for what is done with it."""
    found = list(numbers)
    if any(abs(number) >= LONGEST for number in found):
        raise TooLong
    return found


def _ends(interval: Interval) -> list[int]:
    found: list[int] = []
    sides = (
        (interval.low, interval.low_included),
        (interval.high, interval.high_included),
    )
    for edge, included in sides:
        if edge is None:
            found += (FREE, 0, 1)
        else:
            found += (INSIDE if included else OUTSIDE, edge.numerator, edge.denominator)
    return fitting(found)


def _line(piece: Piece, scale: int) -> list[int]:
    level, slope = piece.intercept * scale, piece.slope * scale
    under = math.lcm(level.denominator, slope.denominator)
    return fitting([int(level * under), int(slope * under), under])


class ExactForms:
    """Exact forms, gathered one by one."""

    def __init__(self) -> None:
        self._first, self._known = [0], dict[tuple[int, int], int]()
        self._ends: list[list[int]] = []
        self._lines: list[list[int]] = []
        self._kept: list[Curve] = []  # so that no identity is used twice

    def curve(self, rule: Curve, scale: int) -> int:
        """The number of a curve that gives points in units of 1 / scale."""
        key = (id(rule), scale)
        if key not in self._known:
            ends = [_ends(piece.interval) for piece in rule.pieces]
            self._known[key] = self._add(ends, [_line(p, scale) for p in rule.pieces])
            self._kept.append(rule)
        return self._known[key]

    def bands(self, table: LightTable) -> int:
        """The number of a table of lights, in the order of its bands."""
        codes = [[code_of(band, table), 0, 1] for band in table.bands]
        return self._add([_ends(band.interval) for band in table.bands], codes)

    def _add(self, ends: list[list[int]], lines: list[list[int]]) -> int:
        self._ends += ends
        self._lines += lines
        self._first.append(len(self._ends))
        return len(self._first) - 2

    def arrays(self) -> Forms:
        """All of them."""
        ends, lines = self._ends or [[0] * 6], self._lines or [[0, 0, 1]]
        first = np.array(self._first, np.int64)
        return Forms(first, np.array(ends, np.int64), np.array(lines, np.int64))


class Reach(NamedTuple):
    """How long the divisor of x may be: to find the piece, and to round its points."""

    pieces: int
    points: int


Line = tuple[float, float, float]  # edge, level and slope of a piece
NO_BUCKETS: tuple[float, float, list[int]] = (0.0, 0.0, [])


class QuickForms:
    """Quick forms, gathered one by one; the bounds are derived in `floats`."""

    def __init__(self) -> None:
        self._first = [0]
        self._pieces: list[Line] = []
        self._bounds: list[list[float]] = []
        self._bucket, self._grids = [0], list[tuple[float, float]]()
        self._buckets: list[list[float]] = []

    def add(
        self, rule: Curve, scale: int, *, shift: float, whole: bool
    ) -> tuple[int, Reach]:
        """The number of a curve without gaps, in units of 1 / scale, and its reach.

        `whole` rounds its level pieces; `shift` is the largest that is added to make
        an x.
        """
        edges = [piece.interval.low for piece in rule.pieces[1:]]
        far = FAR * (max([shift, *(abs(float(edge or 0)) for edge in edges)]) + 1)
        lines = [_units(piece, scale, whole=whole) for piece in rule.pieces]
        bounds, points = _bounds(rule, scale, lines, far, whole=whole)
        short = [abs(edge.numerator) for edge in edges if edge is not None]
        longest = max((one for one in short if one <= SHORT), default=1)
        reach = int(min(2.0**51 / far, 2.0**50 / max(longest, 1)))
        pieces = [(-math.inf, *lines[0])]
        for piece, line in zip(rule.pieces[1:], lines[1:], strict=True):
            pieces += _begun(piece.interval, line, shift)
        self._bounds.append(bounds)
        self._look_up(pieces)
        self._pieces += pieces
        padding = -(len(pieces) - 1) % FOUR
        self._pieces += [(math.inf, *pieces[-1][1:])] * padding
        self._first.append(len(self._pieces))
        return len(self._bounds) - 1, Reach(reach, points)

    def _look_up(self, pieces: Sequence[Line]) -> None:
        """Buckets for a form of many pieces whose edges lie well apart."""
        low, scale, begins = _grid(pieces) if len(pieces) >= MANY else NO_BUCKETS
        self._grids.append((low, scale))
        for begin in begins:
            after = pieces[min(begin + 1, len(pieces) - 1)]
            self._buckets.append([after[0], *pieces[begin][1:], *after[1:]])
        self._bucket.append(len(self._buckets))

    def arrays(self) -> Quick:
        """All of them."""
        pieces = self._pieces or [(0.0,) * 3]
        edge, level, slope = np.array(pieces, np.float64).T.copy()
        low, scale = np.array(self._grids or [(0.0, 0.0)], np.float64).T.copy()
        return Quick(
            np.array(self._first, np.int64),
            edge,
            level,
            slope,
            np.array(self._bounds, np.float64).reshape(-1, 4),
            np.array(self._bucket, np.int64),
            low,
            scale,
            np.array(self._buckets, np.float64).reshape(-1, 5).T.copy(),
        )


def _units(piece: Piece, scale: int, *, whole: bool) -> tuple[float, float]:
    """Level and slope of a piece in units; a level piece may be rounded beforehand."""
    level, slope = piece.intercept * scale, float(piece.slope * scale)
    return float(round_half_up(level, 0) if whole and not slope else level), slope


def _begun(interval: Interval, line: tuple[float, float], shift: float) -> list[Line]:
    """Where a piece begins for floats, which is in doubt at an edge of many digits."""
    assert interval.low is not None
    edge = float(interval.low)
    if abs(interval.low.numerator) <= SHORT:
        begin = edge if interval.low_included else math.nextafter(edge, math.inf)
        return [(begin, *line)]
    near = (abs(edge) + shift) * 2.0**-49
    return [(edge - near, math.nan, math.nan), (edge + near, *line)]


def _bounds(
    rule: Curve,
    scale: int,
    lines: Sequence[tuple[float, float]],
    far: float,
    *,
    whole: bool,
) -> tuple[list[float], int]:
    """The bounds of a form, and how long a divisor may be for its points."""
    largest, longest = 1.0, 1
    for piece, (level, slope) in zip(rule.pieces, lines, strict=True):
        if whole and not slope:
            continue  # these points are whole
        ends = (piece.interval.low, piece.interval.high)
        most = max(far if end is None else abs(float(end)) for end in ends)
        largest = max(largest, abs(level) + abs(slope) * most + 1)
        under = (
            (number * scale).denominator for number in (piece.intercept, piece.slope)
        )
        longest = max(longest, math.lcm(*under))
    doubt = largest * 2.0**-50
    if doubt > MOST_DOUBT:
        raise TooLong
    lowest = -math.inf if not lines[0][1] else -far
    highest = math.inf if not lines[-1][1] else far
    points = int(min(2.0**48 / largest / longest, LONGEST))
    return [lowest, highest, 0.5 + doubt, 2 * doubt], points


def _grid(pieces: Sequence[Line]) -> tuple[float, float, list[int]]:
    """Where buckets begin, how many there are to one, and the piece each begins in.

    They are counted as the loop counts them, so that what is rounded is rounded alike.
    """
    edges = [edge for edge, *_ in pieces[1:]]
    gap = min(after - before for before, after in pairwise(edges))
    if gap <= 0 or (edges[-1] - edges[0]) / gap * 2 > MOST_BUCKETS:
        return NO_BUCKETS
    low, scale = edges[0], 2 / gap
    at = [int((edge - low) * scale) for edge in edges]
    begin = [sum(one < bucket for one in at) for bucket in range(at[-1] + 2)]
    return (low, scale, begin) if len(set(at)) == len(at) else NO_BUCKETS


def as_curve(table: LightTable) -> Curve:
    """A table of lights that covers every value once, as a curve of codes."""
    ordered = sorted(table.bands, key=lambda band: band.interval.low_cut)
    return Curve(
        tuple(
            Piece(band.interval, Fraction(code_of(band, table)))
            for band in ordered
            if not band.interval.empty
        )
    )
