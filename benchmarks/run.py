"""`make bench`: how long a race takes, how much memory, and how both grow.

    make bench                         sizes 300, 3,000 and 30,000, then the cold start
    make bench ARGS="--sizes 300 3000" fewer sizes
    make bench ARGS=--one-group        all entrants in one group
    make bench ARGS="--profile 3000"   the functions that take longest at one size
    make bench ARGS=--write            also write docs/reference/performance.md

Every measurement is a process of its own, one after the other. Sizes up to 3,000 are
measured three times and the median is told; 30,000 once.
"""

import argparse
import itertools
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generated import ENTRANTS_OF_A_GROUP, INDICATORS, MONTHS, YEAR

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SIZES = (300, 3_000, 30_000)
ONCE_FROM = 10_000
LIMIT_SECONDS = 1_800
COLD_RUNS = 7
COLD_FOLDERS = (
    ("examples/jiacheng-2022", "2022-05"),
    ("examples/airport-2024", "2024-09"),
)
MONTH = f"{YEAR}-{MONTHS}"
PARTS = ("reading", "intake", "ranking")

Measured = dict[str, Any]


def main() -> int:
    """Measure, print, and write the page if asked to."""
    options = _options()
    if options.profile:
        print(profiled(options.profile, options.one_group))
        return 0
    lines = [*_about(options.one_group), ""]
    lines += _size_table(measure_sizes(options.sizes, options.one_group))
    lines += ["", *cold_start()]
    print("\n".join(lines))
    if options.write:
        write_page(lines)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure `saima race`.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one-group", action="store_true")
    parser.add_argument("--profile", type=int, metavar="UNITS")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


# --- How it grows ------------------------------------------------------------------


def measure_sizes(sizes: Sequence[int], one_group: bool) -> dict[int, Measured]:
    """The median measurement of each size; a size that fails is left out, and told."""
    found: dict[int, Measured] = {}
    for units in sizes:
        with tempfile.TemporaryDirectory(prefix="saima-bench-") as folder:
            _generate(Path(folder), units, one_group)
            times = 1 if units >= ONCE_FROM else 3
            runs = [_measure(Path(folder)) for _ in range(times)]
        whole = [run for run in runs if run is not None]
        if len(whole) < times:
            print(f"{units} units: not measured within the limits", file=sys.stderr)
            continue
        found[units] = sorted(whole, key=_seconds)[len(whole) // 2]
        print(f"{units} units: {_seconds(found[units]):.1f} s", file=sys.stderr)
    return found


def _generate(folder: Path, units: int, one_group: bool) -> None:
    of_a_group = units if one_group else ENTRANTS_OF_A_GROUP
    _python(["generated.py", folder, units, of_a_group])


def _measure(folder: Path) -> Measured | None:
    try:
        done = _python(["measured.py", folder, MONTH])
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as problem:
        print(problem, getattr(problem, "stderr", ""), file=sys.stderr)
        return None
    measured: Measured = json.loads(done)
    return measured


def profiled(units: int, one_group: bool) -> str:
    """Where the time goes at one size."""
    with tempfile.TemporaryDirectory(prefix="saima-bench-") as folder:
        _generate(Path(folder), units, one_group)
        return _python(["measured.py", folder, MONTH, "--profile"])


def _python(words: list[object]) -> str:
    script, *rest = words
    done = subprocess.run(
        [sys.executable, HERE / str(script), *map(str, rest)],
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    return done.stdout


def _seconds(measured: Measured) -> float:
    return float(sum(measured[part] for part in PARTS))


def _size_table(found: dict[int, Measured]) -> Iterator[str]:
    yield "| units | figures | reading s | intake s | ranking s | all s | peak MiB | µs a figure |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    for units, run in found.items():
        figures = units * INDICATORS * MONTHS
        parts = " | ".join(f"{run[part]:.2f}" for part in PARTS)
        each = _seconds(run) / figures * 1e6
        yield (
            f"| {units:,} | {figures:,} | {parts} | {_seconds(run):.2f} "
            f"| {run['peak_mib']:,.0f} | {each:.1f} |"
        )
    yield from _growth(found)


def _growth(found: dict[int, Measured]) -> Iterator[str]:
    sizes = list(found)
    for small, large in itertools.pairwise(sizes):
        one, two = found[small], found[large]
        parts = " | ".join(f"×{two[part] / one[part]:.1f}" for part in PARTS)
        yield (
            f"| {small:,} → {large:,} | ×{large / small:.0f} | {parts} "
            f"| ×{_seconds(two) / _seconds(one):.1f} "
            f"| ×{two['peak_mib'] / one['peak_mib']:.1f} | |"
        )


def _about(one_group: bool) -> Iterator[str]:
    groups = "one group" if one_group else f"groups of {ENTRANTS_OF_A_GROUP} entrants"
    yield (
        f"{INDICATORS} indicators, {MONTHS} months, CSV with the months side by side, "
        f"six kinds of curve in turn, {groups}; the race of {MONTH}, with that of the "
        f"month before for the movement."
    )
    yield (
        f"Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, one of them used."
    )


# --- The cold start ----------------------------------------------------------------


def cold_start() -> Iterator[str]:
    """The whole command on a sample, as a person waits for it."""
    folder, month = _cold_folder()
    command = [sys.executable, "-m", "saima", "race", folder, "--month", month]
    waits = [_wait(command) for _ in range(COLD_RUNS + 1)][1:]
    yield (
        f"`saima race {folder} --month {month}`, the whole process: median "
        f"**{statistics.median(waits):.2f} s** of {COLD_RUNS} runs after one that is "
        f"not counted ({min(waits):.2f} to {max(waits):.2f} s); "
        f"`python -c pass` alone: {_bare():.2f} s."
    )
    yield ""
    yield (
        "What importing costs, of its heaviest modules (`python -X importtime`, the "
        f"quickest of {COLD_RUNS} runs, which the measuring itself slows down):"
    )
    yield ""
    yield "| module | own ms | with what it imports ms |"
    yield "|---|---:|---:|"
    yield from _imports(command)


def _cold_folder() -> tuple[str, str]:
    return next(
        (folder, month)
        for folder, month in COLD_FOLDERS
        if any((ROOT / folder).glob("figures*"))
    )


def _wait(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def _bare() -> float:
    return statistics.median(
        _wait([sys.executable, "-c", "pass"]) for _ in range(COLD_RUNS)
    )


def _imports(command: list[str], most: int = 12) -> Iterator[str]:
    rows = min((_timed_imports(command) for _ in range(COLD_RUNS)), key=_own)
    for own, total, module in sorted(rows, reverse=True)[:most]:
        yield f"| `{module}` | {own / 1000:.1f} | {total / 1000:.1f} |"
    yield f"| all {len(rows)} modules | {_own(rows) / 1000:.0f} | |"


def _timed_imports(command: list[str]) -> list[tuple[int, int, str]]:
    """Own and total microseconds of each module that one run imports."""
    timed = [command[0], "-X", "importtime", *command[1:]]
    told = subprocess.run(timed, cwd=ROOT, check=True, capture_output=True, text=True)
    rows = re.findall(r"import time:\s+(\d+) \|\s+(\d+) \|\s*(\S+)", told.stderr)
    return [(int(own), int(total), module) for own, total, module in rows]


def _own(rows: list[tuple[int, int, str]]) -> int:
    return sum(own for own, _, _ in rows)


# --- The page ----------------------------------------------------------------------


def write_page(lines: Sequence[str]) -> None:
    """Put the tables between the two marks of the page."""
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    text = "\n".join([BEGIN, "", *lines, "", END])
    PAGE.write_text(before + text + after, "utf-8")
    print(f"\nwritten: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
