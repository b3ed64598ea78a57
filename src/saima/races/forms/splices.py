"""Changing a text of rules in single places; every other sign of it stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from saima.races.forms.rendering import (
    Plain,
    entry_lines,
    flow,
    row_lines,
    scalar,
)
from saima.reading.spans import MARK, Entry, ListSpan, MapSpan


class Unwritable(Exception):  # noqa: N818 - it says that there is no such place
    """A text is written in a way that this cannot change without touching more."""


@dataclass
class Splices:
    """What is put into a text and taken out of it, place by place."""

    text: str
    _made: list[tuple[int, int, str]] = field(default_factory=list)
    removed: list[tuple[int, int]] = field(default_factory=list)

    def put(self, start: int, end: int, told: str) -> None:
        """Write something in place of what stands from one sign to another."""
        self._made.append((start, end, told))

    def cut(self, start: int, end: int, told: str = "") -> None:
        """Take out what stands there, with the remarks in it."""
        self.removed.append((start, end))
        self.put(start, end, told)

    def result(self) -> str:
        """The text as it becomes."""
        parts, place = [], 0
        for start, end, told in sorted(self._made, key=lambda one: one[:2]):
            if start < place:
                raise Unwritable
            parts += [self.text[place:start], told]
            place = end
        return "".join([*parts, self.text[place:]])

    # --- Places ------------------------------------------------------------------

    def line_start(self, place: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Where the line after that of a place begins."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found + 1

    def column(self, place: int) -> int:
        """How far a place is from the start of its line."""
        start = self.line_start(place)
        return place - start - (start == 0 and self.text.startswith(MARK))

    def alone(self, place: int) -> bool:
        """Whether nothing stands before a place in its line."""
        return not self.text[self.line_start(place) : place].removeprefix(MARK).strip()

    # --- Values ------------------------------------------------------------------

    def set_value(self, entry: Entry, value: Plain) -> None:
        """Write one value in place of another in the same line."""
        span = entry.value
        told = scalar(value) if isinstance(value, str) else flow(value)
        self.put(span.start, span.end, f"{self.space(span.start)}{told}")

    def space(self, place: int) -> str:
        """The space that is needed before a value right behind a colon."""
        return "" if self.text[place - 1 : place] in (" ", "\n", "[", "{", "-") else " "

    def set_key(self, entry: Entry, name: str) -> None:
        """Write another name."""
        self.put(entry.key.start, entry.key.end, scalar(name))

    def replace(self, owner: MapSpan, entry: Entry, value: Plain) -> None:
        """Write another value, over as many lines as it needs."""
        if owner.flow:
            told = f"{self.space(entry.value.start)}{flow(value)}"
            self.cut(entry.value.start, entry.value.end, told)
            return
        if "#" in self.text[entry.key.end : entry.value.start]:
            raise Unwritable
        indent = self.column(owner.entries[0].key.start)
        first, *more = entry_lines(entry.key.value, value, indent)
        told = first.removeprefix(f"{' ' * indent}{scalar(entry.key.value)}")
        self.cut(entry.key.end, entry.end, "\n".join([told, *more]))

    # --- Names in a map ----------------------------------------------------------

    def insert(self, owner: MapSpan, place: Insertion, said: dict[str, Plain]) -> None:
        """Write new names behind one that stays, or before the first."""
        if owner.flow:
            self._insert_in_brackets(owner, place, said)
        elif place.after is not None:
            indent = self.column(owner.entries[0].key.start)
            lines = [x for n, v in said.items() for x in entry_lines(n, v, indent)]
            self.lines(self.line_end(place.after.end), lines)
        else:
            first = owner.entries[0].key.start
            indent = self.column(first)
            lines = [x for n, v in said.items() for x in entry_lines(n, v, indent)]
            told = "\n".join(lines).lstrip() + "\n" + " " * indent
            self.put(first, first, told)

    def _insert_in_brackets(
        self, owner: MapSpan, place: Insertion, said: dict[str, Plain]
    ) -> None:
        told = flow(said)[1:-1]
        if not owner.entries or not place.any_stays:
            self.cut(owner.start, owner.end, f"{{{told}}}")
        elif place.after is not None:
            self.put(place.after.end, place.after.end, f", {told}")
        else:
            first = owner.entries[0].key.start
            self.put(first, first, f"{told}, ")

    def lines(self, place: int, lines: Sequence[str]) -> None:
        """Write whole lines where a line begins, or at the end of the text."""
        told = "".join(f"{line}\n" for line in lines)
        if place == len(self.text) and not self.text.endswith("\n"):
            told = f"\n{told[:-1]}"
        self.put(place, place, told)

    def remove(self, owner: MapSpan, gone: Sequence[Entry]) -> None:
        """Take names out; one at least must stay."""
        starts = [entry.key.start for entry in owner.entries]
        ends = [entry.end for entry in owner.entries]
        places = [owner.entries.index(entry) for entry in gone]
        if owner.flow:
            self._remove_in_brackets(starts, ends, places)
            return
        leading = list(_leading(places))
        if leading and not self.alone(starts[0]):
            last = leading[-1]
            over = self.line_end(ends[last])
            own_line = self.text[over : starts[last + 1]].strip()
            self.cut(starts[0], over if own_line else starts[last + 1])
            places = places[len(leading) :]
        for place in places:
            self.cut(self.line_start(starts[place]), self.line_end(ends[place]))

    def _remove_in_brackets(
        self, starts: list[int], ends: list[int], places: list[int]
    ) -> None:
        leading = list(_leading(places))
        if leading:
            self.cut(starts[0], starts[leading[-1] + 1])
        for place in places[len(leading) :]:
            if "#" in self.text[ends[place - 1] : starts[place]]:
                raise Unwritable
            self.cut(ends[place - 1], ends[place])

    # --- Lines in a list ---------------------------------------------------------

    def remove_rows(self, owner: ListSpan, places: list[int]) -> None:
        """Take lines of a list out; of one in brackets one at least must stay."""
        if owner.flow:
            starts = [one.start for one in owner.items]
            ends = [one.end for one in owner.items]
            self._remove_in_brackets(starts, ends, places)
            return
        for place in places:
            dash = owner.dashes[place]
            if not self.alone(dash):
                raise Unwritable
            end = max(owner.items[place].end, dash + 1)
            self.cut(self.line_start(dash), self.line_end(end))

    def append(self, owner: ListSpan, rows: Sequence[Plain]) -> None:
        """Write new lines at the end of a list that is not empty."""
        if owner.flow:
            told = "".join(f", {flow(row)}" for row in rows)
            self.put(owner.items[-1].end, owner.items[-1].end, told)
            return
        indent = self.column(owner.dashes[0])
        lines = [line for row in rows for line in row_lines(row, indent)]
        self.lines(self.line_end(owner.end), lines)


@dataclass(frozen=True, slots=True)
class Insertion:
    """Where new names go: behind which one, if any; whether any old one stays."""

    after: Entry | None
    any_stays: bool = True


def _leading(places: Sequence[int]) -> Iterator[int]:
    """Those of some places that are the first, the second, and so on without a gap."""
    for expected, place in enumerate(places):
        if place != expected:
            return
        yield place
