"""Who is on the lists of a month and what was kept up: as put down, or as it is now."""

from __future__ import annotations

from saima.core.editions.honors import lists_again, streaks_again
from saima.core.honors.lists import lists_of
from saima.core.honors.streaks import streaks_at
from saima.core.periods import Month
from saima.races.queries.live import Honors, Listing, standings_of

NONE: Honors = ((), ())


def honors_of(listing: Listing, month: Month) -> Honors:
    """The lists and streaks of a month, worked out once."""
    if month not in listing.honored:
        listing.honored[month] = _honors(listing, month)
    return listing.honored[month]


def _honors(listing: Listing, month: Month) -> Honors:
    standings = standings_of(listing, month)
    if listing.put_down is None:
        race = listing.by_month[month]
        streaks = streaks_at(race, month, standings=standings)
        return lists_of(race.scheme, standings), streaks
    plain = listing.put_down.get(month)
    if not plain:
        return NONE
    return lists_again(plain, standings), streaks_again(plain, standings)
