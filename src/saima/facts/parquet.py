"""Figures in Parquet: long rows of subject, indicator, month and whole number.

Our own layout has a row group for each month of each indicator, with all subjects in
one order, months not reported as nulls, nothing compressed: `streams` reads it at the
speed of memory. Here it is written, and rows of any order and coding are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from saima.facts.cells import HAS_YEAR, MONTHS, TARGETED
from saima.facts.wide import Wide

SUBJECT, INDICATOR, MONTH, VALUE = COLUMNS = ("subject", "indicator", "month", "value")
WHOLE_YEAR = 0  # the month of a target for the year
SCHEMA = pa.schema(
    [
        pa.field(SUBJECT, pa.int32(), nullable=False),
        pa.field(INDICATOR, pa.int16(), nullable=False),
        pa.field(MONTH, pa.int8(), nullable=False),
        pa.field(VALUE, pa.int64()),
    ]
)
ONE_PAGE = 1 << 30


@dataclass(frozen=True, slots=True)
class Numbers:
    """By which number a file names each subject and each indicator of a year."""

    subjects: Any  # by lane
    indicators: Any  # by row

    @classmethod
    def of(cls, wide: Wide) -> Numbers:
        """Each by its place."""
        return cls(np.arange(len(wide.subjects)), np.arange(len(wide.indicators)))


class Sheet(NamedTuple):
    """A month of an indicator, to be written: numbers, and which of them are known."""

    indicator: int
    month: int
    values: Any
    known: Any


# --- writing -------------------------------------------------------------------------


def write_figures(path: Path, wide: Wide, numbers: Numbers) -> None:
    """Write the figures of a year in our own layout."""
    cells = wide.cells
    _write(
        path,
        numbers,
        (
            Sheet(row, month + 1, figures, cells.reported[row] >> month & 1 == 1)
            for row in range(len(wide.indicators))
            for month, figures in enumerate(wide.months_of(row))
        ),
    )


def write_targets(path: Path, wide: Wide, numbers: Numbers) -> None:
    """Write the targets of the year in our own layout."""
    cells = wide.cells
    known = cells.flags & HAS_YEAR != 0
    sheets = (Sheet(row, WHOLE_YEAR, y, known[row]) for row, y in enumerate(cells.year))
    _write(path, numbers, sheets)


def _write(path: Path, numbers: Numbers, sheets: Iterable[Sheet]) -> None:
    subjects = pa.array(numbers.subjects, pa.int32())
    with pq.ParquetWriter(
        path,
        SCHEMA,
        compression="none",
        use_dictionary=[INDICATOR, MONTH],
        column_encoding={SUBJECT: "DELTA_BINARY_PACKED", VALUE: "PLAIN"},
        data_page_size=ONE_PAGE,
        max_rows_per_page=ONE_PAGE,
        store_schema=False,
    ) as file:
        for sheet in sheets:
            rows = len(subjects)
            indicator = np.full(rows, numbers.indicators[sheet.indicator], np.int16)
            columns = [
                subjects,
                pa.array(indicator),
                pa.array(np.full(rows, sheet.month, np.int8)),
                pa.array(sheet.values, mask=~sheet.known),
            ]
            batch = pa.record_batch(columns, schema=SCHEMA)
            file.write_batch(batch, row_group_size=max(rows, 1))


# --- any layout ----------------------------------------------------------------------


def load_figures(path: Path, wide: Wide, numbers: Numbers) -> None:
    """Read figures of any layout into the year; each may stand there once."""
    for row, month, lanes, values, known in _rows(path, wide, numbers):
        if not 1 <= month <= MONTHS:
            raise ValueError(f"{path.name}: there is no month {month}")
        bit = np.uint16(1 << (month - 1))
        if np.any(wide.cells.reported[row, lanes[known]] & bit):
            raise ValueError(f"{path.name}: a figure stands there twice")
        wide.load(row, lanes, month=month, values=values, known=known)


def load_targets(path: Path, wide: Wide, numbers: Numbers) -> None:
    """Read the year's targets of any layout."""
    for row, month, lanes, values, known in _rows(path, wide, numbers):
        if month != WHOLE_YEAR:
            raise ValueError(f"{path.name}: a target for month {month}")
        lanes = lanes[known]
        if np.any(wide.cells.flags[row, lanes] & np.uint8(TARGETED)):
            raise ValueError(f"{path.name}: a target stands there twice")
        wide.load_year(row, lanes, values[known])


def _rows(
    path: Path, wide: Wide, numbers: Numbers
) -> Iterator[tuple[int, int, Any, Any, Any]]:
    """Row, month, lanes, values and which are known: one indicator and month at once."""
    lane_of, row_of = _places(numbers.subjects), _places(numbers.indicators)
    with pq.ParquetFile(path, memory_map=True) as file:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group, columns=list(COLUMNS))
            lanes = lane_of(table[SUBJECT].to_numpy(), path)
            rows = row_of(table[INDICATOR].to_numpy(), path)
            months = table[MONTH].to_numpy().astype(np.int64)
            value = table[VALUE].combine_chunks()
            known = ~np.asarray(value.is_null())
            values = np.asarray(value.fill_null(0), np.int64)
            yield from _sorted_apart(rows, months, (lanes, values, known), path)


def _sorted_apart(
    rows: Any, months: Any, columns: tuple[Any, Any, Any], path: Path
) -> Iterator[tuple[int, int, Any, Any, Any]]:
    """The rows of one indicator and month together, each subject once."""
    if not rows.size:
        return
    key = rows * 256 + months
    order = np.arange(key.size)
    if np.any(key != key[0]):
        order = np.argsort(key, kind="stable")
    key = key[order]
    begins = np.flatnonzero(np.diff(key, prepend=key[0] - 1))
    for begin, end in zip(begins, [*begins[1:], key.size], strict=True):
        lanes, values, known = (column[order[begin:end]] for column in columns)
        if np.unique(lanes).size < lanes.size:
            raise ValueError(f"{path.name}: a figure stands there twice")
        row, month = divmod(int(key[begin]), 256)
        yield row, month, lanes, values, known


def _places(numbers: Any) -> Any:
    """A function from numbers to places; a number that is not known is refused."""
    order = np.argsort(numbers, kind="stable")
    ascending = np.asarray(numbers)[order]

    def places(found: Any, path: Path) -> Any:
        at = np.searchsorted(ascending, found)
        at[at == ascending.size] = 0
        if found.size and (not ascending.size or np.any(ascending[at] != found)):
            raise ValueError(f"{path.name}: a number that nobody has")
        return order[at]

    return places
