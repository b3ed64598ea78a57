"""The rows of a month's workbook, each held against the line that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from saima.core.filling import Entry, Key, Line, MonthFinding, MonthForm, read_value
from saima.core.findings import Finding, Place, error, note
from saima.core.intake.cells import read_yes, text_of
from saima.core.intake.collected import NOTHING_TO_DO
from saima.core.month_sheet import basis_of
from saima.core.names import folded
from saima.core.numbers import plain_text
from saima.core.tables import Raw
from saima.core.words import listed, words
from saima.reading.month_workbook.tables import TAKE_ANEW, Found, Table

NAMED = 20  # lines that are missing
UNDO = words(
    "undo the change; if Saima has changed since, take a new workbook and fill that in"
)
DELETE_ROW = words("delete the row; other lines are asked for by the planning office")


@dataclass
class Figures:
    """The rows of the sheet of figures, each held against its line."""

    table: Table
    form: MonthForm
    bases: Mapping[str, str]
    headings: Mapping[str, str]
    found: Found
    row_of: dict[Key, int] = field(default_factory=dict)
    read_as: dict[Key, Entry] = field(default_factory=dict)
    refused: set[Key] = field(default_factory=set)  # whose number could not be read

    def read(self) -> None:
        """Read every row, and say which lines are not there."""
        for index, cells in self.table.rows():
            line = self._line(index, cells)
            if line is not None:
                self.row_of[line.key] = index
                self._check_locked(line, index, cells)
                self._read_entry(line, index, cells)
        self._name_missing()

    def entries(self, items: Mapping[Key, Sequence[str]]) -> tuple[Entry, ...]:
        """What was read, in the order of the form."""
        return tuple(
            Entry(key, one.value, one.note, tuple(items.get(key, ())), one.confirmed)
            for key in self.form.by_key
            if (one := self.read_as.get(key)) is not None
        )

    def _line(self, index: int, cells: Mapping[str, Raw]) -> Line | None:
        key = text_of(cells["subject_code"]), text_of(cells["indicator_code"])
        line = self.form.by_key.get(key)
        place = self.table.place(index, "subject")
        if line is None:
            text = words("this row is none of the form's")
            self.found.append(error("row_added", place, text, DELETE_ROW))
            return None
        if key in self.row_of:
            text = words(
                "{subject} {indicator} stands in row {row} already",
                subject=line.subject.name,
                indicator=line.indicator.name,
                row=self.row_of[key] + 1,
            )
            step = words("keep one of the two rows")
            self.found.append(error("row_twice", place, text, step))
            return None
        return line

    def _check_locked(self, line: Line, index: int, cells: Mapping[str, Raw]) -> None:
        texts = (
            ("subject", line.subject.name),
            ("indicator", line.indicator.name),
            ("unit_of_measure", line.indicator.unit_of_measure.symbol),
            ("basis", self.bases.get(basis_of(line), "")),
        )
        for name, wanted in texts:
            raw = cells[name]
            if raw != wanted and folded(text_of(raw)) != folded(wanted):
                self._say_changed(index, name, (text_of(raw), wanted))
        for name, number in (("target", line.target), ("planned", line.planned)):
            if not _same(cells[name], number):
                self._say_changed(index, name, (text_of(cells[name]), _shown(number)))
        if not _same(cells["before"], line.before):
            self._note_before(index, text_of(cells["before"]), _shown(line.before))

    def _say_changed(self, index: int, name: str, both: tuple[str, str]) -> None:
        text = words(
            "“{name}” is not to be filled in: “{here}” stands here, in Saima “{there}”",
            name=self.headings[name],
            here=both[0][:40],
            there=both[1],
        )
        place = self.table.place(index, name)
        self.found.append(error("cell_changed", place, text, UNDO))

    def _note_before(self, index: int, here: str, there: str) -> None:
        """Last month's figure may have been mended meanwhile; it is not taken in."""
        text = words(
            "last month's figure is “{here}” here and “{there}” in Saima now",
            here=here[:40],
            there=there,
        )
        place = self.table.place(index, "before")
        self.found.append(note("figure_before", place, text, NOTHING_TO_DO))

    def _read_entry(self, line: Line, index: int, cells: Mapping[str, Raw]) -> None:
        at = index, self.table.columns["value"]
        percent = at in self.table.sheet.percent_cells
        value, told = read_value(line, cells["value"], percent=percent)
        for one in told:
            self.found.append(placed(one, self.table.place(index, "value")))
        if told and value is None:
            self.refused.add(line.key)
        confirmed = read_yes(cells["confirmed"])
        if confirmed is None:
            text = words(
                "“{text}” is neither yes nor no", text=text_of(cells["confirmed"])[:40]
            )
            step = words("write 是 (yes), or leave the cell empty")
            place = self.table.place(index, "confirmed")
            self.found.append(error("unknown_choice", place, text, step))
        said = text_of(cells["note"])
        self.read_as[line.key] = Entry(line.key, value, said, confirmed=bool(confirmed))

    def _name_missing(self) -> None:
        gone = [line for line in self.form.lines if line.key not in self.row_of]
        if not gone:
            return
        names = [f"{one.subject.name} {one.indicator.name}" for one in gone[:NAMED]]
        text = words(
            "{count} lines of the form are not there: {names}",
            count=len(gone),
            names=listed([*names, *(["…"] if len(gone) > NAMED else [])]),
        )
        place = Place(self.table.sheet.file, self.table.sheet.name)
        self.found.append(error("row_missing", place, text, TAKE_ANEW))


def _same(raw: Raw, wanted: Decimal | None) -> bool:
    if isinstance(raw, str):  # more digits than a number of a workbook keeps
        try:
            return Decimal(raw) == wanted
        except InvalidOperation:
            return False
    return raw == wanted and not isinstance(raw, bool)


def _shown(number: Decimal | None) -> str:
    return "" if number is None else plain_text(number)


def placed(finding: MonthFinding, place: Place) -> Finding:
    said = finding.text, finding.next_step
    return Finding(finding.severity, finding.code, place, *said)
