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
MANY = 8  # pieces, from which it pays to look the piece up
MOST_BUCKETS = 4096


class TooLong(ArithmeticError):  # noqa: N818 - a fact about a rule, for its caller
    """A rule whose numbers do not fit into 64 bits."""


class Quick(NamedTuple):
    """Curves in floating point.

    Form f has the pieces first[f]:first[f + 1]: piece j lies from edge[j] to
    edge[j + 1] and gives level[j] + slope[j] * x. Within near[j] of edge[j], and
    within `room` (see `loops`) of a rounding edge, nothing is decided here. A form of
    many pieces has buckets[bucket[f]:bucket[f + 1]], each with one edge at most: the
    piece in which bucket int((x - low[f]) * scale[f]) begins.
    """

    first: Any
    edge: Any
    near: Any
    level: Any
    slope: Any
    size: Any
    bucket: Any
    low: Any
    scale: Any
    buckets: Any


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


Line = tuple[float, float, float, float]  # edge, near, level and slope of a piece
NO_BUCKETS: tuple[float, float, list[int]] = (0.0, 0.0, [])


class QuickForms:
    """Quick forms, gathered one by one."""

    def __init__(self) -> None:
        self._first = [0]
        self._pieces: list[Line] = []
        self._size: list[float] = []
        self._bucket, self._grids = [0], list[tuple[float, float]]()
        self._buckets: list[int] = []

    def add(self, rule: Curve, scale: int, *, shift: float, whole: bool) -> int:
        """The number of a curve without gaps, in units of 1 / scale.

        `whole` rounds its level pieces; `shift` is the largest that is added to make
        an x. The larger of a form's constants is its `size`, part of the bound.
        """
        size = 1.0
        for piece in rule.pieces:
            edge = piece.interval.low
            at = -math.inf if edge is None else float(edge)
            level, slope = piece.intercept * scale, float(piece.slope * scale)
            size = max(size, abs(float(level)) + abs(slope) * shift + 1)
            if whole and not slope:
                level = Fraction(round_half_up(level, 0))
            near = 0.0 if edge is None else (abs(at) + shift) * 2.0**-49
            self._pieces.append((at, near, float(level), slope))
        self._size.append(size)
        self._look_up(self._pieces[self._first[-1] :])
        self._first.append(len(self._pieces))
        return len(self._size) - 1

    def _look_up(self, pieces: Sequence[Line]) -> None:
        """Buckets for a form of many pieces whose edges lie well apart."""
        low, scale, buckets = _buckets(pieces) if len(pieces) >= MANY else NO_BUCKETS
        self._grids.append((low, scale))
        self._buckets += buckets
        self._bucket.append(len(self._buckets))

    def arrays(self) -> Quick:
        """All of them."""
        columns = np.array(self._pieces or [(0.0,) * 4], np.float64).T.copy()
        first, size = np.array(self._first, np.int64), np.array(self._size or [1.0])
        edge, near, level, slope = columns
        low, scale = np.array(self._grids or [(0.0, 0.0)], np.float64).T.copy()
        bucket = np.array(self._bucket, np.int64)
        buckets = np.array(self._buckets, np.int64)
        forms = (first, edge, near, level, slope, size)
        return Quick(*forms, bucket, low, scale, buckets)


def _buckets(pieces: Sequence[Line]) -> tuple[float, float, list[int]]:
    """Where buckets begin, how many there are to one, and the piece each begins in.

    They are counted as the loop counts them, so that what is rounded is rounded alike.
    """
    edges = [edge for edge, *_ in pieces[1:]]
    gap = min(after - before for before, after in pairwise(edges))
    room = 4 * max(near for _, near, *_ in pieces)
    if gap <= room or (edges[-1] - edges[0]) / gap * 2 > MOST_BUCKETS:
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
