"""Who knows a password that others were given, and the second person who releases it."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import MACHINE, Who, record
from saima.people.accounts import holds_posts, unread, waiting
from saima.people.concerned import account_deed
from saima.people.models import Account, Handover, Person
from saima.people.one_time import one_time_password

ADMINISTRATORS_CHANGE = 7303  # the advisory lock of posts and accounts that matter


def one_after_the_other() -> None:
    """Two at once would each count on the other's administrator."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADMINISTRATORS_CHANGE])


def lock_person(number: int) -> None:
    """Have posts granted and accounts changed one after the other, for one person."""
    Person.objects.select_for_update(no_key=True).get(pk=number)


def hand_over(account: Account, kind: str, *, by: Who) -> None:
    """Keep who did what to an account; what could be misused waits for a release.

    The machine is nobody who could misuse a password.
    """
    if by.person is None:
        return
    opens = kind != Handover.OFF
    Handover.objects.create(
        account=account,
        kind=kind,
        by_id=by.person,
        at=timezone.now(),
        waits=opens and holds_posts(account.person_id),
    )


def hold_unreleased(person: Person, *, by: Who) -> None:
    """Let accounts wait whose password somebody gave, and nobody has released.

    Their maker may have signed in before the person did, as long as it opened nothing.
    """
    if by.person is None:
        return
    given = Handover.objects.filter(
        account__person=person,
        kind__in=Handover.GIVEN,
        by__isnull=False,
        waits=False,
    )
    held = Account.objects.filter(
        pk__in=set(given.values_list("account_id", flat=True))
    )
    accounts = list(held.order_by("pk"))
    given.update(waits=True)
    for account in accounts:
        record(account_deed("account.hold", account, by))


@transaction.atomic
def release(account: Account, *, by: Who) -> None:
    """Let an account sign in, as the second person; the database holds it as well."""
    lock_person(account.person_id)
    held = list(waiting().filter(account=account).select_for_update())
    if not held:
        raise Refused(
            words("the account waits for nothing"), words("load the page again")
        )
    if by.person is None or by.person == account.person_id:
        raise Refused(
            words("nobody releases their own account"),
            words("ask another security administrator"),
        )
    if any(one.by_id == by.person for one in held):
        raise Refused(
            words("you gave this password yourself: a second person releases it"),
            words("ask another security administrator"),
        )
    if any(one.kind in Handover.GIVEN and one.chosen_at is None for one in held):
        raise Refused(
            words("{name} has not chosen a password yet", name=account.username),
            words("have the person choose one first, then ask whether it was they"),
        )
    waiting().filter(account=account).update(
        released_by_id=by.person, released_at=timezone.now()
    )
    record(account_deed("account.release", account, by))


@transaction.atomic
def rescue(username: str) -> str:
    """Give an account a first password and let it in: from the server's console alone.

    The database takes a release by nobody only from the owner of the tables.
    """
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refused(
            words("there is no account “{name}”", name=username),
            words("take the name from the list of persons"),
        )
    lock_person(account.person_id)
    now, first = timezone.now(), one_time_password()
    account.password = make_password(first)
    account.must_change_password = account.is_active = True
    account.save(update_fields=["password", "must_change_password", "is_active"])
    waiting().filter(account=account).update(released_at=now)
    Handover.objects.create(account=account, kind=Handover.RESET, at=now)
    record(account_deed("account.rescue", account, MACHINE))
    return first


def mark_chosen(account: Account) -> None:
    """Whoever was given a password has chosen another one."""
    given = Handover.objects.filter(account=account, kind__in=Handover.GIVEN)
    given.filter(chosen_at__isnull=True).update(chosen_at=timezone.now())


def mark_read(account: Account) -> None:
    """The owner has read what was done to the account."""
    unread(account.pk).update(told_at=timezone.now())
