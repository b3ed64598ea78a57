"""Findings gathered while checking, with what is forgiven told once per sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from saima.core.findings import Finding, Place, Severity, error, note, question
from saima.core.words import Words, words

FORGIVEN = {
    "full_width": words("{count} numbers in full-width digits were read, first {cell}"),
    "thousands": words(
        "{count} numbers with thousands separators were read, first {cell}"
    ),
    "brackets": words(
        "{count} numbers in brackets were read as negative, first {cell}"
    ),
    "percent_cells": words(
        "{count} cells shown as percentages were read as such, first {cell}"
    ),
    "converted": words(
        "{count} numbers were converted from another unit, first {cell}"
    ),
    "remark": words("{count} remarks in the table were passed over, first {cell}"),
    "dash": words("{count} dashes of months to come were passed over, first {cell}"),
    "blank_row": words("{count} blank rows were passed over, first {cell}"),
    "filled_down": words(
        "{count} empty cells were read as the name above them, first {cell}"
    ),
    "subtotal": words("{count} subtotals agree and were passed over, first {cell}"),
    "total_of_rates": words(
        "{count} totals of rates cannot be checked and were passed over, first {cell}"
    ),
    "other_year": words(
        "{count} columns of other years were passed over, first {cell}"
    ),
    "unit_read": words("{count} units written behind numbers were read, first {cell}"),
}
# A wrong column in a large table has one cause: its first cells are enough.
MOST_OF_A_KIND = 20
NOTHING_TO_DO = words("nothing to do")


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors before questions before notes, each as they were found."""
    order = [Severity.ERROR, Severity.QUESTION, Severity.NOTE]
    return tuple(sorted(findings, key=lambda f: order.index(f.severity)))


@dataclass
class Collected:
    """All findings of an intake; what is forgiven is counted by sheet and kind."""

    _findings: list[Finding] = field(default_factory=list)
    _forgiven: dict[tuple[str, str | None, str], tuple[int, Place]] = field(
        default_factory=dict
    )

    _told: Counter[tuple[str, str | None, str]] = field(default_factory=Counter)

    def error(self, code: str, place: Place, text: Words, next_step: Words) -> None:
        """Add a finding that refuses the intake."""
        if self._first_of_many(code, place):
            self._findings.append(error(code, place, text, next_step))

    def question(self, code: str, place: Place, text: Words, next_step: Words) -> None:
        """Add a finding that a person must answer."""
        if self._first_of_many(code, place):
            self._findings.append(question(code, place, text, next_step))

    def _first_of_many(self, code: str, place: Place) -> bool:
        """Whether to tell one more of a kind in a sheet, or only to count it."""
        key = (place.file, place.sheet, code)
        self._told[key] += 1
        return self._told[key] <= MOST_OF_A_KIND

    def told(self, code: str, place: Place) -> int:
        """How many of a kind were found so far in a sheet."""
        return self._told[place.file, place.sheet, code]

    def forgive(self, kind: str, place: Place) -> None:
        """Count something that was accepted although it is not written as it should."""
        key = (place.file, place.sheet, kind)
        count, first = self._forgiven.get(key, (0, place))
        self._forgiven[key] = (count + 1, first)

    def note(self, code: str, place: Place, text: Words, next_step: Words) -> None:
        """Add a finding that is only said."""
        self._findings.append(note(code, place, text, next_step))

    def extend(self, findings: tuple[Finding, ...]) -> None:
        """Add findings made elsewhere."""
        self._findings.extend(findings)

    @property
    def refused(self) -> bool:
        """Whether an error was found so far."""
        return any(f.severity is Severity.ERROR for f in self._findings)

    def findings(self) -> tuple[Finding, ...]:
        """Everything found: errors first, then questions, then notes."""
        return worst_first([*self._findings, *self._more(), *self._notes()])

    def _more(self) -> Iterator[Finding]:
        """For each kind that was too frequent to be told, how many are left untold."""
        for (file, sheet, code), count in self._told.items():
            if count > MOST_OF_A_KIND:
                like = next(
                    f
                    for f in self._findings
                    if (f.place.file, f.place.sheet, f.code) == (file, sheet, code)
                )
                yield Finding(
                    like.severity,
                    code,
                    Place(file, sheet),
                    words("{count} more like these", count=count - MOST_OF_A_KIND),
                    words("mend the first ones, and try again"),
                )

    def _notes(self) -> list[Finding]:
        notes = []
        for (file, sheet, kind), (count, first) in self._forgiven.items():
            cell = first.cell or words("line {number}", number=first.line or 1)
            text = Words(FORGIVEN[kind].text, {"count": count, "cell": cell})
            notes.append(note(kind, Place(file, sheet), text, NOTHING_TO_DO))
        return notes
