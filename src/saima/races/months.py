"""The choice of a month: which have figures, and which lies beside which."""

from __future__ import annotations

from dataclasses import dataclass

from saima.core.periods import Month, month_words, months_of
from saima.core.subjects import Subject
from saima.core.words import Words, words
from saima.races.queries.live import Listing


@dataclass(frozen=True)
class MonthLink:
    """A month of the picker: whether it leads anywhere, and whether it is shown."""

    month: Month
    reported: bool
    running: bool
    current: bool


def month_links(
    listing: Listing, current: Month, entrant: Subject | None = None
) -> list[MonthLink]:
    """The twelve months; those with figures lead somewhere, if the entrant ran."""
    return [
        MonthLink(
            month,
            month in listing.months,
            entrant is None or entrant.open_in(month),
            month == current,
        )
        for month in months_of(current.year)
    ]


def shown_months(listing: Listing, entrant: Subject | None = None) -> list[Month]:
    """The months that can be shown; of an entrant, those in which it runs."""
    return [m for m in listing.months if entrant is None or entrant.open_in(m)]


def absence(
    listing: Listing | None,
    month: Month,
    code: str = "",
    entrant: Subject | None = None,
) -> Words:
    """Why there is nothing to show for a month, or for an entrant in it."""
    if listing is None or (month not in listing.months and not listing.live):
        return words("{month} has not been published yet", month=month_words(month))
    if month not in listing.months:
        return words("There are no figures for {month}", month=month_words(month))
    if entrant is None:
        return words("Nobody called “{code}” runs here", code=code)
    opened, closed = entrant.opened, entrant.closed
    if opened and month < opened:
        return words(
            "{name} runs from {month} on",
            name=entrant.name,
            month=month_words(opened),
        )
    return words(
        "{name} no longer runs from {month} on",
        name=entrant.name,
        month=month_words(closed.next() if closed else month),
    )


def neighbors(
    listing: Listing, current: Month, entrant: Subject | None = None
) -> tuple[Month | None, Month | None]:
    """The months before and after one that can be shown."""
    shown = shown_months(listing, entrant)
    before = [month for month in shown if month < current]
    after = [month for month in shown if month > current]
    return before[-1] if before else None, after[0] if after else None
