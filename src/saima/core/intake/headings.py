"""Which sheet is which, and which of its columns is which, by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from saima.core.findings import Place
from saima.core.intake.cells import key_of, read_month, read_yes, text_of
from saima.core.intake.collected import Collected
from saima.core.names import folded
from saima.core.tables import Raw, Sheet
from saima.core.units_of_measure import UnitOfMeasure, unit_of_measure
from saima.core.words import words


class Role(StrEnum):
    """What a sheet holds."""

    UNITS = "units"
    INDICATORS = "indicators"
    TARGETS = "targets"
    FIGURES = "figures"


ROLE_NAMES = {
    Role.UNITS: ("units", "subjects", "单位", "对象", "单位表"),
    Role.INDICATORS: ("indicators", "指标", "指标表"),
    Role.TARGETS: ("targets", "目标", "年度目标", "计划", "目标表"),
    Role.FIGURES: ("figures", "actuals", "实绩", "数据", "月报", "完成情况"),
}
COLUMNS: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.UNITS: {
        "code": ("code", "编码", "代码"),
        "name": ("name", "名称", "单位名称", "对象名称"),
        "kind": ("kind", "类型", "类别"),
        "parent": ("parent", "上级", "上级单位", "责任单位", "所属单位"),
        "group": ("group", "组别", "分组"),
        "opened": ("opened", "启用", "启用月份", "开始月份"),
        "closed": ("closed", "停用", "停用月份", "结束月份"),
        "sample": ("sample", "示例"),
    },
    Role.INDICATORS: {
        "code": ("code", "编码", "代码"),
        "name": ("name", "名称", "指标", "指标名称"),
        "unit": ("unit", "unit of measure", "计量单位", "单位"),
        "kind": ("kind", "类型", "类别"),
        "direction": ("direction", "方向", "优劣方向"),
        "roll_up": ("roll-up", "roll up", "汇总", "汇总方式"),
        "negative": ("may be negative", "negative", "可为负"),
        "decimals": ("decimals", "小数位", "小数位数"),
    },
    Role.TARGETS: {
        "subject": ("subject", "对象", "单位", "项目"),
        "indicator": ("indicator", "指标", "指标名称"),
        "unit": ("unit", "unit of measure", "计量单位"),
        "year": ("year", "annual", "全年", "全年目标", "年度目标", "年度计划"),
        "bound": ("bound", "界限", "约束"),
        "floor": ("floor", "底线", "底线目标"),
        "stretch": ("stretch", "奋斗", "奋斗目标"),
        "phasing": ("phasing", "分月方式", "分月"),
        "source": ("source", "来源"),
    },
    Role.FIGURES: {
        "subject": ("subject", "对象", "单位", "项目"),
        "indicator": ("indicator", "指标", "指标名称"),
        "unit": ("unit", "unit of measure", "计量单位"),
        "basis": ("basis", "口径"),
        "month": ("month", "月份", "报告期"),
        "value": ("value", "数值", "实绩", "完成数"),
        "confirmed": ("confirmed", "已核实"),
        "total": ("total", "合计", "全年合计", "累计", "本年累计", "累计完成"),
    },
}
NEEDED = {
    Role.UNITS: ("name",),
    Role.INDICATORS: ("name", "unit"),
    Role.TARGETS: ("subject", "indicator", "year"),
    Role.FIGURES: ("subject", "indicator"),
}
_BRACKETS = re.compile(r"(.*?)\s*\((.+)\)\s*")
_SPACED = re.compile(r"(?<=[^ -~]) (?=[^ -~])")  # `名 称`
_TITLE_UNIT = re.compile(r".*单位\s*:\s*(\S+?)\)?")
# Columns that a table has for its readers; all others unknown are named in a note.
FOR_READERS = frozenset(
    {"", "序号", "备注", "说明", "no", "no.", "note", "notes", "remark", "remarks"}
)
# A period since January: `1-3月`, `1至3月累计`, `3月累计`.
_PERIOD = re.compile(r"1月?[-—–~至到](\d{1,2})月(?:份|累计)?|(\d{1,2})月累计")
HEADING_ROWS = 10  # how far down a heading may stand below its titles


@dataclass(frozen=True, slots=True)
class Layout:
    """The heading of a sheet: its row and the columns found in it, all from 0."""

    sheet: Sheet
    heading: int
    columns: Mapping[str, int]
    months: Mapping[int, int]  # month 1 to 12 → column
    units: Mapping[int, UnitOfMeasure]  # column → unit in its heading
    unit: UnitOfMeasure | None = None  # as a title above says: 单位：万元

    def cell(self, row: Sequence[Raw], name: str) -> Raw:
        """The cell of a named column, None where the sheet has no such column."""
        column = self.columns.get(name)
        return row[column] if column is not None and column < len(row) else None

    def text(self, row: Sequence[Raw], name: str) -> str:
        """The text of a named column, as it was written."""
        return text_of(self.cell(row, name))

    def unit_at(
        self, column: int | None, stated: UnitOfMeasure | None, wanted: UnitOfMeasure
    ) -> UnitOfMeasure | None:
        """The unit of a number: as its row states, else its heading, else the title.

        The title speaks of money in a table that counts other things as well.
        """
        unit = stated or (self.units.get(column) if column is not None else None)
        if unit is None and self.unit and self.unit.dimension == wanted.dimension:
            return self.unit
        return unit

    def key(self, row: Sequence[Raw], name: str) -> str:
        """The text of a named column, for comparing."""
        return key_of(self.cell(row, name))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its cells and their places by the names of columns."""

    layout: Layout
    index: int
    cells: Sequence[Raw]

    def cell(self, name: str) -> Raw:
        """The cell of a named column."""
        return self.layout.cell(self.cells, name)

    def text(self, name: str) -> str:
        """The text of a named column, as it was written."""
        return self.layout.text(self.cells, name)

    def key(self, name: str) -> str:
        """The text of a named column, for comparing."""
        return self.layout.key(self.cells, name)

    def place(self, name: str) -> Place:
        """Where the cell of a named column stands; the row where there is none."""
        return self.layout.sheet.place(self.index, self.layout.columns.get(name))

    def yes(self, name: str, found: Collected) -> bool:
        """Whether a named column says yes; an error where it says something else."""
        answer = read_yes(self.cell(name))
        if answer is None:
            found.error(
                "unknown_choice",
                self.place(name),
                words("“{text}” is neither yes nor no", text=self.text(name)),
                words("write 是 (yes), or leave the cell empty"),
            )
        return bool(answer)


def role_of(sheet: Sheet) -> Role | None:
    """What a sheet holds, by its name, else by its file's name, else by its headings."""
    stem = sheet.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    for name in (sheet.name, stem):
        role = _role_named(name or "")
        if role is not None:
            return role
    return next((role for role in GUESSED if _looks_like(sheet, role)), None)


# By headings, the sheet that needs most of them is tried first.
GUESSED = (Role.TARGETS, Role.FIGURES, Role.INDICATORS, Role.UNITS)


def _looks_like(sheet: Sheet, role: Role) -> bool:
    heading = _heading_row(sheet, role)
    if heading is None or role is not Role.FIGURES:
        return heading is not None
    row = sheet.rows[heading]
    return any(
        column_key(role, named(raw)[0]) == "value" or read_month(raw, 2000)
        for raw in row
    )


def _role_named(name: str) -> Role | None:
    """The role whose name stands first: `figures-2022-05` and `实绩 投资` are figures."""
    plain = folded(name).lower()
    for role, names in ROLE_NAMES.items():
        for known in names:
            rest = plain.removeprefix(known)
            if rest != plain and (not rest or not rest[0].isalpha()):
                return role
    return None


def layout_of(sheet: Sheet, role: Role, found: Collected, year: int) -> Layout | None:
    """Find the heading of a sheet; None, with findings, where it is not fit."""
    heading = _heading_row(sheet, role)
    if heading is None:
        found.error(
            "no_heading",
            sheet.place(0),
            words(
                "no heading row was found; needed: {names}",
                names=", ".join(_shown(role, need) for need in NEEDED[role]),
            ),
            words(
                "put the headings in one row above the data, which has a row for each "
                "unit and indicator; see docs/reference/folder.md"
            ),
        )
        return None
    read = _Headings(sheet, heading, role, year, found)
    for index, raw in enumerate(sheet.rows[heading]):
        read.take(index, raw)
    if read.unknown:
        _unknown_columns(sheet, heading, read.unknown, found)
    if role is Role.FIGURES:
        read.settle_periods()
        _ask_for_basis(sheet, heading, read, found)
    if role is Role.FIGURES and not read.tell_months() and not read.periods:
        _no_months(sheet, heading, found)
        return None
    _refuse_data_above(sheet, heading, found)
    unit = _title_unit(sheet.rows[:heading])
    return Layout(sheet, heading, read.columns, read.months, read.units, unit)


def _ask_for_basis(
    sheet: Sheet, heading: int, read: _Headings, found: Collected
) -> None:
    """A title that says 累计 above figures that do not say what they are."""
    if "basis" in read.columns or read.periods:
        return
    above = [raw for row in sheet.rows[:heading] for raw in row]
    names = [sheet.name, sheet.file.rsplit("/", 1)[-1], *above]
    title = next((n for n in names if n is not None and "累计" in text_of(n)), None)
    if title is None:
        return
    found.question(
        "basis_not_said",
        sheet.place(heading),
        words(
            "“{title}” says cumulative (累计), but there is no column 口径, so that the "
            "months would be added up",
            title=" ".join(text_of(title).split())[:40],
        ),
        words("add a column 口径 with 累计 (to date) or 当月 (in month)"),
    )


class _Headings:
    """The headings of a sheet, taken one by one."""

    def __init__(
        self, sheet: Sheet, heading: int, role: Role, year: int, found: Collected
    ) -> None:
        self.sheet, self.heading, self.role = sheet, heading, role
        self.year, self.found = year, found
        self.columns: dict[str, int] = {}
        self.months: dict[int, int] = {}
        self.units: dict[int, UnitOfMeasure] = {}
        self.unknown: list[str] = []
        self.periods: dict[int, tuple[str, int]] = {}  # column → name, last month

    def take(self, index: int, raw: Raw) -> None:
        """Take one heading: of a column that is known, of a month, or unknown."""
        name, unit = named(raw)
        if unit is not None:
            self.units[index] = unit
        month = month_number(raw, name, self.year)
        key = column_key(self.role, name)
        if period := _PERIOD.fullmatch(name):
            self.periods[index] = (text_of(raw), int(period[1] or period[2]))
        elif key is not None:
            if key in self.columns:
                _column_twice(self.sheet, self.heading, index, name, self.found)
            self.columns.setdefault(key, index)
        elif month is not None:
            if month in self.months:
                _month_twice(self.sheet, self.heading, index, month, self.found)
            self.months.setdefault(month, index)
        elif read_month(raw) or read_month(name):
            place = self.sheet.place(self.heading, index)
            self.found.forgive("other_year", place)
        elif name not in FOR_READERS:
            self.unknown.append(" ".join(text_of(raw).split()))

    def settle_periods(self) -> None:
        """A period since January beside plain months is their total; else it is asked."""
        if self.months and len(self.periods) == 1:
            self.columns.setdefault("total", next(iter(self.periods)))
            return
        for column, (name, month) in self.periods.items():
            self.found.error(
                "period_heading",
                self.sheet.place(self.heading, column),
                words("“{name}” is a period since January, no month", name=name),
                words(
                    "write {month}月 above it, and 累计 (to date) into a column 口径",
                    month=month,
                ),
            )

    def tell_months(self) -> bool:
        """Whether figures under these headings belong to months."""
        return bool(self.months) or {"month", "value"} <= set(self.columns)


def _refuse_data_above(sheet: Sheet, heading: int, found: Collected) -> None:
    """Rows of numbers above the headings are data that would be left out unseen."""
    for index, row in enumerate(sheet.rows[:heading]):
        numbers = [raw for raw in row if isinstance(raw, Decimal) or _is_number(raw)]
        if len(numbers) > 1:
            found.error(
                "data_above",
                sheet.place(index),
                words("this row of numbers stands above the headings"),
                words("put the headings above all data"),
            )


def _is_number(raw: Raw) -> bool:
    return isinstance(raw, str) and re.fullmatch(r"-?[\d.,]+%?", raw) is not None


def _title_unit(rows: Sequence[Sequence[Raw]]) -> UnitOfMeasure | None:
    """The unit of measure that a title above the headings states for the table."""
    texts = (folded(text_of(raw)) for row in rows for raw in row if raw is not None)
    stated = (match[1] for text in texts if (match := _TITLE_UNIT.fullmatch(text)))
    return next((unit for text in stated if (unit := unit_of_measure(text))), None)


def _shown(role: Role, column: str) -> str:
    """A heading as it is asked for: in Chinese, with its English name."""
    names = COLUMNS[role][column]
    return f"{next(n for n in names if not n.isascii())} ({names[0]})"


def _unknown_columns(
    sheet: Sheet, row: int, names: Sequence[str], found: Collected
) -> None:
    found.note(
        "unknown_columns",
        sheet.place(row),
        words(
            "these columns are not known and were passed over: {names}",
            names=", ".join(names),
        ),
        words("look whether one of them should have been read"),
    )


def _no_months(sheet: Sheet, row: int, found: Collected) -> None:
    found.error(
        "no_months",
        sheet.place(row),
        words("the headings name no months of the year of the scheme"),
        words("write 1月, 2月 … above the figures, or the columns 月份 and 数值"),
    )


def _month_twice(
    sheet: Sheet, row: int, column: int, month: int, found: Collected
) -> None:
    found.error(
        "month_twice",
        sheet.place(row, column),
        words("month {month} stands in two columns", month=month),
        words("keep one column for each month"),
    )


def _column_twice(
    sheet: Sheet, row: int, column: int, name: str, found: Collected
) -> None:
    found.error(
        "column_twice",
        sheet.place(row, column),
        words("the heading “{name}” stands twice", name=name),
        words("keep one of the columns"),
    )


def _heading_row(sheet: Sheet, role: Role) -> int | None:
    for index, row in enumerate(sheet.rows[:HEADING_ROWS]):
        keys = {column_key(role, named(raw)[0]) for raw in row}
        if all(need in keys for need in NEEDED[role]):
            return index
    return None


def named(raw: Raw) -> tuple[str, UnitOfMeasure | None]:
    """A heading without its bracket, and the unit of measure in it if it is one."""
    text = _SPACED.sub("", folded(text_of(raw)))
    bracketed = _BRACKETS.fullmatch(text)
    if bracketed:
        unit = unit_of_measure(bracketed[2].removeprefix("单位:").strip())
        if unit is not None:
            return bracketed[1].strip().lower(), unit
    return text.lower(), None


def column_key(role: Role, name: str) -> str | None:
    """The column that a heading without its bracket names."""
    return next((key for key, names in COLUMNS[role].items() if name in names), None)


def month_number(raw: Raw, name: str, year: int) -> int | None:
    """The month of a year that a heading names, 1 to 12."""
    if re.fullmatch(r"\d{1,2}", name):
        return None  # a bare number is no heading of a month
    month = read_month(raw, year) or read_month(name, year)
    return month.number if month and month.year == year else None
