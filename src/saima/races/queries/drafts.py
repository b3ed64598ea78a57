"""The rules as they are being written: what is wrong with them, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saima.core.findings import Finding, Place, Severity, error
from saima.core.intake.collected import Collected
from saima.core.intake.lookup import Indicators
from saima.core.intake.schemes import read_scheme, read_year
from saima.core.schemes import Scheme
from saima.core.words import words
from saima.plans.queries import indicator_value, indicators_of
from saima.races.models import Race
from saima.reading.trees import Refusal, light_presets, parse_tree

SHOWN_AS = words("the rules").text


@dataclass(frozen=True)
class Checked:
    """A text of rules: its sense where it is whole, and what was found in it."""

    scheme: Scheme | None
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether it may not be put forward as it is."""
        return self.scheme is None or any(
            finding.severity is not Severity.NOTE for finding in self.findings
        )


def checked(text: str, race: Race) -> Checked:
    """Read the text of rules for a race, with the line of everything that is wrong."""
    try:
        tree = parse_tree(text.encode(), SHOWN_AS)
    except Refusal as refusal:
        return Checked(None, (refusal.finding,))
    found = Collected()
    indicators = Indicators(
        indicator_value(row) for row in indicators_of(race.root, race.year)
    )
    year = read_year(tree, found)
    scheme = read_scheme(tree, year, indicators, light_presets(), found)
    findings = (*found.findings(), *_of_this_race(scheme, race))
    refused = any(finding.severity is not Severity.NOTE for finding in findings)
    return Checked(None if refused else scheme, findings)


def _of_this_race(scheme: Scheme | None, race: Race) -> Iterator[Finding]:
    """Whether the rules are for its year, and know every group that runs in it."""
    if scheme is None:
        return
    place = Place(SHOWN_AS)
    if scheme.year != race.year:
        yield error(
            "other_year",
            place,
            words(
                "the rules are for {year}, the race is run in {other}",
                year=str(scheme.year),
                other=str(race.year),
            ),
            words("change the year"),
        )
    known = {group.name for group in scheme.groups}
    running = set(race.entrants.exclude(group="").values_list("group", flat=True))
    for name in sorted(running - known):
        yield error(
            "group_unknown",
            place,
            words("units run in the group “{name}”, which has no rules", name=name),
            words("add the group, or let its units run in another"),
        )
