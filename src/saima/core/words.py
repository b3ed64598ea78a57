"""Sentences that can be said in any language, with their values still apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Translate = Callable[[str], str]


def untranslated(text: str) -> str:
    """Leave a sentence as it is written in the code, in English."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence with named places: `text` is English and the key of translation.

    Values are strings already printed (numbers with their digits), whole
    numbers, or words that are translated in their turn.
    """

    text: str
    values: Mapping[str, str | int | Words] = field(default_factory=dict)

    def say(self, translate: Translate = untranslated) -> str:
        """Print the sentence in the language that `translate` speaks."""
        said = {
            name: value.say(translate) if isinstance(value, Words) else str(value)
            for name, value in self.values.items()
        }
        return translate(self.text).format(**said)

    def __str__(self) -> str:
        return self.say()


def words(text: str, /, **values: str | int | Words) -> Words:
    """Make words; the extractor of translations looks for calls of this name."""
    return Words(text, values)


def listed(parts: Sequence[str | Words]) -> str | Words:
    """Several things one after the other, as a language lists them."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    half = len(parts) // 2  # by halves, so that a long list nests shallowly
    return words(
        "{before}, {next}", before=listed(parts[:half]), next=listed(parts[half:])
    )
