"""A small house: a group with two units, three administrators and some clerks."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from saima.core.authority import PostKind
from saima.journal.actions import MACHINE, Who
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit, Person, SetUp

PASSWORD = "a password for tests alone"


@dataclass
class House:
    """Units, persons and accounts by the names they are spoken of with."""

    units: dict[str, OrgUnit] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def hire(self, name: str, kind: PostKind | None, unit: str) -> Account:
        """A person with an account and, unless there is none, a post."""
        person = self.persons[name] = add_person(f"n-{name}", f"示例{name}", by=MACHINE)
        account, _ = add_account(person, name, by=MACHINE, password=PASSWORD)
        self.accounts[name] = account
        if kind is not None:
            grant_post(person, kind, self.units[unit], by=MACHINE)
        return account

    def who(self, name: str) -> Who:
        """Who acts."""
        account = self.accounts[name]
        return Who(account.pk, account.person_id)

    def client(self, name: str) -> Client:
        """The browser of somebody who has signed in, and reads English."""
        client = Client(
            raise_request_exception=False, headers={"accept-language": "en"}
        )
        client.force_login(self.accounts[name])
        return client


def house() -> House:
    """The group g with units a and b, a1 below a; every administrator and a clerk."""
    made = House()
    SetUp.objects.create(id=1, at=timezone.now())
    made.units["g"] = add_unit(NewUnit("g", "示例集团"), None, by=MACHINE)
    for code, parent in (("a", "g"), ("b", "g"), ("a1", "a")):
        new = NewUnit(code, f"示例公司{code}")
        made.units[code] = add_unit(new, made.units[parent], by=MACHINE)
    made.hire("system", PostKind.SYSTEM_ADMIN, "g")
    made.hire("security", PostKind.SECURITY_ADMIN, "g")
    made.hire("audit", PostKind.AUDIT_ADMIN, "g")
    made.hire("planner", PostKind.PLANNER, "g")
    made.hire("reporter", PostKind.REPORTER, "a")
    made.hire("nobody", None, "g")
    return made
