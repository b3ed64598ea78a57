"""Signing in and out, which the journal keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import authenticate

from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Who, record
from saima.people.accounts import Access, access_of
from saima.people.actions.attempts import begin_attempt, take_back
from saima.people.actions.persons import change_password
from saima.people.concerned import account_deed
from saima.people.models import Account


class Waits(Refused):
    """The password is right, but a second person has not released the account yet."""

    def __init__(self, account: Account) -> None:
        self.unchosen = account.must_change_password
        super().__init__(
            words("this account waits for its release by the security administrator"),
            words("choose a password of your own first, then report that you did")
            if self.unchosen
            else words("tell the security administrator that you chose the password"),
        )


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What is told to choose a password before the release."""

    username: str
    old: str
    password: str


def sign_in(username: str, password: str, *, address: str) -> Account:
    """The account that a name and a password open; a refusal never says what is wrong."""
    account = _opened(username, password, address)
    record(account_deed("account.sign_in", account, _who(account)))
    return account


def sign_out(account: Account) -> None:
    """Keep in the journal that somebody went."""
    record(account_deed("account.sign_out", account, _who(account)))


def choose_password(account: Account, old: str, password: str, *, address: str) -> None:
    """Change one's own password, by whoever knows the old one."""
    _opened(account.username, old, address)
    _refuse_the_same(old, password)
    change_password(account, password, by=_who(account))


def choose_first_password(given: FirstPassword, *, address: str) -> None:
    """Choose a password before the account is released: by whoever has the first one."""
    account = _known(given.username, given.old, address)
    if not account.must_change_password:
        raise Refused(
            words("this account has a password of its owner's choice already"),
            words("sign in, or ask the security administrator for the release"),
        )
    _refuse_the_same(given.old, given.password)
    change_password(account, given.password, by=_who(account))


def _refuse_the_same(old: str, password: str) -> None:
    if password == old:
        raise Refused(
            words("the new password is the old one"), words("choose another password")
        )


def _opened(username: str, password: str, address: str) -> Account:
    """The account, unless it waits: whoever has the right password is told so."""
    account = _known(username, password, address)
    if access_of(account) is Access.WAITING:
        raise Waits(account)
    return account


def _known(username: str, password: str, address: str) -> Account:
    attempt = begin_attempt(username, address)
    account = authenticate(username=username, password=password)
    if not isinstance(account, Account):
        raise Refused(
            words("the account name or the password is wrong"),
            words("try again, or ask the system administrator for a new password"),
        )
    take_back(attempt)
    return account


def _who(account: Account) -> Who:
    return Who(account.pk, account.person_id)
