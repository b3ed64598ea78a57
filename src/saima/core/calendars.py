"""Working days: weekdays, less the holidays, with the make-up days (班)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from saima.core.words import Words, words

DAY = timedelta(days=1)
SATURDAY = 5


class UnknownYear(LookupError):  # noqa: N818 - it is a fact about a year, said so
    """A year whose holidays were not yet announced, or not put in."""

    def __init__(self, year: int, known: frozenset[int]) -> None:
        self.year = year
        self.known = tuple(sorted(known))
        super().__init__(str(self.text))

    @property
    def text(self) -> Words:
        """What is missing and what to do, in words."""
        return words(
            "The calendar does not know the year {year}; it knows {known}. "
            "Add the holidays and make-up days of {year} to the calendar file",
            year=str(self.year),
            known=", ".join(map(str, self.known)) or words("none"),
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked in the years it covers (工作日历).

    `off` are days not worked though they may be weekdays, `work` are weekend
    days that are worked; all other days follow the week.
    """

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked."""
        if isinstance(day, datetime):
            day = day.date()  # a moment is equal to no day, holidays included
        if day.year not in self.years:
            raise UnknownYear(day.year, self.years)
        return day in self.work or (day.weekday() < SATURDAY and day not in self.off)

    def working_days(self, start: date, end: date) -> int:
        """Count the working days from start to end, both included."""
        span = range((end - start).days + 1)
        return sum(self.is_working_day(start + n * DAY) for n in span)

    def working_days_in_month(self, year: int, month: int) -> int:
        """Count the working days of a month."""
        first = date(year, month, 1)
        return self.working_days(first, _next_month(first) - DAY)

    def working_days_in_year(self, year: int) -> int:
        """Count the working days of a year."""
        return self.working_days(date(year, 1, 1), date(year, 12, 31))

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after the start, which is not counted itself."""
        if n < 0:
            raise ValueError(n)
        day = start
        while n:
            day += DAY
            n -= self.is_working_day(day)
        return day


def _next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)
