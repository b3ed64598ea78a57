"""The rules of a race: which versions are public, and which hold in a month."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from saima.core.editions.document import digest_of
from saima.core.editions.reading import scheme_of
from saima.core.editions.rules import Published, Timing, rules_of
from saima.core.periods import Month
from saima.core.schemes import Scheme
from saima.races.models import Proposal, Race, Rules

KEPT = 64  # schemes of the newest versions of many races


@dataclass(frozen=True)
class Ruling:
    """A version of the rules in a month, and how it came to it."""

    rules: Rules
    timing: Timing

    @property
    def scheme(self) -> Scheme:
        """The rules as values."""
        return scheme_in(self.rules)


def public_rules(race: Race) -> list[Rules]:
    """The versions that are public, with the moment of each."""
    return list(Rules.objects.filter(race=race))


def rulings(versions: Iterable[Rules], month: Month) -> tuple[Ruling, ...]:
    """The versions under which a month is ranked, the one that counts first."""
    by_number = {rules.number: rules for rules in versions}
    told = [Published(r.number, r.since, r.at) for r in by_number.values()]
    held = rules_of(told, month)
    return tuple(Ruling(by_number[one.version], one.timing) for one in held)


def scheme_in(rules: Rules) -> Scheme:
    """The scheme of a version. ValueError where its content is not what was sealed."""
    return _scheme(rules.normal_form, bytes(rules.content_digest))


@lru_cache(maxsize=KEPT)
def _scheme(content: str, digest: bytes) -> Scheme:
    if digest_of(content.encode()) != digest:
        raise ValueError("the content of these rules does not fit their digest")
    return scheme_of(json.loads(content))


def proposals_of(race: Race) -> list[Proposal]:
    """What was put forward, newest first, with who agreed."""
    rows = Proposal.objects.filter(race=race).select_related("event", "person")
    return list(rows.prefetch_related("assents__person", "assents__event")[::-1])


def open_proposal(race: Race) -> Proposal | None:
    """The newest proposal, while it is neither public nor refused."""
    newest = Proposal.objects.filter(race=race).order_by("-number").first()
    if newest is None or Rules.objects.filter(proposal=newest).exists():
        return None
    return None if newest.assents.filter(agrees=False).exists() else newest
