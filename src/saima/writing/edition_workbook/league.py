"""The sheet of the league table: places, scores, lights and every indicator's numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saima.core.words import Translate, words
from saima.writing.edition_told import HIDDEN, Cell, Group, Line, Ranking, Told
from saima.writing.edition_workbook.charts import GroupCharts, Rows
from saima.writing.edition_workbook.looks import (
    BAND,
    HEAD,
    HINT,
    MIDDLE,
    MOVES,
    TEXT,
    TITLE,
    WORD,
    Page,
    places,
    print_on_a4,
)

HEAD_ROW = 2  # from 0, below title and facts; the head has two rows
BASE = (
    (words("Place"), 6),
    (words("Move"), 7),
    (words("Unit"), 26),
    (words("Score"), 10),
    (words("Light"), 11),
)
OF_AN_INDICATOR = (
    (words("Actual"), 13),
    (words("Target"), 13),
    (words("Completion"), 10),
    (words("Points"), 9),
)
PLACE, MOVE, UNIT, SCORE, LIGHT = range(len(BASE))
WIDTH = len(OF_AN_INDICATOR)
INDICATORS_A_PAGE = 2
SCALE = 68  # percent: so many fit across A4
TITLE_ACROSS = len(BASE) + WIDTH * INDICATORS_A_PAGE


@dataclass(frozen=True)
class League:
    """The sheet of one ranking."""

    page: Page
    edition: Told
    ranking: Ranking
    say: Translate

    def write(self) -> Iterator[tuple[Group, Rows]]:
        """Write the table; gives the rows in which each group's ranked ones stand."""
        self._write_top()
        row = HEAD_ROW + 2
        for group in self.ranking.groups:
            self._write_group(row, group)
            row += 1
            if group.ranked:
                yield group, Rows(row, row + len(group.ranked) - 1)
            for line in group.lines:
                self._write_line(row, line)
                row += 1

    def finish(self, charts: GroupCharts) -> None:
        """Put the charts below the table and set up the print."""
        below = HEAD_ROW + 2 + sum(1 + len(g.lines) for g in self.ranking.groups)
        last = charts.insert(below + 1)
        self._set_up(last)

    @property
    def _last(self) -> int:
        return len(BASE) + WIDTH * len(self.ranking.indicators) - 1

    def _write_top(self) -> None:
        page, say = self.page, self.say
        page.text((0, 0), self.edition.titled(say), TITLE)
        page.sheet.set_row(0, 28)
        facts = [self.edition.company, self.edition.edition_words.say(say)]
        facts.append(self.ranking.rules_words.say(say))
        if self.edition.hides:
            facts.append(HIDDEN.say(say))
        page.text((1, 0), "    ".join(facts), HINT)
        for column, (name, width) in enumerate(BASE):
            page.sheet.set_column(column, column, width)
            page.sheet.merge_range(
                HEAD_ROW, column, HEAD_ROW + 1, column, "", page.look(HEAD)
            )
            page.text((HEAD_ROW, column), name.say(say), HEAD)
        for number, indicator in enumerate(self.ranking.indicators):
            unit = indicator.unit_of_measure.symbol
            self._write_head(len(BASE) + WIDTH * number, f"{indicator.name}（{unit}）")

    def _write_head(self, column: int, text: str) -> None:
        page = self.page
        page.across(HEAD_ROW, (column, column + WIDTH - 1), text, HEAD)
        for offset, (name, width) in enumerate(OF_AN_INDICATOR):
            page.sheet.set_column(column + offset, column + offset, width)
            page.text((HEAD_ROW + 1, column + offset), name.say(self.say), HEAD)

    def _write_group(self, row: int, group: Group) -> None:
        name = words("Group: {name}", name=group.rules.name)
        for column in range(self._last + 1):
            self.page.blank((row, column), BAND)
        self.page.across(row, (0, LIGHT), name.say(self.say), BAND)

    def _write_line(self, row: int, line: Line) -> None:
        page = self.page
        page.count((row, PLACE), line.rank)
        page.count((row, MOVE), line.movement, MOVES)
        page.text((row, UNIT), line.named(self.say), TEXT)
        if line.short_reason is None:
            decimals = self.ranking.scheme.decimals
            page.number((row, SCORE), line.score, places(decimals))
        else:
            page.text((row, SCORE), line.short_reason.say(self.say), MIDDLE)
        page.light((row, LIGHT), line.light)
        for number, indicator in enumerate(self.ranking.indicators):
            cell = line.cells.get(indicator.code)
            self._write_cell(row, len(BASE) + WIDTH * number, cell)

    def _write_cell(self, row: int, column: int, cell: Cell | None) -> None:
        page = self.page
        if cell is None:
            for offset in range(WIDTH):
                page.blank((row, column + offset))
            return
        decimals = cell.indicator.decimals
        page.amount((row, column), cell.actual, decimals)
        page.amount((row, column + 1), cell.target, decimals)
        page.share((row, column + 2), cell.completion)
        if cell.word is None or cell.points is not None:
            shown = places(self.ranking.scheme.decimals)
            page.number((row, column + 3), cell.points, shown)
        else:
            page.text((row, column + 3), cell.word.say(self.say), WORD)

    def _set_up(self, last_row: int) -> None:
        sheet = self.page.sheet
        sheet.freeze_panes(HEAD_ROW + 2, UNIT + 1)
        sheet.print_area(0, 0, last_row, max(self._last, TITLE_ACROSS - 1))
        sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
        sheet.repeat_columns(PLACE, LIGHT)
        print_on_a4(sheet, f"{self.edition.company} {self.edition.month}", None)
        # Whole indicators on a page, under a scale: a fit in width would cut them.
        sheet.set_print_scale(SCALE)
        step = WIDTH * INDICATORS_A_PAGE
        sheet.set_v_pagebreaks([*range(len(BASE) + step, self._last, step)])
