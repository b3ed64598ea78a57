"""Times that papers name, resolved from the year of the paper."""

import pytest

from saima.reading.papers.folded import folded
from saima.reading.papers.times import Calendar, Grain


def spans(text: str, year: int = 2024) -> list[tuple[str, str | None, str]]:
    """Give the time's words, first and last day, of every time in a text."""
    flat = folded(text)
    return [
        (
            named.span.of(flat),
            named.stretch.start.iso() if named.stretch.start else None,
            named.stretch.end.iso() if named.stretch.end else "",
        )
        for named in Calendar(year).times(flat)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至今年9月底", ("截至今年9月底", None, "2024-09-30")),
        ("1—9月累计", ("1—9月", "2024-01-01", "2024-09-30")),
        ("１至７月份", ("1至7月份", "2024-01-01", "2024-07-31")),
        ("前三季度", ("前三季度", "2024-01-01", "2024-09-30")),
        ("今年前10个月", ("今年前10个月", "2024-01-01", "2024-10-31")),
        ("二季度", ("二季度", "2024-04-01", "2024-06-30")),
        ("上半年", ("上半年", "2024-01-01", "2024-06-30")),
        ("10月中旬前", ("10月中旬前", None, "2024-10-20")),
        ("国庆节前", ("国庆节前", None, "2024-09-30")),
        ("年底前", ("年底前", None, "2024-12-31")),
        ("明年6月底", ("明年6月底", None, "2025-06-30")),
        ("“十五五”末", ('"十五五"末', None, "2030-12-31")),
        ("2月29日", ("2月29日", "2024-02-29", "2024-02-29")),
        ("9月9日至15日", ("9月9日至15日", "2024-09-09", "2024-09-15")),
    ],
)
def test_a_time_is_resolved(text: str, expected: tuple[str, str | None, str]) -> None:
    assert [expected] == spans(text)


@pytest.mark.parametrize(
    "text",
    ["三年行动", "历时3个月", "今年以来", "第3版", "每月通报", "2月30日前后不通"],
)
def test_what_is_no_time_is_left(text: str) -> None:
    assert [] == [found for found in spans(text) if found[0] != "2月"]
    assert spans("3月")


def test_a_year_that_is_not_said_stays_open() -> None:
    assert [("6月底", None, "--06-30")] == spans("6月底", year=0)
    assert [("2023年6月底", None, "2023-06-30")] == spans("2023年6月底", year=0)


def test_a_year_said_with_a_month_holds_to_the_end_of_the_sentence() -> None:
    found = spans("2025年6月底完工,12月底前投运。12月底前验收")
    assert ["2025-06-30", "2025-12-31", "2024-12-31"] == [end for *_, end in found]


def test_the_time_compared_with_is_marked() -> None:
    flat = folded("较去年同期增长41%")
    assert [True] == [named.compared for named in Calendar(2024).times(flat)]
    flat = folded("去年完成投资3亿元")
    assert [False] == [named.compared for named in Calendar(2024).times(flat)]


def test_a_deadline_is_told_from_an_as_of() -> None:
    by, as_of = Calendar(2024).times(folded("5月底前完成，截至4月底"))
    assert (True, False) == (by.by, by.as_of)
    assert (False, True) == (as_of.by, as_of.as_of)
    assert Grain.END is as_of.grain
