"""The page of the journal: whose events are shown to whom, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from saima.core.authority import PostKind
from saima.journal.actions import MACHINE, Deed, record
from saima.people import scope
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
        reader = person(f"{kind}-{unit}")
        post(reader, kind, staff.units[unit])
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
