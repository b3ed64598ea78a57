"""The part of an edition that is one entrant's own: all that made its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def slice_of(content: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Its subjects with their targets and figures, and how it was scored."""
    world = content["world"]
    own = _below(world["subjects"], code)
    rankings = []
    for ranking in content["rankings"]:
        standing = next(s for s in ranking["standings"] if s["entrant"] == code)
        rankings.append({"version": ranking["rules"]["version"], "standing": standing})
    return {
        "month": content["month"],
        "rankings": rankings,
        "world": {
            "indicators": world["indicators"],
            "subjects": [s for s in world["subjects"] if s["code"] in own],
            "targets": [t for t in world["targets"] if t["subject"] in own],
            "figures": [f for f in world["figures"] if f["subject"] in own],
            "calendar": world["calendar"],
        },
    }


def _below(subjects: list[Mapping[str, Any]], code: str) -> set[str]:
    children: dict[str | None, list[str]] = {}
    for subject in subjects:
        children.setdefault(subject["parent"], []).append(subject["code"])
    found, waiting = set(), [code]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += children.get(here, [])
    return found
