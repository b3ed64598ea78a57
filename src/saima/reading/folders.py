"""A folder with a plan, figures and a scheme, read whole or refused whole."""

from __future__ import annotations

from pathlib import Path

from saima.core.findings import Finding, Place, Severity, error
from saima.core.intake.trees import Node
from saima.core.intake.whole import Intake, take_in
from saima.core.tables import Sheet
from saima.core.words import Words, words
from saima.reading.calendars import read_calendar
from saima.reading.sheets import read_sheets
from saima.reading.trees import light_presets, read_tree

SCHEME_NAMES = ("scheme.yaml", "scheme.yml", "办法.yaml", "评比办法.yaml")
TABLE_SUFFIXES = frozenset(
    [".csv", ".tsv", ".txt", ".xlsx", ".xls", ".et", ".ods", ".xlsm", ".xlsb"]
)
CALENDAR_NAME = "calendar.csv"


def read_folder(folder: Path) -> Intake:
    """Read a race from its folder: every finding at once, nothing half read."""
    if not folder.is_dir():
        return _refused(
            folder.name, words("there is no such folder"), words("check the path")
        )
    scheme_path = next(
        (folder / n for n in SCHEME_NAMES if (folder / n).is_file()), None
    )
    if scheme_path is None:
        return _refused(
            folder.name,
            words("the folder has no scheme.yaml"),
            words("write one; see docs/reference/scheme.md"),
        )
    tree, findings = read_tree(scheme_path, scheme_path.name)
    sheets, more = _sheets(folder)
    findings += more
    if tree is None or any(f.severity is Severity.ERROR for f in findings):
        return Intake(None, findings)
    return _taken_in(folder, tree, sheets, findings)


def _taken_in(
    folder: Path,
    tree: Node,
    sheets: tuple[Sheet, ...],
    findings: tuple[Finding, ...],
) -> Intake:
    own = folder / CALENDAR_NAME
    calendar, more = read_calendar(own if own.is_file() else None)
    intake = take_in(tree, sheets, calendar, light_presets())
    return Intake(intake.race, findings + more + intake.findings)


def _sheets(folder: Path) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith((".", "~$"))
        wanted = path.suffix.lower() in TABLE_SUFFIXES and path.name != CALENDAR_NAME
        if path.is_file() and wanted and not hidden:
            read, found = read_sheets(path, path.name)
            sheets += read
            findings += found
    return tuple(sheets), tuple(findings)


def _refused(shown_as: str, text: Words, next_step: Words) -> Intake:
    finding = error("folder", Place(shown_as), text, next_step)
    return Intake(None, (finding,))
