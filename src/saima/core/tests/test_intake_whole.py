"""The folder as a whole: names, plan, doubts, and all findings at once."""

from __future__ import annotations

import pytest

from saima.core.findings import Severity
from saima.core.tests.papers import (
    FIGURES,
    INDICATORS,
    LONG,
    SCHEME,
    TARGETS,
    UNITS,
    Rows,
    changed,
    scored,
    taken_in,
    told,
)

# --- Names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tables", "code", "place", "near"),
    [
        ({"figures": changed(FIGURES, A2="甲公寺")}, "unknown_subject", "figures A2", "甲公司"),
        ({"figures": changed(FIGURES, B2="营業")}, "unknown_indicator", "figures B2", None),
        ({"targets": changed(TARGETS, A2="甲公")}, "unknown_subject", "targets A2", "甲公司"),
        ({"targets": changed(TARGETS, B2="营收入")}, "unknown_indicator", "targets B2", "营收"),
        ({"units": changed(UNITS, D3="集 团公司")}, "unknown_subject", "units D3", None),
        ({"units": changed(UNITS, E3="一组组")}, "unknown_group", "units E3", "一组"),
        ({"units": changed(UNITS, C3="公寺")}, "unknown_kind", "units C3", None),
        ({"units": changed(UNITS, B3=None)}, "unknown_subject", "units B3", None),
        ({"indicators": changed(INDICATORS, C2="千万圆")}, "unknown_unit", "indicators C2", "千万元"),
        ({"indicators": changed(INDICATORS, D2="钱")}, "unknown_choice", "indicators D2", None),
        ({"indicators": changed(INDICATORS, E2="左")}, "unknown_choice", "indicators E2", None),
        ({"indicators": changed(INDICATORS, B2=None)}, "unknown_indicator", "indicators B2", None),
        ({"indicators": changed(INDICATORS, F1="可为负", F2="也许")}, "unknown_choice", "indicators F2", None),
        ({"indicators": changed(INDICATORS, F1="小数位", F2="2.5")}, "decimals", "indicators F2", None),
        ({"figures": changed(FIGURES, C2="全年")}, "unknown_choice", "figures C2", None),
        ({"figures": changed(FIGURES, G2="万圆")}, "unknown_unit", "figures G2", None),
        ({"targets": changed(TARGETS, D2="乱分")}, "unknown_choice", "targets D2", None),
        ({"targets": changed(TARGETS, E1="界限", E2="大概")}, "unknown_choice", "targets E2", None),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_at_its_cell(
    tables: dict[str, Rows], code: str, place: str, near: str | None
) -> None:
    intake = taken_in(**tables)
    assert intake.race is None
    assert (code, place) in told(intake)
    finding = next(f for f in intake.findings if f.code == code)
    assert str(finding.next_step)
    assert near is None or f"did you mean “{near}”" in str(finding.next_step)


def test_full_width_brackets_in_names_make_no_difference() -> None:
    units = changed(UNITS, B3="甲公司（筹）", E3="一组（重点）", E4="一组(重点)")
    groups = [{**SCHEME["groups"][0], "name": "一组（重点）"}]
    figures = changed(FIGURES, A2="甲公司(筹)", A4="甲公司 （筹）")
    targets = changed(TARGETS, A2="甲公司（筹）", A4="甲公司（筹）")
    intake = taken_in(
        {**SCHEME, "groups": groups}, units=units, figures=figures, targets=targets
    )
    assert intake.race is not None  # spaces inside only pad a Chinese name
    other = taken_in(units=units, figures=changed(figures, A4="甲 公 司"))
    assert intake.race.subjects["a"].name == "甲公司（筹）"
    assert other.race is None


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ({"D2": "甲公司"}, "集团 → 甲公司 → 集团"),
        ({"D2": "集团"}, "集团 → 集团"),
        ({"D2": "乙公司", "D4": "甲公司"}, "集团 → 乙公司 → 甲公司 → 集团"),
    ],
)
def test_units_above_each_other_in_a_circle(cells: dict[str, str], names: str) -> None:
    intake = taken_in(units=changed(UNITS, **cells))
    assert [("cycle", "units D2")] == told(intake)
    assert names in str(intake.findings[0])


def test_nobody_runs() -> None:
    assert ("no_entrants", "scheme line 1") in told(
        taken_in(units=changed(UNITS, E3=None, E4=None))
    )


# --- Opening and closing ----------------------------------------------------------

DATED = changed(UNITS, F1="启用", G1="停用", F3="2022-02", G3="2022-12")


def test_a_figure_from_before_the_opening_is_refused() -> None:
    assert [("not_open", "figures D2"), ("not_open", "figures D4")] == told(
        taken_in(units=DATED)
    )
    silent = changed(FIGURES, D2=None, D4="0")
    assert taken_in(units=DATED, figures=silent).race is not None


@pytest.mark.parametrize(
    ("closed", "code"),
    [("2022-01", "closed_before_opened"), ("去年", "not_a_month")],
)
def test_a_closing_that_cannot_be(closed: str, code: str) -> None:
    units = changed(DATED, G3=closed)
    figures = changed(FIGURES, A2="乙公司", A3="集团", A4="集团", A5="集团")
    assert [(code, "units G3")] == told(taken_in(units=units, figures=figures[:2]))


# --- The plan ---------------------------------------------------------------------

BY_MONTH = changed(TARGETS, D2=None, E1="1月", F1="12月", E2="1000", F2="200")


def test_months_make_the_year() -> None:
    assert taken_in(targets=BY_MONTH).race is not None
    wrong = taken_in(targets=changed(BY_MONTH, F2="100"))
    assert [("months_do_not_tie", "targets C2")] == told(wrong)
    assert "the months make 1100, the year is 1200: 100 apart" in str(wrong.findings[0])


def test_months_without_a_year() -> None:
    wrong = taken_in(targets=changed(BY_MONTH, C2=None))
    assert [("no_year", "targets C2")] == told(wrong)


def test_parts_make_the_whole() -> None:
    whole = [*TARGETS, ["集团", "营收", "3600"]]
    assert taken_in(targets=whole).race is not None
    wrong = taken_in(targets=changed(whole, C6="4000"))
    assert [("breakdown_does_not_tie", "targets C6")] == told(wrong)
    assert "the parts make 3600: 400 apart" in str(wrong.findings[0])


def test_parts_make_the_whole_in_every_month() -> None:
    whole = [*TARGETS, ["集团", "营收", "3600", "前高"]]
    wrong = taken_in(targets=whole)
    assert {("breakdown_does_not_tie", "targets C6")} == set(told(wrong))
    assert taken_in(targets=changed(whole, D6="均分")).race is not None


def test_a_whole_is_not_reported_beside_its_parts() -> None:
    table = [*FIGURES, ["集团", "营收", "当月", "300"]]
    assert [("whole_and_parts", "figures D6")] == told(taken_in(figures=table))


def test_a_scheme_by_the_plan_needs_months() -> None:
    by_plan = {**SCHEME, "convention": "plan"}
    assert taken_in(by_plan).race is not None
    assert [("no_phasing", "targets C2")] == told(
        taken_in(by_plan, targets=changed(TARGETS, D2=None))
    )


def test_a_year_that_the_calendar_does_not_know() -> None:
    by_days = {**SCHEME, "convention": "workday"}
    assert taken_in(by_days).race is not None
    later = taken_in({**by_days, "year": "2031"})
    assert [("unknown_year", "scheme line 1")] == told(later)
    assert "2031" in str(later.findings[0])


def test_a_plan_by_working_days_of_a_year_that_is_not_known() -> None:
    by_days = changed(TARGETS, D2="工作日")
    assert taken_in(targets=by_days).race is not None
    later = taken_in({**SCHEME, "year": "2031"}, targets=by_days)
    assert [("unknown_year", "targets D2")] == told(later)


# --- Doubts -----------------------------------------------------------------------

NO_PLAN: Rows = []


@pytest.mark.parametrize(
    ("cells", "against"),
    [
        ({"D2": "1000000"}, "about 10000 times what was planned for it"),
        ({"F2": "0.012"}, "about 1/8333 of what was planned for it"),
    ],
)
def test_a_figure_ten_thousand_times_the_plan_is_asked(
    cells: dict[str, str], against: str
) -> None:
    (asked, *_) = taken_in(figures=changed(FIGURES, **cells)).findings
    assert (Severity.QUESTION, "ten_thousand_times") == (asked.severity, asked.code)
    assert next(iter(cells)) == asked.place.cell
    assert against in str(asked)


@pytest.mark.parametrize(
    ("value", "against"),
    [
        ("1100000", "about 11000 times the figure of the month before"),
        ("0.011", "about 1/9091 of the figure of the month before"),
    ],
)
def test_a_figure_ten_thousand_times_the_last_is_asked(
    value: str, against: str
) -> None:
    table = changed(FIGURES, E2=value, F2=value)
    intake = taken_in(targets=NO_PLAN, figures=table)
    assert intake.race is None
    assert [("ten_thousand_times", "figures E2")] == told(intake)
    assert against in str(intake.findings[0])


@pytest.mark.parametrize("value", ["100000", "10000000", "1000", "0", "-100"])
def test_an_honest_jump_is_not_asked(value: str) -> None:
    losses = changed(INDICATORS, F1="可为负", F2="是")
    table = changed(FIGURES, E2=value)
    assert taken_in(targets=NO_PLAN, indicators=losses, figures=table).race is not None


def test_the_month_after_a_slip_is_not_asked() -> None:
    assert [("ten_thousand_times", "figures E2")] == told(
        taken_in(figures=changed(FIGURES, E2="1100000"))
    )


FALLING = changed(FIGURES, C2="累计", D2="100", E2="90", F2="120")


def test_a_cumulative_figure_that_falls_is_asked() -> None:
    intake = taken_in(figures=FALLING)
    assert [("cumulative_falls", "figures E2")] == told(intake)
    assert Severity.QUESTION is intake.findings[0].severity
    assert intake.race is None
    losses = changed(INDICATORS, F1="可为负", F2="是")
    assert taken_in(indicators=losses, figures=FALLING).race is not None


def test_months_and_months_to_date_that_contradict_each_other() -> None:
    both = [*FIGURES, ["甲公司", "营收", "累计", "100", "210", "330"]]
    assert taken_in(figures=both).race is not None
    assert [("cumulative_mismatch", "figures E6")] == told(
        taken_in(figures=changed(both, E6="220", F6="340"))
    )


@pytest.mark.parametrize(
    "confirmed", ["2", "2月", "1月、2月", "3,2", "2022-02", "是", "√"]
)
@pytest.mark.parametrize("table", [FALLING, changed(FIGURES, E2="1100000")])
def test_a_month_that_was_confirmed_is_not_asked(table: Rows, confirmed: str) -> None:
    assert taken_in(figures=changed(table, H2=confirmed)).race is not None


@pytest.mark.parametrize("confirmed", ["3月", "否", None])
def test_other_months_are_asked_still(confirmed: str | None) -> None:
    assert [("cumulative_falls", "figures E2")] == told(
        taken_in(figures=changed(FALLING, H2=confirmed))
    )


def test_a_yes_confirms_its_own_row_alone() -> None:
    slips = changed(LONG, E2="1000000", E3="0.011", G2="是")
    assert [("ten_thousand_times", "figures E3")] == told(taken_in(figures=slips))


def test_a_confirmation_that_names_no_month() -> None:
    intake = taken_in(figures=changed(FALLING, H2="张三"))
    assert ("not_a_month", "figures H2") == told(intake)[0]


# --- All at once ------------------------------------------------------------------


def test_ten_faults_give_ten_findings_and_nothing_half_read() -> None:
    curve = {"kind": "points", "through": [{"x": "0", "points": "9"}, {"x": "1", "points": "0"}]}  # fmt: skip
    intake = taken_in(
        {**scored(curve, color="red"), "ties": "dice"},
        units=changed(UNITS, C3="公寺", E4="二组"),
        indicators=changed(INDICATORS, C4="百分"),
        targets=changed(TARGETS, C2="一千二", D3="乱分"),
        figures=changed(FIGURES, D2="abc", E3="-1", F4="1.5"),
    )
    assert intake.race is None
    assert {
        ("curve_direction", "scheme line 1"),
        ("unknown_name", "scheme line 1"),
        ("unknown_choice", "scheme line 1"),
        ("unknown_kind", "units C3"),
        ("unknown_unit", "indicators C4"),
        ("not_a_number", "targets C2"),
        ("unknown_choice", "targets D3"),
        ("not_a_number", "figures D2"),
        ("negative", "figures E3"),
        ("not_whole", "figures F4"),
    } <= set(told(intake))


def test_errors_come_before_questions_before_notes() -> None:
    table = changed(FIGURES, D2="1,000,000", E3="abc")
    severities = [f.severity for f in taken_in(figures=table).findings]
    assert [Severity.ERROR, Severity.QUESTION, Severity.NOTE] == severities


def test_a_scheme_without_its_year_does_not_blame_the_months() -> None:
    undated = {name: value for name, value in SCHEME.items() if name != "year"}
    assert [("needed", "scheme line 1")] == told(taken_in(undated, figures=LONG))


def test_the_order_of_rows_makes_no_difference_to_what_is_found() -> None:
    turned = [FIGURES[0], *reversed(changed(FIGURES, D2="abc", E3="-1")[1:])]
    straight = taken_in(figures=changed(FIGURES, D2="abc", E3="-1"))
    assert sorted(code for code, _ in told(straight)) == sorted(
        code for code, _ in told(taken_in(figures=turned))
    )
