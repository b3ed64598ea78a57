"""The wide race itself: block by block, quick where that is safe, else exact.

**The bound.** Let u = 2**-53, U and V whole numbers below 2**63, V above zero, and
r = U / V. Floating point has r' = r (1 + d) with |d| < 3.01 u: U and V are rounded once
each, their quotient once. An edge e of a curve is rounded once, e' = e (1 + d'). If r
and e compare otherwise than r' and e', then |r' - e'| < 4.1 u |e'| < 2**-50 |e'|: such a
lane is in doubt. On a piece, y = a + b r with a' and b' rounded once; product and sum
are rounded once each, or once together. So |y' - y| < 5.1 u |b r| + u |a| + 1.1 u |y'|,
and because |b r| <= |y| + |a|, this is below 7.3 u (|y'| + |a|). A half is added, which
is rounded once more: together below 8.4 u (|y'| + size), where size is more than every
|a| of the form by one. `room` is 2**-49 = 16 u of that; a lane whose rounding edge is
nearer is in doubt. Level pieces hold their points rounded exactly, and are never in
doubt. A lane in doubt, and every lane that is not regular, is computed in whole numbers
(`scores`); what does not fit there goes to the core (`handed`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from saima.facts.compiling import compiled
from saima.facts.positions import Race
from saima.facts.quick import (
    AHEAD,
    ALONE,
    CURVE,
    DIFFERS,
    FIRST,
    INDICATOR,
    LAST,
    LIGHT,
    LIGHT_OVER,
    LIGHT_UNDER,
    MASK,
    MONTH_PLAN,
    NEEDED,
    ON,
    OVER,
    PLAN,
    PLAN_FIRST,
    PLAN_ROW,
    TO_THE_MONTH,
    UNDER,
    WANTED,
    WITH_YEAR,
    YEAR,
    Tries,
)
from saima.facts.rules import FULL
from saima.facts.scores import (
    FOR_THE_CORE,
    NO_FIGURE,
    NOTHING_SAID,
    OUT_OF_IT,
    score,
)

BLOCK = 1024
ROOM = 2.0**-49
MOST = 2.0**52
GRAVITY = 0xFFFF  # of a code all but how grave a light is

# What was seen of a lane: bits.
SAW_MISSING, SAW_NOTHING_SAID, SAW_CORE, SAW_OUT = 1, 2, 4, 8


class Results(NamedTuple):
    """Items by lanes, and sums by lanes; `full` is there where places follow it."""

    points: Any
    outcome: Any
    lights: Any
    full: Any
    total: Any
    light: Any
    seen: Any
    applicable: Any


class Desk(NamedTuple):
    """The numbers of one block while it is worked on."""

    whole: Any
    r: Any
    level: Any
    slope: Any
    doubt: Any


@compiled
def _add_months(
    cube: Any, row: int, months: tuple[int, int, int, int], out: Any
) -> None:
    """Add up months of all lanes, four at a time, as memory is what it waits for."""
    month, last, begin, end = months
    out[:] = cube[row, month, begin:end]
    month += 1
    while month + 3 <= last:
        a, b = cube[row, month, begin:end], cube[row, month + 1, begin:end]
        c, d = cube[row, month + 2, begin:end], cube[row, month + 3, begin:end]
        for lane in range(out.size):
            out[lane] += a[lane] + b[lane] + c[lane] + d[lane]
        month += 4
    while month <= last:
        a = cube[row, month, begin:end]
        for lane in range(out.size):
            out[lane] += a[lane]
        month += 1


@compiled
def _fill(race: Race, tried: Any, span: tuple[int, int], whole: Any) -> None:
    """The numbers that the item's quotients are made of."""
    figures, row, last = race.cells.figures, tried[INDICATOR], tried[LAST]
    begin, end = span
    months = (tried[FIRST], last, begin, end)
    _add_months(figures, row, months, whole[TO_THE_MONTH])
    whole[YEAR][:] = race.cells.year[row, begin:end]
    if ALONE in (tried[OVER], tried[UNDER], tried[LIGHT_OVER], tried[LIGHT_UNDER]):
        whole[ALONE][:] = figures[row, last, begin:end]
        if tried[DIFFERS]:
            whole[ALONE][:] -= figures[row, last - 1, begin:end]
    if tried[PLAN_ROW] >= 0:
        plan, row = race.cells.plan, tried[PLAN_ROW]
        _add_months(plan, row, (tried[PLAN_FIRST], last, begin, end), whole[PLAN])
        whole[MONTH_PLAN][:] = plan[row, last, begin:end]
        whole[AHEAD][:] = whole[TO_THE_MONTH] - whole[PLAN]


@compiled
def _judge(race: Race, tried: Any, span: tuple[int, int], doubt: Any) -> None:
    """Which lanes are regular by their signs: the others are in doubt."""
    begin, end = span
    flags = race.cells.flags[tried[INDICATOR], begin:end]
    reported = race.cells.reported[tried[INDICATOR], begin:end]
    plain = race.classes.plain[begin:end]
    mask, wanted = np.uint8(tried[MASK]), np.uint8(tried[WANTED])
    needed = np.uint16(tried[NEEDED])
    for lane in range(doubt.size):
        regular = (
            plain[lane]
            & ((flags[lane] & mask) == wanted)
            & ((reported[lane] & needed) == needed)
        )
        doubt[lane] = 1.0 if regular else -1.0


@compiled
def _positive(numbers: Any, doubt: Any) -> None:
    for lane in range(doubt.size):
        doubt[lane] = doubt[lane] if numbers[lane] > 0 else -1.0


@compiled
def _divide(whole: Any, over: int, under: int, desk: Desk) -> None:
    """r, and doubt about every lane whose target is not above zero."""
    if over in (YEAR, PLAN, MONTH_PLAN):
        _positive(whole[over], desk.doubt)
    above, below, r = whole[over], whole[under], desk.r
    _positive(below, desk.doubt)
    for lane in range(r.size):
        divisor = below[lane] if below[lane] > 0 else 1
        r[lane] = float(above[lane]) / float(divisor)


@compiled
def _walk(forms: Any, form: int, desk: Desk) -> None:
    """The line of the piece in which each r lies, and doubt about those near an edge."""
    begin, end = forms.first[form], forms.first[form + 1]
    r, level, slope, doubt = desk.r, desk.level, desk.slope, desk.doubt
    level[:], slope[:] = forms.level[begin], forms.slope[begin]
    for piece in range(begin + 1, end):
        edge, near = forms.edge[piece], forms.near[piece]
        a, b = forms.level[piece], forms.slope[piece]
        for lane in range(r.size):
            past = r[lane] - edge
            level[lane] = a if past >= 0 else level[lane]
            slope[lane] = b if past >= 0 else slope[lane]
            far = abs(past) - near
            doubt[lane] = doubt[lane] if doubt[lane] < far else far


@compiled
def _round(size: float, rounded: bool, desk: Desk, points: Any) -> None:
    """Points rounded half away from zero, and doubt about those near a half.

    `rounded`: whether level pieces hold their points rounded already.
    """
    r, level, slope, doubt = desk.r, desk.level, desk.slope, desk.doubt
    for lane in range(r.size):
        y = level[lane] + slope[lane] * r[lane]
        room = (abs(y) + size) * ROOM
        half = y + (0.5 if y >= 0 else -0.5)
        half = min(max(half, -MOST), MOST)
        whole = int(half)
        points[lane] = whole
        part = abs(half - float(whole))
        far = (part if part < 0.5 else 1.0 - part) - room
        far = 1.0 if rounded and slope[lane] == 0 else far
        doubt[lane] = doubt[lane] if doubt[lane] < far else far
        level[lane] = y


@compiled
def _try(race: Race, tries: Tries, item: int, place: Any) -> None:
    """Try an item in floating point; `place` is a span, a desk, points and lights."""
    span, desk, points, lights = place
    tried = tries.items[item]
    _fill(race, tried, span, desk.whole)
    _judge(race, tried, span, desk.doubt)
    if tried[WITH_YEAR]:
        _positive(desk.whole[YEAR], desk.doubt)
    if tried[LIGHT] >= 0:
        _divide(desk.whole, tried[LIGHT_OVER], tried[LIGHT_UNDER], desk)
        _walk(tries.forms, tried[LIGHT], desk)
        for lane in range(lights.size):
            lights[lane] = np.int32(desk.level[lane])
    _divide(desk.whole, tried[OVER], tried[UNDER], desk)
    _walk(tries.forms, tried[CURVE], desk)
    rounded = race.rules.told[FULL] == 0
    _round(tries.forms.size[tried[CURVE]], rounded, desk, points)


@compiled
def _settle(race: Race, item: int, lane: int, place: tuple[int, Results]) -> None:
    """Compute a lane in doubt exactly."""
    at, results = place
    scored = score(race, lane, item)
    results.points[item, at] = scored.points
    results.outcome[item, at] = scored.outcome
    results.lights[item, at] = scored.light
    if race.rules.told[FULL]:
        results.full[item, at] = scored.full
    if scored.outcome == OUT_OF_IT:
        results.applicable[at] -= 1
        results.seen[at] |= SAW_OUT
    elif scored.outcome == NO_FIGURE:
        results.seen[at] |= SAW_MISSING
    elif scored.outcome == NOTHING_SAID:
        results.seen[at] |= SAW_NOTHING_SAID
    elif scored.outcome == FOR_THE_CORE:
        results.seen[at] |= SAW_CORE


@compiled
def _gather(points: Any, lights: Any, total: Any, light: Any) -> None:
    """Add up points; keep the gravest light, and of two alike the later."""
    for lane in range(total.size):
        total[lane] += points[lane]
        here = lights[lane]
        light[lane] = here if (here | GRAVITY) >= light[lane] else light[lane]


@compiled
def _item(race: Race, tries: Tries, item: int, place: Any) -> None:
    """One item of one block; `place` is a span, a desk, the results and their base."""
    span, desk, results, base = place
    begin, end = span[0] - base, span[1] - base
    points, lights = results.points[item, begin:end], results.lights[item, begin:end]
    if tries.items[item, ON]:
        _try(race, tries, item, (span, desk, points, lights))
        if race.rules.told[FULL]:
            results.full[item, begin:end] = desk.level
    else:
        desk.doubt[:] = -1.0
    for lane in range(desk.doubt.size):
        if desk.doubt[lane] <= 0:
            _settle(race, item, span[0] + lane, (begin + lane, results))
    total, light = results.total[begin:end], results.light[begin:end]
    _gather(points, lights, total, light)


@compiled
def _desk(size: int) -> Desk:
    whole = np.ones((7, size), np.int64)
    return Desk(whole, np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size))


@compiled
def run(
    race: Race, tries: Tries, results: Results, lanes: tuple[int, int, int]
) -> None:
    """All items of the lanes from one to another, in a group that begins at `base`."""
    base, low, high = lanes
    desk = _desk(min(BLOCK, high - low))
    for begin in range(low, high, BLOCK):
        span = (begin, min(begin + BLOCK, high))
        if span[1] - begin < desk.r.size:
            desk = _desk(span[1] - begin)
        for item in range(tries.items.shape[0]):
            _item(race, tries, item, (span, desk, results, base))
