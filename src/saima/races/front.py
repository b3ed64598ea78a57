"""The list of races as it is shown: each with how its latest month stands."""

from __future__ import annotations

from dataclasses import dataclass

from saima.races.league import League, league
from saima.races.queries import Listing
from saima.races.refusal import SeverityCount, severity_counts


@dataclass(frozen=True)
class Front:
    """A race in the list: its latest table, or how much keeps it from being read."""

    listing: Listing
    league: League | None

    @property
    def counts(self) -> tuple[SeverityCount, ...]:
        """What was found in its files, by how much it weighs."""
        return severity_counts(self.listing.findings)


def front(listing: Listing) -> Front:
    """A race with its latest month."""
    race, month = listing.race, listing.latest
    if race is None or month is None:
        return Front(listing, None)
    return Front(listing, league(listing, race, month))
