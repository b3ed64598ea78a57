"""One measurement in a process of its own: `python benchmarks/measured.py FOLDER MONTH`.

Prints one line of JSON: processor seconds of each part, the peak of memory, what was
ranked. With `--profile` it prints the functions that took longest instead.
"""

import cProfile
import gc
import json
import pstats
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from saima.core.intake.whole import Intake, take_in
from saima.core.periods import Month
from saima.core.races import Standing, standings_at
from saima.core.tables import Sheet
from saima.reading.calendars import read_calendar
from saima.reading.sheets import read_sheets
from saima.reading.trees import light_presets, read_tree

MIB_OF_RSS = 1024 if sys.platform == "linux" else 1024 * 1024
TABLES = ("units.csv", "indicators.csv", "targets.csv", "figures.csv")


class Clock:
    """Processor seconds by part, in the order in which the parts were done.

    Everything here is one thread that waits for nothing, so on a quiet machine they
    are also the seconds on the wall; on a busy one they are the steadier number.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, part: str, do: Callable[[], Any]) -> Any:
        """Do it and note how long it took."""
        started = time.process_time()
        done = do()
        self.seconds[part] = time.process_time() - started
        return done


def measure(folder: Path, month: Month) -> dict[str, Any]:
    """Read, take in and rank; the parts are those of `saima race`."""
    gc.disable()  # as the command itself does
    clock = Clock()
    read = partial(clock.time, "reading", partial(_read, folder))
    # Nothing here holds the sheets, so that they go when they are taken in.
    intake: Intake = clock.time("intake", partial(_take_in, *read()))
    race = intake.race
    if race is None:
        raise SystemExit("\n".join(map(str, intake.findings[:20])))
    ranking = partial(standings_at, race, month)
    standings: tuple[Standing, ...] = clock.time("ranking", ranking)
    return {
        **clock.seconds,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB_OF_RSS,
        "ranked": sum(s.rank is not None for s in standings),
        "entrants": len(standings),
        "groups": len(race.scheme.groups),
    }


def _read(folder: Path) -> tuple[tuple[Sheet, ...], Any]:
    sheets: list[Sheet] = []
    for name in TABLES:
        read, findings = read_sheets(folder / name, name)
        if findings:
            raise SystemExit(str(findings[0]))
        sheets += read
    tree, _ = read_tree(folder / "scheme.yaml", "scheme.yaml")
    return tuple(sheets), tree


def _take_in(sheets: tuple[Sheet, ...], tree: Any) -> Intake:
    calendar, _ = read_calendar()
    return take_in(tree, sheets, calendar, light_presets())


def main(arguments: list[str]) -> None:
    """Measure, or profile."""
    folder, month = Path(arguments[0]), Month.parse(arguments[1])
    if "--profile" not in arguments:
        print(json.dumps(measure(folder, month)))
        return
    profile = cProfile.Profile()
    profile.runcall(measure, folder, month)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(35)
    pstats.Stats(profile).strip_dirs().sort_stats("cumtime").print_stats(60)


if __name__ == "__main__":
    main(sys.argv[1:])
