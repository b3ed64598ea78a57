"""The sheet of the indicators, one after the other: who is how far, and what was due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from saima.core.indicators import Indicator
from saima.core.words import Translate, words
from saima.writing.edition_told import Cell, Group, Line, Ranking, Told
from saima.writing.edition_workbook.charts import (
    COMPLETION_OF,
    Columns,
    Rows,
    completion_chart,
    set_title,
)
from saima.writing.edition_workbook.looks import (
    AHEAD,
    MIDDLE,
    TITLE,
    WORD,
    Page,
    places,
    print_on_a4,
)

HEAD_ROW = 1
HEADINGS = (
    (words("Indicator"), 20),
    (words("Unit of measure"), 9),
    (words("Group"), 14),
    (words("Place"), 6),
    (words("Unit"), 26),
    (words("Target"), 14),
    (words("Planned to date"), 14),
    (words("Actual"), 14),
    (words("Completion"), 10),
    (words("Due by now"), 10),
    (words("Lead over the schedule (pp)"), 12),
    (words("Points"), 9),
    (words("Weight"), 8),
    (words("Light"), 11),
)
UNIT, DONE, DUE = 4, 8, 9
CHART_ROWS, CHART_WIDTH = 17, 16


class Block(NamedTuple):
    """The rows of one indicator in one group."""

    indicator: str
    group: str
    rows: Rows


@dataclass(frozen=True)
class Indicators:
    """The sheet of one ranking's indicators."""

    page: Page
    edition: Told
    ranking: Ranking
    say: Translate

    def write(self) -> list[Block]:
        """Write a row for each entrant and indicator that may be seen."""
        page = self.page
        title = words("{title}, by indicator", title=self.edition.titled(self.say))
        page.text((0, 0), title.say(self.say), TITLE)
        page.sheet.set_row(0, 28)
        page.heads(HEAD_ROW, {name.say(self.say): w for name, w in HEADINGS})
        blocks = list(self._blocks())
        last = blocks[-1].rows.last if blocks else HEAD_ROW
        page.sheet.freeze_panes(HEAD_ROW + 1, UNIT + 1)
        page.sheet.autofilter(HEAD_ROW, 0, last, len(HEADINGS) - 1)
        page.sheet.print_area(0, 0, last, len(HEADINGS) - 1)
        page.sheet.repeat_rows(HEAD_ROW)
        print_on_a4(page.sheet, f"{self.edition.company} {self.edition.month}")
        self._draw(blocks)
        return blocks

    @property
    def columns(self) -> Columns:
        """Where the numbers of the charts stand."""
        return Columns(str(self.page.sheet.name), UNIT, DONE, DUE)

    def _blocks(self) -> Iterator[Block]:
        row = HEAD_ROW + 1
        for indicator in self.ranking.indicators:
            for group in self.ranking.groups:
                cells = [(line, line.cells.get(indicator.code)) for line in group.lines]
                seen = [(line, cell) for line, cell in cells if cell is not None]
                for number, (line, cell) in enumerate(seen):
                    self._write_line(row + number, group, line, cell)
                if seen:
                    rows = Rows(row, row + len(seen) - 1)
                    yield Block(indicator.code, group.rules.name, rows)
                row += len(seen)

    def _write_line(self, row: int, group: Group, line: Line, cell: Cell) -> None:
        page, indicator = self.page, cell.indicator
        page.text((row, 0), indicator.name)
        page.text((row, 1), indicator.unit_of_measure.symbol, MIDDLE)
        page.text((row, 2), group.rules.name)
        page.count((row, 3), line.rank)
        page.text((row, UNIT), line.named(self.say))
        self._write_amounts(row, cell, indicator)
        page.share((row, DONE), cell.completion)
        page.share((row, DUE), cell.due)
        page.number((row, 10), cell.lead_printed, AHEAD)
        if cell.word is None or cell.points is not None:
            shown = places(self.ranking.scheme.decimals)
            page.number((row, 11), cell.points, shown)
        else:
            page.text((row, 11), cell.word.say(self.say), WORD)
        page.amount((row, 12), cell.item.weight, 0)
        page.light((row, 13), cell.light)

    def _write_amounts(self, row: int, cell: Cell, indicator: Indicator) -> None:
        page, decimals = self.page, indicator.decimals
        page.amount((row, 5), cell.target, decimals)
        page.number((row, 6), cell.plan_printed, places(decimals))
        page.amount((row, 7), cell.actual, decimals)

    def _draw(self, blocks: list[Block]) -> None:
        """A chart beside each indicator of which completion can be told."""
        free = HEAD_ROW + 1
        for block in blocks:
            if not told_of(self.ranking, block):
                continue
            name = self.ranking.names[block.indicator].name
            chart = completion_chart(self.page.book, self.say, self.columns, block.rows)
            set_title(chart, COMPLETION_OF, self.say, name=name, group=block.group)
            chart.set_size({"width": 640, "height": (CHART_ROWS - 1) * 20})
            row = max(free, block.rows.first)
            self.page.sheet.insert_chart(row, len(HEADINGS) + 1, chart)
            free = row + CHART_ROWS


def told_of(ranking: Ranking, block: Block) -> bool:
    """Whether anybody's completion of the indicator can be told in the group."""
    group = next(g for g in ranking.groups if g.rules.name == block.group)
    cells = [line.cells.get(block.indicator) for line in group.lines]
    return any(cell is not None and cell.completion is not None for cell in cells)


def heaviest(ranking: Ranking, blocks: list[Block]) -> dict[str, tuple[str, Rows]]:
    """For each group the indicator of the greatest weight that can be drawn."""
    found: dict[str, tuple[str, Rows]] = {}
    weights = {
        (item.indicator, group.rules.name): item.weight
        for group in ranking.groups
        for item in group.rules.tree.items()
    }
    order = sorted(blocks, key=lambda b: -weights[b.indicator, b.group])
    for block in order:
        if block.group not in found and told_of(ranking, block):
            name = ranking.names[block.indicator].name
            found[block.group] = name, block.rows
    return found
