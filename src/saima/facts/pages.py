"""One row group of our own Parquet layout, taken from its bytes as they lie there.

A row group holds one month of one indicator: four column chunks one after the other,
not compressed. That all rows have the same indicator and month is proven by the data:
a dictionary of one entry, and every page coded by it. Subjects are proven to be the
known ones by their bytes. What is not as expected has a code of its own, and the file
is then read by the general way.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from saima.facts.compiling import compiled, making_arrays

FINE, NOT_OURS = 0, -1
DATA, DICTIONARY = 0, 2  # kinds of page
PLAIN, RLE, CODED, CODED_OLD = 0, 3, 8, 2  # encodings
STRUCT, BINARY, YES, NO = 12, 8, 1, 2  # compact Thrift
DEEPEST = 8
FAR = 1 << 49  # below the limit of a cell, and quick to hold a chunk against


class Page(NamedTuple):
    """A page: where its body begins, how long it is, what is in it; kind -1: unknown."""

    kind: int
    body: int
    size: int
    rows: int
    encoding: int


UNKNOWN = Page(-1, 0, 0, 0, 0)


@compiled
def _varint(raw: Any, at: int, end: int) -> tuple[int, int]:
    """An unsigned number and where the next thing begins; beyond the end: a far place."""
    value, shift = 0, 0
    while at < end and shift < 63:
        byte = int(raw[at])
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    return 0, end + 1


@compiled
def _skipped(raw: Any, at: int, end: int, kind: int) -> tuple[int, int]:
    """A value that is no struct: its number, if it is one, and where the next begins."""
    if kind in (YES, NO):
        return kind, at
    if kind == BINARY:
        size, at = _varint(raw, at, end)
        return 0, at + size if size < end else end + 1
    if 3 < kind < 7:
        value, at = _varint(raw, at, end)
        return (value >> 1) ^ -(value & 1), at
    return 0, end + 1


@making_arrays
def page_at(raw: Any, at: int, end: int) -> Page:
    """Read the header of a page."""
    fields = np.zeros(DEEPEST, np.int64)
    top, inner = np.zeros(16, np.int64), np.zeros(16, np.int64)
    depth = 0
    while at < end:
        byte = int(raw[at])
        at += 1
        if byte == 0:
            if depth == 0:
                return Page(top[1], at, top[3], inner[1], inner[2])
            depth -= 1
            continue
        kind, step = byte & 15, byte >> 4
        fields[depth] += step
        field = fields[depth]
        if step == 0 or field > 15:
            return UNKNOWN
        if kind == STRUCT:
            depth += 1
            if depth >= DEEPEST or (depth == 1 and field not in (5, 7)):
                return UNKNOWN
            fields[depth] = 0
            continue
        value, at = _skipped(raw, at, end, kind)
        if depth == 0:
            top[field] = value
        elif depth == 1:
            inner[field] = value
    return UNKNOWN


@compiled
def _little(raw: Any, at: int, size: int) -> int:
    """A signed little-endian number."""
    value = 0
    for place in range(size):
        value |= int(raw[at + place]) << (8 * place)
    if size < 8 and value >> (8 * size - 1):
        value -= 1 << (8 * size)
    return value


@making_arrays
def constant(raw: Any, at: int, end: int, rows: int) -> tuple[int, int]:
    """The one value that a chunk of 32-bit numbers has in all its rows."""
    first = page_at(raw, at, end)
    single = first.kind == DICTIONARY and first.rows == 1 and first.size == 4
    if not single or first.body + 4 > end:
        return NOT_OURS, 0
    value, at = _little(raw, first.body, 4), first.body + first.size
    told = 0
    while at < end:
        page = page_at(raw, at, end)
        coded = page.encoding in (CODED, CODED_OLD)
        if page.kind != DATA or not coded or page.rows <= 0 or page.size < 0:
            return NOT_OURS, 0
        told += page.rows
        at = page.body + page.size
    return (FINE, value) if told == rows and at == end else (NOT_OURS, 0)


@compiled
def _levels(raw: Any, at: int, end: int, known: Any) -> bool:
    """Which rows have a value: runs and packed bits, one bit a row."""
    lane = 0
    while lane < known.size and at < end:
        head, at = _varint(raw, at, end)
        if at >= end:
            return False
        if head & 1 == 0:
            size, bit = head >> 1, int(raw[at]) & 1
            at += 1
            stop = min(lane + size, known.size)
            known[lane:stop] = bit
            lane = stop
        else:
            if at + (head >> 1) > end:
                return False
            for _ in range(head >> 1):
                byte = int(raw[at])
                at += 1
                for shift in range(min(8, known.size - lane)):
                    known[lane + shift] = byte >> shift & 1
                lane += min(8, known.size - lane)
    return bool(lane == known.size)


@compiled
def _add(numbers: Any, known: Any, total: Any, whole: Any) -> bool:
    """Add a page's numbers where there are any; elsewhere the sum is whole no more."""
    count, most = 0, 0
    for lane in range(known.size):
        count += known[lane]
    if count == known.size == numbers.size:
        for lane in range(total.size):
            total[lane] += numbers[lane]
            most |= abs(numbers[lane])
        return bool(0 <= most < FAR)
    place = 0
    for lane in range(known.size):
        if known[lane]:
            if place >= numbers.size:
                return False
            total[lane] += numbers[place]
            most |= abs(numbers[place])
            place += 1
        else:
            whole[lane] = 0
    return bool(place == numbers.size and 0 <= most < FAR)


@making_arrays
def _page_values(
    raw: Any, page: Page, optional: bool, place: tuple[Any, Any, Any]
) -> bool:
    """Add one page's numbers; False where it is not laid out as ours are."""
    known, total, whole = place
    body, close = page.body, page.body + page.size
    if optional:
        size = _little(raw, body, 4)
        body += 4
        if size < 0 or body + size > close:
            return False
        if not _levels(raw, body, body + size, known):
            return False
        body += size
    if (close - body) % 8:
        return False
    return _add(_numbers(raw, body, close), known, total, whole)


@making_arrays
def add_values(
    raw: Any, span: tuple[int, int], optional: bool, sums: tuple[Any, Any]
) -> int:
    """Add a chunk of plain 64-bit numbers to the sums; where one is missing, say so."""
    (at, end), lane = span, 0
    total, whole = sums
    known = np.ones(total.size, np.uint8)
    while at < end:
        page = page_at(raw, at, end)
        stop, close = lane + page.rows, page.body + page.size
        fine = page.kind == DATA and page.encoding == PLAIN
        if not fine or page.size < 4 or page.rows <= 0:
            return NOT_OURS
        if close > end or stop > total.size:
            return NOT_OURS
        place = (known[lane:stop], total[lane:stop], whole[lane:stop])
        if not _page_values(raw, page, optional, place):
            return NOT_OURS
        at, lane = close, stop
    return FINE if lane == total.size else NOT_OURS


@making_arrays
def _numbers(raw: Any, body: int, close: int) -> Any:
    """The plain numbers of a page; moved, where they lie across words."""
    if body % 8 == 0:
        return raw[body:close].view(np.int64)
    kept = np.empty(close - body, np.uint8)
    kept[:] = raw[body:close]
    return kept.view(np.int64)
