"""The plan of a year as its page shows it: subjects down, indicators, what stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from saima.core.indicators import IndicatorKind, RollUp
from saima.core.numbers import plain_text
from saima.core.periods import Month
from saima.core.subjects import Subject as SubjectValue
from saima.core.subjects import Subjects
from saima.core.targets import Phasing
from saima.core.words import words
from saima.people.models import OrgUnit
from saima.people.queries import tree_at
from saima.people.trees import Tree
from saima.plans.actions.adopt import changed_of, open_gaps_of
from saima.plans.actions.drafts import TEMPLATES
from saima.plans.models import Draft, Indicator, Promise, Target
from saima.plans.queries import (
    drafts_of,
    indicators_of,
    latest_targets,
    subject_value,
    subjects_in,
    target_values,
)

TEMPLATE_WORDS = {
    Phasing.EVEN: words("evenly"),
    Phasing.WORKDAYS: words("by working days"),
    Phasing.LAST_YEAR: words("as last year went"),
    Phasing.FRONT_LOADED: words("more in the first half"),
}
Where = tuple[int, int]  # the numbers of subject and indicator


@dataclass(frozen=True)
class YearPlan:
    """The plan of a unit and all below it, for a year.

    `drafts` are what its planner works at; others see the targets alone.
    """

    unit: OrgUnit
    root: OrgUnit
    year: int
    tree: Tree
    subjects: tuple[SubjectValue, ...]  # down the tree
    indicators: tuple[Indicator, ...]
    targets: Mapping[Where, Target]
    drafts: Mapping[Where, Draft]

    @property
    def changed(self) -> int:
        """How many drafts say something else than the targets."""
        return len(changed_of(self.drafts.values(), self.targets))

    @property
    def rows(self) -> dict[Where, Promise]:
        """What stands in the plan: the drafts over the targets."""
        return {**self.targets, **self.drafts}

    def gaps(self) -> dict[str, int]:
        """How many gaps are open, by the names of indicators."""
        plan = target_values(self.rows.values())
        touched = [indicator.code for indicator in self.indicators]
        found = open_gaps_of(self.root, self.tree, plan, touched)
        return dict(Counter(gap.indicator.name for gap in found))


def year_plan(unit: OrgUnit, year: int, *, with_drafts: bool) -> YearPlan:
    """The plan of a year in the tree of its end."""
    tree = tree_at(Month(year, 12))
    units = list(tree.subtree(unit.pk))
    root = tree.root_of(unit.pk)
    drafts = drafts_of(units, year) if with_drafts else ()
    return YearPlan(
        unit,
        root,
        year,
        tree,
        tuple(down_the_tree(units, tree, year)),
        tuple(indicators_of(root, year)),
        {_where(row): row for row in latest_targets(units, year)},
        {_where(row): row for row in drafts},
    )


def _where(row: Draft | Target) -> Where:
    return row.subject_id, row.indicator_id


def down_the_tree(
    units: Iterable[int], tree: Tree, year: int
) -> Iterator[SubjectValue]:
    """The subjects of a year, each before what lies below it."""
    values = (subject_value(row, tree) for row in subjects_in(units))
    subjects = Subjects(value for value in values if value.open_during(year))
    codes = {subject.code for subject in subjects}
    for subject in subjects:
        if subject.parent not in codes:
            yield subject
            yield from subjects.below(subject.code)


def grid_values(
    plan: YearPlan, *, save: str, keep: int, readonly: bool
) -> dict[str, Any]:
    """What the grid of the browser is given."""
    return {
        "year": plan.year,
        "save": save,
        "keep": str(keep),
        "readonly": readonly,
        "indicators": [_indicator(row) for row in plan.indicators],
        "subjects": list(_subjects(plan.subjects)),
        "cells": _cells(plan.rows.values()),
        "phasings": [
            {"code": one.value, "name": TEMPLATE_WORDS[one].say(gettext)}
            for one in TEMPLATES
        ],
    }


def _indicator(row: Indicator) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "unit": row.unit_of_measure,
        "decimals": row.decimals,
        "level": row.roll_up == RollUp.LAST.value,
        "parts": row.kind != IndicatorKind.RATE.value,
    }


def _subjects(subjects: Sequence[SubjectValue]) -> Iterator[dict[str, Any]]:
    depths: dict[str, int] = {}
    for subject in subjects:
        above = depths.get(subject.parent or "")
        depths[subject.code] = 0 if above is None else above + 1
        yield {
            "code": subject.code,
            "name": subject.name,
            "depth": depths[subject.code],
            "parent": None if above is None else subject.parent,
        }


def _cells(rows: Iterable[Promise]) -> dict[str, dict[str, Any]]:
    cells: dict[str, dict[str, Any]] = {}
    for row in rows:
        cells.setdefault(row.indicator.code, {})[row.subject.code] = {
            "year": _text(row.amount),
            "months": [_text(one) for one in row.months] if row.months else None,  # type: ignore[attr-defined]  # both kinds have them
            "seen": _seen(row),
            "na": not row.applicable,
        }
    return cells


def _seen(row: Promise) -> int:
    return row.seen if isinstance(row, Draft) else row.event_id  # type: ignore[attr-defined]  # a target has it


def _text(value: Decimal | None) -> str:
    return "" if value is None else plain_text(value)
