"""Trying rules on a month that is over: what its places would have been."""

from __future__ import annotations

from dataclasses import dataclass, replace

from saima.core.periods import Month, months_of
from saima.core.races import Standing, standings_at
from saima.core.refusal import Refused
from saima.core.words import words
from saima.people.queries import this_month
from saima.races.models import Publication, Race
from saima.races.queries.drafts import checked, written_by
from saima.races.queries.live import race_of_month
from saima.races.queries.published import published_listing


@dataclass(frozen=True)
class Tried:
    """An entrant under the draft, beside what was published."""

    standing: Standing
    published: Standing | None


@dataclass(frozen=True)
class DryRun:
    """A month under the draft."""

    month: Month
    lines: tuple[Tried, ...]
    decimals: int


def closed_months(row: Race) -> list[Month]:
    """The months on which rules may be tried: over and published, or without any rules.

    Nobody tries rules on a month that is still being run, to see who would win it.
    """
    public = set(Publication.objects.filter(race=row).values_list("month", flat=True))
    return [m for m in months_of(row.year) if m < this_month() and m in public]


def dry_run_of(row: Race, month: Month) -> DryRun:
    """The draft on a closed month."""
    if month not in closed_months(row):
        raise Refused(
            words(
                "{month} is not closed: rules are tried on past months only",
                month=str(month),
            ),
            words("choose a month that was published"),
        )
    scheme = checked(row.draft, row, written_by(row)).scheme
    if scheme is None:
        raise Refused(
            words("the draft is not in order yet"),
            words("mend the lines that are named"),
        )
    race = replace(race_of_month(row, month), scheme=scheme)
    published = published_listing(row, month)
    then = {s.entrant.code: s for s in published.worked_out[month]} if published else {}
    placed = standings_at(race, month)
    return DryRun(
        month,
        tuple(Tried(one, then.get(one.entrant.code)) for one in placed),
        scheme.decimals,
    )
