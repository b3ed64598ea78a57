"""The first administrators, named once with a code from the server's console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from saima.core.authority import PostKind
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import MACHINE, Deed, record
from saima.people.actions.persons import add_account, add_person, change_password
from saima.people.actions.posts import grant_post
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import SetUp


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who becomes an administrator."""

    staff_number: str
    name: str
    username: str


@transaction.atomic
def begin(
    group: NewUnit, newcomers: Mapping[PostKind, Newcomer], password: str
) -> dict[str, str]:
    """Name the group and its three administrators; the first passwords by account.

    The system administrator, who has the code, chooses the password; the other two get
    one that they change when they first sign in.
    """
    try:
        with transaction.atomic():
            SetUp.objects.create(id=1, at=timezone.now())
    except IntegrityError as late:
        raise Refused(
            words("the administrators have been named already"), words("sign in")
        ) from late
    if len({one.staff_number for one in newcomers.values()}) < len(newcomers):
        raise Refused(
            words("the three administrators must be three persons"),
            words("enter three staff numbers that differ"),
        )
    unit = add_unit(group, None, by=MACHINE)
    first: dict[str, str] = {}
    for kind, newcomer in newcomers.items():
        person = add_person(newcomer.staff_number, newcomer.name, by=MACHINE)
        account, one_time = add_account(person, newcomer.username, by=MACHINE)
        grant_post(person, kind, unit, by=MACHINE)
        if kind is PostKind.SYSTEM_ADMIN:
            change_password(account, password, by=MACHINE)
        else:
            first[account.username] = one_time
    record(Deed("set_up", MACHINE, f"people.orgunit:{unit.pk}", unit.pk))
    return first
