"""The first administrators of a group, named from the server's console alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from saima.people.models import Account, SetUp
from saima.people.queries import set_up


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who becomes an administrator."""

    staff_number: str
    name: str
    username: str


Named = dict[PostKind, tuple[Account, str]]  # accounts with their first passwords


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
    named = _named(group, newcomers)
    account, _ = named.pop(PostKind.SYSTEM_ADMIN)
    change_password(account, password, by=MACHINE)
    return {account.username: first for account, first in named.values()}


@transaction.atomic
def begin_another(
    group: NewUnit, newcomers: Mapping[PostKind, Newcomer]
) -> dict[str, str]:
    """Name one more group and its own three administrators; the first passwords.

    Whoever administers the groups that are there gets no say in it, and the newcomers
    get none in those.
    """
    if not set_up():
        raise Refused(
            words("no group has been set up here yet"),
            words("name the first one on the page that `saima serve` tells of"),
        )
    _must_fit(group, newcomers.values())
    named = _named(group, newcomers)
    return {account.username: first for account, first in named.values()}


def _named(group: NewUnit, newcomers: Mapping[PostKind, Newcomer]) -> Named:
    if len({one.staff_number for one in newcomers.values()}) < len(newcomers):
        raise Refused(
            words("the three administrators must be three persons"),
            words("enter three staff numbers that differ"),
        )
    unit = add_unit(group, None, by=MACHINE)
    named: Named = {}
    for kind, newcomer in newcomers.items():
        number, name = newcomer.staff_number, newcomer.name
        person = add_person(number, name, by=MACHINE, group=unit)
        # The post before the account: its group's auditors read of both.
        grant_post(person, kind, unit, by=MACHINE)
        named[kind] = add_account(person, newcomer.username, by=MACHINE)
    record(Deed("set_up", MACHINE, f"people.orgunit:{unit.pk}", unit.pk))
    return named


def _must_fit(group: NewUnit, newcomers: Iterable[Newcomer]) -> None:
    """The page asks for as much by its fields; the console has none."""
    _must_fit_in(100, group.code, group.name)
    for one in newcomers:
        _must_fit_in(40, one.staff_number)
        _must_fit_in(60, one.name, one.username)


def _must_fit_in(limit: int, *texts: str) -> None:
    for text in texts:
        if not 0 < len(text.strip()) <= limit or not text.isprintable():
            raise Refused(
                words(
                    "“{name}” is empty, longer than {limit} signs, or holds signs that "
                    "do not show",
                    name=text.encode("utf-8", "replace").decode()[:40],
                    limit=limit,
                ),
                words("write it shorter and plain"),
            )
