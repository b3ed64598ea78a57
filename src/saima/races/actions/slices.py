"""The part of an edition that is one entrant's own: all that made its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from saima.core.editions.honors import own_honors

Rows = list[Mapping[str, Any]]
Indexed = dict[str, list[tuple[int, Mapping[str, Any]]]]


class Slices:
    """An edition, ready to be cut: of many entrants each is found without a search."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        world = content["world"]
        self.content, self.world = content, world
        self.rows = {
            "subjects": _indexed(world["subjects"], "code"),
            "targets": _indexed(world["targets"], "subject"),
            "figures": _indexed(world["figures"], "subject"),
        }
        self.children: dict[str | None, list[str]] = {}
        for subject in world["subjects"]:
            self.children.setdefault(subject["parent"], []).append(subject["code"])
        self.standings = [
            {standing["entrant"]: standing for standing in ranking["standings"]}
            for ranking in content["rankings"]
        ]

    def of(self, code: str) -> dict[str, Any]:
        """Its subjects with their targets and figures, and how it was scored."""
        own = self._below(code)
        told = zip(self.content["rankings"], self.standings, strict=True)
        return {
            "month": self.content["month"],
            "rankings": [
                _own_ranking(ranking, standings[code], code)
                for ranking, standings in told
            ],
            "world": {
                "indicators": self.world["indicators"],
                "calendar": self.world["calendar"],
                **{name: _of(rows, own) for name, rows in self.rows.items()},
            },
        }

    def _below(self, code: str) -> set[str]:
        found, waiting = set(), [code]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self.children.get(here, [])
        return found


def _own_ranking(
    ranking: Mapping[str, Any], standing: Mapping[str, Any], code: str
) -> dict[str, Any]:
    own = {"version": ranking["rules"]["version"], "standing": standing}
    if "honors" in ranking:
        own["honors"] = own_honors(ranking["honors"], code)
    return own


def _indexed(rows: Rows, name: str) -> Indexed:
    found: Indexed = {}
    for place, row in enumerate(rows):
        found.setdefault(row[name], []).append((place, row))
    return found


def _of(rows: Indexed, own: Iterable[str]) -> Rows:
    """The rows of some subjects, in the order of the edition."""
    found = (one for code in own for one in rows.get(code, ()))
    return [row for _, row in sorted(found, key=lambda one: one[0])]
