"""Reading a paper: what the reader has made of it is written down as a reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from saima.core.findings import Finding, Place, question
from saima.core.words import words
from saima.journal.actions import MACHINE, Deed, record
from saima.library import reader
from saima.library.grams import folded, grams
from saima.library.models import (
    UNREAD,
    Paper,
    PaperState,
    Reading,
    Sort,
    Statement,
)
from saima.library.suggesting import DISAGREES, Desk, suggestion
from saima.library.wording import kept
from saima.reading.papers.paper import Paper as ReadPaper
from saima.reading.papers.values import Quantity, Span, Task

TITLE = 80
MOST_STATED = 2_000  # of one paper; its page shows them all


def read_in(number: int) -> None:
    """Read a paper that waits; done twice it finds none that waits."""
    here = Paper.objects.filter(pk=number, state__in=UNREAD)
    if not here.update(state=PaperState.BEING_READ):
        return
    paper = Paper.objects.select_related("root").get(pk=number)
    outcome = reader.read(bytes(paper.content), paper.name, settings.SAIMA_MODEL)
    with transaction.atomic():
        if is_unread(number):
            keep(paper, outcome)


def is_unread(number: int) -> bool:
    """Whether a paper still waits for its reading; nobody else ends it meanwhile."""
    # Not against what refers to the paper: a decision holds the journal meanwhile.
    locked = Paper.objects.select_for_update(no_key=True)
    rows = locked.filter(pk=number, state__in=UNREAD)
    return rows.only("pk").first() is not None


def keep(paper: Paper, outcome: reader.Outcome) -> Reading:
    """Write a reading of an unread paper down with all its statements, in one deed."""
    reading = _reading(paper, outcome)
    reading.number = paper.readings.count() + 1
    ordered = _ordered(outcome.paper)
    if len(ordered) > MOST_STATED:
        reading.findings.append(_finding(_too_much(paper)))
        ordered = ordered[:MOST_STATED]
    reading.checks = _checks(outcome.paper, ordered)
    reading.save(force_insert=True)
    rows = list(_statements(paper, reading, ordered))
    Statement.objects.bulk_create(rows, batch_size=500)
    state = PaperState.UNREADABLE if outcome.paper is None else PaperState.READ
    Paper.objects.filter(pk=paper.pk).update(state=state, reading=reading)
    details = {
        "number": paper.pk,
        "version": reading.number,
        "reader": reading.reader,
        "count": len(rows),
    }
    about = f"library.paper:{paper.pk}"
    record(Deed("paper.read", MACHINE, about, paper.root_id, details))
    return reading


def _reading(paper: Paper, outcome: reader.Outcome) -> Reading:
    extracted, read = outcome.extracted, outcome.paper
    reading = Reading(
        paper=paper,
        root_id=paper.root_id,
        reader=reader.version(),
        at=timezone.now(),
        original=outcome.text,
        hidden=[
            [*one.span, str(one.why), reader.storable(one.text)]
            for one in extracted.hidden
        ],
        findings=[_finding(one) for one in extracted.findings],
        title=paper.name[:200],
    )
    if read is None:
        return reading
    text = read.clean.text
    reading.text = text
    reading.repairs = [[*r.span, r.text, str(r.reason)] for r in read.clean.repairs]
    reading.title = title_of(text) or paper.name[:200]
    reading.organization = (read.about.organization or "")[:200]
    reading.kind = str(read.about.kind or "")
    reading.dated = read.about.date.iso() if read.about.date else ""
    reading.folded = folded(text)
    reading.grams = grams(reading.folded)
    return reading


def title_of(text: str) -> str:
    """The first line of a paper, cut where it is long."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= TITLE else f"{first[:TITLE]}…"


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "severity": str(found.severity),
        "code": found.code,
        "place": _place(found.place),
        "text": kept(found.text),
        "next": kept(found.next_step),
    }


def _place(place: Place) -> dict[str, Any]:
    """Where it stands in the file, whose name the page tells already."""
    return {"sheet": place.sheet, "cell": place.cell, "line": place.line}


def _ordered(read: ReadPaper | None) -> list[Quantity | Task]:
    """What was read, in the order of the text; a statement's position is its place here."""
    stated: list[Quantity | Task] = [*read.quantities, *read.tasks] if read else []
    return sorted(stated, key=lambda one: (one.span.start, -one.span.end))


def _too_much(paper: Paper) -> Finding:
    return question(
        "too_much_stated",
        Place(paper.name),
        words(
            "The paper states more than {count} numbers and tasks; only the first are shown",
            count=MOST_STATED,
        ),
        words("Split it into smaller files"),
    )


def _checks(
    read: ReadPaper | None, ordered: list[Quantity | Task]
) -> list[list[int | str]]:
    """Whether the paper's own numbers agree, by the positions of its statements."""
    if read is None:
        return []
    position = {id(one): number for number, one in enumerate(ordered)}
    found: list[list[int | str]] = []
    for one in read.checks:
        three = (read.quantities[n] for n in (one.part, one.whole, one.rate))
        places = [position[id(said)] for said in three if id(said) in position]
        if len(places) == 3:
            found.append([*places, str(one.computed), one.agrees])
    return found


def _statements(
    paper: Paper, reading: Reading, ordered: list[Quantity | Task]
) -> Iterator[Statement]:
    """What the paper states, in the order of its text."""
    desk = Desk(paper.root)
    wrong = {n for *places, _, agrees in reading.checks if not agrees for n in places}
    for position, one in enumerate(ordered):
        doubts = [*one.doubts, DISAGREES] if position in wrong else one.doubts
        row = Statement(
            paper=paper,
            reading=reading,
            root_id=paper.root_id,
            position=position,
            start=one.span.start,
            end=one.span.end,
            text=one.text,
            doubts=[doubt[:60] for doubt in doubts],
        )
        if isinstance(one, Quantity):
            _quantity(row, one, reading.text)
        else:
            _task(row, one, reading.text)
        meant = suggestion(row, desk, reading.organization)
        row.subject, row.indicator = meant.subjects.sure, meant.indicators.sure
        yield row


def _quantity(row: Statement, said: Quantity, text: str) -> None:
    amount = said.amount
    row.sort, row.kind = Sort.QUANTITY.value, str(said.kind)
    row.sentence = said.sentence.of(text)
    row.entity = (said.entity or "")[:200]
    row.measure = (said.indicator or "")[:200]
    row.value, row.unit = f"{amount.value:f}", amount.unit[:40]
    row.high = "" if amount.high is None else f"{amount.high:f}"
    row.base, row.base_unit = f"{amount.base:f}", amount.base_unit[:40]
    row.bound = str(amount.bound)
    start, end = said.period
    row.begins = start.iso() if start else ""
    row.ends = end.iso() if end else ""


def _task(row: Statement, said: Task, text: str) -> None:
    row.sort, row.kind = Sort.TASK.value, "task"
    row.sentence = sentence_around(text, said.span)
    row.action = said.action
    row.lead = (said.lead or "")[:200]
    row.supporting = [name[:200] for name in said.supporting]
    row.deadline = said.deadline.iso() if said.deadline else ""


def sentence_around(text: str, span: Span) -> str:
    """The sentence in which a span begins, to its own end at least."""
    start = max(text.rfind(sign, 0, span.start) for sign in "。！？；\n") + 1
    ends = [at for sign in "。！？；\n" if (at := text.find(sign, span.end)) >= 0]
    end = min(ends, default=len(text))
    return text[start : end + 1].strip()
