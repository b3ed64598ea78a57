"""The file of an edition: one line that seals it, then everything as canonical JSON.

    saima-edition 1 sha256=<64 hexadecimal digits>
    {"form":"saima-edition/1",…}

The digest covers the JSON to its last byte: keys in order, no spaces, UTF-8, no line
feed at its end. So each edition has one form, and one byte changed anywhere shows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

FORM = "saima-edition/1"
_SEAL = re.compile(rb"saima-edition 1 sha256=([0-9a-f]{64})\n")


def canonical_json(content: Mapping[str, object]) -> bytes:
    """The one form of some content. TypeError for what is no plain value."""
    try:
        text = _text(content)
    except ValueError as fault:
        raise TypeError(
            f"a binary float has no place in an edition: {fault}"
        ) from fault
    # Reading it again meets every number at the speed of the machine.
    if json.loads(text, parse_float=_refuse) != content:
        _must_have_names(content)
    return text.encode()


def _text(content: Mapping[str, object]) -> str:
    return json.dumps(
        content,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def _refuse(number: str) -> None:
    raise TypeError(f"a binary float has no place in an edition: {number}")


def _must_have_names(value: object) -> None:
    """Only texts are names: JSON would quietly make one of a number."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key!r} is no name")
            _must_have_names(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _must_have_names(one)


def digest_of(body: bytes) -> bytes:
    """The digest by which an edition is known: SHA-256 of its JSON."""
    return hashlib.sha256(body).digest()


def sealed(body: bytes) -> bytes:
    """The file of an edition."""
    return b"saima-edition 1 sha256=%s\n" % digest_of(body).hex().encode() + body


def opened(file: bytes) -> dict[str, Any]:
    """The content of an edition's file. ValueError where it is not as it was sealed."""
    seal = _SEAL.match(file)
    if seal is None:
        raise ValueError("the file does not begin as an edition does")
    body = file[seal.end() :]
    if digest_of(body).hex().encode() != seal[1]:
        raise ValueError("the digest does not fit the content")
    # What was read holds names and, as is seen to here, no binary float.
    content: dict[str, Any] = json.loads(body, parse_float=_refuse)
    if content.get("form") != FORM or _text(content).encode() != body:
        raise ValueError("the content is not in the form of an edition")
    return content
