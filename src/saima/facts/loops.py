"""The wide race itself: block by block, in floating point where that is safe, else exact."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from saima.facts.compiling import compiled, making_arrays
from saima.facts.floats import MOST_POINTS, Desk, attempt, desk_for
from saima.facts.positions import Race
from saima.facts.quick import ON, Tries
from saima.facts.rules import FULL, LIGHT_FORM
from saima.facts.scores import (
    DARK,
    FOR_THE_CORE,
    NO_FIGURE,
    NOTHING_SAID,
    OUT_OF_IT,
    Scored,
    score,
)

BLOCK = 4096
STRETCH = 64
GRAVITY = 0xFFFF  # of a code all but how grave a light is

# What was seen of a lane: bits.
SAW_MISSING, SAW_NOTHING_SAID, SAW_CORE, SAW_OUT = 1, 2, 4, 8
# Why an entrant has no place; the last is not open in the month.
RANKED, MISSING, CANNOT_COMPUTE, NOTHING_APPLIES, NOT_RUNNING = range(5)


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
def _doubtful(doubt: Any, found: Any) -> int:
    """Find the lanes in doubt: quickly seen is whether a stretch has any."""
    count = 0
    for begin in range(0, doubt.size, STRETCH):
        stretch, here = doubt[begin : begin + STRETCH], 0
        for lane in range(stretch.size):
            here |= stretch[lane]
        if here:
            for lane in range(stretch.size):
                if stretch[lane]:
                    found[count] = begin + lane
                    count += 1
    return count


@compiled
def _gravest(lights: Any, light: Any) -> None:
    """Keep the gravest light, and of two alike the later."""
    for lane in range(light.size):
        here = lights[lane]
        light[lane] = here if (here | GRAVITY) >= light[lane] else light[lane]


@compiled
def _in_full(desk: Desk, full: Any) -> None:
    """Points that are not rounded."""
    level, slope, x = desk.level, desk.slope, desk.x
    for lane in range(full.size):
        full[lane] = level[lane] + slope[lane] * x[lane]


@compiled
def _item(race: Race, tries: Tries, item: int, where: Any) -> None:
    """One item of one block; `where` is a span, a desk, the results and their base."""
    span, (desk, found), results, base = where
    begin, end = span[0] - base, span[1] - base
    points, lights = results.points[item, begin:end], results.lights[item, begin:end]
    if tries.items[item, ON]:
        attempt(race, tries, item, (span, desk, points, lights))
        if race.rules.told[FULL]:
            _in_full(desk, results.full[item, begin:end])
    else:
        desk.doubt[:] = 1
    for number in range(_doubtful(desk.doubt, found)):
        lane = found[number]
        _settle(race, item, span[0] + lane, (begin + lane, results))
    total = results.total[begin:end]
    for lane in range(total.size):
        total[lane] += points[lane]
    if race.rules.told[LIGHT_FORM] >= 0:
        _gravest(lights, results.light[begin:end])


@making_arrays
def run(
    race: Race, tries: Tries, results: Results, lanes: tuple[int, int, int]
) -> None:
    """All items of the lanes from one to another, in a group that begins at `base`."""
    base, low, high = lanes
    desk, found = desk_for(min(BLOCK, high - low)), np.zeros(BLOCK, np.int64)
    for begin in range(low, high, BLOCK):
        span = (begin, min(begin + BLOCK, high))
        if span[1] - begin < desk.x.size:
            desk = desk_for(span[1] - begin)
        for item in range(tries.items.shape[0]):
            _item(race, tries, item, (span, (desk, found), results, base))


@compiled
def why_unranked(results: Results, like: Any, dates: Any, reason: Any) -> None:
    """Why each has no place: of several reasons the last."""
    seen, applicable = results.seen, results.applicable
    for lane in range(reason.size):
        why = CANNOT_COMPUTE if seen[lane] & SAW_NOTHING_SAID else RANKED
        why = why if applicable[lane] > 0 else NOTHING_APPLIES
        why = MISSING if seen[lane] & SAW_MISSING else why
        reason[lane] = why if dates[like[lane], 0] else NOT_RUNNING
