"""Lists of honor and streaks as plain values, to stand in an edition beside its places.

They follow from what the edition holds and from those of earlier months, so that
whoever checks it can make them again and compare.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from saima.core.editions.plain import (
    Plain,
    decimal_text,
    month_text,
    plain_band,
    plain_streak_rule,
    rational_text,
)
from saima.core.honors.lists import Listed, Lists
from saima.core.honors.streaks import Streak


def plain_honors(
    lists: Iterable[Lists], streaks: Iterable[Streak], *, excused: Collection[str] = ()
) -> Plain:
    """All that is made of a ranking, in the order of the groups and their entrants."""
    return {
        "excused": sorted(excused),
        "lists": [_lists(one) for one in lists],
        "streaks": [_streak(one) for one in streaks],
    }


def _lists(one: Lists) -> Plain:
    return {
        "group": one.group,
        "praise": [_listed(name) for name in one.praise],
        "alarm": [_listed(name) for name in one.alarm],
        "too_few": one.too_few,
    }


def _listed(one: Listed) -> Plain:
    standing = one.standing
    return {
        "entrant": standing.entrant.code,
        "met": [condition.value for condition in one.met],
        "rank": standing.rank,
        "place": one.place,
        "light": plain_band(standing.light),
        "score": decimal_text(standing.score),
        "plan": rational_text(one.plan),
    }


def _streak(one: Streak) -> Plain:
    verdict = one.verdict
    return {
        "entrant": one.entrant.code,
        "group": one.group,
        "rule": plain_streak_rule(one.rule),
        "outcome": verdict.outcome.value,
        "month": month_text(one.month),
        "indicator": verdict.indicator,
        "ratio": rational_text(verdict.ratio),
        "unsaid": None if verdict.unsaid is None else verdict.unsaid.value,
    }
