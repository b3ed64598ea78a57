"""The list of races as it is shown: each with how its latest month stands."""

from __future__ import annotations

from dataclasses import dataclass

from saima.core.periods import Month
from saima.races.league import League, league
from saima.races.models import Race
from saima.races.queries.live import Listing


@dataclass(frozen=True)
class Front:
    """A race in the list, with its latest table where there is one."""

    row: Race
    listing: Listing | None
    league: League | None
    month: Month | None


def front(row: Race, published: Listing | None, *, live: Listing | None) -> Front:
    """A race with the month that was published last; before any, as it is."""
    listing = published or (live if live is not None and live.ruled else None)
    month = listing.months[-1] if listing is not None and listing.months else None
    if listing is None or month is None:
        return Front(row, listing, None, None)
    return Front(row, listing, league(listing, listing.by_month[month], month), month)
