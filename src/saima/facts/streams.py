"""Our own Parquet layout read for the race of one month, block by block.

Nothing is believed that the file's bytes do not show: where the layout is another, or
a chunk is not as it should be, the general way of `parquet` is taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from saima.core.indicators import RollUp
from saima.core.periods import Month
from saima.facts.cells import HAS_YEAR, SERIES, TARGETED, TO_DATE
from saima.facts.pages import DATA, FINE, PLAIN, Page, add, constant, levels, page_at
from saima.facts.parquet import (
    COLUMNS,
    SUBJECT,
    WHOLE_YEAR,
    Numbers,
    load_figures,
    load_targets,
)
from saima.facts.wide import Wide
from saima.facts.workers import side_by_side

PHYSICAL = ("INT32", "INT32", "INT32", "INT64")
HEAD = (
    512  # bytes that hold the header of a page, and mostly what says which are missing
)
# Lanes that are added up at once, all months of them: a megabyte of figures and one of
# sums stay near the processor, however many units there are.
BLOCK = 1 << 17
NO_SIGNS = np.empty(0, np.uint8)


class NotOurs(Exception):  # noqa: N818 - a fact about a file, for this module alone
    """A file in some other layout."""


@dataclass(frozen=True, slots=True)
class Chunks:
    """Where the columns of a row group begin, in the order of `COLUMNS`, and its end."""

    indicator: int
    month: int
    starts: tuple[int, int, int, int]
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A file in our layout: row groups by indicator and month, subjects in one order."""

    rows: int
    before: int  # bytes before the values of a row group, at most
    optional: bool
    groups: dict[tuple[int, int], Chunks]
    proof: Any  # the subjects' chunk, the same in all row groups
    lanes: Any  # of the subjects; None where they are those of the year, in order


def load_month(
    path: Path, wide: Wide, numbers: Numbers, *, month: int, alone: bool = False
) -> bool:
    """Read the figures to date at a month's end; True where the layout is ours.

    They stand in the year as figures to date; of a level only the month is read.
    `alone`: those of the month before too, for measures of the month alone. What the
    year knew of figures before is gone.
    """
    _forget(wide)
    try:
        with _opened(path, wide, numbers) as (file, layout):
            _take_figures(file, layout, wide, (month, alone))
    except NotOurs:
        _forget(wide)
        load_figures(path, wide, numbers)
        return False
    wide.changes += 1
    return True


def load_year(path: Path, wide: Wide, numbers: Numbers) -> bool:
    """Read the year's targets; True where the layout is ours."""
    keep = np.uint8(SERIES | TO_DATE)
    wide.cells.flags[:] &= keep
    try:
        with _opened(path, wide, numbers) as (file, layout):
            _take_targets(file, layout, wide)
    except NotOurs:
        wide.cells.flags[:] &= keep
        load_targets(path, wide, numbers)
        return False
    wide.changes += 1
    return True


def _forget(wide: Wide) -> None:
    wide.cells.reported[:] = 0
    wide.cells.flags[:] &= np.uint8(HAS_YEAR | TARGETED)


# --- finding out what the file says it is ------------------------------------------------


@contextmanager
def _opened(path: Path, wide: Wide, numbers: Numbers) -> Iterator[tuple[int, Layout]]:
    """The file, open, and its layout."""
    file = os.open(path, os.O_RDONLY)
    try:
        with pq.ParquetFile(path) as parquet:
            _check_schema(parquet.metadata.schema)
            groups = _groups(parquet.metadata, numbers)
            first = next(iter(groups.values()))
            subjects = parquet.read_row_group(0, columns=[SUBJECT])[SUBJECT].to_numpy()
            optional = parquet.metadata.schema.column(3).max_definition_level == 1
            size = first.starts[1] - first.starts[0]
            proof = np.frombuffer(os.pread(file, size, first.starts[0]), np.uint8)
            lanes = _lanes(subjects, numbers)
            before = max(one.starts[3] - one.starts[0] for one in groups.values())
            rows = len(subjects)
            yield file, Layout(rows, before, optional, groups, proof, lanes)
    finally:
        os.close(file)


def _check_schema(schema: Any) -> None:
    if tuple(schema.names) != COLUMNS:
        raise NotOurs
    for place, physical in enumerate(PHYSICAL):
        column = schema.column(place)
        flat = column.max_repetition_level == 0
        optional = column.max_definition_level > (place == len(PHYSICAL) - 1)
        if column.physical_type != physical or not flat or optional:
            raise NotOurs


def _groups(about: Any, numbers: Numbers) -> dict[tuple[int, int], Chunks]:
    """The row groups by row and month, the file's first one first."""
    if not about.num_row_groups:
        raise NotOurs
    row_of = {int(number): row for row, number in enumerate(numbers.indicators)}
    rows, found = about.row_group(0).num_rows, dict[tuple[int, int], Chunks]()
    for number in range(about.num_row_groups):
        group = about.row_group(number)
        chunks = _chunks(group)
        key = (row_of.get(chunks.indicator, -1), chunks.month)
        # The general way says what is wrong with a number that nobody has.
        if group.num_rows != rows or key in found or key[0] < 0:
            raise NotOurs
        found[key] = chunks
    return found


def _chunks(group: Any) -> Chunks:
    """Where a row group's columns lie; they must lie one after the other."""
    columns = [group.column(place) for place in range(len(COLUMNS))]
    starts, end = list[int](), 0
    for column in columns:
        begin = column.dictionary_page_offset or column.data_page_offset
        fitting = not starts or begin == end
        if column.compression != "UNCOMPRESSED" or not fitting:
            raise NotOurs
        starts.append(begin)
        end = begin + column.total_compressed_size
    one, two = (_single(column.statistics) for column in columns[1:3])
    return Chunks(one, two, (starts[0], starts[1], starts[2], starts[3]), end)


def _single(statistics: Any) -> int:
    """The one value that a chunk is said to have; `constant` has it proven."""
    if statistics is None or not statistics.has_min_max:
        raise NotOurs
    if statistics.min != statistics.max:
        raise NotOurs
    return int(statistics.min)


def _lanes(subjects: Any, numbers: Numbers) -> Any:
    """The lane of each subject of the file; None where they are the year's, in order."""
    if np.array_equal(subjects, numbers.subjects):
        return None if _all_different(subjects) else _not_ours()
    order = np.argsort(numbers.subjects, kind="stable")
    ascending = np.asarray(numbers.subjects)[order]
    at = np.minimum(np.searchsorted(ascending, subjects), max(ascending.size - 1, 0))
    known = ascending.size and np.array_equal(ascending[at], subjects)
    if not known or np.unique(at).size < at.size:
        raise NotOurs
    return order[at]


def _all_different(subjects: Any) -> bool:
    rising = bool(np.all(subjects[1:] > subjects[:-1]))
    return rising or np.unique(subjects).size == subjects.size


def _not_ours() -> None:
    raise NotOurs


# --- reading it --------------------------------------------------------------------------


@dataclass(slots=True)
class Values:
    """A page of values: its lanes, where what is not read yet begins, and what is known."""

    first: int
    stop: int
    at: int
    known: Any  # by lane of the page; None where all are


Sums = tuple[Any, Any]  # totals by lane, and whether nothing is missing in them


class _Reader:
    """Reads row groups of a file into one piece of memory."""

    def __init__(self, file: int, layout: Layout) -> None:
        self._file, self._layout = file, layout
        self._before = np.empty(layout.before + HEAD, np.uint8)
        self._numbers = np.empty(min(BLOCK, layout.rows), np.int64)

    def pages(self, chunks: Chunks) -> list[Values]:
        """Prove what a row group is of, and find the pages of its values."""
        begin, indicator, month, value = (
            one - chunks.starts[0] for one in chunks.starts
        )
        size = min(value + HEAD, chunks.end - chunks.starts[0])
        raw = self._read(self._before[:size], chunks.starts[0])
        if not np.array_equal(raw[begin:indicator], self._layout.proof):
            raise NotOurs
        proven = (
            constant(raw, indicator, month, self._layout.rows),
            constant(raw, month, value, self._layout.rows),
        )
        if proven != ((FINE, chunks.indicator), (FINE, chunks.month)):
            raise NotOurs
        return [*self._values(raw[value:], chunks.starts[3], chunks.end)]

    def add(self, months: Sequence[list[Values]], sums: Sums) -> None:
        """Add the values of months to sums of them, and say where one is missing."""
        for start in range(0, self._layout.rows, BLOCK):
            for pages in months:
                for page in pages:
                    self._add(page, start, start + BLOCK, sums)

    def _values(self, head: Any, at: int, end: int) -> Iterator[Values]:
        """The pages of a chunk, of which `head` is the beginning."""
        lane = 0
        while at < end:
            page = page_at(head, 0, len(head))
            close, stop = at + page.body + page.size, lane + page.rows
            fine = page.kind == DATA and page.encoding == PLAIN and page.rows > 0
            if not fine or page.size < 0 or close > end or stop > self._layout.rows:
                raise NotOurs
            known, count, signs = self._known(head, at, page)
            begin = at + page.body + signs
            if begin + 8 * count != close:
                raise NotOurs
            yield Values(lane, stop, begin, known)
            at, lane = close, stop
            head = self._read(np.empty(min(HEAD, end - at), np.uint8), at)
        if lane != self._layout.rows:
            raise NotOurs

    def _known(self, head: Any, at: int, page: Page) -> tuple[Any, int, int]:
        """Which rows of a page have a value, how many, and how many bytes say so."""
        if not self._layout.optional:
            return None, page.rows, 0
        raw = head[page.body : page.body + page.size]
        size = int.from_bytes(raw[:4].tobytes(), "little")
        if page.size < 4 or len(raw) < 4 or 4 + size > page.size:
            raise NotOurs
        signs = raw[4 : 4 + size]
        if len(signs) < size:
            signs = self._read(np.empty(size, np.uint8), at + page.body + 4)
        known = np.ones(page.rows, np.uint8)
        count = levels(signs, known)
        if count < 0:
            raise NotOurs
        return (None if count == page.rows else known), count, 4 + size

    def _add(self, page: Values, start: int, stop: int, sums: Sums) -> None:
        """Add the values of some lanes of a page; those before them were read already."""
        start, stop = max(page.first, start), min(page.stop, stop)
        if start >= stop:
            return
        known, count = NO_SIGNS, stop - start
        if page.known is not None:
            known = page.known[start - page.first : stop - page.first]
            count = int(np.count_nonzero(known.view(np.bool_)))
        numbers = self._read(self._numbers[:count], page.at)
        page.at += 8 * count
        total, whole = (of[start:stop] for of in sums)
        if not add(numbers, known, total, whole):
            raise NotOurs

    def _read(self, memory: Any, at: int) -> Any:
        """Fill memory with the bytes from a place of the file."""
        if memory.size and os.preadv(self._file, [memory], at) != memory.nbytes:
            raise NotOurs
        return memory


def _take_figures(
    file: int, layout: Layout, wide: Wide, wanted: tuple[int, bool]
) -> None:
    if not _open_all_year(wide):
        raise NotOurs
    rows = sorted({row for row, _ in layout.groups})
    take = partial(_take_row, file, layout, wide, wanted)
    side_by_side(take, rows)


def _open_all_year(wide: Wide) -> bool:
    first, last = Month(wide.year, 1), Month(wide.year, 12)
    return all(
        (opened is None or opened <= first) and (closed is None or closed >= last)
        for opened, closed in wide.dates
    )


def _take_row(
    file: int, layout: Layout, wide: Wide, wanted: tuple[int, bool], row: int
) -> None:
    """The figures to date of one indicator."""
    month, alone = wanted
    level = wide.indicators[row].roll_up is RollUp.LAST
    reader, sums = _Reader(file, layout), _none_yet(layout)
    numbers = range(month if level else 1, month + 1)
    groups = [layout.groups.get((row, number)) for number in numbers]
    months = [reader.pages(chunks) if chunks else None for chunks in groups]
    if alone and len(months) > 1:
        _add(reader, months[:-1], sums)
        _put(layout, wide, (row, month - 1), sums)
        months = months[-1:]
    _add(reader, months, sums)
    _put(layout, wide, (row, month), sums)


def _none_yet(layout: Layout) -> Sums:
    return np.zeros(layout.rows, np.int64), np.ones(layout.rows, np.uint8)


def _add(reader: _Reader, months: Sequence[list[Values] | None], sums: Sums) -> None:
    """Add months to sums; one that the file does not have is missing for all."""
    if None in months:
        sums[1][:] = 0
    reader.add([month for month in months if month is not None], sums)


def _put(layout: Layout, wide: Wide, place: tuple[int, int], sums: Sums) -> None:
    """Put figures to date where they belong; what the file does not have is missing."""
    (row, month), (total, whole) = place, sums
    lanes = slice(None) if layout.lanes is None else layout.lanes
    bits = whole.astype(np.uint16) << (month - 1)
    wide.hold(row, month, lanes, total)
    wide.cells.reported[row, lanes] |= bits
    wide.cells.flags[row, lanes] |= np.uint8(SERIES | TO_DATE)


def _take_targets(file: int, layout: Layout, wide: Wide) -> None:
    if any(month != WHOLE_YEAR for _, month in layout.groups):
        raise NotOurs
    take = partial(_take_target, file, layout, wide)
    side_by_side(take, sorted(row for row, _ in layout.groups))


def _take_target(file: int, layout: Layout, wide: Wide, row: int) -> None:
    reader, (total, whole) = _Reader(file, layout), _none_yet(layout)
    _add(reader, [reader.pages(layout.groups[row, WHOLE_YEAR])], (total, whole))
    lanes = slice(None) if layout.lanes is None else layout.lanes
    wide.cells.year[row, lanes] = total
    known = whole * np.uint8(HAS_YEAR | TARGETED)
    wide.cells.flags[row, lanes] |= known
