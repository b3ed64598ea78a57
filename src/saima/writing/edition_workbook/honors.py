"""The sheet of lists and streaks: who is praised or warned and why, who kept what up."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from saima.core.honors.lists import HONOR_SIGNS, HONOR_WORDS, Honor
from saima.core.honors.verdicts import Outcome
from saima.core.words import Translate, Words, words
from saima.writing.edition_columns import text_width
from saima.writing.edition_honors import NOBODY_LISTED, GroupHonors, KeptLine, Roll
from saima.writing.edition_honors import TITLE as LISTS_AND_STREAKS
from saima.writing.edition_honors import named as entrant_name
from saima.writing.edition_told import Ranking, Told
from saima.writing.edition_workbook.looks import (
    BAND,
    CELL,
    HEAD,
    MIDDLE,
    TEXT,
    TITLE,
    Page,
    print_on_a4,
)

SIGN, NAME, FIRST = range(3)
WIDTHS = (10, 26)
STREAK_WIDTH, LINE_HEIGHT = 32, 16
LEAST = 5  # columns, so that reasons have room where there are few streaks
# Light and dark as well as red and gray: what was printed in black is told apart.
SIGN_LOOKS = {
    Honor.PRAISE: {
        **MIDDLE,
        "bold": True,
        "bg_color": "#B3261E",
        "font_color": "white",
    },
    Honor.ALARM: {**MIDDLE, "bold": True, "border": 6, "border_color": "#000000"},
}
KEPT_LOOKS = {
    Outcome.KEPT: {**TEXT, "bold": True, "bg_color": "#F6DCD9"},
    Outcome.BROKEN: {**TEXT, "bg_color": "#E3E3E3"},
    Outcome.UNSAID: {**TEXT, "italic": True, "font_color": "#595959"},
}


@dataclass(frozen=True)
class HonorSheet:
    """The sheet of one ranking's lists and streaks."""

    page: Page
    edition: Told
    ranking: Ranking
    say: Translate

    @property
    def _columns(self) -> int:
        most = max((len(one.streaks) for one in self.ranking.honors), default=0)
        return max(LEAST, FIRST + most)

    def write(self) -> None:
        """Write each group's lists, then its streaks."""
        page = self.page
        for column in range(self._columns):
            width = WIDTHS[column] if column < FIRST else STREAK_WIDTH
            page.sheet.set_column(column, column, width)
        title = words(
            "{title}: {what}",
            title=self.edition.titled(self.say),
            what=LISTS_AND_STREAKS,
        )
        page.text((0, 0), title.say(self.say), TITLE)
        page.sheet.set_row(0, 28)
        row = 1
        for group in self.ranking.honors:
            row = self._write_group(row, group) + 1
        page.sheet.print_area(0, 0, row, self._columns - 1)
        print_on_a4(page.sheet, f"{self.edition.company} {self.edition.month}")

    def _write_group(self, row: int, group: GroupHonors) -> int:
        name = words("Group: {name}", name=group.group)
        self.page.across(row, (0, self._columns - 1), name.say(self.say), BAND)
        row += 1
        for roll in group.rolls:
            row = self._write_roll(row, roll)
        if group.streaks:
            row = self._write_heads(row, group)
            for line in group.lines:
                self._write_line(row, line)
                row += 1
        return row

    def _write_roll(self, row: int, roll: Roll) -> int:
        page, say = self.page, self.say
        head = f"{HONOR_WORDS[roll.honor].say(say)} {len(roll.names)}"
        page.across(row, (0, self._columns - 1), head, HEAD)
        row += 1
        if roll.note is not None or not roll.names:
            told = (roll.note or NOBODY_LISTED).say(say)
            page.across(row, (0, self._columns - 1), told)
            return row + 1
        for one in roll.names:
            sign = HONOR_SIGNS[roll.honor].say(say)
            page.text((row, SIGN), sign, SIGN_LOOKS[roll.honor])
            page.text((row, NAME), entrant_name(one.entrant, say))
            why = "；".join(reason.say(say) for reason in one.reasons)
            page.across(row, (FIRST, self._columns - 1), why)
            self._make_room(row, why, self._columns - FIRST)
            row += 1
        return row

    def _write_heads(self, row: int, group: GroupHonors) -> int:
        page, say = self.page, self.say
        page.across(row, (SIGN, NAME), words("Unit").say(say), HEAD)
        for column, (name, over) in enumerate(group.streaks, start=FIRST):
            told = over.say(say) if isinstance(over, Words) else over
            page.text((row, column), f"{name.say(say)}\n{told}", HEAD)
        page.sheet.set_row(row, 34)
        return row + 1

    def _write_line(self, row: int, line: KeptLine) -> None:
        page, say = self.page, self.say
        page.across(row, (SIGN, NAME), entrant_name(line.entrant, say))
        texts = ["" if kept is None else kept.told.say(say) for kept in line.kept]
        for number, kept in enumerate(line.kept):
            look = CELL if kept is None else KEPT_LOOKS[kept.outcome]
            page.text((row, FIRST + number), texts[number], look)
        self._make_room(row, max(texts, key=text_width))

    def _make_room(self, row: int, text: str, columns: int = 1) -> None:
        """Make a row as high as its text: not every program does so by itself."""
        lines = ceil(text_width(text) / (columns * STREAK_WIDTH - 2))
        self.page.sheet.set_row(row, LINE_HEIGHT * max(lines, 1))
