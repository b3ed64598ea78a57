"""What became of a published table: places and scores as published and as now known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from saima.core.periods import Month
from saima.core.races import Standing
from saima.races.models import Race
from saima.races.queries.live import Listing, standings_of
from saima.races.queries.published import published_listing


@dataclass(frozen=True)
class Difference:
    """An entrant whose place or score is no longer what was published."""

    code: str
    name: str
    group: str
    published: Standing | None
    now: Standing | None

    @property
    def change(self) -> Decimal | None:
        """How much the score moved."""
        if self.published is None or self.now is None:
            return None
        if self.published.score is None or self.now.score is None:
            return None
        return self.now.score - self.published.score


def differences(row: Race, live: Listing, month: Month) -> list[Difference] | None:
    """Where the record now says something else; None where nothing was published."""
    published = published_listing(row, month)
    if published is None or published.shown is None:
        return None
    then = {s.entrant.code: s for s in standings_of(published, month)}
    now = {s.entrant.code: s for s in standings_of(live, month)}
    found = []
    for code in (*now, *(code for code in then if code not in now)):
        before, after = then.get(code), now.get(code)
        if _told(before) != _told(after):
            known = after or before
            assert known is not None
            name = known.entrant.name
            found.append(Difference(code, name, known.group, before, after))
    return found


def _told(one: Standing | None) -> tuple[object, ...] | None:
    return None if one is None else (one.group, one.rank, one.score, one.unranked)
