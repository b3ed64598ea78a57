"""A race read back from the plain values in which an edition keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from saima.core.calendars import Calendar
from saima.core.curves.form import Curve, Piece
from saima.core.figures import Basis, Figures, Series
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.intervals import LINE, Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.progress import Convention, LowerForm
from saima.core.races import Race, Standing, Unranked, placed_at
from saima.core.schemes import (
    Edge,
    GroupRules,
    Item,
    ListRule,
    ListRules,
    Measure,
    Peers,
    PlanKept,
    RankOn,
    Scheme,
    Section,
    StreakKind,
    StreakRule,
    Together,
    ZeroTargetRule,
)
from saima.core.standings import Ties
from saima.core.subjects import Subject, SubjectKind, Subjects
from saima.core.targets import Bound, Target
from saima.core.units_of_measure import unit_of_measure

# Values that came out of JSON; their shape is that of `plain`.
Value = Any


def race_of(world: Mapping[str, Value], scheme: Mapping[str, Value]) -> Race:
    """The race that was frozen. KeyError, TypeError or ValueError for other values."""
    return Race(
        scheme_of(scheme),
        Subjects(_subject(one) for one in world["subjects"]),
        {one["code"]: _indicator(one) for one in world["indicators"]},
        {(t["subject"], t["indicator"]): _target(t) for t in world["targets"]},
        Figures(dict(_series(one) for one in world["figures"])),
        _calendar(world["calendar"]),
    )


def placed_again(
    race: Race, month: Month, previous: Mapping[str, int]
) -> tuple[Standing, ...]:
    """The standings computed anew, with movement since places taken before."""
    return tuple(
        replace(one, previous_rank=previous.get(one.entrant.code))
        for one in placed_at(race, month)
    )


def place_again(plain: Mapping[str, Value], entrant: Subject) -> Standing:
    """A place as it was put down, without its working."""
    light, unranked = plain["light"], plain["unranked"]
    return Standing(
        entrant,
        plain["group"],
        (),
        None,
        _decimal(plain["score"]),
        None if light is None else Band(light["name"], Light(light["light"]), LINE),
        (),
        None if unranked is None else Unranked(unranked),
        Decimal(plain["deduction"]),
        plain["rank"],
        plain["previous"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _month(text: str | None) -> Month | None:
    return None if text is None else Month.parse(text)


def _indicator(one: Mapping[str, Value]) -> Indicator:
    unit = unit_of_measure(one["unit"])
    if unit is None:
        raise ValueError(f"no unit of measure is called {one['unit']!r}")
    return Indicator(
        one["code"],
        one["name"],
        unit,
        IndicatorKind(one["kind"]),
        Direction(one["direction"]),
        RollUp(one["roll_up"]),
        one["may_be_negative"],
        one["decimals"],
    )


def _subject(one: Mapping[str, Value]) -> Subject:
    return Subject(
        one["code"],
        one["name"],
        SubjectKind(one["kind"]),
        one["parent"],
        one["group"],
        _month(one["opened"]),
        _month(one["closed"]),
        one["sample"],
    )


def _target(one: Mapping[str, Value]) -> Target:
    months = one["months"]
    return Target(
        one["subject"],
        one["indicator"],
        _decimal(one["year"]),
        None if months is None else tuple(Decimal(month) for month in months),
        Bound(one["bound"]),
        _decimal(one["floor"]),
        _decimal(one["stretch"]),
        one["applicable"],
        one["source"],
    )


def _series(one: Mapping[str, Value]) -> tuple[tuple[str, str], Series]:
    known = tuple(_decimal(month) for month in one["months"])
    whole = known + (None,) * (12 - len(known))
    return (one["subject"], one["indicator"]), Series(Basis(one["basis"]), whole)


def _calendar(one: Mapping[str, Value]) -> Calendar:
    off, work = (frozenset(map(date.fromisoformat, one[k])) for k in ("off", "work"))
    return Calendar(frozenset(one["years"]), off, work)


def scheme_of(one: Mapping[str, Value]) -> Scheme:
    """The rules, from their normal form."""
    return Scheme(
        one["name"],
        one["year"],
        Convention(one["convention"]),
        tuple(_group(group) for group in one["groups"]),
        one["decimals"],
        RankOn(one["rank_on"]),
        Ties(one["ties"]),
        tuple(one["tie_break"]),
        Decimal(one["missing_deduction"]),
        _lights(one["item_lights"]),
        _lights(one["standing_lights"]),
        one["source"],
        one["sample"],
        Peers(one["peers"]),
    )


def _group(one: Mapping[str, Value]) -> GroupRules:
    lists, streaks = one.get("lists"), one.get("streaks", ())
    return GroupRules(
        one["name"],
        _section(one["tree"]),
        ListRules() if lists is None else _list_rules(lists),
        tuple(streak_rule_of(streak) for streak in streaks),
    )


def _list_rules(one: Mapping[str, Value]) -> ListRules:
    praise, alarm = _list_rule(one["praise"]), _list_rule(one["alarm"])
    return ListRules(praise, alarm, one["least"], one["missing"])


def _list_rule(one: Mapping[str, Value] | None) -> ListRule | None:
    if one is None:
        return None
    return ListRule(
        one["places"],
        tuple(Light(light) for light in one["lights"]),
        _fraction(one["limit"]),
        None if one["plan"] is None else PlanKept(one["plan"]),
        Edge(one["edge"]),
    )


def streak_rule_of(one: Mapping[str, Value]) -> StreakRule:
    """What counts as kept up, from its normal form."""
    kind, together = StreakKind(one["kind"]), Together(one["together"])
    return StreakRule(kind, tuple(one["indicators"]), together)


def _section(one: Mapping[str, Value]) -> Section:
    children = tuple(map(_knot, one["children"]))
    return Section(one["section"], Decimal(one["weight"]), children)


def _knot(one: Mapping[str, Value]) -> Item | Section:
    if "section" in one:
        return _section(one)
    rule = one["zero_target"]
    return Item(
        one["indicator"],
        Decimal(one["weight"]),
        Curve(tuple(_piece(piece) for piece in one["curve"])),
        Measure(one["measure"]),
        LowerForm(one["lower_form"]),
        None
        if rule is None
        else ZeroTargetRule(
            Fraction(rule["met"]), Fraction(rule["better"]), Fraction(rule["worse"])
        ),
    )


def _piece(one: Mapping[str, Value]) -> Piece:
    return Piece(_interval(one), Fraction(one["intercept"]), Fraction(one["slope"]))


def _interval(one: Mapping[str, Value]) -> Interval:
    return Interval(
        _fraction(one["low"]),
        _fraction(one["high"]),
        one["low_included"],
        one["high_included"],
    )


def _lights(one: Mapping[str, Value] | None) -> LightTable | None:
    if one is None:
        return None
    bands: Sequence[Mapping[str, Value]] = one["bands"]
    return LightTable(
        LightMeasure(one["measure"]),
        tuple(Band(b["name"], Light(b["light"]), _interval(b)) for b in bands),
        one["source"],
    )
