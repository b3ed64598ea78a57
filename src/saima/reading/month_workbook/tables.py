"""The tables of a month's workbook, found by their headings wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from saima.core.findings import Finding, Place, error
from saima.core.intake.cells import text_of
from saima.core.tables import Raw, Sheet
from saima.core.words import Words, words

HEAD_WITHIN = 20  # rows from the top
TAKE_ANEW = words("take a new workbook from the page of the month and fill that in")

Found = list[Finding]


@dataclass(frozen=True)
class Table:
    """A sheet with the row of its headings and the column of each."""

    sheet: Sheet
    head: int
    columns: Mapping[str, int]

    def place(self, row: int, column: str) -> Place:
        return self.sheet.place(row, self.columns[column])

    def rows(self) -> Iterator[tuple[int, dict[str, Raw]]]:
        """The rows below the headings that hold anything."""
        columns = tuple(self.columns.items())
        for index in range(self.head + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            if any(raw is not None for raw in row):
                width = len(row)
                yield index, {n: row[c] if c < width else None for n, c in columns}


def table_of(
    sheets: Sequence[Sheet], headings: Mapping[str, str], name: str, found: Found
) -> Table | None:
    """The one table with most of these headings, whatever its sheet is called."""
    heads = [(s, head) for s in sheets if (head := _head(s, headings)) is not None]
    if not heads:
        text = words(
            "the sheet “{name}” is not there, or its headings are gone", name=name
        )
        found.append(error("no_heading", Place(sheets[0].file), text, TAKE_ANEW))
        return None
    for sheet, head in heads[1:]:
        text = words(
            "this table stands in the sheets “{first}” and “{second}”",
            first=heads[0][0].name or "",
            second=sheet.name or "",
        )
        step = words("keep one of the two sheets")
        found.append(error("table_twice", sheet.place(head, 0), text, step))
    sheet, head = heads[0]
    columns = _columns(sheet, head, headings, found)
    return None if columns is None or len(heads) > 1 else Table(sheet, head, columns)


def _head(sheet: Sheet, headings: Mapping[str, str]) -> int | None:
    """The row that has most of the headings, if more than half."""
    wanted = set(headings.values())
    counts = [
        len(wanted & {text_of(raw) for raw in row}) for row in sheet.rows[:HEAD_WITHIN]
    ]
    most = max(counts, default=0)
    return counts.index(most) if 2 * most > len(wanted) else None


def _columns(
    sheet: Sheet, head: int, headings: Mapping[str, str], found: Found
) -> dict[str, int] | None:
    """Where each heading stands; None, with findings, where one does not or twice."""
    row = [text_of(raw) for raw in sheet.rows[head]]
    faults = len(found)
    columns: dict[str, int] = {}
    for usual, (name, text) in enumerate(headings.items()):
        at = [index for index, other in enumerate(row) if other == text]
        if len(at) == 1:
            columns[name] = at[0]
        elif at:
            twice = words("the heading “{name}” stands twice", name=text)
            step = words("keep one of the columns")
            found.append(error("column_twice", sheet.place(head, at[1]), twice, step))
        else:
            other = row[usual] if usual < len(row) else ""
            said = _gone(text, "" if other in headings.values() else other)
            place = sheet.place(head, usual)
            found.append(error("heading_changed", place, said, TAKE_ANEW))
    return columns if len(found) == faults else None


def _gone(heading: str, instead: str) -> Words:
    if instead:
        return words(
            "“{other}” stands where the heading “{name}” belongs",
            other=instead[:40],
            name=heading,
        )
    return words("the column “{name}” is not there", name=heading)
