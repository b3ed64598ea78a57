"""Reading the table of indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from saima.core.findings import Place
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.intake.cells import read_yes
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout
from saima.core.intake.lookup import data_rows
from saima.core.tables import Raw
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


def read_indicators(
    layouts: Sequence[Layout], found: Collected
) -> tuple[Indicator, ...]:
    """Read all indicators of a race."""
    indicators: dict[str, Indicator] = {}
    for layout in layouts:
        for index, row in data_rows(layout, found):
            place = layout.sheet.place(index, layout.columns["name"])
            indicator = _indicator(layout, row, place, found)
            names = {i.name for i in indicators.values()} | set(indicators)
            if indicator.name in names or indicator.code in names:
                found.error(
                    "duplicate_row",
                    place,
                    words("“{name}” stands in the table twice", name=indicator.name),
                    words("keep one row for it, or give the other its own name"),
                )
                continue
            indicators[indicator.code] = indicator
    return tuple(indicators.values())


def _indicator(
    layout: Layout, row: Sequence[Raw], place: Place, found: Collected
) -> Indicator:
    name = layout.text(row, "name")
    kind = _one_of(KINDS, layout, row, "kind", place, found)
    unit = unit_of_measure(layout.text(row, "unit"))
    if unit is None:
        found.error(
            "unknown_unit",
            place,
            words(
                "no unit of measure is called “{name}”", name=layout.text(row, "unit")
            ),
            words("write one of: {names}", names=", ".join(list(UNITS)[:12])),
        )
    roll_up = RollUp.LAST if kind is IndicatorKind.RATE else RollUp.SUM
    if layout.text(row, "roll_up"):
        roll_up = _one_of(ROLL_UPS, layout, row, "roll_up", place, found) or roll_up
    kind = kind or IndicatorKind.AMOUNT
    counts = kind in (IndicatorKind.COUNT, IndicatorKind.CHECKLIST)
    decimals = layout.text(row, "decimals")
    return Indicator(
        layout.text(row, "code") or name,
        name,
        unit or UNITS["个"],
        kind,
        _one_of(DIRECTIONS, layout, row, "direction", place, found) or Direction.HIGHER,
        roll_up,
        bool(read_yes(layout.cell(row, "negative"))),
        int(decimals) if decimals.isdecimal() else 0 if counts else 2,
    )


def _one_of(
    choices: Mapping[str, Choice],
    layout: Layout,
    row: Sequence[Raw],
    column: str,
    place: Place,
    found: Collected,
) -> Choice | None:
    text = layout.text(row, column)
    choice = choices.get(layout.key(row, column))
    if choice is None:
        found.error(
            "unknown_choice",
            place,
            words("“{text}” is not known here", text=text),
            words("write one of: {names}", names=", ".join(n for n in choices if n)),
        )
    return choice
