"""Places from whole numbers, or from nearly known ones with the core's help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from saima.core.standings import Ties
from saima.facts.compiling import compiled

COUNTED = 1 << 21  # as many different scores may be counted one by one


@compiled
def _ends(scores: Any, runs: Any) -> tuple[int, int]:
    """The lowest and the highest score that runs; the other way round where none does."""
    low, high = 2**62, -(2**62)
    for lane in range(scores.size):
        low = min(low, scores[lane] if runs[lane] else low)
        high = max(high, scores[lane] if runs[lane] else high)
    return low, high


@compiled
def _count(
    among: tuple[Any, Any], low: int, dense: bool, into: tuple[Any, Any]
) -> None:
    """Places by counts of each score, which become the place that it takes."""
    (scores, runs), (counts, places) = among, into
    for lane in range(scores.size):
        if runs[lane]:
            counts[scores[lane] - low] += 1
    above = 1
    for score in range(counts.size - 1, -1, -1):
        here = counts[score]
        counts[score] = above
        above += min(here, 1) if dense else here
    for lane in range(scores.size):
        places[lane] = counts[scores[lane] - low] if runs[lane] else 0


def places_of(scores: Any, runs: Any, ties: Ties) -> Any:
    """The place of each score that runs, by counting where they lie close together."""
    dense, places = ties is Ties.DENSE, np.zeros(scores.size, np.int64)
    low, high = _ends(scores, runs)
    if high - low >= COUNTED:
        places[runs] = _by_order((scores[runs],), dense)
    elif high >= low:
        counts = np.zeros(high - low + 1, np.int64)
        _count((scores, runs), low, dense, (counts, places))
    return places


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
