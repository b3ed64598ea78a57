"""When a month is to be reported, and whether it was in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from saima.core.calendars import Calendar
from saima.core.periods import Month
from saima.core.words import words

SATURDAY = 5


class Punctuality(StrEnum):
    """Whether a month was reported by its day."""

    NOT_DUE = "not_due"  # the month is not over
    DUE = "due"
    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"


PUNCTUALITY_WORDS = {
    Punctuality.NOT_DUE: words("not due yet"),
    Punctuality.DUE: words("due"),
    Punctuality.IN_TIME: words("in time"),
    Punctuality.LATE: words("late"),
    Punctuality.MISSING: words("overdue"),
}


def deadline(month: Month, calendar: Calendar, working_days: int) -> date:
    """The n-th working day after a month; `UnknownYear` as the calendar says."""
    return calendar.add_working_days(month.last_day, working_days)


def plain_deadline(month: Month, weekdays: int) -> date:
    """The n-th weekday after a month, for years whose holidays are not known."""
    if weekdays < 0:
        raise ValueError(weekdays)
    day = month.last_day
    while weekdays:
        day += timedelta(days=1)
        weekdays -= day.weekday() < SATURDAY
    return day


def punctuality(
    month: Month, submitted_at: datetime | None, due_on: date, now: datetime
) -> Punctuality:
    """Whether a month was in time, by when it was first submitted.

    Both moments are in the time of the office.
    """
    if submitted_at is not None:
        late = submitted_at.date() > due_on
        return Punctuality.LATE if late else Punctuality.IN_TIME
    if now.date() > due_on:
        return Punctuality.MISSING
    if now.date() <= month.last_day:
        return Punctuality.NOT_DUE
    return Punctuality.DUE
