"""Tables in a text: rows of cells apart by tabs below a row that says what each measures.

Workbooks, tables of Word and of web pages, and columns of a PDF come as such rows. A
number is read where its unit is told: in its cell, in the head of its column, in a
column of units, or by 单位:万元 above the table. Else nothing is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from saima.reading.papers.lines import Line, Page
from saima.reading.papers.times import Calendar
from saima.reading.papers.units import MULTIPLE, UNIT, is_rate, multiplied
from saima.reading.papers.values import Amount, Kind, Span, Stretch

_NUMBER = re.compile(
    rf"(?P<value>[-−]?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?)\s?(?P<unit>{MULTIPLE}?{UNIT})?"
)
_UNIT_ONLY = re.compile(rf"{MULTIPLE}?{UNIT}")
# 完成率(%), 抽检点(个), 营业收入/万元
_OF_COLUMN = re.compile(
    rf"[\(（/]\s?(?:单位\s?:\s?)?(?P<unit>{MULTIPLE}?{UNIT})\s?[\)）]?$"
)
_ABOVE = re.compile(rf"单位\s?:\s?(?P<unit>{MULTIPLE}?{UNIT})")
_UNITS_HEAD = re.compile(r"(?:计量)?单位$")
_THINGS_HEAD = re.compile(r"指标|科目|项目名称|内容|事项$")
_ORDER_HEAD = re.compile(r"序号|编号|名次|排名|位次")
_SUM = re.compile(r"(?:合|总|小)计|全(?:市|县|区|省|集团)|集团合计|平均")
_PLANNED = re.compile(r"目标|计划|任务|预算|考核值|指标值")
_CHANGED = re.compile(r"同比|环比|增长|增速|增幅|增减|较上年|比上年|±")
_DONE_PART = re.compile(
    r"(?:完成|整改|开工|竣工|完工|支付|签约|销号|办结|执行|达成|进度).{0,4}(?:率|比例|进度)|占(?:年度|全年)?(?:计划|目标|任务)|^进度$"
)
_ONLY_ROLE = re.compile(
    r"(?:年度|全年|本年|月度|累计|本月|当月|本期|实际|前[一二三]季度|[上下]半年|\d{1,2}(?:—\d{1,2})?月份?)*(?:目标|计划|任务|预算|考核值|指标)?(?:数|值|额|完成情况|完成数|完成值|完成|实绩|实际|实现)?|(?:同比|环比)?(?:增长|增减|增速|增幅)?(?:率|额)?|较(?:上年|去年)(?:同期)?(?:增长|增减)?"
)
# (二)营业收入完成情况, 固定资产投资进度表
_TITLE = re.compile(
    r"(?P<thing>[\u4e00-\u9fff]{0,8}(?:收入|投资|利润|利税|税收|产值|产量|销量|资金|面积|户数|人数|费用|成本|率|额|量))(?:目标|任务|计划)?(?:完成|执行|分解|统计|进展)?(?:情况|进度)?(?:一览)?表?(?:的(?:通报|报告|简报))?$"
)
_WHOLE_YEAR = re.compile(r"年度|全年|年初|本年|目标|预算|考核值")


@dataclass(frozen=True)
class Cell:
    """A number of a table: its place, its row up to it, and what head and row say of it."""

    line: int
    number: Span
    row: Span
    amount: Amount
    kind: Kind
    entity: str | None  # None: of the paper's own body
    indicator: str | None
    period: Stretch | None  # as the column says; None where it does not
    of_year: bool  # a plan of the whole year


def tables_of(page: Page, calendar: Calendar) -> dict[int, tuple[Cell, ...]]:
    """The cells of each line that is a row of a table; no cells for its head."""
    found: dict[int, tuple[Cell, ...]] = {}
    lines = page.lines
    for number in range(len(lines)):
        if number in found or not (head := _head(page, lines, number)):
            continue
        found[number] = ()
        table = _Table(page, calendar, head, _above(page, calendar, number))
        for below in range(number + 1, len(lines)):
            cells = _cells(page, lines[below])
            if not 2 <= len(cells) <= len(head):
                break
            found[below] = tuple(table.row(below, cells))
    return found


def _cells(page: Page, line: Line) -> list[Span]:
    """The cells of a line, without the blanks about them."""
    cells, start = [], line.span.start
    for part in line.span.of(page.flat).split("\t"):
        left = len(part) - len(part.lstrip())
        cells.append(Span(start + left, start + left + len(part.strip())))
        start += len(part) + 1
    return cells


def _head(page: Page, lines: tuple[Line, ...], number: int) -> list[str]:
    """The heads of the columns, where the line is a head: no numbers, and some below."""
    cells = [cell.of(page.flat) for cell in _cells(page, lines[number])]
    if len(cells) < 2 or any(_NUMBER.fullmatch(cell) for cell in cells):
        return []
    if number + 1 == len(lines) or not all(len(cell) <= 24 for cell in cells):
        return []
    below = [cell.of(page.flat) for cell in _cells(page, lines[number + 1])]
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in below)
    return cells if 2 <= len(below) <= len(cells) and numbers else []


class _Above(NamedTuple):
    """What the lines above a table say of all of it: its unit, and what it measures."""

    unit: str
    thing: str


def _above(page: Page, calendar: Calendar, number: int) -> _Above:
    unit, thing = "", ""
    for line in page.lines[max(0, number - 4) : number]:
        words = line.span.of(page.flat)
        if match := _ABOVE.search(words):
            unit = match.group("unit")
        for time in reversed(calendar.times(words)):
            words = words[: time.span.start] + words[time.span.end :]
        titled = _TITLE.search(words.rsplit("关于", 1)[-1])
        if line.heading and titled:
            thing = titled.group("thing")
    return _Above(unit, thing)


class _Table:
    """What the heads of a table say of the numbers below them."""

    def __init__(
        self, page: Page, calendar: Calendar, heads: list[str], above: _Above
    ) -> None:
        self._page, self._calendar = page, calendar
        self._unit, self._thing = above
        self._heads = heads
        named = (
            n for n, head in enumerate(heads) if not _ORDER_HEAD.search(head) and head
        )
        self._names = next(named, 0)  # the column that names the rows
        self._units = next(
            (n for n, h in enumerate(heads) if n != self._names and _UNITS_HEAD.fullmatch(h)),
            None,
        )  # fmt: skip
        # 指标 | 单位 | 目标 | 完成: the rows are things measured, not bodies.
        self._by_thing = self._units is not None or bool(
            _THINGS_HEAD.search(heads[self._names])
        )

    def row(self, line: int, cells: list[Span]) -> Iterator[Cell]:
        """The numbers of one row."""
        flat = self._page.flat
        if self._names >= len(cells) or not (name := cells[self._names].of(flat)):
            return
        unit = self._unit
        if self._units is not None and self._units < len(cells):
            unit = cells[self._units].of(flat)
        told: Stretch | None = None  # of the column of results at the left
        for place, cell in enumerate(cells):
            match = _NUMBER.fullmatch(flat, *cell)
            if match and place not in (self._names, self._units):
                amount = _amount(match, self._unit_of(place, unit))
                if amount and not _ORDER_HEAD.search(self._heads[place]):
                    row = Span(cells[0].start, cell.end)
                    read = self._cell(line, Span(*cell), row, amount, (place, name))
                    if read.kind is not Kind.TARGET:
                        read = replace(read, period=read.period or told)
                        told = read.period
                    yield read

    def _unit_of(self, place: int, unit: str) -> str:
        match = _OF_COLUMN.search(self._heads[place])
        if match:
            return match.group("unit")
        head = self._heads[place]
        if _DONE_PART.search(head) or head.endswith("率"):
            return ""  # 单位:万元 is not said of rates
        return unit if _UNIT_ONLY.fullmatch(unit) else ""

    def _cell(
        self, line: int, number: Span, row: Span, amount: Amount, of: tuple[int, str]
    ) -> Cell:
        place, name = of
        head = _OF_COLUMN.sub("", self._heads[place])
        kind = _kind(head, amount)
        in_row = [
            time for time in self._calendar.times(name) if time.span.of(name) == name
        ]
        times = self._calendar.times(head) or in_row
        bare = _bare(head)
        thing = _OF_COLUMN.sub("", name) if self._by_thing else self._thing
        own = bare and not self._by_thing and kind is not Kind.COMPLETION_RATE
        indicator = bare if own else _joined(thing, bare, kind) or None
        entity = None if self._by_thing or in_row or _SUM.fullmatch(name) else name
        return Cell(
            line, number, row, amount, kind, entity, indicator,
            times[0].stretch if times else None, bool(_WHOLE_YEAR.search(head)),
        )  # fmt: skip


def _amount(match: re.Match[str], unit: str) -> Amount | None:
    """The amount of a cell; None where no unit is told."""
    unit = match.group("unit") or unit
    if not unit:
        return None
    value = Decimal(match.group("value").replace(",", "").replace("−", "-"))
    base, base_unit = multiplied(value, unit)
    return Amount(value, unit, base, base_unit)


def _kind(head: str, amount: Amount) -> Kind:
    """What a column holds, by its head."""
    if _CHANGED.search(head):
        return Kind.GROWTH
    if is_rate(amount.unit) and _DONE_PART.search(head):
        return Kind.COMPLETION_RATE
    if _PLANNED.search(head):
        return Kind.TARGET
    return Kind.SHARE if is_rate(amount.unit) else Kind.ACTUAL


def _bare(head: str) -> str:
    """A head without what only says plan, result, or when."""
    return "" if _ONLY_ROLE.fullmatch(head) else head


def _joined(thing: str, bare: str, kind: Kind) -> str:
    """营业收入 and 完成率: 营业收入完成率; of a change the thing alone is named."""
    if kind is Kind.GROWTH or not bare:
        return thing
    return thing + bare if bare not in thing else thing
