"""The workbook of a unit's month, as it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from saima.core.filling import Entry, MonthFinding, MonthForm, check
from saima.core.findings import Finding, Place, error, note
from saima.core.intake.cells import text_of
from saima.core.intake.collected import worst_first
from saima.core.month_sheet import (
    ABOUT,
    HEADINGS,
    ITEM_HEADINGS,
    KIND,
    OWN_SHEETS,
    of_kind,
)
from saima.core.tables import Sheet
from saima.core.words import words
from saima.reading.month_workbook.figures import Figures, placed
from saima.reading.month_workbook.lists import Lists, read_lists
from saima.reading.month_workbook.tables import TAKE_ANEW, Table, table_of
from saima.reading.sheets import read_sheets

NEEDED = {f"fill:{name}" for name in HEADINGS} | {
    f"items:{name}" for name in ITEM_HEADINGS
}


def read_month_workbook(
    path: Path, shown_as: str, form: MonthForm
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Read what was filled in; with an error among the findings none of it counts.

    The entries are there all the same as far as they could be read, to be looked at.
    """
    sheets, findings = read_sheets(path, shown_as, hidden=OWN_SHEETS)
    if not sheets:
        return (), findings
    found = [*findings]
    record = _record(sheets)
    shown = [sheet for sheet in sheets if sheet.name not in OWN_SHEETS]
    stranger = _stranger(record if shown else {}, form, Place(shown_as))
    if stranger is not None:
        return (), worst_first([*found, stranger])
    headings = of_kind(record, "fill")
    figures = table_of(shown, headings, record.get("sheet:fill", ""), found)
    if figures is None:
        return (), worst_first(found)
    rows = Figures(figures, form, of_kind(record, "basis"), headings, found)
    rows.read()
    lists = read_lists(shown, form, record, found)
    entries = rows.entries(lists.items)
    found += _checked(form, entries, rows, lists)
    return entries, worst_first(found)


def _record(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What the workbook says of itself; nothing where it is not ours."""
    about = next((sheet for sheet in sheets if sheet.name == ABOUT), None)
    if about is None:
        return {}
    return {text_of(row[0]): text_of(row[1]) for row in about.rows if len(row) > 1}


def _stranger(
    record: Mapping[str, str], form: MonthForm, place: Place
) -> Finding | None:
    """Why the workbook is not the one that was asked for."""
    if record.get("kind") != KIND or not record.keys() >= NEEDED:
        text = words("this is no month workbook of Saima")
        return error("not_our_workbook", place, text, TAKE_ANEW)
    if record.get("unit") != form.unit.code:
        text = words(
            "this is the workbook of {other}, not of {unit}",
            other=record.get("unit_name") or record.get("unit", ""),
            unit=form.unit.name,
        )
        step = words("put it on the page of that unit, or put the right one here")
        return error("other_unit", place, text, step)
    if record.get("month") != str(form.month):
        text = words(
            "this is the workbook of {other}, not of {month}",
            other=record.get("month", ""),
            month=str(form.month),
        )
        step = words("put it on the page of that month, or put the right one here")
        return error("other_month", place, text, step)
    if record.get("form") != form.version:
        text = words("the form has changed since this workbook was taken")
        step = words("take a new workbook and copy the figures over")
        return error("other_form", place, text, step)
    return None


def _checked(
    form: MonthForm, entries: Sequence[Entry], rows: Figures, lists: Lists
) -> Iterator[Finding]:
    """The findings of the core at their cells, lines without a figure told once."""
    empty: list[Place] = []
    for finding in check(form, entries):
        row = rows.row_of.get(finding.key)
        if row is None:
            continue
        place = _place_of(finding, row, rows.table, lists)
        if finding.code != "missing_figure":
            yield placed(finding, place)
        elif finding.key not in rows.refused:
            empty.append(place)
    if empty:
        text = words("{count} lines have no figure yet", count=len(empty))
        step = words("fill them in before the month is submitted")
        yield note("missing_figure", empty[0], text, step)


def _place_of(finding: MonthFinding, row: int, table: Table, lists: Lists) -> Place:
    if finding.column != "items":
        return table.place(row, finding.column)
    places = lists.places.get(finding.key)
    if not places:
        return table.place(row, "value")
    return places[finding.item or 0]
