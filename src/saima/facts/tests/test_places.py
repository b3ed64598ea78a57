"""Places by counting and by order are those of the core."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from saima.core.standings import Ties
from saima.core.standings import rank as by_core
from saima.facts.places import places_of, places_of_near, places_with_breakers

DICE = random.Random(5)
CLOSE = [DICE.randrange(40) for _ in range(200)]
FAR = [DICE.randrange(40) * 10**12 for _ in range(200)]


@pytest.mark.parametrize("ties", Ties)
@pytest.mark.parametrize(
    "scores", [CLOSE, FAR, [7], []], ids=["close", "far", "1", "0"]
)
def test_places_of_whole_scores(scores: list[int], ties: Ties) -> None:
    expected = by_core({n: Fraction(s) for n, s in enumerate(scores)}, ties=ties)
    found = places_of(np.array(scores, np.int64), np.ones(len(scores), bool), ties)
    assert [expected[n] for n in range(len(scores))] == list(found)


@pytest.mark.parametrize("scores", [CLOSE, FAR], ids=["close", "far"])
def test_who_does_not_run_has_no_place_and_takes_none(scores: list[int]) -> None:
    runs = np.array([DICE.random() < 0.5 for _ in scores])
    given = np.array(scores, np.int64)
    found = places_of(given, runs, Ties.COMPETITION)
    among = places_of(given[runs], np.ones(runs.sum(), bool), Ties.COMPETITION)
    assert list(found[runs]) == list(among)
    assert not found[~runs].any()
    assert not places_of(given, runs & False, Ties.COMPETITION).any()


@pytest.mark.parametrize("ties", Ties)
def test_equal_scores_go_by_what_breaks_ties(ties: Ties) -> None:
    keys = [DICE.randrange(3) for _ in CLOSE]
    expected = by_core(
        {n: Fraction(s) for n, s in enumerate(CLOSE)},
        ties=ties,
        tie_break={n: (Fraction(key),) for n, key in enumerate(keys)},
    )
    scores = np.array(CLOSE, np.int64)
    found = places_with_breakers(scores, [np.array(keys, np.int64)], ties)
    assert [expected[n] for n in range(len(CLOSE))] == list(found)
    assert list(found) != list(places_of(scores, scores > -1, ties))


@pytest.mark.parametrize("ties", Ties)
def test_scores_nearly_known_are_asked_about_where_they_are_too_near(
    ties: Ties,
) -> None:
    exact = [Fraction(n, 3) + Fraction(n % 2, 10**20) for n in (1, 5, 5, 4, 9, 1, 2)]
    exact[2] += Fraction(1, 10**18)
    asked: list[int] = []

    def exactly(some: np.ndarray) -> np.ndarray:
        asked.extend(map(int, some))
        told = by_core({int(n): exact[n] for n in some}, ties=ties)
        return np.array([told[int(n)] for n in some])

    near = np.array([float(one) for one in exact])
    found = places_of_near(near, np.full(len(exact), 1e-12), exactly, ties)
    expected = by_core(dict(enumerate(exact)), ties=ties)
    assert [expected[n] for n in range(len(exact))] == list(found)
    assert [0, 1, 2, 5] == sorted(asked)
