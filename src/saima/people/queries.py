"""Reading units, persons and posts: who acts, and what they may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from saima.core import authority
from saima.core.authority import PostKind, Verb
from saima.core.periods import Month
from saima.journal.actions import Who
from saima.journal.models import HOUSE
from saima.people.models import Account, OrgUnit, Person, Placement, Post, SetUp
from saima.people.scope import Scope
from saima.people.trees import Tree


def today() -> date:
    """The day it is where the office is."""
    return timezone.localdate()


def this_month() -> Month:
    """The month it is."""
    day = today()
    return Month(day.year, day.month)


def tree_at(month: Month | None = None) -> Tree:
    """The tree of a month; that of today where none is named."""
    month = month or this_month()
    return trees_of([month])[month]


def trees_of(months: Iterable[Month]) -> dict[Month, Tree]:
    """The trees of several months."""
    wanted = sorted(months)
    units = {unit.pk: unit for unit in OrgUnit.objects.all()}
    placed = Placement.objects.filter(since__lte=wanted[-1]).order_by("since", "id")
    places = list(placed.values_list("since", "unit_id", "parent_id"))
    return {month: _tree(units, places, month) for month in wanted}


def _tree(
    units: Mapping[int, OrgUnit],
    places: Iterable[tuple[Month, int, int | None]],
    month: Month,
) -> Tree:
    parents = {unit: parent for since, unit, parent in places if since <= month}
    return Tree(units, {number: parents.get(number) for number in units})


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, by an account, in the posts held today."""

    account: int
    person: int
    name: str
    posts: tuple[authority.Post, ...]
    tree: Tree
    day: date

    def may(self, verb: Verb, unit: OrgUnit | None = None) -> bool:
        """Whether a post allows a verb, to a unit or to any."""
        if unit is None:
            return bool(self.units_for(verb))
        return authority.may(self.posts, verb, self.tree.lineage(unit.pk), self.day)

    def units_for(self, verb: Verb) -> tuple[OrgUnit, ...]:
        """The units at whose head a post stands that allows a verb."""
        codes = {post.unit for post in self.posts if self._allows(post, verb)}
        found = (self.tree.of_code(code) for code in sorted(codes))
        return tuple(unit for unit in found if unit is not None)

    def _allows(self, post: authority.Post, verb: Verb) -> bool:
        """Whether a post allows a verb to the unit that it stands at."""
        unit = self.tree.of_code(post.unit)
        lineage = self.tree.lineage(unit.pk) if unit else ()
        return authority.allows(post, verb, lineage, self.day)

    @property
    def scope(self) -> Scope:
        """The units whose figures may be seen, and those whose journal may be read."""
        codes = authority.sees_units(self.posts, self.day)
        found = [self.tree.of_code(code) for code in codes]
        heads = [unit.pk for unit in found if unit is not None]
        groups = frozenset(self.tree.root_of(head).pk for head in heads)
        seen = self.tree.subtrees(heads)
        return Scope(seen, groups, frozenset(heads), self._audited)

    @property
    def _audited(self) -> frozenset[int]:
        """Below the head of a group nothing is told of what concerns no unit."""
        heads = [unit.pk for unit in self.units_for(Verb.READ_JOURNAL)]
        below = self.tree.subtrees(heads)
        at_a_head = any(self.tree.parents.get(head) is None for head in heads)
        return below | {HOUSE} if at_a_head else below

    def who(self, verb: Verb, unit: OrgUnit | None = None) -> Who:
        """The actor for the journal, in the post that allows a verb."""
        lineage = self.tree.lineage(unit.pk) if unit else None
        for post in self.posts:
            if lineage is None:
                allowed = self._allows(post, verb)
            else:
                allowed = authority.allows(post, verb, lineage, self.day)
            if allowed:
                return Who(self.account, self.person, post.kind.value)
        return Who(self.account, self.person)


def actor_of(account: Account) -> Actor:
    """The actor behind an account, with the posts that its person holds today."""
    day = today()
    held = _held_on(day).filter(person=account.person_id).select_related("unit")
    return Actor(
        account.pk,
        account.person_id,
        account.person.name,
        tuple(_post(post) for post in held),
        tree_at(),
        day,
    )


def _held_on(day: date) -> QuerySet[Post]:
    return Post.objects.filter(opened__lte=day).filter(
        Q(closed__isnull=True) | Q(closed__gte=day)
    )


def _post(post: Post) -> authority.Post:
    return authority.Post(
        PostKind(post.kind),
        post.unit.code,
        post.opened,
        post.closed,
        None if post.deputizes_id is None else str(post.deputizes_id),
    )


def holders(kinds: Collection[PostKind], units: Iterable[int]) -> QuerySet[Post]:
    """The posts of some kinds held today at some units."""
    return _held_on(today()).filter(
        kind__in=[kind.value for kind in kinds], unit__any_of=list(units)
    )


def deputies(
    persons: Collection[int], *, since: date | None = None
) -> dict[int, set[int]]:
    """For whom each of these persons deputizes, and who deputizes for them.

    It is said of today, or of any day from `since` to today.
    """
    found: dict[int, set[int]] = {}
    day = today()
    begun = Post.objects.filter(opened__lte=day, deputizes__isnull=False)
    ended = Q(closed__isnull=True) | Q(closed__gte=min(since or day, day))
    held = begun.filter(ended)
    held = held.filter(Q(person__in=persons) | Q(deputizes__in=persons))
    for person, other in held.values_list("person_id", "deputizes_id"):
        found.setdefault(person, set()).add(other)
    return found


def persons() -> QuerySet[Person]:
    """Everybody, with accounts and posts."""
    return Person.objects.prefetch_related("accounts", "posts__unit")


def set_up() -> bool:
    """Whether the first administrators were named."""
    return SetUp.objects.exists()
