"""Figures in Parquet: our own layout, any other, and files that are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from saima.core.indicators import Indicator, RollUp
from saima.core.periods import Month
from saima.core.subjects import Subject
from saima.core.tests.exact import D
from saima.core.tests.made import NO_DAYS, YEAR, item, opened, scheme
from saima.core.units_of_measure import UNITS
from saima.facts import streams
from saima.facts.pages import add
from saima.facts.parquet import (
    SCHEMA,
    Numbers,
    load_figures,
    write_figures,
    write_targets,
)
from saima.facts.prepared import Prepared
from saima.facts.ranking import rank
from saima.facts.streams import load_month, load_year
from saima.facts.wide import Wide

UNITS_IN_ALL, MAY = 300, Month(YEAR, 5)
INDICATORS = (
    Indicator("revenue", "营收", UNITS["万元"]),
    Indicator("rate", "率", UNITS["%"], roll_up=RollUp.LAST),
)
RULES = scheme(item("revenue", "60"), item("rate", "40"))
NUMBERS = Numbers(np.arange(UNITS_IN_ALL) * 3 + 7, np.array([4, 9]))


def frame() -> Wide:
    subjects = [Subject(f"u{n}", f"u{n}", group="A") for n in range(UNITS_IN_ALL)]
    return Wide.of_nothing(YEAR, subjects, indicators=INDICATORS)


@pytest.fixture
def year() -> Wide:
    """A year with gaps, in April and May too."""
    wide, dice = frame(), np.random.default_rng(3)
    lanes = np.arange(UNITS_IN_ALL)
    for row in range(2):
        wide.load_year(row, lanes, dice.integers(1_000, 9_000, lanes.size))
        for month in range(1, 13):
            values = dice.integers(-50, 900, lanes.size)
            known = dice.random(lanes.size) < 0.97
            wide.load(row, lanes, month=month, values=values, known=known)
    return wide


@pytest.fixture
def files(year: Wide, tmp_path: Path) -> tuple[Path, Path]:
    write_figures(tmp_path / "figures.parquet", year, NUMBERS)
    write_targets(tmp_path / "targets.parquet", year, NUMBERS)
    return tmp_path / "figures.parquet", tmp_path / "targets.parquet"


def ranked(wide: Wide, month: Month = MAY) -> list[list[int]]:
    (group,) = rank(wide, Prepared(RULES, wide, NO_DAYS), month)
    arrays = (group.place, group.score, group.unranked, *group.outcome)
    return [[*map(int, array)] for array in arrays]


def read(files: tuple[Path, Path], wide: Wide | None = None) -> tuple[bool, Wide]:
    wide = wide or frame()
    ours = load_year(files[1], wide, NUMBERS)
    ours &= load_month(files[0], wide, NUMBERS, month=MAY.number, alone=True)
    return ours, wide


def test_our_layout_ranks_as_the_year_it_was_written_from(
    year: Wide, files: tuple[Path, Path]
) -> None:
    ours, wide = read(files)
    assert ours
    assert ranked(year) == ranked(wide)
    assert {0, 1} <= {*ranked(wide)[2]}  # some have a place, some miss a figure


@pytest.mark.parametrize("block", [1, 7, 64])
def test_what_is_added_up_part_by_part_is_the_same(
    year: Wide, files: tuple[Path, Path], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BLOCK", block)
    ours, wide = read(files)
    assert ours
    assert ranked(year) == ranked(wide)


@pytest.mark.parametrize("block", [7, 1 << 17])
def test_a_chunk_of_several_pages_is_ours_too(
    year: Wide, files: tuple[Path, Path], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BLOCK", block)
    changed(
        files[0],
        table(files[0]).cast(SCHEMA),
        row_group_size=UNITS_IN_ALL,
        compression="none",
        use_dictionary=["indicator", "month"],
        column_encoding={"subject": "DELTA_BINARY_PACKED", "value": "PLAIN"},
        max_rows_per_page=50,
        write_batch_size=10,
    )
    ours, wide = read(files)
    assert ours
    assert ranked(year) == ranked(wide)


@pytest.mark.parametrize("missing", [0, 3, 4_999, 5_000])
def test_few_or_many_missing_numbers_are_added_up_alike(missing: int) -> None:
    dice = np.random.default_rng(missing)
    known = np.ones(5_000, np.uint8)
    known[dice.permutation(5_000)[:missing]] = 0
    numbers = dice.integers(-(10**12), 10**12, 5_000 - missing)
    total, whole = dice.integers(-9, 9, 5_000), np.ones(5_000, np.uint8)
    expected = total.copy()
    expected[known == 1] += numbers
    assert add(numbers, known, total, whole)
    assert np.array_equal(expected, total)
    assert np.array_equal(known, whole)
    assert not add(numbers[1:], known, total, whole) or missing == 5_000
    too_long = np.full(5_000 - missing, 1 << 50)
    assert not add(too_long, known, total, whole) or missing == 5_000


def test_what_was_read_before_is_forgotten(
    year: Wide, files: tuple[Path, Path]
) -> None:
    _, wide = read(files)
    load_month(files[0], wide, NUMBERS, month=12)
    assert ranked(year) != ranked(wide)
    assert ranked(year) == ranked(read(files, wide)[1])


def test_a_month_alone_is_told_by_the_month_before(
    year: Wide, files: tuple[Path, Path]
) -> None:
    _, wide = read(files)
    series = wide.series(("u5", "revenue"))
    months = year.series(("u5", "revenue")).months
    assert series is not None
    if None in months[:5]:
        pytest.fail("the example has a gap")
    assert sum(months[:5]) == series.months[4]
    assert sum(months[:4]) == series.months[3]
    assert D("0") != months[4]


def table(path: Path) -> Any:
    return pq.read_table(path)


def changed(path: Path, rows: Any, **how: Any) -> None:
    """Write other rows, or the same otherwise."""
    pq.write_table(rows, path, **how)


@pytest.mark.parametrize("how", ["shuffled", "compressed", "plain", "nulls left out"])
def test_other_layouts_are_read_by_the_general_way(
    year: Wide, files: tuple[Path, Path], how: str
) -> None:
    rows = table(files[0])
    if how == "shuffled":
        order = np.random.default_rng(1).permutation(rows.num_rows)
        changed(files[0], rows.take(pa.array(order)), row_group_size=1_000)
    elif how == "compressed":
        changed(files[0], rows, compression="zstd", row_group_size=UNITS_IN_ALL)
    elif how == "plain":
        changed(files[0], rows, use_dictionary=False, row_group_size=UNITS_IN_ALL)
    else:
        changed(files[0], rows.drop_null(), row_group_size=UNITS_IN_ALL)
    ours, wide = read(files)
    assert not ours
    assert ranked(year) == ranked(wide)


def test_one_subject_that_stands_elsewhere_is_noticed(
    year: Wide, files: tuple[Path, Path]
) -> None:
    """Two subjects of one row group changed about: the file is not read as ours."""
    rows = table(files[0])
    subjects = rows["subject"].to_numpy().copy()
    march = subjects[2 * UNITS_IN_ALL : 3 * UNITS_IN_ALL]
    march[0], march[1] = march[1], march[0]
    moved = rows.set_column(0, rows.schema.field(0), pa.array(subjects))
    write_like_ours(files[0], moved)
    ours, wide = read(files)
    assert not ours
    plainly = frame()
    load_year(files[1], plainly, NUMBERS)
    load_figures(files[0], plainly, NUMBERS)
    assert ranked(plainly) == ranked(wide) != ranked(year)
    write_like_ours(files[0], rows)
    assert read(files)[0]


def write_like_ours(path: Path, rows: Any) -> None:
    with pq.ParquetWriter(
        path,
        rows.schema,
        compression="none",
        use_dictionary=["indicator", "month"],
        column_encoding={"subject": "DELTA_BINARY_PACKED", "value": "PLAIN"},
    ) as file:
        file.write_table(rows, row_group_size=UNITS_IN_ALL)


def test_a_month_that_is_not_there_is_missing(files: tuple[Path, Path]) -> None:
    rows = table(files[0])
    kept = rows.filter(pa.compute.field("month") != 3)
    write_like_ours(files[0], kept)
    ours, wide = read(files)
    assert ours
    assert {1} == {*ranked(wide)[2]}


@pytest.mark.parametrize("what", ["twice", "nobody", "no month"])
def test_what_cannot_be_is_refused(files: tuple[Path, Path], what: str) -> None:
    rows = table(files[0])
    if what == "twice":
        rows = pa.concat_tables([rows, rows.slice(5, 1)])
        words = "twice"
    elif what == "nobody":
        subjects = rows["subject"].to_numpy().copy()
        subjects[3] = 2
        rows = rows.set_column(0, rows.schema.field(0), pa.array(subjects))
        words = "nobody"
    else:
        months = rows["month"].to_numpy().copy()
        months[-1] = 13
        rows = rows.set_column(2, rows.schema.field(2), pa.array(months))
        words = "no month 13"
    write_like_ours(files[0], rows)
    with pytest.raises(ValueError, match=words):
        load_figures(files[0], frame(), NUMBERS)
    with pytest.raises(ValueError, match=words):
        read(files)


def test_subjects_that_open_in_the_year_are_read_month_by_month(
    files: tuple[Path, Path],
) -> None:
    """Their figures to date do not begin in January."""
    young = [opened(one, 3) if one.code == "u1" else one for one in frame().subjects]
    wide = Wide.of_nothing(YEAR, young, indicators=INDICATORS)
    assert not read(files, wide)[0]
    assert read(files)[0]
