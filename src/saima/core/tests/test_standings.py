"""Places: against counting by hand, for any scores."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from saima.core.standings import Ties, rank
from saima.core.tests.drawn import tried
from saima.core.tests.exact import D, F

MAYBE = st.one_of(st.none(), st.integers(0, 3).map(Decimal))
SCORES = st.dictionaries(st.sampled_from("ABCDEF"), MAYBE)
BREAKERS = st.fixed_dictionaries({e: st.tuples(MAYBE, MAYBE) for e in "ABCDEF"})
Key = tuple[Decimal, list[Decimal]]


def keys(scores: dict, breakers: dict) -> dict[str, Key]:
    """What an entrant is placed by; an unknown tie-break lies below every other."""
    return {
        entrant: (score, [D(-1) if b is None else b for b in breakers[entrant]])
        for entrant, score in scores.items()
        if score is not None
    }


@tried(30)
@given(SCORES, BREAKERS)
def test_a_place_is_one_more_than_those_ahead(scores: dict, breakers: dict) -> None:
    by = keys(scores, breakers)
    want = {e: 1 + sum(other > by[e] for other in by.values()) for e in by}
    assert want == rank(scores, tie_break=breakers)


@tried(18)
@given(SCORES, BREAKERS)
def test_a_dense_place_counts_each_score_ahead_once(scores, breakers) -> None:
    by = keys(scores, breakers)
    distinct = {(k[0], *k[1]) for k in by.values()}
    want = {e: 1 + sum(o > (k[0], *k[1]) for o in distinct) for e, k in by.items()}
    assert want == rank(scores, ties=Ties.DENSE, tie_break=breakers)


@tried(18)
@given(SCORES.flatmap(lambda s: st.tuples(st.just(s), st.permutations(list(s)))))
def test_the_order_of_entrants_changes_nothing(drawn) -> None:
    scores, order = drawn
    assert rank(scores) == rank({entrant: scores[entrant] for entrant in order})


def test_decimals_and_fractions_tie() -> None:
    assert {"A": 1, "B": 1, "C": 3} == rank({"A": D("0.5"), "B": F(1, 2), "C": F(1, 3)})


def test_an_unknown_tie_break_loses_the_tie() -> None:
    scores = {"A": D(1), "B": D(1), "C": D(1)}
    breakers = {"A": [None], "B": [D(-5)], "C": [None]}
    assert {"A": 2, "B": 1, "C": 2} == rank(scores, tie_break=breakers)


def test_a_zero_is_ranked_and_a_missing_score_is_not() -> None:
    assert {"A": 1, "C": 2} == rank({"A": D(1), "B": None, "C": D(0)})
    assert {} == rank({})
