"""Signing in and out, which the journal keeps."""

from __future__ import annotations

from django.contrib.auth import authenticate

from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.actions.attempts import begin_attempt, take_back
from saima.people.actions.persons import change_password
from saima.people.models import Account


def sign_in(username: str, password: str, *, address: str) -> Account:
    """The account that a name and a password open; a refusal never says what is wrong."""
    account = _opened(username, password, address)
    record(Deed("account.sign_in", _who(account), _about(account)))
    return account


def sign_out(account: Account) -> None:
    """Keep in the journal that somebody went."""
    record(Deed("account.sign_out", _who(account), _about(account)))


def choose_password(account: Account, old: str, password: str, *, address: str) -> None:
    """Change one's own password, by whoever knows the old one."""
    _opened(account.username, old, address)
    if password == old:
        raise Refused(
            words("the new password is the old one"), words("choose another password")
        )
    change_password(account, password, by=_who(account))


def _opened(username: str, password: str, address: str) -> Account:
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


def _about(account: Account) -> str:
    return f"people.account:{account.pk}"
