"""Deciding about what a paper states: accepting, refusing, taking a decision back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection, transaction

from saima.core.indicators import RollUp
from saima.core.numbers import within_limits
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.targets import Bound, decimals_of
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.journal.models import LedgerRow
from saima.library.actions.papers import LOCK, about
from saima.library.models import (
    Decision,
    Evidence,
    KeyTask,
    Paper,
    Reading,
    Statement,
    Verdict,
)
from saima.library.queries import counting_in, newest_decisions
from saima.library.shown import cards_of
from saima.library.suggesting import ACTUAL, TARGET, TASK, Taking, out_of_time
from saima.people.queries import this_month, trees_of
from saima.plans.actions.proposals import Offer, propose

Units = Mapping[int, frozenset[int]]  # of a group, by the years of its plans
NOW = 0  # in the place of a year
SURE_VERB = "statement.accept"
VERBS = {
    Verdict.ACCEPTED: SURE_VERB,
    Verdict.REFUSED: "statement.refuse",
    Verdict.WITHDRAWN: "statement.withdraw",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided about a statement: against the decision that was seen, 0 for none."""

    statement: Statement
    verdict: Verdict
    seen: int
    taking: Taking | None = None
    words: str = ""


@transaction.atomic
def decide(paper: Paper, rulings: Sequence[Ruling], *, by: Who) -> list[Decision]:
    """Decide about statements of a paper together, or about none of them.

    What was decided goes further in the same transaction: a target is proposed to the
    plan, a result is laid beside the figures, a task is kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, paper.root_id])
    before = newest_decisions({one.statement.pk for one in rulings})
    units = _units(paper, rulings)
    for one in rulings:
        _must_be_open(one, before.get(one.statement.pk))
        _must_be_whole(paper, one, units)
    _must_be_new(paper, rulings)
    if not rulings:
        return []
    decisions = [_decision(paper, one, before, by=by) for one in rulings]
    rows: list[LedgerRow] = [*decisions, *_beside(paper, rulings, decisions)]
    details = {"number": paper.pk, "count": len(decisions)}
    verb = VERBS[rulings[0].verdict]
    record(Deed(verb, by, about(paper), paper.root_id, details), rows)
    propose(paper.root, _offers(paper, decisions), by=by)
    return decisions


def _units(paper: Paper, rulings: Iterable[Ruling]) -> Units:
    """The units of the group now, and as they make the plans of the years concerned."""
    takings = [one.taking for one in rulings if one.taking]
    years = {
        taking.last.year: Month(taking.last.year, 12)
        for taking in takings
        if taking.last
    }
    months = {NOW: this_month(), **years}
    trees = trees_of(months.values())
    return {
        year: frozenset(trees[month].subtree(paper.root_id))
        for year, month in months.items()
    }


def _must_be_open(ruling: Ruling, before: Decision | None) -> None:
    """Nobody decides upon what somebody else has decided meanwhile."""
    decided = before is not None and before.verdict != Verdict.WITHDRAWN
    if (before.pk if before else 0) != ruling.seen:
        raise Refused(
            words("somebody has decided about this statement meanwhile"),
            words("look at it again"),
        )
    if decided is not (ruling.verdict is Verdict.WITHDRAWN):
        raise Refused(
            words("this statement is decided already")
            if decided
            else words("nothing was decided about this statement"),
            words("take the decision back first") if decided else words("decide first"),
        )


def _must_be_new(paper: Paper, rulings: Sequence[Ruling]) -> None:
    """What counts from another reading of the paper is not decided a second time."""
    fresh = [r.statement for r in rulings if r.verdict is not Verdict.WITHDRAWN]
    for reading in {said.reading_id for said in fresh}:
        counting = counting_in({paper.pk: reading})
        for said in fresh:
            other = counting.get(said.pk)
            if said.reading_id == reading and other and other.statement_id != said.pk:
                raise _decided_in(other.statement.reading)


def _decided_in(reading: Reading) -> Refused:
    return Refused(
        words(
            "this statement is decided already, in reading {number} of the paper",
            number=reading.number,
        ),
        words("take the decision back first"),
    )


def _must_be_whole(paper: Paper, ruling: Ruling, units: Units) -> None:
    """What is accepted says all that its next place needs."""
    taking = ruling.taking
    if ruling.verdict is not Verdict.ACCEPTED:
        return
    if taking is None or (taking.kind == TASK) is not (ruling.statement.sort == "task"):
        raise _lacking()
    if taking.kind == TASK:
        return
    _must_be_of_the_group(paper, taking, units)
    if taking.bound is None:
        raise _lacking()
    _must_fit(taking)


def _lacking() -> Refused:
    return Refused(
        words("something is missing before this can be accepted"),
        words("choose subject, indicator, months and number"),
    )


def _must_be_of_the_group(paper: Paper, taking: Taking, units: Units) -> None:
    subject, indicator = taking.subject, taking.indicator
    if subject is None or indicator is None:
        raise _lacking()
    if indicator.root_id != paper.root_id or subject.unit_id not in units[NOW]:
        raise Refused(
            words("subject or indicator belong to another group"),
            words("choose those of {unit}", unit=paper.root.name),
        )
    last = taking.last
    if (
        taking.kind == TARGET
        and last is not None
        and subject.unit_id not in units[last.year]
    ):
        raise Refused(
            words(
                "{name} is not in the plan of {unit} for {year}",
                name=subject.name,
                unit=paper.root.name,
                year=str(last.year),
            ),
            words("look at the months and at the subject again"),
        )


def _level(taking: Taking) -> bool:
    """Whether it is the result of a level, which is that of one day."""
    indicator = taking.indicator
    level = indicator is not None and indicator.roll_up == RollUp.LAST.value
    return taking.kind == ACTUAL and level


def _must_fit(taking: Taking) -> None:
    """The number is one of its indicator, and its months are those of one year."""
    indicator, amount, last = taking.indicator, taking.amount, taking.last
    if indicator is None or amount is None or last is None:
        raise _lacking()
    if not within_limits(amount) or decimals_of(amount) > indicator.decimals:
        raise Refused(
            words(
                "{indicator} is kept with {count} decimals",
                indicator=indicator.name,
                count=indicator.decimals,
            ),
            words("write the number with as many"),
        )
    if amount < 0 and not indicator.may_be_negative:
        raise Refused(
            words("{indicator} cannot be negative", indicator=indicator.name),
            words("look at the sentence, and choose another indicator"),
        )
    first, level = taking.first, _level(taking)
    if not level and (first is None or first > last or first.year != last.year):
        raise Refused(
            words("the months do not lie in one year, one after the other"),
            words("choose the first and the last month"),
        )
    unfit = out_of_time(replace(taking, first=last if level else first))
    if unfit is not None:
        raise Refused(unfit, words("look at the months and at the subject again"))


def _decision(
    paper: Paper, ruling: Ruling, before: Mapping[int, Decision], *, by: Who
) -> Decision:
    """A decision; one that takes another back repeats what that one said."""
    row = Decision(
        statement=ruling.statement,
        paper=paper,
        root_id=paper.root_id,
        person_id=by.person,
        verdict=ruling.verdict.value,
        words=ruling.words.strip()[:400],
    )
    if ruling.verdict is Verdict.WITHDRAWN:
        old = before[ruling.statement.pk]
        for name in ("kind", "subject", "indicator", "first", "last", "bound"):
            setattr(row, name, getattr(old, name))
    elif ruling.taking is not None and ruling.verdict is Verdict.ACCEPTED:
        taking = ruling.taking
        row.kind, row.subject = taking.kind, taking.subject
        row.indicator, row.amount = taking.indicator, taking.amount
        row.first = None if _level(taking) else taking.first
        row.last, row.bound = taking.last, taking.bound.value if taking.bound else ""
    return row


def _beside(
    paper: Paper, rulings: Iterable[Ruling], decisions: Iterable[Decision]
) -> list[LedgerRow]:
    """The results and tasks that follow from decisions; withdrawn ones without amount."""
    rows: list[LedgerRow] = []
    for ruling, decision in zip(rulings, decisions, strict=True):
        if decision.kind == ACTUAL:
            rows.append(_evidence(paper, decision))
        elif ruling.taking is not None and ruling.taking.kind == TASK:
            rows.append(_key_task(paper, decision, ruling.taking))
    return rows


def origin_of(statement: Statement) -> str:
    """How the plan, which lies below, names the statement that something came from."""
    return f"library.statement:{statement.pk}"


def title_in(paper: Paper) -> str:
    """What a paper is called where it is quoted."""
    return paper.reading.title if paper.reading else paper.name


def _evidence(paper: Paper, decision: Decision) -> Evidence:
    subject = decision.subject
    assert subject is not None
    return Evidence(
        root_id=paper.root_id,
        unit_id=subject.unit_id,
        subject=subject,
        indicator=decision.indicator,
        first=decision.first,
        last=decision.last,
        amount=decision.amount,
        bound=decision.bound,
        paper=title_in(paper)[:200],
        sentence=decision.statement.sentence[:1000],
        origin=origin_of(decision.statement),
    )


def _key_task(paper: Paper, decision: Decision, taking: Taking) -> KeyTask:
    said = decision.statement
    return KeyTask(
        decision=decision,
        statement=said,
        root_id=paper.root_id,
        text=said.text,
        lead_unit=taking.lead_unit[:200],
        supporting_units=list(said.supporting),
        due_on=taking.due_on,
    )


def _offers(paper: Paper, decisions: Iterable[Decision]) -> list[Offer]:
    return [
        Offer(
            one.subject,
            one.indicator,
            one.last.year,
            one.amount,
            Bound(one.bound),
            title_in(paper),
            one.statement.sentence,
            origin_of(one.statement),
        )
        for one in decisions
        if one.kind == TARGET and one.subject and one.indicator and one.last
    ]


def accept_sure(paper: Paper, numbers: Iterable[int], *, by: Who) -> list[Decision]:
    """Accept those of some statements about which nothing is left to be asked."""
    wanted = set(numbers)
    cards = cards_of(paper, paper.reading) if paper.reading else []
    rulings = [
        Ruling(card.statement, Verdict.ACCEPTED, card.seen, card.suggestion.taking)
        for card in cards
        if card.sure and card.statement.pk in wanted
    ]
    if not rulings:
        raise Refused(
            words("none of them is sure and open any more"),
            words("load the page again"),
        )
    return decide(paper, rulings, by=by)
