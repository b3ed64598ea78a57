"""The plan as it is being worked at: each target with its draft, and what was seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import connection

from saima.core.indicators import Direction
from saima.core.periods import Month
from saima.core.targets import Bound
from saima.journal.actions import Who
from saima.people.models import OrgUnit, Person
from saima.people.queries import tree_at
from saima.plans.models import Draft, Indicator, Subject, Target
from saima.plans.queries import Key, catalog_of, latest_targets

LOCK = 73_020_000  # the advisory locks of plans, by year and root
AT_ONCE = 500  # rows in one statement
NO_MONTHS = 12 * (None,)


@dataclass
class Place:
    """Where a target stands: its subject and indicator, the newest target, its draft."""

    subject: Subject
    indicator: Indicator
    year: int
    target: Target | None = None
    draft: Draft | None = None
    changed: bool = field(default=False)

    @property
    def seen(self) -> int:
        """The number of the event that wrote what stands here; 0 where nothing does.

        A number never comes twice, so nobody writes upon what they have not seen.
        """
        if self.draft is not None:
            return self.draft.seen
        return self.target.event_id if self.target else 0

    def working(self) -> Draft:
        """The draft, else one that is made from the newest target and not saved yet."""
        if self.draft is not None:
            return self.draft
        draft = Draft(
            subject=self.subject,
            indicator=self.indicator,
            unit_id=self.subject.unit_id,
            year=self.year,
            bound=usual_bound(self.indicator),
            months=list(NO_MONTHS),
            seen=0,
        )
        if self.target is not None:
            take_over(draft, self.target)
        return draft


def usual_bound(indicator: Indicator) -> str:
    """What a target means where nothing else is said."""
    higher = indicator.direction == Direction.HIGHER.value
    return (Bound.AT_LEAST if higher else Bound.AT_MOST).value


def take_over(draft: Draft, target: Target) -> None:
    """Let a draft say what a target says."""
    for name in ("applicable", "amount", "bound", "floor", "stretch", "source"):
        setattr(draft, name, getattr(target, name))
    draft.months = list(target.months or NO_MONTHS)


def plan_lock(root: OrgUnit, year: int) -> None:
    """Hold a plan to the end of the transaction: one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK + year, root.pk])


def catalog_lock(root: OrgUnit) -> None:
    """Hold indicators, subjects and duties of a group to the end of the transaction.

    To be taken before a plan, and before anything is recorded.
    """
    plan_lock(root, 0)  # the years of plans are others


def keep_plan(unit: OrgUnit, year: int) -> None:
    """Let nobody change the plan that a unit stands in before this transaction ends.

    For whoever approves a report: adopting asks what was reported, and waits for it.
    Approvals go on side by side. To be called before anything is recorded: the end of
    the journal is held from then on, and adopting holds the plan first.
    """
    root = tree_at(Month(year, 12)).root_of(unit.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK + year, root.pk]
        )


def units_of(root: OrgUnit, year: int) -> list[int]:
    """The units that a plan is made for: the tree as it is at the end of the year."""
    return list(tree_at(Month(year, 12)).subtree(root.pk))


def places_of(root: OrgUnit, year: int, keys: Collection[Key]) -> dict[Key, Place]:
    """The places of some targets; a subject or indicator not known here has none."""
    tree = tree_at(Month(year, 12))
    catalog = catalog_of(root, tree, year)
    places = {
        (subject, indicator): Place(
            catalog.subjects[subject], catalog.indicators[indicator], year
        )
        for subject, indicator in keys
        if subject in catalog.subjects and indicator in catalog.indicators
    }
    units = {place.subject.unit_id for place in places.values()}
    for target in latest_targets(units, year):
        place = places.get((target.subject.code, target.indicator.code))
        if place is not None and place.indicator.pk == target.indicator_id:
            place.target = target
    for draft in (
        Draft.objects.filter(unit__in=units, year=year)
        .select_related("subject", "indicator")
        .select_for_update(of=("self",))
    ):
        place = places.get((draft.subject.code, draft.indicator.code))
        if place is not None:
            place.draft = draft
    return places


def place_of(subject: Subject, indicator: Indicator, year: int) -> Place:
    """The place of one target, to be looked at."""
    at = {"subject": subject, "indicator": indicator, "year": year}
    target = Target.objects.filter(**at).order_by("-version").first()
    return Place(subject, indicator, year, target, Draft.objects.filter(**at).first())


def write(drafts: Iterable[Draft], event: int, *, by: Who) -> None:
    """Keep drafts under the number of the event that says so."""
    new: list[Draft] = []
    old: list[Draft] = []
    for draft in drafts:
        (new if draft._state.adding else old).append(draft)
        draft.seen = event
        draft.person = by.person  # type: ignore[assignment]  # a page's actor is one
    Draft.objects.bulk_create(new, batch_size=AT_ONCE)
    columns = ["applicable", "amount", "bound", "floor", "stretch", "source", "months"]
    Draft.objects.bulk_update(old, [*columns, "seen", "person"], batch_size=AT_ONCE)


def name_of(person: int) -> str:
    """What a person is called."""
    found = Person.objects.filter(pk=person).first()
    return found.name if found else ""
