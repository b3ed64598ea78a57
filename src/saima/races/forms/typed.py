"""What was typed, laid over what the text says; what was not sent stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from saima.core.words import Words, words
from saima.races.forms.plain import empty
from saima.races.forms.posted import Raw, rows_in, value_in, values_in
from saima.races.forms.scheme_shape import SCHEME
from saima.races.forms.shapes import (
    IS_KNOT,
    KEPT,
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
from saima.races.forms.states import (
    Listing,
    State,
    fresh,
    joined,
    kind_of,
    row_shape,
    use_shape,
)

NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+|\d+/\d+)%?", re.ASCII)
NO_NUMBER = words(
    "“{text}” is not a number as it is written here: digits 0 to 9, a point, no commas, "
    "no unit; such as 1.2, 1/3 or 120%"
)
BREAK = re.compile(r"\s*\n\s*")
LONGEST = 2_000  # signs in one field
# Signs that no key of a keyboard makes.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
UNSEEN = words("a character stands here that no text may hold")
Faults = dict[str, list[Words]]


def typed_state(base: State, raw: Raw) -> State:
    """The whole form as it was typed."""
    state = _fields(base, raw, SCHEME)
    _rename_curves(base, state)
    return state


def _fields(base: State, raw: Any, shape: Shape) -> State:
    state: State = {"kept": base.get("kept", ())}
    for member in shape:
        below = base.get(member.name)
        state[member.name] = (
            below if member.name in state["kept"] else _member(below, raw, member)
        )
    return state


def _member(base: Any, raw: Any, member: Member) -> Any:
    below = raw.get(member.name) if isinstance(raw, dict) else None
    match member:
        case Box():
            return _box(base, value_in(raw, member.name), member)
        case Texts():
            return _texts(base, values_in(raw, member.name), member)
        case Part():
            return _fields(base, below, member.members)
        case Rows() | Items() | Named():
            return _rows(base, below, member)
        case Use():
            return _use(base, below, member)


def _box(base: str, said: str | None, box: Box) -> str:
    """A value of one line is the same, however its spaces and lines were broken."""
    if said is None or " ".join(said.split()) == " ".join(base.split()):
        return base
    return " ".join(said.split()) if box.kind is Kind.LONG else BREAK.sub(" ", said)


def _texts(base: list[str], said: list[str] | None, member: Texts) -> list[str]:
    if said is None:
        return base
    if member.ordered:
        return said
    return [one for one in base if one in said] + [
        one for one in said if one not in base
    ]


def _rows(base: list[State], raw: Any, member: Listing) -> list[State]:
    sent: dict[str, Raw] = {}
    new: list[State] = []
    for row in rows_in(raw):
        at = value_in(row, "@")
        if at is None:
            new.append(_new_row(row, member))
        else:
            sent.setdefault(at, row)
    old = [_old_row(row, sent.get(row["@"]), member) for row in base if "@" in row]
    return [*old, *(row for row in base if "@" not in row), *new]


def _old_row(base: State, raw: Raw | None, member: Listing) -> State:
    row = {**base} if base.get("is") == KEPT else _own(base, raw, member)
    if raw is not None and value_in(raw, "gone"):
        row["gone"] = "yes"
    return row


def _own(base: State, raw: Raw | None, member: Listing) -> State:
    own: State = {name: base[name] for name in ("@", "is") if name in base}
    return {**own, **_fields(base, raw, row_shape(member, base))}


def _new_row(raw: Raw, member: Listing) -> State:
    own: State = {}
    if isinstance(member, Items) and value_in(raw, "is") == IS_KNOT:
        own["is"] = IS_KNOT
    shape = row_shape(member, own)
    return {**own, **_fields(fresh(shape), raw, shape)}


def _use(base: State, raw: Any, member: Use) -> State:
    said = value_in(raw, "use")
    if said is None or not _known(said, member) or said == base["use"]:
        said = base["use"]
    if said == base["use"] and said != "" and not kind_of(base):
        return base
    state: State = {"use": said, "kept": base["kept"] if said == base["use"] else ()}
    shape = use_shape(member, state)
    before = base
    if said != base["use"]:
        before = {**fresh(shape), **_first_lines(shape, raw)}
    return {**_fields({**before, "kept": state["kept"]}, raw, shape), "use": said}


def _first_lines(shape: Shape, raw: Any) -> State:
    """Two empty lines of each list of a kind that was just chosen."""
    return {
        member.name: [fresh(member.members), fresh(member.members)]
        for member in shape
        if isinstance(member, Rows) and not rows_in(raw.get(member.name))
    }


def _known(said: str, member: Use) -> bool:
    if said.startswith(OWN):
        return said.removeprefix(OWN) in member.kinds
    return said == "" or (said.startswith(NAMED) and said != NAMED)


# --- Names of curves ---------------------------------------------------------------


def _rename_curves(base: State, state: State) -> None:
    """What used a curve by its old name uses it by the new one."""
    names = {row.get("name") for row in state["curves"] if not row.get("gone")}
    new = {
        f"{NAMED}{old['name']}": f"{NAMED}{row['name']}"
        for old, row in zip(base["curves"], state["curves"], strict=False)
        if row["name"] and not row.get("gone") and old["name"] not in names
    }
    for use in _uses(state["groups"]):
        use["use"] = new.get(use["use"], use["use"])


def _uses(rows: list[State]) -> Iterator[State]:
    for row in rows:
        if "curve" in row:
            row["curve"] = {**row["curve"]}
            yield row["curve"]
        yield from _uses(row.get("items", []))


# --- What cannot be written --------------------------------------------------------


def faults_of(base: State, state: State) -> Faults:
    """What was typed and cannot be meant, by the field it stands in."""
    found: Faults = {}
    for path, said in [*_faults(base, state, SCHEME, ""), *_name_faults(state)]:
        found.setdefault(path, []).append(said)
    return found


def _faults(
    base: State, state: State, shape: Shape, path: str
) -> Iterator[tuple[str, Words]]:
    for member in shape:
        below = joined(path, member.name)
        before, now = base.get(member.name), state.get(member.name)
        if before == now:
            continue
        match member:
            case Box():
                yield from _box_faults(str(before or ""), str(now), member, below)
            case Part():
                yield from _faults(before or {}, now or {}, member.members, below)
            case Use():
                yield from _use_faults(before or {}, now or {}, member, below)
            case Rows() | Items() | Named():
                yield from _row_faults(before or [], now or [], member, below)
            case Texts():
                if any(CONTROL.search(one) for one in now or ()):
                    yield below, UNSEEN


def _box_faults(
    before: str, now: str, box: Box, path: str
) -> Iterator[tuple[str, Words]]:
    if now == before:
        return
    if CONTROL.search(now):
        yield path, UNSEEN
    elif len(now) > LONGEST:
        yield path, words("the text is longer than {count} signs", count=LONGEST)
    elif box.kind is Kind.NUMBER and now and not NUMBER.fullmatch(now):
        yield path, Words(NO_NUMBER.text, {"text": now[:40]})


def _use_faults(
    before: State, now: State, member: Use, path: str
) -> Iterator[tuple[str, Words]]:
    yield from _faults(before, now, use_shape(member, now), path)


def _row_faults(
    before: list[State], now: list[State], member: Listing, path: str
) -> Iterator[tuple[str, Words]]:
    old = {row["@"]: row for row in before}
    for place, row in enumerate(now):
        if row.get("is") != KEPT and not row.get("gone"):
            base = old.get(row.get("@", ""), {})
            yield from _faults(base, row, row_shape(member, row), joined(path, place))


def _name_faults(state: State) -> Iterator[tuple[str, Words]]:
    """A curve needs a name of its own, or nothing could use it."""
    curves = next(member for member in SCHEME if isinstance(member, Named))
    seen: set[str] = set()
    for place, row in enumerate(state["curves"]):
        if empty(row, curves):
            continue
        path = f"curves.{place}.name"
        if not row["name"]:
            yield path, words("a curve needs a name, by which indicators use it")
        elif row["name"] in seen:
            yield path, words("“{name}” stands here twice", name=row["name"])
        seen.add(row["name"])
