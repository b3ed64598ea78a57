"""The rules as they are being written: what is wrong with them, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from saima.core.editions.document import canonical_json
from saima.core.editions.plain import plain_scheme
from saima.core.findings import Finding, Place, Severity, error
from saima.core.intake.collected import Collected
from saima.core.intake.lookup import Indicators
from saima.core.intake.schemes import read_scheme, read_year
from saima.core.names import folded
from saima.core.schemes import Scheme
from saima.core.words import words
from saima.journal.models import Event
from saima.plans.queries import former_names, indicator_value, indicators_of
from saima.races.models import Race, Rules
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


def checked(text: str, race: Race, written: int | None = None) -> Checked:
    """Read the text of rules for a race, with the line of everything that is wrong.

    `written` is the event by which the text was written: a name that an indicator gave
    up since then still means that indicator.
    """
    try:
        tree = parse_tree(text.encode(), SHOWN_AS)
    except Refusal as refusal:
        return Checked(None, (refusal.finding,))
    found = Collected()
    indicators = _indicators(race, written)
    year = read_year(tree, found)
    scheme = read_scheme(tree, year, indicators, light_presets(), found)
    findings = (*found.findings(), *_of_this_race(scheme, race))
    refused = any(finding.severity is not Severity.NOTE for finding in findings)
    return Checked(None if refused else scheme, findings)


def says_otherwise(rules: Rules) -> bool:
    """Whether the text of rules, read again, is not what places are computed by.

    The normal form is sealed by its own digest, which says nothing of the text. A text
    that can no longer be read, as where an indicator has gone, says nothing either.
    """
    written = rules.proposal.event_id
    scheme = checked(rules.text, rules.race, written).scheme
    if scheme is None:
        return False
    read = json.loads(canonical_json(plain_scheme(scheme)))
    return _without_sources(read) != _without_sources(json.loads(rules.normal_form))


def _without_sources(scheme: dict[str, Any]) -> dict[str, Any]:
    """A scheme without where its lights come from, which a release may say better."""
    lights = ("item_lights", "standing_lights")
    told = {name: scheme[name] and {**scheme[name], "source": ""} for name in lights}
    return {**scheme, **told}


def written_by(race: Race) -> int | None:
    """The event by which the draft of a race was written last."""
    saved = Event.objects.filter(
        about=f"races.race:{race.pk}", verb__in=("rules.draft", "race.load")
    )
    return saved.order_by("-number").values_list("number", flat=True).first()


def _indicators(race: Race, written: int | None) -> Indicators:
    former = former_names(race.root)
    return Indicators(
        (indicator_value(row) for row in indicators_of(race.root, race.year)),
        {folded(one.name): one.code for one in former},
        frozenset(
            folded(one.name)
            for one in former
            if written is not None and one.until > written
        ),
    )


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
