"""Papers that state very much: what is kept of them, and that their pages still come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from saima.library.actions import reading
from saima.library.actions.deciding import Ruling, decide
from saima.library.models import Paper, Verdict
from saima.library.suggesting import Desk, suggestion
from saima.library.tests.made import QUARTER, Library, quantity, read_paper
from saima.reading.papers.paper import Paper as ReadPaper
from saima.reading.papers.values import Bound, Kind, Quantity

Browsers = Callable[[str], Client]


def large(count: int, *, since: int = 1000) -> ReadPaper:
    """A paper that says one target in as many ways."""
    lines = [f"甲公司营收突破{n}万元。" for n in range(since, since + count)]
    said: list[Quantity] = []
    for line in lines:
        one = quantity(line, line[3:-1], line[7:-1], bound=Bound.AT_LEAST)
        at = len(said) * len(line)
        moved = [type(s)(s.start + at, s.end + at) for s in (one.span, one.number)]
        said.append(
            Quantity(*moved, one.sentence, one.text, one.amount, one.kind, one.entity,
                     one.indicator, one.period)
        )  # fmt: skip
    return read_paper("".join(lines), *said)


def test_a_page_of_many_statements_of_one_thing_comes_soon(
    library: Library, client_of: Browsers
) -> None:
    library.paper(large(500, since=3000), name="另一份.txt")
    row = library.paper(large(500))
    client = client_of("planner")
    began = time.monotonic()
    page = client.get(f"/papers/g/{row.pk}/")
    assert 500 == len(page.context["cards"])
    assert time.monotonic() - began < 6


def test_deciding_about_many_asks_the_database_no_more_often(
    library: Library, django_assert_max_num_queries: Callable[..., object]
) -> None:
    row = library.paper(large(50))
    rulings = rulings_of(library, row)
    by = library.cast.who("planner", "planner")
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        assert 50 == len(decide(row, rulings, by=by))


def rulings_of(library: Library, row: Paper) -> list[Ruling]:
    """All that a paper states, accepted as it is suggested."""
    desk = Desk(library.root)
    return [
        Ruling(said, Verdict.ACCEPTED, 0, suggestion(said, desk).taking)
        for said in library.said(row)
    ]


@pytest.mark.parametrize("kind", [Kind.TARGET, Kind.ACTUAL])
def test_a_page_of_decided_statements_asks_the_database_no_more_often(
    library: Library,
    client_of: Browsers,
    django_assert_max_num_queries: Callable[..., object],
    kind: Kind,
) -> None:
    read = large(50)
    said = [replace(one, kind=kind, period=QUARTER) for one in read.quantities]
    row = library.paper(replace(read, quantities=tuple(said)))
    by = library.cast.who("planner", "planner")
    decide(row, rulings_of(library, row), by=by)
    client = client_of("planner")
    with django_assert_max_num_queries(26):  # type: ignore[attr-defined]
        page = client.get(f"/papers/g/{row.pk}/")
    assert not any(card.open for card in page.context["cards"])


def test_no_more_is_kept_of_a_paper_than_a_page_can_show(
    library: Library, client_of: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_STATED", 5)
    row = library.paper(large(5))
    assert (5, []) == (len(library.said(row)), row.reading.findings)  # type: ignore[union-attr]
    row = library.paper(large(6), name="多.txt")
    assert 5 == len(library.said(row))
    page = client_of("planner").get(f"/papers/g/{row.pk}/").content.decode()
    assert "超过 5 条" in page
