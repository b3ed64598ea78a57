"""The form as the templates show it: fields with labels, choices and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from saima.core.findings import Finding
from saima.core.numbers import exact_text, read_fraction
from saima.core.words import Words, words
from saima.races.forms.curve_shapes import CURVE_WORDS, CURVES
from saima.races.forms.plain import empty
from saima.races.forms.scheme_shape import SCHEME
from saima.races.forms.shapes import (
    IS_KNOT,
    KEPT,
    NAMED,
    OWN,
    Box,
    Items,
    Kind,
    Named,
    Part,
    Rows,
    Shape,
    Texts,
    Use,
)
from saima.races.forms.states import (
    Listing,
    State,
    joined,
    kind_of,
    row_shape,
    use_shape,
)
from saima.races.forms.typed import Faults

CHOOSE = words("choose …")
NONE = words("none")
NOT_THERE = words("{name} (not there)")
OWN_LIGHTS = words("bands of our own")
FULL_MARKS = "100"
Option = tuple[str, str | Words]


@dataclass(frozen=True)
class Context:
    """What a form is filled in with, and what was found in it."""

    indicators: Sequence[Option] = ()
    lights: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    faults: Faults = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What stands at a path, with everything that is wrong there."""

    path: str
    faults: tuple[Words, ...]

    @property
    def id(self) -> str:
        """Its name among the elements of the page."""
        return f"f-{self.path.replace('.', '-')}"


@dataclass(frozen=True)
class ShownBox(Shown):
    """A field; one of several values has all its values."""

    label: Words
    kind: str
    value: str
    options: tuple[Option, ...] = ()
    hint: Words | None = None
    values: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """Its values, and room for more."""
        return (*self.values, "") if self.values else ("", "")

    @property
    def chosen(self) -> str | Words:
        """What is chosen, as the choice is called."""
        return dict(self.options).get(self.value, self.value)


@dataclass(frozen=True)
class ShownKnot(Shown):
    """Fields that belong together: of the whole, of a part, or of a line of a list."""

    boxes: dict[str, ShownBox]
    parts: dict[str, ShownKnot]
    lists: dict[str, ShownList]
    kept: tuple[str, ...] = ()
    at: str | None = None
    sort: str = ""
    gone: bool = False
    use: ShownBox | None = None  # for what has a name or a kind: the choice of it

    @property
    def is_knot(self) -> bool:
        """Whether it is a section with items of its own."""
        return self.sort == IS_KNOT

    @property
    def not_shown(self) -> bool:
        """Whether it can be changed in the text alone."""
        return self.sort == KEPT


@dataclass(frozen=True)
class ShownList(Shown):
    """The lines of a list, and the sum of their weights against what they must make."""

    rows: tuple[ShownKnot, ...]
    total: str = ""
    whole: str = ""
    deep: int = 0

    @property
    def even(self) -> bool:
        """Whether the weights make the whole."""
        return bool(self.total) and self.total == self.whole


def shown(state: State, context: Context) -> ShownKnot:
    """The whole form."""
    return _Page(context, state).knot(state, SCHEME, "")


def paths_of(knot: ShownKnot) -> Iterator[str]:
    """The paths of everything that is shown."""
    yield knot.path
    yield from (box.path for box in knot.boxes.values())
    for part in knot.parts.values():
        yield from paths_of(part)
    for listing in knot.lists.values():
        yield listing.path
        for row in listing.rows:
            yield from paths_of(row)


# How lists are called where one of them is missing.
LISTS = {"items": words("Indicator"), "groups": words("Group")}
LINES = words("the lines below it")


def labels_of(knot: ShownKnot) -> Iterator[tuple[str, Words]]:
    """How everything that is shown is called on the page, by its path."""
    if knot.use is not None:
        yield knot.path, knot.use.label
    yield from ((box.path, box.label) for box in knot.boxes.values())
    for part in knot.parts.values():
        yield from labels_of(part)
    for name, listing in knot.lists.items():
        yield listing.path, LISTS.get(name, LINES)
        for row in listing.rows:
            yield from labels_of(row)


class _Page:
    """Lays the form out."""

    def __init__(self, context: Context, state: State) -> None:
        self.context = context
        curves = next(member for member in SCHEME if isinstance(member, Named))
        rows = [row for row in state["curves"] if not empty(row, curves)]
        self.curves = [str(row["name"]) for row in rows if row["name"]]
        self.used = tuple(dict.fromkeys(_indicators_in(state["groups"])))

    def faults(self, path: str) -> tuple[Words, ...]:
        found = self.context.findings.get(path, ())
        own = self.context.faults.get(path, ())
        return (*own, *(one.text for one in found))

    def knot(self, state: State, shape: Shape, path: str) -> ShownKnot:
        boxes: dict[str, ShownBox] = {}
        parts: dict[str, ShownKnot] = {}
        lists: dict[str, ShownList] = {}
        for member in shape:
            if member.name in state.get("kept", ()):
                continue
            below, value = joined(path, member.name), state[member.name]
            match member:
                case Box() | Texts():
                    boxes[member.name] = self.box(value, member, below)
                case Part():
                    parts[member.name] = self.knot(value, member.members, below)
                case Use():
                    parts[member.name] = self.use(value, member, below)
                case Rows() | Items() | Named():
                    lists[member.name] = self.listing(value, member, below, state)
        return ShownKnot(
            path,
            self.faults(path),
            boxes,
            parts,
            lists,
            kept=tuple(state.get("kept", ())),
            at=state.get("@"),
            sort=str(state.get("is", "")),
            gone=bool(state.get("gone")),
        )

    # --- Fields ------------------------------------------------------------------

    def box(self, value: str | list[str], box: Box | Texts, path: str) -> ShownBox:
        if isinstance(box, Texts):
            return self.several([*value], box, path)
        said, kind = str(value), box.kind
        unknown_yes = kind is Kind.YES and said not in ("yes", "no")
        no_catalog = kind is Kind.INDICATOR and not self.context.indicators
        return ShownBox(
            path,
            self.faults(path),
            box.label,
            (Kind.TEXT if unknown_yes or no_catalog else kind).value,
            said,
            () if no_catalog else self.options(said, box),
            box.hint,
        )

    def several(self, values: list[str], texts: Texts, path: str) -> ShownBox:
        options: tuple[Option, ...] = texts.choices
        if not options:
            options = self.many(values, texts)
        kind, faults = "ordered" if texts.ordered else "ticks", self.faults(path)
        own = tuple(values)
        return ShownBox(path, faults, texts.label, kind, "", options, values=own)

    def many(self, values: list[str], texts: Texts) -> tuple[Option, ...]:
        """The indicators that may be named: of a streak, those that count somewhere."""
        known: tuple[Option, ...] = tuple((one, one) for one in self.used)
        if texts.ordered:
            known = tuple(self.context.indicators)
        for one in values:
            known = _with(one, known)
        return known

    def options(self, value: str, box: Box) -> tuple[Option, ...]:
        options: tuple[Option, ...] = ()
        if box.kind is Kind.CHOICE:
            options = box.choices
        elif box.kind is Kind.INDICATOR:
            options = tuple(self.context.indicators)
        else:
            return ()
        if not box.absent:
            options = (("", box.blank or CHOOSE), *options)
        return _with(value, options)

    def use(self, state: State, member: Use, path: str) -> ShownKnot:
        """A name or a kind, and the fields of the kind."""
        knot = self.knot(state, use_shape(member, state), path)
        kinds: tuple[Option, ...]
        if member.kinds is CURVES:
            own = self.curves if path.startswith("groups.") else []
            names: Sequence[Option] = [(name, name) for name in own]
            kinds = tuple((f"{OWN}{kind}", said) for kind, said in CURVE_WORDS.items())
            first: tuple[Option, ...] = (("", CHOOSE),)
        else:
            names = self.context.lights.get(member.name, ())
            kinds = tuple((f"{OWN}{kind}", OWN_LIGHTS) for kind in member.kinds)
            first = (("", NONE),)
        named = tuple((f"{NAMED}{name}", said) for name, said in names)
        chosen = str(state["use"])
        options = (*first, *named, *kinds)
        if chosen.startswith(NAMED) and chosen not in dict(options):
            lost = Words(NOT_THERE.text, {"name": chosen.removeprefix(NAMED)})
            options = (*options, (chosen, lost))
        box = ShownBox(
            joined(path, "use"), (), words("Curve"), kind_of(state), chosen, options
        )
        sort = KEPT if chosen == KEPT else ""
        return ShownKnot(
            path,
            knot.faults,
            knot.boxes,
            knot.parts,
            knot.lists,
            kept=knot.kept,
            sort=sort,
            use=box,
        )

    # --- Lists -------------------------------------------------------------------

    def listing(
        self, rows: list[State], member: Listing, path: str, owner: State
    ) -> ShownList:
        shown_rows = tuple(
            self.row(row, member, joined(path, place)) for place, row in enumerate(rows)
        )
        if member.name == "levels":
            shown_rows = _one_edge(shown_rows)
        total = whole = ""
        if isinstance(member, Items):
            total = _total(rows)
            whole = str(owner.get("weight", FULL_MARKS)) or "–"
        deep = path.split(".").count("items")
        return ShownList(path, self.faults(path), shown_rows, total, whole, deep)

    def row(self, row: State, member: Listing, path: str) -> ShownKnot:
        if row.get("is") == KEPT:
            return ShownKnot(
                path,
                self.faults(path),
                {},
                {},
                {},
                at=row["@"],
                sort=KEPT,
                gone=bool(row.get("gone")),
            )
        return self.knot(row, row_shape(member, row), path)


def _one_edge(rows: tuple[ShownKnot, ...]) -> tuple[ShownKnot, ...]:
    """Levels are all written from below, or all from above: the other side is left out."""
    edges = ("at_least", "at_most")
    used = {
        edge
        for row in rows
        for edge in edges
        if edge in row.boxes and row.boxes[edge].value
    }
    if len(used) != 1:
        return rows
    return tuple(
        replace(
            row,
            boxes={
                n: box for n, box in row.boxes.items() if n not in edges or n in used
            },
        )
        for row in rows
    )


def _with(value: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Choices with one that nobody knows, where it was written."""
    return options if value in dict(options) else (*options, (value, value))


def _indicators_in(rows: Sequence[State]) -> Iterator[str]:
    for row in rows:
        if row.get("indicator"):
            yield str(row["indicator"])
        yield from _indicators_in(row.get("items", []))


def _total(rows: Sequence[State]) -> str:
    """The sum of the weights; nothing where one of them is no number."""
    total = Fraction(0)
    for row in rows:
        said = str(row.get("weight", ""))
        if row.get("gone") or not said:
            continue
        value = read_fraction(said)
        if value is None:
            return "?"
        total += value
    return exact_text(total)
