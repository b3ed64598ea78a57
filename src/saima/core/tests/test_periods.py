"""Months and quarters: before, after, and as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.periods import Month, Quarter, months_of
from saima.core.tests.drawn import tried

MONTHS = st.builds(Month, st.integers(1901, 9998), st.integers(1, 12))


@tried(25)
@given(MONTHS)
def test_the_next_month_begins_when_this_one_ends(month: Month) -> None:
    assert month.last_day + timedelta(days=1) == month.next().first_day
    assert month == month.next().previous() == month.previous().next()
    assert month.previous() < month < month.next()


@tried(25)
@given(MONTHS)
def test_a_month_lies_in_its_quarter(month: Month) -> None:
    assert month in month.quarter.months
    assert month in months_of(month.year)
    assert month == Month.parse(str(month))


@pytest.mark.parametrize(
    "text", ["2022-05", "2022/5", "202205", "2022年5月", " 2022.05 ", "2022 年 5 月"]
)
def test_a_month_as_people_write_it(text: str) -> None:
    assert Month(2022, 5) == Month.parse(text)


@pytest.mark.parametrize("text", ["2022-13", "2022-00", "22-05", "5月", "", "1899-12"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_quarters() -> None:
    assert Quarter(2022, 4) == Month(2022, 10).quarter
    assert (Month(2022, 4), Month(2022, 5), Month(2022, 6)) == Quarter(2022, 2).months
    assert "2022-Q2" == str(Quarter(2022, 2))


def test_february_of_a_leap_year() -> None:
    assert [29, 28] == [Month(year, 2).last_day.day for year in (2024, 2023)]
