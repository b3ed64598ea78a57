"""Charts of the workbook itself, drawn from its cells and not as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saima.core.words import Translate, Words, words
from saima.writing.edition_told import Group

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROW_PIXELS = 20
DONE, DUE = "#2F6DB5", "#C0392B"
SMALLEST, LARGEST = 320, 1_600  # pixels
FIRST_COLUMN = 5  # beside the columns that are repeated on each printed page
WIDTH = 650
SCORE = words("Score")
COMPLETION = words("Completion of the year's target")
WAS_DUE = words("Due by now")
SCORES_OF = words("Scores: {group}")
COMPLETION_OF = words("Completion: {name} ({group})")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows one below the other, the first and the last."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Columns:
    """Where on a sheet names, completion and what was due stand."""

    sheet: str
    names: int
    done: int
    due: int


Placed = Sequence[tuple[Group, Rows]]


@dataclass(frozen=True)
class GroupCharts:
    """For each group its scores, and how far its heaviest indicator is."""

    book: Workbook
    sheet: Worksheet
    say: Translate
    placed: Placed
    columns: Columns  # on the sheet of indicators
    heaviest: Mapping[str, tuple[str, Rows]]  # by group: the indicator's name and rows

    def insert(self, row: int) -> int:
        """Put the charts below a row; gives the last row that they cover."""
        for group, rows in self.placed:
            height = min(max(SMALLEST, 24 * rows.count + 110), LARGEST)
            scores = self._scores(group, rows)
            scores.set_size({"width": WIDTH, "height": height})
            self.sheet.insert_chart(row, FIRST_COLUMN, scores)
            row += height // ROW_PIXELS + 2
            if group.rules.name in self.heaviest:
                self._insert_completion(row, group.rules.name)
                row += SMALLEST // ROW_PIXELS + 2
        return row

    def _insert_completion(self, row: int, group: str) -> None:
        name, rows = self.heaviest[group]
        chart = completion_chart(self.book, self.say, self.columns, rows)
        set_title(chart, COMPLETION_OF, self.say, name=name, group=group)
        chart.set_size({"width": WIDTH, "height": SMALLEST})
        self.sheet.insert_chart(row, FIRST_COLUMN, chart)

    def _scores(self, group: Group, rows: Rows) -> Any:
        chart: Any = self.book.add_chart({"type": "bar"})
        name = self.sheet.name
        chart.add_series(
            {
                "name": self.say(SCORE.text),
                "categories": [name, rows.first, 2, rows.last, 2],
                "values": [name, rows.first, 3, rows.last, 3],
                "fill": {"color": DONE},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
        set_title(chart, SCORES_OF, self.say, group=group.rules.name)
        # The first place above, as in the table.
        chart.set_y_axis({"reverse": True, "interval_unit": 1})
        chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True}})
        chart.set_legend({"none": True})
        return chart


def completion_chart(book: Workbook, say: Translate, at: Columns, rows: Rows) -> Any:
    """Completion as columns, and what was due as a line across them."""
    names = [at.sheet, rows.first, at.names, rows.last, at.names]
    columns: Any = book.add_chart({"type": "column"})
    columns.add_series(
        {
            "name": say(COMPLETION.text),
            "categories": names,
            "values": [at.sheet, rows.first, at.done, rows.last, at.done],
            "fill": {"color": DONE},
            "gap": 80,
        }
    )
    line: Any = book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": say(WAS_DUE.text),
            "categories": names,
            "values": [at.sheet, rows.first, at.due, rows.last, at.due],
            "line": {"color": DUE, "width": 2, "dash_type": "dash"},
            "marker": {"type": "diamond", "fill": {"color": DUE}},
        }
    )
    columns.combine(line)
    columns.set_y_axis({"num_format": "0%", "min": 0})
    columns.set_legend({"position": "bottom"})
    columns.show_blanks_as("gap")
    return columns


def set_title(chart: Any, text: Words, say: Translate, **values: str) -> None:
    """Name a chart. What begins with = is a formula here: our words come first."""
    told = Words(text.text, values).say(say)
    chart.set_title({"name": told, "name_font": {"size": 12}, "overlay": False})
