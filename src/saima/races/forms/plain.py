"""Fields as plain values: what a text has to say, and nothing that is left empty."""

from __future__ import annotations

from typing import Any

from saima.races.forms.rendering import Plain
from saima.races.forms.scheme_shape import SCHEME
from saima.races.forms.shapes import (
    IS_KNOT,
    KEPT,
    NAMED,
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
from saima.races.forms.states import Listing, State, kind_of, row_shape, use_shape

NOT_SHOWN = "…"  # stands for what the form does not show


def plain_scheme(state: State) -> Plain:
    """What a whole form says."""
    return plain_fields(state, SCHEME)


def plain_fields(state: State, shape: Shape) -> dict[str, Plain]:
    """What several fields say, in the order of a text."""
    said = {m.name: plain_member(state.get(m.name), m) for m in shape}
    return {name: value for name, value in said.items() if value}


def plain_member(value: Any, member: Member) -> Plain:
    """What one field says; nothing where it is empty or as if it were not there."""
    match member:
        case Box():
            return plain_box(str(value or ""), member)
        case Texts():
            return list(value or ())
        case Part():
            return plain_fields(value or {}, member.members)
        case Rows() | Items():
            return [said for row in value or () if (said := plain_row(row, member))]
        case Use():
            return plain_use(value or {}, member)
        case Named():
            rows = [row for row in value or () if not empty(row, member)]
            return {
                str(row["name"]): plain_use(row[member.use.name], member.use)
                for row in rows
            }


def plain_box(value: str, box: Box) -> str:
    """What a field says; nothing where it says what holds without it."""
    said = " ".join(value.split()) if box.kind is Kind.LONG else value
    return "" if said == box.absent else said


def plain_row(row: State, member: Rows | Items) -> Plain:
    """What a line of a list says; nothing where it is empty or taken out."""
    if row.get("gone"):
        return None
    if row.get("is") == KEPT:
        return NOT_SHOWN
    said = plain_fields(row, row_shape(member, row))
    if row.get("is") == IS_KNOT and said:
        said.setdefault("items", [])
    return said


def plain_use(use: State, member: Use) -> Plain:
    """The name that is used, or what is written there."""
    chosen = str(use.get("use", ""))
    if chosen == KEPT:
        return NOT_SHOWN
    if chosen.startswith(NAMED):
        return chosen.removeprefix(NAMED)
    kind = kind_of(use)
    if not kind:
        return None
    said = {member.said: kind} if member.said else {}
    return {**said, **plain_fields(use, use_shape(member, use))}


def empty(row: State, member: Listing) -> bool:
    """Whether a line of a list says nothing, or is taken out."""
    if row.get("gone"):
        return True
    if isinstance(member, Named):
        return not row.get("name") and not plain_use(row[member.use.name], member.use)
    return not plain_row(row, member) and not row.get("kept")
