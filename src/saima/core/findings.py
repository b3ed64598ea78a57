"""What was found while checking: the thing, the place and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from saima.core.words import Translate, Words, untranslated, words


class Severity(StrEnum):
    """How much a finding weighs."""

    NOTE = "note"  # accepted, and said
    QUESTION = "question"  # a person must confirm or mend it first
    ERROR = "error"  # refused


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands: file, sheet, and cell (`B7`) or line (of a text file)."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None

    def say(self, translate: Translate = untranslated) -> str:
        """Print the place, from the file inward."""
        parts = [self.file]
        if self.sheet:
            parts.append(words("sheet {name}", name=self.sheet).say(translate))
        if self.cell:
            parts.append(words("cell {name}", name=self.cell).say(translate))
        if self.line is not None:
            parts.append(words("line {number}", number=self.line).say(translate))
        return " · ".join(parts)

    def __str__(self) -> str:
        return self.say()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found (校验结果); `code` is stable and names the kind of thing."""

    severity: Severity
    code: str
    place: Place
    text: Words
    next_step: Words

    def say(self, translate: Translate = untranslated) -> str:
        """Print place, thing and next step in one line."""
        return words(
            "{place}: {text} → {next_step}",
            place=self.place.say(translate),
            text=self.text,
            next_step=self.next_step,
        ).say(translate)

    def __str__(self) -> str:
        return self.say()


def note(code: str, place: Place, text: Words, next_step: Words) -> Finding:
    """Make a finding that is accepted, and said."""
    return Finding(Severity.NOTE, code, place, text, next_step)


def question(code: str, place: Place, text: Words, next_step: Words) -> Finding:
    """Make a finding that a person must answer before anything goes on."""
    return Finding(Severity.QUESTION, code, place, text, next_step)


def error(code: str, place: Place, text: Words, next_step: Words) -> Finding:
    """Make a finding that refuses what it was found in."""
    return Finding(Severity.ERROR, code, place, text, next_step)


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop the work: errors and unanswered questions."""
    return tuple(f for f in findings if f.severity is not Severity.NOTE)
