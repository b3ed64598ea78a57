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
STRIP = 1024  # lanes looked at together
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
def levels(raw: Any, known: Any) -> int:
    """Which rows have a value, of runs and packed bits; how many, or that it is none of ours."""
    lane, at, end, count = 0, 0, raw.size, 0
    while lane < known.size and at < end:
        head, at = _varint(raw, at, end)
        if at >= end:
            return NOT_OURS
        if head & 1 == 0:
            size, bit = head >> 1, int(raw[at]) & 1
            at += 1
            stop = min(lane + size, known.size)
            known[lane:stop] = bit
            count += bit * (stop - lane)
            lane = stop
        else:
            if at + (head >> 1) > end:
                return NOT_OURS
            for _ in range(head >> 1):
                byte = int(raw[at])
                at += 1
                for shift in range(min(8, known.size - lane)):
                    known[lane + shift] = byte >> shift & 1
                    count += byte >> shift & 1
                lane += min(8, known.size - lane)
    return count if lane == known.size else NOT_OURS


@compiled
def _add_all(numbers: Any, total: Any) -> int:
    """Add a number to each sum; the bits that any of them has."""
    most = 0
    for lane in range(total.size):
        total[lane] += numbers[lane]
        most |= abs(numbers[lane])
    return most


@compiled
def _add_some(numbers: Any, known: Any, total: Any, whole: Any) -> int:
    """Add numbers where they are known; the bits that any of them has."""
    most, place = 0, 0
    for lane in range(total.size):
        if known[lane]:
            total[lane] += numbers[place]
            most |= abs(numbers[place])
            place += 1
        else:
            whole[lane] = 0
    return most


@compiled
def add(numbers: Any, known: Any, total: Any, whole: Any) -> bool:
    """Add numbers to sums where there are any; elsewhere the sum is whole no more.

    Nothing is missing where `known` is empty. False where there are not as many numbers
    as are known, or one is too long. Mostly few are missing: only a strip with one is
    looked at lane by lane.
    """
    if known.size == 0:
        fitting = numbers.size == total.size
        return bool(fitting and 0 <= _add_all(numbers, total) < FAR)
    most, place = 0, 0
    for start in range(0, known.size, STRIP):
        stop, count = min(start + STRIP, known.size), 0
        for lane in range(start, stop):
            count += known[lane]
        end = place + count
        if end > numbers.size:
            return False
        if count == stop - start:
            most |= _add_all(numbers[place:end], total[start:stop])
        else:
            these = slice(start, stop)
            most |= _add_some(
                numbers[place:end], known[these], total[these], whole[these]
            )
        place = end
    return bool(place == numbers.size and 0 <= most < FAR)
