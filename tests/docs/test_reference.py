"""What the reference lists is what the code has: names, codes, options, limits."""

import argparse
import importlib
import re
from enum import StrEnum
from pathlib import Path

import pytest
from tests.docs.codes import codes_below, codes_in
from tests.docs.pages import ROOT, blocks, reference

from saima.core.figures import Basis
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.intake import cells, figures, indicators, lookup, subjects, targets
from saima.core.intake.collected import FORGIVEN
from saima.core.intake.curves import CurveKind
from saima.core.intake.headings import COLUMNS, HEADING_ROWS, ROLE_NAMES
from saima.core.lights import Light, LightMeasure
from saima.core.numbers import MAX_DECIMALS, MAX_INTEGER_DIGITS
from saima.core.positions import Status
from saima.core.progress import Convention, LowerForm
from saima.core.schemes import Edge, Measure, PlanKept, RankOn, StreakKind, Together
from saima.core.standings import Ties
from saima.core.subjects import SubjectKind
from saima.core.targets import Bound
from saima.core.units_of_measure import UNITS
from saima.reading import folders, trees
from saima.reading.calendars import packaged_calendar
from saima.reading.sheets import limits
from saima.site.cli import COMMANDS

FOLDER, SCHEME = reference("folder.md"), reference("scheme.md")
WORKBOOKS = reference("workbooks.md")
READING = reference("reading.md")
CLI, JSON = reference("cli.md"), reference("json.md")
CODES = sorted(codes_below(ROOT / "src" / "saima") | set(FORGIVEN))
CHOICES = (Convention, Measure, LowerForm, RankOn, Ties, CurveKind, Light, LightMeasure)
OF_HONORS = (Edge, PlanKept, StreakKind, Together)


def quoted(name: str) -> str:
    """A name as the pages set it."""
    return f"`{name}`"


def missing(names: list[str], page: str) -> list[str]:
    """The names that the page does not have."""
    return [name for name in names if name not in page]


# --- The folder ----------------------------------------------------------------------


@pytest.mark.parametrize("code", [c for c in CODES if not c.endswith("*")])
def test_every_code_of_a_finding_is_explained(code: str) -> None:
    pages = FOLDER + WORKBOOKS + READING
    assert re.search(rf"^\|[^|]*`{code}`[^|]*\|", pages, re.MULTILINE)


def test_no_code_is_explained_that_nothing_gives() -> None:
    """Codes that are put together in the source end in a star."""
    findings = FOLDER.partition("## Findings")[2].partition("## Limits")[0]
    rows = re.findall(r"^\|([^|]*)\|", findings, re.MULTILINE)
    told = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
    stems = tuple(code[:-1] for code in CODES if code.endswith("*"))
    assert [] == sorted(c for c in told if c not in CODES and not c.startswith(stems))


def test_the_codes_of_a_source_are_found() -> None:
    """A positive control."""
    source = """found.error("one", 1); asked.refuse("two"); forgive("three")
found.error(f"four_{kind}", 1); _refusal(a, 1, "five"); print("six")"""
    assert {"one", "two", "three", "four_*", "five"} == codes_in(source)


def test_every_heading_and_name_of_a_table_is_listed() -> None:
    names = [n for columns in COLUMNS.values() for own in columns.values() for n in own]
    names += [name for own in ROLE_NAMES.values() for name in own]
    assert [] == missing([quoted(name) for name in names], FOLDER)
    assert [] == missing([quoted(name) for name in folders.SCHEME_NAMES], SCHEME)


def test_every_word_of_a_cell_is_listed() -> None:
    tables = (
        subjects.KINDS,
        indicators.KINDS,
        indicators.DIRECTIONS,
        indicators.ROLL_UPS,
        figures.BASES,
        targets.PHASINGS,
        targets.BOUNDS,
        dict.fromkeys(cells.NOT_APPLICABLE | cells.NOT_REPORTED),
        dict.fromkeys(lookup.SUBTOTALS),
    )
    words = [word for table in tables for word in table]
    assert [] == missing(words, FOLDER)


def test_every_kind_of_file_and_unit_of_measure_is_listed() -> None:
    endings = [quoted(ending) for ending in folders.TABLE_SUFFIXES]
    assert [] == missing(endings, FOLDER)
    counted = [s for s, u in UNITS.items() if u.dimension == s.removeprefix("万")]
    units = [quoted(s) for s in UNITS if not (s in counted and s.startswith("万"))]
    assert [] == missing(units, FOLDER)


def test_the_limits_are_those_of_the_code() -> None:
    mib = 1024 * 1024
    told = [
        f"{limits.MAX_BYTES_CSV // mib} MiB, {limits.MAX_CELLS_CSV:,} cells",
        f"{limits.MAX_BYTES_WORKBOOK // mib} MiB, {limits.MAX_CELLS_WORKBOOK:,} filled",
        f"unpacked {limits.MAX_BYTES_UNPACKED // mib} MiB",
        f"| columns | {limits.MAX_COLUMNS:,} |",
        f"{limits.MAX_POSITIONS_SHEET:,} positions",
        f"{trees.MAX_BYTES:,} bytes, {trees.MAX_DEPTH} indents",
        f"{HEADING_ROWS} rows",
        f"{MAX_INTEGER_DIGITS} and {MAX_DECIMALS}",
        f"{limits.CELLS_NAMED} are named",
    ]
    assert [] == missing(told, FOLDER)


@pytest.mark.parametrize(
    "kind", [SubjectKind, IndicatorKind, Direction, RollUp, Bound, Basis]
)
def test_every_choice_of_a_table_is_listed(kind: type[StrEnum]) -> None:
    assert [] == missing([quoted(choice) for choice in kind], FOLDER)


# --- The scheme ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", CHOICES + OF_HONORS)
def test_every_choice_of_a_scheme_is_listed(kind: type[StrEnum]) -> None:
    assert [] == missing([quoted(str(choice)) for choice in kind], with_kinds(SCHEME))


def with_kinds(page: str) -> str:
    """The page, its headings of kinds set as names."""
    return re.sub(r"^### (\w+)$", r"### `\1`", page, flags=re.MULTILINE)


def test_every_key_of_a_scheme_is_listed() -> None:
    keys: set[str] = set()
    for name in ("schemes.py", "curves.py", "honors.py"):
        source = (Path(cells.__file__).parent / name).read_text("utf-8")
        asks = r"\.(?:text|number|optional_number|choice|yes|listed|knots|within|node)\(\s*"
        keys |= set(re.findall(f'(?:{asks}|_whole\\(\\w+, )"(\\w+)"', source))
    assert len(keys) > 50
    assert {"top", "bottom", "least", "missing", "edge", "together"} <= keys
    assert [] == missing([quoted(key) for key in sorted(keys)], SCHEME)


def test_every_shipped_table_of_lights_is_listed() -> None:
    assert [] == missing([quoted(name) for name in trees.light_presets()], SCHEME)


# --- The command, its JSON and the calendar ------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_listed(name: str) -> None:
    assert f"## saima {name}" in CLI
    parser = argparse.ArgumentParser(add_help=False)
    importlib.import_module(COMMANDS[name][0]).add_arguments(parser)
    options = [o for action in parser._actions for o in action.option_strings]
    positional = [a.dest for a in parser._actions if not a.option_strings]
    part = CLI.partition(f"## saima {name}")[2].partition("\n## ")[0]
    assert [] == [option for option in options if f"`{option}" not in part]
    assert [] == missing([quoted(dest) for dest in positional], part)


def test_every_exit_code_is_listed() -> None:
    race = importlib.import_module(COMMANDS["race"][0])
    codes = (race.DONE, race.REFUSED, race.MISUSED, race.ASKED)
    assert [] == missing([f"| {code} |" for code in codes], CLI)


def test_every_goal_of_the_makefile_is_listed_and_the_readme_names_the_two() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    goals = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    assert [] == missing([quoted(f"make {goal}") for goal in goals], CLI)
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.findall(r"^    make ([a-z-]+)", readme, re.MULTILINE)
    assert ["demo", "test"] * 2 == told
    assert {"demo", "test"} <= set(goals)


def test_every_status_and_name_of_the_json_is_listed() -> None:
    names = re.findall(r'"(\w+)":', "".join(block.text for block in blocks(JSON)))
    assert len(set(names)) > 12
    told = [*names, *Status, *Convention, *Light]
    assert [] == missing([quoted(str(name)) for name in told], JSON)


def test_the_years_of_the_calendar_are_those_shipped() -> None:
    calendar = packaged_calendar()
    rows = [f"| {y} | {calendar.working_days_in_year(y)} |" for y in calendar.years]
    assert [] == missing(rows, reference("calendar.md"))
