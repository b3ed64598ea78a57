"""Units open, move, merge and close; what is past keeps the tree it had."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from saima.core.definitions import code_fault
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import Grouped, Grouping, OrgUnit, Placement
from saima.people.queries import this_month, tree_at

MOVES = 7302  # the advisory lock of the tree


@dataclass(frozen=True, slots=True)
class NewUnit:
    """What is said of a unit that opens."""

    code: str
    name: str
    opened: Month | None = None
    closed: Month | None = None
    order: int = 0
    sample: bool = False


@transaction.atomic
def add_unit(new: NewUnit, parent: OrgUnit | None, *, by: Who) -> OrgUnit:
    """Open a unit under another, or as the head of a tree."""
    wrong = code_fault(new.code)
    if wrong is not None:
        raise wrong
    if OrgUnit.objects.filter(code=new.code).exists():
        raise Refused(
            words("the code “{code}” belongs to another unit", code=new.code),
            words("give the unit another code"),
        )
    unit = OrgUnit.objects.create(
        code=new.code,
        name=new.name,
        opened=new.opened,
        closed=new.closed,
        order=new.order,
        sample=new.sample,
    )
    # A unit whose opening is not told was always there.
    since = new.opened or Month(1900, 1)
    place = Placement(unit=unit, parent=parent, since=since)
    record(Deed("unit.add", by, _about(unit), unit.pk, {"code": unit.code}), [place])
    return unit


@transaction.atomic
def move_unit(
    unit: OrgUnit, parent: OrgUnit | None, *, since: Month, reason: str, by: Who
) -> None:
    """Put a unit under another from a month on; the months before keep the old tree."""
    _must_be_open(unit, since)
    if since < this_month():
        raise Refused(
            words("a move from {month} on would change the past", month=str(since)),
            words("choose this month or a later one"),
        )
    if not reason.strip():
        raise Refused(
            words("moving {name} needs a reason", name=unit.name),
            words("write which paper decided it"),
        )
    _one_after_the_other()
    if parent is not None and _would_circle(unit, parent, since):
        raise Refused(
            words(
                "{name} cannot stand under {parent}, which stands under it",
                name=unit.name,
                parent=parent.name,
            ),
            words("choose a unit that is not below it"),
        )
    place = Placement(unit=unit, parent=parent, since=since, reason=reason.strip())
    details = {"parent": parent.code if parent else "", "since": str(since)}
    record(Deed("unit.move", by, _about(unit), unit.pk, details), [place])


@transaction.atomic
def close_unit(
    unit: OrgUnit, *, last: Month, by: Who, into: OrgUnit | None = None
) -> None:
    """Close a unit after its last month; another may take its work over (合并).

    What it promised and reported stays its own; nothing is written to the other.
    """
    _must_be_open(unit, last)
    below = [
        child.name
        for child in tree_at(last.next()).children(unit.pk)
        if child.closed is None or child.closed > last
    ]
    if below:
        raise Refused(
            words(
                "{name} has open units below it: {below}",
                name=unit.name,
                below="、".join(below),
            ),
            words("close or move them first"),
        )
    if into is not None:
        _must_be_open(into, last.next())
    changed = OrgUnit.objects.filter(pk=unit.pk, closed=unit.closed)
    if not changed.update(closed=last, merged_into=into):
        raise Refused(
            words("{name} was just changed by somebody else", name=unit.name),
            words("load the page again"),
        )
    unit.refresh_from_db()
    verb = "unit.merge" if into else "unit.close"
    details = {"last": str(last), "into": into.code if into else ""}
    record(Deed(verb, by, _about(unit), unit.pk, details))


@transaction.atomic
def group_unit(
    grouping: Grouping, unit: OrgUnit, label: str, *, since: Month, by: Who
) -> None:
    """Say where a unit stands in a grouping from a month on."""
    if since < this_month():
        raise Refused(
            words("sorting from {month} on would change the past", month=str(since)),
            words("choose this month or a later one"),
        )
    if tree_at().root_of(unit.pk).pk != grouping.root_id:
        raise Refused(
            words("{name} is a unit of another group", name=unit.name),
            words("choose a grouping of its own group"),
        )
    _, made = Grouped.objects.get_or_create(
        grouping=grouping, unit=unit, since=since, defaults={"label": label}
    )
    if not made:
        raise Refused(
            words(
                "it is set already where {name} stands from {month} on",
                name=unit.name,
                month=str(since),
            ),
            words("choose a later month"),
        )
    details = {"grouping": grouping.name, "label": label, "since": str(since)}
    record(Deed("unit.group", by, _about(unit), unit.pk, details))


@transaction.atomic
def sort_unit(
    unit: OrgUnit, grouping: str, label: str, *, since: Month, by: Who
) -> None:
    """Say where a unit stands in a grouping of its group, begun where there is none."""
    root = tree_at().root_of(unit.pk)
    group_unit(add_grouping(root, grouping, by=by), unit, label, since=since, by=by)


@transaction.atomic
def add_grouping(root: OrgUnit, name: str, *, by: Who) -> Grouping:
    """Begin another way to sort the units of a tree."""
    grouping, made = Grouping.objects.get_or_create(root=root, name=name)
    if made:
        record(Deed("unit.grouping", by, _about(root), root.pk, {"name": name}))
    return grouping


def _one_after_the_other() -> None:
    """Two moves at once would each see none of the other's circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MOVES])


def _would_circle(unit: OrgUnit, parent: OrgUnit, since: Month) -> bool:
    """Whether a unit would stand under itself, then or after a move still to come."""
    later = Placement.objects.filter(since__gt=since).values_list("since", flat=True)
    return any(
        unit.pk in set(tree_at(month).above(parent.pk)) for month in {since, *later}
    )


def _must_be_open(unit: OrgUnit, month: Month) -> None:
    early = unit.opened is not None and month < unit.opened
    late = unit.closed is not None and month > unit.closed
    if early or late:
        raise Refused(
            words("{name} is not open in {month}", name=unit.name, month=str(month)),
            words("choose a month between its opening and its closing"),
        )


def _about(unit: OrgUnit) -> str:
    return f"people.orgunit:{unit.pk}"
