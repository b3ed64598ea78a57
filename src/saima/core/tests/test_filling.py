"""A month's form: what is read, asked, wanted and refused, cell by cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from saima.core.figures import Basis
from saima.core.filling import (
    MAX_ITEM,
    MAX_NOTE,
    Entry,
    Line,
    MonthForm,
    check,
    read_value,
)
from saima.core.findings import Severity
from saima.core.periods import Month
from saima.core.progress import ZeroTarget
from saima.core.subjects import Subject
from saima.core.tables import Raw
from saima.core.tests.drawn import amounts, tried
from saima.core.tests.exact import D, F
from saima.core.tests.forms import (
    BRANDS,
    COST,
    MAY,
    OCCUPANCY,
    PROFIT,
    PROJECT,
    UNIT,
    USUAL,
    form,
    line,
    usual,
)
from saima.core.units_of_measure import UNITS

JANUARY = Month(2026, 1)
ERROR, QUESTION, NOTE = Severity.ERROR, Severity.QUESTION, Severity.NOTE


def found(
    asked: Line, value: str | None = None, *, month: Month = MAY, **more
) -> list[tuple[str, str]]:
    """Code and column of what is found in one line; `submitting` as it is given."""
    submitting = more.pop("submitting", True)
    entry = Entry(asked.key, None if value is None else D(value), **more)
    one = form(asked, month=month)
    return [(f.code, f.column) for f in check(one, [entry], submitting=submitting)]


# --- Typed text ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    [
        ("110.5", "110.5", []),
        (" 110.50 ", "110.5", []),
        (D("110.5"), "110.5", []),
        ("１，１００", "1100", ["read_as"]),
        ("1.2亿元", "12000", ["read_as"]),
        ("", None, []),
        (None, None, []),
        ("大约一百", None, ["not_a_number"]),
        ("—", None, ["dash"]),
        ("-5", None, ["negative"]),
        ("(5)", None, ["negative"]),
        ("5户", None, ["unit_mismatch"]),
        ("1234567890123456", None, ["too_many_digits"]),
        ("NaN", None, ["not_finite"]),
        (True, None, ["not_a_number"]),
    ],
)
def test_what_was_typed(typed: Raw, value: str | None, codes: list[str]) -> None:
    read, findings = read_value(line(), typed)
    assert (None if value is None else D(value)) == read
    assert codes == [finding.code for finding in findings]
    assert {("c1", "revenue")} >= {finding.key for finding in findings}


@pytest.mark.parametrize(
    ("asked", "typed", "value"),
    [
        (line(PROFIT), "（5）", "-5"),
        (line(BRANDS), "3个", "3"),
        (line(BRANDS), "3.5", None),
        (line(OCCUPANCY), "91.5%", "91.5"),
    ],
)
def test_each_kind_of_indicator(asked: Line, typed: str, value: str | None) -> None:
    read, findings = read_value(asked, typed)
    assert (None if value is None else D(value)) == read
    assert ([ERROR] if value is None else [NOTE]) == [f.severity for f in findings]


def test_what_was_read_otherwise_than_typed_is_said() -> None:
    _, (note,) = read_value(line(), "1.2亿元")
    assert "“1.2亿元” was read as 12,000 万元" == str(note.text)


def test_a_percentage_of_a_workbook() -> None:
    assert D("91.5") == read_value(line(OCCUPANCY), D("0.915"), percent=True)[0]
    refused, (error,) = read_value(line(), D("0.915"), percent=True)
    assert (None, "unit_mismatch") == (refused, error.code)


@tried(200)
@given(amounts(0, 10**6))
def test_a_number_is_read_as_it_is_printed(value) -> None:
    assert (value, ()) == read_value(line(), f"{value:f}")


# --- Lacking, doubtful, wrong --------------------------------------------------------


def test_a_month_in_order_has_no_findings() -> None:
    names = ("示例品牌甲", "示例品牌乙")
    entries = [
        Entry(key, D(value), items=names if key[1] == "brands" else ())
        for key, value in USUAL.items()
    ]
    assert () == check(usual(), entries, submitting=True)
    assert len(USUAL) == len(check(usual(), []))


@pytest.mark.parametrize(("submitting", "severity"), [(False, NOTE), (True, ERROR)])
def test_what_is_lacking_is_said_in_a_draft_and_refused_at_the_end(
    submitting: bool, severity: Severity
) -> None:
    one = form(line(planned="100"), line(BRANDS, items=True))
    low = [Entry(("c1", "brands"), D(1))]
    told = check(one, low, submitting=submitting)
    assert ["missing_figure", "items_missing"] == [f.code for f in told]
    assert {severity} == {finding.severity for finding in told}


def test_a_zero_is_no_missing_figure() -> None:
    assert [] == found(line(), "0")
    assert [("missing_figure", "value")] == found(line(), None)


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("100", []),
        ("1000000", ["ten_thousand_times"]),
        ("0.01", ["ten_thousand_times"]),
    ],
)
def test_a_slip_of_ten_thousand_is_asked(value: str, codes: list[str]) -> None:
    for against in ({"planned": "100"}, {"before": "100"}):
        told = found(line(**against), value, note="示例")
        assert codes == [code for code, _ in told]
        assert [] == found(line(**against), value, note="示例", confirmed=True)


def test_a_rate_a_hundred_times_off_is_asked() -> None:
    asked = line(OCCUPANCY, planned="90")
    assert ("ten_thousand_times", "value") in found(asked, "0.9")
    assert [] == found(asked, "90")


def test_a_slip_is_told_with_what_it_was_held_against() -> None:
    one = form(line(planned="100"))
    (asked,) = check(one, [Entry(("c1", "revenue"), D(10**6))])
    assert QUESTION is asked.severity
    assert (
        "示例城建公司 营业收入: 1,000,000 万元 is about 10000 times what was planned for "
        "it (100 万元)"
    ) == str(asked.text)


@pytest.mark.parametrize(
    ("asked", "month", "falls"),
    [
        (line(basis=Basis.TO_DATE, before="100"), MAY, True),
        (line(basis=Basis.TO_DATE, before="90"), MAY, False),
        (line(basis=Basis.TO_DATE, before="100"), JANUARY, False),
        (line(PROFIT, basis=Basis.TO_DATE, before="100"), MAY, False),
        (line(OCCUPANCY, basis=Basis.TO_DATE, before="100"), MAY, False),
        (line(before="100"), MAY, False),
    ],
)
def test_a_figure_to_date_that_falls_is_asked(
    asked: Line, month: Month, falls: bool
) -> None:
    told = found(asked, "90", month=month)
    assert ([("cumulative_falls", "value")] if falls else []) == told
    assert [] == found(asked, "90", month=month, confirmed=True)


@pytest.mark.parametrize(
    ("asked", "value", "code"),
    [
        (line(), "-1", "negative"),
        (line(BRANDS), "1.5", "not_whole"),
        (line(), "0.123456789", "too_many_digits"),
        (line(), "1234567890123456", "too_many_digits"),
    ],
)
def test_a_number_that_cannot_be(asked: Line, value: str, code: str) -> None:
    assert [(code, "value")] == found(asked, value)
    assert [] == found(asked, "1")


def test_lines_that_are_not_asked_for_are_passed_over() -> None:
    entries = [Entry(("c1", "revenue"), D(1)), Entry(("c9", "revenue"), D(-1))]
    assert () == check(form(), entries, submitting=True)


# --- Words for what is red -----------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "value", "red"),
    [
        (line(basis=Basis.TO_DATE, planned="100"), "79.99", True),
        (line(basis=Basis.TO_DATE, planned="100"), "80", False),
        (line(basis=Basis.TO_DATE), "1", False),
        (line(COST, basis=Basis.TO_DATE, planned="100"), "121", True),
        (line(COST, basis=Basis.TO_DATE, planned="100"), "120", False),
        (line(PROFIT, basis=Basis.TO_DATE, planned="-100"), "-121", True),
        (line(PROFIT, basis=Basis.TO_DATE, planned="-100"), "-120", False),
        (line(COST, basis=Basis.TO_DATE, planned="0"), "1", True),
        (line(COST, basis=Basis.TO_DATE, planned="0"), "0", False),
        (line(PROFIT, basis=Basis.TO_DATE, planned="0"), "-1", True),
        (line(OCCUPANCY, planned="90"), "70", True),
        (line(OCCUPANCY, planned="90"), "72", False),
        (line(planned="1", planned_to_date="500", to_date_before="390"), "9", True),
        (line(planned="99", planned_to_date="500", to_date_before="390"), "10", False),
        (line(planned="100", planned_to_date="500"), "10", False),
        (line(planned="100", to_date_before="390"), "10", False),
    ],
)
def test_a_red_figure_needs_words(asked: Line, value: str, red: bool) -> None:
    assert ([("needs_words", "note")] if red else []) == found(asked, value)
    assert [] == found(asked, value, note="示例原因")
    assert red == bool(found(asked, value, note="  "))


@pytest.mark.parametrize("opened", [None, MAY])
def test_in_a_first_month_the_month_is_all_there_is(opened: Month | None) -> None:
    asked = line(planned="100", subject=replace(UNIT, opened=opened))
    month = MAY if opened else JANUARY
    assert [("needs_words", "note")] == found(asked, "10", month=month)
    assert [] == found(asked, "80", month=month)
    assert [] == found(asked, "10", month=Month(2026, 6))


def test_the_threshold_is_the_callers() -> None:
    one = form(line(OCCUPANCY, planned="100"))
    entries = [Entry(("c1", "occupancy"), D(85))]
    assert () == check(one, entries)
    assert ["needs_words"] == [f.code for f in check(one, entries, red=F("0.9"))]


def test_an_achievement_is_a_share_or_the_case_of_a_plan_of_zero() -> None:
    achieved = line(OCCUPANCY, planned="80").achievement_of(D(60), MAY)
    assert achieved is not None
    assert (F("0.75"), None) == (achieved.share, achieved.zero)
    zero = line(OCCUPANCY, planned="0").achievement_of(D(60), MAY)
    assert zero is not None
    assert (None, ZeroTarget.OVER) == (zero.share, zero.zero)


# --- Lists behind a count, and texts -------------------------------------------------


@pytest.mark.parametrize(
    ("value", "items", "codes"),
    [
        ("2", ("甲", "乙"), []),
        ("0", (), []),
        ("2", ("甲",), ["items_do_not_tie"]),
        ("1", ("甲", "乙"), ["items_do_not_tie"]),
        ("2", (), ["items_missing"]),
        ("2", ("甲", "甲"), ["item_twice"]),
        ("3", ("甲 A", "甲Ａ", "甲　a"), ["item_twice"] * 2),
        ("1", ("甲", " "), ["blank_item"]),
        (None, ("甲",), ["missing_figure"]),
    ],
)
def test_a_count_and_its_list(
    value: str | None, items: tuple[str, ...], codes: list[str]
) -> None:
    told = found(line(BRANDS, items=True), value, items=items)
    assert codes == [code for code, _ in told]
    if value is not None:
        assert {"items"} >= {column for _, column in told}
        assert [] == found(line(BRANDS), value, items=items)


def test_what_is_wrong_in_a_list_names_its_place() -> None:
    entry = Entry(("c1", "brands"), D(3), items=("甲", "甲", "", "乙", "\x07"))
    told = check(form(line(BRANDS, items=True)), [entry])
    assert [
        (1, "item_twice"),
        (2, "blank_item"),
        (4, "text"),
        (None, "items_do_not_tie"),
    ] == [(finding.item, finding.code) for finding in told]


def test_a_list_of_something_counted_in_ten_thousands() -> None:
    names = tuple(f"示例{n}" for n in range(20_000))
    households = replace(BRANDS, unit_of_measure=UNITS["万户"])
    assert [] == found(line(households, items=True), "2", items=names)
    assert [("items_do_not_tie", "items")] == found(
        line(households, items=True), "2", items=names[1:]
    )


def test_texts_are_short_and_show() -> None:
    asked = line(BRANDS, items=True)
    assert [] == found(asked, "1", note="两\n行\t，", items=("甲" * MAX_ITEM,))
    assert [("text", "note")] == found(line(), "1", note="字" * (MAX_NOTE + 1))
    assert [("text", "note")] == found(line(), "1", note="a\x00b")
    assert [("text", "items")] == found(asked, "1", items=("甲" * (MAX_ITEM + 1),))


# --- The version of a form -----------------------------------------------------------


def test_a_form_is_told_from_another() -> None:
    asked, other = line(planned="1"), line(BRANDS)
    same = [form(asked, other), form(other, replace(asked, planned=D(2)))]
    assert {same[0].version} == {one.version for one in same}
    others = [
        form(asked),
        form(asked, other, month=JANUARY),
        MonthForm(PROJECT, MAY, (asked, other)),
        form(replace(asked, basis=Basis.TO_DATE), other),
        form(replace(asked, subject=Subject("c2", "示例二")), other),
        form(replace(asked, indicator=COST), other),
        form(
            line(replace(asked.indicator, unit_of_measure=BRANDS.unit_of_measure)),
            other,
        ),
    ]
    versions = {one.version for one in [same[0], *others]}
    assert len(others) + 1 == len(versions)
    assert {12} == {len(version) for version in versions}


def test_a_form_asks_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        form(line(), line())
    assert 2 == len(form(line(), line(PROFIT)).by_key)
