"""An edition that is not public yet, as it would be shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from saima.core.editions.reading import placed_again, race_of
from saima.core.periods import Month
from saima.core.races import Standing
from saima.races.models import Edition, Race
from saima.races.queries.content import latest_publication
from saima.races.queries.live import Listing
from saima.races.queries.pausing import nothing_collected
from saima.races.queries.published import content_of, places_of

MOST_KEPT = 3


@dataclass(frozen=True, eq=False)
class PreviewListing(Listing):
    """One month as it was computed; nothing of it is public."""

    content: Mapping[str, Any] = field(default_factory=dict)


_kept: OrderedDict[object, PreviewListing] = OrderedDict()
_keeping = Lock()


def preview_listing(row: Race, edition: Edition) -> PreviewListing:
    """The race of an edition; what was computed never changes, so it is kept."""
    before = latest_publication(row, edition.month.previous())
    key = bytes(edition.digest), before.pk if before else None
    with _keeping:
        if key in _kept:
            return _kept[key]
    with nothing_collected():
        listing = _made(row, edition)
    with _keeping:
        _kept[key] = listing
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return listing


def _made(row: Race, edition: Edition) -> PreviewListing:
    content, month = content_of(edition), edition.month
    ranking = content["rankings"][0]
    race = race_of(content["world"], ranking["scheme"])
    months = [Month(row.year, number) for number in range(1, 13)]
    worked: dict[Month, tuple[Standing, ...]] = dict.fromkeys(months, ())
    before = latest_publication(row, month.previous()) if month.number > 1 else None
    if before is not None:
        worked[month.previous()] = places_of(before)
    worked[month] = placed_again(race, month, content["previous"])
    return PreviewListing(
        row.slug,
        row.name,
        row.sample,
        dict.fromkeys(months, race),
        worked,
        content=content,
        put_down={month: ranking.get("honors", {})},
    )
