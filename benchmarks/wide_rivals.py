"""The wide race as others would compute it, each as somebody who knows it well.

All of them: the actual to date against the year's target, six kinds of rule, points
rounded half up to hundredths, added, and places 1, 2, 2, 4. A unit with a missing
figure has no place. `compute` begins with arrays or tables in memory, `long` with the
Parquet files. They count in floating point, as one does with these libraries.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial, reduce
from pathlib import Path
from typing import Any

import numpy as np
from wide_whole import ARRAYS, expressions, hundredths, ratio

INDICATORS, MONTHS, BASE = 30, 12, 3.33
BLOCK = 4096
Result = tuple[Any, Any]  # hundredths (-1: none) and places (0: none), by unit


def arrays(folder: Path, narrow: bool = False) -> tuple[Any, Any, Any]:
    """Figures by indicator, month and unit; targets; which units have all of a row.

    `narrow`: figures in 32 bits, as Saima has them.
    """
    names = ("narrow" if narrow else "figures", "year", "known")
    figures, year, known = (np.load(folder / f"{name}.npy") for name in names)
    return figures, year, known


def placed(score: Any) -> Result:
    """Places of whole hundredths, the highest first, those below zero left out."""
    running = score >= 0
    counts = np.bincount(score[running])
    above = counts[::-1].cumsum()[::-1] - counts + 1
    return score, np.where(running, above[np.maximum(score, 0)], 0)


# --- NumPy ------------------------------------------------------------------------------


def points(kind: int, x: Any) -> Any:
    """The rule of a kind."""
    if kind == 0:
        return BASE * np.clip(x, 0, 1.2)
    if kind == 1:
        return BASE + np.clip(np.trunc((x - 1) / 0.03) * 0.1, -2, 1)
    if kind == 2:
        above = np.minimum(np.where(x < 1.1, 5 * (x - 1), 0.5 + 2 * (x - 1.1)), 1)
        return BASE + np.where(x < 1, np.maximum(4 * (x - 1), -1), above)
    if kind == 3:
        return BASE * np.clip((x - 0.6) / 0.4, 0, 1)
    if kind == 4:
        return (x >= 0.7).astype(float) + (x >= 0.9) + (x >= 1)
    return np.interp(x, [0.5, 0.8, 1.1], [0, 2, 3.5])


def _block(year: Any, score: Any, at: slice, whole: bool) -> None:
    figures, promised, known = year
    total = np.zeros(score[at].size, np.int64)
    for number in range(INDICATORS):
        months = figures[number, :, at]
        to_date = months.sum(axis=0, dtype=months.dtype)  # twelve of 32 bits fit in 32
        score_of = _whole_points if whole else _near_points
        total += score_of(number % 6, to_date, promised[number, at])
    score[at] = np.where(known[:, at].all(axis=0), total, -1)


def _near_points(kind: int, to_date: Any, year: Any) -> Any:
    x = to_date / year
    if kind == 2:
        x = np.where(year > 0, x, 2 - x)
    elif kind == 5:
        x = 2 - x
    return np.floor(points(kind, x) * 100 + 0.5).astype(np.int64)


def _whole_points(kind: int, to_date: Any, year: Any) -> Any:
    n, d = ratio(kind, to_date.astype(np.int64, copy=False), year, ARRAYS)
    return hundredths(kind, n, d, ARRAYS)


def numpy_race(figures: Any, year: Any, known: Any, whole: bool = False) -> Result:
    """Blocks that stay in the cache, on two threads."""
    units = year.shape[1]
    score = np.empty(units, np.int64)
    blocks = [slice(at, min(at + BLOCK, units)) for at in range(0, units, BLOCK)]
    given = (figures, year, known)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda at: _block(given, score, at, whole), blocks))
    return placed(score)


def numpy_compute(folder: Path, *, whole: bool = False, narrow: bool = False) -> Any:
    """From arrays."""
    year = arrays(folder, narrow)
    return lambda: numpy_race(*year, whole=whole)


def numpy_long(folder: Path, *, checked: bool = True, whole: bool = False) -> Any:
    """Read with Arrow; the order is looked at, then the column is taken as a cube."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - each rival imports its own

    def read(name: str, months: int) -> tuple[Any, Any]:
        columns = ["subject", "indicator", "month", "value"] if checked else ["value"]
        table = pq.read_table(folder / name, columns=columns)
        units = table.num_rows // (INDICATORS * months)
        shape = (INDICATORS, months, units)
        if checked:
            orders = [
                ("subject", np.arange(units)),
                ("indicator", np.arange(INDICATORS)[:, None, None]),
                ("month", np.arange(months)[:, None] + (months > 1)),
            ]
            for column, order in orders:
                cube = table[column].to_numpy().reshape(shape)
                if not (cube == order).all():
                    raise SystemExit("another order")
        value = table["value"].combine_chunks()
        known = np.asarray(value.is_valid()).reshape(shape)
        return np.asarray(value.fill_null(0)).reshape(shape), known.all(axis=1)

    def run() -> Result:
        figures, known = read("figures.parquet", MONTHS)
        year, promised = read("targets.parquet", 1)
        return numpy_race(figures, year[:, 0], known & promised, whole)

    return run


# --- pandas -----------------------------------------------------------------------------


def pandas_compute(folder: Path) -> Any:
    """A wide frame; what pandas is for is the sums, the rank and the missing."""
    import pandas as pd  # noqa: PLC0415

    figures, year, known = arrays(folder)
    columns = {(i, m): figures[i, m] for i in range(INDICATORS) for m in range(MONTHS)}
    frame = pd.DataFrame(columns, copy=False)
    gaps = pd.Series(known.all(axis=0))

    def run() -> Result:
        total = pd.Series(np.zeros(len(frame), np.int64))
        for number in range(INDICATORS):
            to_date = reduce(lambda a, b: a + b, (frame[number, m] for m in range(12)))
            total += _near_points(number % 6, to_date.to_numpy(), year[number])
        return _pandas_places(total.where(gaps))

    return run


def _pandas_places(total: Any) -> Result:
    places = total.rank(method="min", ascending=False).fillna(0).astype(np.int64)
    return total.fillna(-1).to_numpy(np.int64), places.to_numpy()


def pandas_long(folder: Path) -> Any:
    """Grouped by unit and indicator, without sorting."""
    import pandas as pd  # noqa: PLC0415

    def run() -> Result:
        columns = ["subject", "indicator", "value"]
        long = pd.read_parquet(folder / "figures.parquet", columns=columns)
        grouped = long.groupby(["indicator", "subject"], sort=False)["value"]
        told = grouped.agg(["sum", "count"])
        targets = pd.read_parquet(folder / "targets.parquet", columns=columns)
        year = targets.set_index(["indicator", "subject"])["value"]
        told = told.assign(year=year.reindex(told.index))
        total, complete = 0, True
        for number in range(INDICATORS):
            part = told.loc[number].sort_index()
            to_date, promised = part["sum"].to_numpy(), part["year"].to_numpy()
            total = total + _near_points(number % 6, to_date, promised)
            complete = complete & (part["count"].to_numpy() == MONTHS)
        return _pandas_places(pd.Series(total).where(complete))

    return run


# --- Polars -----------------------------------------------------------------------------


def _polars_points(kind: int, x: Any) -> Any:
    import polars as pl  # noqa: PLC0415

    if kind == 0:
        y = BASE * x.clip(0, 1.2)
    elif kind == 1:
        y = BASE + (((x - 1) / 0.03).truncate() * 0.1).clip(-2, 1)
    elif kind == 2:
        high = pl.when(x < 1.1).then(5 * (x - 1)).otherwise(0.5 + 2 * (x - 1.1))
        low = (4 * (x - 1)).clip(lower_bound=-1)
        y = BASE + pl.when(x < 1).then(low).otherwise(high.clip(upper_bound=1))
    elif kind == 3:
        y = BASE * ((x - 0.6) / 0.4).clip(0, 1)
    elif kind == 4:
        y = (x >= 0.7).cast(pl.Float64) + (x >= 0.9) + (x >= 1)
    else:
        low, high = (x - 0.5) / 0.3 * 2, 2 + (x - 0.8) / 0.3 * 1.5
        y = pl.when(x < 0.8).then(low).otherwise(high).clip(0, 3.5)
    return (y * 100 + 0.5).floor().cast(pl.Int32)


def _polars_ratio(kind: int, actual: Any, year: Any) -> Any:
    import polars as pl  # noqa: PLC0415

    x = actual / year
    if kind == 2:
        return pl.when(year > 0).then(x).otherwise(2 - x)
    return 2 - x if kind == 5 else x


def _polars_wide(frame: Any, whole: bool = False) -> Result:
    """One lazy query over a wide table."""
    import polars as pl  # noqa: PLC0415

    items, ways = [], expressions()
    for number in range(INDICATORS):
        months = [pl.col(f"f{number}_{month}") for month in range(MONTHS)]
        to_date = pl.sum_horizontal(months, ignore_nulls=False)
        promised = pl.col(f"y{number}")
        if whole:
            to_date = to_date.cast(pl.Int64)
            n, d = ratio(number % 6, to_date, promised, ways)
            # The lesser of two passes over a null; what is missing is to stay so.
            made = hundredths(number % 6, n, d, ways) + to_date * 0
        else:
            made = _polars_points(
                number % 6, _polars_ratio(number % 6, to_date, promised)
            )
        items.append(made.alias(f"p{number}"))
    score = pl.sum_horizontal(pl.col("^p.*$"), ignore_nulls=False).alias("score")
    found = frame.lazy().select(items).select(score)
    found = found.with_columns(place=pl.col("score").rank("min", descending=True))
    told = found.select(pl.all().fill_null(0), gap=pl.col("score").is_null()).collect()
    score = told["score"].to_numpy().astype(np.int64)
    return np.where(told["gap"].to_numpy(), -1, score), told["place"].to_numpy()


def polars_compute(folder: Path, *, whole: bool = False, narrow: bool = False) -> Any:
    """A wide table in memory, with nulls."""
    import polars as pl  # noqa: PLC0415

    figures, year, known = arrays(folder, narrow)
    columns = {}
    for number in range(INDICATORS):
        for month in range(MONTHS):
            series = pl.Series(figures[number, month])
            if month == 0 and not known[number].all():
                series = series.set(pl.Series(~known[number]), None)
            columns[f"f{number}_{month}"] = series
        columns[f"y{number}"] = pl.Series(year[number])
    frame = pl.DataFrame(columns)
    return lambda: _polars_wide(frame, whole)


def polars_long(folder: Path) -> Any:
    """Grouped by unit and indicator, joined, scored by indicator, grouped by unit."""
    import polars as pl  # noqa: PLC0415

    def run() -> Result:
        long = pl.scan_parquet(folder / "figures.parquet")
        told = long.group_by("subject", "indicator").agg(
            pl.col("value").sum(), known=pl.col("value").count()
        )
        year = pl.scan_parquet(folder / "targets.parquet")
        year = year.select("subject", "indicator", year="value")
        told = told.join(year, on=["subject", "indicator"])
        kind = pl.col("indicator") % 6
        value, promised = pl.col("value"), pl.col("year")
        rule = pl.lit(0, pl.Int32)
        for number in range(6):
            x = _polars_ratio(number, value, promised)
            rule = (
                pl.when(kind == number).then(_polars_points(number, x)).otherwise(rule)
            )
        whole = (pl.col("known") == MONTHS).all()
        scored = told.with_columns(points=rule).group_by("subject")
        found = scored.agg(pl.col("points").sum(), whole=whole)
        kept = pl.when("whole").then("points")
        found = found.select("subject", score=kept).sort("subject")
        found = found.with_columns(place=pl.col("score").rank("min", descending=True))
        done = found.collect(engine="streaming")
        score = done["score"].fill_null(-1).to_numpy().astype(np.int64)
        return score, done["place"].fill_null(0).to_numpy()

    return run


def polars_sliced(folder: Path, *, whole: bool = False) -> Any:
    """The order of the rows taken for granted: columns of a wide table are slices."""
    import polars as pl  # noqa: PLC0415

    def run() -> Result:
        value = pl.read_parquet(folder / "figures.parquet", columns=["value"])["value"]
        year = pl.read_parquet(folder / "targets.parquet", columns=["value"])["value"]
        units = len(year) // INDICATORS
        columns = {}
        for number in range(INDICATORS):
            for month in range(MONTHS):
                at = (number * MONTHS + month) * units
                columns[f"f{number}_{month}"] = value.slice(at, units)
            columns[f"y{number}"] = year.slice(number * units, units)
        return _polars_wide(pl.DataFrame(columns), whole)

    return run


# --- DuckDB -----------------------------------------------------------------------------


def _sql_points(kind: int, x: str) -> str:
    rules = (
        f"{BASE} * greatest(0, least({x}, 1.2::DOUBLE))",
        f"{BASE} + greatest(-2, least(trunc(({x} - 1) / 0.03::DOUBLE) * 0.1::DOUBLE, 1))",
        f"{BASE} + CASE WHEN {x} < 1 THEN greatest(4 * ({x} - 1), -1) WHEN {x} < "
        f"1.1::DOUBLE THEN 5 * ({x} - 1) ELSE least(0.5 + 2 * ({x} - 1.1::DOUBLE), 1) END",
        f"{BASE} * greatest(0, least(({x} - 0.6::DOUBLE) / 0.4::DOUBLE, 1))",
        f"CASE WHEN {x} >= 1 THEN 3 WHEN {x} >= 0.9::DOUBLE THEN 2 "
        f"WHEN {x} >= 0.7::DOUBLE THEN 1 ELSE 0 END",
        f"greatest(0, least(CASE WHEN {x} < 0.8::DOUBLE THEN ({x} - 0.5::DOUBLE) / "
        f"0.3::DOUBLE * 2 ELSE 2 + ({x} - 0.8::DOUBLE) / 0.3::DOUBLE * 1.5 END, 3.5))",
    )
    return f"floor(({rules[kind]})::DOUBLE * 100 + 0.5)::INTEGER"


def _sql_ratio(kind: int, actual: str, year: str) -> str:
    x = f"({actual})::DOUBLE / {year}"
    if kind == 2:
        return f"CASE WHEN {year} > 0 THEN {x} ELSE 2 - {x} END"
    return f"2 - {x}" if kind == 5 else x


def _told(found: Any) -> Result:
    """Score and place as arrays; NULL is no score."""
    score, place = found["score"], found["place"]
    return np.ma.filled(score, -1).astype(np.int64), np.where(
        np.ma.getmaskarray(score), 0, np.ma.filled(place, 0)
    )


RANKED = "rank() OVER (ORDER BY score DESC NULLS LAST) AS place"


def duckdb_compute(folder: Path) -> Any:
    """A wide table of its own."""
    import duckdb  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    figures, year, known = arrays(folder)
    columns = {"unit": np.arange(year.shape[1])}
    for number in range(INDICATORS):
        for month in range(MONTHS):
            mask = ~known[number] if month == 0 else None
            columns[f"f{number}_{month}"] = pa.array(figures[number, month], mask=mask)
        columns[f"y{number}"] = pa.array(year[number])
    given = pa.table(columns)
    database = duckdb.connect()
    database.execute("SET threads = 2")
    database.execute("CREATE TABLE race AS SELECT * FROM given")
    del given, columns, figures
    ratios, items = [], []
    for number in range(INDICATORS):
        months = " + ".join(f"f{number}_{month}" for month in range(MONTHS))
        ratios.append(f"{_sql_ratio(number % 6, months, f'y{number}')} AS x{number}")
        items.append(_sql_points(number % 6, f"x{number}"))
    query = (
        f"SELECT score, {RANKED} FROM (SELECT unit, {' + '.join(items)} AS score "
        f"FROM (SELECT unit, {', '.join(ratios)} FROM race)) ORDER BY unit"
    )
    return lambda: _told(database.execute(query).fetchnumpy())


def duckdb_long(folder: Path) -> Any:
    """One query over the files."""
    import duckdb  # noqa: PLC0415

    cases = " ".join(f"WHEN {k} THEN {_sql_points(k, 'x')}" for k in range(6))
    ratios = " ".join(
        f"WHEN {k} THEN {_sql_ratio(k, 'value', 'year')}" for k in range(6)
    )
    query = f"""
    WITH told AS (SELECT subject, indicator, sum(value)::BIGINT AS value,
        count(value) AS known FROM '{folder}/figures.parquet' GROUP BY ALL),
    planned AS (SELECT subject, indicator, value AS year
        FROM '{folder}/targets.parquet'),
    ratios AS (SELECT subject, indicator % 6 AS kind, known,
        CASE indicator % 6 {ratios} END AS x
        FROM told JOIN planned USING (subject, indicator)),
    scored AS (SELECT subject, CASE WHEN min(known) = {MONTHS}
        THEN sum(CASE kind {cases} END)::BIGINT END AS score FROM ratios GROUP BY subject)
    SELECT score, {RANKED} FROM scored ORDER BY subject"""

    def run() -> Result:
        database = duckdb.connect()
        database.execute("SET threads = 2")
        return _told(database.execute(query).fetchnumpy())

    return run


WHOLE, NARROW = "whole numbers", "32 bits"
RIVALS = {
    "compute": {
        "NumPy, blocks, 2 threads": numpy_compute,
        f"NumPy, blocks, 2 threads, {WHOLE}": partial(numpy_compute, whole=True),
        f"NumPy, blocks, 2 threads, {NARROW}": partial(numpy_compute, narrow=True),
        f"NumPy, blocks, 2 threads, {NARROW}, {WHOLE}": partial(
            numpy_compute, whole=True, narrow=True
        ),
        "pandas, wide": pandas_compute,
        "Polars, wide": polars_compute,
        f"Polars, wide, {WHOLE}": partial(polars_compute, whole=True),
        f"Polars, wide, {NARROW}": partial(polars_compute, narrow=True),
        f"Polars, wide, {NARROW}, {WHOLE}": partial(
            polars_compute, whole=True, narrow=True
        ),
        "DuckDB, wide": duckdb_compute,
    },
    "long": {
        "NumPy and Arrow, order checked": numpy_long,
        f"NumPy and Arrow, order checked, {WHOLE}": partial(numpy_long, whole=True),
        "pandas, grouped": pandas_long,
        "Polars, grouped": polars_long,
        "DuckDB, grouped": duckdb_long,
        "Polars, order trusted": polars_sliced,
        f"Polars, order trusted, {WHOLE}": partial(polars_sliced, whole=True),
        "NumPy and Arrow, order trusted": partial(numpy_long, checked=False),
    },
}
