"""The tree of units as it was in a month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from saima.people.models import OrgUnit


@dataclass(frozen=True)
class Tree:
    """Units by their numbers, each with the number of the unit above it."""

    units: Mapping[int, OrgUnit]
    parents: Mapping[int, int | None]

    @cached_property
    def _children(self) -> Mapping[int | None, list[int]]:
        children: dict[int | None, list[int]] = {}
        for unit in self.units:
            children.setdefault(self.parents.get(unit), []).append(unit)
        return children

    @cached_property
    def _by_code(self) -> Mapping[str, int]:
        return {unit.code: number for number, unit in self.units.items()}

    def of_code(self, code: str) -> OrgUnit | None:
        """The unit of a code."""
        number = self._by_code.get(code)
        return None if number is None else self.units[number]

    @property
    def roots(self) -> tuple[OrgUnit, ...]:
        """The units above which there is none."""
        return self.children(None)

    def children(self, unit: int | None) -> tuple[OrgUnit, ...]:
        """The units right below one."""
        return tuple(self.units[n] for n in self._children.get(unit, ()))

    def subtree(self, unit: int) -> Iterator[int]:
        """A unit and all below it, each before what lies below it."""
        yield unit
        for child in self._children.get(unit, ()):
            yield from self.subtree(child)

    def subtrees(self, units: Iterable[int]) -> frozenset[int]:
        """Several units and all below them."""
        return frozenset(below for unit in units for below in self.subtree(unit))

    def subtrees_in_order(self) -> Iterator[int]:
        """All units, each before what lies below it."""
        for root in self.roots:
            yield from self.subtree(root.pk)

    def above(self, unit: int) -> Iterator[int]:
        """A unit and all above it, nearest first."""
        here: int | None = unit
        while here is not None:
            yield here
            here = self.parents.get(here)

    def lineage(self, unit: int) -> tuple[str, ...]:
        """The codes of a unit and of all above it, nearest first."""
        return tuple(self.units[number].code for number in self.above(unit))

    def root_of(self, unit: int) -> OrgUnit:
        """The unit at the top, above which there is none."""
        *_, top = self.above(unit)
        return self.units[top]
