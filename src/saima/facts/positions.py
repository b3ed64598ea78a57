"""Where one entrant stands on one item, in whole numbers: `core.positions`, compiled.

What a position cannot say stands in the signs beside its numbers; `fits` is False
where a number would not fit, and the core is asked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from saima.facts.carriers import Carriers, Classes
from saima.facts.cells import (
    APART,
    HAS_MONTHS,
    HAS_YEAR,
    MOST_CARRIERS,
    RULED_OUT,
    SERIES,
    TARGETED,
    TO_DATE,
    Cells,
)
from saima.facts.compiling import compiled
from saima.facts.exact import ROOM
from saima.facts.rules import BY_PLAN, LEVEL, MONTH, PHASED, ROW, Rules

OK, MISSING, NOT_APPLICABLE, NO_TARGET, ZERO_TARGET = range(5)


class Race(NamedTuple):
    """Everything a loop reads: cells, carriers, dates, and the rules of a group."""

    cells: Cells
    carriers: Carriers
    classes: Classes
    rules: Rules


class Actual(NamedTuple):
    """Figures to date and of the month alone."""

    known: bool
    to_date: int
    month_known: bool
    month: int


class Plan(NamedTuple):
    """The plan to date over `under`, and that of the month over `month_under`."""

    known: bool
    to_date: int
    under: int
    month: int
    month_under: int
    due: bool


class Position(NamedTuple):
    """An entrant's figures, target and plan, and what can be said of them."""

    fits: bool
    status: int
    actual: Actual
    has_year: bool
    year: int
    plan: Plan


NO_ACTUAL = Actual(False, 0, False, 0)
NO_PLAN = Plan(False, 0, 1, 0, 1, True)


class Asked(NamedTuple):
    """Which months of one carrier's indicator count, and which are known."""

    known: int
    month: int
    level: bool
    to_date: bool
    open: bool
    since: int
    until: int


@compiled
def _sum_of(
    cube: Any, place: tuple[int, int], known: int, months: tuple[int, int]
) -> tuple[bool, int]:
    """Months from one to another, both included; False where one is missing."""
    total = 0
    for number in range(months[0], months[1] + 1):
        if not known >> (number - 1) & 1:
            return False, 0
        total += cube[place[0], number - 1, place[1]]
    return True, total


@compiled
def _alone(cube: Any, place: tuple[int, int], asked: Asked) -> tuple[bool, int]:
    """The figure of the month alone."""
    month, first = asked.month, asked.month <= asked.since
    here, value = _sum_of(cube, place, asked.known, (month, month))
    if not here or not asked.to_date or asked.level or first:
        return here, value
    before, earlier = _sum_of(cube, place, asked.known, (month - 1, month - 1))
    return before, value - earlier


@compiled
def _reported(cube: Any, place: tuple[int, int], asked: Asked) -> Actual:
    """What was reported, of figures that lie in a cube."""
    since, until = asked.since, asked.month if asked.open else asked.until
    if not asked.open and (since > asked.month or until == 0):
        return Actual(True, 0, True, 0)
    if asked.level or asked.to_date:
        since = until
    there, total = _sum_of(cube, place, asked.known, (since, until))
    if not asked.open:
        return Actual(there, total, True, 0)
    month_there, alone = _alone(cube, place, asked)
    return Actual(there, total, month_there, alone)


@compiled
def _actual(race: Race, lane: int, item: int) -> Actual:
    """What one carrier has reported."""
    cells, row = race.cells, race.rules.items[item, ROW]
    dates, like = race.classes.dates, race.classes.of[lane]
    asked = Asked(
        int(cells.reported[row, lane]),
        race.rules.told[MONTH],
        race.rules.items[item, LEVEL] != 0,
        cells.flags[row, lane] & TO_DATE != 0,
        dates[like, 0] != 0,
        dates[like, 2],
        dates[like, 3],
    )
    long = cells.long_row[row]
    if long >= 0:
        return _reported(cells.long, (long, lane), asked)
    return _reported(cells.figures, (row, lane), asked)


@compiled
def _plan(race: Race, lane: int, item: int) -> Plan:
    """What one carrier was to do."""
    cells, rules = race.cells, race.rules
    row, month = rules.items[item, ROW], rules.told[MONTH]
    flags = cells.flags[row, lane]
    if flags & HAS_YEAR == 0:
        return NO_PLAN
    year, phased = cells.year[row, lane], flags & HAS_MONTHS != 0
    if rules.items[item, LEVEL]:
        if phased:
            year = cells.plan[cells.plan_row[row], month - 1, lane]
        return Plan(True, year, 1, year, 1, True)
    if phased and rules.items[item, PHASED]:
        plan = cells.plan[cells.plan_row[row], :, lane]
        total, due = 0, False
        for before in range(month):
            total += plan[before]
            due = due or plan[before] != 0
        return Plan(True, total, 1, plan[month - 1], 1, due)
    if year == 0:
        return Plan(True, 0, 1, 0, 1, False)
    if rules.told[BY_PLAN]:
        return NO_PLAN
    shares = race.classes.shares[race.classes.of[lane]]
    to_date, month_plan = year * shares[0], year * shares[2]
    return Plan(True, to_date, shares[1], month_plan, shares[3], shares[0] > 0)


@compiled
def plus(over: int, under: int, more: int, parts: int) -> tuple[bool, int, int]:
    """over / under + more / parts; False where that does not fit."""
    if under == parts:
        return True, over + more, under
    a, b = under, parts
    while b:
        a, b = b, a % b
    left, right = parts // a, under // a
    if abs(float(over)) * left + abs(float(more)) * right > ROOM:
        return False, 0, 1
    if float(under) * left > ROOM:
        return False, 0, 1
    return True, over * left + more * right, under * left


@compiled
def _added(here: Actual, more: Actual) -> Actual:
    return Actual(
        here.known and more.known,
        here.to_date + more.to_date,
        here.month_known and more.month_known,
        here.month + more.month,
    )


@compiled
def _planned(here: Plan, more: Plan) -> tuple[bool, Plan]:
    """The plans of two together; False where that does not fit."""
    known, due = here.known and more.known, here.due or more.due
    if not known:
        return True, Plan(False, 0, 1, 0, 1, due)
    one, total, under = plus(here.to_date, here.under, more.to_date, more.under)
    two, month, parts = plus(here.month, here.month_under, more.month, more.month_under)
    return one and two, Plan(True, total, under, month, parts, due)


@compiled
def _reach(race: Race, lane: int, item: int) -> tuple[int, int, int]:
    """The carriers of an entrant: its row and where they begin and end.

    Row -1: it carries itself, if at all, and there is one carrier or none.
    """
    row = race.carriers.row_of[lane]
    indicator = race.rules.items[item, ROW]
    if row >= 0:
        first = race.carriers.first
        return row, first[row, indicator], first[row, indicator + 1]
    flags = race.cells.flags[indicator, lane]
    carries = flags & (TARGETED | SERIES) != 0 and flags & RULED_OUT == 0
    return -1, 0, 1 if carries else 0


@compiled
def _status(actual: Actual, has_year: bool, year: int, plan: Plan) -> int:
    if not actual.known:
        return MISSING
    if not has_year or not plan.known:
        return NO_TARGET
    return OK if year != 0 else ZERO_TARGET


@compiled
def _without_carrier(race: Race, lane: int, item: int, row: int) -> Position:
    indicator = race.rules.items[item, ROW]
    if row >= 0:
        ruled_out = race.carriers.ruled_out[row, indicator] != 0
    else:
        ruled_out = race.cells.flags[indicator, lane] & RULED_OUT != 0
    status = NOT_APPLICABLE if ruled_out else NO_TARGET
    return Position(True, status, NO_ACTUAL, False, 0, NO_PLAN)


@compiled
def _promised(race: Race, lane: int, item: int, added: Position) -> Position:
    """With the plan of the whole, where none of the parts that report has a target."""
    indicator = race.rules.items[item, ROW]
    flags = race.cells.flags[indicator, lane]
    if flags & TARGETED == 0:
        return added
    plan = _plan(race, lane, item)
    has_year, year = flags & HAS_YEAR != 0, race.cells.year[indicator, lane]
    fits = added.fits and flags & APART == 0
    status = _status(added.actual, has_year, year, plan)
    return Position(fits, status, added.actual, has_year, year, plan)


@compiled
def position(race: Race, lane: int, item: int) -> Position:
    """Where an entrant stands, all below it included."""
    row, begin, end = _reach(race, lane, item)
    if begin == end:
        return _without_carrier(race, lane, item, row)
    indicator, parts, with_year = race.rules.items[item, ROW], 0, 0
    fits, year = end - begin <= MOST_CARRIERS, 0
    actual, plan = Actual(True, 0, True, 0), Plan(True, 0, 1, 0, 1, False)
    for place in range(begin, end):
        carrier = race.carriers.lanes[place] if row >= 0 else lane
        dates = race.classes.dates[race.classes.of[carrier]]
        if race.rules.items[item, LEVEL] and not dates[0]:
            continue  # what was added up stays; a level is gone with what had it
        if not dates[1]:
            continue
        flags = race.cells.flags[indicator, carrier]
        parts += 1
        with_year += flags & HAS_YEAR != 0
        year += race.cells.year[indicator, carrier]
        actual = _added(actual, _actual(race, carrier, item))
        fitting, plan = _planned(plan, _plan(race, carrier, item))
        fits = fits and fitting and flags & APART == 0
    if parts == 0:
        return Position(fits, NOT_APPLICABLE, NO_ACTUAL, False, 0, NO_PLAN)
    has_year = with_year == parts
    status = _status(actual, has_year, year, plan)
    added = Position(fits, status, actual, has_year, year, plan)
    return _promised(race, lane, item, added) if with_year == 0 else added
