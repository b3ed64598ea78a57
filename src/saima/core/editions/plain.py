"""A race as plain values: texts, whole numbers, lists and maps, for canonical JSON.

Decimals and fractions are texts ("12.50", "7/12"), months "2022-05", days ISO dates;
None is what is missing. docs/reference/edition.md describes the form field by field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from saima.core.calendars import Calendar
from saima.core.curves.form import Curve
from saima.core.figures import Series
from saima.core.indicators import Indicator
from saima.core.intervals import Interval
from saima.core.lights import Band, LightTable
from saima.core.periods import Month
from saima.core.races import Race, Standing
from saima.core.schemes import (
    GroupRules,
    Item,
    ListRule,
    ListRules,
    Scheme,
    Section,
    StreakRule,
    ZeroTargetRule,
)
from saima.core.scoring import Scored
from saima.core.subjects import Subject
from saima.core.targets import Target

Plain = dict[str, object]


def decimal_text(value: Decimal | None) -> str | None:
    """A decimal in plain digits as it is, trailing zeros included."""
    return None if value is None else f"{value:f}"


def rational_text(value: Fraction | None) -> str | None:
    """A fraction in lowest terms: 7/12, or 3 where it is whole."""
    return None if value is None else str(value)


def month_text(month: Month | None) -> str | None:
    """A month as 2022-05."""
    return None if month is None else str(month)


def plain_world(race: Race, month: Month) -> Plain:
    """All that a ranking of a month is made of, but the rules: nothing of later months."""
    keys = sorted(race.figures.series)
    return {
        "indicators": [_indicator(one) for one in race.indicators.values()],
        "subjects": [_subject(one) for one in race.subjects],
        "targets": [_target(race.targets[key]) for key in sorted(race.targets)],
        "figures": [_series(key, race.figures.series[key], month) for key in keys],
        "calendar": _calendar(race.calendar, month.year),
    }


def _indicator(one: Indicator) -> Plain:
    return {
        "code": one.code,
        "name": one.name,
        "unit": one.unit_of_measure.symbol,
        "kind": one.kind.value,
        "direction": one.direction.value,
        "roll_up": one.roll_up.value,
        "may_be_negative": one.may_be_negative,
        "decimals": one.decimals,
    }


def _subject(one: Subject) -> Plain:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind.value,
        "parent": one.parent,
        "group": one.group,
        "opened": month_text(one.opened),
        "closed": month_text(one.closed),
        "sample": one.sample,
    }


def _target(one: Target) -> Plain:
    months = None if one.months is None else [decimal_text(m) for m in one.months]
    return {
        "subject": one.subject,
        "indicator": one.indicator,
        "year": decimal_text(one.year),
        "months": months,
        "bound": one.bound.value,
        "floor": decimal_text(one.floor),
        "stretch": decimal_text(one.stretch),
        "applicable": one.applicable,
        "source": one.source,
    }


def _series(key: tuple[str, str], series: Series, month: Month) -> Plain:
    shown = series.months[: month.number]
    return {
        "subject": key[0],
        "indicator": key[1],
        "basis": series.basis.value,
        "months": [decimal_text(value) for value in shown],
    }


def _calendar(calendar: Calendar, year: int) -> Plain:
    def days(kept: Iterable[object]) -> list[str]:
        return sorted(str(day) for day in kept if str(day).startswith(f"{year:04d}-"))

    known = [year] if year in calendar.years else []
    return {"years": known, "off": days(calendar.off), "work": days(calendar.work)}


def plain_scheme(scheme: Scheme) -> Plain:
    """The rules in their normal form: curves as pieces, lights as bands."""
    return {
        "name": scheme.name,
        "year": scheme.year,
        "convention": scheme.convention.value,
        "decimals": scheme.decimals,
        "rank_on": scheme.rank_on.value,
        "ties": scheme.ties.value,
        "tie_break": list(scheme.tie_break),
        "missing_deduction": decimal_text(scheme.missing_deduction),
        "item_lights": _lights(scheme.item_lights),
        "standing_lights": _lights(scheme.standing_lights),
        "source": scheme.source,
        "sample": scheme.sample,
        "peers": scheme.peers.value,
        "groups": [_group(group) for group in scheme.groups],
    }


def _group(rules: GroupRules) -> Plain:
    """A group; what it does not have is left out, as in rules of before there was any."""
    plain: Plain = {"name": rules.name, "tree": _knot(rules.tree)}
    if rules.lists != ListRules():
        plain["lists"] = {
            "praise": _list_rule(rules.lists.praise),
            "alarm": _list_rule(rules.lists.alarm),
            "least": rules.lists.least,
            "missing": rules.lists.missing,
        }
    if rules.streaks:
        plain["streaks"] = [plain_streak_rule(rule) for rule in rules.streaks]
    return plain


def _list_rule(rule: ListRule | None) -> Plain | None:
    if rule is None:
        return None
    return {
        "places": rule.places,
        "lights": [light.value for light in rule.lights],
        "limit": rational_text(rule.limit),
        "plan": None if rule.plan is None else rule.plan.value,
        "edge": rule.edge.value,
    }


def plain_streak_rule(rule: StreakRule) -> Plain:
    """A streak as the rules have it."""
    return {
        "kind": rule.kind.value,
        "indicators": list(rule.indicators),
        "together": rule.together.value,
    }


def _knot(knot: Item | Section) -> Plain:
    if isinstance(knot, Item):
        return {
            "indicator": knot.indicator,
            "weight": decimal_text(knot.weight),
            "measure": knot.measure.value,
            "lower_form": knot.lower_form.value,
            "zero_target": _zero_target(knot.zero_target),
            "curve": _curve(knot.curve),
        }
    return {
        "section": knot.name,
        "weight": decimal_text(knot.weight),
        "children": [_knot(child) for child in knot.children],
    }


def _zero_target(rule: ZeroTargetRule | None) -> Plain | None:
    if rule is None:
        return None
    return {
        "met": rational_text(rule.met),
        "better": rational_text(rule.better),
        "worse": rational_text(rule.worse),
    }


def _curve(curve: Curve) -> list[Plain]:
    return [
        {
            **_interval(piece.interval),
            "intercept": rational_text(piece.intercept),
            "slope": rational_text(piece.slope),
        }
        for piece in curve.pieces
    ]


def _interval(interval: Interval) -> Plain:
    return {
        "low": rational_text(interval.low),
        "high": rational_text(interval.high),
        "low_included": interval.low_included,
        "high_included": interval.high_included,
    }


def _lights(table: LightTable | None) -> Plain | None:
    if table is None:
        return None
    return {
        "measure": table.measure.value,
        "source": table.source,
        "bands": [
            {**_interval(band.interval), "name": band.name, "light": band.light.value}
            for band in table.bands
        ],
    }


def plain_standings(standings: Sequence[Standing]) -> list[Plain]:
    """Places with their points, in the order in which they are shown."""
    return [_standing(one) for one in standings]


def _standing(one: Standing) -> Plain:
    return {
        "entrant": one.entrant.code,
        "group": one.group,
        "rank": one.rank,
        "previous": one.previous_rank,
        "score": decimal_text(one.score),
        "full_score": rational_text(one.full_score),
        "light": plain_band(one.light),
        "unranked": one.unranked.value if one.unranked else None,
        "deduction": decimal_text(one.deduction),
        "items": [_scored(item) for item in one.items],
    }


def _scored(one: Scored) -> Plain:
    position = one.position
    return {
        "indicator": one.item.indicator,
        "status": one.status.value,
        "reason": one.reason.value if one.reason else None,
        "actual": decimal_text(position.actual_to_date),
        "target": decimal_text(position.target),
        "plan": rational_text(position.plan_to_date),
        "measured": rational_text(one.measured),
        "points": decimal_text(one.points),
        "light": plain_band(one.light),
    }


def plain_band(band: Band | None) -> Plain | None:
    """A light with the name that the rules give it."""
    return None if band is None else {"name": band.name, "light": band.light.value}
