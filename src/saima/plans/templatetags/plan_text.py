"""How values are printed on the pages of the plan, in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.translation import gettext

from saima.core.figures import Basis
from saima.core.findings import Severity
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.numbers import grouped
from saima.core.subjects import SubjectKind
from saima.core.targets import BOUND_WORDS, Bound, decimals_of
from saima.core.words import words
from saima.plans.proposed import STANDING_WORDS, Proposal
from saima.plans.quoted import Quoted
from saima.plans.telling import (
    BASIS_WORDS,
    DIRECTION_WORDS,
    KIND_WORDS,
    ROLL_UP_WORDS,
    SUBJECT_KIND_WORDS,
)

register = template.Library()
NOTHING = "—"
SEVERITY_WORDS = {
    Severity.NOTE: words("note"),
    Severity.QUESTION: words("question"),
    Severity.ERROR: words("error"),
}


@register.filter
def severity_said(severity: Severity) -> str:
    """How much a finding weighs."""
    return SEVERITY_WORDS[severity].say(gettext)


@register.filter
def number(value: Decimal | None) -> str:
    """A number with all its decimals, its digits in threes."""
    return NOTHING if value is None else grouped(value, decimals_of(value))


@register.filter
def bound_said(bound: str) -> str:
    """What a target means, in words."""
    return BOUND_WORDS[Bound(bound)].say(gettext)


@register.filter
def standing_said(proposal: Proposal) -> str:
    """What has become of a target that a paper states."""
    return STANDING_WORDS[proposal.standing].say(gettext)


@register.filter
def of_version(sources: Mapping[int, list[Quoted]], version: int) -> list[Quoted]:
    """The sentences that a version of a target came from."""
    return sources.get(version, [])


@register.filter
def direction_said(direction: str) -> str:
    """Which way is better."""
    return DIRECTION_WORDS[Direction(direction)].say(gettext)


@register.filter
def roll_up_said(roll_up: str) -> str:
    """How months make the figure to date."""
    return ROLL_UP_WORDS[RollUp(roll_up)].say(gettext)


@register.filter
def kind_said(kind: str) -> str:
    """What kind of number it is."""
    return KIND_WORDS[IndicatorKind(kind)].say(gettext)


@register.filter
def subject_said(kind: str) -> str:
    """What kind of subject it is."""
    return SUBJECT_KIND_WORDS[SubjectKind(kind)].say(gettext)


@register.filter
def basis_said(basis: str) -> str:
    """Whether a month is reported alone or to date."""
    return BASIS_WORDS[Basis(basis)].say(gettext)
