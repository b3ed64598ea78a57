"""What the arrays cannot say is handed to the core: whole entrants, as values again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from saima.core.calendars import Calendar
from saima.core.figures import Figures, Series
from saima.core.numbers import round_half_up
from saima.core.periods import Month
from saima.core.races import Race, Standing, standings_at
from saima.core.schemes import GroupRules, Measure, Scheme
from saima.core.scoring import Scored
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Target
from saima.facts.rules import TIE_DECIMALS
from saima.facts.wide import Key, Wide


class ToTheCore:
    """Entrants of a group as a race of the core, with all that lies below them."""

    def __init__(
        self, wide: Wide, scheme: Scheme, rules: GroupRules, calendar: Calendar
    ) -> None:
        self._wide = wide
        self._scheme = replace(scheme, groups=(rules,))
        self._calendar = calendar

    def standings(self, lanes: Sequence[int], month: Month) -> dict[int, Standing]:
        """What the core says of these entrants, running against each other alone."""
        found = standings_at(self._race(lanes), month)
        return {self._wide.lane[one.entrant.code]: one for one in found}

    def places(self, lanes: Any, month: Month) -> Any:
        """The places that the core gives these entrants among each other."""
        found = self.standings(lanes, month)
        return np.array([found[int(lane)].rank for lane in lanes], np.int64)

    def _race(self, lanes: Sequence[int]) -> Race:
        wide, subjects = self._wide, dict[str, Subject]()
        for lane in lanes:
            entrant = wide.subjects[lane]
            subjects[entrant.code] = entrant
            for one in self._below(entrant.code):
                subjects.setdefault(one.code, one)
        runs = {wide.subjects[lane].code for lane in lanes}
        # Those who run in the same group, but are not asked about, do not run here.
        kept = [
            one if one.code in runs else replace(one, group=None)
            for one in subjects.values()
        ]
        targets, series = self._values(kept)
        indicators = {one.code: one for one in wide.indicators}
        return Race(
            self._scheme,
            Subjects(kept),
            indicators,
            targets,
            Figures(series),
            self._calendar,
        )

    def _values(
        self, subjects: Sequence[Subject]
    ) -> tuple[dict[Key, Target], dict[Key, Series]]:
        targets, series = dict[Key, Target](), dict[Key, Series]()
        for one in subjects:
            for indicator in self._wide.indicators:
                key = (one.code, indicator.code)
                if (target := self._wide.target(key)) is not None:
                    targets[key] = target
                if (figures := self._wide.series(key)) is not None:
                    series[key] = figures
        return targets, series

    @cached_property
    def _children(self) -> dict[str, list[Subject]]:
        children: dict[str, list[Subject]] = {}
        for one in self._wide.subjects:
            if one.parent is not None:
                children.setdefault(one.parent, []).append(one)
        return children

    def _below(self, code: str) -> Iterator[Subject]:
        for child in self._children.get(code, ()):
            yield child
            yield from self._below(child.code)


def tie_units(scored: Scored) -> int | None:
    """What breaks ties, as printed, in units of its last digit."""
    x, indicator = scored.measured, scored.position.indicator
    if x is None:
        return None
    decimals = TIE_DECIMALS.get(scored.item.measure, 4)
    if scored.item.measure is Measure.ACTUAL:
        x, decimals = x * indicator.sign, indicator.decimals
    return int(round_half_up(x, decimals).scaleb(decimals))
