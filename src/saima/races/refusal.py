"""Why a race is not shown: what was found in its files, sheet by sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from saima.core.findings import Finding, Severity
from saima.core.words import Words, words
from saima.races.queries import Listing

SEVERITY_WORDS = {
    Severity.ERROR: words("refused"),
    Severity.QUESTION: words("please confirm"),
    Severity.NOTE: words("note"),
}


@dataclass(frozen=True)
class SeverityCount:
    """How many findings weigh so much."""

    severity: Severity
    name: Words
    count: int


@dataclass(frozen=True)
class InSheet:
    """What was found in one file, or in one of its sheets."""

    file: str
    sheet: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Refusal:
    """The findings of a race that is not shown."""

    counts: tuple[SeverityCount, ...]
    sheets: tuple[InSheet, ...]  # what is to be settled
    notes: tuple[Finding, ...]


def refusal(listing: Listing) -> Refusal:
    """Sort what was found: the gravest first, each file together."""
    return Refusal(
        severity_counts(listing.findings),
        tuple(_by_sheet([f for f in listing.findings if _blocks(f)])),
        tuple(f for f in listing.findings if not _blocks(f)),
    )


def severity_counts(findings: Sequence[Finding]) -> tuple[SeverityCount, ...]:
    """How many findings of each severity there are, the gravest first."""
    counts = Counter(finding.severity for finding in findings)
    return tuple(
        SeverityCount(severity, name, counts[severity])
        for severity, name in SEVERITY_WORDS.items()
        if counts[severity]
    )


def _blocks(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE


def _by_sheet(findings: Sequence[Finding]) -> list[InSheet]:
    """In the order in which the files are first named."""

    def key(finding: Finding) -> tuple[str, str]:
        return finding.place.file, finding.place.sheet or ""

    first = {place: i for i, place in reversed(list(enumerate(map(key, findings))))}
    ordered = sorted(findings, key=lambda finding: first[key(finding)])
    return [
        InSheet(file, sheet, tuple(found))
        for (file, sheet), found in groupby(ordered, key)
    ]
