"""What properties are tried on: exact numbers, rules of every kind, small races."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from saima.core.curves.form import Curve, Piece, curve, polyline
from saima.core.curves.kinds import (
    TIER_COEFFICIENTS,
    Efficacy,
    PartSteps,
    RateBand,
    Steps,
    ladder,
    linear,
    loss_credit,
    loss_steps,
    rate_bands,
    threshold,
)
from saima.core.intervals import Interval

Drawn = TypeVar("Drawn")
Draw = Callable[[st.SearchStrategy[Drawn]], Drawn]


def tried(times: int) -> settings:
    """Try so many cases, always the same ones, and keep nothing on disk."""
    return settings(max_examples=times, derandomize=True, deadline=None, database=None)


def exact(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Fractions, most of them no finite decimals."""
    steps = st.integers(low * PARTS, high * PARTS)
    return steps.map(lambda n: Fraction(n, PARTS))


def amounts(low: int = -1000, high: int = 1000) -> st.SearchStrategy[Decimal]:
    """Figures with two decimals."""
    cents = st.integers(low * 100, high * 100)
    return cents.map(lambda n: Decimal(n).scaleb(-2))


PARTS = 2100  # holds hundredths, thirds and sevenths
LEVELS = exact(-3, 3)
LINES = st.tuples(LEVELS, LEVELS)
POSITIVE = exact(0, 20).map(lambda x: x + Fraction(1, 100))


def ascending(values: st.SearchStrategy[Fraction], low: int, high: int):
    """Some different values, the smallest first."""
    return st.lists(values, min_size=low, max_size=high, unique=True).map(sorted)


@st.composite
def any_curves(draw, *, gaps: bool = False) -> Curve:
    """Curves without rhyme or reason: jumps, falls, single points, perhaps gaps."""
    edges = draw(ascending(LEVELS, 1, 3))
    sides = draw(st.lists(st.booleans(), min_size=len(edges), max_size=len(edges)))
    lines = draw(st.lists(LINES, min_size=len(edges) + 1, max_size=len(edges) + 1))
    kept = st.lists(st.booleans(), min_size=len(lines), max_size=len(lines))
    there = draw(kept.filter(any)) if gaps else [True] * len(lines)
    lows, highs = [None, *edges], [*edges, None]
    # At each edge, either what follows begins with it or what precedes ends with it.
    opens, closes = [True, *sides], [*(not side for side in sides), False]
    ends = zip(lows, highs, opens, closes, strict=True)
    pieces = [Piece(Interval(*e), *line) for e, line in zip(ends, lines, strict=True)]
    return curve(p for p, wanted in zip(pieces, there, strict=True) if wanted)


@st.composite
def linears(draw) -> Curve:
    weight, floor = draw(POSITIVE), draw(LEVELS)
    if draw(st.booleans()):
        return linear(weight, floor=floor)
    cap = max(floor, Fraction(0)) + draw(POSITIVE)
    return linear(weight, floor=floor, cap=cap, full_at_cap=draw(st.booleans()))


@st.composite
def step_rules(draw, part_steps: PartSteps | None = None) -> Steps:
    add, deduct = draw(POSITIVE), draw(POSITIVE)
    return Steps(
        draw(exact(0, 100)),
        draw(POSITIVE),
        add,
        deduct,
        max_add=add * draw(exact(0, 4)),
        max_deduct=deduct * draw(exact(0, 4)),
        part_steps=part_steps or draw(st.sampled_from(PartSteps)),
        at=draw(LEVELS),
    )


@st.composite
def rate_band_rules(draw) -> Curve:
    ends = draw(ascending(exact(1, 3).filter(lambda x: x > 1), 0, 3))
    slopes = st.one_of(st.just(Fraction(0)), POSITIVE)
    bands = [RateBand(upto, draw(slopes)) for upto in [*ends, None]]
    return rate_bands(
        draw(exact(0, 100)), above=bands, below=draw(slopes), limit=draw(POSITIVE)
    )


@st.composite
def thresholds(draw) -> Curve:
    low, high = draw(ascending(LEVELS, 2, 2))
    return threshold(draw(POSITIVE), zero_below=low, full_at=high)


@st.composite
def ladders(draw, *, lower: bool) -> Curve:
    edges = draw(ascending(LEVELS, 1, 4))
    rungs = draw(ascending(exact(0, 100), len(edges) + 1, len(edges) + 1))
    if lower:
        levels = list(zip(edges, reversed(rungs[1:]), strict=True))
    else:
        levels = list(zip(edges, rungs[1:], strict=True))
    return ladder(levels, otherwise=rungs[0], lower_is_better=lower)


@st.composite
def efficacies(draw, *, lower: bool) -> Efficacy:
    values = draw(ascending(exact(-20, 20), 5, 5))
    values = values if lower else values[::-1]
    standards = dict(zip(TIER_COEFFICIENTS, values, strict=True))
    return Efficacy(draw(POSITIVE), standards, lower_is_better=lower)


@st.composite
def rising_polylines(draw) -> Curve:
    xs = draw(st.lists(LEVELS, min_size=1, max_size=4).map(sorted))
    ys = draw(st.lists(LEVELS, min_size=len(xs), max_size=len(xs)).map(sorted))
    return polyline(list(zip(xs, ys, strict=True)))


def losses() -> st.SearchStrategy[Fraction]:
    return POSITIVE.map(lambda x: -x)


RISING: dict[str, st.SearchStrategy[Curve]] = {
    "linear": linears(),
    "steps": step_rules().map(Steps.curve),
    "rate bands": rate_band_rules(),
    "threshold": thresholds(),
    "ladder": ladders(lower=False),
    "efficacy": efficacies(lower=False).map(Efficacy.curve),
    "points": rising_polylines(),
    "loss credit": losses().map(loss_credit),
    "loss steps": st.builds(loss_steps, step_rules(), losses()),
}
FALLING: dict[str, st.SearchStrategy[Curve]] = {
    "ladder": ladders(lower=True),
    "efficacy": efficacies(lower=True).map(Efficacy.curve),
}
CURVES = st.one_of(
    any_curves(), any_curves(gaps=True), *RISING.values(), *FALLING.values()
)


def places(rule: Curve, extra: st.SearchStrategy[Fraction] = LEVELS):
    """An x: often an edge of the curve or right beside one."""
    near = [e + d for e in rule.edges for d in (0, Fraction(1, 997), -Fraction(1, 997))]
    return st.one_of(extra, st.sampled_from(near)) if near else extra
