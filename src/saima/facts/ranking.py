"""`rank`: the race of a month over the arrays of its year, as the core would rank it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np

from saima.core.lights import LightTable
from saima.core.periods import Month
from saima.core.positions import Status
from saima.core.races import Standing, Unranked
from saima.core.schemes import RankOn
from saima.core.scoring import Scored
from saima.facts import loops
from saima.facts.floats import MOST_POINTS
from saima.facts.forms import BAND_BITS, code_of
from saima.facts.handed import tie_units
from saima.facts.loops import (
    CANNOT_COMPUTE,
    MISSING,
    NOTHING_APPLIES,
    RANKED,
)
from saima.facts.places import places_of, places_of_near, places_with_breakers
from saima.facts.prepared import Prepared, Ready
from saima.facts.rules import LIGHT_FORM
from saima.facts.scores import (
    DARK,
    NO_FIGURE,
    NO_TIE,
    NOTHING_SAID,
    OUT_OF_IT,
    POINTS,
    tie_breakers,
)
from saima.facts.totals import near_totals, printed_totals
from saima.facts.wide import Wide
from saima.facts.workers import processors, side_by_side

NO_PLACE = 0
REASONS = {
    MISSING: Unranked.MISSING,
    CANNOT_COMPUTE: Unranked.CANNOT_COMPUTE,
    NOTHING_APPLIES: Unranked.NOTHING_APPLIES,
}
MOST_UNITS = 2**55  # of an item's points, so that their sum fits
SHARES = 4  # of the work for each thread: alike, so that none waits long for another
BAND = (1 << BAND_BITS) - 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group's race of a month: items by entrants, and entrants, as arrays.

    Points and scores are in units of the last printed digit. `outcome` says what
    became of an item: POINTS, NO_FIGURE, OUT_OF_IT (does not apply) or NOTHING_SAID.
    Lights are places in the table of bands, -1 for none. Place 0 is none.
    """

    group: str
    month: Month
    entrants: slice  # of the subjects of the year
    items: tuple[str, ...]
    decimals: int
    points: Any
    outcome: Any
    lights: Any
    score: Any
    place: Any
    light: Any
    unranked: Any
    handed: int = 0  # how many entrants were left to the core

    def movement(self, before: Ranked | None) -> Any:
        """Places gained since a month before; 0 where there is none to compare."""
        if before is None:
            return np.zeros_like(self.place)
        both = (self.place > NO_PLACE) & (before.place > NO_PLACE)
        return np.where(both, before.place - self.place, 0)


def rank(wide: Wide, prepared: Prepared, month: Month) -> tuple[Ranked, ...]:
    """Every group's race of a month, in the scheme's order."""
    if prepared.wide is not wide:
        raise ValueError("the rules were prepared for another year's arrays")
    groups = range(len(prepared.scheme.groups))
    return tuple(_Ranking(prepared, number, month).done() for number in groups)


class _Ranking:
    """One group's ranking while it is made."""

    def __init__(self, prepared: Prepared, number: int, month: Month) -> None:
        self.scheme, self.month = prepared.scheme, month
        self.ready = prepared.group(number, month)
        self.first, self.end = self.ready.lanes.start, self.ready.lanes.stop
        self.full = self.scheme.rank_on is RankOn.FULL
        self.results = _room(self.ready, full=self.full)
        self.standings: dict[int, Standing] = {}  # by place in the group

    def done(self) -> Ranked:
        """Everything, one after the other."""
        self._run()
        self._hand_over()
        unranked = self._unranked()
        runs = unranked == RANKED
        score, near, errors = self._scores(runs)
        if self.full:
            place = self._near_places(runs, near, errors)
        else:
            place = self._places(runs, score)
        score[~runs] = 0
        return self._told(unranked, score, place)

    @property
    def _lanes(self) -> int:
        return int(self.end - self.first)

    def _run(self) -> None:
        ready, size = self.ready, _share(self._lanes)
        begins = range(self.first, self.end, size)
        spans = [(self.first, low, min(low + size, self.end)) for low in begins]
        work = partial(loops.run, ready.race, ready.tries, self.results)
        if len(spans) < 2:
            for span in spans:
                work(span)
        else:
            side_by_side(work, spans)

    def _hand_over(self) -> None:
        """Ask the core about the entrants whose numbers do not fit."""
        for at in np.flatnonzero(self.results.seen & loops.SAW_CORE):
            lane = self.first + int(at)
            if not self._open()[at]:
                continue
            standing = self.ready.core.standings([lane], self.month)[lane]
            self.standings[int(at)] = standing
            self._take(int(at), standing.items)

    def _take(self, at: int, items: Sequence[Scored]) -> None:
        table = self.scheme.item_lights
        self._make_room(items)
        results = self.results
        results.seen[at] = results.total[at] = 0
        results.light[at], results.applicable[at] = DARK, len(items)
        for number, scored in enumerate(items):
            outcome = _outcome(scored)
            points = _units(scored.points, self.scheme.decimals)
            code = code_of(scored.light, table) if scored.light and table else DARK
            results.points[number, at], results.outcome[number, at] = points, outcome
            if results.lights.size:
                results.lights[number, at] = code
            results.total[at] += points
            if self.full:
                exact = scored.exact_points or 0
                results.full[number, at] = float(exact * 10**self.scheme.decimals)
            results.seen[at] |= SEEN[outcome]
            results.applicable[at] -= outcome == OUT_OF_IT
            if (code | loops.GRAVITY) >= results.light[at]:
                results.light[at] = code

    def _make_room(self, items: Sequence[Scored]) -> None:
        """Points that the core found and the loops have no room for take 64 bits each."""
        points = [_units(scored.points, self.scheme.decimals) for scored in items]
        if max(map(abs, points), default=0) >= MOST_POINTS:
            wide = self.results.points.astype(np.int64)
            self.results = self.results._replace(points=wide)

    def _open(self) -> Any:
        dates = self.ready.race.classes
        return dates.dates[dates.of[self.first : self.end], 0] != 0

    def _unranked(self) -> Any:
        reason, dates = np.empty(self._lanes, np.int8), self.ready.race.classes
        like = dates.of[self.first : self.end]
        loops.why_unranked(self.results, like, dates.dates, reason)
        return reason

    def _scores(self, ranked: Any) -> tuple[Any, Any, Any]:
        """Scores as printed; in full and their bounds of error, where these count."""
        results, tree = self.results, self.ready.rules.tree
        if self.full:
            return self._full_scores(ranked)
        partly = self.ready.as_they_are
        here = (results.seen & loops.SAW_OUT) != 0 if partly else ranked
        lanes = np.flatnonzero(here & ranked)
        if lanes.size:
            applies = results.outcome[:, lanes] != OUT_OF_IT
            points = results.points[:, lanes]
            results.total[lanes] = printed_totals(tree, points, applies)
        return results.total, None, None

    def _full_scores(self, ranked: Any) -> tuple[Any, Any, Any]:
        results, lanes = self.results, np.flatnonzero(ranked)
        applies = results.outcome[:, lanes] != OUT_OF_IT
        full = np.where(applies, results.full[:, lanes], 0.0)
        tree, sizes = self.ready.rules.tree, self.ready.sizes
        near, errors = near_totals(tree, full, sizes, applies)
        half = near + np.copysign(0.5, near)
        whole = np.trunc(half)
        part = np.abs(half - whole)
        errors += np.abs(near) * 2.0**-50
        for at in np.flatnonzero(~(np.minimum(part, 1 - part) > errors)):
            standing = self._standing(int(lanes[at]))
            whole[at] = _units(standing.score, self.scheme.decimals)
        results.total[lanes] = whole.astype(np.int64)
        return results.total, near, errors

    def _standing(self, at: int) -> Standing:
        if at not in self.standings:
            lane = self.first + at
            self.standings[at] = self.ready.core.standings([lane], self.month)[lane]
        return self.standings[at]

    def _near_places(self, runs: Any, near: Any, errors: Any) -> Any:
        running = np.flatnonzero(runs)

        def exactly(some: Any) -> Any:
            lanes = [int(self.first + running[one]) for one in some]
            return self.ready.core.places(lanes, self.month)

        place = np.zeros(self._lanes, np.int64)
        place[running] = places_of_near(near, errors, exactly, self.scheme.ties)
        return place

    def _places(self, runs: Any, score: Any) -> Any:
        found = {item.indicator: n for n, item in self._items()}
        broken = [found[code] for code in self.scheme.tie_break if code in found]
        if not broken:
            return places_of(score, runs, self.scheme.ties)
        running, place = np.flatnonzero(runs), np.zeros(self._lanes, np.int64)
        keys = [self._tie_keys(number, running) for number in broken]
        place[running] = places_with_breakers(score[running], keys, self.scheme.ties)
        return place

    def _tie_keys(self, number: int, running: Any) -> Any:
        lanes = running + self.first
        keys, fits = np.empty(lanes.size, np.int64), np.empty(lanes.size, bool)
        tie_breakers(self.ready.race, number, lanes, (keys, fits))
        by_core: dict[int, int] = {}
        for at in np.flatnonzero(~fits):
            scored = self._standing(int(running[at])).items[number]
            units = tie_units(scored)
            by_core[int(at)] = NO_TIE if units is None else units
        return _with(keys, by_core)

    def _items(self) -> Any:
        return enumerate(self.ready.rules.tree.items())

    def _lights(self) -> Any:
        """Where nothing is lit there is one dark light for all."""
        results = self.results
        if results.lights.size:
            return np.where(results.lights < 0, DARK, results.lights & BAND)
        return np.broadcast_to(np.int32(DARK), results.outcome.shape)

    def _told(self, unranked: Any, score: Any, place: Any) -> Ranked:
        results, scheme, light = self.results, self.scheme, self.results.light
        if scheme.standing_lights is not None:
            light = band_numbers(scheme.standing_lights, score, scheme.decimals)
        elif results.lights.size:
            light = np.where(light < 0, DARK, light & BAND)
        light[unranked != RANKED] = DARK
        return Ranked(
            self.ready.rules.name,
            self.month,
            self.ready.lanes,
            tuple(item.indicator for _, item in self._items()),
            scheme.decimals,
            results.points,
            results.outcome,
            self._lights(),
            score,
            place,
            light,
            unranked,
            len(self.standings),
        )


SEEN = {
    POINTS: 0,
    NO_FIGURE: loops.SAW_MISSING,
    NOTHING_SAID: loops.SAW_NOTHING_SAID,
    OUT_OF_IT: loops.SAW_OUT,
}


def _share(lanes: int) -> int:
    """How many lanes a thread takes at once."""
    line = 64  # so that no two threads write to the same line of the cache
    share = -(-lanes // (SHARES * processors() * line)) * line
    return max(share, 4 * loops.BLOCK)


def _outcome(scored: Scored) -> int:
    if scored.status is Status.MISSING:
        return NO_FIGURE
    if scored.status is Status.NOT_APPLICABLE:
        return OUT_OF_IT
    return NOTHING_SAID if scored.points is None else POINTS


def _units(value: Decimal | None, decimals: int) -> int:
    units = 0 if value is None else int(value.scaleb(decimals))
    if abs(units) >= MOST_UNITS:
        raise OverflowError(f"{value} points are too many for the arrays")
    return units


def _room(ready: Ready, *, full: bool) -> loops.Results:
    """Arrays for what is found, of points and of sums."""
    lanes = ready.lanes.stop - ready.lanes.start
    items = len(ready.race.rules.items)
    lit = ready.race.rules.told[LIGHT_FORM] >= 0
    return loops.Results(
        np.empty((items, lanes), np.int32),
        np.zeros((items, lanes), np.int8),
        np.full((items, lanes if lit else 0), DARK, np.int32),
        np.zeros((items, lanes if full else 0)),
        np.zeros(lanes, np.int64),
        np.full(lanes, DARK, np.int32),
        np.zeros(lanes, np.uint8),
        np.full(lanes, items, np.int64),
    )


def band_numbers(table: LightTable, scores: Any, decimals: int) -> Any:
    """The first band of a table in which each score lies; -1 in a gap."""
    found = np.full(scores.shape, DARK, np.int32)
    for number in reversed(range(len(table.bands))):
        interval = table.bands[number].interval
        inside = np.ones(scores.shape, bool)
        if interval.low is not None:
            low = interval.low * 10**decimals
            first = math.ceil(low) if interval.low_included else math.floor(low) + 1
            inside &= scores >= first
        if interval.high is not None:
            high = interval.high * 10**decimals
            last = math.floor(high) if interval.high_included else math.ceil(high) - 1
            inside &= scores <= last
        found[inside] = number
    return found


def _with(keys: Any, by_core: dict[int, int]) -> Any:
    """Keys with those of the core, in numbers of the same order that fit."""
    if not by_core:
        return keys
    whole = [by_core.get(at, int(key)) for at, key in enumerate(keys)]
    # What cannot be told lies below all that can, however far below zero that is.
    order = sorted(set(whole), key=lambda key: (key != NO_TIE, key))
    place = {key: number for number, key in enumerate(order)}
    return np.array([place[key] for key in whole], np.int64)
