"""What a text of rules says, as the fields of the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from saima.core.intake.cells import read_yes
from saima.races.forms.scheme_shape import ITEM, KNOT, SCHEME
from saima.races.forms.shapes import (
    DEEPEST,
    IS_KNOT,
    KEPT,
    NAME,
    NAMED,
    OWN,
    Box,
    Items,
    Kind,
    Member,
    Named,
    Part,
    Rows,
    Shape,
    Texts,
    Use,
)
from saima.reading.spans import ListSpan, MapSpan, Span, TextSpan

# Fields by name. Beside them stand "kept", names that are not shown, and in a line of a
# list "@", which line of the text it was (a new one has none), "is", what kind of line
# it is, and "gone", when it is to be taken out.
State = dict[str, Any]
Listing = Rows | Items | Named


@dataclass
class Read:
    """The fields of a text, the line of each, and where what is not shown stands."""

    state: State = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    kept: list[tuple[int, int]] = field(default_factory=list)


def read_state(root: MapSpan) -> Read:
    """The fields of a whole scheme."""
    read = Read()
    read.state = _Reader(read).fields(root, SCHEME, "")
    return read


def fresh(shape: Shape) -> State:
    """The fields of something that is not written yet."""
    return _Reader(Read()).fields(None, shape, "")


def joined(path: str, name: object) -> str:
    """The path of something below a path."""
    return f"{path}.{name}" if path else str(name)


def row_shape(member: Listing, row: State) -> Shape:
    """The members of one line of a list."""
    if isinstance(member, Rows):
        return member.members
    if isinstance(member, Named):
        return NAME, member.use
    return KNOT if row.get("is") == IS_KNOT else ITEM


def kind_of(use: State) -> str:
    """The kind that is written there; nothing where a name is used, or nothing is."""
    chosen = str(use.get("use", ""))
    return chosen.removeprefix(OWN) if chosen.startswith(OWN) else ""


def use_shape(member: Use, use: State) -> Shape:
    """The members that are shown of what is written there."""
    return member.kinds.get(kind_of(use), ())


class _Reader:
    """Reads fields; what has another form than the page can show is kept as it is."""

    def __init__(self, read: Read) -> None:
        self.read = read

    def fields(
        self, span: MapSpan | None, shape: Shape, path: str, said: str = ""
    ) -> State:
        """The fields of some names; `said` is one that has been read already."""
        state: State = {"kept": ()}
        for member in shape:
            entry = span.entry(member.name) if span is not None else None
            below = joined(path, member.name)
            if entry is not None:
                self.read.lines[below] = entry.key.line
            found = self.member(entry.value if entry else None, member, below)
            if found is None:
                assert entry is not None
                self.keep(entry.value, state, member.name)
                found = self.member(None, member, below)
            state[member.name] = found
        known = {said, *(member.name for member in shape)}
        for entry in span.entries if span is not None else ():
            if entry.key.value not in known:
                self.keep(entry.value, state, entry.key.value)
        return state

    def keep(self, span: Span, state: State, name: str) -> None:
        state["kept"] = (*state["kept"], name)
        self.read.kept.append((span.start, span.end))

    def member(self, span: Span | None, member: Member, path: str) -> Any:
        """The field of a member; None where it is written as no field can show it."""
        match member:
            case Box():
                return self.box(span, member)
            case Texts():
                return self.texts(span)
            case Part():
                if span is None or isinstance(span, MapSpan):
                    return self.fields(span, member.members, path)
                return None
            case Rows() | Items():
                return self.rows(span, member, path)
            case Use():
                return self.use(span, member, path)
            case Named():
                return self.named(span, member, path)

    def box(self, span: Span | None, box: Box) -> str | None:
        if span is None:
            return box.absent
        if not isinstance(span, TextSpan):
            return None
        if box.kind is Kind.YES and (answer := read_yes(span.value)) is not None:
            return "yes" if answer else "no"
        return span.value

    def texts(self, span: Span | None) -> list[str] | None:
        if span is None:
            return []
        if not isinstance(span, ListSpan):
            return None
        found = [one.value for one in span.items if isinstance(one, TextSpan)]
        return found if len(found) == len(span.items) else None

    def rows(
        self, span: Span | None, member: Rows | Items, path: str
    ) -> list[State] | None:
        if span is None:
            return []
        if not isinstance(span, ListSpan):
            return None
        deep = path.split(".").count("items") > DEEPEST
        return [
            self.row(one, member, place, path, deep=deep)
            for place, one in enumerate(span.items)
        ]

    def row(
        self, span: Span, member: Rows | Items, place: int, path: str, *, deep: bool
    ) -> State:
        below = joined(path, place)
        self.read.lines[below] = span.line
        if deep or not isinstance(span, MapSpan):
            self.read.kept.append((span.start, span.end))
            return {"@": str(place), "is": KEPT}
        row: State = {"@": str(place)}
        if isinstance(member, Items) and "items" in span.names:
            row["is"] = IS_KNOT
        return {**row, **self.fields(span, row_shape(member, row), below)}

    def use(self, span: Span | None, member: Use, path: str) -> State:
        if span is not None:
            self.read.lines.setdefault(path, span.line)
        if span is None:
            return {"use": "", "kept": ()}
        if isinstance(span, TextSpan):
            return {"use": f"{NAMED}{span.value}", "kept": ()}
        kind = self.written(span, member)
        if not isinstance(span, MapSpan) or kind is None:
            self.read.kept.append((span.start, span.end))
            return {"use": KEPT, "kept": ()}
        state = self.fields(span, member.kinds[kind], path, member.said)
        return {"use": f"{OWN}{kind}", **state}

    def written(self, span: Span, member: Use) -> str | None:
        """The kind that is told by what is written; None where it is none of them."""
        if not isinstance(span, MapSpan):
            return None
        if not member.said:
            return next(iter(member.kinds))
        said = span.get(member.said)
        kind = said.value if isinstance(said, TextSpan) else None
        return kind if kind in member.kinds else None

    def named(self, span: Span | None, member: Named, path: str) -> list[State] | None:
        if span is None:
            return []
        if not isinstance(span, MapSpan):
            return None
        rows: list[State] = []
        for place, entry in enumerate(span.entries):
            below = joined(path, place)
            self.read.lines[below] = entry.key.line
            use = self.use(entry.value, member.use, joined(below, member.use.name))
            own = {"name": entry.key.value, member.use.name: use, "kept": ()}
            rows.append({"@": str(place), **own})
        return rows
