"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from enum import Enum

from saima.core.words import words
from saima.reading.sheets.refusals import SAVE_AGAIN, unknown_kind

HEAD = 4096  # bytes that are looked at


class Kind(Enum):
    """The containers a table may come in."""

    ARCHIVE = "archive"  # xlsx, ods: a zip of XML
    COMPOUND = "compound"  # xls, et, and whatever has a password
    TEXT = "text"


ELSEWHERE = words("Put its table into an .xlsx or .csv file and put that here")
UNPACK = words("Unpack it and put the tables here")
ARCHIVES = words("a packed archive")
WEB_PAGE = words("a web page or an XML file")
EARLY_WORKBOOK = words("a workbook from before 1995")

STRANGERS = (
    (b"%PDF", words("a PDF document"), ELSEWHERE),
    (b"\x89PNG", words("a picture"), ELSEWHERE),
    (b"\xff\xd8\xff", words("a picture"), ELSEWHERE),
    (b"GIF8", words("a picture"), ELSEWHERE),
    (b"II*\0", words("a picture"), ELSEWHERE),
    (b"MM\0*", words("a picture"), ELSEWHERE),
    (b"{\\rtf", words("an RTF document"), ELSEWHERE),
    (b"Rar!", ARCHIVES, UNPACK),
    (b"7z\xbc\xaf", ARCHIVES, UNPACK),
    (b"\x1f\x8b", ARCHIVES, UNPACK),
    (b"SQLite format 3\0", words("a database"), ELSEWHERE),
    (b"\x09\x00\x04\x00", EARLY_WORKBOOK, SAVE_AGAIN),
    (b"\x09\x02\x06\x00", EARLY_WORKBOOK, SAVE_AGAIN),
    (b"\x09\x04\x06\x00", EARLY_WORKBOOK, SAVE_AGAIN),
)
# Many systems export a web page and call it .xls.
MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<head", b"<meta")


def kind_of(head: bytes) -> Kind:
    """Name the container, or refuse what cannot hold a table."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ARCHIVE
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind.COMPOUND
    for signature, kind, next_step in STRANGERS:
        if head.startswith(signature):
            raise unknown_kind(kind, next_step)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
        raise unknown_kind(WEB_PAGE, SAVE_AGAIN)
    return Kind.TEXT
