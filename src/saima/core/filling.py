"""A month as a unit fills it in: what it is asked, what it says, what is doubtful."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from saima.core.digests import START, canonical, link
from saima.core.figures import Basis
from saima.core.findings import Place, Severity
from saima.core.indicators import Indicator, RollUp
from saima.core.intake.cells import Amounts, text_of
from saima.core.intake.collected import NOTHING_TO_DO, Collected
from saima.core.intake.doubts import AGAINST, LESS, MORE, Slip, slip_of, slips
from saima.core.names import folded
from saima.core.numbers import grouped, percent, plain_text, plus
from saima.core.periods import Month
from saima.core.progress import ZeroTarget, ratio, zero_target
from saima.core.subjects import Subject
from saima.core.tables import Raw
from saima.core.targets import decimals_of
from saima.core.words import Words, words

Key = tuple[str, str]  # the codes of subject and indicator
Column = Literal["value", "note", "items"]

RED = Fraction(4, 5)  # below this achievement of the plan to date words are needed
MAX_NOTE = 1000
MAX_ITEM = 200
FORM_DIGITS = 12  # of the digest, enough to tell one form from the next
NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Line:
    """One number that a unit is asked for in a month (填报行).

    `planned` and `before` are on the line's own basis: of the month alone, to date,
    or for a level the level itself. `items` is whether what is counted is named.
    """

    subject: Subject
    indicator: Indicator
    basis: Basis
    planned: Decimal | None = None
    target: Decimal | None = None
    before: Decimal | None = None
    to_date_before: Decimal | None = None
    items: bool = False
    planned_to_date: Decimal | None = None  # needed only where the month stands alone

    @property
    def key(self) -> Key:
        """The codes of its subject and indicator."""
        return self.subject.code, self.indicator.code

    @property
    def level(self) -> bool:
        """Whether it is a level at the month's end, which is never added up."""
        return self.indicator.roll_up is RollUp.LAST

    def achievement_of(self, value: Decimal, month: Month) -> Achievement | None:
        """How a figure stands to the plan to date; None where that cannot be said."""
        alone = self.basis is Basis.IN_PERIOD and not self.level
        first = month.number == 1 or self.subject.opened == month
        plan = self.planned
        if alone and not first:
            if self.to_date_before is None:
                return None
            plan, value = self.planned_to_date, plus(self.to_date_before, value)
        if plan is None:
            return None
        direction = self.indicator.direction
        share = ratio(value, plan, direction)
        zero = None if plan else zero_target(value, direction)
        return Achievement(share, zero)


@dataclass(frozen=True, slots=True)
class Achievement:
    """A figure against the plan to date: a share, or the case of a plan of zero."""

    share: Fraction | None
    zero: ZeroTarget | None = None

    def below(self, red: Fraction) -> bool:
        """Whether it is so low that it needs words."""
        if self.share is None:
            return self.zero in (ZeroTarget.BREACHED, ZeroTarget.SHORT)
        return self.share < red


@dataclass(frozen=True)
class MonthForm:
    """All that one unit is asked for in one month (月度填报表)."""

    unit: Subject
    month: Month
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        if len(self.by_key) < len(self.lines):
            raise ValueError("a subject and indicator are asked for twice")

    @cached_property
    def by_key(self) -> Mapping[Key, Line]:
        """The lines by their keys, in their order."""
        return {line.key: line for line in self.lines}

    @cached_property
    def version(self) -> str:
        """What tells a workbook made for this form from one made for another."""
        asked = sorted(
            [*line.key, line.indicator.unit_of_measure.symbol, str(line.basis)]
            for line in self.lines
        )
        content = canonical([self.unit.code, self.month, asked])
        return link(START, content).hex()[:FORM_DIGITS]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a unit says on one line (填报值); None is not yet said, and no zero."""

    key: Key
    value: Decimal | None = None
    note: str = ""
    items: tuple[str, ...] = ()
    confirmed: bool = False  # looked at again, and right (已核实)


@dataclass(frozen=True, slots=True)
class MonthFinding:
    """One thing found in a cell of a month's form (填报校验结果)."""

    severity: Severity
    code: str
    key: Key
    column: Column
    text: Words
    next_step: Words
    item: int | None = None  # which of the list, from 0


@dataclass(slots=True)
class _Told:
    """The findings of one line."""

    key: Key
    submitting: bool = False
    findings: list[MonthFinding] = field(default_factory=list)

    def error(self, code: str, column: Column, text: Words, step: Words) -> None:
        self.add(Severity.ERROR, code, column, (text, step))

    def wrong_item(self, code: str, item: int, text: Words, step: Words) -> None:
        said = text, step
        self.findings.append(
            MonthFinding(Severity.ERROR, code, self.key, "items", *said, item)
        )

    def question(self, code: str, column: Column, text: Words, step: Words) -> None:
        self.add(Severity.QUESTION, code, column, (text, step))

    def note(self, code: str, column: Column, text: Words, step: Words) -> None:
        self.add(Severity.NOTE, code, column, (text, step))

    def lacking(self, code: str, column: Column, text: Words, step: Words) -> None:
        """What is not there yet: said in a draft, refused when it is submitted."""
        severity = Severity.ERROR if self.submitting else Severity.NOTE
        self.add(severity, code, column, (text, step))

    def add(
        self, severity: Severity, code: str, column: Column, said: tuple[Words, Words]
    ) -> None:
        self.findings.append(MonthFinding(severity, code, self.key, column, *said))


def read_value(
    line: Line, raw: Raw, *, percent: bool = False
) -> tuple[Decimal | None, tuple[MonthFinding, ...]]:
    """Read what was typed for a line, in the unit of measure of its indicator.

    None without a finding is an empty cell, None with an error is no number.
    `percent` is whether a workbook shows the number as a percentage.
    """
    written = text_of(raw)
    if not written:
        return None, ()
    found, told = Collected(), _Told(line.key)
    value = Amounts(line.indicator).read(raw, NOWHERE, found, percent=percent)
    findings = found.findings()
    if value is None:
        _tell(found, told)
    elif findings:
        unit = line.indicator.unit_of_measure.symbol
        text = words(
            "“{written}” was read as {value}",
            written=written,
            value=f"{grouped(value, decimals_of(value))} {unit}",
        )
        told.note("read_as", "value", text, NOTHING_TO_DO)
    return value, tuple(told.findings)


def _tell(found: Collected, told: _Told) -> None:
    for finding in found.findings():
        if finding.severity is not Severity.NOTE:
            said = finding.text, finding.next_step
            told.add(finding.severity, finding.code, "value", said)


def check(
    form: MonthForm,
    entries: Iterable[Entry],
    *,
    submitting: bool = False,
    red: Fraction = RED,
) -> tuple[MonthFinding, ...]:
    """Say what is wrong, doubtful or lacking, line by line.

    What is lacking is a note in a draft and an error when it is submitted. Entries
    of lines that the form does not ask for are passed over.
    """
    given = {entry.key: entry for entry in entries}
    found: list[MonthFinding] = []
    for line in form.lines:
        entry = given.get(line.key) or Entry(line.key)
        told = _Told(line.key, submitting)
        _Check(line, entry, form.month, red, told).run()
        found += told.findings
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Check:
    """The checks of one line."""

    line: Line
    entry: Entry
    month: Month
    red: Fraction
    told: _Told

    def run(self) -> None:
        value = self.entry.value
        if fault := text_fault(self.entry.note, MAX_NOTE):
            self.told.error("text", "note", *fault)
        if self.line.items:
            self._check_items()
        if value is None:
            self.told.lacking("missing_figure", "value", MISSING, ENTER)
        elif self._is_sound(value):
            if not self.entry.confirmed:
                self._ask_slip(value)
                self._ask_fall(value)
            self._want_words(value)
            if self.line.items:
                self._tie_items(value)

    def _is_sound(self, value: Decimal) -> bool:
        found = Collected()
        amounts = Amounts(self.line.indicator)
        read = amounts.read(value, NOWHERE, found, percent=False)
        _tell(found, self.told)
        return read is not None

    def _ask_slip(self, value: Decimal) -> None:
        line = self.line
        times = slip_of(line.indicator)
        months, plan = (line.before, value), (None, line.planned)
        for slip in slips(months, plan, times):
            rate = line.indicator.unit_of_measure.dimension == "percent"
            step = CONFIRM_RATE if rate else CONFIRM
            text = _slip_words(line, value, slip)
            self.told.question("ten_thousand_times", "value", text, step)

    def _ask_fall(self, value: Decimal) -> None:
        """A figure to date can only grow within a year, if it adds what is positive."""
        line = self.line
        grows = not (line.level or line.indicator.may_be_negative)
        to_date = line.basis is Basis.TO_DATE and self.month.number > 1
        if grows and to_date and line.before is not None and value < line.before:
            text = words(
                "{subject} {indicator}: {value} to date is lower than the last "
                "one reported",
                subject=line.subject.name,
                indicator=line.indicator.name,
                value=plain_text(value),
            )
            self.told.question("cumulative_falls", "value", text, CONFIRM_FALL)

    def _want_words(self, value: Decimal) -> None:
        achieved = self.line.achievement_of(value, self.month)
        if self.entry.note.strip() or achieved is None or not achieved.below(self.red):
            return
        text = PLAN_OF_ZERO
        if achieved.share is not None:
            text = words(
                "the achievement of the plan to date is {share}, below {limit}",
                share=percent(achieved.share),
                limit=percent(self.red, 0),
            )
        self.told.lacking("needs_words", "note", text, SAY_WHY)

    def _check_items(self) -> None:
        seen: set[str] = set()
        for item, name in enumerate(self.entry.items):
            key = folded(name).lower()
            fault = text_fault(name, MAX_ITEM)
            if not key:
                self.told.wrong_item("blank_item", item, NO_NAME, NAME_OR_DELETE)
            elif key in seen:
                text = words("“{name}” stands in the list twice", name=name.strip())
                self.told.wrong_item("item_twice", item, text, KEEP_ONE)
            elif fault:
                self.told.wrong_item("text", item, *fault)
            seen.add(key)

    def _tie_items(self, value: Decimal) -> None:
        count = sum(bool(name.strip()) for name in self.entry.items)
        if Fraction(value) * self.line.indicator.unit_of_measure.factor == count:
            return
        text = words(
            "the figure is {value}, and the list names {count}",
            value=f"{plain_text(value)} {self.line.indicator.unit_of_measure.symbol}",
            count=count,
        )
        if count:
            self.told.error("items_do_not_tie", "items", text, COMPLETE_THE_LIST)
        else:
            self.told.lacking("items_missing", "items", text, COMPLETE_THE_LIST)


def _slip_words(line: Line, value: Decimal, slip: Slip) -> Words:
    unit = line.indicator.unit_of_measure.symbol
    return Words(
        (MORE if slip.ratio > 1 else LESS).text,
        {
            "subject": line.subject.name,
            "indicator": line.indicator.name,
            "value": f"{grouped(value, decimals_of(value))} {unit}",
            "times": round(max(slip.ratio, 1 / slip.ratio)),
            "other": AGAINST[slip.against],
            "base": f"{grouped(slip.base, decimals_of(slip.base))} {unit}",
        },
    )


def text_fault(text: str, limit: int) -> tuple[Words, Words] | None:
    """What is wrong with a text, and the next step; None where nothing is."""
    if len(text) > limit:
        return words("the text has more than {limit} signs", limit=limit), SHORTEN
    if not text.isprintable() and any(map(_does_not_show, text)):
        return HIDDEN_SIGNS, TYPE_ANEW
    return None


def _does_not_show(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in "\n\r\t"


MISSING = words("there is no figure yet")
ENTER = words("enter the figure, and 0 for nothing")
CONFIRM = words(
    "correct it (元, 万元, 亿元?), or mark it as 已核实 (confirmed) if it is right"
)
CONFIRM_RATE = words(
    "correct it (61 for 61 %), or mark it as 已核实 (confirmed) if it is right"
)
CONFIRM_FALL = words("correct it, or mark it as 已核实 (confirmed) if it is right")
PLAN_OF_ZERO = words("nothing was planned to date, and the figure is worse than that")
NO_NAME = words("a line of the list has no name")
SAY_WHY = words("say in the explanation why, and what is done about it")
NAME_OR_DELETE = words("enter a name, or delete the line")
KEEP_ONE = words("keep one of the two")
COMPLETE_THE_LIST = words("name each one in the list, or correct the figure")
SHORTEN = words("make it shorter")
HIDDEN_SIGNS = words("the text has signs that do not show")
TYPE_ANEW = words("type it anew")
