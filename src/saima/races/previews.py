"""An edition that is not public yet, as it would be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from saima.core.editions.reading import placed_again, race_of
from saima.core.periods import Month
from saima.core.races import Standing
from saima.races.models import Edition, Race
from saima.races.queries.live import Listing, standings_of
from saima.races.queries.published import content_of, published_listing


@dataclass(frozen=True, eq=False)
class PreviewListing(Listing):
    """One month as it was computed; nothing of it is public."""

    content: Mapping[str, Any] = field(default_factory=dict)


def preview_listing(row: Race, edition: Edition) -> PreviewListing:
    """The race of an edition."""
    content, month = content_of(edition), edition.month
    ranking = content["rankings"][0]
    race = race_of(content["world"], ranking["scheme"])
    months = [Month(row.year, number) for number in range(1, 13)]
    worked: dict[Month, tuple[Standing, ...]] = dict.fromkeys(months, ())
    before = published_listing(row, month.previous()) if month.number > 1 else None
    if before is not None:
        worked[month.previous()] = standings_of(before, month.previous())
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
