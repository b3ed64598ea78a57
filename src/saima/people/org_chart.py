"""The tree of a month as it is shown: line by line, each unit below the one above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.people.models import Grouped, OrgUnit
from saima.people.queries import Actor, this_month, tree_at


@dataclass(frozen=True)
class UnitLine:
    """A unit in the tree, how deep it stands, and where groupings put it."""

    unit: OrgUnit
    depth: int
    groups: tuple[str, ...]
    closed: bool
    coming: bool


def unit_lines(actor: Actor, month: Month) -> list[UnitLine]:
    """The units that somebody may see, in the order of the tree of a month."""
    tree = tree_at(month)
    heads = [unit.pk for unit in actor.units_for(Verb.SEE_UNITS)]
    shown = actor.tree.subtrees(heads)
    labels = _labels(month)
    past = month < this_month()

    def below(unit: OrgUnit, depth: int) -> Iterator[UnitLine]:
        coming = unit.opened is not None and unit.opened > month
        if unit.pk in shown and not (coming and past):
            closed = unit.closed is not None and unit.closed < month
            yield UnitLine(unit, depth, labels.get(unit.pk, ()), closed, coming)
            depth += 1
        for child in tree.children(unit.pk):
            yield from below(child, depth)

    return [line for root in tree.roots for line in below(root, 0)]


def kept_units(actor: Actor, verb: Verb) -> list[OrgUnit]:
    """The units that somebody may do a verb to, in the order of today's tree."""
    heads = [unit.pk for unit in actor.units_for(verb)]
    kept = actor.tree.subtrees(heads)
    return [
        actor.tree.units[number]
        for root in actor.tree.roots
        for number in actor.tree.subtree(root.pk)
        if number in kept
    ]


def _labels(month: Month) -> dict[int, tuple[str, ...]]:
    """What each grouping calls a unit in a month."""
    latest: dict[tuple[int, str], str] = {}
    told = Grouped.objects.filter(since__lte=month).order_by("since", "id")
    for unit, name, label in told.values_list("unit_id", "grouping__name", "label"):
        latest[unit, name] = label
    labels: dict[int, tuple[str, ...]] = {}
    for (unit, name), label in sorted(latest.items()):
        if label:
            labels[unit] = (*labels.get(unit, ()), f"{name} · {label}")
    return labels
