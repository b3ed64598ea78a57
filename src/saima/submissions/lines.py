"""A unit's month line by line, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saima.core.filling import Entry, Line, MonthFinding, MonthForm, check
from saima.core.findings import Severity
from saima.core.numbers import grouped
from saima.core.targets import decimals_of
from saima.core.words import Words
from saima.submissions.models import Figure, Submission
from saima.submissions.monthly import entries_of
from saima.submissions.queries import cells_of

WORDS_NEEDED = "needs_words"


@dataclass(frozen=True)
class ShownLine:
    """A line with what was typed, what is to be said of it, and what counted before."""

    line: Line
    entry: Entry
    seen: int
    findings: tuple[MonthFinding, ...]
    locked: bool
    counted: Decimal | None = None  # the approved figure that this one would replace
    replaces: bool = False

    @property
    def key(self) -> str:
        """Its name in addresses and forms."""
        return "/".join(self.line.key)

    @property
    def subject(self) -> str:
        """Its subject's name."""
        return self.line.subject.name

    @property
    def indicator(self) -> str:
        """Its indicator's name."""
        return self.line.indicator.name

    @property
    def unit(self) -> str:
        """Its unit of measure."""
        return self.line.indicator.unit_of_measure.symbol

    @property
    def year(self) -> str:
        """The target of the year."""
        return printed(self.line.target)

    @property
    def plan(self) -> str:
        """The plan of the month."""
        return printed(self.line.planned)

    @property
    def last(self) -> str:
        """Last month's figure."""
        return printed(self.line.before)

    @property
    def value(self) -> str:
        """What was typed."""
        return printed(self.entry.value)

    @property
    def was(self) -> str:
        """The figure that counted before."""
        return printed(self.counted)

    @property
    def note(self) -> str:
        """The words to it."""
        return self.entry.note

    @property
    def listed(self) -> bool:
        """Whether its items are named."""
        return self.line.items

    @property
    def items(self) -> str:
        """Its items, one a line."""
        return "\n".join(self.entry.items)

    @property
    def count(self) -> int:
        """How many items are named."""
        return len(self.entry.items)

    @property
    def confirmed(self) -> bool:
        """Whether it was looked at again."""
        return self.entry.confirmed

    @property
    def finding(self) -> MonthFinding | None:
        """The gravest thing to be said of it, but that it is empty."""
        asked = [f for f in self.findings if f.severity is Severity.QUESTION]
        wanting = [f for f in self.findings if f.code == WORDS_NEEDED]
        wrong = [f for f in self.findings if f.severity is Severity.ERROR]
        found = [*asked, *wanting, *wrong]
        return found[0] if found and self.entry.value is not None else None

    @property
    def state(self) -> str:
        """How its cell is marked."""
        found = self.finding
        if found is None:
            return ""
        return "question" if found.severity is Severity.QUESTION else "words"

    @property
    def message(self) -> Words | None:
        """What is to be said."""
        return self.finding.text if self.finding else None

    @property
    def next(self) -> Words | None:
        """The next step."""
        return self.finding.next_step if self.finding else None


def printed(value: Decimal | None) -> str:
    """A number with the digits that it has."""
    return "" if value is None else grouped(value, decimals_of(value))


def lines_of(
    form: MonthForm, submission: Submission | None, *, locked: bool, counted: int = 0
) -> list[ShownLine]:
    """Every line of a form with its cell, and with the approved figure it replaces."""
    cells = list(cells_of(submission)) if submission else []
    entries = {entry.key: entry for entry in entries_of(cells)}
    seen = {(c.subject.code, c.indicator.code): c.seen for c in cells}
    findings: dict[tuple[str, str], list[MonthFinding]] = {}
    for finding in check(form, entries.values()):
        findings.setdefault(finding.key, []).append(finding)
    before = _counted(submission, counted) if submission and counted else {}
    shown = []
    for line in form.lines:
        entry = entries.get(line.key, Entry(line.key))
        was = before.get(line.key)
        shown.append(
            ShownLine(
                line,
                entry,
                seen.get(line.key, 0),
                tuple(findings.get(line.key, ())),
                locked,
                was,
                line.key in before and was != entry.value,
            )
        )
    return shown


def _counted(
    submission: Submission, number: int
) -> dict[tuple[str, str], Decimal | None]:
    """The figures of the round that counts."""
    rows = Figure.objects.filter(submission=submission, round__lte=number)
    found = rows.order_by("round").values_list(
        "subject__code", "indicator__code", "value"
    )
    return {(subject, indicator): value for subject, indicator, value in found}


def left_in(lines: Iterable[ShownLine]) -> int:
    """How many lines have no figure yet."""
    return sum(line.entry.value is None for line in lines)


def in_order(lines: Sequence[ShownLine]) -> bool:
    """Whether every line has its figure and nothing is open about any."""
    return not any(line.entry.value is None or line.state for line in lines)
