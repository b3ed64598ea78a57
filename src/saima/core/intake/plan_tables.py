"""Tables of a plan as groups draw them, made into tables as they are read.

Their heads may stand over two rows, a name may stand once for many rows, an indicator
may be named by the sheet alone, and names may be numbered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from saima.core.findings import Place
from saima.core.indicators import Indicator
from saima.core.intake.cells import text_of
from saima.core.intake.collected import Collected
from saima.core.intake.headings import (
    Layout,
    Role,
    column_key,
    layout_of,
    month_number,
    named,
)
from saima.core.intake.heads import Head, head_of
from saima.core.intake.lookup import subtotal, with_unit
from saima.core.intake.silence import is_remark
from saima.core.intake.targets import Plan
from saima.core.names import folded
from saima.core.subjects import Subject
from saima.core.tables import Raw, Sheet
from saima.core.words import words

ROLE = Role.TARGETS
NEEDED = ("subject", "year")
NUMBERS = ("year", "floor", "stretch")
# Headings that only our own workbooks have, and as what they are read.
OWN_AS = {
    "number": None,
    "level": None,
    "subject_code": None,
    "indicator_code": None,
    "source": "source",
}
OWN = OWN_AS.keys()
CODES = {"subject_code": "subject", "indicator_code": "indicator"}
PROJECTS = frozenset({"项目", "project"})
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
# What stands before a name in a list: 其中：, 一、, （二）, 3. and the like.
_LISTED = re.compile(
    r"(?:其中|[(（]?(?:[一二三四五六七八九十]+|\d{1,3})[)）、.．])\s*[:：]?\s*"
)


def plan_layouts(
    sheets: Sequence[Sheet],
    plan: Plan,
    found: Collected,
    own: Mapping[str, str] | None = None,
) -> list[Layout]:
    """The tables of targets among some sheets, each with its headings.

    `own` are the headings of our own workbooks, by what they are for.
    """
    layouts: list[Layout] = []
    for sheet in sheets:
        if not any(any(raw is not None for raw in row) for row in sheet.rows):
            continue
        head = head_of(sheet, ROLE, plan.year, NEEDED)
        if head is None:
            _pass_over(sheet, found)
            continue
        drawn = _Drawn(sheet, head, plan, found, own or {})
        flat = drawn.flat()
        layout = layout_of(flat, ROLE, found, plan.year) if flat else None
        if layout is not None:
            layouts.append(layout)
    return layouts


def _pass_over(sheet: Sheet, found: Collected) -> None:
    """A sheet without the headings of a plan: text is for readers, numbers are not."""
    cells = [raw for row in sheet.rows for raw in row]
    text = words("this sheet has no headings of a plan: 单位 and 全年目标")
    if sum(isinstance(raw, Decimal) for raw in cells) > 1:
        step = words("name its columns so, or take the sheet out of the workbook")
        found.error("no_heading", sheet.place(0), text, step)
        return
    step = words("look whether it should have been read")
    found.note("sheet_passed_over", Place(sheet.file, sheet.name), text, step)


class _Drawn:
    """One table as it is drawn."""

    def __init__(
        self,
        sheet: Sheet,
        head: Head,
        plan: Plan,
        found: Collected,
        own: Mapping[str, str],
    ) -> None:
        self.sheet, self.head, self.plan, self.found = sheet, head, plan, found
        self.cells = [*head.cells]
        self.codes = self._own_columns(own)
        known = replace(head, cells=tuple(self.cells)).columns(ROLE)
        self.subject, self.unit = self._subjects(
            [i for i, k in known if k == "subject"]
        )
        indicators = [index for index, key in known if key == "indicator"]
        self.indicator = indicators[0] if indicators else None
        self.numbers = [
            index
            for index, raw in enumerate(self.cells)
            if column_key(ROLE, named(raw)[0]) in NUMBERS
            or (raw and month_number(raw, named(raw)[0], plan.year))
        ]
        self.before: dict[str, str] = {}  # the names last seen, by what they name

    def _own_columns(self, own: Mapping[str, str]) -> dict[str, int]:
        """The columns of codes, by what they name; headings of ours are for us alone."""
        codes: dict[str, int] = {}
        texts = [text_of(raw) for raw in self.head.cells]
        for name in OWN & own.keys():
            if own[name] in texts:
                index = texts.index(own[name])
                self.cells[index] = OWN_AS[name]
                if name in CODES:
                    codes[CODES[name]] = index
        return codes

    def _subjects(self, columns: list[int]) -> tuple[int, int | None]:
        """The column of subjects; of a unit and its project, the project is meant."""
        projects = [i for i in columns if named(self.cells[i])[0] in PROJECTS]
        if len(columns) != 2 or len(projects) != 1:
            return columns[0], None
        (unit,) = set(columns) - set(projects)
        self.cells[unit] = None
        return projects[0], unit

    def flat(self) -> Sheet | None:
        """The table with one row of headings, and both names in each of its rows."""
        if not self._is_of_the_year():
            return None
        whole = None if self.indicator is not None else self._indicator_of_sheet()
        if self.indicator is None and whole is None:
            self._which_indicator()
            return None
        rows = [[*row] for row in self.sheet.rows]
        if self.indicator is None:
            self.indicator = max(map(len, rows))
            self.cells += [None] * (self.indicator - len(self.cells)) + ["指标"]
        rows[self.head.row] = self.cells
        titles = rows[: self.head.first]
        upper: list[list[Raw]] = [[] for _ in range(self.head.first, self.head.row)]
        for index, row in enumerate(rows[self.head.row + 1 :], self.head.row + 1):
            if any(raw is not None for raw in row) and not is_remark(row):
                row += [None] * (len(self.cells) - len(row))
                self._complete(index, row, whole)
        return replace(self.sheet, rows=[*titles, *upper, *rows[self.head.row :]])

    def _complete(self, index: int, row: list[Raw], whole: str | None) -> None:
        """Put the names of subject and indicator into a row that leaves one out."""
        assert self.indicator is not None
        if self.unit is not None and not row[self.subject]:
            row[self.subject] = row[self.unit]
        if whole is not None:
            row[self.indicator] = whole if row[self.subject] else None
        self._put_codes(row)
        row[self.subject] = self._named("subject", row[self.subject])
        row[self.indicator] = self._named("indicator", row[self.indicator])
        columns = {"subject": self.subject, "indicator": self.indicator}
        told = any(row[column] is not None for column in self.numbers)
        empty = [name for name, column in columns.items() if not row[column]]
        if told and len(empty) == 1 and empty[0] in self.before:
            row[columns[empty[0]]] = self.before[empty[0]]
            place = self.sheet.place(index, columns[empty[0]])
            self.found.forgive("filled_down", place)
        for name, column in columns.items():
            if row[column] and (told or self._found(name, text_of(row[column]))):
                self.before[name] = text_of(row[column])

    def _put_codes(self, row: list[Raw]) -> None:
        """The codes of our own workbook tell apart what has one name."""
        columns = {"subject": self.subject, "indicator": self.indicator}
        for name, code in self.codes.items():
            column = columns[name]
            assert column is not None
            same = self._found(name, text_of(row[column]))
            meant = self._found(name, text_of(row[code]))
            if meant is None and row[code]:
                row[column] = row[code]  # what this row was made for is not there
            elif same and meant and folded(same.name) == folded(meant.name):
                row[column] = meant.code

    def _found(self, name: str, text: str) -> Subject | Indicator | None:
        if name == "subject":
            return self.plan.subjects.find(text)
        return self.plan.indicators.find(text)

    def _named(self, kind: str, raw: Raw) -> Raw:
        """What a cell names, without what numbers it in a list."""
        for name in _without_number(text_of(raw)):
            if self._found(kind, name) or (kind == "subject" and subtotal(name)):
                return name
        return raw

    def _titles(self) -> Iterator[tuple[str, Place]]:
        """What is said of the whole table: by its sheet's name, and above its head."""
        if self.sheet.name:
            yield self.sheet.name, Place(self.sheet.file, self.sheet.name)
        for index, row in enumerate(self.sheet.rows[: self.head.first]):
            for column, raw in enumerate(row):
                if isinstance(raw, str):
                    yield raw, self.sheet.place(index, column)

    def _is_of_the_year(self) -> bool:
        """Whether its titles name the year of the plan, or none at all."""
        told = [
            (int(y), at) for text, at in self._titles() for y in _YEAR.findall(text)
        ]
        if not told or self.plan.year in {year for year, _ in told}:
            return True
        year, place = told[0]
        self.found.error(
            "another_year",
            place,
            words(
                "this is a plan of {other}, not of {year}",
                other=str(year),
                year=str(self.plan.year),
            ),
            words("put it on the page of that year, or put the right one here"),
        )
        return False

    def _indicator_of_sheet(self) -> str | None:
        """The one indicator that the sheet's name or a title names, with its unit."""
        for text, _ in self._titles():
            if self.plan.indicators.find(text):
                return text
        for text, _ in self._titles():
            plain = folded(text)
            names = {i.name for i in self.plan.indicators.by_code.values()}
            inside = [name for name in names if folded(name) in plain]
            longest = [n for n in inside if not any(n != o and n in o for o in inside)]
            if len(longest) == 1:
                unit = with_unit(text)[1]
                return f"{longest[0]}（{unit.symbol}）" if unit else longest[0]
        return None

    def _which_indicator(self) -> None:
        self.found.error(
            "which_indicator",
            self.sheet.place(self.head.row),
            words("nothing says of which indicator these targets are"),
            words("add a column 指标, or name the sheet after the indicator"),
        )


def _without_number(text: str) -> Iterator[str]:
    """A name as it stands, then without what numbers it in a list."""
    yield text
    while (match := _LISTED.match(text)) and match.end():
        text = text[match.end() :]
        yield text
