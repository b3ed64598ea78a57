"""Bytes become text: the kind by the content, one door for each kind."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from saima.core.findings import Place, error
from saima.core.words import words
from saima.reading.papers.files import limits
from saima.reading.papers.files.extracted import Extracted, FileKind
from saima.reading.papers.files.kinds import kind_of, wrong_extension
from saima.reading.papers.files.refusals import (
    OPEN_AND_SAVE,
    empty,
    said_for_papers,
    too_large,
)
from saima.reading.papers.files.scans import can_recognize, unread_pages
from saima.reading.sheets.refusals import RefusalError

HERE = "saima.reading.papers.files"
# Loaded when the first file of the kind comes: most are needed by few.
DOORS = {
    FileKind.TEXT: (f"{HERE}.plain", "read_plain"),
    FileKind.WEB_PAGE: (f"{HERE}.web_pages", "read_web_page"),
    FileKind.DOCUMENT: (f"{HERE}.documents", "read_document"),
    FileKind.OLD_DOCUMENT: (f"{HERE}.old_documents", "read_old_document"),
    FileKind.WORKBOOK: (f"{HERE}.tables", "read_tables"),
    FileKind.PDF: (f"{HERE}.pdf", "read_pdf"),
    FileKind.PICTURE: (f"{HERE}.pictures", "read_picture"),
}
TELLING = (FileKind.PDF, FileKind.PICTURE)


def tell_nobody(page: int) -> None:
    """Tell nobody which page is read."""


def text_of(
    data: bytes, name: str, *, tell: Callable[[int], None] = tell_nobody
) -> Extracted:
    """Read a file, or say why not; `tell` is called before each page that takes long."""
    kind = None
    try:
        _refuse_size(data)
        kind = kind_of(data)
        read = _read(kind, data, name, tell)
    except RefusalError as refusal:
        found = said_for_papers(refusal).finding(name)
        return Extracted(kind, findings=(found,))
    except MemoryError:
        raise
    except Exception:  # whatever a library makes of a malformed file
        text = words("The file cannot be understood")
        found = error("unreadable", Place(name), text, OPEN_AND_SAVE)
        return Extracted(kind, findings=(found,))
    return replace(read, findings=(*wrong_extension(name, kind), *read.findings))


def _refuse_size(data: bytes) -> None:
    if not data:
        raise empty()
    if len(data) > limits.MAX_BYTES:
        raise too_large(limits.MAX_BYTES)


def _read(
    kind: FileKind, data: bytes, name: str, tell: Callable[[int], None]
) -> Extracted:
    if kind is FileKind.PICTURE and not can_recognize():
        found = unread_pages(name, [1], whole=True)
        return Extracted(kind, findings=(found,))
    module, function = DOORS[kind]
    door: Any = getattr(importlib.import_module(module), function)
    more = (tell,) if kind in TELLING else ()
    read: Extracted = door(data, name, *more)
    return read
