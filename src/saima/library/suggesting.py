"""What a statement would become if it were accepted, and what a person must say first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache

from saima.core.indicators import IndicatorKind, RollUp
from saima.core.names import folded
from saima.core.periods import Month, month_words
from saima.core.refusal import Refused
from saima.core.targets import Bound
from saima.core.words import Words, words
from saima.library.matching import (
    Fits,
    amount_in,
    indicators_for,
    subjects_for,
)
from saima.library.models import Sort, Statement
from saima.people.models import OrgUnit
from saima.people.queries import this_month, tree_at
from saima.plans.actions.desk import usual_bound
from saima.plans.models import Indicator, Subject
from saima.plans.queries import indicator_value, indicators_of, subjects_in

TARGET, ACTUAL, TASK = "target", "actual", "task"
TAKEN = (TARGET, ACTUAL, TASK)
FIRST_YEAR, LAST_YEAR = 2000, 2100  # the years that have plans
# Words of a paper for the very body that it is about.
ITSELF = {"集团", "全集团", "集团公司", "我集团", "公司", "全公司", "本公司", "我公司"}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
OF_PAPER = {"at_least": Bound.AT_LEAST, "at_most": Bound.AT_MOST}


@dataclass(frozen=True, slots=True)
class Taking:
    """As what a statement is accepted; months and amounts for numbers alone."""

    kind: str
    subject: Subject | None = None
    indicator: Indicator | None = None
    first: Month | None = None
    last: Month | None = None
    amount: Decimal | None = None
    bound: Bound | None = None
    lead_unit: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Suggestion:
    """What a statement would become, and the questions that only a person answers."""

    taking: Taking
    subjects: Fits[Subject] = field(default_factory=Fits)
    indicators: Fits[Indicator] = field(default_factory=Fits)
    questions: tuple[Words, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nothing is left to be asked."""
        return not self.questions


DISAGREES = "disagrees"
DOUBTS = {
    DISAGREES: words("the paper's own numbers do not agree: look which one is wrong"),
    "by_model": words("proposed by a language model: check it against the sentence"),
    "speaks_to_machine": words("its line gives orders to a machine: look at it"),
}


@dataclass(frozen=True)
class Desk:
    """The subjects and indicators of a group that statements may be about."""

    root: OrgUnit
    _by_year: dict[int | None, tuple[tuple[Indicator, str], ...]] = field(
        default_factory=dict
    )
    _subjects_for: dict[str, Fits[Subject]] = field(default_factory=dict)
    _indicators_for: dict[tuple[str, int | None], Fits[Indicator]] = field(
        default_factory=dict
    )

    @cached_property
    def subjects(self) -> tuple[tuple[Subject, str], ...]:
        """Every subject of the group with its name."""
        rows = subjects_in(tree_at().subtree(self.root.pk))
        return tuple((row, row.name) for row in rows if row.kind != "elimination")

    def indicators(self, year: int | None) -> tuple[tuple[Indicator, str], ...]:
        """The catalog as it holds in a year, or now."""
        if year not in self._by_year:
            rows = indicators_of(self.root, year)
            self._by_year[year] = tuple((row, row.name) for row in rows)
        return self._by_year[year]

    def subjects_for(self, name: str) -> Fits[Subject]:
        """The subjects that a name may mean."""
        if name not in self._subjects_for:
            self._subjects_for[name] = subjects_for(name, self.subjects)
        return self._subjects_for[name]

    def indicators_for(self, name: str, year: int | None) -> Fits[Indicator]:
        """The indicators that a name may mean in a year."""
        key = name, year
        if key not in self._indicators_for:
            self._indicators_for[key] = indicators_for(name, self.indicators(year))
        return self._indicators_for[key]


def month_of(text: str) -> Month | None:
    """The month of a day that says its year."""
    match = _DAY.fullmatch(text)
    return Month(int(match[1]), int(match[2])) if match else None


def day_of(text: str) -> date | None:
    """A day that says its year."""
    return date.fromisoformat(text) if _DAY.fullmatch(text) else None


@lru_cache(4096)
def number_of(text: str) -> Decimal | None:
    """A number that was kept as text."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def suggestion(said: Statement, desk: Desk, organization: str = "") -> Suggestion:
    """What a statement would become."""
    doubts = _doubted(said.doubts)
    if said.sort == Sort.TASK:
        taking = Taking(TASK, lead_unit=said.lead, due_on=day_of(said.deadline))
        return Suggestion(taking, questions=doubts)
    last = month_of(said.ends)
    subjects, asked = _subjects(said, desk, organization)
    measure = _measure(said)
    indicators = desk.indicators_for(measure, last.year if last else None)
    indicator = indicators.sure
    questions = [*doubts, *asked]
    if indicator is None:
        questions.append(words("which indicator is it?"))
    kind, unfit = _kind(said, indicator)
    questions += unfit
    first, last, untimed = _months(said, kind, indicator)
    amount, mismatch = _amount(said, indicator)
    bound, unbound = _bound(said, kind, indicator)
    questions += [*untimed, *mismatch, *unbound]
    best = subjects.found[0].what if subjects.found and len(asked) == 1 else None
    subject = subjects.sure or best
    taking = Taking(kind, subject, indicator, first, last, amount, bound)
    unfit_time = out_of_time(taking)
    if unfit_time is not None:
        questions.append(unfit_time)
    return Suggestion(taking, subjects, indicators, tuple(questions))


def out_of_time(taking: Taking) -> Words | None:
    """Why nothing can be promised or have come about in the months of a taking."""
    first, last = taking.first or taking.last, taking.last
    if first is None or last is None:
        return None
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        return words(
            "plans are of the years {first} to {last}",
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        )
    if taking.kind == ACTUAL and last > this_month():
        return words(
            "{month} is still to come: it has no result", month=month_words(last)
        )
    return _not_open(taking.subject, first, last) if taking.subject else None


def _not_open(subject: Subject, first: Month, last: Month) -> Words | None:
    """That a subject was not there yet, or no longer."""
    opened = subject.opened or subject.unit.opened
    closed = min((m for m in (subject.closed, subject.unit.closed) if m), default=None)
    if opened is not None and last < opened:
        return words(
            "{name} is there only from {month} on",
            name=subject.name,
            month=month_words(opened),
        )
    if closed is not None and closed < first:
        return words(
            "{name} was there only until {month}",
            name=subject.name,
            month=month_words(closed),
        )
    return None


def _doubted(doubts: Sequence[str]) -> tuple[Words, ...]:
    """Why a person must look before it counts; each in its own words."""
    asked = [question for doubt, question in DOUBTS.items() if doubt in doubts]
    if not DOUBTS.keys() >= set(doubts):
        asked.append(words("the reader is not sure: look at the sentence"))
    return tuple(asked)


def _subjects(
    said: Statement, desk: Desk, organization: str
) -> tuple[Fits[Subject], list[Words]]:
    """What its body may be; the one that the paper is about where it says so."""
    name = said.entity
    if folded(name) in ITSELF:
        name = organization
    if not name:
        return desk.subjects_for(organization), [words("whose number is it?")]
    found = desk.subjects_for(name)
    return found, [] if found.sure else [words("whose number is it?")]


def _measure(said: Statement) -> str:
    """The name of what is measured, without the body's own name before it."""
    rest = said.measure.removeprefix(said.entity).removeprefix("的")
    return rest or said.measure


def _kind(said: Statement, indicator: Indicator | None) -> tuple[str, list[Words]]:
    """A share or a rate is a result where its indicator is a rate itself."""
    if said.kind in (TARGET, ACTUAL):
        return said.kind, []
    rate = indicator is not None and indicator.kind == IndicatorKind.RATE
    if said.kind != "growth" and rate:
        return ACTUAL, []
    return ACTUAL, [words("it is neither a target nor a result: is it needed?")]


def _months(
    said: Statement, kind: str, indicator: Indicator | None
) -> tuple[Month | None, Month | None, list[Words]]:
    first, last = month_of(said.begins), month_of(said.ends)
    if last is None:
        return first, last, [words("of which time is it?")]
    if kind == TARGET:
        whole = last.number == 12 and (first is None or first == Month(last.year, 1))
        asked = [] if whole else [words("is it a target of the whole year?")]
        return Month(last.year, 1), Month(last.year, 12), asked
    asked = []
    if said.ends != last.last_day.isoformat():
        asked.append(words("it ends within a month: does it fit the month?"))
    level = indicator is not None and indicator.roll_up == RollUp.LAST.value
    if level:
        return None, last, asked
    if first is None or first > last or first.year != last.year:
        asked.append(words("from which month on is it counted?"))
        first = None
    return first, last, asked


def _amount(
    said: Statement, indicator: Indicator | None
) -> tuple[Decimal | None, list[Words]]:
    value = number_of(said.base)
    if indicator is None or value is None:
        return None, []
    try:
        return amount_in(value, said.base_unit, indicator_value(indicator)), []
    except Refused as no:
        return None, [no.text]


def _bound(
    said: Statement, kind: str, indicator: Indicator | None
) -> tuple[Bound | None, list[Words]]:
    """What the number means: 突破 is at least; about and a range are asked."""
    if said.bound in OF_PAPER:
        return OF_PAPER[said.bound], []
    plain = Bound.EXACT
    if kind == TARGET and indicator is not None:
        plain = Bound(usual_bound(indicator))
    if said.bound in ("about", "range"):
        return plain, [words("it is no exact number: which one counts?")]
    return plain, []
