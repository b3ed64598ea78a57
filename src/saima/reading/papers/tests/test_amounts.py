"""Numbers with their units, exact, with their bounds."""

from decimal import Decimal

import pytest

from saima.reading.papers.amounts import amounts_in
from saima.reading.papers.folded import folded
from saima.reading.papers.numerals import number_of
from saima.reading.papers.values import Bound


@pytest.mark.parametrize(
    ("text", "base", "unit", "bound"),
    [
        ("27.71亿元", "2771000000", "元", Bound.EXACT),
        ("7600余万元", "76000000", "元", Bound.AT_LEAST),
        ("１２，３４５．６万元", "123456000", "元", Bound.EXACT),
        ("不低于65%", "65", "%", Bound.AT_LEAST),
        ("不超过3.5％", "3.5", "%", Bound.AT_MOST),
        ("不得超过2%", "2", "%", Bound.AT_MOST),
        ("5.5%左右", "5.5", "%", Bound.ABOUT),
        ("约九成", "90", "%", Bound.ABOUT),
        ("六成五", "65", "%", Bound.EXACT),
        ("两成多", "20", "%", Bound.AT_LEAST),
        ("98%以上", "98", "%", Bound.AT_LEAST),
        ("9%以内", "9", "%", Bound.AT_MOST),
        ("突破1亿千瓦", "100000000", "千瓦", Bound.AT_LEAST),
        ("3万余场次", "30000", "场次", Bound.AT_LEAST),
        ("两千余户", "2000", "户", Bound.AT_LEAST),
        ("一亿二千万元", "120000000", "元", Bound.EXACT),
        ("38公里", "38000", "米", Bound.EXACT),
        ("7个百分点", "7", "百分点", Bound.EXACT),
        ("3095万吨/年", "30950000", "吨/年", Bound.EXACT),
        ("668元/间夜", "668", "元/间夜", Bound.EXACT),
        ("96.4分", "96.4", "分", Bound.EXACT),
        ("至少推动6户", "6", "户", Bound.AT_LEAST),
    ],
)
def test_an_amount_is_read_exactly(
    text: str, base: str, unit: str, bound: Bound
) -> None:
    (found,) = amounts_in(folded(text))
    amount = found.amount
    assert (Decimal(base), unit, bound) == (amount.base, amount.base_unit, amount.bound)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("3%—5%", "3", "5", "%"),
        ("10亿元至12亿元", "1000000000", "1200000000", "元"),
        ("1.5到2万吨", "15000", "20000", "吨"),
        ("15—18亿元", "1500000000", "1800000000", "元"),
    ],
)
def test_a_range_has_both_ends(text: str, low: str, high: str, unit: str) -> None:
    (found,) = amounts_in(folded(text))
    amount = found.amount
    assert Bound.RANGE is amount.bound
    assert (Decimal(low), Decimal(high), unit) == (
        amount.base,
        amount.base_high,
        amount.base_unit,
    )


@pytest.mark.parametrize(
    "text", ["第5位", "A4纸", "分别", "签约", "2024年", "〔2024〕12号"]
)
def test_what_bears_no_unit_is_no_amount(text: str) -> None:
    assert () == amounts_in(folded(text))


@pytest.mark.parametrize("sign", ["-", "−", "－", "负"])
def test_a_sign_is_not_lost(sign: str) -> None:
    (found,) = amounts_in(folded(f"利润总额{sign}5.2亿元"))
    assert Decimal(-520_000_000) == found.amount.base
    (found,) = amounts_in(folded("利润总额3-5亿元"))
    assert Bound.RANGE is found.amount.bound


def test_a_signing_is_no_about() -> None:
    (found,) = amounts_in("签约9个")
    assert Bound.EXACT is found.amount.bound
    (found,) = amounts_in("约9个")
    assert Bound.ABOUT is found.amount.bound


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十五", 15),
        ("三百二十", 320),
        ("两千三百", 2300),
        ("一亿二千万", 120_000_000),
        ("一万零五", 10_005),
        ("二〇二四", 2024),
    ],
)
def test_a_numeral_is_read(words: str, number: int) -> None:
    assert number == number_of(words)


@pytest.mark.parametrize("words", ["万", "亿元", "", "点五"])
def test_what_is_no_numeral_gives_none(words: str) -> None:
    assert number_of(words) is None
    assert Decimal("3.5") == number_of("三点五")


@pytest.mark.parametrize(
    "text",
    ["1О0亿元", "1\u03360\u03360亿元", "27·71亿元", "27٫71亿元", "1〇0亿元", "001亿元"],
)
def test_of_a_torn_number_nothing_is_read(text: str) -> None:
    assert () == amounts_in(f"营业收入{text}")
    assert 1 == len(amounts_in("营业收入100亿元"))


@pytest.mark.parametrize(
    "text", ["０．５亿元", "0.5亿元", "约5亿元", "“5亿元", "一〇五户"]
)
def test_of_a_whole_number_all_is_read(text: str) -> None:
    assert 1 == len(amounts_in(folded(f"营业收入{text}")))


@pytest.mark.parametrize(
    ("words", "number"),
    [("一〇〇亿", 10**10), ("一百零五", 105), ("二三十", None), ("二十五六", None)],
)
def test_numerals_digit_by_digit(words: str, number: int | None) -> None:
    assert number == number_of(words)
