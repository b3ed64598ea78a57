"""From a sentence to its result: what has become of a target that a paper stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from saima.core.lights import Band
from saima.core.periods import Month
from saima.core.races import Race, position_of
from saima.core.scoring import light_of
from saima.library.models import Decision
from saima.library.suggesting import TARGET
from saima.plans.models import Draft, Target
from saima.races.cards import told_completion
from saima.races.queries.live import Listing, races


@dataclass(frozen=True, slots=True)
class Result:
    """How an accepted target stands: in the plan, and in the latest month of a race."""

    target: Target | None
    month: Month | None = None
    actual: Decimal | None = None
    completion: Fraction | None = None
    light: Band | None = None
    drafted: bool = False  # the draft of the plan says what was accepted

    @property
    def in_force(self) -> bool:
        """Whether the plan has a target there."""
        return self.target is not None and self.target.amount is not None

    @property
    def given_up(self) -> bool:
        """Whether the plan says that it does not apply."""
        return self.target is not None and not self.target.applicable


def results_of(decisions: Iterable[Decision]) -> dict[int, Result]:
    """How accepted targets stand, by the numbers of their statements."""
    rows = [one for one in decisions if one.kind == TARGET and one.last]
    if not rows:
        return {}
    targets, drafted = _targets(rows), _drafted(rows)
    listings = races()
    return {
        one.statement_id: replace(
            _result(one, targets, listings), drafted=one.pk in drafted
        )
        for one in rows
    }


def _about(rows: list[Decision]) -> dict[str, Any]:
    """Which promises of the plan some decisions may be about."""
    return {
        "subject__any_of": {row.subject_id for row in rows},
        "indicator__code__in": {row.indicator.code for row in rows if row.indicator},
        "year__in": {row.last.year for row in rows},
    }


def _targets(rows: list[Decision]) -> dict[tuple[int, str, int], Target]:
    known = Target.objects.filter(**_about(rows))
    ordered = known.order_by("version").select_related("indicator")
    return {(t.subject_id, t.indicator.code, t.year): t for t in ordered}


def _drafted(rows: list[Decision]) -> set[int]:
    """The decisions of which the draft says the same."""
    drafts = Draft.objects.filter(**_about(rows), applicable=True)
    said = {
        (d.subject_id, d.indicator.code, d.year, d.amount, d.bound)
        for d in drafts.select_related("indicator")
    }
    return {
        row.pk
        for row in rows
        if row.indicator
        and (
            row.subject_id,
            row.indicator.code,
            row.last.year,
            row.amount,
            row.bound,
        )
        in said
    }


def _result(
    row: Decision,
    targets: dict[tuple[int, str, int], Target],
    listings: Iterable[Listing],
) -> Result:
    if row.subject is None or row.indicator is None:
        return Result(None)
    subject, indicator = row.subject.code, row.indicator.code
    target = targets.get((row.subject.pk, indicator, row.last.year))
    for race, month in _running(listings, row.last.year):
        found = race.subjects.find(subject)
        if found is None or indicator not in race.indicators:
            continue
        position = position_of(race, found, indicator, month)
        if position.target is None and position.actual_to_date is None:
            continue
        light = light_of(position, race.scheme.item_lights)
        actual, done = position.actual_to_date, told_completion(position)
        return Result(target, month, actual, done, light)
    return Result(target)


def _running(listings: Iterable[Listing], year: int) -> Iterator[tuple[Race, Month]]:
    """The races of a year, each in the latest month that has figures."""
    for listing in listings:
        month = listing.latest
        if month is not None and month.year == year:
            yield listing.by_month[month], month
