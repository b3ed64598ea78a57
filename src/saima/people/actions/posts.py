"""Posts are granted and ended by the security administrator, never to oneself."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from saima.core.authority import ADMINISTRATORS, PostKind, combines_administrators
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.accounts import others_hold
from saima.people.actions.handovers import (
    hold_unreleased,
    lock_person,
    one_after_the_other,
)
from saima.people.models import OrgUnit, Person, Post
from saima.people.queries import today, tree_at


@transaction.atomic
def grant_post(
    person: Person,
    kind: PostKind,
    unit: OrgUnit,
    *,
    by: Who,
    opened: date | None = None,
    deputizes: Person | None = None,
) -> Post:
    """Give a person a post at a unit from a day on."""
    if by.person == person.pk:
        raise Refused(
            words("nobody grants a post to themselves"),
            words("ask another administrator"),
        )
    if kind in ADMINISTRATORS and tree_at().parents.get(unit.pk) is not None:
        raise Refused(
            words("administrators are those of a whole group"),
            words("choose the unit at its head"),
        )
    # Two grants to one person at once would each see none of the other's.
    lock_person(person.pk)
    held = list(Post.objects.filter(person=person, closed__isnull=True))
    if combines_administrators([kind, *(PostKind(post.kind) for post in held)]):
        raise Refused(
            words(
                "the system, security and audit administrators are three persons: "
                "{name} is one of them already",
                name=person.name,
            ),
            words("choose another person"),
        )
    if any(p.kind == kind.value and p.unit_id == unit.pk for p in held):
        raise Refused(
            words("{name} holds this post already", name=person.name),
            words("there is nothing to do"),
        )
    post = Post.objects.create(
        person=person,
        kind=kind.value,
        unit=unit,
        opened=opened or today(),
        deputizes=deputizes,
    )
    record(Deed("post.grant", by, f"people.post:{post.pk}", unit.pk, _details(post)))
    hold_unreleased(person, by=by)
    return post


@transaction.atomic
def end_post(post: Post, *, by: Who, last: date | None = None) -> None:
    """Let a post end; without a day it ends at once."""
    if by.person == post.person_id:
        raise Refused(
            words("nobody ends their own post"), words("ask another administrator")
        )
    if PostKind(post.kind) in ADMINISTRATORS and post.opened <= today():
        one_after_the_other()
        if not others_hold(post):
            raise Refused(
                words("nobody else who can sign in holds this administrator's post"),
                words("grant the post to somebody else first"),
            )
    closed = last or today() - timedelta(days=1)
    if closed < today() - timedelta(days=1):
        raise Refused(
            words("a post cannot have ended in the past"),
            words("choose today or a later day"),
        )
    if not Post.objects.filter(pk=post.pk, closed__isnull=True).update(closed=closed):
        raise Refused(words("the post has ended already"), words("load the page again"))
    details = {**_details(post), "last": closed.isoformat()}
    record(Deed("post.end", by, f"people.post:{post.pk}", post.unit_id, details))


def _details(post: Post) -> dict[str, object]:
    return {
        "person": post.person_id,
        "kind": post.kind,
        "unit": post.unit.code,
        "opened": post.opened.isoformat(),
        "deputizes": post.deputizes_id,
    }
