"""Papers made on the spot, in every kind of file, and what is wrong with some of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import typst
import xlsxwriter
from docx.document import Document
from PIL import Image

SENTENCE = "今年一至九月，集团实现营业收入27.71亿元，完成年度计划34.15亿元的81%。"
FONTS = '#set text(font: ("Noto Serif CJK SC", "Noto Sans CJK SC"), size: 16pt)\n'


def as_docx(fill: Callable[[Document], object] | None = None) -> bytes:
    """A Word document with the sentence, and what a function adds."""
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(SENTENCE)
    if fill:
        fill(document)
    document.save(target)
    return target.getvalue()


def as_pdf(body: str = SENTENCE) -> bytes:
    """A PDF with a text layer."""
    return typst.compile((FONTS + '#set page(paper: "a5")\n' + body).encode())


def as_picture(body: str = SENTENCE, dots: int = 150) -> Image.Image:
    """A picture of a page."""
    source = (FONTS + "#set page(width: 148mm, height: 70mm)\n" + body).encode()
    return Image.open(io.BytesIO(typst.compile(source, format="png", ppi=dots)))


def saved(picture: Image.Image, form: str = "PNG") -> bytes:
    """A picture as a file."""
    target = io.BytesIO()
    picture.convert("RGB").save(target, form)
    return target.getvalue()


def as_xlsx() -> bytes:
    """A workbook with a hidden row, a hidden column and a hidden sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("月报")
        sheet.write_row(0, 0, ["单位", "营收", "完成率", "暗列"])
        sheet.write_row(1, 0, ["嘉禾公司", 27.71])
        sheet.write(1, 2, 0.81, book.add_format({"num_format": "0%"}))
        sheet.write(2, 0, "暗行")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        other = book.add_worksheet("暗表")
        other.write(0, 0, "暗格")
        other.hide()
    return target.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of members by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def changed(data: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """A zip with some members changed or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        members[name] = change(members.get(name, b""))
    return zipped(members)


def pdf_of_pages(count: int) -> bytes:
    """A PDF of many empty pages, written by hand."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(count))
    parts.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids))
    parts += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"] * count
    return pdf_of(parts)


def pdf_of(parts: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of objects, numbered from 1."""
    data, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(data), len(parts) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, trailer, start)
    )


def encrypted_pdf() -> bytes:
    """A PDF whose password nobody knows."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"61" * 32, b"62" * 32)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", pages, page, lock]
    return pdf_of(parts, b"/Encrypt 4 0 R/ID[<61><61>]")


def flood() -> bytes:
    """A picture that says it is far larger than its bytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"x")


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check
