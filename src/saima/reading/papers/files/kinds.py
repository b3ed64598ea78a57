"""What a file is, by its content; what its name says is compared with it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from saima.core.findings import Finding, Place, note
from saima.core.words import words
from saima.reading.papers.files import limits
from saima.reading.papers.files.extracted import FileKind
from saima.reading.papers.files.refusals import (
    damaged,
    encrypted,
    not_read,
    truncated,
    zip_bomb,
)
from saima.reading.sheets.compound import Compound
from saima.reading.sheets.limits import MAX_PACKING_RATIO, PACKING_RATIO_FROM

ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_WITHIN = 1024  # bytes that may stand before the mark of a PDF
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")

PACKED = words("a packed archive")
PROGRAM = words("a program")
PRESENTATION = words("a presentation")
STRANGERS = (
    (b"Rar!", PACKED),
    (b"7z\xbc\xaf", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ", PACKED),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"#!", PROGRAM),
    (b"SQLite format 3\0", words("a database")),
    (b"\x00\x00\x00\x18ftyp", words("a film or sound")),
    (b"\x00\x00\x00\x20ftyp", words("a film or sound")),
    (b"ID3", words("a film or sound")),
)
# Enough of a page's beginning to tell it from a text that speaks of pages.
MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|h[1-6]|article)\b",
    re.IGNORECASE | re.DOTALL,
)
XML = re.compile(rb"\s*<(?:\?xml|!doctype|svg)\b", re.IGNORECASE)
MARKUP_WITHIN = 4096
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

NAMES = {
    ".txt": FileKind.TEXT,
    ".md": FileKind.TEXT,
    ".csv": FileKind.TEXT,
    **dict.fromkeys((".htm", ".html", ".xhtml", ".shtml"), FileKind.WEB_PAGE),
    ".docx": FileKind.DOCUMENT,
    ".docm": FileKind.DOCUMENT,
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), FileKind.OLD_DOCUMENT),
    ".pdf": FileKind.PDF,
    **dict.fromkeys((".xlsx", ".xls", ".et", ".ods"), FileKind.WORKBOOK),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), FileKind.PICTURE),
    **dict.fromkeys((".bmp", ".webp", ".gif"), FileKind.PICTURE),
}
SAID = {
    FileKind.TEXT: words("a text"),
    FileKind.WEB_PAGE: words("a web page"),
    FileKind.DOCUMENT: words("a Word document"),
    FileKind.OLD_DOCUMENT: words("a document of an older program"),
    FileKind.PDF: words("a PDF document"),
    FileKind.WORKBOOK: words("a workbook"),
    FileKind.PICTURE: words("a picture"),
}


def kind_of(data: bytes) -> FileKind:
    """Name the kind, or refuse what is not read."""
    if data.startswith(ARCHIVE):
        return _of_archive(data)
    if data.startswith(COMPOUND):
        return _of_compound(data)
    if data.startswith(b"{\\rtf"):
        return FileKind.OLD_DOCUMENT
    if _is_picture(data):
        return FileKind.PICTURE
    for mark, kind in STRANGERS:
        if data.startswith(mark):
            raise not_read(kind)
    if b"%PDF-" in data[:PDF_WITHIN]:
        return FileKind.PDF
    return _of_text(data)


def wrong_extension(file: str, kind: FileKind) -> tuple[Finding, ...]:
    """Say it where the name tells of another kind than the content."""
    told = NAMES.get(PurePosixPath(file).suffix.lower())
    if told is None or told is kind:
        return ()
    text = words(
        "The name says {told}, the content is {kind}", told=SAID[told], kind=SAID[kind]
    )
    step = words("It was read by its content; give it its right name")
    return (note("wrong_extension", Place(file), text, step),)


def _is_picture(data: bytes) -> bool:
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    bmp = data.startswith(b"BM") and data[6:10] == bytes(4)
    return webp or bmp or data.startswith(PICTURES)


def _of_archive(data: bytes) -> FileKind:
    names = _members(data)
    if any(name.startswith("word/") for name in names):
        return FileKind.DOCUMENT
    if any(name.startswith("xl/") for name in names):
        return FileKind.WORKBOOK
    if "OFD.xml" in names:
        raise not_read(words("an OFD document"))
    if any(name.startswith("ppt/") for name in names):
        raise not_read(PRESENTATION)
    if "mimetype" in names:
        return _of_open_document(data)
    raise not_read(PACKED)


def _members(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise truncated() from None
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    dense = unpacked > MAX_PACKING_RATIO * packed and unpacked > PACKING_RATIO_FROM
    if (
        dense
        or len(members) > limits.MAX_MEMBERS
        or unpacked > limits.MAX_BYTES_UNPACKED
        or any(m.file_size > limits.MAX_BYTES_PART for m in members if _is_xml(m))
    ):
        raise zip_bomb()
    return frozenset(member.filename for member in members)


def _is_xml(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels"))


def _of_open_document(data: bytes) -> FileKind:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kind = archive.read("mimetype")[:100]
    if kind.endswith(b".text"):
        return FileKind.OLD_DOCUMENT
    if kind.endswith(b".spreadsheet"):
        return FileKind.WORKBOOK
    if kind.endswith(b".presentation"):
        raise not_read(PRESENTATION)
    raise not_read(PACKED)


def _of_compound(data: bytes) -> FileKind:
    names = Compound(data).names
    if "EncryptedPackage" in names:
        raise encrypted()
    if "WordDocument" in names:
        return FileKind.OLD_DOCUMENT
    if names & {"Workbook", "Book"}:
        return FileKind.WORKBOOK
    if "PowerPoint Document" in names:
        raise not_read(PRESENTATION)
    raise damaged()


def _of_text(data: bytes) -> FileKind:
    head = data[:MARKUP_WITHIN]
    if head[:2] in UTF_16:
        head = head.decode(UTF_16[head[:2]], "ignore")[1:].encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if MARKUP.match(head):
        return FileKind.WEB_PAGE
    if XML.match(head):
        raise not_read(words("an XML file"))
    return FileKind.TEXT
