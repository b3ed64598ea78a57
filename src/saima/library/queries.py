"""Reading the library: papers, what was decided, and where words stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import StrIndex

from saima.core.periods import Month
from saima.library.grams import folded, grams, pattern
from saima.library.models import (
    Decision,
    Evidence,
    KeyTask,
    Paper,
    Statement,
    Verdict,
)
from saima.people.models import OrgUnit

Key = tuple[str, ...]
Places = dict[Key, list[int]]  # the numbers of statements that say the same, in order
AROUND = 40  # signs before and behind what was found
BIG = ("content", "digest")
TEXTS = (
    "reading__original",
    "reading__text",
    "reading__repairs",
    "reading__hidden",
    "reading__checks",
    "reading__folded",
    "reading__grams",
)


def papers_of(root: OrgUnit) -> QuerySet[Paper]:
    """The papers of a group without their bytes and texts, the newest first."""
    rows = Paper.objects.filter(root=root).select_related("reading", "person")
    return rows.defer(*BIG, *TEXTS).order_by("-pk")


def paper_of(root: OrgUnit, number: int) -> Paper | None:
    """A paper with its newest reading."""
    rows = Paper.objects.filter(root=root, pk=number).select_related(
        "reading", "person", "root"
    )
    return rows.defer(*BIG, "reading__folded", "reading__grams").first()


def newest_decisions(statements: Collection[int]) -> dict[int, Decision]:
    """What counts of what was decided about some statements; nothing withdrawn."""
    rows = Decision.objects.filter(statement__any_of=statements)
    newest = rows.order_by("statement_id", "-pk").distinct("statement_id")
    told = newest.select_related("person", "subject__unit", "indicator")
    return {row.statement_id: row for row in told}


def standing_decisions(papers: Collection[int]) -> list[Decision]:
    """The decisions of some papers that count: the newest of each, if not withdrawn."""
    rows = Decision.objects.filter(paper__any_of=papers)
    newest = rows.order_by("statement_id", "-pk").distinct("statement_id")
    told = newest.select_related("person", "subject__unit", "indicator", "statement")
    return [row for row in told if row.verdict != Verdict.WITHDRAWN]


def counting_in(readings: Mapping[int, int]) -> dict[int, Decision]:
    """What counts for the statements of some papers, each in one reading, by their numbers.

    A decision made in another reading counts for the same words of the same sentence;
    where these stand several times, for those whose turn it is.
    """
    standing = standing_decisions(readings)
    own = {one.statement_id: one for one in standing if _is_in(one, readings)}
    others = [one for one in standing if not _is_in(one, readings)]
    if not others:
        return own
    concerned = {readings[one.paper_id] for one in others}
    places = _places(concerned | {one.statement.reading_id for one in others})
    found: dict[int, Decision] = {}
    for one in sorted(others, key=lambda row: row.pk):  # the newest counts
        here = places.get(readings[one.paper_id], {})
        again = _again(one.statement, places[one.statement.reading_id], here)
        if again is not None:
            found[again] = one
    return found | own


def _is_in(decision: Decision, readings: Mapping[int, int]) -> bool:
    return decision.statement.reading_id == readings[decision.paper_id]


def _places(readings: Collection[int]) -> dict[int, Places]:
    """Where some readings say what, by their numbers."""
    rows = Statement.objects.filter(reading__any_of=readings)
    told = rows.order_by("reading_id", "position").values_list(
        "pk", "reading_id", "kind", "text", "sentence"
    )
    found: dict[int, Places] = {}
    for number, reading, *said in told:
        places = found.setdefault(reading, {})
        for key in (tuple(said), tuple(said[:2])):
            places.setdefault(key, []).append(number)
    return found


def _again(said: Statement, there: Places, here: Places) -> int | None:
    """The statement that says the same here; None where it is not known which one does."""
    exact, words = (said.kind, said.text, said.sentence), (said.kind, said.text)
    turn, same = there[exact].index(said.pk), here.get(exact, [])
    if same:
        return same[min(turn, len(same) - 1)]
    if len(there[words]) != len(here.get(words, [])):
        return None
    return here[words][there[words].index(said.pk)]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a paper states, and how much of it still waits for somebody."""

    targets: int = 0
    statements: int = 0
    open: int = 0


def counts_of(papers: Iterable[Paper]) -> dict[int, Counts]:
    """How much some papers state, by their numbers."""
    readings = {p.pk: p.reading_id for p in papers if p.reading_id is not None}
    stated = Statement.objects.filter(reading__any_of=readings.values()).order_by()
    alike = stated.values_list("paper_id", "kind").annotate(count=Count("pk"))
    every: dict[int, dict[str, int]] = {}
    for paper, kind, count in alike:
        every.setdefault(paper, {})[kind] = count
    decided: dict[int, int] = {}
    for decision in counting_in(readings).values():
        decided[decision.paper_id] = decided.get(decision.paper_id, 0) + 1
    return {
        number: Counts(
            kinds.get("target", 0),
            sum(kinds.values()),
            sum(kinds.values()) - decided.get(number, 0),
        )
        for number, kinds in every.items()
    }


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper in which words were found, with the first place where they stand."""

    paper: Paper
    before: str
    found: str
    behind: str


def search(root: OrgUnit, wanted: str) -> QuerySet[Paper]:
    """The papers of a group in whose newest reading some words stand."""
    plain = folded(wanted)
    rows = papers_of(root).filter(reading__grams__contains=grams(plain))
    return rows.annotate(place=StrIndex("reading__folded", Value(plain))).filter(
        place__gt=0
    )


def hits(papers: Iterable[Paper], wanted: str) -> list[Hit]:
    """The places in which some papers have the wanted words."""
    rows = list(papers)
    numbers = [paper.reading_id for paper in rows]
    texts = dict(
        Paper.objects.filter(reading__in=numbers).values_list("pk", "reading__text")
    )
    looked = pattern(wanted)
    return [_hit(paper, texts.get(paper.pk, ""), looked) for paper in rows]


def _hit(paper: Paper, text: str, looked: object) -> Hit:
    match = looked.search(text)  # type: ignore[attr-defined]  # it is a pattern
    if match is None:  # signs that are written in another width
        return Hit(paper, text[: 2 * AROUND], "", "")
    start, end = match.span()
    return Hit(
        paper,
        text[max(0, start - AROUND) : start],
        text[start:end],
        text[end : end + AROUND],
    )


def evidence_in(units: Collection[int], year: int) -> list[Evidence]:
    """The results that accepted statements give of some units; none taken back."""
    rows = Evidence.objects.filter(
        unit__any_of=units, last__gte=Month(year, 1), last__lte=Month(year, 12)
    )
    newest = rows.order_by("origin", "-pk").distinct("origin")
    told = newest.select_related("subject", "indicator")
    return sorted((row for row in told if row.amount is not None), key=lambda r: r.pk)


def key_tasks_for(decisions: Iterable[Decision]) -> dict[int, KeyTask]:
    """What some decisions keep as something to be done, by their numbers."""
    numbers = [one.pk for one in decisions if one.kind == "task"]
    if not numbers:
        return {}
    rows = KeyTask.objects.filter(decision__any_of=numbers)
    return {row.decision_id: row for row in rows}


def tasks_of(root: OrgUnit) -> list[KeyTask]:
    """What is to be done by accepted statements, the nearest deadline first."""
    rows = KeyTask.objects.filter(root=root).select_related("statement__reading")
    rows = rows.defer(*(f"statement__{name}" for name in TEXTS))
    counting = newest_decisions({row.statement_id for row in rows})
    kept = [row for row in rows if counting[row.statement_id].pk == row.decision_id]
    return sorted(kept, key=lambda row: (row.due_on is None, row.due_on, row.pk))
