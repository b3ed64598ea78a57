"""A folder with a plan, figures and a scheme, read whole or refused whole."""

from __future__ import annotations

from pathlib import Path

from saima.core.findings import Finding, Place, blocking, error
from saima.core.intake.collected import worst_first
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
# What another file may define: not to be complained of while one is unread.
DEFINED_ELSEWHERE = frozenset(
    {
        "no_sheet",
        "no_entrants",
        "unknown_subject",
        "unknown_indicator",
        "breakdown_does_not_tie",
        "subtotal_of_what",
    }
)


def read_folder(folder: Path) -> Intake:
    """Read a race from its folder: every finding at once, nothing half read."""
    shown_as = folder.name or str(folder)
    if not folder.is_dir():
        return _refused(
            shown_as, words("there is no such folder"), words("check the path")
        )
    schemes = [folder / n for n in SCHEME_NAMES if (folder / n).is_file()]
    if not schemes:
        return _refused(
            shown_as,
            words("the folder has no scheme.yaml"),
            words("write one; see docs/reference/scheme.md"),
        )
    if len(schemes) > 1:
        return _refused(
            shown_as,
            words(
                "the folder has several schemes: {names}",
                names=", ".join(path.name for path in schemes),
            ),
            words("keep one of them"),
        )
    tree, findings = read_tree(schemes[0], schemes[0].name)
    sheets, more = _sheets(folder)
    if tree is None:
        return Intake(None, findings + more)
    return _taken_in(folder, tree, sheets, more)


def _taken_in(
    folder: Path,
    tree: Node,
    sheets: tuple[Sheet, ...],
    findings: tuple[Finding, ...],
) -> Intake:
    own = folder / CALENDAR_NAME
    calendar, more = read_calendar(own if own.is_file() else None)
    intake = take_in(tree, sheets, calendar, light_presets())
    findings += more
    if not blocking(findings):
        return Intake(intake.race, worst_first(findings + intake.findings))
    sure = [f for f in intake.findings if f.code not in DEFINED_ELSEWHERE]
    return Intake(None, worst_first([*findings, *sure]))


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
