"""Several people, and the worker, at the same papers at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from saima.core.refusal import Refused
from saima.library import reader
from saima.library.actions.deciding import Ruling, accept_sure, decide
from saima.library.actions.papers import read_again
from saima.library.actions.reading import is_unread, keep, read_in
from saima.library.models import Decision, Evidence, KeyTask, Paper, Verdict
from saima.library.tests.made import Library, outcome, usual
from saima.library.tests.test_deciding import suggested
from saima.people import scope
from saima.plans.models import ProposedTarget
from saima.submissions.tests.made import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library in a database that other connections see."""
    with scope.of_everything():
        made = Library(cast())
        monkeypatch.setattr(reader, "read", made.read)
        yield made


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Let several do something at the same moment; what each of them hears."""
    gate = threading.Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> str:
        try:
            with scope.of_everything():
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '5s'")
                gate.wait(20)
                deed()
        except Refused as no:
            return str(no.text)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(done, deeds))


def ruling(library: Library, paper: Paper, number: int, verdict: Verdict) -> Any:
    """A deed: somebody decides about a statement that nobody had decided about."""
    said, meant = library.said(paper)[number], suggested(library, paper)[number]
    taking = meant.taking if verdict is Verdict.ACCEPTED else None
    by = library.cast.who("planner", "planner")
    return lambda: decide(paper, [Ruling(said, verdict, 0, taking)], by=by)


@pytest.mark.parametrize("other", [Verdict.ACCEPTED, Verdict.REFUSED])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_of_two_decisions_one_is_taken(
    shared: Library, other: Verdict, number: int
) -> None:
    paper = shared.paper()
    heard = at_once(
        ruling(shared, paper, number, Verdict.ACCEPTED),
        ruling(shared, paper, number, other),
    )
    assert ["", "somebody has decided about this statement meanwhile"] == heard
    (made,) = Decision.objects.all()
    rows = sum(kind.objects.count() for kind in (ProposedTarget, Evidence, KeyTask))
    assert rows == (made.verdict == Verdict.ACCEPTED)


def test_all_sure_ones_are_accepted_by_one_of_two(shared: Library) -> None:
    paper = shared.paper()
    numbers, by = (
        [said.pk for said in shared.said(paper)],
        shared.cast.who("planner", "planner"),
    )
    heard = at_once(*[lambda: accept_sure(paper, numbers, by=by)] * 2)
    assert ("", 3) == (heard[0], Decision.objects.count())
    assert heard[1]


def test_old_and_new_reading_are_not_both_accepted(shared: Library) -> None:
    paper = shared.paper()
    old = ruling(shared, paper, 0, Verdict.ACCEPTED)
    read_again(paper, by=shared.cast.who("planner", "planner"))
    shared.gives = [outcome(usual())]
    read_in(paper.pk)
    paper = Paper.objects.select_related("reading", "root").get()
    new = ruling(shared, paper, 0, Verdict.ACCEPTED)
    heard = at_once(old, new)
    assert ("", 1) == (heard[0], Decision.objects.count())
    assert "in reading" in heard[1]


def test_a_paper_is_accepted_from_while_it_is_read_again(shared: Library) -> None:
    paper = shared.paper()
    numbers, by = (
        [said.pk for said in shared.said(paper)],
        shared.cast.who("planner", "planner"),
    )
    read_again(paper, by=by)
    shared.gives = [outcome(usual()), outcome(usual())]
    heard = at_once(
        lambda: accept_sure(paper, numbers, by=by),
        lambda: read_in(paper.pk),
        lambda: read_in(paper.pk),
    )
    assert ["", "", ""] == heard
    assert (3, 2) == (Decision.objects.count(), paper.readings.count())


def test_a_decision_waits_for_no_reading_that_is_being_kept(shared: Library) -> None:
    """The reading holds its paper and the decision the journal: neither wants both."""
    paper = shared.paper()
    deed = ruling(shared, paper, 0, Verdict.ACCEPTED)
    read_again(paper, by=shared.cast.who("planner", "planner"))
    with transaction.atomic():
        assert is_unread(paper.pk)
        assert [""] == at_once(deed)
        keep(paper, outcome(usual()))
    assert (1, 2) == (Decision.objects.count(), paper.readings.count())
