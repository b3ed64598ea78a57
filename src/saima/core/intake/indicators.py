"""Reading the table of indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from saima.core.definitions import code_from
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout, Row
from saima.core.intake.lookup import check_name, data_rows, nearest
from saima.core.names import folded
from saima.core.units_of_measure import UNITS, unit_of_measure
from saima.core.words import words

Choice = TypeVar("Choice")

KINDS = {
    "": IndicatorKind.AMOUNT,
    "amount": IndicatorKind.AMOUNT,
    "金额": IndicatorKind.AMOUNT,
    "count": IndicatorKind.COUNT,
    "数量": IndicatorKind.COUNT,
    "rate": IndicatorKind.RATE,
    "比率": IndicatorKind.RATE,
    "checklist": IndicatorKind.CHECKLIST,
    "清单": IndicatorKind.CHECKLIST,
}
DIRECTIONS = {
    "": Direction.HIGHER,
    "higher": Direction.HIGHER,
    "越高越好": Direction.HIGHER,
    "高": Direction.HIGHER,
    "lower": Direction.LOWER,
    "越低越好": Direction.LOWER,
    "低": Direction.LOWER,
}
ROLL_UPS = {
    "sum": RollUp.SUM,
    "累加": RollUp.SUM,
    "last": RollUp.LAST,
    "期末": RollUp.LAST,
}


WRITE_UNIT = words("write a unit such as 万元, 亿元, %, 户 or 个")


def read_indicators(
    layouts: Sequence[Layout], found: Collected
) -> tuple[Indicator, ...]:
    """Read all indicators of a race."""
    indicators: dict[str, Indicator] = {}
    names: set[str] = set()
    for layout in layouts:
        for index, cells in data_rows(layout, found):
            row = Row(layout, index, cells)
            indicator = _indicator(row, found)
            own = {folded(indicator.name), folded(indicator.code)}
            if own & names and indicator.name:
                column = "name" if folded(indicator.name) in names else "code"
                found.error(
                    "duplicate_row",
                    row.place(column),
                    words("“{name}” stands in the table twice", name=row.text(column)),
                    words(
                        "keep one row for it, or give the other its own name and code"
                    ),
                )
                continue
            names |= own
            indicators[indicator.code] = indicator
    return tuple(indicators.values())


def _indicator(row: Row, found: Collected) -> Indicator:
    name = row.text("name")
    if not name:
        found.error(
            "unknown_indicator",
            row.place("name"),
            words("the name is missing"),
            words("enter a name, or delete the row"),
        )
    check_name(row, found)
    kind = _one_of(KINDS, row, "kind", found)
    unit = unit_of_measure(row.text("unit"))
    if unit is None:
        found.error(
            "unknown_unit",
            row.place("unit"),
            words("no unit of measure is called “{name}”", name=row.text("unit")),
            nearest(row.text("unit"), list(UNITS), WRITE_UNIT),
        )
    roll_up = RollUp.LAST if kind is IndicatorKind.RATE else RollUp.SUM
    if row.text("roll_up"):
        roll_up = _one_of(ROLL_UPS, row, "roll_up", found) or roll_up
    kind = kind or IndicatorKind.AMOUNT
    return Indicator(
        row.text("code") or code_from(name),
        name,
        unit or UNITS["个"],
        kind,
        _one_of(DIRECTIONS, row, "direction", found) or Direction.HIGHER,
        roll_up,
        row.yes("negative", found),
        _decimals(row, kind, found),
    )


def _decimals(row: Row, kind: IndicatorKind, found: Collected) -> int:
    text = row.key("decimals")
    if not text:
        return 0 if kind in (IndicatorKind.COUNT, IndicatorKind.CHECKLIST) else 2
    if len(text) == 1 and text in "012345678":
        return int(text)
    found.error(
        "decimals",
        row.place("decimals"),
        words("“{text}” is no number of decimals", text=row.text("decimals")),
        words("write a number from 0 to 8"),
    )
    return 2


def _one_of(
    choices: Mapping[str, Choice], row: Row, column: str, found: Collected
) -> Choice | None:
    choice = choices.get(row.key(column))
    if choice is None:
        found.error(
            "unknown_choice",
            row.place(column),
            words("“{text}” is not known here", text=row.text(column)),
            words("write one of: {names}", names=", ".join(n for n in choices if n)),
        )
    return choice
