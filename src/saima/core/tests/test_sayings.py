"""Words, findings and places: said in any language, with their values apart."""

from __future__ import annotations

import pytest

from saima.core.calendars import Calendar, UnknownYear
from saima.core.findings import Place, blocking, error, note, question
from saima.core.intervals import Interval
from saima.core.lights import (
    Band,
    Light,
    LightMeasure,
    LightTable,
    light_findings,
    worst,
)
from saima.core.tables import Sheet, column_name
from saima.core.tests.exact import F
from saima.core.words import words

PLACE = Place("a.xlsx", "表1", cell="B7")
CHINESE = {"sheet {name}": "工作表{name}", "cell {name}": "单元格{name}", "red": "红"}


def chinese(text: str) -> str:
    return CHINESE.get(text, text)


def test_a_place_is_said_from_the_file_inward() -> None:
    assert "a.xlsx · sheet 表1 · cell B7" == str(PLACE)
    assert "a.xlsx · 工作表表1 · 单元格B7" == PLACE.say(chinese)
    assert "a.csv · line 3" == str(Place("a.csv", line=3))


def test_words_within_words_are_translated() -> None:
    saying = words("{light} at {n}", light=words("red"), n=3)
    assert ["red at 3", "红 at 3"] == [saying.say(), saying.say(chinese)]


def test_only_notes_let_the_work_go_on() -> None:
    made = [
        make("x", PLACE, words("a"), words("b")) for make in (note, question, error)
    ]
    assert made[1:] == list(blocking(made))
    assert "a.xlsx · sheet 表1 · cell B7: a → b" == str(made[0])


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_workbooks_do(index: int, name: str) -> None:
    assert name == column_name(index)


def test_a_sheet_names_its_places() -> None:
    sheet = Sheet("a.csv", None, [["单位"], ["甲"]])
    assert ["a.csv · cell A2", "a.csv · line 2"] == [
        str(sheet.place(1, 0)),
        str(sheet.place(1)),
    ]


def test_a_table_that_shines_two_lights_is_refused() -> None:
    bands = (
        Band("绿", Light.GREEN, Interval(F(0), None)),
        Band("红", Light.RED, Interval(None, F(0), high_included=True)),
    )
    (found,) = light_findings(LightTable(LightMeasure.SCORE, bands), PLACE)
    assert "light_overlap" == found.code
    assert "绿 and 红 both claim values exactly 0" in str(found) or (
        "红 and 绿 both claim values exactly 0" in str(found)
    )


def test_the_gravest_of_lights() -> None:
    assert Light.RED is worst([Light.GREEN, Light.RED, Light.NOTICE])
    assert worst([]) is None


def test_an_unknown_year_says_what_to_do() -> None:
    with pytest.raises(UnknownYear, match="Add the holidays") as refusal:
        Calendar(frozenset(), frozenset(), frozenset()).working_days_in_year(2031)
    assert "2031" in str(refusal.value.text)
