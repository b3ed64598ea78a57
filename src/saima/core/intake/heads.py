"""Heads drawn over two rows, laid flat into the one row of headings that is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from saima.core.intake.cells import text_of
from saima.core.intake.headings import (
    HEADING_ROWS,
    Role,
    column_key,
    month_number,
    named,
)
from saima.core.tables import Raw, Sheet
from saima.core.units_of_measure import UnitOfMeasure, unit_of_measure

# How groups head the columns of their plans, beside the names that are asked for.
OTHER_NAMES = {
    **dict.fromkeys(
        ("单位名称", "责任单位", "公司", "公司名称", "企业", "企业名称"), "单位"
    ),
    "项目名称": "项目",
    **dict.fromkeys(
        (
            "目标",
            "目标值",
            "计划",
            "计划数",
            "计划值",
            "预算",
            "任务",
            "目标任务",
            "全年计划",
            "全年任务",
            "年计划",
            "年度目标值",
            "年度计划数",
            "年度任务",
        ),
        "全年目标",
    ),
}
PLANNED = frozenset({"计划", "计划数", "计划值", "目标", "目标值", "plan", "target"})


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of a head, from 0, and its headings as one row would have them."""

    first: int
    row: int  # the last one
    cells: tuple[Raw, ...]

    def columns(self, role: Role) -> list[tuple[int, str]]:
        """The columns that are known, with their names, from left to right."""
        keys = (
            (i, column_key(role, named(raw)[0])) for i, raw in enumerate(self.cells)
        )
        return [(index, key) for index, key in keys if key is not None]


def head_of(
    sheet: Sheet, role: Role, year: int, needed: Collection[str]
) -> Head | None:
    """Find the head of a table, of one row or of two; None where there is none."""
    for index, upper in enumerate(sheet.rows[:HEADING_ROWS]):
        reader = _Reader(role, year)
        below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else ()
        one = Head(index, index, tuple(reader.plain(raw) for raw in upper))
        two = Head(index, index + 1, reader.laid_flat(upper, below))
        for head in (two, one) if reader.belongs(one, below) else (one,):
            if set(needed) <= {key for _, key in head.columns(role)}:
                return head
    return None


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the cells of a head are read for a year."""

    role: Role
    year: int

    def plain(self, raw: Raw) -> Raw:
        """A heading by the name that is asked for, its unit behind it."""
        if self._month(raw) is not None or self._known(raw):
            return raw
        name, unit = named(raw)
        name = re.sub(rf"^{self.year}年度?", "", name)
        known = OTHER_NAMES.get(name, name)
        return _labeled(known, unit) if column_key(self.role, known) else raw

    def belongs(self, upper: Head, below: Sequence[Raw]) -> bool:
        """Whether the row below a row of headings is one of headings as well."""
        if any(isinstance(raw, Decimal | bool) for raw in below):
            return False
        subjects = [i for i, key in upper.columns(self.role) if key == "subject"]
        if not subjects or any(i < len(below) and below[i] for i in subjects):
            return False
        return any(
            self._month(raw) is not None or self._known(self.plain(raw)) or _unit(raw)
            for raw in below
            if raw
        )

    def laid_flat(self, upper: Sequence[Raw], below: Sequence[Raw]) -> tuple[Raw, ...]:
        """Both rows as one: what stands above several columns is said of each."""
        flat: list[Raw] = []
        group: Raw = None
        for column in range(max(len(upper), len(below))):
            over = upper[column] if column < len(upper) else None
            under = below[column] if column < len(below) else None
            if over:
                # What reaches over both rows says nothing of the columns after it.
                group = over if under else None
            flat.append(self._heading(group, under) if under else self.plain(over))
        return tuple(flat)

    def _heading(self, group: Raw, under: Raw) -> Raw:
        """The heading of a column below what stands above it and its neighbors."""
        name, unit = named(under)
        above, general = named(group)
        if self._month(group) is not None:
            planned = name in PLANNED
            return self._of_month(group, unit or general) if planned else under
        if stated := _unit(under):
            return _labeled(named(self.plain(group))[0], stated)
        if self._month(under) is not None:
            return self._of_month(under, unit or general)
        own = self.plain(under)
        if self._known(own):
            return _labeled(named(own)[0], unit or general)
        if name in PLANNED and self._known(self.plain(group)):
            return _labeled(named(self.plain(above))[0], unit or general)
        return under

    def _of_month(self, raw: Raw, unit: UnitOfMeasure | None) -> Raw:
        return raw if unit is None else _labeled(f"{self._month(raw)}月", unit)

    def _month(self, raw: Raw) -> int | None:
        if not isinstance(raw, str | date):
            return None
        return month_number(raw, named(raw)[0], self.year)

    def _known(self, raw: Raw) -> bool:
        return column_key(self.role, named(raw)[0]) is not None


def _unit(raw: Raw) -> UnitOfMeasure | None:
    """The unit of measure that is all a heading says: 万元, （亿元）."""
    return unit_of_measure(text_of(raw).strip("（）() "))


def _labeled(name: str, unit: UnitOfMeasure | None) -> str:
    return name if unit is None else f"{name}（{unit.symbol}）"
