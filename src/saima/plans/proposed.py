"""Targets that papers state, beside what the plan says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from saima.core.words import words
from saima.people.models import OrgUnit
from saima.plans.actions.desk import units_of
from saima.plans.models import Draft, Indicator, ProposedTarget, Subject, Target
from saima.plans.queries import drafts_of, latest_targets, proposals_in
from saima.plans.quoted import Mention, Quoted, addresses_of, mentions_of


class Standing(StrEnum):
    """What has become of a proposal."""

    OPEN = "open"
    DRAFTED = "drafted"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


STANDING_WORDS = {
    Standing.OPEN: words("proposed"),
    Standing.DRAFTED: words("in the draft"),
    Standing.IN_FORCE: words("in force"),
    Standing.REPLACED: words("was in force, then changed"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target that a paper states, with what the plan says of the same."""

    row: ProposedTarget
    standing: Standing
    now: Draft | Target | None
    seen: int
    quoted: Quoted

    @property
    def name(self) -> str:
        """How it stands, as its sign is called."""
        return self.standing.value


def proposals_for(root: OrgUnit, year: int, *, reads: bool) -> list[Proposal]:
    """What papers propose for the plan of a year; links for those who may read them."""
    units = units_of(root, year)
    rows = proposals_in(units, year)
    if not rows:
        return []
    targets = {_key(row): row for row in latest_targets(units, year)}
    drafts = {_key(row): row for row in drafts_of(units, year)}
    known = addresses_of([row.origin for row in rows]) if reads else {}
    proposals = [
        _proposal(row, targets.get(_key(row)), drafts.get(_key(row)), known)
        for row in rows
    ]
    return _with_replaced(proposals)


def _with_replaced(proposals: list[Proposal]) -> list[Proposal]:
    """Of those that wait: which the plan has had already, and has changed since."""
    waiting = [one.row for one in proposals if one.standing is Standing.OPEN]
    if not waiting:
        return proposals
    versions = Target.objects.filter(
        subject__any_of={row.subject_id for row in waiting}, year=waiting[0].year
    )
    had: dict[tuple[int, str], list[Target]] = {}
    for target in versions.select_related("indicator"):
        had.setdefault(_key(target), []).append(target)
    replaced = {row.pk for row in waiting if _replaced(row, had.get(_key(row), []))}
    return [
        replace(one, standing=Standing.REPLACED) if one.row.pk in replaced else one
        for one in proposals
    ]


def _replaced(row: ProposedTarget, had: list[Target]) -> bool:
    """A paper that states an old number anew is not answered by what was before it."""
    changed = any(target.event_id > row.event_id for target in had)
    return changed and any(_says(target, row) for target in had)


def _key(row: ProposedTarget | Draft | Target) -> tuple[int, str]:
    return row.subject_id, row.indicator.code


def _proposal(
    row: ProposedTarget,
    target: Target | None,
    draft: Draft | None,
    known: dict[str, str],
) -> Proposal:
    if target is not None and _says(target, row):
        standing = Standing.IN_FORCE
    else:
        drafted = draft is not None and _says(draft, row)
        standing = Standing.DRAFTED if drafted else Standing.OPEN
    seen = draft.seen if draft else target.event_id if target else 0
    return Proposal(row, standing, draft or target, seen, _quoted(row, known))


def _says(promise: Draft | Target, row: ProposedTarget) -> bool:
    said = promise.applicable, promise.amount, promise.bound
    return said == (True, row.amount, row.bound)


def _quoted(row: ProposedTarget, known: dict[str, str]) -> Quoted:
    return Quoted(row.paper, row.sentence, known.get(row.origin, ""))


def sources_of(
    subject: Subject, indicator: Indicator, year: int, *, reads: bool
) -> dict[int, list[Quoted]]:
    """The sentences from which the versions of a target came, by their numbers."""
    rows = [
        row
        for row in proposals_in([subject.unit_id], year)
        if _key(row) == (subject.pk, indicator.code)
    ]
    known = addresses_of([row.origin for row in rows]) if reads and rows else {}
    targets = (
        Target.objects.filter(
            subject=subject, indicator__code=indicator.code, year=year
        )
        if rows
        else ()
    )
    return {
        target.version: [_quoted(row, known) for row in rows if _says(target, row)]
        for target in targets
    }


def mentions_for(
    subject: Subject, indicator: Indicator, year: int, *, reads: bool
) -> list[Mention]:
    """What papers state of the results of a target."""
    found = mentions_of([subject.unit_id], year)
    return [
        one if reads else without_address(one)
        for one in found
        if (one.subject.pk, one.indicator.code) == (subject.pk, indicator.code)
    ]


def without_address(one: Mention) -> Mention:
    """A mention for those who may not read the paper: its sentence alone."""
    return replace(one, quoted=replace(one.quoted, address=""))
