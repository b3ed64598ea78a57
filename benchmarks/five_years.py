"""Pages with one year on record and with five: 300 units, 1.5 million figures.

`python benchmarks/five_years.py` makes two servers in temporary folders: one with the ten
months of a running year, one with the four years before it as well. The pages of the
record are opened in turns, once here and once there, so that whatever else the machine
does falls on both; the median of each page and what became of it is printed. Making the
figures takes some minutes.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
LINES = 83
LAST = 2026
REPEATS = 41


def main() -> int:
    """Measure in folders that go away again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--serve", type=int, help="how many years this process holds")
    options = parser.parse_args()
    if options.serve:
        serve(options.units, options.serve)
        return 0
    with tempfile.TemporaryDirectory(prefix="saima-bench-") as folder:
        compare(Path(folder), options.units, options.years)
    return 0


class World:
    """A process that holds a group and opens its pages."""

    def __init__(self, folder: Path, units: int, years: int) -> None:
        env = os.environ | {"SAIMA_VAR": str(folder), "PYTHONWARNINGS": "ignore"}
        env["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
        migrate = [sys.executable, "-m", "saima", "migrate", "--quiet"]
        subprocess.run(migrate, cwd=ROOT, check=True, env=env)
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--units", str(units), "--serve", str(years)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def said(self) -> str:
        """The next line it says."""
        line = _pipe(self.process.stdout).readline()
        if not line:
            raise SystemExit("a process of the measurement has died")
        return line.rstrip("\n")

    def open(self, page: str) -> float:
        """Open a page; the time it took in the server, in milliseconds."""
        pipe = _pipe(self.process.stdin)
        pipe.write(page + "\n")
        pipe.flush()
        return int(self.said()) / 1_000_000


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def compare(folder: Path, units: int, years: int) -> None:
    """Make both worlds, then open each page in turns."""
    here = World(folder / "one", units, 1)
    there = World(folder / "all", units, years)
    for world in (here, there):
        print(world.said())
    names = dict(line.split("\t") for line in iter(here.said, ""))
    for _ in iter(there.said, ""):
        pass  # the same pages
    print(f"\n{'page':24} {'one year':>12} {years!s:>8} years   ratio")
    for name, page in names.items():
        pairs = [(here.open(page), there.open(page)) for _ in range(REPEATS)]
        one, more = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{name:24} {one:9.1f} ms {more:9.1f} ms   {more / one:5.2f}", flush=True)
    for world in (here, there):
        _pipe(world.process.stdin).close()
        world.process.wait()


def serve(units: int, years: int) -> None:
    """Hold a group; open the pages that are named on the standard input."""
    import django  # noqa: PLC0415 - its settings depend on the environment

    django.setup()
    from five_years_world import Group  # noqa: PLC0415 - likewise

    started = time.perf_counter()
    months = list(_months(years))
    group = Group(units, LINES, sorted({year for year, _ in months}))
    group.begin()
    for month in months:
        group.report(month, accepted=month != months[-1])
    took = time.perf_counter() - started
    print(f"{units} units, {LINES} lines, {group.figures():,} figures: {took:.0f} s")
    for name, path in group.pages(months[-1]):
        print(f"{name}\t{path}")
    print(flush=True)
    # What was made stays in this process, and no server would hold it: the collector of
    # garbage is not to look through it at every page.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        begun = time.perf_counter_ns()
        status = group.get(line.rstrip("\n"))
        took_ns = time.perf_counter_ns() - begun
        if status != 200:
            raise SystemExit(f"{line} answers {status}")
        print(took_ns, flush=True)


def _months(years: int) -> Iterator[tuple[int, int]]:
    for year in range(LAST - years + 1, LAST + 1):
        for number in range(1, 11 if year == LAST else 13):
            yield year, number


if __name__ == "__main__":
    sys.exit(main())
