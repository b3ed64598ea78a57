"""Months and quarters, the periods a year is run in."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from saima.core.words import Words, words

_MONTH = re.compile(r"(\d{4})\s*(?:-|/|\.|年)?\s*(\d{1,2})\s*月?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month (月), the period (报告期) of every figure."""

    year: int
    number: int  # 1 to 12

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 9999):
            raise ValueError(f"no such month: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2022-05`, `2022/5`, `202205` or `2022年5月`; ValueError otherwise."""
        match = _MONTH.fullmatch(text.strip())
        if not match:
            raise ValueError(f"not a month: {text!r}; write it as 2022-05")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        days = calendar.monthrange(self.year, self.number)[1]
        return date(self.year, self.number, days)

    @property
    def quarter(self) -> Quarter:
        """The quarter that the month lies in."""
        return Quarter(self.year, (self.number + 2) // 3)

    def next(self) -> Month:
        """The month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> Month:
        """The month before this one."""
        if self.number == 1:
            return Month(self.year - 1, 12)
        return Month(self.year, self.number - 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter (季度) of a year."""

    year: int
    number: int  # 1 to 4

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """The three months of the quarter."""
        first = self.number * 3 - 2
        return (
            Month(self.year, first),
            Month(self.year, first + 1),
            Month(self.year, first + 2),
        )

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"


_IN_WORDS = (
    words("January {year}"),
    words("February {year}"),
    words("March {year}"),
    words("April {year}"),
    words("May {year}"),
    words("June {year}"),
    words("July {year}"),
    words("August {year}"),
    words("September {year}"),
    words("October {year}"),
    words("November {year}"),
    words("December {year}"),
)


def month_words(month: Month) -> Words:
    """A month in words: September 2024, 2024年9月."""
    return Words(_IN_WORDS[month.number - 1].text, {"year": str(month.year)})


def months_of(year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(Month(year, number) for number in range(1, 13))
