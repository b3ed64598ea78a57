"""What an edition is made of: the record as it is now, put down in plain values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from saima.core.editions.document import FORM
from saima.core.editions.honors import honors_at
from saima.core.editions.plain import Plain, plain_scheme, plain_standings, plain_world
from saima.core.editions.reading import placed_again
from saima.core.periods import Month
from saima.core.races import Race, Standing
from saima.journal.models import Head
from saima.races import models
from saima.races.queries.live import groups_in, race_named
from saima.races.queries.rules import Ruling, public_rules, rulings

Result = TypeVar("Result")
TRIES = 3


@dataclass(frozen=True)
class Absent:
    """Who was entered for a month and does not run in it, and why."""

    code: str
    name: str
    group: str
    why: str


@dataclass(frozen=True)
class Ranking:
    """One ranking of a month: under which rules, and who stands where."""

    ruling: Ruling
    race: Race
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class MonthNow:
    """A month of a race as the record has it now."""

    month: Month
    rankings: tuple[Ranking, ...]
    absent: tuple[Absent, ...]
    previous: Mapping[str, int]

    @property
    def whole(self) -> bool:
        """Whether everybody who was entered either runs or is absent for a reason."""
        race = self.rankings[0].race
        running = {s.code for s in race.subjects if s.group is not None}
        absent = {one.code for one in self.absent} & running
        return all(
            running == {one.entrant.code for one in ranking.standings} | absent
            for ranking in self.rankings
        )


class Moving(RuntimeError):  # noqa: N818 - it says what the record does
    """The record changed each time it was read."""


@dataclass(frozen=True)
class AsOf:
    """Up to which deed of the journal the record was read."""

    number: int
    digest: bytes
    at: datetime

    @property
    def plain(self) -> Plain:
        """In the form of an edition."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return {"event": self.number, "digest": self.digest.hex(), "at": at}


def newest_deed() -> AsOf:
    """The end of the journal as it is."""
    head = Head.objects.get(id=1)
    return AsOf(head.number, bytes(head.digest), head.at)


def at_rest(read: Callable[[], Result]) -> tuple[Result, AsOf]:
    """Read something of which nothing changed meanwhile, and up to which deed it is.

    Every change is a deed: where the journal's end is the same before and after, what
    was read belongs together. Raises `Moving` after some tries.
    """
    for _ in range(TRIES):
        before = newest_deed()
        found = read()
        if newest_deed() == before:
            return found, before
    raise Moving


def month_now(row: models.Race, month: Month) -> MonthNow | None:
    """A month as it is now; None where no rules hold in it."""
    listing = race_named(row.slug)
    if listing is None or month not in listing.by_month:
        return None
    race = listing.by_month[month]
    previous = places_before(row, month)
    held = rulings(public_rules(row), month)
    return MonthNow(
        month,
        tuple(_ranking(one, race, month, previous) for one in held),
        tuple(_absent(row, race, month)),
        previous,
    )


def _ranking(
    ruling: Ruling, race: Race, month: Month, previous: Mapping[str, int]
) -> Ranking:
    ruled = replace(race, scheme=ruling.scheme)
    return Ranking(ruling, ruled, placed_again(ruled, month, previous))


def places_before(row: models.Race, month: Month) -> dict[str, int]:
    """The places of the month before as published last, by the entrants' codes."""
    if month.number == 1:
        return {}
    before = latest_publication(row, month.previous())
    if before is None:
        return {}
    told = [json.loads(place.shown) for place in before.places.filter(ranking=0)]
    return {one["code"]: one["rank"] for one in told if one["rank"] is not None}


def latest_publication(row: models.Race, month: Month) -> models.Publication | None:
    """What was published last of a month."""
    found = models.Publication.objects.filter(race=row, month=month)
    return found.order_by("-number").first()


def _absent(row: models.Race, race: Race, month: Month) -> Iterator[Absent]:
    """Who was entered and does not run: closed, not open yet, or gone from the group."""
    enrolled = list(row.entrants.order_by("id").select_related("subject"))
    groups = groups_in(enrolled, month)
    names = {one.subject_id: one.subject for one in enrolled}
    there = {subject.code: subject for subject in race.subjects}
    for number, group in groups.items():
        subject = names[number]
        here = there.get(subject.code)
        if here is None:
            yield Absent(subject.code, subject.name, group, "left")
        elif not here.open_in(month):
            later = here.opened is not None and month < here.opened
            why = "not_open" if later else "closed"
            yield Absent(subject.code, subject.name, group, why)


def plain_content(
    row: models.Race, now: MonthNow, number: int, reason: str, as_of: AsOf
) -> Plain:
    """An edition in the form of its file (docs/reference/edition.md)."""
    root = {"code": row.root.code, "name": row.root.name}
    race = {"slug": row.slug, "name": row.name, "year": row.year, "root": root}
    return {
        "form": FORM,
        "race": race,
        "month": str(now.month),
        "number": number,
        "reason": reason,
        "record": as_of.plain,
        **substance(now),
    }


def substance(now: MonthNow) -> Plain:
    """What decides about the places: the same whenever nothing has changed."""
    return {
        "world": plain_world(now.rankings[0].race, now.month),
        "previous": dict(now.previous),
        "absent": [
            {"code": a.code, "name": a.name, "group": a.group, "why": a.why}
            for a in now.absent
        ],
        "rankings": [_plain_ranking(one, now.month) for one in now.rankings],
    }


def _plain_ranking(one: Ranking, month: Month) -> Plain:
    rules = one.ruling.rules
    at = rules.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = {
        "version": rules.number,
        "since": str(rules.since),
        "published_at": at,
        "timing": one.ruling.timing.value,
        "text": rules.text,
        "digest": bytes(rules.content_digest).hex(),
    }
    ranking: Plain = {
        "rules": told,
        "scheme": plain_scheme(one.race.scheme),
        "standings": plain_standings(one.standings),
    }
    honors = honors_at(one.race, month, one.standings)
    return ranking if honors is None else {**ranking, "honors": honors}
