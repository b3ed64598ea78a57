"""New lines of a text of rules, written as people write them."""

from __future__ import annotations

import json
from typing import Any

WIDEST = 100  # a line longer than this is written one name below the other
SIGNS = frozenset("-?:,[]{}#&*!|>'\"%@`=~")
Plain = Any  # a text, a list of plain values, or plain values by name


def scalar(value: str) -> str:
    """A value as it was typed, in quotation marks only where YAML needs them."""
    return value if _plain(value) else _quoted(value)


def _printable(value: str) -> bool:
    """Whether all its signs can be seen; the wide space is one of them."""
    return value.replace("\u3000", "").isprintable()


def _plain(value: str) -> bool:
    """Whether a value means itself, in brackets and outside of them."""
    if not value or value != value.strip() or not _printable(value):
        return False
    signed = value[0] == "-" and value[1:2].isdigit()
    if value[0] in SIGNS and not signed:
        return False
    if (
        value.startswith("...")
        or value.endswith(":")
        or any(s in value for s in ",[]{}")
    ):
        return False
    return ": " not in value and " #" not in value


def _quoted(value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "".join(sign if _printable(sign) else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    return f"\\U{ord(sign):08x}" if ord(sign) > 0xFFFF else f"\\u{ord(sign):04x}"


def flow(value: Plain) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return f"{{{', '.join(f'{scalar(n)}: {flow(v)}' for n, v in value.items())}}}"


def entry_lines(name: str, value: Plain, indent: int) -> list[str]:
    """A name with its value, from a column on."""
    head = f"{' ' * indent}{scalar(name)}:"
    if not _of_several(value) and _fits(value, indent + len(name)):
        return [f"{head} {flow(value)}"]
    if isinstance(value, list):
        below = [line for one in value for line in row_lines(one, indent + 2)]
    else:
        below = [
            line for n, v in value.items() for line in entry_lines(n, v, indent + 2)
        ]
    return [head, *below]


def row_lines(value: Plain, indent: int) -> list[str]:
    """A line of a list, from a column on."""
    dash = f"{' ' * indent}- "
    if not isinstance(value, dict) or _fits(value, indent):
        return [dash + flow(value)]
    lines = [line for n, v in value.items() for line in entry_lines(n, v, indent + 2)]
    return [dash + lines[0].lstrip(), *lines[1:]]


def _of_several(value: Plain) -> bool:
    """Whether each of several things has names of its own: one stands below the other."""
    if isinstance(value, list):
        return any(isinstance(one, dict) for one in value)
    return isinstance(value, dict) and all(isinstance(v, dict) for v in value.values())


def _fits(value: Plain, indent: int) -> bool:
    if (
        isinstance(value, dict)
        and "items" in value
        and isinstance(value["items"], list)
    ):
        return False
    return isinstance(value, str) or len(flow(value)) + indent <= WIDEST
