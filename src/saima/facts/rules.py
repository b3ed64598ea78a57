"""A scheme's rules as arrays, for the exact loops; months come in `quick`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from saima.core.curves.form import Curve, Piece
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.intervals import END, START, between
from saima.core.lights import SEVERITY, LightMeasure, LightTable
from saima.core.numbers import round_half_up
from saima.core.progress import Convention, LowerForm
from saima.core.schemes import GroupRules, Item, Measure, RankOn, Scheme
from saima.facts.exact import Forms
from saima.facts.forms import ExactForms, TooLong, code_of

# What is measured, for items and for lights alike.
COMPLETION, ACHIEVEMENT, LEAD, IN_PERIOD, ACTUAL, SCORE = range(6)
MEASURES: dict[Measure | LightMeasure, int] = {
    Measure.COMPLETION: COMPLETION,
    Measure.ACHIEVEMENT: ACHIEVEMENT,
    Measure.LEAD: LEAD,
    Measure.IN_PERIOD: IN_PERIOD,
    Measure.ACTUAL: ACTUAL,
}
LIGHT_MEASURES = {
    LightMeasure.COMPLETION: COMPLETION,
    LightMeasure.ACHIEVEMENT: ACHIEVEMENT,
    LightMeasure.LEAD: LEAD,
    LightMeasure.IN_PERIOD: IN_PERIOD,
    LightMeasure.SCORE: SCORE,
}

# The columns of `Rules.items`.
(
    ROW,
    MEASURE,
    LOWER,
    BY_RATIO,
    LEVEL,
    PHASED,
    TEN,
    FORM,
    ZERO_RULE,
    ZERO_MET,
    ZERO_BETTER,
    ZERO_WORSE,
    END_LEVEL,
    END_POINTS,
    TIE_FORM,
    FOR_CORE,
) = range(16)
COLUMNS = 16

# The places of `Rules.told`.
MONTH, BY_PLAN, FULL, LIGHT_FORM, LIGHT_MEASURE, LIGHT_BEST, LIGHT_GRAVEST = range(7)
# The columns of `Rules.full`: points not rounded, in units of the last printed digit.
FULL_MET, FULL_BETTER, FULL_WORSE, FULL_END = range(4)

TIE_DECIMALS = {Measure.LEAD: 2}  # as in `core.races`
LINE = between(START, END)


class Rules(NamedTuple):
    """The items of a group, and what holds for all of them."""

    items: Any
    full: Any
    forms: Forms
    told: Any


def exact_rules(
    scheme: Scheme, group: GroupRules, rows: Mapping[str, int], indicators: Any
) -> Rules:
    """The rules of a group; the month stands in `told` and is set later."""
    forms, scale = ExactForms(), 10**scheme.decimals
    items, full = [], []
    for item in group.tree.items():
        indicator, places = indicators[item.indicator]
        row = _row(item, indicator, rows[item.indicator], places)
        row[PHASED] = scheme.convention is Convention.PLAN or row[PHASED]
        exact = _constants(item, scale)
        row[ZERO_MET : ZERO_WORSE + 1] = [_whole(value) for value in exact[:3]]
        row[END_POINTS] = _whole(exact[3])
        try:
            row[FORM] = forms.curve(item.curve, scale)
            row[TIE_FORM] = forms.curve(_printed_measure(item, indicator), 1)
        except TooLong:
            row[FOR_CORE] = 1
        items.append(row)
        full.append([float(value) for value in exact])
    told = _told(scheme, forms)
    shape = (len(items), COLUMNS)
    table = np.array(items, np.int64).reshape(shape)
    return Rules(table, np.array(full).reshape(-1, 4), forms.arrays(), told)


def _row(item: Item, indicator: Indicator, row: int, places: int) -> list[int]:
    made = [0] * COLUMNS
    made[ROW], made[MEASURE] = row, MEASURES[item.measure]
    made[LOWER] = indicator.direction is Direction.LOWER
    made[BY_RATIO] = item.lower_form is LowerForm.RATIO
    made[LEVEL] = indicator.roll_up is RollUp.LAST
    made[PHASED] = indicator.kind is IndicatorKind.CHECKLIST
    made[TEN] = 10**places
    made[ZERO_RULE] = item.zero_target is not None
    made[END_LEVEL] = item.curve.pieces[-1].slope == 0
    return made


def _constants(item: Item, scale: int) -> list[Fraction]:
    """Points against a target of zero, and beyond the end, in units of 1 / scale."""
    rule, weight = item.zero_target, Fraction(item.weight) * scale
    shares = [rule.met, rule.better, rule.worse] if rule else [Fraction(0)] * 3
    return [
        *(share * weight for share in shares),
        item.curve.pieces[-1].intercept * scale,
    ]


def _whole(value: Fraction) -> int:
    whole = int(round_half_up(value, 0))
    if abs(whole) >= 2**55:
        raise OverflowError("points do not fit into 64 bits")
    return whole


def _printed_measure(item: Item, indicator: Indicator) -> Curve:
    """What is measured, as it breaks ties: larger is better, in its printed digits."""
    sign, decimals = 1, TIE_DECIMALS.get(item.measure, 4)
    if item.measure is Measure.ACTUAL:
        sign, decimals = indicator.sign, indicator.decimals
    return Curve((Piece(LINE, Fraction(0), Fraction(sign * 10**decimals)),))


def _told(scheme: Scheme, forms: ExactForms) -> Any:
    told = np.zeros(7, np.int64)
    told[BY_PLAN] = scheme.convention is Convention.PLAN
    told[FULL] = scheme.rank_on is RankOn.FULL
    told[LIGHT_FORM] = -1
    table = scheme.item_lights
    if table is not None and table.bands:
        told[LIGHT_FORM] = forms.bands(table)
        told[LIGHT_MEASURE] = LIGHT_MEASURES[table.measure]
        told[LIGHT_BEST], told[LIGHT_GRAVEST] = _extremes(table)
    return told


def _extremes(table: LightTable) -> Sequence[int]:
    """The codes of the best and the gravest band, for a target of zero."""
    bands = sorted(table.bands, key=lambda band: SEVERITY[band.light])
    return code_of(bands[0], table), code_of(bands[-1], table)
