"""Tables as people send them: one file of any kind becomes sheets and findings."""

from __future__ import annotations

import importlib
import stat
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from saima.core.findings import Finding, Place, error
from saima.core.tables import Sheet
from saima.core.words import words
from saima.reading.sheets import limits
from saima.reading.sheets.delimited import read_delimited
from saima.reading.sheets.kinds import HEAD, Kind, kind_of
from saima.reading.sheets.refusals import RefusalError, empty, macro, too_large

Read = tuple[tuple[Sheet, ...], tuple[Finding, ...]]

WITH_MACROS = frozenset({".xlsm", ".xltm", ".xlam"})


def read_sheets(
    path: Path, shown_as: str, *, hidden: Collection[str] = frozenset()
) -> Read:
    """Read one file in full, or nothing of it; places name it as it is shown.

    Hidden sheets are passed over with a note, but for those of our own that are named.
    """
    try:
        return _read(path, shown_as, hidden)
    except RefusalError as refusal:
        return (), (refusal.finding(shown_as),)
    except OSError:
        text = words("The file cannot be opened")
        step = words("Look whether it is there and whether you may read it")
        return (), (error("unreadable", Place(shown_as), text, step),)


def _read(path: Path, file: str, hidden: Collection[str]) -> Read:
    about = path.stat()
    _refuse_what_is_no_file(about.st_mode)
    if about.st_size == 0:
        raise empty()
    if path.suffix.lower() in WITH_MACROS:
        raise macro()
    with path.open("rb") as handle:
        kind = kind_of(handle.read(HEAD))
        handle.seek(0)
        if kind is Kind.TEXT:
            return _read_text(handle, about.st_size, file)
        return _read_workbook(handle, kind, file, hidden)


def _refuse_what_is_no_file(mode: int) -> None:
    if stat.S_ISDIR(mode):
        text = words("This is a folder, not a file")
        step = words("Put the files of the folder here one by one")
        raise RefusalError("folder", text, next_step=step)
    if not stat.S_ISREG(mode):
        text = words("This is a device, not a file")
        step = words("Put a file here")
        raise RefusalError("unreadable", text, next_step=step)


def _read_text(handle: BinaryIO, size: int, file: str) -> Read:
    if size > limits.MAX_BYTES_CSV:
        raise too_large(limits.MAX_BYTES_CSV)
    sheet, findings = read_delimited(handle, file)
    return (sheet,), findings


def _read_workbook(
    handle: BinaryIO, kind: Kind, file: str, hidden: Collection[str]
) -> Read:
    data = handle.read(limits.MAX_BYTES_WORKBOOK + 1)
    if len(data) > limits.MAX_BYTES_WORKBOOK:
        raise too_large(limits.MAX_BYTES_WORKBOOK)
    # A start that reads text only must not pay for zip and XML.
    workbook = importlib.import_module("saima.reading.sheets.workbook")
    reader = workbook.read_archive if kind is Kind.ARCHIVE else workbook.read_compound
    read: Read = reader(data, file, hidden)
    return read
