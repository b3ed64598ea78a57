"""Numbers as people type them, rounded and printed as they expect."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.numbers import (
    exact_percent,
    exact_text,
    grouped,
    percent,
    plain_text,
    read_fraction,
    read_number,
    round_half_up,
    signed,
    within_limits,
)
from saima.core.tests.drawn import amounts, exact, tried
from saima.core.tests.exact import D, F, known
from saima.core.units_of_measure import unit_of_measure

FULL_WIDTH = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")
FIGURES = amounts(-10_000_000, 10_000_000)
PLACES = st.integers(0, 4)


@tried(25)
@given(FIGURES, st.booleans(), st.booleans(), st.sampled_from(["", "万元", " %"]))
def test_a_printed_number_is_read_again(value, grouping, wide, unit) -> None:
    text = f"{value:,f}" if grouping else f"{value:f}"
    read = known(read_number((text.translate(FULL_WIDTH) if wide else text) + unit))
    assert (value, unit.strip()) == (read.value, read.rest)
    assert ("thousands" in read.forgiven) is ("," in text)
    assert ("full_width" in read.forgiven) is wide


@tried(15)
@given(amounts(1, 10_000_000))
def test_brackets_are_a_minus(value: Decimal) -> None:
    read = known(read_number(f"（{value:,f}）"))
    assert -value == read.value
    assert "brackets" in read.forgiven


@pytest.mark.parametrize(
    "text",
    [
        "12,34",
        "1234,567",
        "1,2345",
        "1,0000",
        "1,234.5,6",
        "1.2.3",
        "--5",
        "(-5)",
        "()",
        "NaN",
        "Infinity",
        "-",
        ".",
        ",",
        "万元",
        "一百",
        " ",
        "",
    ],
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["1e5", "1_000", "0x10", "1 234", "5 至 6", "1/2"])
def test_what_follows_a_number_must_be_a_unit(text: str) -> None:
    """The reader leaves it to its callers, who know units only."""
    assert unit_of_measure(known(read_number(text)).rest) is None


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("1,234", "1234", ""),
        ("+5", "5", ""),
        ("5.", "5", ""),
        (".5", "0.5", ""),
        ("−12.5", "-12.5", ""),
        ("—3", "-3", ""),
        (" 1,234.50 万元 ", "1234.50", "万元"),
        ("(5万元)", "-5", "万元"),
        ("81.14%", "81.14", "%"),
    ],
)
def test_a_number_and_what_follows(text: str, value: str, rest: str) -> None:
    read = known(read_number(text))
    assert (D(value), rest) == (read.value, read.rest)


@tried(25)
@given(exact(-100, 100), PLACES)
def test_rounding_goes_to_the_nearest_and_halves_away_from_zero(x, places) -> None:
    rounded, unit = Fraction(round_half_up(x, places)), Fraction(1, 10**places)
    assert abs(rounded - x) <= unit / 2
    assert 0 == rounded % unit
    if abs(rounded - x) == unit / 2:
        assert abs(rounded) > abs(x)


@tried(25)
@given(amounts(), PLACES)
def test_decimals_round_as_fractions_do(value: Decimal, places: int) -> None:
    assert round_half_up(Fraction(value), places) == round_half_up(value, places)


@pytest.mark.parametrize(
    ("text", "places", "rounded"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("-1.5", 0, "-2"),
        ("2.5", 0, "3"),
        ("-2.345", 2, "-2.35"),
        ("2.344999", 2, "2.34"),
        ("-0.004", 2, "0.00"),
    ],
)
def test_a_half_goes_away_from_zero(text: str, places: int, rounded: str) -> None:
    assert D(rounded) == round_half_up(D(text), places)
    assert rounded == f"{round_half_up(F(text), places):f}"


def test_rounding_a_third_below_a_half_stays_below() -> None:
    assert [D(0), D(1)] == [round_half_up(x, 0) for x in (F(499, 1000), F(1, 2))]
    assert D("0.33") == round_half_up(F(1, 3), 2)


@tried(25)
@given(exact(-1000, 1000))
def test_exact_text_loses_nothing(x: Fraction) -> None:
    assert x == Fraction(exact_text(x))
    assert x == read_fraction(exact_percent(x).replace("(", "").replace(")", ""))


@pytest.mark.parametrize(
    ("x", "text"),
    [("1/3", "1/3"), ("1/8", "0.125"), ("-5/2", "-2.5"), ("100", "100"), ("0", "0")],
)
def test_exact_text(x: str, text: str) -> None:
    assert text == exact_text(F(x))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2", "6/5"),
        ("120%", "6/5"),
        ("１２０％", "6/5"),
        ("1/3", "1/3"),
        ("−5", "-5"),
    ],
)
def test_a_number_of_a_scheme(text: str, value: str) -> None:
    assert F(value) == read_fraction(text)


@pytest.mark.parametrize("text", ["", "%", "1/0", "1,200", "nan", "inf", "two", "1 2"])
def test_no_number_of_a_scheme(text: str) -> None:
    assert read_fraction(text) is None


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("999999999999999.99999999", True),
        ("1000000000000000", False),
        ("0.00000001", True),
        ("0.000000001", False),
        ("1.100000000000", True),
        ("-999999999999999", True),
        ("NaN", False),
        ("Infinity", False),
    ],
)
def test_a_figure_within_limits(text: str, within: bool) -> None:
    assert within is within_limits(D(text))


def test_a_decimal_is_printed_exactly_too() -> None:
    assert ["1.5", "-100"] == [exact_text(D(v)) for v in ("1.50", "-1E+2")]


def test_numbers_in_print() -> None:
    assert ["1,234.50", "-0.35", "0.00"] == [
        grouped(D(v), 2) for v in ("1234.5", "-0.345", "-0.004")
    ]
    assert ["81.14%", "-50.00%"] == [percent(F(2771, 3415)), percent(D("-0.5"))]
    assert ["+6.14", "-6.14", "0.00"] == [
        signed(D(v), 2) for v in ("6.14", "-6.14", "-0.001")
    ]
    assert ["0", "100", "1.5"] == [plain_text(D(v)) for v in ("-0.00", "1E+2", "1.50")]
