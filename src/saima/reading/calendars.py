"""The calendar of working days: the one that comes along, or a file's years of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path

from saima.core.calendars import Calendar
from saima.core.findings import Finding, Place, blocking, error
from saima.core.tables import Raw, Sheet
from saima.core.words import words
from saima.reading.sheets import read_sheets

COLUMNS = ("date", "kind", "occasion")
OFF, WORK = "off", "work"
# In every year these days are off; a year without them was not put in whole.
FIXED_HOLIDAYS = ((1, 1), (5, 1), (10, 1))

Days = Mapping[date, str]  # day → off or work
Read = tuple[Calendar, tuple[Finding, ...]]


def read_calendar(path: Path | None = None, shown_as: str = "") -> Read:
    """Read the calendar that comes along; a file replaces those years that it has.

    Where the file has errors, the calendar is the one that comes along.
    """
    packaged = packaged_calendar()
    if path is None:
        return packaged, ()
    days, findings = _read_days(path, shown_as or path.name)
    if blocking(findings):
        return packaged, findings
    return _replaced(packaged, _calendar(days)), findings


@cache
def packaged_calendar() -> Calendar:
    """The holiday arrangements of the State Council that come along."""
    data = resources.files("saima.reading") / "data" / "calendar.csv"
    with resources.as_file(data) as path:
        days, findings = _read_days(path, "calendar.csv")
    if findings:
        raise ValueError(str(findings[0]))
    return _calendar(days)


def _calendar(days: Days) -> Calendar:
    return Calendar(
        frozenset(day.year for day in days),
        frozenset(day for day, kind in days.items() if kind == OFF),
        frozenset(day for day, kind in days.items() if kind == WORK),
    )


def _replaced(old: Calendar, new: Calendar) -> Calendar:
    def kept(days: frozenset[date]) -> frozenset[date]:
        return frozenset(day for day in days if day.year not in new.years)

    return Calendar(
        old.years | new.years, kept(old.off) | new.off, kept(old.work) | new.work
    )


def _read_days(path: Path, file: str) -> tuple[Days, tuple[Finding, ...]]:
    sheets, found = read_sheets(path, file)
    findings = list(found)
    days: dict[date, str] = {}
    for sheet in sheets:
        findings += _heading_findings(sheet)
        for number, row in enumerate(sheet.rows):
            if number and any(cell is not None for cell in row):
                findings += _take_row(sheet, number, days)
    if sheets and not blocking(findings):
        findings += _incomplete_years(sheets[0], days)
    return days, tuple(findings)


def _heading_findings(sheet: Sheet) -> Iterator[Finding]:
    if tuple(sheet.rows[0])[: len(COLUMNS)] != COLUMNS:
        yield error(
            "calendar_heading",
            sheet.place(0),
            words("The first line must be {line}", line=",".join(COLUMNS)),
            words("Write this line at the top"),
        )


def _take_row(sheet: Sheet, number: int, days: dict[date, str]) -> Iterator[Finding]:
    row = (*sheet.rows[number], None, None)
    day, kind = _date(row[0]), row[1]
    if day is None:
        yield error(
            "calendar_date",
            sheet.place(number, 0),
            words("{value} is not a date", value=str(row[0] or "")),
            words("Write it as 2026-10-01"),
        )
    elif kind not in (OFF, WORK):
        yield error(
            "calendar_kind",
            sheet.place(number, 1),
            words("{value} is neither off nor work", value=str(kind or "")),
            words("Write off for a holiday, work for a make-up day"),
        )
    elif day in days:
        yield error(
            "calendar_twice",
            sheet.place(number, 0),
            words("The day {day} stands in the file twice", day=day.isoformat()),
            words("Delete one of the two lines"),
        )
    else:
        days[day] = str(kind)


def _date(cell: Raw) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return None


def _incomplete_years(sheet: Sheet, days: Days) -> Iterator[Finding]:
    if not days:
        yield error(
            "calendar_empty",
            Place(sheet.file),
            words("The calendar holds no days"),
            words("Put in all days of a year's arrangement"),
        )
    for year in sorted({day.year for day in days}):
        missing = [
            f"{year}-{month:02}-{day:02}"
            for month, day in FIXED_HOLIDAYS
            if days.get(date(year, month, day)) != OFF
        ]
        if missing:
            yield error(
                "calendar_incomplete",
                sheet.place(0),
                words(
                    "The year {year} is not whole: {days} are not off in it",
                    year=str(year),
                    days=", ".join(missing),
                ),
                words("Put in all days of the year's arrangement, or none"),
            )
