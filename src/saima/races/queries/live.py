"""Races as the record stands now: rules, plan and figures, as values."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from saima.core.calendars import Calendar
from saima.core.figures import NOTHING_REPORTED, Figures
from saima.core.honors.lists import Lists
from saima.core.honors.streaks import Streak
from saima.core.periods import Month, months_of
from saima.core.races import Race, Standing, placed_at
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Targets
from saima.people import scope
from saima.people.queries import trees_of
from saima.people.scope import Scope
from saima.people.trees import Tree
from saima.plans.models import Duty, Target
from saima.plans.models import Subject as SubjectRow
from saima.plans.queries import (
    indicator_value,
    indicators_of,
    subject_value,
    subjects_in,
    target_values,
)
from saima.races import models
from saima.races.queries.moving import newest_move
from saima.races.queries.pausing import nothing_collected
from saima.races.queries.rules import public_rules, rulings
from saima.reading.calendars import packaged_calendar
from saima.submissions.queries import figures_of

NO_TARGETS: Targets = {}
Honors = tuple[tuple[Lists, ...], tuple[Streak, ...]]


@dataclass(frozen=True, eq=False)
class Listing:
    """A race that is listed, as it stood in each month of its year."""

    slug: str
    name: str
    sample: bool
    by_month: Mapping[Month, Race]
    worked_out: dict[Month, tuple[Standing, ...]] = field(default_factory=dict)
    # Standings without movement: each month is ranked once, though the next one asks too.
    placed: dict[Month, tuple[Standing, ...]] = field(
        default_factory=dict, kw_only=True
    )
    # What a page has drawn of it, by language and place; kept as long as it is.
    drawn: dict[tuple[object, ...], str] = field(default_factory=dict)
    # Lists and streaks as they were put down; None where they follow the record.
    put_down: Mapping[Month, Mapping[str, Any]] | None = field(
        default=None, kw_only=True
    )
    honored: dict[Month, Honors] = field(default_factory=dict, kw_only=True)

    @property
    def live(self) -> bool:
        """Whether it moves with the record; what was published does not."""
        return True

    @property
    def ruled(self) -> bool:
        """Whether rules were published for any month of its year."""
        return bool(self.by_month)

    @property
    def race(self) -> Race:
        """The race as it stands at the end of its year."""
        return self.by_month[max(self.by_month)]

    @property
    def months(self) -> tuple[Month, ...]:
        """The months for which there are rules and figures."""
        return tuple(
            m for m in (self.race.months if self.ruled else ()) if m in self.by_month
        )

    @property
    def latest(self) -> Month | None:
        """The last month for which anything was approved."""
        return self.months[-1] if self.months else None

    @cached_property
    def entrants(self) -> tuple[Subject, ...]:
        """All who run, group by group."""
        subjects = self.race.subjects if self.ruled else ()
        return tuple(s for s in subjects if s.group is not None)

    def entrant(self, code: str) -> Subject | None:
        """Who runs under this code in any month."""
        return next((s for s in self.entrants if s.code == code), None)


# What was read stays until a deed that may move a race. Whoever sees other units has a
# copy of their own.
Kept = tuple[bytes, Scope, Listing]
_kept: dict[int, Kept] = {}
_reading = threading.Lock()


def races() -> tuple[Listing, ...]:
    """Every race in scope, the latest year first."""
    digest = newest_move()
    return tuple(_listing(row, digest) for row in _rows())


def race_named(slug: str) -> Listing | None:
    """The race of this name, if it is in scope."""
    digest = newest_move()
    row = race_row(slug)
    return None if row is None else _listing(row, digest)


def race_of_month(row: models.Race, month: Month) -> Race:
    """The race of a month as it is now. KeyError where no rules hold in it."""
    return _listing(row, newest_move()).by_month[month]


def standings_of(listing: Listing, month: Month) -> tuple[Standing, ...]:
    """The standings of a race at a month's end, worked out once."""
    known = listing.worked_out
    if month not in known:
        first = month.number == 1
        before = () if first else placed_in(listing, month.previous())
        ranks = {one.entrant.code: one.rank for one in before}
        known[month] = tuple(
            replace(one, previous_rank=ranks.get(one.entrant.code))
            for one in placed_in(listing, month)
        )
    return known[month]


def placed_in(listing: Listing, month: Month) -> tuple[Standing, ...]:
    """The standings of a month without its movement; none where no rules held."""
    if month in listing.worked_out:
        return listing.worked_out[month]
    if month not in listing.placed:
        race = listing.by_month.get(month)
        with nothing_collected():
            listing.placed[month] = () if race is None else placed_at(race, month)
    return listing.placed[month]


def race_row(slug: str) -> models.Race | None:
    """The row of a race, if it is in scope or of a group in scope."""
    return _rows().filter(slug=slug).first()


def race_rows() -> list[models.Race]:
    """The rows of all races in scope, the latest year first."""
    return list(_rows())


def _rows() -> QuerySet[models.Race]:
    return models.Race.objects.select_related("root")


def _listing(row: models.Race, digest: bytes) -> Listing:
    """The race as it is, read anew only when something was entered since."""
    seen = scope.current()
    with _reading:
        kept = _kept.get(row.pk)
    if kept is not None and kept[:2] == (digest, seen):
        return kept[2]
    with nothing_collected():
        listing = Listing(row.slug, row.name, row.sample, dict(_by_month(row)))
    with _reading:
        _kept[row.pk] = (digest, seen, listing)
    return listing


def _by_month(row: models.Race) -> Iterator[tuple[Month, Race]]:
    """The race of each month that has rules; alike months share one."""
    trees = trees_of(months_of(row.year))
    units = {unit for tree in trees.values() for unit in tree.subtree(row.root_id)}
    indicators = {i.code: indicator_value(i) for i in indicators_of(row.root, row.year)}
    versions = public_rules(row)
    subjects = list(subjects_in(units))
    enrolled = list(row.entrants.order_by("id").select_related(None))
    figures = _figures(units, row.year)
    targets = _versions(units, row.year)
    calendar = _calendar(row)
    known: list[Race] = []
    begun, in_force = -1, NO_TARGETS
    for month, tree in trees.items():
        held = rulings(versions, month)
        if not held:
            continue
        groups = groups_in(enrolled, month)
        since = sum(one.since <= month for one in targets)
        if since != begun:
            begun, in_force = since, _in_force(targets, month)
        placed = tuple(_placed(subjects, groups, _with_later(tree, trees, month), row))
        race = Race(
            held[0].scheme,
            Subjects(placed),
            indicators,
            in_force,
            figures,
            calendar,
        )
        if not known or not _alike(known[-1], race):
            known.append(race)
        yield month, known[-1]


def _alike(one: Race, other: Race) -> bool:
    return (tuple(one.subjects), one.targets, one.scheme) == (
        tuple(other.subjects),
        other.targets,
        other.scheme,
    )


def groups_in(enrolled: Iterable[models.Entrant], month: Month) -> dict[int, str]:
    """The group of each subject that runs in a month."""
    told = {one.subject_id: one.group for one in enrolled if one.since <= month}
    return {subject: group for subject, group in told.items() if group}


def _calendar(row: models.Race) -> Calendar:
    if row.calendar is None:
        return packaged_calendar()
    off, work = (
        frozenset(map(date.fromisoformat, row.calendar[kind]))
        for kind in ("off", "work")
    )
    return Calendar(frozenset(row.calendar["years"]), off, work)


def _figures(units: Iterable[int], year: int) -> Figures:
    """What was approved; a line that must be reported and was not is missing."""
    units = list(units)
    due = Duty.objects.filter(unit__any_of=units, since__lte=Month(year, 12)).exclude(
        until__lt=Month(year, 1)
    )
    asked = due.values_list("subject__code", "indicator__code")
    series = figures_of(units, year).series
    return Figures({**dict.fromkeys(asked, NOTHING_REPORTED), **series})


def _versions(units: Iterable[int], year: int) -> list[Target]:
    """Every version of every target of a year, older ones first."""
    rows = Target.objects.filter(unit__any_of=list(units), year=year)
    return list(rows.order_by("version").select_related("subject", "indicator"))


def _in_force(versions: Iterable[Target], month: Month) -> Targets:
    begun = (target for target in versions if target.since <= month)
    newest = {(t.subject_id, t.indicator_id): t for t in begun}
    return target_values(newest.values())


def _with_later(tree: Tree, trees: Mapping[Month, Tree], month: Month) -> Tree:
    """The tree of a month, with units that open later in the year in their places.

    What is promised for them is part of the year's plan from its first day on.
    """
    last = trees[max(trees)]
    parents = {
        number: last.parents[number]
        if tree.parents[number] is None and unit.opened and unit.opened > month
        else tree.parents[number]
        for number, unit in tree.units.items()
    }
    return Tree(tree.units, parents)


def _placed(
    rows: Iterable[SubjectRow], groups: Mapping[int, str], tree: Tree, row: models.Race
) -> Iterator[Subject]:
    """The subjects that stand below the group company in a month."""
    here = set(tree.subtree(row.root_id))
    found = [subject for subject in rows if subject.unit_id in here]
    codes = {subject.code for subject in found}
    for subject in found:
        value = subject_value(subject, tree)
        if value.parent not in codes:
            value = value.under(None)
        yield replace(value, group=groups.get(subject.pk))
