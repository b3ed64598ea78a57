"""Folders as clerks send them, through `saima race`: accepted, asked or refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from saima.core.tests.papers import FIGURES, LONG, TARGETS, UNITS, changed
from saima.reading.sheets import limits
from saima.reading.tests.saved import SCHEME, Content, as_csv, as_xls, as_xlsx, saved
from saima.site.cli import main

DONE, REFUSED, ASKED = 0, 1, 3
PUBLISHED = """\
lights:
  items:
    measure: lead
    bands:
      - {light: green, name: 绿灯, from: 0}
      - {light: yellow, name: 黄灯, from: -30, to: -10}
      - {light: red, name: 红灯, below: -30}
"""


@dataclass(frozen=True)
class Said:
    """What came of a call: its exit code and what it printed where."""

    code: int
    out: str
    err: str


Race = Callable[..., Said]


@pytest.fixture
def race(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Race:
    """Save the small folder with other files and call `saima race` on it."""

    def call(files: dict[str, Content] | None = None, *more: str) -> Said:
        folder = saved(tmp_path / "race", files)
        options = [str(folder), "--month", "2022-03", "--lang", "en", *more]
        code = main(["race", *options])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return call


def figures(content: Content, name: str = "figures.csv") -> dict[str, Content]:
    """The folder's figures replaced by another file."""
    return {"figures.csv": None, name: content}


def with_scheme(text: str) -> dict[str, Content]:
    """The folder with lines added to its scheme."""
    return {"scheme.yaml": text + SCHEME}


def formula(sheet: Any, book: Any) -> None:
    """A formula in D2, saved with its value."""
    sheet.write_formula("D2", "=50+50", None, 100)


def percentage(sheet: Any, book: Any) -> None:
    """A rate in D6, shown as a percentage."""
    sheet.write_row("A6", ["甲公司", "负债率", "当月"])
    sheet.write("D6", 0.62, book.add_format({"num_format": "0.0%"}))


def titles(sheet: Any, book: Any) -> None:
    """Merged titles over headings that begin in the third row."""
    sheet.merge_range("A1:I1", "集团2022年一季度月报")
    sheet.merge_range("A2:I2", "填报：张三")


# --- Accepted, and said -------------------------------------------------------------

TOTAL_ROW = ["合计", "营收", "当月", "300", "320", "340"]
IN_YI = changed(TARGETS, C1="全年目标（亿元）", C2="0.12", C3="0.24", C4=None, C5=None)

ACCEPTED: dict[str, tuple[dict[str, Content], str]] = {
    "xls": (figures(as_xls(FIGURES), "实绩.xls"), "old form of Excel"),
    "gb18030": (figures(as_csv(FIGURES).encode("gb18030")), "read as GB18030"),
    "full width": (figures(changed(FIGURES, D2="１００")), "full-width digits"),
    "thousands": (figures(changed(FIGURES, D2="1,000")), "thousands separators"),
    "blank rows": (figures([*FIGURES[:2], [None], *FIGURES[2:]]), "1 blank rows"),
    "total row": (figures([*FIGURES, TOTAL_ROW]), "1 subtotals agree"),
    "total column": (figures(changed(FIGURES, I2="330")), "1 subtotals agree"),
    "formula": (
        figures(as_xlsx(FIGURES, formula), "实绩.xlsx"),
        "1 formulas were read by their saved values",
    ),
    "percentage": (
        figures(as_xlsx(FIGURES, percentage), "实绩.xlsx"),
        "1 cells shown as percentages",
    ),
    "unit behind": (figures(changed(FIGURES, D2="100万元")), "units written behind"),
    "unit in heading": ({"targets.csv": IN_YI}, "2 numbers were converted"),
    "unit column": (
        figures(changed(FIGURES, D2="0.01", E2="0.011", F2="0.012", G2="亿元")),
        "3 numbers were converted",
    ),
    "unknown column": (figures(changed(FIGURES, D1="口经")), "passed over: 口经"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_with_a_note(race: Race, name: str) -> None:
    files, note = ACCEPTED[name]
    said = race(files)
    assert DONE == said.code
    assert note in said.err
    assert ["[note]"] == list({line.split(" ", 1)[0] for line in said.err.splitlines()})
    assert "甲公司" in said.out


def test_headings_below_merged_titles(race: Race) -> None:
    book = as_xlsx([[None], [None], *FIGURES], titles)
    said = race(figures(book, "实绩.xlsx"))
    assert (DONE, "") == (said.code, said.err)
    assert race().out == said.out


def test_without_anything_to_say_nothing_is_said(race: Race) -> None:
    said = race()
    assert (DONE, "") == (said.code, said.err)


# --- Asked --------------------------------------------------------------------------

FALLING = changed(FIGURES, C2="累计", D2="100", E2="90", F2="120")
JUMP = changed(FIGURES, E2="1100000", F2="1200000")
ASKED_OF = {
    "last month": ({"targets.csv": None}, JUMP, "figure of the month before"),
    "plan": ({}, changed(FIGURES, E2="1100000"), "times what was planned"),
    "one in ten thousand": ({}, changed(FIGURES, E2="0.011"), "about 1/9091"),
    "falling": ({}, FALLING, "lower than the last one reported"),
}


@pytest.mark.parametrize("name", ASKED_OF)
def test_asked_until_it_is_mended_or_confirmed(race: Race, name: str) -> None:
    others, table, text = ASKED_OF[name]
    said = race({**others, "figures.csv": table})
    assert (ASKED, "") == (said.code, said.out)
    assert "[please confirm] figures.csv · cell E2: " in said.err
    assert text in said.err
    assert "已核实" in said.err
    assert DONE == race({**others, "figures.csv": FIGURES}).code
    assert DONE == race({**others, "figures.csv": changed(table, H2="2月")}).code


# --- Refused ------------------------------------------------------------------------


def encrypted(book: bytes) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(book)).encrypt("secret", target)
    return target.getvalue()


def with_program(book: bytes) -> bytes:
    """A workbook that carries a program, whatever its name says."""
    target = io.BytesIO(book)
    with zipfile.ZipFile(target, "a") as container:
        container.writestr("xl/vbaProject.bin", b"program")
    return target.getvalue()


BOOK = as_xlsx(FIGURES)
OLD = as_xls(FIGURES)
CYCLE = changed(UNITS, D2="甲公司")
SHORT_CURVE = SCHEME.replace(
    "{kind: linear}",
    "{kind: pieces, bands: [{below: 0.9, points: 0}, {from: 1, points: 60}]}",
    1,
)
FALLING_CURVE = SCHEME.replace(
    "{kind: linear}",
    "{kind: points, through: [{x: 0, points: 60}, {x: 1, points: 0}]}",
    1,
)
NESTED = SCHEME.replace(
    "      - {indicator: 营收, weight: 60, curve: {kind: linear}}\n",
    "      - name: 效益\n        weight: 60\n        items:\n"
    "          - {indicator: 营收, weight: 50, curve: {kind: linear}}\n",
)
BY_DAYS = SCHEME.replace("2022", "2031").replace("month", "workday")

REFUSED_AT: dict[str, tuple[dict[str, Content], str]] = {
    "text": (figures(as_xlsx(changed(FIGURES, D2="约一百")), "a.xlsx"), "a.xlsx · sheet 实绩 · cell D2: “约一百”"),
    "nan": (figures(changed(FIGURES, D2="NaN")), "figures.csv · cell D2: NaN"),
    "inf": (figures(changed(FIGURES, D2="inf")), "figures.csv · cell D2: inf"),
    "duplicate unit": ({"units.csv": changed(UNITS, B4="甲公司")}, "units.csv · cell B4"),
    "duplicate target": ({"targets.csv": changed(TARGETS, A3="甲公司")}, "targets.csv · cell A3"),
    "two columns": (figures(changed(FIGURES, E1="1月")), "figures.csv · cell E1"),
    "two rows": (figures(changed(FIGURES, A3="甲公司")), "figures.csv · cell D3"),
    "long and wide": ({"实绩.csv": LONG}, "实绩.csv · cell E2"),
    "unit name": (figures(changed(FIGURES, A2="甲公寺")), "did you mean “甲公司”"),
    "indicator name": (figures(changed(FIGURES, B2="营收入")), "did you mean “营收”"),
    "group name": ({"units.csv": changed(UNITS, E3="一组组")}, "units.csv · cell E3"),
    "cycle": ({"units.csv": CYCLE}, "units.csv · cell D2: these stand above each other"),
    "weights": ({"scheme.yaml": SCHEME.replace("60", "50")}, "scheme.yaml · line 5: the weights in “一组” make 90"),
    "nested weights": ({"scheme.yaml": NESTED}, "scheme.yaml · line 7: the weights in “效益” make 50"),
    "curve gap": ({"scheme.yaml": SHORT_CURVE}, "scheme.yaml · line 7: the curve says nothing for values from 90% to below 100%"),
    "curve overlap": ({"scheme.yaml": SHORT_CURVE.replace("from: 1,", "from: 0.8,")}, "line 7: two bands claim values"),
    "curve direction": ({"scheme.yaml": FALLING_CURVE}, "scheme.yaml · line 7: a better figure loses points"),
    "published lights": (with_scheme(PUBLISHED), "no light is set for values above -10 and below 0"),
    "subtotal": (figures([*FIGURES, changed([TOTAL_ROW], E1="321")[0]]), "figures.csv · cell E6: the subtotal is 321"),
    "total column": (figures(changed(FIGURES, I2="331")), "figures.csv · cell I2: the subtotal is 331"),
    "xlsm": (figures(BOOK, "a.xlsm"), "a.xlsm: The workbook carries macros"),
    "hidden program": (figures(with_program(BOOK), "a.xlsx"), "a.xlsx: The workbook carries macros"),
    "truncated": (figures(BOOK[: len(BOOK) // 2], "a.xlsx"), "a.xlsx: "),
    "truncated xls": (figures(OLD[: len(OLD) // 2], "a.xls"), "a.xls: "),
    "encrypted": (figures(encrypted(BOOK), "a.xlsx"), "a.xlsx: The file has a password"),
    "months of the year": ({"targets.csv": changed(TARGETS, D1="1月", D2="100", D3="2400", D4="12", D5="12")}, "targets.csv · cell C2: the months make 100, the year is 1200"),
    "breakdown": ({"targets.csv": [*TARGETS, ["集团", "营收", "4000"]]}, "targets.csv · cell C6"),
    "negative": (figures(changed(FIGURES, D2="-100")), "figures.csv · cell D2: 营收 cannot be negative"),
    "not whole": (figures(changed(FIGURES, D4="1.5")), "figures.csv · cell D4: 招商 counts whole things"),
    "unit of measure": (figures(changed(FIGURES, D4="1户")), "figures.csv · cell D4: 户 cannot be turned into 个"),
    "missing sheet": ({"units.csv": None}, "there is no table of units"),
    "missing heading": (figures(changed(FIGURES, A1="谁")), "figures.csv · line 1: no heading row"),
    "yaml syntax": (with_scheme("ties: [a\n"), "scheme.yaml · line 2: this is not YAML"),
    "yaml twice": (with_scheme("year: 2022\n"), "scheme.yaml · line 3: “year” stands here twice"),
    "yaml alias": (with_scheme("source: &a x\nties: *a\n"), "scheme.yaml · line 2: references"),
    "unknown key": (with_scheme("convetion: month\n"), "scheme.yaml · line 1: “convetion” is not known here → did you mean “convention”"),
    "unknown year": ({"scheme.yaml": BY_DAYS}, "The calendar does not know the year 2031"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_AT)
def test_refused_with_its_place_and_a_next_step(race: Race, name: str) -> None:
    files, told = REFUSED_AT[name]
    said = race(files)
    assert (REFUSED, "") == (said.code, said.out)
    assert told in said.err
    assert all(" → " in line for line in said.err.splitlines())


MENDED: dict[str, dict[str, Content]] = {
    "workbook": figures(BOOK, "a.xlsx"),
    "old workbook": figures(OLD, "a.xls"),
    "shipped lights": with_scheme("lights: {items: 银川}\n"),
    "published lights, band added": with_scheme(
        PUBLISHED + "      - {light: notice, name: 提示, above: -10, below: 0}\n"
    ),
    "nested": {"scheme.yaml": NESTED.replace("50", "60")},
    "curve": {"scheme.yaml": SHORT_CURVE.replace("0.9", "1")},
    "breakdown": {"targets.csv": [*TARGETS, ["集团", "营收", "3600"]]},
    "known year": {"scheme.yaml": BY_DAYS.replace("2031", "2022")},
    "other keys": with_scheme("source: 党委会议\nties: dense\n"),
}


@pytest.mark.parametrize("name", MENDED)
def test_the_same_mended_is_accepted(race: Race, name: str) -> None:
    said = race(MENDED[name])
    assert DONE == said.code
    assert "甲公司" in said.out


@pytest.mark.parametrize(
    ("limit", "files"),
    [
        ("MAX_CELLS_WORKBOOK", figures(BOOK, "a.xlsx")),
        ("MAX_CELLS_CSV", figures(FIGURES)),
    ],
)
def test_more_cells_than_the_limit(
    race: Race, monkeypatch: pytest.MonkeyPatch, limit: str, files: dict[str, Content]
) -> None:
    assert DONE == race(files).code
    monkeypatch.setattr(limits, limit, 10)
    said = race(files)
    assert REFUSED == said.code
    assert "There are more than 10 filled cells" in said.err


def test_ten_faults_in_one_run(race: Race) -> None:
    said = race(
        {
            "scheme.yaml": "ties: dice\ncolor: red\n" + FALLING_CURVE,
            "units.csv": changed(UNITS, C3="公寺", E4="二组"),
            "targets.csv": changed(TARGETS, C2="一千二", D3="乱分"),
            "figures.csv": None,
            "实绩.xlsx": as_xlsx(changed(FIGURES, D2="abc", E3="-1", F4="1.5")),
            "附表.xlsm": BOOK,
        }
    )
    lines = said.err.splitlines()
    assert (REFUSED, "", 11) == (said.code, said.out, len(lines))
    assert all(line.startswith("[refused] ") for line in lines)
    files = ("scheme.yaml", "units.csv", "targets.csv", "实绩.xlsx", "附表.xlsm")
    assert all(any(name in line for line in lines) for name in files)


def test_findings_in_chinese(race: Race) -> None:
    said = race(figures(changed(FIGURES, D2="abc")), "--lang", "zh")
    assert "figures.csv · " in said.err
    assert "D2" in said.err
    assert "stands where" not in said.err
