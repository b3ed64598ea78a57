"""The packaged calendar against published figures, and files of one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from saima.core.calendars import UnknownYear
from saima.reading.calendars import packaged_calendar, read_calendar

HEADING = "date,kind,occasion\n"
WHOLE_2027 = (
    HEADING + "2027-01-01,off,元旦\n2027-05-01,off,劳动节\n2027-10-01,off,国庆节\n"
)


@pytest.mark.parametrize(
    ("year", "months"),
    [
        (2022, (21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22)),
        (2023, (18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21)),
        (2024, (22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22)),
        # The notices for 2025 and 2026, as counted in the published tables.
        (2025, (19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23)),
        (2026, (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23)),
    ],
)
def test_the_months_of_a_year(year: int, months: tuple[int, ...]) -> None:
    count = packaged_calendar().working_days_in_month
    assert months == tuple(count(year, month) for month in range(1, 13))


@pytest.mark.parametrize(
    ("year", "days"), [(2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
)
def test_a_year(year: int, days: int) -> None:
    assert days == packaged_calendar().working_days_in_year(year)


def test_to_the_end_of_september_2024() -> None:
    count = packaged_calendar().working_days(date(2024, 1, 1), date(2024, 9, 30))
    assert 189 == count


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 2, 12), 5, date(2026, 2, 26)),
        (date(2026, 9, 17), 5, date(2026, 9, 23)),
        (date(2026, 4, 30), 3, date(2026, 5, 8)),
        (date(2026, 4, 30), 13, date(2026, 5, 21)),
    ],
)
def test_deadlines_in_working_days(start: date, days: int, due: date) -> None:
    """信访工作条例 第二十三条 and hotline rules; make-up Saturdays are worked."""
    assert due == packaged_calendar().add_working_days(start, days)


@pytest.mark.parametrize("year", [2021, 2027])
def test_a_year_beyond_the_data_fails(year: int) -> None:
    with pytest.raises(UnknownYear, match=f"{year}; it knows 2022, 2023"):
        packaged_calendar().working_days_in_month(year, 1)


def test_without_a_file_the_packaged_one_is_read() -> None:
    assert (packaged_calendar(), ()) == read_calendar()


def test_a_file_adds_its_year(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(WHOLE_2027, encoding="utf-8")
    calendar, findings = read_calendar(path)
    assert () == findings
    assert not calendar.is_working_day(date(2027, 10, 1))
    assert 248 == calendar.working_days_in_year(2026)


def test_a_file_replaces_its_year(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(WHOLE_2027.replace("2027", "2026"), encoding="utf-8")
    calendar, findings = read_calendar(path)
    assert () == findings
    assert calendar.is_working_day(date(2026, 10, 2))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (WHOLE_2027 + "2027-13-01,off,?\n", "calendar_date", "cell A5"),
        (WHOLE_2027 + "2027-10-02,maybe,?\n", "calendar_kind", "cell B5"),
        (WHOLE_2027 + "2027-10-01,work,?\n", "calendar_twice", "cell A5"),
        (WHOLE_2027.replace("date", "day"), "calendar_heading", "line 1"),
        (HEADING + "2027-10-01,off,国庆节\n", "calendar_incomplete", "line 1"),
        (HEADING, "calendar_empty", "ours.csv"),
    ],
)
def test_a_bad_file_changes_nothing(
    tmp_path: Path, text: str, code: str, place: str
) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(text, encoding="utf-8")
    calendar, (finding,) = read_calendar(path)
    assert packaged_calendar() == calendar
    assert code == finding.code
    assert place in str(finding.place)


def test_a_folder_is_no_calendar(tmp_path: Path) -> None:
    calendar, (finding,) = read_calendar(tmp_path, "calendar")
    assert packaged_calendar() == calendar
    assert "folder" == finding.code
