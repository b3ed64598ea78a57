"""Finding what a row names: a subject or an indicator, else the nearest name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from saima.core.definitions import code_fault
from saima.core.findings import Place
from saima.core.indicators import Indicator
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout, Row
from saima.core.intake.silence import is_remark
from saima.core.names import folded
from saima.core.subjects import Subject, Subjects
from saima.core.tables import Raw
from saima.core.units_of_measure import UnitOfMeasure, unit_of_measure
from saima.core.words import Words, words

SUBTOTALS = frozenset({"小计", "合计", "总计", "共计", "subtotal", "total", "sum"})


def subtotal(name: str) -> str | None:
    """The kind of sum that a row is named as: `合计`, also for `合  计：`."""
    plain = "".join(folded(name).lower().split()).rstrip(":")
    return plain if plain in SUBTOTALS else None


def data_rows(layout: Layout, found: Collected) -> Iterator[tuple[int, Sequence[Raw]]]:
    """The rows below the heading that hold anything, with their indices."""
    sheet = layout.sheet
    pending: list[int] = []
    for index in range(layout.heading + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if not any(raw is not None and raw != "" for raw in row):
            pending.append(index)
            continue
        for blank in pending:  # blank rows after the last one are no matter
            found.forgive("blank_row", sheet.place(blank))
        pending.clear()
        if is_remark(row):
            found.forgive("remark", sheet.place(index))
            continue
        _refuse_overhang(layout, index, row, found)
        _refuse_short(layout, index, row, found)
        yield index, row


def _width(layout: Layout) -> int:
    """How many columns have a heading, to the last that has one."""
    heading = layout.sheet.rows[layout.heading]
    return max(i for i, raw in enumerate(heading, start=1) if raw is not None)


def _refuse_short(
    layout: Layout, index: int, row: Sequence[Raw], found: Collected
) -> None:
    """A line of numbers with a comma too few: its numbers have shifted, or it is cut.

    Workbooks do not keep the empty cells at a row's end; a text table has them all.
    """
    width = _width(layout)
    numbers = layout.months or {"value", "year"} & set(layout.columns)
    if layout.sheet.name is None and numbers and len(row) < width:
        found.error(
            "short_row",
            layout.sheet.place(index),
            words(
                "the line has {count} cells, the headings are {width}",
                count=len(row),
                width=width,
            ),
            words("look for a comma too few, or a line cut off; write every comma"),
        )


def _refuse_overhang(
    layout: Layout, index: int, row: Sequence[Raw], found: Collected
) -> None:
    """A row longer than its heading is a comma too many: its numbers have shifted."""
    if layout.sheet.name is not None:
        return  # a workbook's cells stand where they stand
    for column in range(_width(layout), len(row)):
        if row[column] is not None and row[column] != "":
            found.error(
                "no_heading_above",
                layout.sheet.place(index, column),
                words("this cell stands beyond the last heading"),
                words("look for a comma or a cell too many in the row"),
            )
            return


def with_unit(text: str) -> tuple[str, UnitOfMeasure | None]:
    """A name without the bracket behind it, and the unit in that: `营收（万元）`."""
    bracketed = _BRACKETED.fullmatch(folded(text))
    unit = unit_of_measure(bracketed[2]) if bracketed else None
    return (bracketed[1], unit) if bracketed and unit else (folded(text), None)


_BRACKETED = re.compile(r"(.+?) ?\((.+)\)")


class Indicators:
    """The indicators of a race, found by code or name.

    `former` are folded names that indicators of these codes bore before; `moved` are
    those of them that were given up only after the text at hand was written.
    """

    def __init__(
        self,
        indicators: Iterable[Indicator],
        former: Mapping[str, str] = MappingProxyType({}),
        moved: frozenset[str] = frozenset(),
    ) -> None:
        self._former, self._moved = former, moved
        self.by_code: Mapping[str, Indicator] = {i.code: i for i in indicators}
        self._by_name = {i.name: i for i in self.by_code.values()}
        self._folded = {
            folded(name): i for i in self.by_code.values() for name in (i.name, i.code)
        }

    def find(self, code_or_name: str) -> Indicator | None:
        """The indicator of this code, else of this name, a unit behind it or not."""
        found = self._by_name.get(code_or_name) or self._folded.get(
            folded(code_or_name)
        )
        if found is not None:
            return found
        name, unit = with_unit(code_or_name)
        return None if unit is None else self._folded.get(name)

    def formerly(self, name: str) -> Indicator | None:
        """The indicator that was called so before."""
        return self.by_code.get(self._former.get(folded(name), ""))

    def meant_another(self, name: str, indicator: Indicator) -> Indicator | None:
        """Whose name it was when the text was written, where another bears it now."""
        before = self.formerly(name) if folded(name) in self._moved else None
        return None if before == indicator else before

    def names(self) -> list[str]:
        """All names and codes."""
        return [*self._by_name, *self.by_code]


def find_indicator(
    text: str, indicators: Indicators, place: Place, found: Collected
) -> Indicator | None:
    """The indicator a cell names; None, with a finding, where there is none."""
    indicator = indicators.find(text)
    if indicator is None:
        return _formerly(text, indicators, place, found)
    before = indicators.meant_another(text, indicator)
    if before is not None:
        found.error(
            "renamed",
            place,
            words("“{name}” has become the name of another indicator", name=text),
            words(
                "write “{before}” for what was meant, or “{code}” for what is called "
                "so now",
                before=before.name,
                code=indicator.code,
            ),
        )
    return indicator


def _formerly(
    text: str, indicators: Indicators, place: Place, found: Collected
) -> Indicator | None:
    """Who was called so before it was renamed: it is meant, and that is said."""
    renamed = indicators.formerly(text)
    if renamed is None:
        _unknown("indicator", text, indicators.names(), place, found)
        return None
    found.note(
        "renamed",
        place,
        words("“{name}” is called “{now}” by now", name=text, now=renamed.name),
        words("write “{now}” when the text is changed next", now=renamed.name),
    )
    return renamed


def find_subject(
    text: str, subjects: Subjects, place: Place, found: Collected
) -> Subject | None:
    """The subject a cell names; None, with a finding, where there is none."""
    subject = subjects.find(text)
    if subject is None:
        names = [name for s in subjects for name in (s.name, s.code)]
        _unknown("subject", text, names, place, found)
    return subject


MOST_SUGGESTIONS = 20  # looking for a near name among thousands takes its time
LONGEST_NAME = 100


def check_name(row: Row, found: Collected) -> None:
    """A name is short enough for a table, and shows every sign it has."""
    for column in ("name", "code"):
        text = row.text(column)
        unseen = any(unicodedata.category(sign) in ("Cc", "Cf") for sign in text)
        if len(text) > LONGEST_NAME or unseen or text in (".", ".."):
            found.error(
                "name",
                row.place(column),
                words(
                    "“{name}” is longer than {limit} signs, or holds signs that do not "
                    "show",
                    name=one_line(text)[:40],
                    limit=LONGEST_NAME,
                ),
                words("write a short plain name"),
            )
            return
    code = row.text("code")
    wrong = code_fault(code) if code else None
    if wrong is not None:
        found.error("code", row.place("code"), wrong.text, wrong.next_step)


ADD_NAME = words("correct the name, or add it to its table first")
KINDS = {
    "indicator": words("no indicator is called “{name}”"),
    "subject": words("no unit, project, parcel or branch is called “{name}”"),
    "empty": words("the name is missing"),
}


def _unknown(
    kind: str, name: str, known: Sequence[str], place: Place, found: Collected
) -> None:
    text = (
        KINDS["empty"]
        if not name
        else Words(KINDS[kind].text, {"name": one_line(name)})
    )
    code = f"unknown_{kind}"
    many = found.told(code, place) >= MOST_SUGGESTIONS
    found.error(code, place, text, ADD_NAME if many else nearest(name, known))


def unit_of_row(
    layout: Layout, index: int, row: Sequence[Raw], found: Collected
) -> UnitOfMeasure | None:
    """The unit of measure that a row states for itself."""
    text = layout.text(row, "unit")
    if not text:
        return with_unit(layout.text(row, "indicator"))[1]
    unit, place = (
        unit_of_measure(text),
        layout.sheet.place(index, layout.columns["unit"]),
    )
    if unit is None:
        found.error(
            "unknown_unit",
            place,
            words("no unit of measure is called “{name}”", name=one_line(text)),
            words("write a unit such as 万元, 亿元, %, 户 or 个"),
        )
        return None
    others = (u for u in layout.units.values() if u.dimension == unit.dimension)
    if other := next((u for u in others if u is not unit), None):
        found.error(
            "two_units",
            place,
            words(
                "the row says {unit}, a heading says {other}",
                unit=unit.symbol,
                other=other.symbol,
            ),
            words("keep one of the two"),
        )
    return unit


def nearest(name: str, known: Sequence[str], otherwise: Words = ADD_NAME) -> Words:
    """The next step for an unknown name: the nearest known one, if any is near."""
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return words("did you mean “{name}”? correct it", name=near[0])
    return otherwise


def one_line(text: str) -> str:
    """A text without the line breaks that a cell may hold."""
    return " ".join(text.split())
