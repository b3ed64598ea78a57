"""Lists and streaks on the papers of an edition."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest

from saima.core.editions.honors import honors_at
from saima.core.editions.reading import placed_again
from saima.core.schemes import ListRule, ListRules, PlanKept, StreakKind, StreakRule
from saima.core.tests.made import JUNE
from saima.core.words import untranslated
from saima.writing import edition_pdf as pdf
from saima.writing.edition_told import Content
from saima.writing.edition_workbook import edition_workbook
from saima.writing.tests.editions import content_of, usual
from saima.writing.typesetting import families

LISTS = ListRules(ListRule(1), ListRule(1, plan=PlanKept.MISSED), 2, missing=True)
STREAKS = (StreakRule(StreakKind.DOUBLE_HALF), StreakRule(StreakKind.EVERY_MONTH))
SHEET = "Lists and streaks"
printed = pytest.mark.skipif(
    not shutil.which("pdftotext") or not set(pdf.FAMILIES) & set(families()),
    reason="no pdftotext or Chinese font (Debian: poppler-utils, fonts-noto-cjk)",
)


def honored() -> Content:
    """The usual edition, under rules that have lists and streaks."""
    race = usual()
    (rules,) = race.scheme.groups
    groups = (replace(rules, lists=LISTS, streaks=STREAKS),)
    race = replace(race, scheme=replace(race.scheme, groups=groups))
    content = dict(content_of(race))
    (ranking,) = content["rankings"]
    honors = honors_at(race, JUNE, placed_again(race, JUNE, {}))
    return {**content, "rankings": [{**ranking, "honors": honors}]}


def sheet(hidden: tuple[str, ...] = ()) -> list[list[str]]:
    """The texts of the sheet, row by row."""
    file = edition_workbook(honored(), untranslated, hidden=hidden)
    rows = openpyxl.load_workbook(io.BytesIO(file))[SHEET].values
    return [[str(one) for one in row if one is not None] for row in rows]


def test_the_workbook_says_who_is_listed_and_why() -> None:
    rows = sheet()
    (praised,) = [row for row in rows if row and row[0] == "praised"]
    assert praised[1:] == ["甲公司", "place 1, within the first 1"]
    warned = [row for row in rows if row and row[0] == "warned"]
    assert ["丁公司", "丙公司"] == [row[1] for row in warned]
    assert "the plan to date was not kept" in warned[0][2]
    assert "not everything was reported" == warned[1][2]


def test_praise_and_alarm_differ_in_more_than_color() -> None:
    file = edition_workbook(honored(), untranslated)
    cells = openpyxl.load_workbook(io.BytesIO(file))[SHEET]["A"]
    looks = {cell.value: cell for cell in cells if cell.value in ("praised", "warned")}
    assert "solid" == looks["praised"].fill.fill_type
    assert looks["warned"].fill.fill_type is None
    assert "double" == looks["warned"].border.left.style


def test_the_workbook_says_what_was_kept_up() -> None:
    told = {row[0]: row[1:] for row in sheet() if len(row) == 3}
    assert told["丁公司"][0].startswith(
        "not kept: June 2022, 营业收入 at 20.00% of half"
    )
    assert told["丙公司"][0].startswith("cannot be said")
    assert "half the target by mid-year" in told["Unit"][0]


def test_shares_of_who_is_hidden_are_not_told() -> None:
    assert any("20.00%" in text for row in sheet() for text in row)
    texts = [text for row in sheet(("D",)) for text in row]
    assert not any("20.00%" in text for text in texts)
    assert any("丁公司" in text for text in texts)


def test_without_lists_there_is_no_sheet() -> None:
    file = edition_workbook(content_of(usual()), untranslated)
    assert SHEET not in openpyxl.load_workbook(io.BytesIO(file)).sheetnames


@printed
def test_the_pdf_has_both_lists_and_the_streaks() -> None:
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(
        command,
        input=pdf.edition_pdf(honored(), untranslated),
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "praised" in text
    assert "warned" in text
    assert "place 1, within the first 1" in text
    assert "half the target by mid-year" in text
    assert "20.00%" in text
