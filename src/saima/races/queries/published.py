"""Races as they were published: places for the whole group, workings for whose they are."""

from __future__ import annotations

import json
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from saima.core.editions.document import digest_of, opened, sealed
from saima.core.editions.honors import with_own
from saima.core.editions.plain import plain_scheme, plain_standings
from saima.core.editions.reading import place_again, placed_again, race_of
from saima.core.periods import Month
from saima.core.races import Race, Standing
from saima.core.subjects import Subject
from saima.people import scope
from saima.races import models
from saima.races.models import Edition, Place, Publication, Working
from saima.races.queries.live import Listing
from saima.races.queries.pausing import nothing_collected
from saima.races.queries.rules import public_rules

MOST_KEPT = (
    6  # months of races that were opened lately; each may hold tens of megabytes
)


@dataclass(frozen=True, eq=False)
class PublishedListing(Listing):
    """A race as published: one month with its working, the others by their places."""

    publications: Mapping[Month, Publication] = field(default_factory=dict)
    shown: Publication | None = None
    # Entrants whose frozen figures no longer give their frozen points: they are shown
    # by what was published, without a working.
    unexplained: frozenset[str] = frozenset()

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that were published."""
        return tuple(sorted(self.publications))

    @property
    def live(self) -> bool:
        """It is what was published, and moves no more."""
        return False


def publications_of(row: models.Race) -> list[Publication]:
    """Everything that was published of a race, oldest first."""
    found = Publication.objects.filter(race=row).order_by("month", "number")
    return list(found.select_related("person", "race"))


def file_of(edition: Edition) -> bytes:
    """The file of an edition. ValueError where it is not what was sealed."""
    body = zlib.decompress(edition.body)
    if digest_of(body) != bytes(edition.content_digest):
        raise ValueError("an edition is not what it was when it was computed")
    return sealed(body)


def content_of(edition: Edition) -> dict[str, Any]:
    """What an edition holds."""
    return opened(file_of(edition))


_kept: OrderedDict[object, PublishedListing] = OrderedDict()
_keeping = threading.Lock()


def published_listing(
    row: models.Race, month: Month | None = None, shown: Publication | None = None
) -> PublishedListing | None:
    """The race as published, opened at a month (else its latest); None before any.

    What was published never changes, so it is kept, by what is seen of it.
    """
    every = publications_of(row)
    newest = {one.month: one for one in every}
    if shown is not None:
        newest[shown.month] = shown
    if not newest:
        return None
    month = month or max(newest)
    # By digests as well: a number whose transaction was rolled back is given again.
    seals = tuple((one.pk, bytes(one.content_digest)) for one in newest.values())
    key = (seals, month, scope.current())
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    with nothing_collected():
        listing = _listing(row, newest, month)
    with _keeping:
        _kept[key] = listing
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return listing


def _listing(
    row: models.Race, newest: Mapping[Month, Publication], month: Month
) -> PublishedListing:
    places = _places(newest.values())
    worked = {one.month: _plain_places(places[one.pk]) for one in newest.values()}
    shown = newest.get(month)
    race, unexplained = None, frozenset[str]()
    put_down: dict[Month, Mapping[str, Any]] = {}
    if shown is not None:
        found = _opened(row, shown, places[shown.pk])
        race, worked[month], unexplained = found.race, found.standings, found.lost
        put_down[month] = found.honors
    race = race or _race_of(row, newest[max(newest)], places[newest[max(newest)].pk])
    return PublishedListing(
        row.slug,
        row.name,
        row.sample,
        {Month(row.year, number): race for number in range(1, 13)},
        {
            each: worked.get(each, ())
            for each in (Month(row.year, number) for number in range(1, 13))
        },
        publications=newest,
        shown=shown,
        unexplained=unexplained,
        put_down=put_down,
    )


def _places(publications: Iterable[Publication]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {one.pk: [] for one in publications}
    rows = Place.objects.filter(publication__any_of=list(found), ranking=0)
    for place in rows.order_by("publication", "position"):
        found[place.publication_id].append(place)
    return found


def _plain_places(places: Iterable[Place]) -> tuple[Standing, ...]:
    return tuple(_standing(json.loads(place.shown)) for place in places)


def places_of(publication: Publication) -> tuple[Standing, ...]:
    """The places of a publication without their working."""
    return _plain_places(_places([publication])[publication.pk])


def _standing(shown: Mapping[str, Any]) -> Standing:
    """A place without its working."""
    code, name, group = shown["code"], shown["name"], shown["group"]
    return place_again(shown, Subject(code, name, group=group, sample=shown["sample"]))


@dataclass(frozen=True)
class _Opened:
    """A published month with all of it that is in scope."""

    race: Race
    standings: tuple[Standing, ...]
    honors: Mapping[str, Any]
    lost: frozenset[str] = frozenset()


def _opened(row: models.Race, shown: Publication, places: Sequence[Place]) -> _Opened:
    """A month with all working that is in scope."""
    edition = Edition.objects.filter(pk=shown.edition_id).first()
    if edition is not None:
        return _whole(content_of(edition), shown.month, places)
    race = _race_of(row, shown, places)
    own = slices_of(shown)
    standings, unexplained = [], set()
    for place, standing in zip(places, _plain_places(places), strict=True):
        slice_ = own.get(place.subject_id)
        if slice_ is None:
            standings.append(standing)
            continue
        worked = _worked(slice_, race, standing, shown.month)
        if worked is None:
            unexplained.add(standing.entrant.code)
        standings.append(worked or standing)
    honors = honors_seen(shown, own.values())
    return _Opened(race, tuple(standings), honors, frozenset(unexplained))


def honors_seen(
    shown: Publication, own: Iterable[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """What the whole group may know, and all that is said of whose working is in scope."""
    honors: Mapping[str, Any] = json.loads(shown.head).get("honors", {})
    for slice_ in own:
        mine = slice_["rankings"][0].get("honors")
        if honors and mine:
            honors = with_own(honors, mine)
    return honors


def _whole(
    content: Mapping[str, Any], month: Month, places: Sequence[Place]
) -> _Opened:
    """The office sees all of it."""
    ranking = content["rankings"][0]
    race = race_of(content["world"], ranking["scheme"])
    again = placed_again(race, month, content["previous"])
    frozen = {one["entrant"]: one for one in ranking["standings"]}
    told = zip(again, plain_standings(again), strict=True)
    fitting = {s.entrant.code: s for s, p in told if frozen.get(s.entrant.code) == p}
    plain = _plain_places(places)
    lost = frozenset(s.entrant.code for s in plain) - frozenset(fitting)
    standings = tuple(fitting.get(s.entrant.code, s) for s in plain)
    return _Opened(race, standings, ranking.get("honors", {}), lost)


def slices_of(shown: Publication) -> dict[int, dict[str, Any]]:
    """The workings in scope, by their subjects."""
    rows = Working.objects.filter(publication=shown)
    return {row.subject_id: json.loads(zlib.decompress(row.body)) for row in rows}


def _race_of(row: models.Race, shown: Publication, places: Sequence[Place]) -> Race:
    """Rules and entrants for everybody, with the figures of whose workings are in scope."""
    head = json.loads(shown.head)
    version = head["rankings"][0]["version"]
    rules = next(one for one in public_rules(row) if one.number == version)
    world = world_seen(head, slices_of(shown).values(), _shown(places))
    return race_of(world, json.loads(rules.normal_form))


def world_seen(
    head: Mapping[str, Any],
    slices: Iterable[Mapping[str, Any]],
    peers: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """The world of an edition with the figures of whose workings are in scope alone."""
    world: dict[str, Any] = {
        "indicators": head["indicators"],
        "calendar": head["calendar"],
        "subjects": [],
        "targets": [],
        "figures": [],
    }
    for slice_ in slices:
        for name in ("subjects", "targets", "figures"):
            world[name] += slice_["world"][name]
    known = {one["code"] for one in world["subjects"]}
    world["subjects"] += [_plain_peer(one) for one in peers if one["code"] not in known]
    return world


def _shown(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [json.loads(place.shown) for place in places]


def _plain_peer(shown: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: shown[name] for name in ("code", "name", "group", "sample")}
    return {**told, "kind": "unit", "parent": None, "opened": None, "closed": None}


def _worked(
    slice_: Mapping[str, Any], race: Race, place: Standing, month: Month
) -> Standing | None:
    """The place with its working, computed anew; None where that gives other points."""
    frozen = slice_["rankings"][0]["standing"]
    alone = race_of(slice_["world"], plain_scheme(race.scheme))
    found = {one.entrant.code: one for one in placed_again(alone, month, {})}
    own = found.get(place.entrant.code)
    if own is None:
        return None
    told = replace(own, rank=place.rank, previous_rank=place.previous_rank)
    return told if plain_standings([told]) == [frozen] else None


def places_under(shown: Publication, ranking: int) -> list[dict[str, Any]]:
    """The places of one ranking of an edition; of the second, under the rules before."""
    rows = Place.objects.filter(publication=shown, ranking=ranking)
    return [json.loads(place.shown) for place in rows.order_by("position")]
