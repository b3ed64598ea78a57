"""How a plan lies in a workbook: its sheets, its columns, its own record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from saima.core.indicators import Indicator
from saima.core.subjects import Subject, SubjectKind, Subjects
from saima.core.targets import Bound, Phasing, Targets
from saima.core.units_of_measure import UNITS, UnitOfMeasure
from saima.core.words import Translate, words

KIND = "saima-plan"
VERSION = "1"  # of the columns; a workbook of another one is not read
MONTHS = tuple(str(number) for number in range(1, 13))
NUMBERS = ("year", "floor", "stretch", *MONTHS)
HEADINGS = {
    "number": words("No."),
    "subject": words("Subject"),
    "level": words("Level"),
    "indicator": words("Indicator"),
    "unit": words("Unit of measure"),
    "year": words("Annual"),
    "bound": words("Bound"),
    "floor": words("Floor"),
    "stretch": words("Stretch"),
    **{month: words("{number}月", number=month) for month in MONTHS},
    "phasing": words("Phasing"),
    "source": words("Source"),
    "subject_code": words("Subject code"),
    "indicator_code": words("Indicator code"),
}
# What stands above several columns.
GROUPS = (
    (words("Targets of the year"), ("year", "bound", "floor", "stretch")),
    (words("Plan by month"), MONTHS),
)
# The words of cells, each of which is read back in either language.
BOUND_NAMES = {
    Bound.AT_LEAST: words("at_least"),
    Bound.AT_MOST: words("at_most"),
    Bound.EXACT: words("exact"),
}
PHASING_NAMES = {
    Phasing.EVEN: words("even"),
    Phasing.WORKDAYS: words("workdays"),
    Phasing.FRONT_LOADED: words("front-loaded"),
    Phasing.LAST_YEAR: words("last year"),
}
NOT_APPLICABLE = words("not applicable")
MONEY_SHEET = words("Amounts of money")
OTHER_SHEET = words("Other indicators")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the workbook: a subject so many levels below the top, an indicator."""

    subject: Subject
    level: int
    indicator: Indicator


@dataclass(frozen=True)
class PlanForm:
    """The plan of a group company for a year, as a workbook asks for it (计划表).

    Money is shown in `money`, other things in the unit of their indicator.
    """

    root: Subject
    year: int
    subjects: Subjects
    indicators: tuple[Indicator, ...]
    money: UnitOfMeasure = UNITS["万元"]

    def unit_of(self, indicator: Indicator) -> UnitOfMeasure:
        """The unit in which an indicator is shown."""
        own = indicator.unit_of_measure
        return self.money if own.dimension == self.money.dimension else own

    def rows(self, targets: Targets) -> Iterator[PlanRow]:
        """Every unit with every indicator, and other subjects where they have targets."""
        tree = [*_down(self.root, self.subjects, 1)]
        for indicator in self.indicators:
            for subject, level in tree:
                planned = (subject.code, indicator.code) in targets
                if planned or subject.kind is SubjectKind.UNIT:
                    yield PlanRow(subject, level, indicator)


def _down(
    subject: Subject, subjects: Subjects, level: int
) -> Iterator[tuple[Subject, int]]:
    yield subject, level
    for child in subjects.children(subject.code):
        yield from _down(child, subjects, level + 1)


def record_of(form: PlanForm, say: Translate) -> dict[str, str]:
    """What a workbook says of itself: names and texts."""
    about = {
        "kind": KIND,
        "form": VERSION,
        "root": form.root.code,
        "root_name": form.root.name,
        "year": str(form.year),
        "money": form.money.symbol,
    }
    return about | {f"plan:{name}": text.say(say) for name, text in HEADINGS.items()}


def own_headings(record: Mapping[str, str]) -> dict[str, str]:
    """The headings as a workbook of ours was given them, by what they are for."""
    return {
        name.removeprefix("plan:"): text
        for name, text in record.items()
        if name.startswith("plan:")
    }
