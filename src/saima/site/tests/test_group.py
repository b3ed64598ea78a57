"""`saima group`: a second group, and what nobody of the first may do to it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from saima.core.authority import PostKind, Verb
from saima.core.refusal import Refused
from saima.journal.queries import concerning
from saima.people import scope
from saima.people.accounts import accounts_under
from saima.people.actions.beginning import Newcomer, begin_another
from saima.people.actions.signing import sign_out
from saima.people.actions.units import NewUnit
from saima.people.models import Account, OrgUnit, Person, SetUp
from saima.people.org_chart import kept_units, unit_lines
from saima.people.queries import actor_of, this_month
from saima.people.tests.made import House, house
from saima.site.postgres.cluster import OWNER
from saima.site.tests.database import url

ADMINISTRATORS = {
    PostKind.SYSTEM_ADMIN: Newcomer("h-1", "示例甲", "h-system"),
    PostKind.SECURITY_ADMIN: Newcomer("h-2", "示例乙", "h-security"),
    PostKind.AUDIT_ADMIN: Newcomer("h-3", "示例丙", "h-audit"),
}


@pytest.fixture(autouse=True)
def plain(settings: Any) -> None:
    """Static files by their own names."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}


@pytest.fixture
def staff(db: None) -> House:
    """The house of the first group."""
    with scope.of_everything():
        yield house()


def client_of(username: str) -> Client:
    """Somebody who has signed in and reads English."""
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    client.force_login(Account.objects.get(username=username))
    return client


def group(*given: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command, as it is called on the console."""
    told = [
        word
        for kind, one in ADMINISTRATORS.items()
        for word in (
            f"--{kind.value.replace('_', '-')}",
            one.staff_number,
            one.name,
            one.username,
        )
    ]
    addresses = {"DATABASE_URL": url(), "DATABASE_OWNER_URL": url(OWNER)}
    return subprocess.run(
        [sys.executable, "-m", "saima", "group", *given, *told],
        env=os.environ | addresses | {"LANG": "en"} | more,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_console_begins_a_group_whose_administrators_sign_in(
    transactional_db: None,
) -> None:
    early = group("h", "示例二集团")
    assert (2, "") == (early.returncode, early.stdout)
    assert "no group has been set up" in early.stderr
    with scope.of_everything():
        house()
    as_app = group("h", "示例二集团", DATABASE_OWNER_URL="")
    assert (1, "") == (as_app.returncode, as_app.stdout)
    done = group("h", "示例二集团")
    assert (0, "") == (done.returncode, done.stderr)
    told = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["h-system", "h-security", "h-audit"] == [account for _, account, _ in told]
    for _, account, first in told:
        client = Client(headers={"accept-language": "en"})
        sent = {"username": account, "password": first}
        assert 302 == client.post("/sign-in/", sent).status_code
        assert "/password/" == client.get("/units/")["Location"]  # it is to be changed
    again = group("h", "示例二集团")
    assert (2, "") == (again.returncode, again.stdout)
    assert "belongs to another unit" in again.stderr


@pytest.fixture
def two(staff: House) -> House:
    """Two groups in one house."""
    begin_another(NewUnit("h", "示例二集团"), ADMINISTRATORS)
    Account.objects.update(must_change_password=False)
    return staff


@pytest.mark.parametrize(
    ("mine", "theirs", "heads"),
    [("", "h-", ("g", "h")), ("h-", "", ("h", "g"))],
)
def test_neither_group_has_a_say_in_the_other(
    two: House, mine: str, theirs: str, heads: tuple[str, str]
) -> None:
    own, other = (OrgUnit.objects.get(code=code) for code in heads)
    actors = {
        kind: actor_of(Account.objects.get(username=f"{mine}{kind}"))
        for kind in ("system", "security", "audit")
    }
    for verb, kind in (
        (Verb.CHANGE_UNITS, "system"),
        (Verb.CHANGE_PERSONS, "system"),
        (Verb.GRANT_POSTS, "security"),
        (Verb.READ_JOURNAL, "audit"),
        (Verb.SEE_UNITS, "audit"),
    ):
        assert actors[kind].may(verb, own)  # the control
        assert not actors[kind].may(verb, other)
    names = set(
        accounts_under(actors["system"], Verb.CHANGE_PERSONS).values_list(
            "username", flat=True
        )
    )
    assert f"{mine}security" in names
    assert f"{theirs}security" not in names
    assert other not in kept_units(actors["system"], Verb.CHANGE_UNITS)
    shown = {line.unit.code for line in unit_lines(actors["system"], this_month())}
    assert (True, False) == (heads[0] in shown, heads[1] in shown)


def test_neither_group_reads_of_the_others_accounts(two: House) -> None:
    """Not how they were made, and not who signs in."""
    pairs = [(mine, one) for mine in ("", "h-") for one in ("system", "audit")]
    accounts = {pair: Account.objects.get(username="".join(pair)) for pair in pairs}
    for account in accounts.values():
        sign_out(account)
    for mine in ("", "h-"):
        told = concerning(actor_of(accounts[mine, "audit"]).scope.audited)
        for verb, whose in (("account.sign_out", {mine}), ("account.add", {"h-"})):
            abouts = {event.about for event in told.filter(verb=verb) if event.groups}
            named = {p for p in pairs if f"people.account:{accounts[p].pk}" in abouts}
            assert named == {p for p in pairs if p[0] == mine and mine in whose}


def test_the_pages_refuse_what_is_sent_across(two: House) -> None:
    theirs = Account.objects.get(username="h-security")
    mine = Account.objects.get(username="security")
    address = "/persons/accounts/{}/{}/"
    for deed in ("reset", "switch"):
        refused = client_of("system").post(address.format(theirs.pk, deed))
        assert 404 == refused.status_code
        refused = client_of("h-system").post(address.format(mine.pk, deed))
        assert 404 == refused.status_code
    sent = {"staff_number": "h-2", "person": "h-2", "kind": "planner", "unit": "h"}
    assert 400 == client_of("security").post("/persons/posts/grant/", sent).status_code
    sent = {"person": "n-nobody", "kind": "planner", "unit": "h"}
    granted = client_of("h-security").post("/persons/posts/grant/", sent)
    assert 302 == granted.status_code  # the control: who holds no post is everybody's


REFUSED = {
    "three persons": {
        PostKind.AUDIT_ADMIN: Newcomer("h-1", "示例丙", "h-audit"),
    },
    "is entered already": {
        PostKind.AUDIT_ADMIN: Newcomer("n-audit", "示例丙", "h-audit"),
    },
    "is taken": {PostKind.AUDIT_ADMIN: Newcomer("h-3", "示例丙", "audit")},
    "is empty": {PostKind.AUDIT_ADMIN: Newcomer("h-3", " ", "h-audit")},
    "longer than": {PostKind.AUDIT_ADMIN: Newcomer("h-3", "长" * 61, "h-audit")},
    "do not show": {PostKind.AUDIT_ADMIN: Newcomer("h-3", "\udc80", "h-audit")},
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_refused_group_leaves_nothing(staff: House, text: str) -> None:
    before = Person.objects.count(), OrgUnit.objects.count(), Account.objects.count()
    with pytest.raises(Refused, match=text):
        begin_another(NewUnit("h", "示例二集团"), ADMINISTRATORS | REFUSED[text])
    assert before == (
        Person.objects.count(),
        OrgUnit.objects.count(),
        Account.objects.count(),
    )
    with pytest.raises(Refused, match="is no code"):
        begin_another(NewUnit("h/1", "示例二集团"), ADMINISTRATORS)
    assert 3 == len(begin_another(NewUnit("h", "示例二集团"), ADMINISTRATORS))
    assert 1 == SetUp.objects.count()
