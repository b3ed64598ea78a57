"""A year spread over its months: by template, to the last digit, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.calendars import Calendar, UnknownYear
from saima.core.refusal import Refused
from saima.core.targets import Phasing, phased, reconcile
from saima.core.tests.drawn import amounts, tried
from saima.core.tests.exact import D

YEAR = 2022
PLAIN = Calendar(frozenset({YEAR}), frozenset(), frozenset())
TEMPLATES = [template for template in Phasing if template is not Phasing.BY_HAND]
SHAPE = [D(n) for n in (1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1)]


def spread(
    amount: str,
    template: Phasing,
    last_year: list[Decimal | None] | None = None,
    calendar: Calendar = PLAIN,
) -> tuple[Decimal, ...]:
    return phased(
        D(amount),
        template,
        decimals=2,
        calendar=calendar,
        year=YEAR,
        last_year=last_year,
    )


@tried(60)
@given(
    amounts(-99_999, 99_999),
    st.sampled_from(TEMPLATES),
    st.lists(amounts(0, 999), min_size=12, max_size=12).filter(any),
)
def test_the_months_make_the_year(
    amount: Decimal, template: Phasing, last_year: list[Decimal]
) -> None:
    months = spread(str(amount), template, [*last_year])
    assert 12 == len(months)
    assert 0 == reconcile(amount, months)


def test_by_last_years_shape() -> None:
    assert tuple(SHAPE) == spread("42", Phasing.LAST_YEAR, [*SHAPE])
    flat = spread("12", Phasing.LAST_YEAR, [D("0.01")] * 12)
    assert (D(1),) * 12 == flat
    zeros = [D(0)] * 11 + [D(7)]
    assert (D(0),) * 11 + (D(30),) == spread("30", Phasing.LAST_YEAR, zeros)


def test_by_working_days() -> None:
    months = spread("260", Phasing.WORKDAYS)  # 260 weekdays in 2022
    assert [21, 20, 23] == [int(value) for value in months[:3]]


@pytest.mark.parametrize(
    ("last_year", "why"),
    [
        (None, "months 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 are not known"),
        ([*SHAPE[:11], None], "months 12 are not known"),
        ([*SHAPE[:11], D("-0.01")], "negative"),
        ([D(0)] * 12, "zero throughout"),
    ],
)
def test_what_has_no_shape(last_year: list[Decimal | None] | None, why: str) -> None:
    with pytest.raises(Refused, match=why) as refusal:
        spread("100", Phasing.LAST_YEAR, last_year)
    assert "2021" in str(refusal.value.text)


def test_a_target_of_zero_needs_no_shape() -> None:
    nowhere = Calendar(frozenset(), frozenset(), frozenset())
    for template in TEMPLATES:
        assert (D(0),) * 12 == spread("0", template, None, nowhere)


def test_a_calendar_that_does_not_help() -> None:
    with pytest.raises(UnknownYear):
        spread(
            "1", Phasing.WORKDAYS, None, Calendar(frozenset(), PLAIN.off, PLAIN.work)
        )
    days = (date(YEAR, 1, 1).toordinal() + n for n in range(365))
    never = Calendar(
        frozenset({YEAR}), frozenset(map(date.fromordinal, days)), PLAIN.work
    )
    with pytest.raises(Refused, match="no working day in 2022"):
        spread("1", Phasing.WORKDAYS, None, never)


def test_what_is_planned_by_hand_has_no_template() -> None:
    with pytest.raises(ValueError, match="by hand"):
        spread("1", Phasing.BY_HAND)
