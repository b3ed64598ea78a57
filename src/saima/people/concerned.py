"""Whose auditors read of what somebody did who is of no unit, such as signing in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from saima.journal.actions import Deed, Who
from saima.people.accounts import not_ended
from saima.people.models import Account, Post
from saima.people.queries import today, tree_at


def account_deed(verb: str, account: Account, by: Who) -> Deed:
    """What was done to an account, or by it, for the auditors of its person's groups."""
    groups = groups_of(account.person_id, by)
    return Deed(verb, by, f"people.account:{account.pk}", groups=groups)


def groups_of(person: int, by: Who) -> tuple[int, ...]:
    """The heads of the groups that a deed about a person concerns.

    Those in which the person holds posts today or later; else those of whoever acts;
    else those in which the person last held any. Nobody's: the house's.
    """
    for posts in _told_by(person, by):
        units = set(posts.values_list("unit_id", flat=True))
        if units:
            tree = tree_at()
            return tuple(sorted({tree.root_of(unit).pk for unit in units}))
    return ()


def _told_by(person: int, by: Who) -> tuple[QuerySet[Post], ...]:
    now = not_ended(today())
    return (
        Post.objects.filter(now, person=person),
        Post.objects.filter(now, person=by.person),
        Post.objects.filter(~Q(now), person=person),
    )
