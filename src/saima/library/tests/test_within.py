"""The same number in two places of one paper: said again, or contradicted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from saima.core.refusal import Refused
from saima.library.actions.deciding import accept_sure
from saima.library.models import Paper
from saima.library.shown import Card, cards_of
from saima.library.tests.made import QUARTER, Library, quantity, read_paper
from saima.reading.papers.checks import may_be_same
from saima.reading.papers.values import Amount, Bound, Kind, Quantity, Stretch

TEXT = "甲公司营收要突破1800万元。全年营收目标1800万元。营收争取达到{other}。"


def paper(library: Library, other: str, **of_other: object) -> Paper:
    """A paper that says its target three times, the last time in other words."""
    text = TEXT.format(other=other)
    said: list[Quantity] = [
        quantity(text, "营收要突破1800万元", "1800万元"),
        quantity(text, "营收目标1800万元", "1800万元"),
        quantity(text, f"营收争取达到{other}", other, **of_other),  # type: ignore[arg-type]
    ]
    return library.paper(read_paper(text, *said))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("-0.51", "-0.5", True),
        ("-0.6", "-0.5", False),
        ("27.71", "27.7", True),
        ("27.71", "28", True),
        ("27.71", "27", False),
        ("1800", "1801", False),
    ],
)
def test_what_rounding_explains(one: str, other: str, same: bool) -> None:
    amounts = [Amount(Decimal(n), "元", Decimal(n), "元") for n in (one, other)]
    assert [same, same] == [may_be_same(*amounts), may_be_same(*reversed(amounts))]


def cards(paper: Paper) -> list[Card]:
    """What its page shows."""
    assert paper.reading
    return cards_of(paper, paper.reading)


def test_what_is_said_again_leads_to_its_other_place(
    library: Library, client_of: Callable[[str], Client]
) -> None:
    row = paper(library, "0.18亿元")
    first, second, third = cards(row)
    shown = [
        [(a.likeness, a.statement.pk, a.more) for a in c.alike] for c in cards(row)
    ]
    one, two = first.statement.pk, second.statement.pk
    assert [[("duplicate", two, 1)], *[[("duplicate", one, 1)]] * 2] == shown
    assert all(card.sure for card in (first, second, third))
    page = client_of("planner").get(f"/papers/g/{row.pk}/").content.decode()
    assert 3 == page.count("本文另处也写")
    assert f'href="#c{two}" data-here>营收目标1800万元</a>' in page
    assert 3 == page.count("另有 1 处")


def test_a_contradiction_is_told_at_both_places_and_nothing_of_it_is_sure(
    library: Library, client_of: Callable[[str], Client]
) -> None:
    row = paper(library, "1900万元")
    numbers = [card.statement.pk for card in cards(row)]
    against = [
        [a.statement.pk for a in card.alike if a.likeness == "conflict"]
        for card in cards(row)
    ]
    assert [[numbers[2]], [numbers[2]], [numbers[0]]] == against
    by = library.cast.who("planner", "planner")
    with pytest.raises(Refused):
        accept_sure(row, numbers, by=by)
    client = client_of("planner")
    path = f"/papers/g/{row.pk}/"
    assert "本文另处写法不同" in client.get(path).content.decode()
    client.post(f"{path}statements/{numbers[2]}/refuse/", {"seen": "0"})
    assert [True, True, False] == [card.sure for card in cards(row)]


@pytest.mark.parametrize(
    ("other", "of_other"),
    [
        ("1800.4万元", {}),  # rounded
        ("1700万元", {"bound": Bound.AT_LEAST}),
        ("1900万元", {"period": QUARTER}),
        ("1900万元", {"period": Stretch(QUARTER.start, None)}),
        ("1900万元", {"kind": Kind.ACTUAL}),
        ("1900万元", {"kind": Kind.GROWTH}),
        ("1900万元", {"entity": "乙公司"}),
        ("1900万元", {"indicator": "雨量"}),
        ("19个", {}),
    ],
    ids=str,
)
def test_what_may_be_the_same_or_is_of_something_else_is_no_contradiction(
    library: Library, other: str, of_other: dict[str, object]
) -> None:
    found = [
        a.likeness for c in cards(paper(library, other, **of_other)) for a in c.alike
    ]
    assert ["duplicate", "duplicate"] == found


def test_two_bounds_that_differ_are_two_targets(library: Library) -> None:
    text = "甲公司营收突破1800万元。营收突破1900万元。"
    said = [
        quantity(text, f"营收突破{n}万元", f"{n}万元", bound=Bound.AT_LEAST)
        for n in (1800, 1900)
    ]
    found = cards(library.paper(read_paper(text, *said)))
    assert [["conflict"]] * 2 == [[a.likeness for a in card.alike] for card in found]
