"""Words as they are kept in a row, and read from it again."""

from __future__ import annotations

from typing import Any

from saima.core.words import Words


def kept(said: Words) -> dict[str, Any]:
    """Words as plain values."""
    values = {
        name: kept(value) if isinstance(value, Words) else value
        for name, value in said.values.items()
    }
    return {"text": said.text, "values": values}


def said_again(row: Any) -> Words:
    """Words that were kept."""
    values = {
        name: said_again(value) if isinstance(value, dict) else value
        for name, value in row["values"].items()
    }
    return Words(row["text"], values)
