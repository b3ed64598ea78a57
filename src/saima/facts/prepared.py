"""A scheme made ready for the arrays of a year, kept from one ranking to the next."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from saima.core.calendars import Calendar
from saima.core.periods import Month
from saima.core.planned import Schedule
from saima.core.schemes import GroupRules, Item, Scheme
from saima.facts.carriers import Below, Classes, classes
from saima.facts.handed import ToTheCore
from saima.facts.positions import Race
from saima.facts.quick import Group, Tries, Usual, tries, usuals
from saima.facts.rules import MONTH, Rules, exact_rules
from saima.facts.totals import as_they_are
from saima.facts.wide import Wide

SHIFTED = 100  # what is added to make a measure is at most 100 points of lead


@dataclass(frozen=True, slots=True)
class Ready:
    """A group in a month: what the loops read, and whom to ask beyond them."""

    rules: GroupRules
    race: Race
    tries: Tries
    lanes: slice
    sizes: Any  # of each item, for the bound of what is not rounded
    as_they_are: bool
    core: ToTheCore


class Prepared:
    """A scheme over a year's arrays; what depends on neither figures nor targets.

    It notices by itself when somebody begins to have an indicator.
    """

    def __init__(self, scheme: Scheme, wide: Wide, calendar: Calendar) -> None:
        self.scheme, self.wide, self.calendar = scheme, wide, calendar
        self.schedule = Schedule(scheme.convention, calendar)
        self._rules = [self._exact(group) for group in scheme.groups]
        self._sizes = [_sizes(scheme, group) for group in scheme.groups]
        self._added = [
            as_they_are(group.tree, len(rules.items))
            for group, rules in zip(scheme.groups, self._rules, strict=True)
        ]
        self._lanes = _lanes_of(wide)
        self._changes = -1
        self._below = Below(wide)
        self._carriers = self._below.carriers(wide)
        self._usuals: dict[tuple[int, Month], list[Usual]] = {}
        self._classes: dict[Month, Classes] = {}
        self._tries: dict[tuple[int, Month], tuple[list[Usual], Tries]] = {}

    def group(self, number: int, month: Month) -> Ready:
        """A group of the scheme, by its number."""
        self._freshen()
        group = self.scheme.groups[number]
        lanes = self._lanes.get(group.name, slice(0, 0))
        rules = self._rules[number]
        told = rules.told.copy()
        told[MONTH] = month.number
        rules = rules._replace(told=told)
        race = Race(self.wide.cells, self._carriers, self._dates(month), rules)
        return Ready(
            group,
            race,
            self._tried(number, month, lanes, rules),
            lanes,
            self._sizes[number],
            self._added[number],
            ToTheCore(self.wide, self.scheme, group, self.calendar),
        )

    def _exact(self, group: GroupRules) -> Rules:
        wide = self.wide
        known = {
            one.code: (one, places)
            for one, places in zip(wide.indicators, wide.decimals, strict=True)
        }
        return exact_rules(self.scheme, group, wide.row, known)

    def _freshen(self) -> None:
        if self._changes != self.wide.changes:
            if self._below.heads:
                self._carriers = self._below.carriers(self.wide)
            self._usuals.clear()
            self._changes = self.wide.changes

    def _dates(self, month: Month) -> Classes:
        if month not in self._classes:
            made = classes(self.wide, month, self.schedule, self._carriers.row_of)
            self._classes[month] = made
        return self._classes[month]

    def _tried(self, number: int, month: Month, lanes: slice, rules: Rules) -> Tries:
        """How items are tried: by what most lanes have, which is seldom another."""
        here, group = (number, month), self.scheme.groups[number]
        told = Group(self.scheme, group, lanes, month, self.schedule)
        if here not in self._usuals:
            self._usuals[here] = usuals(told, rules, self.wide.cells)
        usual = self._usuals[here]
        kept = self._tries.get(here)
        if kept is None or kept[0] != usual:
            kept = self._tries[here] = (usual, tries(told, rules, usual))
        return kept[1]


def _lanes_of(wide: Wide) -> dict[str | None, slice]:
    """The lanes of each group; they lie side by side."""
    lanes: dict[str | None, slice] = {}
    for lane, one in enumerate(wide.subjects):
        begun = lanes.get(one.group)
        lanes[one.group] = slice(begun.start if begun else lane, lane + 1)
    return lanes


def _sizes(scheme: Scheme, group: GroupRules) -> Any:
    """More than every constant of each item's curve, as `loops` has it, by one."""
    scale = 10**scheme.decimals
    return np.array([_size(item, scale) for item in group.tree.items()], np.float64)


def _size(item: Item, scale: int) -> float:
    constants = [abs(p.intercept) + abs(p.slope) * SHIFTED for p in item.curve.pieces]
    if rule := item.zero_target:
        shares = max(abs(rule.met), abs(rule.better), abs(rule.worse))
        constants.append(shares * Fraction(item.weight))
    try:
        return float(max(constants) * scale + 1)
    except OverflowError:
        return math.inf  # nothing is near enough then, and the core is asked
