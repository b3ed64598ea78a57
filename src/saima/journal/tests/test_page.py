"""The page of the journal: whose events are shown to whom, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from saima.core.authority import PostKind
from saima.journal.actions import MACHINE, Deed, Who, record
from saima.journal.models import Event, event_content
from saima.journal.queries import concerning
from saima.people import scope
from saima.people.actions.persons import add_person_with_account
from saima.people.actions.signing import sign_out
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit, Person, Post
from saima.people.queries import actor_of, today
from saima.submissions.tests.made import Cast, cast, person, post

As = Callable[[PostKind, str], str]


@pytest.fixture
def staff(db: None) -> Iterator[Cast]:
    """A group with two units, in the scope of everything."""
    with scope.of_everything():
        yield cast()


@pytest.fixture
def journal(staff: Cast) -> As:
    """What the journal shows to somebody who holds a post at a unit."""

    def of(kind: PostKind, unit: str) -> str:
        name = f"{kind}-{unit}"
        there = Person.objects.filter(name=name).first()
        reader = there or person(name)
        post(reader, kind, OrgUnit.objects.get(code=unit))
        client = Client(headers={"accept-language": "en"})
        client.force_login(reader.accounts.get())
        answer = client.get("/journal/")
        assert 200 == answer.status_code
        return answer.content.decode()

    return of


def deeds(staff: Cast) -> None:
    """Something done in each unit, and something done in none."""
    for code, unit in staff.units.items():
        details = {"code": f"deed-of-{code}"}
        record(Deed("unit.close", MACHINE, unit=unit.pk, details=details))
    record(Deed("account.sign_in", MACHINE, "people.account:4711"))


@pytest.mark.parametrize(
    ("unit", "shown"),
    [("g", {"g", "a", "b", "none"}), ("a", {"a"}), ("b", {"b"})],
)
@pytest.mark.parametrize("kind", [PostKind.AUDITOR, PostKind.AUDIT_ADMIN])
def test_each_reads_of_their_own_subtree_and_a_root_of_signing_in(
    staff: Cast, journal: As, kind: PostKind, unit: str, shown: set[str]
) -> None:
    deeds(staff)
    page = journal(kind, unit)
    found = {code for code in staff.units if f"deed-of-{code}" in page}
    found |= {"none"} if "people.account:4711" in page else set()
    assert shown == found


# --- Two groups in one house --------------------------------------------------------

SIGNED = "people.account:"


@pytest.fixture
def other(staff: Cast) -> Person:
    """Somebody of a second group, which stands beside the first."""
    head = add_unit(NewUnit("h", "示例二集团"), None, by=MACHINE)
    add_unit(NewUnit("h1", "示例二公司"), head, by=MACHINE)
    return person("newcomer")


def appoint(whom: Person, *units: str) -> Account:
    """Give somebody a post at each of these units."""
    for code in units:
        post(whom, PostKind.REPORTER, OrgUnit.objects.get(code=code))
    return whom.accounts.get()


def readers(journal: As, text: str) -> set[str]:
    """At which of the heads and units the journal tells it."""
    return {
        unit
        for unit in ("g", "a", "h", "h1")
        if text in journal(PostKind.AUDIT_ADMIN, unit)
    }


@pytest.mark.parametrize(
    ("units", "shown"),
    [
        (["h"], {"h"}),
        (["h1"], {"h"}),
        (["a"], {"g"}),
        (["a", "h1"], {"g", "h"}),
        ([], {"g", "h"}),  # of no group: it is the house's
    ],
)
def test_signing_in_is_read_by_the_auditors_of_ones_own_groups(
    other: Person, journal: As, units: list[str], shown: set[str]
) -> None:
    account = appoint(other, *units)
    sign_out(account)
    assert shown == readers(journal, f'{SIGNED}{account.pk}"')


def test_an_account_of_nobody_yet_is_of_its_makers_group(
    other: Person, journal: As
) -> None:
    maker = appoint(other, "h")
    by = Who(maker.pk, maker.person_id)
    made, _ = add_person_with_account("n-new", "示例新", "new", by=by)
    assert {"h"} == readers(journal, f'{SIGNED}{made.pk}"')
    assert {"h"} == readers(journal, f'people.person:{made.person_id}"')


def test_who_has_left_is_still_of_the_group_left(other: Person, journal: As) -> None:
    account = appoint(other, "h1")
    Post.objects.update(closed=today() - timedelta(days=1))
    sign_out(account)
    assert {"h"} == readers(journal, f'{SIGNED}{account.pk}"')


def test_of_several_groups_the_readers_own_is_named(other: Person, journal: As) -> None:
    sign_out(appoint(other, "a", "h1"))
    page = journal(PostKind.AUDIT_ADMIN, "h")
    assert "<td>示例二集团</td>" in page
    assert OrgUnit.objects.get(code="g").name not in page.partition("<tbody>")[2]


def test_the_database_tells_no_more_than_the_page(staff: Cast, other: Person) -> None:
    """Whoever asks past the page gets the same: row security holds it."""
    sign_out(appoint(other, "h1"))
    sign_out(staff.accounts["approver"])
    record(Deed("account.sign_out", MACHINE, "of the house"))
    seen = {}
    for unit in ("g", "a", "h", "h1"):
        reader = person(f"auditor-{unit}")
        post(reader, PostKind.AUDIT_ADMIN, OrgUnit.objects.get(code=unit))
        with scope.of(actor_of(reader.accounts.get()).scope):
            found = Event.objects.filter(verb="account.sign_out").order_by("number")
            seen[unit] = [(e.groups or [0])[0] for e in found]
            assert list(found) == list(
                concerning(scope.current().audited)
                .filter(verb="account.sign_out")
                .order_by("number")
            )
    g, h = (OrgUnit.objects.get(code=code).pk for code in "gh")
    assert {"g": [g, 0], "a": [], "h": [h, 0], "h1": []} == seen


def test_what_groups_a_deed_concerns_is_sealed(staff: Cast) -> None:
    """And what names none has the digest that it always had."""
    named = record(Deed("x.y", MACHINE, groups=(3, 2, 3)))
    plain = record(Deed("x.y", MACHINE))
    assert [2, 3] == named.groups
    assert (11, 12) == (len(event_content(plain)), len(event_content(named)))
    assert (2, 3) == event_content(named)[-1]


def test_what_a_deed_is_about_is_named(staff: Cast, journal: As) -> None:
    account, whose = staff.accounts["approver"], staff.persons["approver"]
    for about in (
        f"people.account:{account.pk}",
        f"people.person:{whose.pk}",
        f"people.orgunit:{staff.units['a'].pk}",
        "races.race:7",
        "of a later version:8",
    ):
        record(Deed("unit.close", MACHINE, about, staff.units["a"].pk))
    page = journal(PostKind.AUDITOR, "a")
    for said in (
        f"account {account.username}",
        f"person {whose.name}",
        f"organizational unit {staff.units['a'].name}",
        "race 7",
        "of a later version:8",
    ):
        assert f">{said}</dd>" in page


def test_details_are_read_in_words(staff: Cast, journal: As) -> None:
    unit, whose = staff.units["a"], staff.persons["approver"]
    details = {
        "person": whose.pk,
        "kind": "approver",
        "listed": True,
        "codes": ["x1", "x2"],
        "deputizes": None,
        "of a later version": 7,
    }
    record(Deed("post.grant", MACHINE, unit=unit.pk, details=details))
    page = journal(PostKind.AUDITOR, "a")
    for name, value in {
        "person": whose.name,
        "post": "approver",
        "asks for names": "yes",
        "codes": "x1、x2",
        "of a later version": "7",
    }.items():
        assert f"<dt>{name}</dt><dd>{value}</dd>" in page
    assert "in the stead of" not in page
    assert "deputizes" not in page
