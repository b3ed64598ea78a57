"""What a sheet holds beyond its values, which the reader of values does not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from saima.core.tables import column_name
from saima.core.words import words
from saima.reading.sheets import limits
from saima.reading.sheets.refusals import RefusalError, too_many_cells

# Quoted text, escaped and padding signs, colors and currencies of a format.
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')

Position = tuple[int, int]  # row and column, from 0


@dataclass(slots=True)
class Survey:
    """A sheet's extent, formulas, errors and percentages, gathered in one pass."""

    name: str
    used: int = 0
    last_row: int = -1
    last_column: int = -1
    formulas: int = 0
    first_formula: Position | None = None
    uncached: list[Position] = field(default_factory=list)
    errors: list[tuple[Position, str]] = field(default_factory=list)
    percents: set[Position] = field(default_factory=set)

    @property
    def anything(self) -> bool:
        """Whether any cell holds a value or a formula."""
        return bool(self.used or self.formulas)

    def fill(self, at: Position, *, rows: int = 1, columns: int = 1) -> None:
        """Count filled cells; those beyond the limit are not waited for."""
        self.used += rows * columns
        if self.used > limits.MAX_CELLS_WORKBOOK:
            raise too_many_cells(limits.MAX_CELLS_WORKBOOK)
        self.last_row = max(self.last_row, at[0] + rows - 1)
        self.last_column = max(self.last_column, at[1] + columns - 1)

    def formula(self, at: Position, *, cached: bool) -> None:
        """Count a formula, and remember it if its value was not saved."""
        self.formulas += 1
        self.first_formula = self.first_formula or at
        if not cached:
            self.uncached.append(at)


def check_extents(surveys: tuple[Survey, ...]) -> None:
    """Refuse what would not fit into memory, before it is laid out."""
    if sum(survey.used for survey in surveys) > limits.MAX_CELLS_WORKBOOK:
        raise too_many_cells(limits.MAX_CELLS_WORKBOOK)
    for survey in surveys:
        _check_extent(survey)


def _check_extent(survey: Survey) -> None:
    corner = cell_name((max(survey.last_row, 0), max(survey.last_column, 0)))
    if survey.last_column >= limits.MAX_COLUMNS:
        raise RefusalError(
            "too_many_columns",
            words("The sheet has more than {limit} columns", limit=limits.MAX_COLUMNS),
            next_step=words("Delete what stands far to the right of the table"),
            sheet=survey.name,
            cell=corner,
        )
    if (survey.last_row + 1) * (survey.last_column + 1) > limits.MAX_POSITIONS_SHEET:
        raise RefusalError(
            "sparse_sheet",
            words(
                "The sheet reaches this far with {used} filled cells only",
                used=survey.used,
            ),
            next_step=words("Delete what stands far below the table"),
            sheet=survey.name,
            cell=corner,
        )


def shows_percent(format_code: str) -> bool:
    """Whether a number format multiplies by a hundred and prints %."""
    return "%" in NOT_SHOWN.sub("", format_code).split(";")[0]


def cell_name(at: Position) -> str:
    """Name a cell as workbooks do: (0, 0) → A1."""
    return f"{column_name(at[1])}{at[0] + 1}"
