"""The wide race itself: block by block, quick where that is safe, else exact.

**The bound.** Let u = 2**-53, U and V whole numbers below 2**63, V above zero, and
x = s + f r with r = U / V. U, V, their quotient, s, f, the product and the sum are
rounded once each (product and sum perhaps together), so that for the computed x'
|x' - x| < 5.1 u |f r| + u |s| + 1.1 u |x|, and with |f r| <= |x| + |s|:
|x' - x| < 6.3 u (|x| + S), where S is the larger |s| of the form. An edge e of a curve
is rounded once. Where x and e compare otherwise than x' and e', so
|x' - e'| < 7.5 u |e| + 6.5 u S, less than `near` = 16 u (|e'| + S): such a lane is in
doubt. On a piece y = a + b x, a and b are rounded once, product and sum once each:
|y' - y| < |b| 6.3 u (|x| + S) + 2.1 u |b x| + u |a| + 1.1 u |y|, and because
|b x| <= |y| + |a|, below 9.6 u |y| + 9.5 u |a| + 6.4 u |b| S. A half is added and
rounded: u (|y| + 1) more. With `size` at least |a| + |b| S + 1 for every piece, all is
below 11 u (|y| + size); `room` is 16 u of that. A lane whose rounding edge is nearer is
in doubt; level pieces hold their points rounded exactly, and are never. A regular lane
in doubt is computed in whole numbers from U and V, any other from the start (`scores`);
what does not fit there goes to the core (`handed`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from saima.facts.compiling import compiled
from saima.facts.exact import band_of, near, piece_of, rounded
from saima.facts.positions import Race
from saima.facts.quick import (
    BELOW_FACTOR,
    BELOW_SCALE,
    BELOW_SHIFT,
    CURVE,
    FACTOR,
    INDICATOR,
    LIGHT,
    LIGHT_EXACT,
    LIGHT_OVER,
    LIGHT_UNDER,
    LIT,
    MASK,
    MONTH_PLAN,
    NEEDED,
    ON,
    OVER,
    PLAN,
    SHIFT,
    UNDER,
    WANTED,
    WITH_YEAR,
    YEAR,
    Tries,
)
from saima.facts.rules import FOR_CORE, FORM, FULL, LIGHT_FORM
from saima.facts.scores import (
    DARK,
    FOR_THE_CORE,
    NO_FIGURE,
    NOTHING_SAID,
    OUT_OF_IT,
    Scored,
    score,
)
from saima.facts.sums import fill

BLOCK = 2048
STRETCH = 64
ROOM = 2.0**-49
MOST_POINTS = 2.0**31  # in units of the last digit; more is for the core
MOST_EXACT = 2.0**60
CERTAIN, IRREGULAR = 1.0, -1e300  # how far from all doubt a lane is
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
    x: Any
    level: Any
    slope: Any
    doubt: Any
    found: Any


@compiled
def _judge(race: Race, tried: Any, span: tuple[int, int], doubt: Any) -> None:
    """Which lanes are regular by their signs."""
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
        doubt[lane] = CERTAIN if regular else IRREGULAR


@compiled
def _leave_out(numbers: Any, below: bool, doubt: Any) -> None:
    """Lanes with a zero are irregular, and where `below` is not so simple all below."""
    for lane in range(doubt.size):
        fine = (numbers[lane] > 0) | (below & (numbers[lane] < 0))
        doubt[lane] = doubt[lane] if fine else IRREGULAR


@compiled
def _measure(desk: Desk, sides: tuple[int, int], lines: Any, below: bool) -> None:
    """x of every lane: shift + factor * over / |under|, by the sign of `under`."""
    over, under = sides
    if over in (YEAR, PLAN, MONTH_PLAN):
        _leave_out(desk.whole[over], False, desk.doubt)
    above, divisor, x = desk.whole[over], desk.whole[under], desk.x
    _leave_out(divisor, below, desk.doubt)
    shift, factor = lines[SHIFT], lines[FACTOR]
    other_shift, other_factor = lines[BELOW_SHIFT], lines[BELOW_FACTOR]
    for lane in range(x.size):
        size = abs(divisor[lane])
        r = float(above[lane]) / float(size if size > 0 else 1)
        s = shift if divisor[lane] > 0 else other_shift
        f = factor if divisor[lane] > 0 else other_factor
        x[lane] = s + f * r


@compiled
def _look_up(forms: Any, form: int, desk: Desk) -> None:
    """The same of a form with many pieces: by bucket, and by the edge in it.

    Edges lie so far apart that only those beside x can be near it.
    """
    begin, last = forms.first[form], forms.first[form + 1] - 1
    buckets = forms.buckets[forms.bucket[form] : forms.bucket[form + 1]]
    low, scale, most = forms.low[form], forms.scale[form], float(buckets.size - 1)
    x, level, slope, doubt = desk.x, desk.level, desk.slope, desk.doubt
    for lane in range(x.size):
        place = (x[lane] - low) * scale
        place = place if place > 0 else 0.0
        piece = begin + buckets[int(place if place < most else most)]
        after = piece + 1 if piece < last else last
        piece = after if x[lane] >= forms.edge[after] else piece
        after = piece + 1 if piece < last else last
        level[lane], slope[lane] = forms.level[piece], forms.slope[piece]
        below = abs(x[lane] - forms.edge[piece]) - forms.near[piece]
        above = abs(x[lane] - forms.edge[after]) - forms.near[after]
        far = below if below < above else above
        doubt[lane] = doubt[lane] if doubt[lane] < far else far


@compiled
def _walk(forms: Any, form: int, desk: Desk) -> None:
    """The line of the piece in which each x lies, and doubt about those near an edge."""
    begin, end = forms.first[form], forms.first[form + 1]
    if forms.bucket[form] < forms.bucket[form + 1]:
        _look_up(forms, form, desk)
        return
    x, level, slope, doubt = desk.x, desk.level, desk.slope, desk.doubt
    level[:], slope[:] = forms.level[begin], forms.slope[begin]
    for piece in range(begin + 1, end):
        edge, near = forms.edge[piece], forms.near[piece]
        a, b = forms.level[piece], forms.slope[piece]
        for lane in range(x.size):
            past = x[lane] - edge
            level[lane] = a if past >= 0 else level[lane]
            slope[lane] = b if past >= 0 else slope[lane]
            far = abs(past) - near
            doubt[lane] = doubt[lane] if doubt[lane] < far else far


@compiled
def _round(size: float, rounded: bool, desk: Desk, points: Any) -> None:
    """Points rounded half away from zero, and doubt about those near a half.

    `rounded`: whether level pieces hold their points rounded already.
    """
    x, level, slope, doubt = desk.x, desk.level, desk.slope, desk.doubt
    for lane in range(x.size):
        y = level[lane] + slope[lane] * x[lane]
        room = (abs(y) + size) * ROOM
        half = y + (0.5 if y >= 0 else -0.5)
        fits = abs(half) < MOST_POINTS
        whole = np.int32(half if fits else 0.0)
        points[lane] = whole
        part = abs(half - float(whole))
        far = (part if part < 0.5 else 1.0 - part) - room
        far = CERTAIN if rounded and slope[lane] == 0 else far
        far = far if fits else IRREGULAR
        doubt[lane] = doubt[lane] if doubt[lane] < far else far
        level[lane] = y


@compiled
def _try(race: Race, tries: Tries, item: int, place: Any) -> None:
    """Try an item in floating point; `place` is a span, a desk, points and lights."""
    span, desk, points, lights = place
    tried = tries.items[item]
    fill(race, tried, span, desk.whole)
    _judge(race, tried, span, desk.doubt)
    if tried[WITH_YEAR]:
        _leave_out(desk.whole[YEAR], True, desk.doubt)
    lines, exact = tries.near[item], tries.exact[item]
    if tried[LIT]:
        sides = (tried[LIGHT_OVER], tried[LIGHT_UNDER])
        below = exact[LIGHT_EXACT + BELOW_SCALE] > 0
        _measure(desk, sides, lines[LIGHT_EXACT:], below)
        _walk(tries.forms, tried[LIGHT], desk)
        for lane in range(lights.size):
            lights[lane] = np.int32(desk.level[lane])
    sides = (tried[OVER], tried[UNDER])
    _measure(desk, sides, lines, exact[BELOW_SCALE] > 0)
    _walk(tries.forms, tried[CURVE], desk)
    rounded = race.rules.told[FULL] == 0
    _round(tries.forms.size[tried[CURVE]], rounded, desk, points)


@compiled
def _exactly(over: int, under: int, line: Any) -> tuple[bool, int, int]:
    """x of a regular lane as N / D, D above zero; False where it does not fit."""
    at = SHIFT if under > 0 else BELOW_SHIFT
    shift, factor, scale = line[at], line[at + 1], line[at + 2]
    under = abs(under)
    most = abs(float(shift)) * under + abs(float(factor)) * abs(float(over))
    if scale == 0 or max(most, float(scale) * under) > MOST_EXACT:
        return False, 0, 1
    return True, shift * under + factor * over, scale * under


@compiled
def _resolve_lights(numbers: Any, line: Any, form: Any, lights: Any) -> None:
    """Lights of regular lanes in doubt, exactly; what does not fit is irregular."""
    (over, under, doubt, found), (ends, lines, first, end) = numbers, form
    for lane in found:
        if doubt[lane] == IRREGULAR:
            continue
        fits, n, d = _exactly(over[lane], under[lane], line)
        if not fits:
            doubt[lane] = IRREGULAR
            continue
        band = band_of(ends, (first, end), n, d)
        lights[lane] = lines[band, 0] if band >= 0 else DARK


@compiled
def _resolve(numbers: Any, line: Any, form: Any, results: Any) -> None:
    """Points of regular lanes in doubt, exactly; what does not fit is irregular."""
    (over, under, doubt, found), (ends, lines, first, end) = numbers, form
    points, full = results
    for lane in found:
        if doubt[lane] == IRREGULAR:
            continue
        fits, n, d = _exactly(over[lane], under[lane], line)
        piece = piece_of(ends, (first, end), n, d) if fits else -1
        if piece >= 0:
            fits, whole = rounded(lines, piece, n, d)
            fits = fits and abs(whole) < MOST_POINTS
            points[lane] = np.int32(whole)
            if full.size:
                full[lane] = near(lines, piece, n, d)
        doubt[lane] = CERTAIN if fits and piece >= 0 else IRREGULAR


@compiled
def _settle_regular(race: Race, tries: Tries, item: int, place: Any) -> None:
    """Resolve the doubts found; `place` is the desk, which they are, points and so on."""
    desk, found, points, lights, full = place
    whole, tried, exact = desk.whole, tries.items[item], tries.exact[item]
    forms, rules = race.rules.forms, race.rules
    first = forms.first
    if tried[LIT]:
        sides = (whole[tried[LIGHT_OVER]], whole[tried[LIGHT_UNDER]])
        numbers = (*sides, desk.doubt, found)
        number = rules.told[LIGHT_FORM]
        form = (forms.ends, forms.lines, first[number], first[number + 1])
        _resolve_lights(numbers, exact[LIGHT_EXACT:], form, lights)
    numbers = (whole[tried[OVER]], whole[tried[UNDER]], desk.doubt, found)
    number = rules.items[item, FORM]
    form = (forms.ends, forms.lines, first[number], first[number + 1])
    _resolve(numbers, exact, form, (points, full))


@compiled
def _settle(race: Race, item: int, lane: int, place: tuple[int, Results]) -> None:
    """Compute a lane from the start, exactly."""
    at, results = place
    scored = score(race, lane, item)
    if abs(scored.points) >= MOST_POINTS:
        scored = Scored(FOR_THE_CORE, 0, 0.0, DARK)
    results.points[item, at] = np.int32(scored.points)
    results.outcome[item, at] = scored.outcome
    if race.rules.told[LIGHT_FORM] >= 0:
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
def _doubtful(desk: Desk) -> Any:
    """The lanes in doubt; looked for where a stretch, which is quickly seen, has any."""
    doubt, found, count = desk.doubt, desk.found, 0
    for begin in range(0, doubt.size, STRETCH):
        stretch, here = doubt[begin : begin + STRETCH], 0
        for lane in range(stretch.size):
            here += stretch[lane] <= 0
        if here:
            for lane in range(stretch.size):
                if stretch[lane] <= 0:
                    found[count] = begin + lane
                    count += 1
    return found[:count]


@compiled
def _gravest(lights: Any, light: Any) -> None:
    """Keep the gravest light, and of two alike the later."""
    for lane in range(light.size):
        here = lights[lane]
        light[lane] = here if (here | GRAVITY) >= light[lane] else light[lane]


@compiled
def _item(race: Race, tries: Tries, item: int, where: Any) -> None:
    """One item of one block; `where` is a span, a desk, the results and their base."""
    span, desk, results, base = where
    begin, end = span[0] - base, span[1] - base
    points, lights = results.points[item, begin:end], results.lights[item, begin:end]
    if tries.items[item, ON]:
        _try(race, tries, item, (span, desk, points, lights))
        if race.rules.told[FULL]:
            results.full[item, begin:end] = desk.level
    else:
        desk.doubt[:] = IRREGULAR
    found = _doubtful(desk)
    if found.size and tries.items[item, ON] and not race.rules.items[item, FOR_CORE]:
        full = results.full[item, begin:end]  # empty where nothing follows it
        _settle_regular(race, tries, item, (desk, found, points, lights, full))
    for lane in found:
        if desk.doubt[lane] <= 0:
            _settle(race, item, span[0] + lane, (begin + lane, results))
    total = results.total[begin:end]
    for lane in range(total.size):
        total[lane] += points[lane]
    if race.rules.told[LIGHT_FORM] >= 0:
        _gravest(lights, results.light[begin:end])


@compiled
def _desk(size: int) -> Desk:
    whole = np.ones((7, size), np.int64)
    x, level, slope = np.zeros(size), np.zeros(size), np.zeros(size)
    return Desk(whole, x, level, slope, np.zeros(size), np.zeros(size, np.int64))


@compiled
def run(
    race: Race, tries: Tries, results: Results, lanes: tuple[int, int, int]
) -> None:
    """All items of the lanes from one to another, in a group that begins at `base`."""
    base, low, high = lanes
    desk = _desk(min(BLOCK, high - low))
    for begin in range(low, high, BLOCK):
        span = (begin, min(begin + BLOCK, high))
        if span[1] - begin < desk.x.size:
            desk = _desk(span[1] - begin)
        for item in range(tries.items.shape[0]):
            _item(race, tries, item, (span, desk, results, base))
