"""Points of a block of lanes in floating point, where that is as good as exact.

**The bound.** Let u = 2**-53 and x = N / D with whole N = shift * V + factor * U and
D = scale * V, where V is the divisor without its sign. A form's `reach` keeps D so
short that N and D are held exactly wherever |x| is not beyond all edges (16 times the
largest and more, FAR); so x' is x rounded once. A number between x and an edge p / q
that is not x itself lies at least 1 / (q D) away, which is more than floats there lie
apart while D < 2**50 / |p|: x' and the edge, rounded once, compare as x and the edge do.
Where p has many digits, D could be too long for that: what is near is then in doubt.

On a piece y = a + b x, a and b are rounded once, x was, product and sum are, and the
half that is added: all is off by less than 5.3 u M in the end, where M is at least
|a| + |b x| + 1 on all pieces that are not level. With k the common denominator of a and
b, points that are no half lie 1 / (2 k D) or more from one. While D < 2**48 / (k M),
that is more than 16 u M: a little more than a half, 8 u M, then rounds halves up and
nothing else. With a longer D what is as near to a half is in doubt. Level pieces are
rounded beforehand where points are printed. An end that is not level is left at FAR.

What is in doubt, and every lane that is not regular, is computed in whole numbers
(`scores`), and what does not fit there goes to the core (`handed`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from saima.facts.compiling import compiled, making_arrays
from saima.facts.forms import (
    BREAK,
    FOUR,
    HALF,
    HIGHEST,
    LEVEL_BEFORE,
    LEVEL_FROM,
    LOWEST,
    NEAR,
    SLOPE_BEFORE,
    SLOPE_FROM,
)
from saima.facts.positions import Race
from saima.facts.quick import (
    BELOW_FACTOR,
    BELOW_SCALE,
    BELOW_SHIFT,
    CURVE,
    FACTOR,
    INDICATOR,
    LIGHT,
    LIGHT_MOST,
    LIGHT_OVER,
    LIGHT_UNDER,
    LIT,
    MASK,
    MONTH_PLAN,
    MOST,
    NEEDED,
    OF_LIGHT,
    OVER,
    PLAN,
    SCALE,
    SHIFT,
    TRUSTED,
    UNDER,
    WANTED,
    WITH_YEAR,
    YEAR,
    Tries,
)
from saima.facts.sums import fill

MOST_POINTS = 2.0**31  # in units of the last digit; more is for the core


class Desk(NamedTuple):
    """The numbers of one block while it is worked on; an x that is none is in doubt."""

    whole: Any
    x: Any
    level: Any
    slope: Any
    place: Any
    doubt: Any


@making_arrays
def desk_for(size: int) -> Desk:
    """A desk for so many lanes."""
    whole = np.ones((7, size), np.int64)
    x, level, slope = np.zeros(size), np.zeros(size), np.zeros(size)
    place, doubt = np.zeros(size, np.int32), np.zeros(size, np.uint8)
    return Desk(whole, x, level, slope, place, doubt)


@compiled
def _divide(sides: Any, most: int, line: Any, x: Any) -> int:
    """x of every lane, by the sign of the divisor; the longest divisor."""
    over, under = sides
    longest, below = 0, line[BELOW_SCALE] > 0
    shift, factor, scale = line[SHIFT], line[FACTOR], line[SCALE]
    below_shift, below_factor = line[BELOW_SHIFT], line[BELOW_FACTOR]
    below_scale = line[BELOW_SCALE]
    for lane in range(x.size):
        number = under[lane]
        size, above = abs(number), number > 0
        longest = max(longest, size)
        divisor = float(size)
        n = (shift if above else below_shift) * divisor
        n += (factor if above else below_factor) * float(over[lane])
        fine = (above | (below & (number < 0))) & (size <= most)
        x[lane] = n / ((scale if above else below_scale) * divisor) if fine else np.nan
    return int(longest)


@compiled
def _judge(race: Race, tried: Any, span: tuple[int, int], doubt: Any) -> None:
    """Which lanes are not regular by their signs; the others are in no doubt yet."""
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
        doubt[lane] = not regular


@compiled
def _leave_out(numbers: Any, below: bool, x: Any) -> None:
    """Leave out lanes with a zero, and where `below` is not so simple all below it."""
    for lane in range(x.size):
        fine = (numbers[lane] > 0) | (below & (numbers[lane] < 0))
        x[lane] = x[lane] if fine else np.nan


@compiled
def _measure(
    race: Race, tried: Any, place: Any, how: tuple[int, int, int], line: Any
) -> int:
    """x of every lane, none where it is not so simple; the longest divisor."""
    (span, desk), (over, under, most) = place, how
    year = race.cells.year[tried[INDICATOR], span[0] : span[1]]
    above = year if over == YEAR else desk.whole[over]
    divisor = year if under == YEAR else desk.whole[under]
    longest = _divide((above, divisor), most, line, desk.x)
    if over in (YEAR, PLAN, MONTH_PLAN):
        _leave_out(above, False, desk.x)
    if tried[WITH_YEAR] and under != YEAR:
        _leave_out(year, True, desk.x)
    return longest


@compiled
def _pass_four(forms: Any, before: int, desk: Desk) -> None:
    """The lines of those lanes that lie beyond any of the next four edges."""
    x, level, slope = desk.x, desk.level, desk.slope
    one, two, three, four = before + 1, before + 2, before + 3, before + 4
    p, q, r, s = forms.edge[one], forms.edge[two], forms.edge[three], forms.edge[four]
    a, b = forms.level[one], forms.slope[one]
    c, d = forms.level[two], forms.slope[two]
    e, f = forms.level[three], forms.slope[three]
    g, h = forms.level[four], forms.slope[four]
    for lane in range(x.size):
        at, low, rise = x[lane], level[lane], slope[lane]
        low, rise = (a, b) if at >= p else (low, rise)
        low, rise = (c, d) if at >= q else (low, rise)
        low, rise = (e, f) if at >= r else (low, rise)
        low, rise = (g, h) if at >= s else (low, rise)
        level[lane], slope[lane] = low, rise


@compiled
def _look_up(forms: Any, form: int, desk: Desk) -> None:
    """The lines of a form with many pieces: by bucket, and by the edge in it."""
    buckets = forms.buckets[:, forms.bucket[form] : forms.bucket[form + 1]]
    low, scale, most = forms.low[form], forms.scale[form], float(buckets.shape[1] - 1)
    x, level, slope, place = desk.x, desk.level, desk.slope, desk.place
    for lane in range(x.size):
        far = (x[lane] - low) * scale
        far = far if far > 0 else 0.0
        place[lane] = np.int32(far if far < most else most)
    edge = buckets[BREAK]
    a, b = buckets[LEVEL_BEFORE], buckets[SLOPE_BEFORE]
    c, d = buckets[LEVEL_FROM], buckets[SLOPE_FROM]
    for lane in range(x.size):
        at = np.uint64(place[lane])
        past = x[lane] >= edge[at]
        level[lane] = c[at] if past else a[at]
        slope[lane] = d[at] if past else b[at]


@compiled
def _walk(forms: Any, form: int, desk: Desk) -> None:
    """The line of the piece in which each x lies."""
    begin, end = forms.first[form], forms.first[form + 1]
    if forms.bucket[form] < forms.bucket[form + 1]:
        _look_up(forms, form, desk)
        return
    desk.level[:], desk.slope[:] = forms.level[begin], forms.slope[begin]
    for before in range(begin, end - 1, FOUR):
        _pass_four(forms, before, desk)


@compiled
def _round(bounds: Any, trusted: bool, desk: Desk, points: Any) -> None:
    """Points rounded half away from zero, and which of them are in doubt."""
    x, level, slope, doubt = desk.x, desk.level, desk.slope, desk.doubt
    lowest, highest, half = bounds[LOWEST], bounds[HIGHEST], bounds[HALF]
    near = 0.0 if trusted else bounds[NEAR]
    for lane in range(x.size):
        y = level[lane] + slope[lane] * x[lane]
        more = y + (half if y >= 0 else -half)
        fits = (abs(more) < MOST_POINTS) & (x[lane] >= lowest) & (x[lane] <= highest)
        whole = np.int32(more if fits else 0.0)
        points[lane] = whole
        doubt[lane] |= (not fits) | (abs(more - float(whole)) < near)


@compiled
def _shine(desk: Desk, lights: Any) -> None:
    """Lights, which are the levels of their form."""
    level, slope, x, doubt = desk.level, desk.slope, desk.x, desk.doubt
    for lane in range(x.size):
        code = level[lane] + slope[lane] * x[lane]
        there = code >= 0
        lights[lane] = np.int32(code if there else 0.0)
        doubt[lane] |= not there


@compiled
def attempt(race: Race, tries: Tries, item: int, place: Any) -> None:
    """Try an item of a block; `place` is its span, a desk, points and lights.

    The desk tells afterwards which lanes are in doubt.
    """
    span, desk, points, lights = place
    tried, lines, forms = tries.items[item], tries.lines[item], tries.forms
    fill(race, tried, span, desk.whole)
    _judge(race, tried, span, desk.doubt)
    if tried[LIT]:
        how = (tried[LIGHT_OVER], tried[LIGHT_UNDER], tried[LIGHT_MOST])
        _measure(race, tried, (span, desk), how, lines[OF_LIGHT:])
        _walk(forms, tried[LIGHT], desk)
        _shine(desk, lights)
    how = (tried[OVER], tried[UNDER], tried[MOST])
    longest = _measure(race, tried, (span, desk), how, lines)
    _walk(forms, tried[CURVE], desk)
    _round(forms.bounds[tried[CURVE]], longest <= tried[TRUSTED], desk, points)
