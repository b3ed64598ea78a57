"""Opening a race for a year, and entering who runs in it, group by group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from saima.core.periods import Month, months_of
from saima.core.refusal import Refused
from saima.core.subjects import SubjectKind
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.plans.models import Subject
from saima.races.actions.texts import LONGEST_NAME, kept
from saima.races.models import Entrant, Race
from saima.races.queries.live import groups_in
from saima.races.queries.rules import public_rules, rulings

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
LONGEST_GROUP = 100


@dataclass(frozen=True, slots=True)
class NewRace:
    """A race as it is named."""

    slug: str
    name: str
    year: int


@transaction.atomic
def open_race(root: OrgUnit, new: NewRace, *, by: Who) -> Race:
    """Open a race of a group company's year, without rules and without entrants."""
    if not SLUG.fullmatch(new.slug):
        raise Refused(
            words("the short name holds small letters, digits and hyphens alone"),
            words("write it like jiacheng-2026"),
        )
    name = kept(new.name, LONGEST_NAME)
    if not name:
        raise Refused(words("the race has no name"), words("give it a name"))
    if not 2000 <= new.year <= 2100:
        raise Refused(
            words("“{name}” must be a year", name=str(new.year)),
            words("write it like 2026"),
        )
    try:
        with transaction.atomic():
            race = Race.objects.create(
                slug=new.slug, root=root, year=new.year, name=name
            )
    except IntegrityError as taken:
        raise Refused(
            words("a race is called “{name}” already", name=new.slug),
            words("choose another short name"),
        ) from taken
    details = {"slug": race.slug, "year": race.year}
    record(Deed("race.open", by, f"races.race:{race.pk}", root.pk, details))
    return race


@transaction.atomic
def enter(
    race: Race, groups: Mapping[Subject, str], since: Month, *, by: Who
) -> list[Entrant]:
    """Say in which group subjects run from a month on; in none they run no more.

    Once rules are public a month's field stands when the month opens.
    """
    Race.objects.select_for_update(of=("self",), no_key=True).get(pk=race.pk)
    if since.year != race.year:
        raise Refused(
            words(
                "{month} lies outside of {year}", month=str(since), year=str(race.year)
            ),
            words("choose a month of the race's year"),
        )
    wanted = {one: kept(group, LONGEST_GROUP) for one, group in groups.items()}
    known = groups_in(race.entrants.order_by("id"), since)
    rows = [
        Entrant(
            race=race,
            root_id=race.root_id,
            subject=subject,
            group=group,
            since=since,
        )
        for subject, group in wanted.items()
        if known.get(subject.pk, "") != group
    ]
    if not rows:
        raise Refused(
            words("nothing was changed among the entrants"), words("change one first")
        )
    _must_run(rows)
    _must_be_ruled(race, since, {row.group for row in rows})
    details = {"since": str(since), "entrants": len(rows)}
    deed = Deed("race.enter", by, f"races.race:{race.pk}", race.root_id, details)
    try:
        with transaction.atomic():
            record(deed, rows)
    except IntegrityError as late:
        if "opened" not in str(late):
            raise
        raise Refused(
            words("{month} has opened: who runs in it stands", month=str(since)),
            words("choose a month that has not opened yet"),
        ) from late
    return rows


def _must_run(rows: Iterable[Entrant]) -> None:
    """What units sold to each other is taken off a sum; nobody answers for it."""
    for row in rows:
        if row.group and row.subject.kind == SubjectKind.ELIMINATION:
            raise Refused(
                words(
                    "{name} is an internal elimination: it does not run",
                    name=row.subject.name,
                ),
                words("leave it without a group"),
            )


def _must_be_ruled(race: Race, since: Month, groups: set[str]) -> None:
    """Once rules are public, a month in which a group has none could not be ranked."""
    versions = public_rules(race)
    for month in months_of(race.year):
        held = rulings(versions, month)
        if month < since or not held:
            continue
        ruled = {group.name for group in held[0].scheme.groups}
        for group in sorted(groups - ruled - {""}):
            raise Refused(
                words(
                    "the group “{name}” has no rules in {month}",
                    name=group,
                    month=str(month),
                ),
                words("choose a group that the rules know, or change the rules first"),
            )
