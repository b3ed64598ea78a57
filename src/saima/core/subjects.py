"""What targets are set for: units, and their projects, parcels and party branches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from saima.core.names import folded
from saima.core.periods import Month


class SubjectKind(StrEnum):
    """The kinds of subject that a group sets targets for."""

    UNIT = "unit"
    PROJECT = "project"
    PARCEL = "parcel"
    BRANCH = "branch"
    ELIMINATION = "elimination"  # sales between two units of a group (内部抵销)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a target is set for (对象); a unit is one kind of subject.

    `parent` is the unit above a unit, or the unit responsible for a project,
    parcel or branch. `group` names the group (组别) in which it races, if it does.
    """

    code: str
    name: str
    kind: SubjectKind = SubjectKind.UNIT
    parent: str | None = None
    group: str | None = None
    opened: Month | None = None
    closed: Month | None = None  # the last month it was open
    sample: bool = False  # invented for an example (示例)

    @property
    def eliminates(self) -> bool:
        """Whether its figures are taken off the whole that it lies below."""
        return self.kind is SubjectKind.ELIMINATION

    def under(self, parent: str | None) -> Subject:
        """The same subject below another."""
        return replace(self, parent=parent)

    def open_from(self, opened: Month | None, closed: Month | None) -> Subject:
        """The same subject with its dates."""
        return replace(self, opened=opened, closed=closed)

    def racing_in(self, group: str) -> Subject:
        """The same subject in a group."""
        return replace(self, group=group)

    def open_in(self, month: Month) -> bool:
        """Whether it existed in the month."""
        return (self.opened is None or self.opened <= month) and (
            self.closed is None or month <= self.closed
        )

    def open_during(self, year: int) -> bool:
        """Whether it existed in any month of the year."""
        return (self.opened is None or self.opened.year <= year) and (
            self.closed is None or self.closed.year >= year
        )


class Subjects:
    """The tree of subjects, each found by its code or its name."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._by_code = {subject.code: subject for subject in subjects}
        self._children: dict[str, list[Subject]] = {}
        self._by_name: dict[str, str] = {}
        for subject in self._by_code.values():
            self._by_name.setdefault(folded(subject.code), subject.code)
        for subject in self._by_code.values():
            self._by_name.setdefault(folded(subject.name), subject.code)
            if subject.parent is not None:
                self._children.setdefault(subject.parent, []).append(subject)

    def __getitem__(self, code: str) -> Subject:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Subject]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def find(self, code_or_name: str) -> Subject | None:
        """The subject of this code, else of this name."""
        direct = self._by_code.get(code_or_name)
        if direct is not None:
            return direct
        code = self._by_name.get(folded(code_or_name))
        return None if code is None else self._by_code[code]

    def children(self, code: str) -> tuple[Subject, ...]:
        """The subjects right below one."""
        return tuple(self._children.get(code, ()))

    def above(self, code: str) -> tuple[str, ...]:
        """The codes of all subjects above one, the nearest first."""
        found: list[str] = []
        parent = self._by_code[code].parent
        while parent in self._by_code and parent not in found:
            found.append(parent)
            parent = self._by_code[parent].parent
        return tuple(found)

    def below(self, code: str) -> Iterator[Subject]:
        """All subjects below one, each before what lies below it."""
        for child in self._children.get(code, ()):
            yield child
            yield from self.below(child.code)


def cycles(parents: Mapping[str, str | None]) -> tuple[tuple[str, ...], ...]:
    """The circles of subjects that stand above each other, each told once."""
    settled: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start in parents:
        path: list[str] = []
        here: str | None = start
        while here is not None and here in parents and here not in settled:
            if here in path:
                found.append(tuple(path[path.index(here) :]))
                break
            path.append(here)
            here = parents[here]
        settled.update(path)
    return tuple(found)
