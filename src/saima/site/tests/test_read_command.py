"""`saima read`: one JSON for each paper, exact, and an exit code that tells."""

import json
from decimal import Decimal

import pytest

from saima.reading.papers.labelled import written
from saima.site.cli import main

PAPER = "嘉禾集团召开会议\n今年1至9月，集团完成投资27.71亿元，完成年度计划34.15亿元的81%。\n"


@pytest.fixture
def papers(tmp_path):
    for number in range(3):
        (tmp_path / f"0{number}.txt").write_text(PAPER, "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"Rar!" + bytes(9))
    return tmp_path


def test_each_paper_has_its_json(papers, capsys):
    files = [str(papers / f"0{n}.txt") for n in range(3)]
    assert 0 == main(["read", *files, "--out", str(papers / "out")])
    assert ["00.json", "01.json", "02.json"] == sorted(
        path.name for path in (papers / "out").iterdir()
    )
    said = json.loads(
        (papers / "out" / "00.json").read_text("utf-8"), parse_float=Decimal
    )
    assert {"meta", "clean_text", "quantities", "tasks"} == set(said)
    assert {"organisation", "document_kind", "date"} == set(said["meta"])
    values = {(q["value"], q["value_base"]) for q in said["quantities"]}
    assert (Decimal("34.15"), 3_415_000_000) in values
    assert "" == capsys.readouterr().err


def test_one_that_cannot_be_read_is_told_and_the_others_are_written(papers, capsys):
    files = [str(papers / "bad.txt"), str(papers / "00.txt"), str(papers / "none.txt")]
    out = papers / "out"
    assert 1 == main(["read", *files, "--out", str(out), "--lang", "en"])
    assert ["00.json"] == [path.name for path in out.iterdir()]
    said = capsys.readouterr().err
    assert "bad.txt: This is a packed archive, which is not read" in said
    assert "none.txt: The file cannot be opened" in said


def test_two_of_one_name(papers, capsys):
    files = [str(papers / "00.txt"), str(papers / "00.pdf")]
    assert 2 == main(["read", *files, "--out", str(papers / "out")])
    assert "00.json" in capsys.readouterr().err


def test_decimals_are_written_digit_by_digit():
    tricky = [Decimal("0.1"), Decimal("1E+3"), Decimal("12345678901234567.89"), 3, None]
    text = written({"a": tricky, "b": [], "c": "亿"})
    assert tricky == json.loads(text, parse_float=Decimal)["a"]
    assert "1000," in text
    assert "12345678901234567.89" in text
