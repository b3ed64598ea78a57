"""Persons and their accounts, kept by the system administrator."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import Account, Person

# Without signs that are mistaken for each other when read from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
ONE_TIME_LENGTH = 14


def one_time_password() -> str:
    """A first password, to be changed when it is used."""
    signs = [secrets.choice(ALPHABET) for _ in range(ONE_TIME_LENGTH)]
    return "-".join("".join(signs[i : i + 5]) for i in range(0, ONE_TIME_LENGTH, 5))


@transaction.atomic
def add_person(staff_number: str, name: str, *, by: Who) -> Person:
    """Enter a person by the number that the personnel office has given."""
    if Person.objects.filter(staff_number=staff_number).exists():
        raise Refused(
            words("the staff number {number} is entered already", number=staff_number),
            words("look the person up in the list"),
        )
    person = Person.objects.create(staff_number=staff_number, name=name)
    record(Deed("person.add", by, f"people.person:{person.pk}"))
    return person


@transaction.atomic
def add_account(
    person: Person, username: str, *, by: Who, password: str = ""
) -> tuple[Account, str]:
    """Give a person an account; its first password is returned, and kept nowhere."""
    if by.person is not None and person.accounts.filter(is_active=True).exists():
        # A second account would let its maker act as the person, unseen by them.
        raise Refused(
            words("{name} has an account already", name=person.name),
            words("reset its password, or switch it off first"),
        )
    if Account.objects.filter(username=username).exists():
        raise Refused(
            words("the account name “{name}” is taken", name=username),
            words("choose another name"),
        )
    first = password or one_time_password()
    account = Account.objects.create(
        username=username,
        person=person,
        password=make_password(first),
        must_change_password=not password,
    )
    record(Deed("account.add", by, _about(account)))
    return account, first


@transaction.atomic
def add_person_with_account(
    staff_number: str, name: str, username: str, *, by: Who
) -> tuple[Account, str]:
    """Enter a person together with a first account, or neither of them."""
    return add_account(add_person(staff_number, name, by=by), username, by=by)


@transaction.atomic
def change_password(account: Account, password: str, *, by: Who) -> None:
    """Take a new password of one's own choice; every other session ends."""
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refused(
            words("the password is too weak: {why}", why="；".join(weak.messages)),
            words("choose a longer one that others cannot guess"),
        ) from weak
    account.password = make_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record(Deed("account.password", by, _about(account)))


@transaction.atomic
def reset_password(account: Account, *, by: Who) -> str:
    """Give an account a new first password, which is returned; its sessions end."""
    first = one_time_password()
    account.password = make_password(first)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    record(Deed("account.reset", by, _about(account)))
    return first


@transaction.atomic
def switch_account(account: Account, *, active: bool, by: Who) -> None:
    """Let an account sign in, or no longer; its sessions end at once."""
    if account.pk == by.account and not active:
        raise Refused(
            words("nobody switches off their own account"),
            words("ask another administrator"),
        )
    Account.objects.filter(pk=account.pk).update(is_active=active)
    account.is_active = active
    record(Deed("account.on" if active else "account.off", by, _about(account)))


def forget_sessions() -> int:
    """Delete the sessions that have run out; the worker does it each day."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _about(account: Account) -> str:
    return f"people.account:{account.pk}"
