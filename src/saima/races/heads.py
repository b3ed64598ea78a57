"""What stands over a table: which edition it is, or that it is not public."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saima.core.authority import Verb
from saima.core.editions.rules import Timing
from saima.core.editions.telling import ABSENCE_WORDS, TIMING_WORDS
from saima.core.periods import Month
from saima.core.words import Words, words
from saima.people.queries import Actor
from saima.races.models import Edition, Publication, Race
from saima.races.queries.content import latest_publication
from saima.races.queries.live import Listing
from saima.races.queries.published import PublishedListing


@dataclass(frozen=True)
class AbsentLine:
    """Who was entered and does not run."""

    name: str
    group: str
    why: Words


@dataclass(frozen=True)
class RulesLine:
    """Under which rules a ranking was made."""

    version: int
    published_at: datetime
    timing: Words
    late: bool


@dataclass(frozen=True)
class EditionHead:
    """An edition, or the record as it is now."""

    month: Month
    live: bool
    publication: Publication | None  # the one shown; of a live table the newest one
    newest: bool
    may_compute: bool
    may_see_now: bool
    preview: Edition | None = None  # one that was computed and is not published
    rules: tuple[RulesLine, ...] = ()
    absent: tuple[AbsentLine, ...] = ()
    ranked: int = 0
    unranked: int = 0
    unexplained: bool = False

    @property
    def digest(self) -> str:
        """The digest of the edition that is shown, as hexadecimal digits."""
        shown = self.publication
        return bytes(shown.content_digest).hex() if shown else ""

    @property
    def short_digest(self) -> str:
        """Its beginning and its end, for the eye."""
        return f"{self.digest[:8]}…{self.digest[-8:]}" if self.digest else ""

    @property
    def entered(self) -> int:
        """How many were entered for the month."""
        return self.ranked + self.unranked + len(self.absent)


def edition_head(
    actor: Actor, row: Race, listing: Listing, month: Month
) -> EditionHead:
    """What is said of a table."""
    newest = latest_publication(row, month)
    shown = listing.shown if isinstance(listing, PublishedListing) else newest
    told = json.loads(shown.head) if shown else {}
    live = listing.live
    return EditionHead(
        month,
        live,
        shown,
        newest is not None and shown is not None and newest.pk == shown.pk,
        actor.may(Verb.COMPUTE_EDITION, row.root),
        actor.may(Verb.SEE_RACE, row.root),
        _preview(row, month),
        () if live else tuple(map(_rules, told.get("rankings", ()))),
        () if live else tuple(map(_absent, told.get("absent", ()))),
        told.get("ranked", 0),
        told.get("unranked", 0),
        bool(getattr(listing, "unexplained", ())),
    )


def _preview(row: Race, month: Month) -> Edition | None:
    """The newest edition of a month, where it waits to be published."""
    newest = Edition.objects.filter(race=row, month=month).order_by("-number").first()
    if newest is None or Publication.objects.filter(edition=newest).exists():
        return None
    return newest


def _rules(told: dict[str, Any]) -> RulesLine:
    timing = Timing(told["timing"])
    return RulesLine(
        told["version"],
        datetime.fromisoformat(told["published_at"]),
        words("rules {how}", how=TIMING_WORDS[timing]),
        timing is not Timing.AT_OPENING,
    )


def _absent(told: dict[str, str]) -> AbsentLine:
    return AbsentLine(told["name"], told["group"], ABSENCE_WORDS[told["why"]])
