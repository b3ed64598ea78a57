"""The same number in two papers: said twice, contradicted, or replaced by a newer one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Q

from saima.core.words import Words, words
from saima.library.models import Decision, Paper, PaperState, Sort, Statement, Verdict
from saima.library.queries import counting_in, newest_decisions
from saima.library.suggesting import number_of

MOST = 2_000
MOST_WAYS = 100  # in which others say one thing
SHOWN = 3  # lines of a likeness beside one statement
Where = tuple[int, int]  # the numbers of subject and indicator


class Likeness(StrEnum):
    """How a number in another paper stands to this one."""

    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    NEWER = "newer"
    OLDER = "older"


# What must be looked at comes first.
ORDER = (Likeness.CONFLICT, Likeness.NEWER, Likeness.OLDER, Likeness.DUPLICATE)
LIKENESS_WORDS = {
    Likeness.DUPLICATE: words("the same stands in"),
    Likeness.CONFLICT: words("contradicted by"),
    Likeness.NEWER: words("a later paper says otherwise:"),
    Likeness.OLDER: words("an earlier paper said otherwise:"),
}
HERE_WORDS = {
    Likeness.DUPLICATE: words("this paper says it again:"),
    Likeness.CONFLICT: words("this paper says otherwise in another place:"),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """A statement of another paper about the same thing and time; more papers say it so.

    `here` is one of the same paper; then more of its places say it so.
    """

    likeness: Likeness
    statement: Statement
    more: int = 0
    here: bool = False

    @property
    def words(self) -> Words:
        """How it stands to the statement beside which it is shown."""
        return (HERE_WORDS if self.here else LIKENESS_WORDS)[self.likeness]

    @property
    def paper(self) -> Paper:
        """Where it stands."""
        return self.statement.paper


@dataclass(slots=True)
class _Said:
    """What other papers say in the same way: the newest of them, and how many there are."""

    statement: Statement
    papers: set[int]


Key = tuple[Where, str, str]  # what it is about, its kind and its last day


def alike(
    paper: Paper, stated: Iterable[Statement], decisions: Mapping[int, Decision]
) -> dict[int, list[Alike]]:
    """What other papers of the group say about the same things as these statements."""
    numbers = [said for said in stated if said.sort == Sort.QUANTITY and said.ends]
    own = {said.pk: where_of(said, decisions.get(said.pk)) for said in numbers}
    wheres = {where for where in own.values() if where}
    if not wheres:
        return {}
    others = _others(paper, wheres, {said.ends for said in numbers})
    found: dict[int, list[Alike]] = {}
    for said in numbers:
        where = own[said.pk]
        beside = others.get((where, said.kind, said.ends)) if where else None
        if lines := _lines(said, paper, beside or ()):
            found[said.pk] = lines
    return found


def _lines(said: Statement, paper: Paper, beside: Iterable[_Said]) -> list[Alike]:
    """What others say, contradiction first; of each likeness but a few."""
    found: dict[Likeness, list[_Said]] = {}
    for other in beside:
        likeness = likeness_of(said, paper, other.statement, other.statement.paper)
        if likeness is not None:
            found.setdefault(likeness, []).append(other)
    return [
        line for likeness in ORDER for line in _few(likeness, found.get(likeness, ()))
    ]


def _few(likeness: Likeness, found: Sequence[_Said]) -> Iterator[Alike]:
    """The first ones, the last of which tells how many more papers there are."""
    for index, one in enumerate(found[:SHOWN]):
        papers = set(one.papers)
        if index == SHOWN - 1:
            papers = papers.union(*(other.papers for other in found[SHOWN:]))
        yield Alike(likeness, one.statement, len(papers) - 1)


def where_of(said: Statement, decision: Decision | None) -> Where | None:
    """What a statement is about: as it was accepted, else as it was read."""
    accepted = decision is not None and decision.verdict == Verdict.ACCEPTED
    if accepted and decision and decision.subject_id and decision.indicator_id:
        return decision.subject_id, decision.indicator_id
    if said.subject_id is None or said.indicator_id is None:
        return None
    return said.subject_id, said.indicator_id


def _others(paper: Paper, wheres: set[Where], ends: set[str]) -> dict[Key, list[_Said]]:
    subjects, indicators = ({where[n] for where in wheres} for n in range(2))
    of_root = {"root": paper.root_id}
    decided = Decision.objects.filter(
        **of_root, subject__any_of=subjects, indicator__any_of=indicators
    ).exclude(paper=paper)
    accepted = set(decided.values_list("statement_id", flat=True))
    meant = Q(subject__any_of=subjects, indicator__any_of=indicators)
    rows = (
        Statement.objects.filter(
            meant | Q(pk__in=accepted),
            **of_root,
            ends__in=ends,
            reading=F("paper__reading"),
            paper__state=PaperState.READ,
        )
        .exclude(paper=paper)
        .select_related("paper__reading")
        .order_by("-paper_id", "position")
        .only(
            *(field.name for field in Statement._meta.concrete_fields),
            "paper__name",
            "paper__reading__title",
            "paper__reading__dated",
            "paper__reading__number",
        )[:MOST]
    )
    return _gathered(rows, wheres, _decided(rows))


def _decided(rows: Iterable[Statement]) -> dict[int, Decision]:
    """What counts of what was decided about statements of papers' newest readings."""
    newest = newest_decisions({row.pk for row in rows})
    again = {
        row.paper_id: row.reading_id
        for row in rows
        if row.paper.reading and row.paper.reading.number > 1
    }
    return newest | (counting_in(again) if again else {})


def _gathered(
    rows: Iterable[Statement], wheres: set[Where], about: Mapping[int, Decision]
) -> dict[Key, list[_Said]]:
    """The statements of others by what they are about; those that say the same are one.

    One that was refused counts for nothing.
    """
    found: dict[Key, dict[tuple[object, ...], _Said]] = {}
    for row in rows:
        decision = about.get(row.pk)
        refused = decision is not None and decision.verdict == Verdict.REFUSED
        where = where_of(row, decision)
        if refused or where is None or where not in wheres:
            continue
        same = row.begins, row.base_unit, *_amount(row), _day(row.paper)
        kept = found.setdefault((where, row.kind, row.ends), {})
        if same in kept or len(kept) < MOST_WAYS:
            kept.setdefault(same, _Said(row, set())).papers.add(row.paper_id)
    return {key: list(kept.values()) for key, kept in found.items()}


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
