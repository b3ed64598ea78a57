"""Standings for people: the table, its lights and movements, and the explanation."""

from __future__ import annotations

import pytest

from saima.core.explain import explain
from saima.core.intervals import LINE
from saima.core.lights import Band, Light
from saima.core.periods import Month
from saima.core.races import Race, Standing, standings_at
from saima.core.tests.papers import (
    FIGURES,
    SCHEME,
    TARGETS,
    UNITS,
    Rows,
    changed,
    taken_in,
)
from saima.core.words import untranslated
from saima.writing.standings_text import (
    explanation_text,
    movement_text,
    painted,
    standings_text,
    unpainted,
)

MARCH = Month(2022, 3)
GREEN = Band("绿灯", Light.GREEN, LINE)


def table(scheme: object = SCHEME, **tables: Rows) -> str:
    """The printed table of March."""
    race = taken_in(scheme, **tables).race  # type: ignore[arg-type]
    assert race is not None
    return standings_text(race, MARCH, standings_at(race, MARCH), untranslated)


def test_a_row_holds_place_movement_name_score_and_points() -> None:
    row = next(line for line in table().splitlines() if "乙公司" in line)
    assert ["1", "=", "乙公司", "116.33", "63.00", "53.33"] == row.split()


@pytest.mark.parametrize(
    ("movement", "shown"), [(None, "–"), (0, "="), (2, "↑2"), (-3, "↓3")]
)
def test_movements(movement: int | None, shown: str) -> None:
    assert shown == movement_text(movement)


def test_a_light_is_never_its_color_alone() -> None:
    assert "绿灯" == unpainted(GREEN)
    assert painted(GREEN).endswith("绿灯")
    assert "\033[32m" in painted(GREEN)
    assert len({painted(Band("", light, LINE)) for light in Light}) == len(Light)


def test_every_group_has_its_heading_even_when_empty() -> None:
    (group,) = SCHEME["groups"]
    two = {**SCHEME, "groups": [group, {**group, "name": "二组"}]}
    assert "【二组】" in table(two)


def test_the_title_names_the_convention_and_the_source() -> None:
    first, second, *_ = table({**SCHEME, "source": "党委会议"}).splitlines()
    assert "办法 · March 2022 · schedule" in first
    assert "Source: 党委会议" == second


def test_what_was_invented_is_marked() -> None:
    assert "甲公司（sample）" in table(units=changed(UNITS, F1="示例", F3="是"))
    assert "sample" not in table()


def test_who_cannot_be_ranked_stands_below_with_the_reason() -> None:
    no_report = table(figures=changed(FIGURES, F2=None))
    assert "– 甲公司" in no_report
    assert "营收: not reported by 甲公司" in no_report
    no_target = table(targets=changed(TARGETS, C2=None, D2=None))
    assert "营收: cannot compute: no target" in no_target


def test_a_deduction_is_told_apart() -> None:
    scheme = {**SCHEME, "missing": {"deduct": "2.50"}}
    out = table(scheme, figures=changed(FIGURES, F2=None))
    assert "Deducted apart for the missing report: 2.5 points." in out


def test_what_does_not_apply_is_said_in_its_column() -> None:
    gone = changed(TARGETS, C4="不适用", D4=None)
    row = next(line for line in table(targets=gone).splitlines() if "甲公司" in line)
    assert "not applicable" in row


def test_an_explanation_goes_indicator_by_indicator_to_the_total() -> None:
    race = taken_in().race
    assert race is not None
    standing = standing_of(race, "甲公司")
    text = explanation_text(explain(race, standing, MARCH), untranslated)
    lines = text.splitlines()
    assert "甲公司 · 一组" == lines[0]
    assert lines.index("营收") < lines.index("招商")
    assert "106" in lines[-1]


def standing_of(race: Race, name: str) -> Standing:
    return next(s for s in standings_at(race, MARCH) if s.entrant.name == name)
