"""At which field a finding is shown: by its line, and by the name or kind it speaks of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from saima.core.findings import Finding

TEXT_NAME = re.compile(r"[a-z_]+", re.ASCII)  # as a text of rules names things
# Which field of a line a finding is about, where its words do not name it.
ABOUT = {
    "weight": ("weight",),
    "weights": ("items",),
    "unknown_indicator": ("indicator", "indicators", "tie_break"),
    "renamed": ("indicator", "indicators", "tie_break"),
    "percentage": ("curve",),
    "unknown_curve": ("curve",),
    "curve": ("curve",),
    "curve_gap": ("curve",),
    "curve_overlap": ("curve",),
    "curve_direction": ("curve",),
    "band_empty": ("curve",),
    "unknown_lights": ("items", "standings"),
    "light_gap": ("items", "standings"),
    "light_overlap": ("items", "standings"),
    "light_measure": ("items", "standings"),
    "group_twice": ("groups",),
    "other_year": ("year",),
    "not_a_year": ("year",),
    "decimals": ("decimals",),
    "group_unknown": ("groups",),
}


def placed(
    findings: Iterable[Finding], lines: Mapping[str, int], paths: Collection[str]
) -> tuple[tuple[Finding, str], ...]:
    """Each finding with the path of its field; with none where the page has no such one.

    `lines` says in which line each path stands, `paths` which of them the page shows.
    """
    return tuple((one, _path_of(one, lines, paths)) for one in findings)


def _path_of(finding: Finding, lines: Mapping[str, int], paths: Collection[str]) -> str:
    line = finding.place.line
    here = [path for path, own in lines.items() if own == line]
    deepest = sorted(here, key=lambda path: -path.count("."))
    owners = [*deepest, *({p.rpartition(".")[0]: 0 for p in deepest if "." in p}), ""]
    for name in _names(finding):
        for path in deepest:
            if path.rpartition(".")[2] == name and path in paths:
                return path
        for owner in owners:
            path = f"{owner}.{name}" if owner else name
            if path in paths:
                return path
    return next((path for path in deepest if path in paths), "")


def _names(finding: Finding) -> tuple[str, ...]:
    said = finding.text.values.get("name")
    named = (said,) if isinstance(said, str) and TEXT_NAME.fullmatch(said) else ()
    return (*named, *ABOUT.get(finding.code, ()))
