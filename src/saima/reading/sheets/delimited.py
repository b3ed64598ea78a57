"""Text tables: CSV, and the same with tabs or semicolons."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from saima.core.findings import Finding, Place, note
from saima.core.tables import Sheet
from saima.core.words import Words, words
from saima.reading.sheets import limits
from saima.reading.sheets.refusals import (
    RefusalError,
    empty,
    too_many_cells,
    truncated,
)

CHUNK = 1024 * 1024
CONTROL = bytes(sorted({*range(32), 127} - {*b"\t\n\r"}))
CONTROL_TEXT = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HEADING_SAMPLE = 64 * 1024
HEADING_RECORDS = 20
# Text in GB18030 is not UTF-8 from its first few characters on. What fails after
# more than this was UTF-8 and is broken.
SURELY_UTF_8 = 32
SAMPLE_ROWS = 1_000

Row = tuple[str | None, ...]


def read_delimited(handle: BinaryIO, file: str) -> tuple[Sheet, tuple[Finding, ...]]:
    """Read a text table as one sheet without a name."""
    encoding = _encoding(handle)
    handle.seek(0)
    text = io.TextIOWrapper(handle, encoding=encoding, newline="")
    delimiter = _delimiter(text.read(HEADING_SAMPLE))
    text.seek(0)
    rows = _rows(text, delimiter)
    if not any(cell is not None for row in rows for cell in row):
        raise empty()
    notes = (*_encoding_notes(encoding, file), *_line_end_notes(handle, file))
    return Sheet(file, None, rows), notes


def _line_end_notes(handle: BinaryIO, file: str) -> Iterator[Finding]:
    """A file whose last line has no end may have been cut off."""
    size = handle.seek(0, io.SEEK_END)
    handle.seek(max(size - 2, 0))
    tail = handle.read(2)
    if b"\n" not in tail and b"\r" not in tail:
        yield note(
            "no_line_end",
            Place(file),
            words("the last line has no line end"),
            words("look whether the file was cut off"),
        )


def _encoding_notes(encoding: str, file: str) -> Iterator[Finding]:
    names = {"gb18030": "GB18030", "utf-16": "UTF-16"}
    if encoding in names:
        yield note(
            "encoding",
            Place(file),
            words("The text was read as {name}", name=names[encoding]),
            words("Look whether names are right; save as CSV UTF-8 to be sure"),
        )


@dataclass(frozen=True, slots=True)
class _Trial:
    """How far a decoding got."""

    failed_at: int | None
    at_end: bool
    surplus: int  # bytes beyond one a character, up to there


def _encoding(handle: BinaryIO) -> str:
    handle.seek(0)
    if handle.read(2) in UTF_16_MARKS:
        return _utf_16(handle)
    _refuse_control_bytes(handle)
    trial = _try_decoding(handle, "utf-8")
    if trial.failed_at is None:
        return "utf-8-sig"
    if trial.at_end and trial.surplus > 3:
        raise truncated()
    if trial.surplus > SURELY_UTF_8:
        raise _broken(handle, trial.failed_at, words("The text is not whole UTF-8"))
    trial = _try_decoding(handle, "gb18030")
    if trial.failed_at is None:
        return "gb18030"
    text = words("The text is neither UTF-8 nor GB18030")
    raise _broken(handle, trial.failed_at, text)


def _utf_16(handle: BinaryIO) -> str:
    handle.seek(0)
    try:
        for chunk in _text_chunks(handle, "utf-16"):
            if CONTROL_TEXT.search(chunk):
                raise _not_text(None)
    except UnicodeDecodeError:
        raise truncated() from None
    return "utf-16"


def _text_chunks(handle: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while chunk := handle.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _try_decoding(handle: BinaryIO, encoding: str) -> _Trial:
    decoder = codecs.getincrementaldecoder(encoding)()
    handle.seek(0)
    done = surplus = 0
    while True:
        chunk = handle.read(CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as failure:
            good = failure.object[: failure.start]
            surplus += len(good) - len(good.decode(encoding, "ignore"))
            at = done + len(chunk) - len(failure.object) + failure.start
            return _Trial(at, not chunk, surplus)
        if not chunk:
            return _Trial(None, True, surplus)
        done += len(chunk)
        surplus += len(chunk) - len(text)


def _refuse_control_bytes(handle: BinaryIO) -> None:
    handle.seek(0)
    line = 1
    while chunk := handle.read(CHUNK):
        if len(chunk.translate(None, CONTROL)) < len(chunk):
            clean = next(i for i, byte in enumerate(chunk) if byte in CONTROL)
            raise _not_text(line + chunk.count(b"\n", 0, clean))
        line += chunk.count(b"\n")


def _not_text(line: int | None) -> RefusalError:
    text = words("This is not text: it holds control bytes")
    step = words("Save the table as .xlsx or CSV UTF-8 and put it back")
    return RefusalError("not_text", text, next_step=step, line=line)


def _broken(handle: BinaryIO, failed_at: int, text: Words) -> RefusalError:
    handle.seek(0)
    line = handle.read(failed_at).count(b"\n") + 1
    step = words("Look at this line, save the table as CSV UTF-8 and put it back")
    return RefusalError("encoding_broken", text, next_step=step, line=line)


def _delimiter(sample: str) -> str:
    """Decide by the first line that has more than one field: the headings."""
    ranked = []
    for order, delimiter in enumerate("\t,;"):
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = _widths(reader)
        first = next((i for i, width in enumerate(widths) if width > 1), None)
        if first is not None:
            # A tab is never part of a heading; commas and semicolons may be.
            ranked.append((first, order > 0, -widths[first], order, delimiter))
    return min(ranked)[-1] if ranked else ","


def _widths(reader: Iterable[list[str]]) -> list[int]:
    try:
        return [len(record) for record in islice(reader, HEADING_RECORDS)]
    except csv.Error:
        return []


def _rows(text: Iterable[str], delimiter: str) -> tuple[Row, ...]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    rows: list[Row] = []
    count = 0
    share = _Sharing()
    try:
        for record in reader:
            count += len(record)
            if len(record) > limits.MAX_COLUMNS or count > limits.MAX_CELLS_CSV:
                raise _too_big(count, line=reader.line_num)
            cells: list[str | None] = list(map(str.strip, record))
            if share.columns:
                share(cells)
            if "" in cells:
                cells = [cell or None for cell in cells]
            rows.append(tuple(cells))
            if len(rows) == SAMPLE_ROWS:
                share.learn(rows)
    except csv.Error:
        raise _bad_quotes(reader.line_num) from None
    return tuple(rows)


class _Sharing:
    """Keeps equal texts once in columns of names and months, which repeat."""

    def __init__(self) -> None:
        self.columns: tuple[int, ...] = ()
        self._texts: dict[str | None, str | None] = {}

    def learn(self, rows: list[Row]) -> None:
        """Find the columns where most rows repeat a text."""
        columns = enumerate(zip(*rows, strict=False))
        self.columns = tuple(i for i, c in columns if len(set(c)) < len(c) // 2)

    def __call__(self, cells: list[str | None]) -> None:
        if len(cells) > self.columns[-1]:
            for column in self.columns:
                text = cells[column]
                cells[column] = self._texts.setdefault(text, text)


def _too_big(count: int, *, line: int) -> RefusalError:
    if count > limits.MAX_CELLS_CSV:
        return too_many_cells(limits.MAX_CELLS_CSV)
    return RefusalError(
        "too_many_columns",
        words("The line has more than {limit} columns", limit=limits.MAX_COLUMNS),
        next_step=words("Put figures below each other, not side by side"),
        line=line,
    )


def _bad_quotes(line: int) -> RefusalError:
    text = words("The quotation marks do not pair up here or above")
    step = words("Mend the quotation marks, or save the table as .xlsx")
    return RefusalError("quotes", text, next_step=step, line=line)
