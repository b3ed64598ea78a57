"""Which accounts can sign in, and whose persons an administrator looks after."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from saima.core.authority import ADMINISTRATORS, PostKind, Verb
from saima.people.models import Account, Handover, Person, Post
from saima.people.queries import Actor, holders, today, tree_at


class Access(StrEnum):
    """Whether an account lets anybody in."""

    ON = "on"
    WAITING = "waiting"  # for the release by a second person
    OFF = "off"


def waiting() -> QuerySet[Handover]:
    """What a second person has not released yet."""
    return Handover.objects.filter(waits=True, released_at__isnull=True)


def able() -> QuerySet[Account]:
    """The accounts that can sign in: switched on, and not waiting for a release."""
    held = waiting().filter(account=OuterRef("pk"))
    return Account.objects.filter(~Exists(held), is_active=True)


def access_of(account: Account) -> Access:
    """Whether an account lets anybody in; its handovers may be prefetched."""
    if not account.is_active:
        return Access.OFF
    held = any(h.waits and h.released_at is None for h in account.handovers.all())
    return Access.WAITING if held else Access.ON


def unread(account: int) -> QuerySet[Handover]:
    """What was done to an account that its owner has not read of."""
    found = Handover.objects.filter(account=account, told_at__isnull=True)
    return found.select_related("by")


def not_ended(day: date) -> Q:
    """Posts that are held on a day or later."""
    return Q(closed__isnull=True) | Q(closed__gte=day)


def holds_posts(person: int) -> bool:
    """Whether somebody holds a post today or will hold one later."""
    return Post.objects.filter(not_ended(today()), person=person).exists()


def persons_under(actor: Actor, verb: Verb) -> QuerySet[Person]:
    """Whom somebody may do a verb to: whoever holds no post but in their own subtree.

    Who holds no post at all can do nothing, and is everybody's to look after.
    """
    heads = [unit.pk for unit in actor.units_for(verb)]
    if not heads:
        return Person.objects.none()
    held = Post.objects.filter(not_ended(today()), person=OuterRef("pk"))
    elsewhere = held.exclude(unit__in=actor.tree.subtrees(heads))
    return Person.objects.filter(~Exists(elsewhere))


def accounts_under(actor: Actor, verb: Verb) -> QuerySet[Account]:
    """The accounts of these persons."""
    persons = persons_under(actor, verb)
    return Account.objects.filter(person__in=persons).select_related("person")


def others_hold(post: Post) -> bool:
    """Whether somebody else holds the like of a post today, and can sign in."""
    above = tree_at().above(post.unit_id)
    others = holders([PostKind(post.kind)], above).exclude(person=post.person_id)
    return able().filter(person__in=others.values("person")).exists()


def only_held_by(account: Account) -> PostKind | None:
    """The administrator's post for which no other account than this can sign in."""
    if not able().filter(pk=account.pk).exists():
        return None
    if able().filter(person=account.person_id).exclude(pk=account.pk).exists():
        return None
    held = holders(sorted(ADMINISTRATORS), tree_at().units)
    for post in held.filter(person=account.person_id):
        if not others_hold(post):
            return PostKind(post.kind)
    return None
