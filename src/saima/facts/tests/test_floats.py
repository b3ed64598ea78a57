"""Floating point is as good as exact where it is trusted: next to edges and halves."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from saima.core.curves.form import Curve, Piece
from saima.core.intervals import LINE
from saima.core.races import Race
from saima.core.schemes import Measure, RankOn
from saima.core.subjects import Subject
from saima.core.tests.exact import F
from saima.core.tests.made import JUNE, even, item, race, scheme, target
from saima.facts.prepared import Prepared
from saima.facts.quick import CURVE, MOST, TRUSTED
from saima.facts.tests.agreeing import by_arrays, by_core
from saima.facts.tests.drawn import MET
from saima.facts.wide import Wide

DICE = random.Random(2022)
STEEP = Curve((Piece(LINE, F(1, 7), F(1000, 3)),))
CURVES = (*MET, STEEP)


def met_by(curve: Curve, year: int, share: Fraction) -> set[int]:
    """What is done, in units, where x is next to an edge or points to a half."""
    halves = []
    for _ in range(12):
        piece = DICE.choice(curve.pieces)
        half = F(DICE.randrange(-400, 400) * 2 + 1, 200)
        if piece.slope:
            halves.append((half - piece.intercept) / piece.slope)
    met = [round(x * year * share) for x in (*curve.edges, *halves) if abs(x) < 1000]
    return {done + more for done in met for more in (-2, -1, 0, 1, 2)}


def racing(curve: Curve, size: int, measure: Measure, **more: RankOn) -> Race:
    """Entrants whose targets are about so long, and stand next to what decides."""
    share = F(1) if measure is Measure.COMPLETION else F(1, 2)
    pairs = []
    for _ in range(4):
        year = DICE.randrange(size // 2, size) // 2 * 2 * DICE.choice((1, 1, 1, -1))
        pairs += [(year, done) for done in met_by(curve, abs(year), share)]
    codes = [f"u{n}" for n, _ in enumerate(pairs)]
    return race(
        [Subject(code, code, group="A") for code in codes],
        [target(c, f"{y}E-2") for c, (y, _) in zip(codes, pairs, strict=True)],
        [even(c, f"{done}E-2") for c, (_, done) in zip(codes, pairs, strict=True)],
        scheme(item(curve=curve, measure=measure), **more),
    )


@pytest.mark.parametrize("measure", [Measure.COMPLETION, Measure.ACHIEVEMENT])
@pytest.mark.parametrize("bits", [8, 20, 30, 36, 40, 44, 46, 49])
@pytest.mark.parametrize("curve", CURVES, ids=[str(n) for n, _ in enumerate(CURVES)])
def test_next_to_every_edge_and_half(curve: Curve, bits: int, measure: Measure) -> None:
    running = racing(curve, 2**bits, measure)
    assert by_core(running, JUNE) == by_arrays(running, JUNE)


def test_what_is_not_rounded_is_told_as_well() -> None:
    for curve in MET:
        running = racing(curve, 2**20, Measure.COMPLETION, rank_on=RankOn.FULL)
        assert by_core(running, JUNE) == by_arrays(running, JUNE)


def reach(curve: Curve) -> tuple[int, int]:
    """How long a target may be for a curve's pieces, and for its halves."""
    running = race(
        [Subject("A", "A", group="A")],
        [target("A", "100")],
        [even("A", "10")],
        scheme(item(curve=curve)),
    )
    ready = Prepared(running.scheme, Wide.of(running), running.calendar).group(0, JUNE)
    (tried,) = ready.tries.items
    assert tried[CURVE] == 0
    return int(tried[MOST]), int(tried[TRUSTED])


def test_ordinary_curves_are_trusted_with_ordinary_targets() -> None:
    """Else all would be right still, and slow."""
    for curve in MET:
        most, trusted = reach(curve)
        assert most > 10**12, curve
        assert trusted > 10**9, curve
