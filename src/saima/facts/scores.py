"""The points of one entrant on one item, exactly: `core.scoring`, compiled."""

from __future__ import annotations

from typing import Any, NamedTuple

from saima.facts.compiling import compiled
from saima.facts.exact import ROOM, band_of, near, piece_of, rounded
from saima.facts.positions import (
    MISSING,
    NO_TARGET,
    NOT_APPLICABLE,
    OK,
    ZERO_TARGET,
    Position,
    Race,
    position,
)
from saima.facts.rules import (
    ACHIEVEMENT,
    ACTUAL,
    BY_RATIO,
    COMPLETION,
    END_LEVEL,
    END_POINTS,
    FOR_CORE,
    FORM,
    FULL_BETTER,
    FULL_END,
    FULL_MET,
    FULL_WORSE,
    IN_PERIOD,
    LEAD,
    LIGHT_BEST,
    LIGHT_FORM,
    LIGHT_GRAVEST,
    LIGHT_MEASURE,
    LOWER,
    MEASURE,
    SCORE,
    TEN,
    TIE_FORM,
    ZERO_BETTER,
    ZERO_MET,
    ZERO_RULE,
    ZERO_WORSE,
)

# What became of an item.
POINTS, NO_FIGURE, OUT_OF_IT, NOTHING_SAID, FOR_THE_CORE = range(5)
DARK = -1  # no light
NO_TIE = -(2**62)  # below every value that breaks a tie

NONE, KNOWN, TOO_LARGE = range(3)


class Scored(NamedTuple):
    """An item's points as printed, in units of the last digit; nearly; and its light."""

    outcome: int
    points: int
    full: float
    light: int


class Measured(NamedTuple):
    """A measure as `over` / `under`, `under` above zero."""

    state: int
    over: int
    under: int


NOT_MEASURED = Measured(NONE, 0, 1)
LARGE = Measured(TOO_LARGE, 0, 1)


@compiled
def _over(over: int, under: int) -> Measured:
    return Measured(KNOWN, over, under) if under > 0 else Measured(KNOWN, -over, -under)


@compiled
def _ratio(actual: int, plan: int, under: int, item: Any) -> Measured:
    """`core.progress.ratio` of an actual to plan / under."""
    if plan == 0:
        return NOT_MEASURED
    if 2 * abs(float(plan)) + abs(float(actual)) * under > ROOM:
        return LARGE
    over = actual * under
    if (plan > 0) != (item[LOWER] != 0):
        return _over(over, plan)
    if item[LOWER] and item[BY_RATIO] and plan > 0:
        return Measured(KNOWN, plan, over) if over > 0 else NOT_MEASURED
    return _over(2 * plan - over, plan)


@compiled
def _lead(where: Position, item: Any) -> Measured:
    plan, actual = where.plan, where.actual.to_date
    if where.year == 0:
        return NOT_MEASURED
    most = abs(float(actual)) * plan.under + abs(float(plan.to_date))
    if 100 * most > ROOM or abs(float(where.year)) * plan.under > ROOM:
        return LARGE
    sign = -100 if item[LOWER] else 100
    over = sign * (actual * plan.under - plan.to_date)
    return Measured(KNOWN, over, abs(where.year) * plan.under)


@compiled
def measured(measure: int, where: Position, item: Any) -> Measured:
    """What goes into a curve or a table of lights."""
    actual, plan = where.actual, where.plan
    if measure == ACTUAL:
        state = KNOWN if actual.known else NONE
        return Measured(state, actual.to_date, item[TEN])
    if measure == SCORE or not where.has_year:
        return NOT_MEASURED
    if measure == COMPLETION:
        if not actual.known:
            return NOT_MEASURED
        return _ratio(actual.to_date, where.year, 1, item)
    if not plan.known:
        return NOT_MEASURED
    if measure == LEAD:
        return _lead(where, item) if actual.known else NOT_MEASURED
    if where.year == 0:
        return NOT_MEASURED
    if measure == ACHIEVEMENT and actual.known:
        return _ratio(actual.to_date, plan.to_date, plan.under, item)
    if measure == IN_PERIOD and actual.month_known:
        return _ratio(actual.month, plan.month, plan.month_under, item)
    return NOT_MEASURED


@compiled
def _light(race: Race, where: Position, item: Any) -> tuple[bool, int]:
    """The code of a light; False where it is left to the core."""
    told = race.rules.told
    if told[LIGHT_FORM] < 0:
        return True, DARK
    if where.status == ZERO_TARGET:
        actual = where.actual.to_date
        broken = actual > 0 if item[LOWER] else actual < 0
        return True, told[LIGHT_GRAVEST] if broken else told[LIGHT_BEST]
    x = measured(told[LIGHT_MEASURE], where, item)
    if x.state != KNOWN:
        return x.state == NONE, DARK
    forms, form = race.rules.forms, told[LIGHT_FORM]
    pieces = (forms.first[form], forms.first[form + 1])
    band = band_of(forms.ends, pieces, x.over, x.under)
    return True, DARK if band < 0 else forms.lines[band, 0]


@compiled
def _without(outcome: int) -> Scored:
    return Scored(outcome, 0, 0.0, DARK)


@compiled
def _with_light(
    race: Race, where: Position, item: Any, points: tuple[int, float]
) -> Scored:
    fits, light = _light(race, where, item)
    if not fits:
        return _without(FOR_THE_CORE)
    return Scored(POINTS, points[0], points[1], light)


@compiled
def _beyond(race: Race, where: Position, number: int) -> Scored:
    """The level end of a curve, for target / actual at an actual of zero or less."""
    item = race.rules.items[number]
    by_ratio = item[MEASURE] == ACHIEVEMENT or item[MEASURE] == COMPLETION
    applies = item[BY_RATIO] and item[LOWER] and by_ratio and item[END_LEVEL]
    actual = where.actual.to_date
    if applies and where.has_year and where.year > 0 and actual <= 0:
        points = (item[END_POINTS], race.rules.full[number, FULL_END])
        return _with_light(race, where, item, points)
    return _without(NOTHING_SAID)


@compiled
def _by_curve(race: Race, where: Position, number: int) -> Scored:
    item, forms = race.rules.items[number], race.rules.forms
    x = measured(item[MEASURE], where, item)
    if x.state == TOO_LARGE:
        return _without(FOR_THE_CORE)
    if x.state == NONE:
        return _beyond(race, where, number)
    pieces = (forms.first[item[FORM]], forms.first[item[FORM] + 1])
    piece = piece_of(forms.ends, pieces, x.over, x.under)
    if piece < 0:
        return _without(NOTHING_SAID)
    fits, points = rounded(forms.lines, piece, x.over, x.under)
    if not fits:
        return _without(FOR_THE_CORE)
    full = near(forms.lines, piece, x.over, x.under)
    return _with_light(race, where, item, (points, full))


@compiled
def _zero_target(race: Race, where: Position, number: int) -> Scored:
    item, full = race.rules.items[number], race.rules.full[number]
    actual = where.actual.to_date
    if not item[ZERO_RULE]:
        return _without(NOTHING_SAID)
    if actual == 0:
        points = (item[ZERO_MET], full[FULL_MET])
    elif (actual > 0) != (item[LOWER] != 0):
        points = (item[ZERO_BETTER], full[FULL_BETTER])
    else:
        points = (item[ZERO_WORSE], full[FULL_WORSE])
    return _with_light(race, where, item, points)


@compiled
def _nothing_due(where: Position, item: Any) -> bool:
    """Whether nothing was to be done yet; a cost that nobody planned is no excuse."""
    if item[MEASURE] == ACHIEVEMENT:
        planned, actual = where.plan.due, where.actual.to_date
    elif item[MEASURE] == IN_PERIOD:
        planned, actual = where.plan.month != 0, where.actual.month
    else:
        return False
    return not planned and not (item[LOWER] and actual != 0)


@compiled
def _by_status(status: int) -> int:
    if status == MISSING:
        return NO_FIGURE
    return OUT_OF_IT if status == NOT_APPLICABLE else NOTHING_SAID


@compiled
def score(race: Race, lane: int, number: int) -> Scored:
    """Points of one item, or why there are none."""
    item = race.rules.items[number]
    where = position(race, lane, number)
    if not where.fits or item[FOR_CORE]:
        return _without(FOR_THE_CORE)
    absolute = item[MEASURE] == ACTUAL
    if absolute and where.actual.known and where.status != NOT_APPLICABLE:
        return _by_curve(race, where, number)
    if where.status == ZERO_TARGET:
        return _zero_target(race, where, number)
    if absolute and where.status == NO_TARGET:
        return _without(NO_FIGURE)
    if where.status != OK:
        return _without(_by_status(where.status))
    if item[MEASURE] == IN_PERIOD and not where.actual.month_known:
        return _without(NO_FIGURE)
    if _nothing_due(where, item):
        return _without(OUT_OF_IT)
    return _by_curve(race, where, number)


@compiled
def tie_breaker(race: Race, lane: int, number: int) -> tuple[bool, int]:
    """What is measured, as printed; False where it is left to the core."""
    item = race.rules.items[number]
    where = position(race, lane, number)
    if not where.fits or item[FOR_CORE]:
        return False, NO_TIE
    scored = score(race, lane, number)
    if scored.outcome != POINTS or (
        where.status == ZERO_TARGET and item[MEASURE] != ACTUAL
    ):
        return scored.outcome != FOR_THE_CORE, NO_TIE
    x = measured(item[MEASURE], where, item)
    if x.state != KNOWN:
        return x.state == NONE, NO_TIE
    forms = race.rules.forms
    return rounded(forms.lines, forms.first[item[TIE_FORM]], x.over, x.under)


@compiled
def tie_breakers(race: Race, number: int, lanes: Any, into: tuple[Any, Any]) -> None:
    """What breaks ties for these lanes, and for which of them it fits."""
    keys, fits = into
    for at in range(lanes.size):
        fits[at], keys[at] = tie_breaker(race, lanes[at], number)
