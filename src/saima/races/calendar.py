"""The year of a race, month by month: what is published, and who has not reported."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from saima.core.periods import Month, months_of
from saima.core.punctuality import Punctuality
from saima.facts.warm import ready
from saima.people.queries import this_month
from saima.people.trees import Tree
from saima.races.models import Edition, Place, Publication, Race
from saima.races.queries.published import publications_of
from saima.races.queries.quick import PlaceNow, places_now
from saima.races.queries.rules import Ruling, public_rules, rulings
from saima.submissions.duties import MonthOfUnit, months_of_units
from saima.submissions.extensions import extended


@dataclass(frozen=True)
class MonthOfRace:
    """A month: its rules, its newest edition, and how the reports stand."""

    month: Month
    over: bool
    ruling: Ruling | None
    publication: Publication | None
    waiting: bool  # computed and not published
    late: tuple[MonthOfUnit, ...] = ()
    missing: tuple[MonthOfUnit, ...] = ()
    in_time: int = 0
    moved: int = 0  # entrants whose place or score is no longer what was published

    @property
    def digest(self) -> str:
        """The digest of what was published, shortened for the eye."""
        if self.publication is None:
            return ""
        digits = bytes(self.publication.content_digest).hex()
        return f"{digits[:8]}…{digits[-8:]}"


def months_of_race(row: Race, tree: Tree, *, office: bool) -> list[MonthOfRace]:
    """The twelve months; who is late is told to the office."""
    published = {one.month: one for one in publications_of(row)}
    versions = public_rules(row)
    waiting = _waiting(row) if office else frozenset()
    reports = _reports(row, tree) if office else {}
    moved = _moved(row, published) if office and ready() else {}
    return [
        replace(
            _month(
                month,
                next(iter(rulings(versions, month)), None),
                published.get(month),
                reports.get(month, ()),
                waiting=month in waiting,
            ),
            moved=moved.get(month, 0),
        )
        for month in months_of(row.year)
    ]


def _moved(row: Race, published: Mapping[Month, Publication]) -> dict[Month, int]:
    """How many places or scores of each month the record has changed since."""
    publications = {one.pk: month for month, one in published.items()}
    rows = Place.objects.filter(publication__in=list(publications), ranking=0)
    then: dict[Month, dict[str, object]] = {month: {} for month in published}
    for number, shown in rows.values_list("publication", "shown"):
        one = json.loads(shown)
        then[publications[number]][one["code"]] = _told(
            one["group"], one["rank"], one["score"], one["unranked"]
        )
    return {month: _differing(places_now(row, month), then[month]) for month in then}


def _differing(now: Mapping[str, PlaceNow], then: Mapping[str, object]) -> int:
    told = {
        code: _told(one.group, one.rank, one.score, one.unranked)
        for code, one in now.items()
    }
    return sum(told.get(code) != then.get(code) for code in {*told, *then})


def _told(group: str, rank: object, score: object, unranked: object) -> object:
    """A place in one form, from the record or from what was published."""
    points = None if score is None else Decimal(str(score))
    return group, rank, points, None if unranked is None else str(unranked)


def _waiting(row: Race) -> frozenset[Month]:
    public = Publication.objects.filter(race=row).values_list("edition", flat=True)
    rows = Edition.objects.filter(race=row).order_by("number")
    newest = dict(rows.values_list("month", "pk"))
    shown = set(public)
    return frozenset(month for month, pk in newest.items() if pk not in shown)


def _reports(row: Race, tree: Tree) -> dict[Month, list[MonthOfUnit]]:
    over = [month for month in months_of(row.year) if month < this_month()]
    found: dict[Month, list[MonthOfUnit]] = {}
    for one in extended(months_of_units(tree.subtree(row.root_id), tree, over)):
        found.setdefault(one.month, []).append(one)
    return found


def _month(
    month: Month,
    ruling: Ruling | None,
    publication: Publication | None,
    reports: Iterable[MonthOfUnit],
    *,
    waiting: bool,
) -> MonthOfRace:
    told = list(reports)
    counts = Counter(one.punctuality for one in told)
    return MonthOfRace(
        month,
        month < this_month(),
        ruling,
        publication,
        waiting,
        tuple(one for one in told if one.punctuality is Punctuality.LATE),
        tuple(one for one in told if one.punctuality is Punctuality.MISSING),
        counts[Punctuality.IN_TIME],
    )
