"""The persons that an administrator looks after, line by line, and who waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from saima.core.authority import Verb
from saima.people.accounts import (
    Access,
    access_of,
    not_ended,
    persons_under,
    waiting,
)
from saima.people.models import Account, Handover, Person, Post
from saima.people.org_chart import kept_units
from saima.people.queries import Actor, today


@dataclass(frozen=True)
class AccountLine:
    """An account, whether it lets anybody in, and who may know its password."""

    account: Account
    access: Access
    given: Handover | None  # the first password that nobody has changed or released
    held: tuple[Handover, ...]  # what waits for a release

    @property
    def chosen(self) -> bool:
        """Whether it can be released: its owner has a password of their own."""
        return all(h.chosen_at for h in self.held if h.kind in Handover.GIVEN)


@dataclass(frozen=True)
class PostLine:
    """A post, and whether whoever looks may end it."""

    post: Post
    ends: bool


@dataclass(frozen=True)
class PersonLine:
    """A person with accounts, and the posts that have not ended."""

    person: Person
    accounts: tuple[AccountLine, ...]
    posts: tuple[PostLine, ...]
    changes: bool
    releases: bool


def persons_seen(actor: Actor, wanted: str = "") -> QuerySet[Person]:
    """The persons whom an administrator looks after; those found by a word."""
    found = persons_under(actor, Verb.SEE_PERSONS).prefetch_related(
        Prefetch("accounts__handovers", Handover.objects.select_related("by")),
        Prefetch("posts", _posts(today())),
    )
    if not wanted:
        return found
    return found.filter(
        Q(name__icontains=wanted)
        | Q(staff_number__icontains=wanted)
        | Q(accounts__username__icontains=wanted)
        | Q(posts__unit__name__icontains=wanted)
    ).distinct()


def person_lines(actor: Actor, persons: list[Person]) -> Iterator[PersonLine]:
    """Persons as they are shown to an administrator."""
    kept = {unit.pk for unit in kept_units(actor, Verb.GRANT_POSTS)}
    changed = _numbers(actor, Verb.CHANGE_PERSONS)
    released = _numbers(actor, Verb.GRANT_POSTS)
    for person in persons:
        accounts = tuple(map(_account_line, person.accounts.all()))
        posts = person.posts.all()
        yield PersonLine(
            person,
            accounts,
            tuple(PostLine(p, p.closed is None and p.unit_id in kept) for p in posts),
            person.pk in changed,
            person.pk in released and person.pk != actor.person,
        )


def waiting_lines(actor: Actor) -> list[PersonLine]:
    """The persons whose accounts wait until this administrator releases them."""
    if not actor.may(Verb.GRANT_POSTS):
        return []
    held = waiting().values("account__person")
    found = persons_seen(actor).filter(pk__in=held)
    return [line for line in person_lines(actor, list(found)) if line.releases]


def _numbers(actor: Actor, verb: Verb) -> set[int]:
    return set(persons_under(actor, verb).values_list("pk", flat=True))


def _posts(day: date) -> QuerySet[Post]:
    return Post.objects.filter(not_ended(day)).select_related("unit", "deputizes")


def _account_line(account: Account) -> AccountLine:
    handovers = list(account.handovers.all())
    given = [h for h in handovers if h.kind in Handover.GIVEN]
    latest = given[-1] if given else None
    untouched = latest is not None and latest.chosen_at is None
    held = [h for h in handovers if h.waits and h.released_at is None]
    return AccountLine(
        account, access_of(account), latest if untouched else None, tuple(held)
    )
