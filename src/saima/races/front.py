"""The list of races as it is shown: each with how its latest month stands."""

from __future__ import annotations

from dataclasses import dataclass

from saima.races.league import League, league
from saima.races.queries.live import Listing


@dataclass(frozen=True)
class Front:
    """A race in the list, with its latest table where there is one."""

    listing: Listing
    league: League | None


def front(listing: Listing) -> Front:
    """A race with its latest month."""
    month = listing.latest
    if month is None:
        return Front(listing, None)
    return Front(listing, league(listing, listing.by_month[month], month))
