"""A publication as somebody may see it: all places, and the workings in their scope."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from saima.races.models import Place, Publication, Race
from saima.races.queries.published import honors_seen, slices_of, world_seen
from saima.races.queries.rules import public_rules

Content = dict[str, Any]


def content_seen(row: Race, shown: Publication) -> Content:
    """What the files of a publication hold for whoever asks, in the form of an edition.

    It is made of the rows in scope and never of the edition itself: what a unit may not
    see was not read. Standings of others are without their items.
    """
    head = json.loads(shown.head)
    own = slices_of(shown)
    places = list(Place.objects.filter(publication=shown))
    first = [json.loads(place.shown) for place in places if place.ranking == 0]
    root = {"code": row.root.code, "name": row.root.name}
    return {
        "race": {"slug": row.slug, "name": row.name, "year": row.year, "root": root},
        "month": str(shown.month),
        "number": shown.number,
        "reason": shown.reason,
        "record": head["record"],
        "absent": head["absent"],
        "world": world_seen(head, own.values(), first),
        "rankings": _rankings(row, shown, places, own),
    }


def _rankings(
    row: Race,
    shown: Publication,
    places: list[Place],
    own: Mapping[int, Mapping[str, Any]],
) -> list[Content]:
    forms = {rules.number: rules.normal_form for rules in public_rules(row)}
    rankings: list[Content] = [
        {
            "rules": rules,
            "scheme": json.loads(forms[rules["version"]]),
            "standings": [
                _standing(place, own.get(place.subject_id))
                for place in places
                if place.ranking == index
            ],
        }
        for index, rules in enumerate(json.loads(shown.head)["rankings"])
    ]
    honors = honors_seen(shown, own.values())
    if honors:
        rankings[0]["honors"] = honors
    return rankings


def _standing(place: Place, own: Mapping[str, Any] | None) -> Content:
    """A place as it is public; with its items where its working is in scope."""
    if own is not None:
        standing: Content = own["rankings"][place.ranking]["standing"]
        return standing
    told: Content = json.loads(place.shown)
    return {**told, "entrant": told["code"]}
