"""Text tables: encodings, delimiters, and what is refused."""

from __future__ import annotations

import pytest

from saima.core.findings import Severity
from saima.reading.sheets import limits

TABLE = "单位,指标,数值\n嘉城,营收,81.14\n"
ROWS = (("单位", "指标", "数值"), ("嘉城", "营收", "81.14"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_needs_no_note(read, encoding):
    (sheet,), findings = read("a.csv", TABLE.encode(encoding))
    assert ROWS == sheet.rows
    assert ("a.csv", None) == (sheet.file, sheet.name)
    assert () == findings


@pytest.mark.parametrize(
    ("encoding", "name"), [("gb18030", "GB18030"), ("utf-16", "UTF-16")]
)
def test_other_encodings_are_noted(read, encoding, name):
    (sheet,), (note,) = read("a.csv", TABLE.replace("嘉", "堃").encode(encoding))
    assert "堃城" == sheet.rows[1][0]
    assert (Severity.NOTE, "encoding") == (note.severity, note.code)
    assert name in str(note.text)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters(read, delimiter):
    (sheet,), findings = read("a.csv", TABLE.replace(",", delimiter).encode())
    assert ROWS == sheet.rows
    assert () == findings


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a\tb\nx,y,z\t1\n", ("x,y,z", "1")),
        ("a;b\nx,y,z;1\n", ("x,y,z", "1")),
        ('"a;b;c;d",e\n1,2\n', ("1", "2")),
        ("某集团月报\na;b\n1;2\n", ("1", "2")),
        ("单位\n嘉城\n", ("嘉城",)),
    ],
)
def test_the_heading_line_decides_the_delimiter(read, text, row):
    (sheet,), _ = read("a.csv", text.encode())
    assert row == sheet.rows[-1]


def test_cells_are_stripped_and_the_empty_are_none(read):
    (sheet,), _ = read("a.csv", " a ,b\n\n , x\u3000\n１,2".encode())
    assert (("a", "b"), (), (None, "x"), ("１", "2")) == sheet.rows


def test_quoted_cells_may_hold_lines_and_commas(read):
    (sheet,), _ = read("a.csv", b'a,b\r\n"x\r\ny","1,000"\r\n')
    assert (("a", "b"), ("x\r\ny", "1,000")) == sheet.rows


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a,b\n1,\x00\n", "not_text", 2),
        (b"a,b\n1,2\n\x1b,3\n", "not_text", 3),
        ("a,\x01\n".encode("utf-16"), "not_text", None),
        (TABLE.encode()[:-15], "truncated", None),
        (TABLE.encode("utf-16")[:-1], "truncated", None),
        (TABLE.encode() * 3 + b"\xb4\xf3,1,2\n", "encoding_broken", 7),
        (b"a,b\n1,\xff\xff\n", "encoding_broken", 2),
        (b'a,b\n"1,2\n', "quotes", 2),
        (b'a,b\n"1"x,2\n', "quotes", 2),
        (b"", "empty", None),
        (b" \n,,\n\n", "empty", None),
        (b"a\n" + b"1," * 1000 + b"1\n", "too_many_columns", 2),
    ],
)
def test_refused(read, data, code, line):
    sheets, (finding,) = read("a.csv", data)
    assert () == sheets
    assert (Severity.ERROR, code) == (finding.severity, finding.code)
    assert line == finding.place.line


def test_a_thousand_columns_are_read(read):
    (sheet,), findings = read("a.csv", b"1," * 999 + b"1\n")
    assert 1000 == len(sheet.rows[0])
    assert () == findings


@pytest.mark.parametrize(("limit", "code"), [(4, None), (3, "too_many_cells")])
def test_cells_are_counted(read, monkeypatch, limit, code):
    monkeypatch.setattr(limits, "MAX_CELLS_CSV", limit)
    sheets, findings = read("a.csv", b"a,b\n1,2\n")
    assert [code] * (code is not None) == [f.code for f in findings]
    assert (code is None) == bool(sheets)


@pytest.mark.parametrize(("limit", "code"), [(8, None), (7, "too_large")])
def test_bytes_are_counted(read, monkeypatch, limit, code):
    monkeypatch.setattr(limits, "MAX_BYTES_CSV", limit)
    sheets, findings = read("a.csv", b"a,b\n1,2\n")
    assert [code] * (code is not None) == [f.code for f in findings]
    assert (code is None) == bool(sheets)
