"""The list of races as it is shown: each with how its latest month stands."""

from __future__ import annotations

from dataclasses import dataclass

from saima.core.findings import blocking
from saima.races.league import League, league
from saima.races.queries import Listing


@dataclass(frozen=True)
class Front:
    """A race in the list: its latest table, or how much keeps it from being read."""

    listing: Listing
    league: League | None

    @property
    def to_settle(self) -> int:
        """How many findings keep the race from being shown."""
        return len(blocking(self.listing.findings))


def front(listing: Listing) -> Front:
    """A race with its latest month."""
    race, month = listing.race, listing.latest
    if race is None or month is None:
        return Front(listing, None)
    return Front(listing, league(listing, race, month))
