"""A small folder as sheets and a scheme, and the same with a cell or a rule changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from saima.core.calendars import Calendar
from saima.core.findings import Finding, Place
from saima.core.intake.trees import Leaf, ListNode, MapNode, Node
from saima.core.intake.whole import Intake, take_in
from saima.core.tables import Raw, Sheet

Rows = Sequence[Sequence[Raw]]

YEAR = 2022
NO_DAYS = Calendar(frozenset({YEAR}), frozenset(), frozenset())


def rows(text: str) -> Rows:
    """Lines with commas as rows of cells."""
    lines = text.strip().splitlines()
    return [[cell.strip() or None for cell in line.split(",")] for line in lines]


UNITS = rows(
    """
    编码,名称,类型,上级,组别
    g,集团,集团,,
    a,甲公司,公司,集团,一组
    b,乙公司,公司,集团,一组
    """
)
INDICATORS = rows(
    """
    编码,名称,计量单位,类型,方向
    rev,营收,万元,金额,
    new,招商,个,数量,
    debt,负债率,%,比率,低
    """
)
TARGETS = rows(
    """
    对象,指标,全年目标,分月方式
    甲公司,营收,1200,均分
    乙公司,营收,2400,均分
    甲公司,招商,12,均分
    乙公司,招商,12,均分
    """
)
FIGURES = rows(
    """
    对象,指标,口径,1月,2月,3月,计量单位,已核实,合计
    甲公司,营收,当月,100,110,120,,,
    乙公司,营收,当月,200,210,220,,,
    甲公司,招商,当月,1,1,1,,,
    乙公司,招商,当月,1,2,1,,,
    """
)
LONG = rows(
    """
    对象,指标,口径,月份,数值,计量单位,已核实
    甲公司,营收,当月,2022-01,100,,
    甲公司,营收,当月,2月,110,,
    乙公司,营收,当月,一月,200,,
    """
)
LINEAR = {"kind": "linear"}
SCHEME = {
    "name": "办法",
    "year": "2022",
    "convention": "month",
    "groups": [
        {
            "name": "一组",
            "items": [
                {"indicator": "营收", "weight": "60", "curve": LINEAR},
                {"indicator": "招商", "weight": "40", "curve": LINEAR},
            ],
        }
    ],
}


def squared(table: Rows) -> Rows:
    """The rows of a text table with all their commas."""
    width = max((len(row) for row in table), default=0)
    return [[*row, *[None] * (width - len(row))] for row in table]


def changed(table: Rows, **cells: Raw) -> Rows:
    """The same rows with cells changed, as in `D2="abc"`; the table may grow."""
    made = [[*row] for row in table]
    for name, value in cells.items():
        column, row = ord(name[0]) - ord("A"), int(name[1:]) - 1
        made += [[] for _ in range(len(made), row + 1)]
        made[row] += [None] * (column + 1 - len(made[row]))
        made[row][column] = value
    return made


def scored(curve: object, **more: object) -> Mapping[str, object]:
    """The scheme with another curve, and other words, for its first indicator."""
    first = {"indicator": "营收", "weight": "60", "curve": curve, **more}
    second = {"indicator": "招商", "weight": "40", "curve": LINEAR}
    return {**SCHEME, "groups": [{"name": "一组", "items": [first, second]}]}


def tree(value: object) -> Node:
    """A scheme as it is read; the lines of real files are shown where files are read."""
    place = Place("scheme.yaml", line=1)
    if isinstance(value, Mapping):
        nodes = {name: tree(child) for name, child in value.items()}
        return MapNode(nodes, dict.fromkeys(nodes, place), place)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ListNode(tuple(map(tree, value)), place)
    return Leaf(str(value), place)


def taken_in(
    scheme: Mapping[str, object] = SCHEME,
    lights: Mapping[str, object] | None = None,
    calendar: Calendar = NO_DAYS,
    **tables: Rows | Sheet,
) -> Intake:
    """Take the folder in, with some of its tables replaced."""
    usual = {
        "units": UNITS,
        "indicators": INDICATORS,
        "targets": TARGETS,
        "figures": FIGURES,
    }
    sheets = [
        table
        if isinstance(table, Sheet)
        else Sheet(f"{name}.csv", None, squared(table))
        for name, table in {**usual, **tables}.items()
        if table
    ]
    presets = {name: tree(table) for name, table in (lights or {}).items()}
    return take_in(tree(scheme), sheets, calendar, presets)


def told(intake: Intake) -> list[tuple[str, str]]:
    """The findings as kind and place, as in `("negative", "figures D2")`."""
    return [(finding.code, at(finding)) for finding in intake.findings]


def at(finding: Finding) -> str:
    """The place of a finding: the table, and the cell or the line."""
    place = finding.place
    table = re.sub(r"\.\w+$", "", place.file)
    where = place.cell or (f"line {place.line}" if place.line else "")
    return f"{table} {where}".rstrip()
