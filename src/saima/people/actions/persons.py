"""Persons and their accounts, kept by the system administrator."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from saima.core.authority import POST_WORDS
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.accounts import only_held_by
from saima.people.actions.handovers import (
    hand_over,
    lock_person,
    mark_chosen,
    one_after_the_other,
)
from saima.people.concerned import account_deed, groups_of
from saima.people.models import Account, Handover, OrgUnit, Person
from saima.people.one_time import one_time_password


@transaction.atomic
def add_person(
    staff_number: str, name: str, *, by: Who, group: OrgUnit | None = None
) -> Person:
    """Enter a person by the number that the personnel office has given.

    The machine says for which group, since it is of none.
    """
    if Person.objects.filter(staff_number=staff_number).exists():
        raise Refused(
            words("the staff number {number} is entered already", number=staff_number),
            words("look the person up in the list"),
        )
    person = Person.objects.create(staff_number=staff_number, name=name)
    groups = (group.pk,) if group else groups_of(person.pk, by)
    record(Deed("person.add", by, f"people.person:{person.pk}", groups=groups))
    return person


@transaction.atomic
def add_account(
    person: Person, username: str, *, by: Who, password: str = ""
) -> tuple[Account, str]:
    """Give a person an account; its first password is returned, and kept nowhere."""
    lock_person(person.pk)
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
    hand_over(account, Handover.FIRST, by=by)
    record(account_deed("account.add", account, by))
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
    mark_chosen(account)
    record(account_deed("account.password", account, by))


@transaction.atomic
def reset_password(account: Account, *, by: Who) -> str:
    """Give an account a new first password, which is returned; its sessions end."""
    if by.person == account.person_id:
        raise Refused(
            words("nobody resets their own password"),
            words("choose another one on the page “Password”"),
        )
    lock_person(account.person_id)
    _refuse_the_last(account)
    first = one_time_password()
    account.password = make_password(first)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    hand_over(account, Handover.RESET, by=by)
    record(account_deed("account.reset", account, by))
    return first


@transaction.atomic
def switch_account(account: Account, *, active: bool, by: Who) -> None:
    """Let an account sign in, or no longer; its sessions end at once."""
    if account.pk == by.account and not active:
        raise Refused(
            words("nobody switches off their own account"),
            words("ask another administrator"),
        )
    lock_person(account.person_id)
    if not active:
        _refuse_the_last(account)
    changed = Account.objects.filter(pk=account.pk, is_active=not active)
    account.is_active = active
    if not changed.update(is_active=active):
        return  # it was so already
    hand_over(account, Handover.ON if active else Handover.OFF, by=by)
    verb = "account.on" if active else "account.off"
    record(account_deed(verb, account, by))


def _refuse_the_last(account: Account) -> None:
    """Nobody could release it, or nobody would be left to do the work."""
    one_after_the_other()
    kind = only_held_by(account)
    if kind is not None:
        raise Refused(
            words(
                "{name} is the last account by which a {post} can sign in",
                name=account.username,
                post=POST_WORDS[kind],
            ),
            words(
                "appoint a second one first, or run `saima rescue {name}` on the server",
                name=account.username,
            ),
        )


def forget_sessions() -> int:
    """Delete the sessions that have run out; the worker does it each day."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
