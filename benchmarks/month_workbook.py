"""A month's workbook of many lines: written, read with its checks, marked and given back.

`python benchmarks/month_workbook.py [--lines 10000]` prints the median of three runs of
each, and what the workbook weighs.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from saima.core.figures import Basis
from saima.core.filling import Entry, Line, MonthForm, check
from saima.core.findings import Severity
from saima.core.indicators import Indicator
from saima.core.periods import Month
from saima.core.subjects import Subject
from saima.core.units_of_measure import UNITS
from saima.core.words import untranslated
from saima.reading.month_workbook import read_month_workbook
from saima.writing.annotated import annotated
from saima.writing.month_workbook import month_workbook

RUNS = 3
REVENUE = Indicator("revenue", "营业收入", UNITS["万元"])
Result = TypeVar("Result")


def main() -> None:
    """Measure one form, in order and with a wrong figure on every line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    form = form_of(parser.parse_args().lines)
    sound = entries_of(form, Decimal("101.25"))
    doubtful = entries_of(form, Decimal(1_000_000))
    with tempfile.TemporaryDirectory(prefix="saima-bench-") as folder:
        path = Path(folder) / "month.xlsx"
        data = timed("written", lambda: month_workbook(form, sound, untranslated))
        path.write_bytes(data)
        print(f"{len(form.lines)} lines, {len(data) / 1024:.0f} KiB")
        _, findings = timed(
            "read and checked", lambda: read_month_workbook(path, path.name, form)
        )
        assert not findings
        timed("checked alone", lambda: check(form, sound, submitting=True))
        path.write_bytes(month_workbook(form, doubtful, untranslated))
        _, asked = timed(
            "read and checked, every line asked",
            lambda: read_month_workbook(path, path.name, form),
        )
        assert {Severity.QUESTION} == {finding.severity for finding in asked}
        timed("given back, one cell marked", lambda: annotated(data, asked[:1], str))
        timed("given back, every line marked", lambda: annotated(data, asked, str))


def form_of(count: int) -> MonthForm:
    """A form of so many lines, each of its own subject."""
    lines = tuple(
        Line(
            Subject(f"s{number:05d}", f"示例项目{number:05d}"),
            REVENUE,
            Basis.IN_PERIOD,
            planned=Decimal(100),
            target=Decimal(1200),
            before=Decimal(90),
            to_date_before=Decimal(400),
            planned_to_date=Decimal(500),
        )
        for number in range(count)
    )
    return MonthForm(Subject("c1", "示例公司"), Month(2026, 5), lines)


def entries_of(form: MonthForm, value: Decimal) -> list[Entry]:
    """The same figure on every line."""
    return [Entry(line.key, value) for line in form.lines]


def timed(what: str, work: Callable[[], Result]) -> Result:
    """Do it three times, print the median, hand back what came of the last."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - start)
    print(f"{what:36} {statistics.median(took):6.2f} s")
    return result


if __name__ == "__main__":
    main()
