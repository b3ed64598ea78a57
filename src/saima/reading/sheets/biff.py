"""Workbooks of Excel before 2007 (.xls, .et): what their records say beyond values."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from saima.reading.sheets.refusals import damaged, encrypted, truncated
from saima.reading.sheets.surveys import Position, Survey, shows_percent

BOF, EOF, FILEPASS, BOUNDSHEET, FORMAT, XF = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0xE0
FORMULA, MULRK, BOOLERR = 0x06, 0xBD, 0x205
NUMBERS = frozenset({0x203, 0x27E})  # NUMBER, RK
TEXTS = frozenset({0xFD, 0x204, 0xD6})  # LABELSST, LABEL, RSTRING
BIFF8 = 0x600
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
GAVE_ERROR, GAVE_NOTHING = 2, 3  # what a formula gave, when this follows:
NOT_A_NUMBER = b"\xff\xff"

Record = tuple[int, bytes]


@dataclass(slots=True)
class _Globals:
    sheets: list[tuple[str, int]] = field(default_factory=list)
    percent_formats: set[int] = field(default_factory=lambda: {9, 10})
    formats_of_styles: list[int] = field(default_factory=list)
    unicode: bool = True

    def percent_styles(self) -> frozenset[int]:
        styles = enumerate(self.formats_of_styles)
        return frozenset(n for n, code in styles if code in self.percent_formats)


def survey_biff(stream: bytes) -> tuple[Survey, ...]:
    """Survey every sheet, in the order of the workbook."""
    try:
        book = _globals(stream)
        if len({start for _, start in book.sheets}) < len(book.sheets):
            raise damaged()  # no part is a sheet twice
        percents = book.percent_styles()
        return tuple(
            _survey(Survey(name), _records(stream, start), percents)
            for name, start in book.sheets
        )
    except (struct.error, IndexError):
        raise damaged() from None


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of one part, from its beginning to its end."""
    depth, at = 0, start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + size]
        if len(content) < size:
            break
        if at == start and kind != BOF:
            raise damaged()
        yield kind, content
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        at += 4 + size
    raise truncated()


def _globals(stream: bytes) -> _Globals:
    book = _Globals()
    for kind, content in _records(stream, 0):
        if kind == FILEPASS:
            raise encrypted()
        if kind == BOF:
            book.unicode = struct.unpack_from("<H", content)[0] >= BIFF8
        elif kind == BOUNDSHEET:
            start = struct.unpack_from("<I", content)[0]
            book.sheets.append((_text(content[6:], 1, wide=book.unicode), start))
        elif kind == XF:
            book.formats_of_styles.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == FORMAT:
            prefix = 2 if book.unicode else 1
            if shows_percent(_text(content[2:], prefix, wide=book.unicode)):
                book.percent_formats.add(struct.unpack_from("<H", content)[0])
    return book


def _text(content: bytes, prefix: int, *, wide: bool) -> str:
    """A text after its length, which takes `prefix` bytes."""
    length = int.from_bytes(content[:prefix], "little")
    if not wide:
        return content[prefix : prefix + length].decode("latin-1")
    body = content[prefix + 1 :]
    if content[prefix] & 1:
        return body[: 2 * length].decode("utf-16-le", "replace")
    return body[:length].decode("latin-1")


def _survey(
    survey: Survey, records: Iterator[Record], percents: frozenset[int]
) -> Survey:
    blank: list[Position] = []
    for kind, content in records:
        if kind in NUMBERS:
            _number(survey, struct.unpack_from("<HHH", content), percents)
        elif kind in TEXTS:
            survey.fill(struct.unpack_from("<HH", content))
        elif kind == MULRK:
            for cell in _cells(content):
                _number(survey, cell, percents)
        elif kind == BOOLERR:
            _bool_or_error(survey, content)
        elif kind == FORMULA:
            _formula(survey, content, percents)
            if content[6] == GAVE_NOTHING and content[12:14] == NOT_A_NUMBER:
                blank.append(struct.unpack_from("<HH", content))
    # A formula may give the empty text; but where all of them do, they were
    # written by a program that cannot calculate.
    if len(blank) == survey.formulas:
        survey.uncached += blank
    return survey


def _number(
    survey: Survey, cell: tuple[int, int, int], percents: frozenset[int]
) -> None:
    row, column, style = cell
    survey.fill((row, column))
    if style in percents:
        survey.percents.add((row, column))


def _cells(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of several numbers side by side."""
    row, first = struct.unpack_from("<HH", content)
    for number, offset in enumerate(range(4, len(content) - 2, 6)):
        yield row, first + number, struct.unpack_from("<H", content, offset)[0]


def _bool_or_error(survey: Survey, content: bytes) -> None:
    at = struct.unpack_from("<HH", content)
    survey.fill(at)
    if content[7]:
        survey.errors.append((at, ERRORS.get(content[6], "#N/A")))


def _formula(survey: Survey, content: bytes, percents: frozenset[int]) -> None:
    cell = struct.unpack_from("<HHH", content)
    at, result = cell[:2], content[6:14]
    survey.formula(at, cached=True)
    if result[6:] != NOT_A_NUMBER:
        _number(survey, cell, percents)
        return
    survey.fill(at)
    if result[0] == GAVE_ERROR:
        survey.errors.append((at, ERRORS.get(result[2], "#N/A")))
