"""The workbook of an edition as Excel and its like see it."""

from __future__ import annotations

import copy
import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from importlib.resources import files

import openpyxl
import pytest
from babel.messages import pofile

from saima.core.editions.document import canonical_json, digest_of
from saima.core.schemes import GroupRules, Section
from saima.core.subjects import Subject
from saima.core.tests.exact import D
from saima.core.tests.made import item, monthly, race, scheme, target
from saima.core.words import untranslated
from saima.writing import edition_workbook as sheets
from saima.writing.edition_told import Content, Issue
from saima.writing.edition_workbook import edition_workbook
from saima.writing.tests.editions import COST, SIGNS, content_of, usual, wide

TABLE, INDICATORS = "League table", "By indicator"
RULES, ABOUT = "Rules of the race", "About the edition"
PO = "locale/zh_Hans/LC_MESSAGES/django.po"
FIRST = 6  # the row of the first line
ISSUE = Issue(
    number=2,
    published_on=date(2026, 11, 27),
    computed_by="规划考核岗",
    published_by="领导岗",
    address="https://x.example/r/",
)


def opened(content: Content, **more):
    """The workbook as openpyxl opens it."""
    data = edition_workbook(content, untranslated, **more)
    return openpyxl.load_workbook(io.BytesIO(data))


def values(sheet, row: int) -> list[object]:
    """The values of one row."""
    return [cell.value for cell in sheet[row]]


def column(sheet, letter: str) -> list[object]:
    """The values of one column."""
    return [cell.value for cell in sheet[letter]]


def all_texts(book) -> str:
    """Everything that stands in the workbook."""
    cells = (cell.value for sheet in book for row in sheet for cell in row)
    return "\n".join(str(value) for value in cells if value is not None)


def test_a_line_holds_place_score_light_and_each_indicators_numbers() -> None:
    sheet = opened(content_of(usual()))[TABLE]
    assert [1, 1, "甲公司", 106, "领先"] == values(sheet, FIRST)[:5]
    assert [660, 1200, 0.55, 66] == values(sheet, FIRST)[5:9]
    assert [-300, -600, 0.5, 40] == values(sheet, FIRST)[9:13]
    assert [2, -1, "乙公司（sample）", 94.3] == values(sheet, FIRST + 1)[:4]
    assert "↑" in sheet.cell(FIRST, 2).number_format
    assert "#,##0.00" == sheet.cell(FIRST, 4).number_format
    assert "0.00%" == sheet.cell(FIRST, 8).number_format


def test_numbers_are_numbers_and_words_are_words() -> None:
    sheet = opened(content_of(usual()))[TABLE]
    row = FIRST + 3
    assert "丙公司" == sheet.cell(row, 3).value
    missing = [sheet.cell(row, n).value for n in (1, 2, 4, 5, 6, 7, 8, 9)]
    assert [None, None, "not reported", None, None, 1200, None, "not reported"] == (
        missing
    )
    kinds = [sheet.cell(FIRST, n).data_type for n in range(1, 10)]
    assert ["n", "n", "s", "n", "s", "n", "n", "n", "n"] == kinds


def test_a_number_longer_than_a_cell_holds_is_text() -> None:
    long, longest = "123456789012.34", "123456789012345.67"
    units = [Subject("A", "甲", group="A"), Subject("B", "乙", group="A")]
    figures = [
        monthly("A", ["0"] * 5 + [long]),
        monthly("B", ["0"] * 5 + [longest]),
    ]
    running = race(units, [target("A", "1"), target("B", "1")], figures)
    sheet = opened(content_of(running))[TABLE]
    assert [float(long), longest] == [sheet.cell(FIRST + n, 6).value for n in (0, 1)]
    assert ["n", "s"] == [sheet.cell(FIRST + n, 6).data_type for n in (0, 1)]


def test_completion_of_what_should_be_little_is_left_to_the_years_end() -> None:
    units = [Subject("A", "甲", group="A")]
    figures = [monthly("A", ["10"] * 6, "cost")]
    rules = scheme(item("cost"))
    running = race(units, [target("A", "120", "cost")], figures, rules, (COST,))
    book = opened(content_of(running))
    assert [60, 120, None, 100] == values(book[TABLE], FIRST)[5:9]
    assert [120, 60, 60, None, None, 0, 100] == values(book[INDICATORS], 3)[5:12]


@pytest.mark.parametrize("sign", SIGNS)
def test_no_name_becomes_a_formula(sign: str) -> None:
    odd = f"{sign}公司"
    group = GroupRules(odd, Section(odd, D("100"), (item(weight="60"), item("cost"))))
    running = usual({"A": odd})
    subjects = [replace(s, group=odd) for s in running.subjects]
    rules = replace(running.scheme, groups=(group,), name=odd, source=odd)
    running = replace(running, scheme=rules, subjects=type(running.subjects)(subjects))
    content = content_of(running, reason=odd)
    content["race"]["name"] = content["race"]["root"]["name"] = odd
    data = edition_workbook(
        content, untranslated, issue=Issue(1, None, odd, odd, odd, odd)
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    # openpyxl takes a text that begins with = for a formula; the file has none.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, text in parts.items() if "<f>" in text]
    found = [text for name, text in parts.items() if "/charts/chart" in name]
    references = re.findall(r"<c:f>(.*?)</c:f>", "".join(found))
    assert references
    assert all(re.match(r"'(League table|By indicator)'!\$", r) for r in references)


def test_of_those_who_are_hidden_cells_are_left_out_and_never_zero() -> None:
    whole = opened(content_of(usual()))
    book = opened(content_of(usual()), hidden={"A"})
    told = values(book[TABLE], FIRST)
    assert [1, 1, "甲公司", 106, "领先", *[None] * 8] == told[:13]
    assert 660 in values(whole[TABLE], FIRST)
    assert "甲公司" in column(whole[INDICATORS], "E")
    assert "甲公司" not in column(book[INDICATORS], "E")
    assert "丁公司" in column(book[INDICATORS], "E")
    assert "values of other units are not shown" in all_texts(book)
    assert "values of other units are not shown" not in all_texts(whole)


def test_a_content_from_which_items_were_taken_serves_as_well() -> None:
    content = content_of(usual())
    for standing in content["rankings"][0]["standings"][1:]:
        del standing["items"]
    content["world"]["targets"] = content["world"]["figures"] = []
    book = opened(content)
    assert [2, -1, "乙公司（sample）", 94.3, "领先", None] == (
        values(book[TABLE], FIRST + 1)[:6]
    )
    assert 660 in values(book[TABLE], FIRST)
    # The digest of a part is not that of the edition.
    assert "Digest" not in all_texts(book)
    assert "ab12" in all_texts(opened(content, issue=Issue(digest="ab12")))


def test_of_those_who_are_hidden_no_gap_is_told() -> None:
    gap = "营业收入: not reported"
    assert gap in all_texts(opened(content_of(usual())))
    told = all_texts(opened(content_of(usual()), hidden={"C"}))
    assert gap not in told
    assert "Not ranked: not everything was reported." in told


def test_where_nothing_may_be_seen_places_remain() -> None:
    book = opened(content_of(usual()), hidden={"A", "B", "C", "D"})
    assert [1, 2, 3] == [book[TABLE].cell(FIRST + n, 1).value for n in range(3)]
    assert 1 == len(book[TABLE]._charts)
    assert [] == book[INDICATORS]._charts


def test_the_charts_are_the_workbooks_own_and_draw_from_its_cells() -> None:
    data = edition_workbook(content_of(usual()), untranslated)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        charts = [archive.read(n).decode() for n in names if "/charts/chart" in n]
    assert not [name for name in names if "media" in name]
    (scores,) = [chart for chart in charts if "Scores: A" in chart]
    assert '<c:barDir val="bar"/>' in scores
    assert "$D$6:$D$8" in scores  # the three that are ranked
    completion = [chart for chart in charts if "Completion: " in chart]
    assert 3 == len(completion)  # one beside the table, one for each indicator
    for chart in completion:
        assert "<c:lineChart>" in chart
        assert "<c:barChart>" in chart


def test_print_and_panes_are_set_up() -> None:
    book = opened(content_of(usual()))
    for sheet in book:
        assert "landscape" == sheet.page_setup.orientation
        assert 9 == sheet.page_setup.paperSize
        assert "&P / &N" in sheet.oddFooter.right.text
    assert "D5" == book[TABLE].freeze_panes
    assert "$3:$4" == book[TABLE].print_title_rows
    assert "$2:$2" == book[INDICATORS].print_title_rows


def test_rules_are_told_in_words_with_their_weights() -> None:
    rows = [values(opened(content_of(usual()))[RULES], n) for n in range(1, 21)]
    told = [row for row in rows if row[2] == "营业收入"]
    assert [["A", None, "营业收入", 60]] == [row[:4] for row in told]
    words = "\n".join(str(row[5]) for row in rows)
    assert "from 0 points evenly to 72 points" in words
    assert "less is better: completion = 2 − actual ÷ target" in words
    assert "领先" in [row[0] for row in rows]


def test_the_last_sheet_says_what_it_is_known_by() -> None:
    content = content_of(usual(), reason="补报")
    told = all_texts(opened(content, issue=ISSUE))
    wanted = (
        digest_of(canonical_json(content)).hex(),
        "deed 77, 2026-11-26 16:00",
        "2026-05-20 16:00",
        "rules version 1, public before the month opened",
        "规划考核岗",
        "领导岗",
        "https://x.example/r/",
        "2026-11-27",
        "edition 2, schedule by month",
        "补报",
        "戊公司",
        "closed",
    )
    assert [] == [text for text in wanted if text not in told]


def test_an_example_is_marked() -> None:
    running = usual()
    mark = "no real ranking"
    assert mark not in all_texts(opened(content_of(running)))
    sample = replace(running, scheme=replace(running.scheme, sample=True))
    book = opened(content_of(sample), issue=ISSUE)
    assert mark in all_texts(book)
    assert book[TABLE]["A1"].value.startswith("（sample）")


def test_a_preview_says_that_it_is_one() -> None:
    content, public = content_of(usual()), "preview"
    assert public not in all_texts(opened(content, issue=ISSUE))
    told = opened(content)
    assert told[TABLE]["A1"].value.startswith("(preview) ")
    assert "preview 3, not public" in told[TABLE]["A2"].value


def test_both_rankings_are_there_where_rules_were_amended() -> None:
    running = usual()
    lighter = GroupRules("A", Section("A", D("100"), (item(weight="100"),)))
    before = replace(running.scheme, groups=(lighter,))
    book = opened(content_of(running, before=before))
    old = book["Table by the rules before"]
    assert [106, 110] == [book[TABLE]["D6"].value, old["D6"].value]
    assert "version 1" in old["A2"].value
    assert "version 2" in book[TABLE]["A2"].value


def test_groups_with_other_indicators_share_one_heading() -> None:
    running = usual()
    groups = (
        GroupRules("A", Section("A", D("100"), (item(weight="100"),))),
        GroupRules("B", Section("B", D("100"), (item("cost", "100"),))),
    )
    subjects = [
        replace(s, group="B" if s.code > "B" else "A") for s in running.subjects
    ]
    running = replace(
        running,
        scheme=replace(running.scheme, groups=groups),
        subjects=type(running.subjects)(subjects),
    )
    sheet = opened(content_of(running))[TABLE]
    assert ["营业收入（万元）", "成本（万元）"] == [
        sheet["F3"].value,
        sheet["J3"].value,
    ]
    assert [660, None] == [sheet["F6"].value, sheet["J6"].value]
    assert "Group: B" == sheet["A8"].value
    assert [None, -300] == [sheet["F9"].value, sheet["J9"].value]


def test_the_same_content_gives_the_same_bytes() -> None:
    content = content_of(usual())
    first = edition_workbook(content, untranslated)
    assert first == edition_workbook(copy.deepcopy(content), untranslated)
    assert first != edition_workbook(content, untranslated, issue=ISSUE)


def test_names_of_sheets_are_such_in_every_language() -> None:
    path = files("saima") / PO
    catalog = pofile.read_po(io.BytesIO(path.read_bytes()), locale="zh_Hans")
    names = [
        sheets.TABLE,
        sheets.INDICATORS,
        sheets.RULES,
        sheets.ABOUT,
        sheets.TABLE_BEFORE,
        sheets.INDICATORS_BEFORE,
    ]
    for texts in (
        [name.text for name in names],
        [str(catalog[name.text].string) for name in names],
    ):
        assert len(names) == len(set(texts))
        assert all(0 < len(t) <= 31 and not set(t) & set("[]:*?/\\'") for t in texts)


def test_300_units_with_30_indicators_take_seconds() -> None:
    content = content_of(wide(300, 30))
    started = time.monotonic()
    data = edition_workbook(content, untranslated)
    assert time.monotonic() - started < 15
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)[INDICATORS]
    assert 9002 == sheet.max_row
