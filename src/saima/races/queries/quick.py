"""Places as the record has them now, over arrays that follow the journal.

The arrays of a race are made once. After that an approval costs reading the figures of
the one submission that it approved: the journal says what has happened since, and where
that is anything else than reporting, the arrays are made anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from saima.core import races as values
from saima.core.periods import Month
from saima.core.races import Unranked
from saima.core.workflow import Step
from saima.facts.prepared import Prepared
from saima.facts.ranking import REASONS, Ranked, rank
from saima.facts.wide import Wide
from saima.journal.models import LINES_OF_AN_EVENT, Event
from saima.people import scope
from saima.races import models
from saima.races.queries.content import newest_deed
from saima.races.queries.live import Listing, race_named, standings_of
from saima.races.queries.moving import MOVES_NOTHING
from saima.submissions.models import Move
from saima.submissions.queries import approved_figures

# What moves the figures of one submission and nothing else.
MOVES_FIGURES = frozenset(
    {f"submission.{Step.APPROVE}", f"submission.{Step.SEND_BACK}"}
)


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """Where an entrant stands now."""

    group: str
    rank: int | None
    score: Decimal | None
    unranked: Unranked | None


@dataclass
class _Year:
    """The arrays of one state of the field and the plan, with the months it serves."""

    wide: Wide
    prepared: Prepared
    months: list[Month]


@dataclass
class _Apart:
    """A state that the arrays do not express: its months are ranked by the core."""

    listing: Listing
    months: list[Month]


@dataclass
class _Followed:
    """A race over arrays, up to a deed of the journal."""

    number: int
    years: list[_Year | _Apart]
    placed: dict[Month, dict[str, PlaceNow]] = field(default_factory=dict)


_followed: dict[int, _Followed] = {}
_following = threading.Lock()


def places_now(row: models.Race, month: Month) -> Mapping[str, PlaceNow]:
    """The place of each entrant of a month, by its code; empty without rules for it."""
    with _following, scope.of_everything():
        kept = _up_to_date(row)
        if month not in kept.placed:
            kept.placed[month] = _placed(kept, month)
        return kept.placed[month]


def _up_to_date(row: models.Race) -> _Followed:
    number = newest_deed().number
    kept = _followed.get(row.pk)
    if kept is not None and kept.number == number:
        return kept
    if kept is None or not _follow(kept, number):
        kept = _followed[row.pk] = _made(row, number)
    kept.number = number
    return kept


def _made(row: models.Race, number: int) -> _Followed:
    listing = race_named(row.slug)
    years: dict[int, _Year | _Apart] = {}
    for month, race in (listing.by_month if listing else {}).items():
        known = years.get(id(race))
        if known is not None:
            known.months.append(month)
        elif listing is not None and any(one.eliminates for one in race.subjects):
            years[id(race)] = _Apart(listing, [month])
        else:
            years[id(race)] = _year(race, month)
    return _Followed(number, list(years.values()))


def _year(race: values.Race, month: Month) -> _Year:
    wide = Wide.of(race)
    return _Year(wide, Prepared(race.scheme, wide, race.calendar), [month])


def _follow(kept: _Followed, number: int) -> bool:
    """Take in what was done since; False where that is more than reporting."""
    since = Event.objects.filter(number__gt=kept.number, number__lte=number)
    verbs = set(since.values_list("verb", flat=True))
    if any(not _only_reports(verb) for verb in verbs):
        return False
    if verbs & MOVES_FIGURES:
        first = (kept.number + 1) * LINES_OF_AN_EVENT
        steps = [Step.APPROVE.value, Step.SEND_BACK.value]
        moved = Move.objects.filter(pk__gte=first, step__in=steps)
        touched = set(moved.values_list("submission", flat=True))
        if not _take_in(kept.years, approved_figures(touched)):
            return False
        kept.placed.clear()
    return True


def _only_reports(verb: str) -> bool:
    return verb in MOVES_FIGURES or verb.startswith(MOVES_NOTHING)


def _take_in(
    years: list[_Year | _Apart],
    figures: Iterable[tuple[str, str, Month, Decimal | None]],
) -> bool:
    """Put figures into the arrays of their year; False for what they do not know."""
    for subject, indicator, month, value in figures:
        for year in years:
            if isinstance(year, _Apart):
                return False
            wide = year.wide
            if wide.year != month.year or subject not in wide.lane:
                continue
            if indicator not in wide.row or wide.series((subject, indicator)) is None:
                return False
            wide.put((subject, indicator), month.number, value)
    return True


def _placed(kept: _Followed, month: Month) -> dict[str, PlaceNow]:
    year = next((one for one in kept.years if month in one.months), None)
    if year is None:
        return {}
    if isinstance(year, _Apart):
        return {
            one.entrant.code: PlaceNow(one.group, one.rank, one.score, one.unranked)
            for one in standings_of(year.listing, month)
        }
    found: dict[str, PlaceNow] = {}
    for ranked in rank(year.wide, year.prepared, month):
        found |= _of_group(year.wide, ranked)
    return found


def _of_group(wide: Wide, ranked: Ranked) -> dict[str, PlaceNow]:
    told = zip(
        wide.subjects[ranked.entrants],
        ranked.place.tolist(),
        ranked.score.tolist(),
        ranked.unranked.tolist(),
        strict=True,
    )
    return {
        subject.code: PlaceNow(
            ranked.group,
            place or None,
            Decimal(score).scaleb(-ranked.decimals) if place else None,
            REASONS.get(why),
        )
        for subject, place, score, why in told
        if place or why in REASONS
    }
