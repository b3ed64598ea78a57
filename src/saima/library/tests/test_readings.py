"""A paper is read again: what was decided counts once, for the words it was made on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from saima.core.refusal import Refused
from saima.library.actions.deciding import Ruling, decide
from saima.library.actions.papers import read_again
from saima.library.actions.reading import read_in
from saima.library.models import Decision, Evidence, Paper, Verdict
from saima.library.queries import counts_of
from saima.library.shown import Card, cards_of, tally
from saima.library.tests.made import (
    TEXT,
    Library,
    outcome,
    quantity,
    read_paper,
    usual,
)
from saima.library.tests.test_deciding import rule
from saima.plans.models import ProposedTarget
from saima.reading.papers.paper import Paper as ReadPaper
from saima.reading.papers.values import Bound, Quantity, Span

Browsers = Callable[[str], Client]
LINES = ("甲公司营收1800万元。", "甲公司营收1800万元。", "乙公司的营收1800万元。")


def again(library: Library, paper: Paper, read: ReadPaper | None) -> Paper:
    """The paper with one more reading."""
    read_again(paper, by=library.cast.who("planner", "planner"))
    library.gives = [outcome(read)]
    read_in(paper.pk)
    return Paper.objects.select_related("reading", "root").get(pk=paper.pk)


def cards(paper: Paper) -> list[Card]:
    """What the page of its newest reading shows."""
    assert paper.reading
    return cards_of(paper, paper.reading)


def is_open(paper: Paper) -> list[bool]:
    """Which statements are undecided; list and page count them alike."""
    shown = cards(paper)
    assert tally(shown).open == counts_of([paper])[paper.pk].open
    return [card.open for card in shown]


def repeated(*lines: str) -> ReadPaper:
    """A paper that says the same number in several lines."""
    said: list[Quantity] = []
    for n, line in enumerate(lines):
        at = sum(map(len, lines[:n]))
        one = quantity(line, "营收1800万元", "1800万元", entity=line[:3])
        spans = {
            name: Span(getattr(one, name).start + at, getattr(one, name).end + at)
            for name in ("span", "number", "sentence")
        }
        said.append(replace(one, **spans))  # type: ignore[arg-type]
    return read_paper("".join(lines), *said)


def test_what_counts_from_another_reading_is_not_decided_again(
    library: Library,
) -> None:
    paper = library.paper()
    for number in (0, 1):
        rule(library, paper, number, Verdict.ACCEPTED)
    paper = again(library, paper, usual())
    for number, verdict in ((0, Verdict.ACCEPTED), (1, Verdict.REFUSED)):
        with pytest.raises(Refused, match="in reading 1"):
            rule(library, paper, number, verdict)
    assert (2, 1, 1) == (
        Decision.objects.count(),
        ProposedTarget.objects.count(),
        Evidence.objects.count(),
    )
    rule(library, paper, 2, Verdict.ACCEPTED)  # the control: this one is open


@pytest.mark.parametrize("decided", [0, 1, 2])
def test_of_what_is_said_several_times_one_is_decided(
    library: Library, decided: int
) -> None:
    paper = library.paper(repeated(*LINES))
    rule(library, paper, decided, Verdict.REFUSED)
    waits = [n != decided for n in range(3)]
    assert waits == is_open(paper)
    assert waits == is_open(again(library, paper, repeated(*LINES)))
    other = [line.replace("公司", "集团") for line in LINES]  # repaired otherwise
    assert waits == is_open(again(library, paper, repeated(*other)))
    assert [True] * 4 == is_open(again(library, paper, repeated(*other, *other[:1])))


def test_what_was_decided_of_words_that_are_no_longer_read_leaves_others_open(
    library: Library,
) -> None:
    paper = library.paper()
    for number in (1, 2):
        rule(library, paper, number, Verdict.REFUSED)
    first = usual().quantities[0]
    paper = again(library, paper, read_paper(TEXT, first))
    assert [True] == is_open(paper)


def test_a_decision_leads_to_its_reading_and_is_taken_back_there(
    library: Library, client_of: Browsers
) -> None:
    paper = library.paper()
    old = library.said(paper)[0].pk
    made = rule(library, paper, 0, Verdict.ACCEPTED)
    paper = again(library, paper, usual())
    new, client = library.said(paper)[0].pk, client_of("planner")
    path = f"/papers/g/{paper.pk}/"
    assert f'href="{path}?reading=1#c{old}">见第 1 次读取' in page_of(client, path)
    back = client.post(f"{path}statements/{old}/withdraw/", {"seen": made.pk})
    assert f"{path}?reading=1#c{old}" == back["Location"]
    assert [True] * 3 == is_open(paper)
    rule(library, paper, 0, Verdict.ACCEPTED)
    assert f'href="{path}?reading=2#c{new}">见第 2 次读取' in page_of(
        client, f"{path}?reading=1"
    )


def page_of(client: Client, path: str) -> str:
    """A page."""
    return client.get(path).content.decode()


def test_an_older_reading_offers_no_button_for_all_sure_ones(
    library: Library, client_of: Browsers
) -> None:
    paper = again(library, library.paper(), usual())
    path, client = f"/papers/g/{paper.pk}/", client_of("planner")
    assert 'sure/"' in page_of(client, path)
    assert 'sure/"' not in page_of(client, f"{path}?reading=1")


def test_what_was_refused_before_contradicts_nothing_in_a_new_reading(
    library: Library,
) -> None:
    text = "甲公司营收要突破1800万元。甲公司营收要突破1900万元。"
    read = read_paper(
        text,
        *(
            quantity(text, f"营收要突破{n}万元", f"{n}万元", bound=Bound.AT_LEAST)
            for n in (1800, 1900)
        ),
    )
    paper = library.paper(read)
    assert [False, False] == [card.sure for card in cards(paper)]
    rule(library, paper, 1, Verdict.REFUSED)
    paper = again(library, paper, read)
    assert [True, False] == [card.sure for card in cards(paper)]


def test_a_reading_that_failed_does_not_say_that_no_target_is_stated(
    library: Library, client_of: Browsers
) -> None:
    paper, client = library.paper(), client_of("planner")
    paper = again(library, paper, None)
    paper = again(library, paper, usual())
    path = f"/papers/g/{paper.pk}/"
    for reading, failed in ((1, False), (2, True), (3, False)):
        page = page_of(client, f"{path}?reading={reading}")
        assert failed is ("文件未能读取" in page), reading
        assert "此文未提出目标" not in page


def test_what_was_refused_in_another_paper_contradicts_nothing(
    library: Library,
) -> None:
    text = "甲公司今年营收要突破1900万元。"
    said = quantity(text, "营收要突破1900万元", "1900万元", bound=Bound.AT_LEAST)
    other = library.paper(read_paper(text, said, dated=None), name="另一份.txt")
    paper = library.paper()
    assert (1, False) == (len(cards(paper)[0].alike), cards(paper)[0].sure)
    made = rule(library, other, 0, Verdict.REFUSED)
    assert ((), True) == (cards(paper)[0].alike, cards(paper)[0].sure)
    again(library, other, read_paper(text, said, dated=None))
    assert ((), True) == (cards(paper)[0].alike, cards(paper)[0].sure)
    ruling = Ruling(made.statement, Verdict.WITHDRAWN, made.pk)
    decide(other, [ruling], by=library.cast.who("planner", "planner"))
    assert (1, False) == (len(cards(paper)[0].alike), cards(paper)[0].sure)
