"""How a month's form lies in a workbook: its sheets, its columns, its own record.

The record stands in a sheet that is never shown, as names and texts. It holds the
headings as they were written, so that they are known again in whatever language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from saima.core.figures import Basis
from saima.core.filling import Line, MonthForm
from saima.core.indicators import Indicator
from saima.core.names import folded
from saima.core.subjects import Subject
from saima.core.words import Translate, Words, words

KIND = "saima-month"
ABOUT = "saima"  # the sheet of the record
MARKS = "saima-marks"  # the sheet that remembers where findings were marked
OWN_SHEETS = frozenset({ABOUT, MARKS})

FILL = words("Figures of the month")
ITEMS = words("Lists of items")
HEADINGS: Mapping[str, Words] = {
    "number": words("No."),
    "subject": words("Subject"),
    "indicator": words("Indicator"),
    "unit_of_measure": words("Unit of measure"),
    "basis": words("Basis"),
    "target": words("Target of the year"),
    "planned": words("Plan of the month"),
    "before": words("Last month's figure"),
    "value": words("This month's figure"),
    "note": words("Explanation"),
    "confirmed": words("Confirmed"),
    "subject_code": words("Subject code"),
    "indicator_code": words("Indicator code"),
}
ITEM_HEADINGS: Mapping[str, Words] = {
    "subject": words("Subject"),
    "indicator": words("Indicator"),
    "name": words("Name of the item"),
    "remark": words("Remark (stays in the workbook)"),
}
LEVEL = "level"
BASES: Mapping[str, Words] = {
    str(Basis.IN_PERIOD): words("the month alone"),
    str(Basis.TO_DATE): words("to date"),
    LEVEL: words("at month's end"),
}


def basis_of(line: Line) -> str:
    """Which of the bases a line is shown with."""
    return LEVEL if line.level else str(line.basis)


def record_of(form: MonthForm, say: Translate) -> dict[str, str]:
    """What a workbook says of itself."""
    about = {
        "kind": KIND,
        "form": form.version,
        "unit": form.unit.code,
        "unit_name": form.unit.name,
        "month": str(form.month),
        "sheet:fill": FILL.say(say),
        "sheet:items": ITEMS.say(say),
    }
    about |= {f"fill:{name}": text.say(say) for name, text in HEADINGS.items()}
    about |= {f"items:{name}": text.say(say) for name, text in ITEM_HEADINGS.items()}
    return about | {f"basis:{name}": text.say(say) for name, text in BASES.items()}


def of_kind(record: Mapping[str, str], kind: str) -> dict[str, str]:
    """The texts of one kind in a record, by their names: `fill`, `items`, `basis`."""
    start = f"{kind}:"
    return {
        name.removeprefix(start): text
        for name, text in record.items()
        if name.startswith(start)
    }


def labels(things: Iterable[Subject | Indicator]) -> dict[str, str]:
    """A name for each code to choose by; two of one name are told by their codes."""
    by_code = {thing.code: thing.name.strip() for thing in things}
    often = Counter(folded(name) for name in by_code.values())
    return {
        code: name if often[folded(name)] == 1 else f"{name}（{code}）"
        for code, name in by_code.items()
    }
