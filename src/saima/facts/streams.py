"""Our own Parquet layout read for the race of one month, block by block.

Nothing is believed that the file's bytes do not show: where the layout is another, or
a chunk is not as it should be, the general way of `parquet` is taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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
from saima.facts.pages import FINE, add_values, constant, page_at
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
HEAD = 256  # bytes that hold the header of a page


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
            yield file, Layout(len(subjects), optional, groups, proof, lanes)
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
        return None if np.unique(subjects).size == subjects.size else _not_ours()
    order = np.argsort(numbers.subjects, kind="stable")
    ascending = np.asarray(numbers.subjects)[order]
    at = np.minimum(np.searchsorted(ascending, subjects), max(ascending.size - 1, 0))
    known = ascending.size and np.array_equal(ascending[at], subjects)
    if not known or np.unique(at).size < at.size:
        raise NotOurs
    return order[at]


def _not_ours() -> None:
    raise NotOurs


# --- reading it --------------------------------------------------------------------------


class _Reader:
    """Reads row groups of a file, one after the other, into one piece of memory."""

    def __init__(self, file: int, layout: Layout) -> None:
        self._file, self._layout = file, layout
        most = max(one.end - one.starts[0] for one in layout.groups.values())
        self._memory = np.empty(most + 16, np.uint8)

    def add(self, chunks: Chunks, sums: tuple[Any, Any]) -> None:
        """Add a row group's values to sums of them, and say where one is missing."""
        begin, indicator, month, value = chunks.starts
        # So that values lie on whole words: the place of the first tells the shift.
        head = np.frombuffer(os.pread(self._file, HEAD, value), np.uint8)
        shift = -(value - begin + page_at(head, 0, len(head)).body) % 8
        if self._layout.optional:
            shift = self._shift(head, shift)
        size = chunks.end - begin
        window: Any = self._memory[shift : shift + size]
        if os.preadv(self._file, [window], begin) != size:
            raise NotOurs
        raw = self._memory[: shift + size]
        places = [shift + one - begin for one in (indicator, month, value, chunks.end)]
        if not np.array_equal(raw[shift : places[0]], self._layout.proof):
            raise NotOurs
        rows = self._layout.rows
        proven = (
            constant(raw, places[0], places[1], rows),
            constant(raw, places[1], places[2], rows),
        )
        if proven != ((FINE, chunks.indicator), (FINE, chunks.month)):
            raise NotOurs
        span = (places[2], places[3])
        if add_values(raw, span, self._layout.optional, sums) != FINE:
            raise NotOurs

    def _shift(self, head: Any, shift: int) -> int:
        """The same where signs of what is missing come before the values."""
        body = page_at(head, 0, len(head)).body
        if not 0 < body <= HEAD - 4:
            raise NotOurs
        signs = 4 + int(head[body : body + 4].view("<i4")[0])
        return (shift - signs) % 8


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
    reader = _Reader(file, layout)
    total = np.zeros(layout.rows, np.int64)
    whole = np.ones(layout.rows, np.uint8)
    for number in range(month if level else 1, month + 1):
        if alone and number == month > 1 and not level:
            _put(layout, wide, (row, month - 1), (total, whole))
        chunks = layout.groups.get((row, number))
        if chunks is None:
            whole[:] = 0
        else:
            reader.add(chunks, (total, whole))
    _put(layout, wide, (row, month), (total, whole))


def _put(
    layout: Layout, wide: Wide, place: tuple[int, int], sums: tuple[Any, Any]
) -> None:
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
    total = np.zeros(layout.rows, np.int64)
    whole = np.ones(layout.rows, np.uint8)
    chunks = layout.groups[row, WHOLE_YEAR]
    _Reader(file, layout).add(chunks, (total, whole))
    lanes = slice(None) if layout.lanes is None else layout.lanes
    wide.cells.year[row, lanes] = total
    known = whole * np.uint8(HAS_YEAR | TARGETED)
    wide.cells.flags[row, lanes] |= known
