"""`make wide-race`: the race of 100,000 units, against others, and how it grows.

    make wide-race                      all of it
    make wide-race ARGS="--units 20000" fewer units
    make wide-race ARGS=--write         also write the page and the picture

Every contestant is a process of its own, one after the other, all of them three times
in turn, and the shortest of its runs is told: other work on a machine can only lengthen
one. Files lie in the page cache.
Scores and places of all are compared.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import wide_world
from wide_growth import chart
from wide_rivals import RIVALS

from saima.facts.compiling import compiled
from saima.facts.parquet import Numbers
from saima.facts.prepared import Prepared
from saima.facts.ranking import Ranked, rank
from saima.facts.streams import load_month, load_year

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "reference" / "performance.md"
PICTURE = ROOT / "docs" / "reference" / "img" / "wide-race.svg"
BEGIN, END = "<!-- wide race: begin -->", "<!-- wide race: end -->"
OURS = "Saima"
MEMORY, NARROW = "memory alone", "memory alone, 32 bits"
GROWTH = (1_000, 10_000, 100_000, 1_000_000)
RUNS = {"compute": 15, "long": 5}
ROUNDS = 3  # of all contestants in turn, so that a busy minute is nobody's bad luck
FIRST_SECONDS = 20  # enough of one contestant

Measured = dict[str, Any]


def main() -> int:
    """Measure, print, and write the page if asked to."""
    options = _options()
    if options.contestant:
        print(json.dumps(contest(options.contestant, options.mode, options.folder)))
        return 0
    lines = [*_about(options.units), ""]
    with tempfile.TemporaryDirectory(prefix="saima-wide-") as folder:
        _world(Path(folder), options.units)
        for mode in RIVALS:
            lines += [*_contests(Path(folder), mode), ""]
    grown = growth(options.growth)
    lines += _growth_table(grown)
    print("\n".join(lines))
    if options.write:
        _write(lines, grown)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the wide race.")
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--growth", type=int, nargs="*", default=GROWTH)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--contestant", help=argparse.SUPPRESS)
    parser.add_argument("--mode", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


# --- one contestant, in a process of its own --------------------------------------------


def contest(name: str, mode: str, folder: Path) -> Measured:
    """The shortest run, the peak of memory, and where scores and places were put."""
    run = _contestant(name, mode, folder)
    seconds, told, began = [], None, time.perf_counter()
    while len(seconds) < RUNS[mode] and (
        len(seconds) < 2 or time.perf_counter() - began < FIRST_SECONDS
    ):
        started = time.perf_counter()
        told = run()
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = ""
    if told is not None:
        kept = str(folder / f"{mode} {name}.npz".replace("/", " "))
        np.savez(kept, score=told[0], place=told[1])
    return {"seconds": min(seconds), "runs": len(seconds), "mib": peak, "kept": kept}


def _contestant(name: str, mode: str, folder: Path) -> Callable[[], Any]:
    if name == OURS:
        return ours_in_memory(folder) if mode == "compute" else ours_from_files(folder)
    if name in (MEMORY, NARROW):
        return memory(folder, "narrow" if name == NARROW else "figures")
    made: Callable[[], Any] = RIVALS[mode][name](folder)
    return made


def ours_in_memory(folder: Path) -> Callable[[], Any]:
    """From the arrays of the year."""
    units = np.load(folder / "year.npy", mmap_mode="r").shape[1]
    wide = wide_world.filled(units, folder)
    prepared = Prepared(wide_world.scheme(), wide, wide_world.CALENDAR)
    return lambda: _told(rank(wide, prepared, wide_world.DECEMBER)[0])


def ours_from_files(folder: Path) -> Callable[[], Any]:
    """From the files; the units are known, as they are to a running system."""
    units = np.load(folder / "year.npy", mmap_mode="r").shape[1]
    wide = wide_world.frame(units)
    prepared = Prepared(wide_world.scheme(), wide, wide_world.CALENDAR)
    numbers = Numbers.of(wide)

    def run() -> Any:
        ours = load_year(folder / "targets.parquet", wide, numbers)
        figures = folder / "figures.parquet"
        ours &= load_month(figures, wide, numbers, month=wide_world.DECEMBER.number)
        if not ours:
            raise SystemExit("the files are not in our own layout")
        return _told(rank(wide, prepared, wide_world.DECEMBER)[0])

    return run


def _told(ranked: Ranked) -> tuple[Any, Any]:
    return np.where(ranked.unranked == 0, ranked.score, -1), ranked.place


@compiled
def _sum(numbers: Any) -> int:
    total = 0
    for number in numbers:
        total += number
    return total


def memory(folder: Path, name: str) -> Callable[[], Any]:
    """Every figure and target read once and added up, on two threads: the bound."""
    figures, year = np.load(folder / f"{name}.npy"), np.load(folder / "year.npy")
    parts = [*np.array_split(figures.ravel(), 16), *np.array_split(year.ravel(), 2)]
    threads = ThreadPoolExecutor(2)

    def run() -> None:
        list(threads.map(_sum, parts))

    return run


# --- all of them ------------------------------------------------------------------------


def _world(folder: Path, units: int) -> None:
    words = "import sys, wide_world as w; from pathlib import Path; "
    made = words + "w.write(Path(sys.argv[1]), int(sys.argv[2]))"
    subprocess.run(
        [sys.executable, "-c", made, str(folder), str(units)], cwd=HERE, check=True
    )


def _measure(name: str, mode: str, folder: Path) -> Measured:
    words = ["--contestant", name, "--mode", mode, "--folder", str(folder)]
    done = subprocess.run(
        [sys.executable, HERE / "wide_race.py", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    measured: Measured = json.loads(done.stdout)
    print(f"{mode} {name}: {measured['seconds'] * 1e3:.1f} ms", file=sys.stderr)
    return measured


def _in_turn(all_of: dict[Any, Callable[[], Measured]]) -> dict[Any, Measured]:
    """The best of each, of several rounds of all of them."""
    rounds = [{key: run() for key, run in all_of.items()} for _ in range(ROUNDS)]
    return {
        key: min((one[key] for one in rounds), key=lambda run: float(run["seconds"]))
        for key in all_of
    }


def _contests(folder: Path, mode: str) -> Iterator[str]:
    names = [*([MEMORY, NARROW] if mode == "compute" else []), OURS, *RIVALS[mode]]
    found = _in_turn({name: partial(_measure, name, mode, folder) for name in names})
    ours = found[OURS]
    with np.load(ours["kept"]) as kept:
        score, place = kept["score"], kept["place"]
    yield f"**{TITLES[mode]}**"
    yield ""
    yield "| | ms | times ours | peak MiB | other scores | other places |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, run in found.items():
        other = _others(run["kept"], score, place)
        yield (
            f"| {name} | {run['seconds'] * 1e3:,.1f} "
            f"| {run['seconds'] / ours['seconds']:.2f} | {run['mib']:,.0f} | {other} |"
        )


TITLES = {
    "compute": "Computing alone, from arrays or a wide table in memory",
    "long": "From the long Parquet files to scores and places",
}


def _others(kept: str, score: Any, place: Any) -> str:
    if not kept:
        return "– | –"
    with np.load(kept) as told:
        scores = np.count_nonzero(told["score"] != score)
        places = np.count_nonzero(told["place"] != place)
    return f"{scores:,} | {places:,}"


# --- how it grows -----------------------------------------------------------------------


def growth(sizes: list[int]) -> dict[int, dict[str, Measured]]:
    """Both ways at each size."""
    with tempfile.TemporaryDirectory(prefix="saima-wide-") as folder:
        for units in sizes:
            _world(Path(folder) / str(units), units)
        found = _in_turn(
            {
                (units, mode): partial(_measure, OURS, mode, Path(folder) / str(units))
                for units in sizes
                for mode in RIVALS
            }
        )
    return {units: {mode: found[units, mode] for mode in RIVALS} for units in sizes}


def _growth_table(grown: dict[int, dict[str, Measured]]) -> Iterator[str]:
    yield "**How it grows**"
    yield ""
    yield "| units | computing ms | ns a figure | from files ms | peak MiB from files |"
    yield "|---:|---:|---:|---:|---:|"
    for units, run in grown.items():
        one, two = run["compute"]["seconds"], run["long"]["seconds"]
        yield (
            f"| {units:,} | {one * 1e3:,.2f} | {one / (units * 360) * 1e9:.2f} "
            f"| {two * 1e3:,.1f} | {run['long']['mib']:,.0f} |"
        )


def _about(units: int) -> Iterator[str]:
    names = ("numpy", "numba", "pyarrow", "polars", "pandas", "duckdb")
    yield (
        f"{units:,} units, 30 indicators, 12 months; the race of December. "
        f"Python {platform.python_version()}, {_processor()}, "
        f"{len(os.sched_getaffinity(0))} cores; "
        + ", ".join(f"{name} {version(name)}" for name in names)
        + "."
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in told if line.startswith("model n")]
    return names[0] if names else platform.machine()


def _write(lines: list[str], grown: dict[int, dict[str, Measured]]) -> None:
    """Put the tables between the two marks of the page, and the picture beside it."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    _, after = rest.split(END)
    text = "\n".join([BEGIN, "", *lines, "", END])
    PAGE.write_text(before + text + after, "utf-8")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(chart(grown), "utf-8")
    print(f"\nwritten: {PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
