"""Curves and tables of lights as arrays: exact ones, and quick ones to try first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from saima.core.curves.form import Curve, Piece
from saima.core.intervals import Interval
from saima.core.lights import SEVERITY, Band, LightTable
from saima.core.numbers import round_half_up
from saima.facts.exact import FREE, INSIDE, OUTSIDE, Forms

LONGEST = 2**59  # of an edge or a coefficient, for what `exact` does with them
BAND_BITS = 16


class TooLong(ArithmeticError):  # noqa: N818 - a fact about a rule, for its caller
    """A rule whose numbers do not fit into 64 bits."""


class Quick(NamedTuple):
    """Curves in floating point.

    Form f has the pieces first[f]:first[f + 1]: piece j lies from edge[j] to
    edge[j + 1] and gives level[j] + slope[j] * x. Within near[j] of edge[j], and
    within `room` (see `loops`) of a rounding edge, nothing is decided here.
    """

    first: Any
    edge: Any
    near: Any
    level: Any
    slope: Any
    size: Any


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


class QuickForms:
    """Quick forms, gathered one by one."""

    def __init__(self) -> None:
        self._first = [0]
        self._pieces: list[tuple[float, float, float, float]] = []
        self._size: list[float] = []

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
        self._first.append(len(self._pieces))
        return len(self._size) - 1

    def arrays(self) -> Quick:
        """All of them."""
        columns = np.array(self._pieces or [(0.0,) * 4], np.float64).T.copy()
        first, size = np.array(self._first, np.int64), np.array(self._size or [1.0])
        edge, near, level, slope = columns
        return Quick(first, edge, near, level, slope, size)


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
