"""What the page of a paper shows: each statement with all that is known about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from saima.core.words import Words, words
from saima.library.alike import Alike, alike
from saima.library.models import (
    Decision,
    KeyTask,
    Paper,
    Reading,
    Sort,
    Statement,
    Verdict,
)
from saima.library.queries import counting_in, key_tasks_for, newest_decisions
from saima.library.results import Result, results_of
from saima.library.suggesting import TASK, Desk, Suggestion, suggestion
from saima.library.within import within

KIND_WORDS = {
    "target": words("target"),
    "actual": words("result"),
    "completion_rate": words("completion rate"),
    "growth": words("growth"),
    "share": words("share"),
    "task": words("task"),
}


@dataclass(frozen=True, slots=True)
class Working:
    """What a rate of the paper comes to by the paper's own numbers, and whether it says so."""

    part: Statement
    whole: Statement
    rate: Statement
    computed: Fraction  # in percent
    agrees: bool


@dataclass(frozen=True)
class Card:
    """A statement as its page shows it.

    `decision` counts; `seen` is the number of the newest one, taken back or not.
    `earlier` was made of the same words in another reading, and still counts; `number`
    is the one of that reading.
    """

    statement: Statement
    suggestion: Suggestion
    decision: Decision | None
    seen: int
    earlier: Decision | None = None
    number: int = 0
    alike: tuple[Alike, ...] = ()
    result: Result | None = None
    task: KeyTask | None = None  # as which it was accepted
    workings: tuple[Working, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.decision is None and self.earlier is None

    @property
    def sure(self) -> bool:
        """Whether it waits and nothing is left to be asked."""
        contradicted = any(one.likeness != "duplicate" for one in self.alike)
        return self.open and self.suggestion.sure and not contradicted

    @property
    def kind(self) -> Words:
        """What kind of statement it is."""
        return KIND_WORDS[self.statement.kind]

    @property
    def ready(self) -> bool:
        """Whether it could be accepted as it is suggested, by a person who looked."""
        taking = self.suggestion.taking
        if taking.kind == TASK:
            return True
        named = taking.subject is not None and taking.indicator is not None
        timed = taking.last is not None and taking.bound is not None
        level = taking.first is not None or (
            taking.indicator is not None and taking.indicator.roll_up == "last"
        )
        return named and timed and level and taking.amount is not None


def cards_of(paper: Paper, reading: Reading) -> list[Card]:
    """The statements of a reading, in the order of the text."""
    rows = list(Statement.objects.filter(reading=reading))
    newest = newest_decisions({row.pk for row in rows})
    counting = counting_in({paper.pk: reading.pk})
    desk = Desk(paper.root)
    here, elsewhere = within(rows, counting), alike(paper, rows, counting)
    beside = {
        row.pk: [*here.get(row.pk, ()), *elsewhere.get(row.pk, ())] for row in rows
    }
    results = results_of(
        [one for one in counting.values() if one.verdict == Verdict.ACCEPTED]
    )
    workings, numbers = _workings(rows, reading), _numbers(paper, counting)
    tasks = key_tasks_for(counting.values())
    known = _Known(newest, counting, numbers, beside, results, tasks, workings)
    return [
        _card(row, suggestion(row, desk, reading.organization), known) for row in rows
    ]


def card_of(said: Statement, paper: Paper, meant: Suggestion) -> Card:
    """One statement by itself: what it would become, and what was decided about it."""
    newest = newest_decisions([said.pk])
    counting = counting_in({paper.pk: said.reading_id})
    counting = {said.pk: counting[said.pk]} if said.pk in counting else {}
    numbers, tasks = _numbers(paper, counting), key_tasks_for(counting.values())
    known = _Known(newest, counting, numbers, {}, {}, tasks, {})
    return _card(said, meant, known)


def _workings(rows: Sequence[Statement], reading: Reading) -> dict[int, list[Working]]:
    """The workings of a reading, by the numbers of the statements concerned."""
    by_position = {row.position: row for row in rows}
    found: dict[int, list[Working]] = {}
    for *positions, computed, agrees in reading.checks:
        part, whole, rate = (by_position[position] for position in positions)
        working = Working(part, whole, rate, Fraction(computed), agrees)
        for row in (part, whole, rate):
            found.setdefault(row.pk, []).append(working)
    return found


@dataclass(frozen=True)
class _Known:
    newest: Mapping[int, Decision]
    counting: Mapping[int, Decision]
    numbers: Mapping[int, int]
    beside: Mapping[int, list[Alike]]
    results: Mapping[int, Result]
    tasks: Mapping[int, KeyTask]
    workings: Mapping[int, list[Working]]


def _card(row: Statement, meant: Suggestion, known: _Known) -> Card:
    counts = known.counting.get(row.pk)
    own = counts is None or counts.statement_id == row.pk
    return Card(
        row,
        meant,
        counts if own else None,
        known.newest[row.pk].pk if row.pk in known.newest else 0,
        None if own else counts,
        known.numbers[counts.statement.reading_id] if counts and not own else 0,
        tuple(known.beside.get(row.pk, ())),
        known.results.get(counts.statement_id) if counts else None,
        known.tasks.get(counts.pk) if counts else None,
        tuple(known.workings.get(row.pk, ())),
    )


def _numbers(paper: Paper, counting: Mapping[int, Decision]) -> dict[int, int]:
    """The numbers of a paper's readings, where one is to be told."""
    if all(one.statement_id == number for number, one in counting.items()):
        return {}
    return dict(paper.readings.values_list("pk", "number"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a paper states."""

    targets: int
    results: int
    tasks: int
    open: int
    sure: int


def tally(cards: list[Card]) -> Tally:
    """How much a paper states, as it is shown."""
    kinds = [card.statement.kind for card in cards]
    numbers = [c for c in cards if c.statement.sort == Sort.QUANTITY]
    targets = kinds.count("target")
    return Tally(
        targets,
        len(numbers) - targets,
        len(cards) - len(numbers),
        sum(card.open for card in cards),
        sum(card.sure for card in cards),
    )
