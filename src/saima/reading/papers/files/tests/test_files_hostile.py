"""Malformed and hostile files, made here: each has its finding, its like reads."""

from __future__ import annotations

import io
import struct

import msoffcrypto
import pytest
import xlwt
from PIL import Image

from saima.reading.papers.files import limits, old_documents, text_of
from saima.reading.papers.files.tests import papers_made as made

DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = (
    '<Relationship Id="r99" TargetMode="External" Target="http://127.0.0.1:9/a.dotm" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/>'
    "</Relationships>"
)


def locked(data):
    """The same file with a password."""
    target = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt("secret", target)
    return target.getvalue()


def remote(kind):
    more = REMOTE.format(kind).encode()
    change = {RELATIONS: lambda xml: xml.replace(b"</Relationships>", more)}
    return made.changed(made.as_docx(), change)


def with_doctype(data, member):
    end = b"?>"
    put = end + ENTITY.encode()
    return made.changed(data, {member: lambda xml: xml.replace(end, put, 1)})


def listed(data, flags):
    """A zip whose directory says something of its first member."""
    changed = bytearray(data)
    at = changed.index(b"PK\x01\x02")
    struct.pack_into("<H", changed, at + 8, flags)
    return bytes(changed)


def deep(tag, depth):
    return f"<html><body>{f'<{tag}>' * depth}字".encode()


def old_workbook():
    book, target = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("月报").write(0, 0, "营收")
    book.save(target)
    return target.getvalue()


PICTURE = made.saved(Image.new("L", (200, 200), 255))
BOMB = {DOCUMENT: lambda xml: b" " * (70 * 1024 * 1024) + xml}
MANY = {f"word/{n}.bin": b"" for n in range(limits.MAX_MEMBERS + 1)}
REFUSED = [
    ("empty.txt", b"", "empty"),
    ("large.txt", b"a" * (limits.MAX_BYTES + 1), "too_large"),
    ("long.txt", b"a" * (limits.MAX_CHARACTERS + 1), "too_much_text"),
    ("binary.txt", bytes(range(256)) * 40, "not_read"),
    ("a.zip", made.zipped({"a.txt": b"a"}), "not_read"),
    ("a.rar", b"Rar!\x1a\x07\x00" + bytes(99), "not_read"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(99), "not_read"),
    ("a.exe", b"MZ" + bytes(99), "not_read"),
    ("a.txt", b"\x7fELF" + bytes(99), "not_read"),
    ("a.ofd", made.zipped({"OFD.xml": b"<ofd/>"}), "not_read"),
    ("a.pptx", made.zipped({"ppt/presentation.xml": b"<p/>"}), "not_read"),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_read"),
    ("a.xml", f"<?xml version='1.0'?>{ENTITY}<x>&e;</x>".encode(), "not_read"),
    ("cut.docx", made.as_docx()[:-500], "truncated"),
    ("bomb.docx", made.changed(made.as_docx(), BOMB), "zip_bomb"),
    ("many.docx", made.zipped({DOCUMENT: b"<x/>", **MANY}), "zip_bomb"),
    ("entity.docx", with_doctype(made.as_docx(), DOCUMENT), "doctype"),
    ("locked.docx", locked(made.as_docx()), "encrypted"),
    ("flag.docx", listed(made.as_docx(), 1), "encrypted"),
    ("odd.docx", made.changed(made.as_docx(), {DOCUMENT: lambda x: x[:99]}), "damaged"),
    ("none.docx", made.zipped({"word/a.xml": b"<x/>"}), "damaged"),
    ("entity.xlsx", with_doctype(made.as_xlsx(), "xl/workbook.xml"), "doctype"),
    ("locked.xlsx", locked(made.as_xlsx()), "encrypted"),
    ("cut.xls", old_workbook()[:-900], "truncated"),
    ("cut.pdf", made.as_pdf()[:-600], "truncated"),
    ("odd.pdf", b"%PDF-1.7\nnothing\n%%EOF\n", "damaged"),
    ("locked.pdf", made.encrypted_pdf(), "encrypted"),
    ("flood.png", made.flood(), "too_large_picture"),
    ("cut.png", PICTURE[: len(PICTURE) // 2], "damaged"),
    ("odd.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "damaged"),
    ("deep.html", deep("div", 5000), "damaged"),
]
READ = [
    (
        "macro.docm",
        made.changed(made.as_docx(), {"word/vbaProject.bin": lambda _: b"x"}),
    ),
    (
        "files.docx",
        made.changed(made.as_docx(), {"word/embeddings/a.bin": lambda _: b"x"}),
    ),
    ("template.docx", remote("attachedTemplate")),
    ("picture.docx", remote("image")),
    ("polyglot.docx", made.as_docx() + b"<html><script>alert(1)</script>"),
    ("both.pdf", b"GIF: no\n" + made.as_pdf()),
    ("name.pdf", made.SENTENCE.encode()),
    ("nul.txt", made.SENTENCE.encode() + b"\0"),
    ("english.txt", b"There is no Chinese here at all."),
    ("blank.txt", b" \n\n "),
    ("deep.html", deep("div", 100) + made.SENTENCE.encode()),
]
SAID = {
    "macro.docm": ["macro_not_run"],
    "files.docx": ["embedded_file"],
    "template.docx": ["external_link"],
    "picture.docx": ["external_link"],
    "polyglot.docx": [],
    "both.pdf": [],
    "name.pdf": ["wrong_extension"],
    "nul.txt": ["unwritable"],
    "english.txt": ["no_chinese"],
    "blank.txt": ["no_text"],
    "deep.html": [],
}


@pytest.mark.parametrize(("name", "data", "code"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_refused(name, data, code):
    if name.endswith((".png", ".jpg")):
        pytest.importorskip("rapidocr")
    read = text_of(data, name)
    assert [code] == [finding.code for finding in read.findings]
    assert read.refused
    assert "" == read.text
    assert name == read.findings[0].place.file


@pytest.mark.parametrize(("name", "data"), READ, ids=[r[0] for r in READ])
def test_what_is_read_and_told(name, data):
    read = text_of(data, name)
    assert SAID[name] == [finding.code for finding in read.findings]
    assert not read.refused


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", made.SENTENCE.encode()),
        ("a.docx", made.as_docx()),
        ("a.xlsx", made.as_xlsx()),
        ("a.xls", old_workbook()),
        ("a.pdf", made.as_pdf()),
        ("link.docx", remote("hyperlink")),
    ],
)
def test_their_like_reads(name, data):
    """The control of all of the above: files of the same kinds with nothing wrong."""
    read = text_of(data, name)
    assert not read.refused
    assert read.text.strip()
    assert "external_link" not in [finding.code for finding in read.findings]


def test_a_broken_byte_anywhere_is_refused_or_read_and_never_escapes():
    outcomes = set()
    for data in (made.as_docx(), made.as_pdf(), made.as_xlsx(), PICTURE[:400]):
        for at in range(0, len(data), max(len(data) // 12, 1)):
            broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
            outcomes.add(text_of(broken, "a").refused)
    assert {True, False} == outcomes


def test_a_scan_where_nothing_can_recognize_it(monkeypatch):
    monkeypatch.setattr("saima.reading.papers.files.reading.can_recognize", bool)
    monkeypatch.setattr("saima.reading.papers.files.pdf.can_recognize", bool)
    for form, name in (("PNG", "a.png"), ("PDF", "a.pdf")):
        read = text_of(made.saved(Image.new("L", (200, 200), 255), form), name)
        assert "picture_page" in [f.code for f in read.findings]
        assert read.refused


def test_old_documents_where_nothing_can_convert_them(monkeypatch):
    monkeypatch.setattr(old_documents, "PROGRAMS", ())
    (found,) = text_of(rb"{\rtf1 a}", "a.rtf").findings
    assert "no_converter" == found.code
