"""The workbook of a plan, our own or one that a group drew itself, as it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from saima.core.findings import Finding, Place, error
from saima.core.intake.cells import text_of
from saima.core.intake.collected import Collected, worst_first
from saima.core.intake.plan_tables import plan_layouts
from saima.core.intake.targets import PlacedTarget, Plan, read_targets
from saima.core.month_sheet import ABOUT, OWN_SHEETS
from saima.core.plan_sheet import KIND, VERSION, own_headings
from saima.core.subjects import Subject
from saima.core.tables import Sheet
from saima.core.words import words
from saima.reading.sheets import read_sheets

Read = tuple[dict[tuple[str, str], PlacedTarget], tuple[Finding, ...]]
TAKE_ANEW = words("take a new workbook and copy the targets over")


def read_plan_workbook(path: Path, shown_as: str, plan: Plan, root: Subject) -> Read:
    """Read targets by subject and indicator; with an error among the findings none counts.

    Months that do not make their year, and parts that do not make their whole, are no
    errors of a workbook: a gap is closed in the plan. Rows without any number are
    passed over, so that what they name stays as it is.
    """
    sheets, findings = read_sheets(path, shown_as, hidden=OWN_SHEETS)
    if not sheets:
        return {}, findings
    record = _record(sheets)
    stranger = _stranger(record, plan, root, Place(shown_as)) if record else None
    if stranger is not None:
        return {}, worst_first([*findings, stranger])
    found = Collected()
    found.extend(findings)
    shown = [sheet for sheet in sheets if sheet.name not in OWN_SHEETS]
    drafted = replace(plan, drafted=True)
    layouts = plan_layouts(shown, drafted, found, own_headings(record))
    targets = read_targets(layouts, drafted, found)
    if not targets and not found.refused:
        text = words("no target was found in the workbook")
        step = words(
            "enter the targets below 全年目标, and put the workbook here again"
        )
        found.error("no_targets", Place(shown_as), text, step)
    return targets, found.findings()


def _record(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What the workbook says of itself; nothing where it is not ours."""
    about = next((sheet for sheet in sheets if sheet.name == ABOUT), None)
    if about is None:
        return {}
    return {text_of(row[0]): text_of(row[1]) for row in about.rows if len(row) > 1}


def _stranger(
    record: Mapping[str, str], plan: Plan, root: Subject, place: Place
) -> Finding | None:
    """Why a workbook of ours is not the one that was asked for."""
    if record.get("kind") != KIND:
        text = words("this is a workbook of Saima, but none of a plan")
        step = words("put it on the page that it was taken from")
        return error("not_our_workbook", place, text, step)
    if record.get("form") != VERSION:
        text = words("the form has changed since this workbook was taken")
        return error("other_form", place, text, TAKE_ANEW)
    if record.get("root") != root.code:
        text = words(
            "this is the plan of {other}, not of {unit}",
            other=record.get("root_name") or record.get("root", ""),
            unit=root.name,
        )
        step = words("put it on the page of that unit, or put the right one here")
        return error("other_unit", place, text, step)
    if record.get("year") != str(plan.year):
        text = words(
            "this is a plan of {other}, not of {year}",
            other=record.get("year", ""),
            year=str(plan.year),
        )
        step = words("put it on the page of that year, or put the right one here")
        return error("another_year", place, text, step)
    return None
