"""Points added up the weighted tree for many entrants: `core.scoring.add_up`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from saima.core.numbers import total as total_of
from saima.core.schemes import Item, Section


def factors(tree: Section, applies: Sequence[bool]) -> list[Fraction] | None:
    """What each item's points count, where some items do not apply; None of none."""
    found, weight = _factors(tree, iter(applies))
    return None if weight is None else found


def _factors(
    section: Section, applies: Iterator[bool]
) -> tuple[list[Fraction], Decimal | None]:
    """The factors below a section, and its weight where anything of it applies."""
    found: list[Fraction] = []
    weights: list[Decimal] = []
    for child in section.children:
        if isinstance(child, Item):
            here = next(applies)
            below, weight = [Fraction(here)], child.weight if here else None
        else:
            below, weight = _factors(child, applies)
        found += below
        weights += [] if weight is None else [weight]
    if not weights:
        return found, None
    applicable = total_of(weights)
    if applicable == section.weight:
        return found, section.weight
    factor = Fraction(section.weight) / Fraction(applicable)
    return [one * factor for one in found], section.weight


def as_they_are(tree: Section, items: int) -> bool:
    """Whether points are simply added where every item applies."""
    return factors(tree, [True] * items) == [Fraction(1)] * items


def patterns(applies: Any) -> Iterator[tuple[Any, Any]]:
    """The lanes to which the same items apply, with these; all lanes once."""
    packed = np.packbits(applies, axis=0)
    _, first, which = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    sizes = np.bincount(which.ravel(), minlength=first.size)
    for begin, size, at in zip(np.cumsum(sizes) - sizes, sizes, first, strict=True):
        yield order[begin : begin + size], applies[:, at]


def printed_totals(tree: Section, points: Any, applies: Any) -> Any:
    """Totals rounded half away from zero, of points as printed, in the same units."""
    found = np.zeros(points.shape[1], np.int64)
    for lanes, which in patterns(applies):
        weights = factors(tree, [bool(one) for one in which])
        if weights is not None:
            found[lanes] = _rounded_sums(weights, points[:, lanes])
    return found


def _rounded_sums(weights: Sequence[Fraction], points: Any) -> Any:
    under = math.lcm(*(one.denominator for one in weights))
    over = [int(one * under) for one in weights]
    most = float(np.abs(points).max(initial=0)) * sum(map(abs, over)) * 4
    if most + 2.0 * under >= 2.0**62:
        return [_rounded(weights, column) for column in points.T]
    sums = np.array(over, np.int64) @ points
    whole = (2 * np.abs(sums) + under) // (2 * under)
    return np.where(sums < 0, -whole, whole)


def _rounded(weights: Sequence[Fraction], points: Any) -> int:
    """The same in numbers of any length."""
    exact = sum((w * int(p) for w, p in zip(weights, points, strict=True)), Fraction(0))
    doubled, under = abs(exact.numerator) * 2, exact.denominator
    whole = (doubled + under) // (2 * under)
    return whole if exact >= 0 else -whole


def near_totals(tree: Section, full: Any, sizes: Any, applies: Any) -> tuple[Any, Any]:
    """Totals of points not rounded, in floating point, and how far off they may be.

    Each of n points is off by less than 16 u (|y| + size), see `loops`; factors are
    rounded once, products once, sums n - 1 times: together less than
    (16 + n + 3) u times the sum of factor * (|y| + size), u = 2**-53.
    """
    lanes_in_all = full.shape[1]
    totals, errors = np.zeros(lanes_in_all), np.zeros(lanes_in_all)
    room = (full.shape[0] + 20) * 2.0**-52
    for lanes, which in patterns(applies):
        weights = factors(tree, [bool(one) for one in which])
        if weights is None:
            continue
        by = np.array([float(one) for one in weights])
        here = full[:, lanes]
        totals[lanes] = by @ here
        errors[lanes] = room * (np.abs(by) @ (np.abs(here) + sizes[:, None]))
    return totals, errors
