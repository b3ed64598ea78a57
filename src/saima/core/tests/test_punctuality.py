"""In time, late or missing: by the round that counts, and to the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from saima.core.calendars import Calendar, UnknownYear
from saima.core.periods import Month
from saima.core.punctuality import (
    PUNCTUALITY_WORDS,
    Punctuality,
    counted_round,
    deadline,
    plain_deadline,
    punctuality,
)
from saima.core.workflow import Step

OFFICE = timezone(timedelta(hours=8))
APRIL = Month(2022, 4)
# The holiday of May 2022: 2 to 4 May off, Saturday 7 May worked.
CALENDAR = Calendar(
    frozenset({2022}),
    frozenset(date(2022, 5, day) for day in (2, 3, 4)),
    frozenset({date(2022, 5, 7)}),
)
DUE = date(2022, 5, 7)


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=OFFICE)


def test_the_deadline_goes_by_holidays_and_make_up_days() -> None:
    assert DUE == deadline(APRIL, CALENDAR, 3)
    assert date(2022, 5, 4) == plain_deadline(APRIL, 3)
    assert date(2022, 5, 9) == plain_deadline(APRIL, 6)


def test_a_deadline_beyond_the_calendar() -> None:
    with pytest.raises(UnknownYear):
        deadline(Month(2022, 12), CALENDAR, 1)
    assert date(2023, 1, 2) == plain_deadline(Month(2022, 12), 1)


def test_a_deadline_lies_behind_its_month() -> None:
    with pytest.raises(ValueError, match="-1"):
        plain_deadline(APRIL, -1)
    assert APRIL.last_day == plain_deadline(APRIL, 0)


@pytest.mark.parametrize(
    ("submitted", "now", "expected"),
    [
        (None, at(4, 30, 23), Punctuality.NOT_DUE),
        (None, at(5, 1, 0), Punctuality.DUE),
        (None, at(5, 7, 23), Punctuality.DUE),
        (None, at(5, 8, 0), Punctuality.MISSING),
        (at(4, 29), at(4, 29), Punctuality.IN_TIME),
        (at(5, 7, 23), at(6, 1), Punctuality.IN_TIME),
        (at(5, 8, 0), at(6, 1), Punctuality.LATE),
    ],
)
def test_whether_a_month_was_in_time(
    submitted: datetime | None, now: datetime, expected: Punctuality
) -> None:
    assert expected is punctuality(APRIL, submitted, DUE, now)


def test_each_has_its_words() -> None:
    assert set(Punctuality) == set(PUNCTUALITY_WORDS)


SUBMIT, APPROVE, ACCEPT, SEND_BACK, REOPEN = Step


@pytest.mark.parametrize(
    ("steps", "counted"),
    [
        ([], 0),
        ([(SUBMIT, 1)], 1),
        ([(SUBMIT, 1), (SEND_BACK, 1)], 0),
        ([(SUBMIT, 1), (SEND_BACK, 1), (SUBMIT, 2)], 2),
        ([(SUBMIT, 1), (SEND_BACK, 1), (SUBMIT, 2), (APPROVE, 2)], 2),
        ([(SUBMIT, 1), (APPROVE, 1), (SEND_BACK, 1)], 0),
        ([(SUBMIT, 1), (APPROVE, 1), (SEND_BACK, 1), (SUBMIT, 2)], 2),
        # A correction of what counted already does not make it late.
        ([(SUBMIT, 1), (APPROVE, 1), (ACCEPT, 1), (REOPEN, 1), (SUBMIT, 2)], 1),
        ([(SUBMIT, 1), (APPROVE, 1), (REOPEN, 1), (SUBMIT, 2), (SEND_BACK, 2)], 1),
        ([(SUBMIT, 1), (APPROVE, 1), (REOPEN, 1), (SUBMIT, 2), (APPROVE, 2)], 1),
    ],
)
def test_by_which_round_a_month_was_in_time(
    steps: list[tuple[Step, int]], counted: int
) -> None:
    assert counted == counted_round(steps)
