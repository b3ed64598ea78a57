"""Editions made of core values alone, without a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saima.core.editions.document import canonical_json, digest_of, opened, sealed
from saima.core.editions.honors import honors_at
from saima.core.editions.plain import plain_scheme, plain_standings, plain_world
from saima.core.editions.reading import placed_again, race_of
from saima.core.periods import Month
from saima.core.races import Race

AT = "2031-01-01T00:00:00.000000+00:00"
BEFORE = "2020-01-01T00:00:00.000000+00:00"


def content_of(
    race: Race, month: Month, previous: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """What the edition of a month holds, under rules that were public in time."""
    before = dict(previous or {})
    scheme = plain_scheme(race.scheme)
    rules = {
        "version": 1,
        "since": str(month),
        "published_at": BEFORE,
        "timing": "at_opening",
        "text": "",
        "digest": digest_of(canonical_json(scheme)).hex(),
    }
    placed = placed_again(race, month, before)
    ranking: dict[str, Any] = {
        "rules": rules,
        "scheme": scheme,
        "standings": plain_standings(placed),
    }
    honors = honors_at(race, month, placed)
    if honors is not None:
        ranking["honors"] = honors
    return {
        "form": "saima-edition/1",
        "race": {
            "slug": "tried",
            "name": "试",
            "year": race.year,
            "root": {"code": "g", "name": "甲集团"},
        },
        "month": str(month),
        "number": 1,
        "reason": "",
        "record": {"event": 3, "digest": "0" * 64, "at": AT},
        "world": plain_world(race, month),
        "previous": before,
        "absent": [
            {"code": s.code, "name": s.name, "group": s.group, "why": _why(s, month)}
            for s in race.subjects
            if s.group is not None and not s.open_in(month)
        ],
        "rankings": [ranking],
    }


def _why(subject: Any, month: Month) -> str:
    later = subject.opened is not None and month < subject.opened
    return "not_open" if later else "closed"


def sealed_again(content: Mapping[str, Any]) -> bytes:
    """The file of some content, with a digest that fits it."""
    return sealed(canonical_json(content))


def placed_anew(file: bytes) -> dict[str, Any]:
    """The content with places and points that follow from what it now says."""
    content = opened(file)
    month = Month.parse(content["month"])
    for one in content["rankings"]:
        race = race_of(content["world"], one["scheme"])
        placed = placed_again(race, month, content["previous"])
        one["standings"] = plain_standings(placed)
        honors = honors_at(race, month, placed)
        if honors is not None:
            one["honors"] = honors
    return content
