"""Places from whole numbers, or from nearly known ones with the core's help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from saima.core.standings import Ties
from saima.facts.compiling import compiled

COUNTED = 1 << 21  # as many different scores may be counted one by one


@compiled
def _count(scores: Any, low: int, counts: Any) -> None:
    for score in scores:
        counts[score - low] += 1


@compiled
def _places_above(counts: Any, dense: bool) -> Any:
    """For each score the place it takes, the highest first."""
    places, above = np.empty(counts.size, np.int64), 1
    for score in range(counts.size - 1, -1, -1):
        places[score] = above
        above += min(counts[score], 1) if dense else counts[score]
    return places


def places_of(scores: Any, ties: Ties) -> Any:
    """The place of each score, by counting where they lie close together."""
    if not scores.size:
        return np.zeros(0, np.int64)
    dense, low = ties is Ties.DENSE, int(scores.min())
    width = int(scores.max()) - low + 1
    if width > COUNTED:
        return _by_order((scores,), dense)
    counts = np.zeros(width, np.int64)
    _count(scores, low, counts)
    return _places_above(counts, dense)[scores - low]


def places_with_breakers(scores: Any, breakers: Sequence[Any], ties: Ties) -> Any:
    """The same, equal scores by what breaks ties, larger first."""
    return _by_order((scores, *breakers), ties is Ties.DENSE)


def _by_order(keys: Sequence[Any], dense: bool) -> Any:
    if not keys[0].size:
        return np.zeros(0, np.int64)
    order = np.lexsort(tuple(key for key in reversed(keys)))[::-1]
    new = np.ones(order.size, bool)
    new[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    place = np.cumsum(new) if dense else _starts(new)
    places = np.empty(order.size, np.int64)
    places[order] = place
    return places


def _starts(new: Any) -> Any:
    """For each in order, where the run of equals that it belongs to begins, from 1."""
    here = np.where(new, np.arange(1, new.size + 1), 0)
    return np.maximum.accumulate(here)


def places_of_near(
    scores: Any, errors: Any, exactly: Callable[[Any], Any], ties: Ties
) -> Any:
    """Places of scores known within their errors.

    Where some may be equal or stand the other way, `exactly` gives the places among
    these alone: the core puts them in order.
    """
    if not scores.size:
        return np.zeros(0, np.int64)
    order = np.argsort(-scores, kind="stable")
    low, high = (scores - errors)[order], (scores + errors)[order]
    # Apart from all before: even the lowest of these lies above the highest from here.
    lowest = np.minimum.accumulate(low)
    highest = np.maximum.accumulate(high[::-1])[::-1]
    apart = np.ones(order.size, bool)
    apart[1:] = lowest[:-1] > highest[1:]
    begins = np.flatnonzero(apart)
    sizes = np.diff([*begins, order.size])
    within, distinct = np.ones(order.size, np.int64), np.ones(begins.size, np.int64)
    for run in np.flatnonzero(sizes > 1):
        span = slice(begins[run], begins[run] + sizes[run])
        within[span] = exactly(order[span])
        distinct[run] = within[span].max()
    taken = distinct if ties is Ties.DENSE else sizes
    before = np.repeat(np.cumsum(taken) - taken, sizes)
    places = np.empty(order.size, np.int64)
    places[order] = before + within
    return places
