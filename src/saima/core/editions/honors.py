"""Lists of honor and streaks as plain values, to stand in an edition beside its places.

They follow from what the edition holds and from those of earlier months, so that
whoever checks it can make them again and compare.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from saima.core.editions.plain import (
    Plain,
    decimal_text,
    month_text,
    plain_band,
    plain_streak_rule,
    rational_text,
)
from saima.core.editions.reading import Value, streak_rule_of
from saima.core.honors.lists import Condition, Honor, Listed, Lists, lists_of
from saima.core.honors.streaks import Streak, streaks_at
from saima.core.honors.verdicts import Outcome, Unsaid, Verdict
from saima.core.periods import Month
from saima.core.races import Race, Standing
from saima.core.schemes import Scheme


def honored(scheme: Scheme) -> bool:
    """Whether rules have any list or streak."""
    return any(
        rules.lists.praise is not None or rules.lists.any_alarm or rules.streaks
        for rules in scheme.groups
    )


def honors_at(race: Race, month: Month, standings: Sequence[Standing]) -> Plain | None:
    """What an edition holds beside its places; None where its rules have no honors.

    Earlier months are judged by the month's own race, so that the edition alone
    proves what was kept.
    """
    if not honored(race.scheme):
        return None
    streaks = streaks_at(race, month, standings=standings)
    return plain_honors(lists_of(race.scheme, standings), streaks)


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


# --- Read back ------------------------------------------------------------------------


def lists_again(
    plain: Mapping[str, Value], standings: Sequence[Standing]
) -> tuple[Lists, ...]:
    """The lists that were put down, with the standings of whom they name."""
    known = {one.entrant.code: one for one in standings}
    return tuple(
        Lists(
            one["group"],
            tuple(_listed_again(one["praise"], Honor.PRAISE, known)),
            tuple(_listed_again(one["alarm"], Honor.ALARM, known)),
            one["too_few"],
        )
        for one in plain["lists"]
    )


def _listed_again(
    names: Iterable[Mapping[str, Value]], honor: Honor, known: Mapping[str, Standing]
) -> Iterator[Listed]:
    for name in names:
        met = tuple(Condition(condition) for condition in name["met"])
        standing, plan = known[name["entrant"]], _fraction(name["plan"])
        yield Listed(honor, standing, met, name["place"], plan)


def streaks_again(
    plain: Mapping[str, Value], standings: Sequence[Standing]
) -> tuple[Streak, ...]:
    """What was put down as kept up, broken or unsaid."""
    known = {one.entrant.code: one.entrant for one in standings}
    return tuple(
        Streak(
            known[one["entrant"]],
            one["group"],
            streak_rule_of(one["rule"]),
            Month.parse(one["month"]),
            _verdict_again(one),
        )
        for one in plain["streaks"]
    )


def _verdict_again(one: Mapping[str, Value]) -> Verdict:
    unsaid = None if one["unsaid"] is None else Unsaid(one["unsaid"])
    ratio = _fraction(one["ratio"])
    return Verdict(Outcome(one["outcome"]), ratio, one["indicator"], unsaid)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


# --- What others may see of it --------------------------------------------------------


def without_values(
    plain: Mapping[str, Value], of: Collection[str] | None = None
) -> Plain:
    """Honors without the shares that would tell a unit's figures to the others.

    `of` are the entrants whose shares are left out, all of them where it is not given.
    """

    def blank(one: Mapping[str, Value], share: str) -> Mapping[str, Value]:
        return {**one, share: None} if of is None or one["entrant"] in of else one

    lists = [
        {
            **one,
            "praise": [blank(name, "plan") for name in one["praise"]],
            "alarm": [blank(name, "plan") for name in one["alarm"]],
        }
        for one in plain["lists"]
    ]
    streaks = [blank(one, "ratio") for one in plain["streaks"]]
    return {**plain, "lists": lists, "streaks": streaks}


def own_honors(plain: Mapping[str, Value], code: str) -> Plain:
    """What is said of one entrant alone, with all its shares."""
    lists = [
        {
            **one,
            "praise": [name for name in one["praise"] if name["entrant"] == code],
            "alarm": [name for name in one["alarm"] if name["entrant"] == code],
        }
        for one in plain["lists"]
    ]
    streaks = [one for one in plain["streaks"] if one["entrant"] == code]
    return {**plain, "lists": lists, "streaks": streaks}


def with_own(plain: Mapping[str, Value], own: Mapping[str, Value]) -> Plain:
    """Honors of all, in which what is said of one entrant is put in whole."""
    lists = [
        {
            **one,
            "praise": [_fuller(name, mine["praise"]) for name in one["praise"]],
            "alarm": [_fuller(name, mine["alarm"]) for name in one["alarm"]],
        }
        for one, mine in zip(plain["lists"], own["lists"], strict=True)
    ]
    told = {_key(one): one for one in own["streaks"]}
    streaks = [told.get(_key(one), one) for one in plain["streaks"]]
    return {**plain, "lists": lists, "streaks": streaks}


def _fuller(name: Value, mine: Iterable[Value]) -> Value:
    same = (one for one in mine if one["entrant"] == name["entrant"])
    return next(same, name)


def _key(streak: Mapping[str, Value]) -> tuple[str, str]:
    return streak["entrant"], str(sorted(streak["rule"].items()))
