"""Standings as JSON for other programs: decimals as strings, null where none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict

from saima.core.numbers import plain_text, round_half_up
from saima.core.periods import Month
from saima.core.races import Race, Standing
from saima.core.scoring import Scored

RATIO_DECIMALS = 6  # of a fraction of one: four of a percentage
LEAD_DECIMALS = 4
PLAN_DECIMALS = 6


class ItemJson(TypedDict):
    """One indicator of an entrant."""

    indicator: str
    weight: str
    target: str | None
    plan_to_date: str | None
    actual_to_date: str | None
    completion: str | None
    achievement: str | None
    lead_pp: str | None
    points: str | None
    status: str


def standings_json(race: Race, month: Month, standings: Sequence[Standing]) -> str:
    """The standings of a month; the form is described in docs/reference/json.md."""
    document = {
        "month": str(month),
        "scheme": race.scheme.name,
        "convention": str(race.scheme.convention),
        "standings": [
            {
                "group": standing.group,
                "unit": standing.entrant.name,
                "rank": standing.rank,
                "score": _plain(standing.score),
                "light": None if standing.light is None else str(standing.light.light),
                "items": [_item(scored) for scored in standing.items],
            }
            for standing in standings
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _item(scored: Scored) -> ItemJson:
    position = scored.position
    lead = None if position.lead is None else position.lead * 100
    return {
        "indicator": position.indicator.name,
        "weight": plain_text(scored.item.weight),
        "target": _plain(position.target),
        "plan_to_date": _rounded(position.plan_to_date, PLAN_DECIMALS),
        "actual_to_date": _plain(position.actual_to_date),
        "completion": _fixed(position.completion, RATIO_DECIMALS),
        "achievement": _fixed(position.achievement, RATIO_DECIMALS),
        "lead_pp": _fixed(lead, LEAD_DECIMALS),
        "points": _plain(scored.points),
        "status": str(scored.status),
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _rounded(value: Fraction | None, decimals: int) -> str | None:
    return None if value is None else plain_text(round_half_up(value, decimals))


def _fixed(value: Fraction | None, decimals: int) -> str | None:
    return None if value is None else f"{round_half_up(value, decimals):f}"
