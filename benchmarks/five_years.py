"""Pages with one year on record and with five: 300 units, 1.5 million figures.

`python benchmarks/five_years.py` makes a server of its own in a temporary folder, measures
the pages of the record with the ten months of a running year, adds the four years before,
and measures them again. It prints the median of each page and what became of it; it takes
some minutes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINES = 83
FIRST, LAST = 2022, 2026
REPEATS = 41


def main() -> int:
    """Measure in a folder that goes away again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--years", type=int, default=LAST - FIRST + 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="saima-bench-") as var:
        os.environ["SAIMA_VAR"] = var
        os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
        migrate = [sys.executable, "-m", "saima", "migrate", "--quiet"]
        subprocess.run(migrate, cwd=ROOT, check=True)
        measure(options.units, options.years)
    return 0


def measure(units: int, years: int) -> None:
    """Build, measure, add, measure again."""
    import django  # noqa: PLC0415 - its settings depend on the folder made above

    django.setup()
    from five_years_world import Group  # noqa: PLC0415 - likewise

    started = time.perf_counter()
    months = list(_months(years))
    running = [month for month in months if month[0] == LAST]
    group = Group(units, LINES, sorted({year for year, _ in months}))
    group.begin()
    for month in running:
        group.report(month, accepted=month != running[-1])
    told = f"{group.figures():,} figures"
    print(
        f"{units} units, {LINES} lines, {told}: {time.perf_counter() - started:.1f} s"
    )
    before = {name: _median(group, path) for name, path in group.pages(running[-1])}
    started = time.perf_counter()
    for month in months[: -len(running)]:
        group.report(month)
    print(f"{group.figures():,} figures: {time.perf_counter() - started:.1f} s more")
    print(f"\n{'page':24} {'one year':>12} {years!s:>8} years   ratio")
    for name, path in group.pages(running[-1]):
        after = _median(group, path)
        ratio = after / before[name]
        print(f"{name:24} {before[name]:9.1f} ms {after:9.1f} ms   {ratio:5.2f}")


def _months(years: int) -> Iterator[tuple[int, int]]:
    for year in range(LAST - years + 1, LAST + 1):
        for number in range(1, 11 if year == LAST else 13):
            yield year, number


def _median(group: object, path: str) -> Decimal:
    """The median time of a page in the server, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter_ns()
        status = group.get(path)  # type: ignore[attr-defined]
        times.append(time.perf_counter_ns() - started)
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
    return Decimal(int(statistics.median(times))) / 1_000_000


if __name__ == "__main__":
    sys.exit(main())
