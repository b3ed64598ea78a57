"""The fields of the form, put back into the text from which they were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from saima.races.forms.plain import (
    empty,
    plain_member,
    plain_row,
    plain_scheme,
    plain_use,
)
from saima.races.forms.rendering import Plain
from saima.races.forms.scheme_shape import SCHEME
from saima.races.forms.shapes import (
    KEPT,
    Box,
    Items,
    Member,
    Named,
    Part,
    Rows,
    Shape,
    Texts,
    Use,
)
from saima.races.forms.splices import Insertion, Splices, Unwritable
from saima.races.forms.states import (
    Listing,
    State,
    kind_of,
    read_state,
    row_shape,
    use_shape,
)
from saima.reading.spans import Entry, ListSpan, MapSpan, Span, read_spans, remarks
from saima.reading.trees import Refusal

SHOWN_AS = "rules"


def written(text: str, state: State) -> str:
    """The text with the fields in it; the same text where no field was changed.

    Unwritable, where it cannot be done without touching what the form does not show.
    """
    root = read_spans(text, SHOWN_AS)
    base = read_state(root)
    if plain_scheme(base.state) == plain_scheme(state):
        return text
    splices = Splices(text)
    _Writer(splices).fields(root, SCHEME, base.state, state)
    made = splices.result()
    _must_agree(_Change(text, made, state, splices.removed, base.kept))
    return made


@dataclass(frozen=True, slots=True)
class _Change:
    """A text before and after, and which places of it were taken out."""

    text: str
    made: str
    state: State
    removed: Sequence[tuple[int, int]]
    kept: Sequence[tuple[int, int]]

    def stays(self, start: int) -> bool:
        return not any(first <= start < end for first, end in self.removed)


def _must_agree(change: _Change) -> None:
    """The new text says what the form says, and nothing else of the old one is lost."""
    try:
        read = read_state(read_spans(change.made, SHOWN_AS))
    except (Refusal, UnicodeEncodeError, ValueError):
        raise Unwritable from None
    if plain_scheme(read.state) != plain_scheme(change.state):
        raise Unwritable
    said = Counter(told for start, told in remarks(change.text) if change.stays(start))
    if said != Counter(told for _, told in remarks(change.made)):
        raise Unwritable
    kept = Counter(change.text[s:e] for s, e in change.kept if change.stays(s))
    if kept != Counter(change.made[s:e] for s, e in read.kept):
        raise Unwritable


class _Writer:
    """Writes fields over those that stand in a text."""

    def __init__(self, splices: Splices) -> None:
        self.splices = splices

    def fields(
        self, span: MapSpan, shape: Shape, base: State, state: State, first: str = ""
    ) -> None:
        """Write what has changed; new names go behind those that stand before them.

        `first` is a name that stands first and is none of the fields.
        """
        gone: list[Entry] = []
        new: list[tuple[Member, Plain]] = []
        for member in shape:
            if member.name in base.get("kept", ()):
                continue
            before = plain_member(base.get(member.name), member)
            said = plain_member(state.get(member.name), member)
            if before == said:
                continue
            entry = span.entry(member.name)
            if entry is None:
                new.append((member, said))
            elif not said and not self.needed(member, state):
                gone.append(entry)
            else:
                self.member(span, entry, member, base[member.name], state[member.name])
        stay = [entry for entry in span.entries if entry not in gone]
        if gone and stay:
            self.splices.remove(span, gone)
        elif gone and not new:
            raise Unwritable
        self.insert(span, [first, *(member.name for member in shape)], stay, new)

    def needed(self, member: Member, state: State) -> bool:
        """Whether a name stands in the text even where it says nothing."""
        if isinstance(member, Part):
            return bool(state[member.name].get("kept"))
        return isinstance(member, Items) or (
            isinstance(member, Box) and bool(member.absent) and bool(state[member.name])
        )

    def insert(
        self,
        span: MapSpan,
        order: Sequence[str],
        stay: Sequence[Entry],
        new: Sequence[tuple[Member, Plain]],
    ) -> None:
        """Write new names, each behind the nearest of those that stand before it."""
        before: dict[str | None, dict[str, Plain]] = {}
        for member, said in new:
            above = order[: order.index(member.name)]
            anchors = [one for one in stay if one.key.value in above]
            anchor = max(
                anchors, key=lambda one: order.index(one.key.value), default=None
            )
            name = anchor.key.value if anchor else None
            before.setdefault(name, {})[member.name] = said
        for name, told in before.items():
            place = Insertion(span.entry(name) if name else None, bool(stay))
            self.splices.insert(span, place, told)

    def member(
        self, owner: MapSpan, entry: Entry, member: Member, base: Any, state: Any
    ) -> None:
        """Write a field that stands in the text already."""
        value = entry.value
        match member:
            case Box():
                self.splices.set_value(entry, str(state))
            case Texts():
                self.texts(owner, entry, base, state)
            case Part() if isinstance(value, MapSpan):
                self.fields(value, member.members, base, state)
            case Rows() | Items() if isinstance(value, ListSpan):
                self.rows(owner, entry, member, base, state)
            case Use():
                self.use(owner, entry, member, base, state)
            case Named() if isinstance(value, MapSpan):
                self.named(owner, entry, member, base, state)
            case _:
                raise Unwritable

    def texts(
        self, owner: MapSpan, entry: Entry, base: list[str], state: list[str]
    ) -> None:
        """Write several values: those that stay keep their place, new ones come last."""
        span = entry.value
        stay = [place for place, one in enumerate(base) if one in state]
        same = [base[place] for place in stay]
        if isinstance(span, ListSpan) and same and state[: len(same)] == same:
            gone = [place for place in range(len(base)) if place not in stay]
            self.listed(span, gone, state[len(same) :])
            return
        if any(True for _ in remarks(self.splices.text[span.start : span.end])):
            raise Unwritable
        self.splices.replace(owner, entry, state)

    def listed(self, span: ListSpan, gone: list[int], new: Sequence[Plain]) -> None:
        """Take lines out of a list and write others at its end."""
        if gone:
            self.splices.remove_rows(span, gone)
        if new:
            self.splices.append(span, new)

    def rows(
        self,
        owner: MapSpan,
        entry: Entry,
        member: Rows | Items,
        base: list[State],
        state: list[State],
    ) -> None:
        """Write the lines of a list."""
        span = entry.value
        assert isinstance(span, ListSpan)
        old = {str(row["@"]): row for row in state if "@" in row}
        new = [
            said for row in state if "@" not in row and (said := plain_row(row, member))
        ]
        gone = [int(at) for at, row in old.items() if empty(row, member)]
        if len(gone) == len(span.items):
            self.splices.replace(owner, entry, new)
            return
        for row in base:
            now = old[str(row["@"])]
            if int(row["@"]) not in gone and now.get("is") != KEPT:
                self.line(span.items[int(row["@"])], member, row, now)
        self.listed(span, sorted(gone), new)

    def line(self, span: Span, member: Listing, base: State, state: State) -> None:
        """Write the fields of one line."""
        if not isinstance(span, MapSpan):
            raise Unwritable
        self.fields(span, row_shape(member, base), base, state)

    def use(
        self, owner: MapSpan, entry: Entry, member: Use, base: State, state: State
    ) -> None:
        """Write a name, or what is written in its place."""
        same = kind_of(base) and base["use"] == state["use"]
        if same and isinstance(entry.value, MapSpan):
            self.fields(entry.value, use_shape(member, base), base, state, member.said)
        else:
            self.splices.replace(owner, entry, plain_use(state, member))

    def named(
        self,
        owner: MapSpan,
        entry: Entry,
        member: Named,
        base: list[State],
        state: list[State],
    ) -> None:
        """Write things that have names: their names too."""
        span = entry.value
        assert isinstance(span, MapSpan)
        old = {str(row["@"]): row for row in state if "@" in row}
        gone = [span.entries[int(at)] for at, row in old.items() if empty(row, member)]
        stay = [one for one in span.entries if one not in gone]
        new = plain_member([row for row in state if "@" not in row], member)
        if not stay:
            self.splices.replace(owner, entry, new)
            return
        if gone:
            self.splices.remove(span, gone)
        for row in base:
            one, now = span.entries[int(row["@"])], old[str(row["@"])]
            if one in gone:
                continue
            if now["name"] != row["name"]:
                self.splices.set_key(one, now["name"])
            if plain_use(row[member.use.name], member.use) != plain_use(
                now[member.use.name], member.use
            ):
                self.use(
                    span, one, member.use, row[member.use.name], now[member.use.name]
                )
        if new:
            self.splices.insert(span, Insertion(stay[-1]), new)
