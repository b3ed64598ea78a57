"""A unit gets another superior: who sees how its places were worked out, and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from saima.core.authority import PostKind
from saima.core.periods import Month
from saima.journal.actions import MACHINE, Deed, record
from saima.people import scope
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit, Placement
from saima.people.queries import actor_of
from saima.races.actions import editions
from saima.races.models import Edition, Publication, Race, Working
from saima.races.tests.conftest import reader_of
from saima.races.tests.running import corrected, who

MARCH = Month(2022, 3)
APRIL = Month(2022, 4)
Publish = Callable[[set[str]], Publication]


def head(code: str) -> OrgUnit:
    """A unit between the group and its companies, with a reporter of its own."""
    unit = add_unit(NewUnit(code, code), OrgUnit.objects.get(code="g"), by=MACHINE)
    person = add_person(f"n-{code}", f"示例{code}", by=MACHINE)
    add_account(person, code, by=MACHINE, password="a password for tests alone")
    grant_post(person, PostKind.REPORTER, unit, by=MACHINE)
    return unit


def put(unit: str, parent: OrgUnit, since: Month) -> None:
    """Write a placement by hand, as if it had been told in its time."""
    row = Placement(unit=OrgUnit.objects.get(code=unit), parent=parent, since=since)
    record(Deed("unit.move", MACHINE, unit=row.unit_id), [row])


@pytest.fixture
def moved(everything: None) -> None:
    """Until March company a stood under the old head, from April on under the new."""
    old, new = head("old"), head("new")
    put("a", old, Month(2022, 1))
    put("a", new, APRIL)


def seen_by(username: str, manager: str) -> set[str]:
    """Whose workings of March somebody gets, by the manager or past it."""
    with scope.of(actor_of(Account.objects.get(username=username)).scope):
        rows = getattr(Working, manager).filter(publication__month=MARCH)
        numbers = list(rows.values_list("unit", flat=True))
    return set(OrgUnit.objects.filter(pk__in=numbers).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("username", "shown"),
    [
        ("old", {"a"}),
        ("new", set()),
        ("a-reporter", {"a"}),
        ("b-reporter", {"b"}),
        ("planner", {"a", "b", "c", "d", "e"}),
    ],
)
@pytest.mark.parametrize("manager", ["objects", "_base_manager"])
def test_a_working_is_seen_by_those_who_stood_above_it(
    moved: None, username: str, shown: set[str], manager: str
) -> None:
    assert Publication.objects.filter(month=MARCH).exists()
    assert shown == seen_by(username, manager)


def test_the_page_of_the_month_shows_it_to_them_alone(moved: None) -> None:
    """Its place everybody sees; how it came to it, those of that month."""
    shown = {
        name: reader_of("en", name).get("/races/jia-2022/2022-03/a/").content.decode()
        for name in ("old", "new", "a-reporter")
    }
    assert shown["old"].count("营收") == shown["a-reporter"].count("营收")
    assert shown["new"].count("营收") < shown["old"].count("营收")


# --- Who writes a working -----------------------------------------------------------


@pytest.fixture
def edition(everything: None) -> Edition:
    """A correction of March that waits to be published."""
    corrected(MARCH, "130")
    return editions.compute(
        Race.objects.get(slug="jia-2022"), MARCH, "更正", by=who("planner")
    )


ALL = {"g", "a", "b", "c", "d", "e"}


@pytest.fixture
def publish_among(monkeypatch: pytest.MonkeyPatch, edition: Edition) -> Publish:
    """Publish it, but write as somebody who answers for some units alone."""
    write = editions.put_down

    def among(units: set[str]) -> Publication:
        found = OrgUnit.objects.filter(code__in=units)
        numbers = frozenset(found.values_list("pk", flat=True))

        def as_those(*given: Any) -> None:
            with scope.of_units(numbers):
                write(*given)

        monkeypatch.setattr(editions, "put_down", as_those)
        return editions.publish(edition, by=who("leader"))

    return among


def test_nobody_writes_a_working_of_a_unit_that_is_not_theirs(
    publish_among: Publish,
) -> None:
    """Not even by a publication that is right in everything else."""
    before = Working.objects.count()
    refused = 'row-level security policy for table "races_working"'
    with pytest.raises(ProgrammingError, match=refused), transaction.atomic():
        publish_among(ALL - {"b"})
    assert before == Working.objects.count()
    shown = publish_among(ALL)  # the control
    assert 5 == Working.objects.filter(publication=shown).count()
