"""Units of measure: found by their names, and converted without a remainder."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.tests.drawn import amounts, tried
from saima.core.tests.exact import D, known
from saima.core.units_of_measure import UNITS, UnitOfMeasure, unit_of_measure

MONEY = st.sampled_from([unit for unit in UNITS.values() if unit.dimension == "money"])


@tried(25)
@given(amounts(), MONEY, MONEY)
def test_an_amount_of_money_is_the_same_in_every_unit(
    value: Decimal, one: UnitOfMeasure, other: UnitOfMeasure
) -> None:
    said = one.convert(value, other)
    assert value * D(int(one.factor)) == said * D(int(other.factor))
    assert value == other.convert(said, one)


@pytest.mark.parametrize(
    ("value", "one", "other", "said"),
    [
        ("34.15", "亿元", "万元", "341500"),
        ("1", "元", "亿元", "0.00000001"),
        ("3", "亩", "平方米", "2000"),
        ("1.5", "万户", "户", "15000"),
        ("12", "‰", "%", "1.2"),
    ],
)
def test_conversions(value: str, one: str, other: str, said: str) -> None:
    assert D(said) == UNITS[one].convert(D(value), UNITS[other])


def test_what_does_not_convert_says_so() -> None:
    with pytest.raises(ValueError, match="different things"):
        UNITS["户"].convert(D(1), UNITS["个"])
    with pytest.raises(ValueError, match="no finite number"):
        UNITS["亩"].convert(D(1), UNITS["平方米"])
    assert D(1) == UNITS["户"].convert(D(1), UNITS["户"])


@pytest.mark.parametrize(
    ("text", "symbol"),
    [("％", "%"), ("㎡", "平方米"), (" 亿 ", "亿元"), ("RMB", "元"), ("kWh", "千瓦时")],
)
def test_a_unit_by_other_names(text: str, symbol: str) -> None:
    assert symbol == str(known(unit_of_measure(text)))


@pytest.mark.parametrize("text", ["", "美元", "km²", "万%"])
def test_an_unknown_unit(text: str) -> None:
    assert unit_of_measure(text) is None
