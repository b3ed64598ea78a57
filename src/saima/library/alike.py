"""The same number in two papers: said twice, contradicted, or replaced by a newer one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Q

from saima.core.words import words
from saima.library.models import Decision, Paper, PaperState, Sort, Statement, Verdict
from saima.library.suggesting import number_of

MOST = 2_000
Where = tuple[int, int]  # the numbers of subject and indicator


class Likeness(StrEnum):
    """How a number in another paper stands to this one."""

    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    NEWER = "newer"
    OLDER = "older"


LIKENESS_WORDS = {
    Likeness.DUPLICATE: words("the same stands in"),
    Likeness.CONFLICT: words("contradicted by"),
    Likeness.NEWER: words("a later paper says otherwise:"),
    Likeness.OLDER: words("an earlier paper said otherwise:"),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """A statement of another paper about the same thing and time."""

    likeness: Likeness
    statement: Statement

    @property
    def paper(self) -> Paper:
        """Where it stands."""
        return self.statement.paper


def alike(
    paper: Paper, stated: Iterable[Statement], decisions: Mapping[int, Decision]
) -> dict[int, list[Alike]]:
    """What other papers of the group say about the same things as these statements."""
    numbers = [said for said in stated if said.sort == Sort.QUANTITY and said.ends]
    own = {said.pk: _where(said, decisions.get(said.pk)) for said in numbers}
    wheres = {where for where in own.values() if where}
    if not wheres:
        return {}
    others = _others(paper, wheres, {said.ends for said in numbers})
    found: dict[int, list[Alike]] = {}
    for said in numbers:
        where = own[said.pk]
        for other in others.get(where, ()) if where else ():
            likeness = likeness_of(said, paper, other, other.paper)
            if likeness is not None:
                found.setdefault(said.pk, []).append(Alike(likeness, other))
    return found


def _where(said: Statement, decision: Decision | None) -> Where | None:
    """What a statement is about: as it was accepted, else as it was read."""
    accepted = decision is not None and decision.verdict == Verdict.ACCEPTED
    if accepted and decision and decision.subject_id and decision.indicator_id:
        return decision.subject_id, decision.indicator_id
    if said.subject_id is None or said.indicator_id is None:
        return None
    return said.subject_id, said.indicator_id


def _others(
    paper: Paper, wheres: set[Where], ends: set[str]
) -> dict[Where, list[Statement]]:
    subjects, indicators = ({where[n] for where in wheres} for n in range(2))
    of_root = {"root": paper.root_id}
    decided = Decision.objects.filter(
        **of_root, subject__any_of=subjects, indicator__any_of=indicators
    ).exclude(paper=paper)
    about = {row.statement_id: row for row in decided.order_by("pk")}
    meant = Q(subject__any_of=subjects, indicator__any_of=indicators)
    rows = (
        Statement.objects.filter(
            meant | Q(pk__in=list(about)),
            **of_root,
            ends__in=ends,
            reading=F("paper__reading"),
            paper__state=PaperState.READ,
        )
        .exclude(paper=paper)
        .select_related("paper__reading")
        .only(
            *(field.name for field in Statement._meta.concrete_fields),
            "paper__name",
            "paper__reading__title",
            "paper__reading__dated",
        )[:MOST]
    )
    found: dict[Where, list[Statement]] = {}
    for row in rows:
        where = _where(row, about.get(row.pk))
        if where in wheres:
            found.setdefault(where, []).append(row)
    return found


def likeness_of(
    said: Statement, paper: Paper, other: Statement, beside: Paper
) -> Likeness | None:
    """How another statement about the same thing stands to this one; None where it does not."""
    if (said.kind, said.ends) != (other.kind, other.ends):
        return None
    if said.begins and other.begins and said.begins != other.begins:
        return None
    if said.base_unit == other.base_unit and _amount(said) == _amount(other):
        return Likeness.DUPLICATE
    here, there = _day(paper), _day(beside)
    if not here or not there or here == there:
        return Likeness.CONFLICT
    return Likeness.NEWER if there > here else Likeness.OLDER


def _amount(said: Statement) -> tuple[object, ...]:
    return number_of(said.base), number_of(said.high)


def _day(paper: Paper) -> str:
    """The day of a paper, where it says its year."""
    dated = paper.reading.dated if paper.reading else ""
    return "" if dated.startswith("-") else dated
