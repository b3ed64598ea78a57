"""When a month is to be reported, and whether it was in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from saima.core.calendars import Calendar
from saima.core.periods import Month
from saima.core.words import words
from saima.core.workflow import Step

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


def counted_round(steps: Iterable[tuple[Step, int]]) -> int:
    """The round by whose submitting a month was in time or not; 0 where none counts.

    It is the first that was approved and not sent back since; before one is, the
    newest, unless that was sent back: what is to be mended was not yet reported.
    """
    submitted: list[int] = []
    approved: list[int] = []
    returned: set[int] = set()
    for step, number in steps:
        if step is Step.SUBMIT:
            submitted.append(number)
        elif step is Step.APPROVE:
            approved.append(number)
        elif step is Step.SEND_BACK:
            returned.add(number)
    standing = [number for number in approved if number not in returned]
    if standing:
        return standing[0]
    newest = submitted[-1] if submitted else 0
    return 0 if newest in returned else newest


def punctuality(
    month: Month, submitted_at: datetime | None, due_on: date, now: datetime
) -> Punctuality:
    """Whether a month was in time, by when the round that counts was submitted.

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
