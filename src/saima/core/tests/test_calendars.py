"""Working days of a small calendar made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from saima.core.calendars import Calendar, UnknownYear

# February 2026: New Year's week is off, the Saturdays around it are worked.
CALENDAR = Calendar(
    frozenset({2026}),
    off=frozenset(date(2026, 2, day) for day in range(15, 24)),
    work=frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 13), True),  # a Friday
        (date(2026, 2, 14), True),  # a Saturday made up
        (date(2026, 2, 17), False),  # a Tuesday off
        (date(2026, 2, 7), False),  # a Saturday like others
        (datetime(2026, 2, 17, 9, tzinfo=UTC), False),  # a moment of a day off
    ],
)
def test_a_day(day: date, worked: bool) -> None:
    assert worked is CALENDAR.is_working_day(day)


def test_both_ends_count() -> None:
    assert 3 == CALENDAR.working_days(date(2026, 2, 12), date(2026, 2, 14))


def test_nothing_lies_between_a_day_and_the_day_before() -> None:
    assert 0 == CALENDAR.working_days(date(2026, 2, 12), date(2026, 2, 11))


def test_a_month() -> None:
    assert 16 == CALENDAR.working_days_in_month(2026, 2)
    assert 23 == CALENDAR.working_days_in_month(2026, 12)


def test_counting_begins_on_the_day_after() -> None:
    assert date(2026, 2, 14) == CALENDAR.add_working_days(date(2026, 2, 12), 2)
    assert date(2026, 2, 24) == CALENDAR.add_working_days(date(2026, 2, 14), 1)


def test_no_days_added_is_the_start_itself() -> None:
    assert date(2026, 2, 15) == CALENDAR.add_working_days(date(2026, 2, 15), 0)


def test_counting_backwards_is_misuse() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(date(2026, 2, 15), -1)


def test_an_unknown_year_names_itself_and_those_known() -> None:
    with pytest.raises(UnknownYear, match=r"year 2027; it knows 2026\. Add"):
        CALENDAR.is_working_day(date(2027, 1, 4))


def test_days_added_do_not_run_into_an_unknown_year() -> None:
    assert date(2026, 12, 31) == CALENDAR.add_working_days(date(2026, 12, 30), 1)
    with pytest.raises(UnknownYear):
        CALENDAR.add_working_days(date(2026, 12, 30), 2)


def test_a_span_does_not_run_into_an_unknown_year() -> None:
    with pytest.raises(UnknownYear):
        CALENDAR.working_days(date(2026, 12, 30), date(2027, 1, 1))
