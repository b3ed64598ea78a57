"""Months in which nothing can be promised or have come about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from saima.core.periods import Month
from saima.journal.actions import MACHINE, Deed, record
from saima.library.models import Decision
from saima.library.shown import cards_of
from saima.library.tests.made import Library
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import OrgUnit, Placement
from saima.people.queries import this_month
from saima.plans.models import Subject

Browsers = Callable[[str], Client]
COMING = this_month().next()
OF_TARGET = {"kind": "target", "subject": "b", "indicator": "revenue"}
OF_RESULT = OF_TARGET | {"kind": "actual"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (OF_TARGET | {"last": "1900-12"}, "计划年份须在 2000 年至 2100 年之间"),
        (OF_TARGET | {"last": "9999-12"}, "计划年份须在 2000 年至 2100 年之间"),
        (
            OF_RESULT | {"first": f"{COMING}", "last": f"{COMING}"},
            "还没有到，不会有实绩",
        ),
        (OF_TARGET | {"last": "2023-12"}, "“乙公司”自2024年2月起才存续"),
        (OF_TARGET | {"last": "2026-12"}, "“乙公司”只存续到2025年3月"),
        (
            OF_RESULT | {"first": "2025-04", "last": "2025-06"},
            "“乙公司”只存续到2025年3月",
        ),
        (
            OF_RESULT | {"indicator": "rate", "last": "2025-04"},
            "“乙公司”只存续到2025年3月",
        ),
    ],
    ids=str,
)
def test_months_that_do_not_fit_are_told(
    library: Library, client_of: Browsers, asked: dict[str, str], said: str
) -> None:
    OrgUnit.objects.filter(code="b").update(closed=Month(2025, 3))
    Subject.objects.filter(code="b").update(opened=Month(2024, 2))
    row = library.paper()
    path = f"/papers/g/{row.pk}/statements/{library.said(row)[0].pk}/accept/"
    form = {"seen": "0", "bound": "exact", "amount": "20"}
    client = client_of("planner")
    answer = client.post(path, form | asked)
    page = answer.content.decode()
    assert (409, True, 0) == (
        answer.status_code,
        said in page,
        Decision.objects.count(),
    )
    assert "请核对月份和对象" in page
    first = "" if asked["indicator"] == "rate" else "2025-01"
    control = asked | {"first": first, "last": "2025-03"}
    assert 302 == client.post(path, form | control).status_code


def test_what_a_closed_body_is_said_to_do_is_never_sure(library: Library) -> None:
    row = library.paper()
    assert row.reading
    assert [True] * 3 == [card.sure for card in cards_of(row, row.reading)]
    Subject.objects.filter(code="a").update(closed=Month(2025, 12))
    assert [False, False, True] == [card.sure for card in cards_of(row, row.reading)]


def test_a_target_goes_into_no_other_group_s_plan(
    library: Library, client_of: Browsers
) -> None:
    """A unit that came from another group this year was in that one's plan before."""
    unit, now = library.cast.units["b"], this_month()
    other = add_unit(NewUnit("g2", "另一集团"), None, by=MACHINE)
    moves = [
        Placement(unit=unit, parent=parent, since=since)
        for parent, since in (
            (other, Month(2001, 1)),
            (library.root, Month(now.year, 1)),
        )
    ]
    record(Deed("unit.move", MACHINE), moves)
    row = library.paper()
    path = f"/papers/g/{row.pk}/statements/{library.said(row)[0].pk}/accept/"
    form = OF_TARGET | {"seen": "0", "bound": "exact", "amount": "20"}
    client = client_of("planner")
    answer = client.post(path, form | {"last": f"{now.year - 1}-12"})
    assert (409, 0) == (answer.status_code, Decision.objects.count())
    said = f"“乙公司”不在示例集团 {now.year - 1} 年的计划中"
    assert said in answer.content.decode()
    assert 302 == client.post(path, form | {"last": f"{now}"}).status_code
