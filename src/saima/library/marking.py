"""The text of a paper with its statements marked, and what was repaired beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from saima.core.words import words
from saima.library.models import Reading, Statement

LONGEST = 400  # signs of a place that was taken out
REASON_WORDS = {
    "traditional": words("traditional characters"),
    "pinyin": words("pinyin"),
    "shifted": words("wrong encoding, undone"),
    "lost": words("wrong encoding, lost"),
    "width": words("full-width signs"),
    "broken_line": words("broken line"),
    "crumb": words("navigation"),
    "widget": words("buttons and footers of a site"),
    "spam": words("spam"),
    "invisible": words("signs that do not show"),
    "space": words("spaces"),
}
WHY_WORDS = {
    "invisible": words("declared invisible"),
    "white": words("in the color of the paper"),
    "tiny": words("too small to be read"),
    "outside": words("beyond the edge of the page"),
    "covered": words("under a picture"),
    "comment": words("a comment"),
    "deleted": words("deleted in a revision"),
    "alternative": words("said of a picture, not shown"),
    "sheet": words("in a hidden sheet, row or column"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A repaired place of the clean text: what stood there, and why it was changed."""

    start: int
    end: int
    before: str
    reason: str
    until: int  # where it ended in the original


def places(reading: Reading) -> list[Place]:
    """The repaired places; alike ones that touch each other are one."""
    found: list[Place] = []
    shift = 0
    for start, end, text, reason in reading.repairs:
        at = start + shift
        shift += len(text) - (end - start)
        before, from_ = reading.original[start:end], at
        last = found[-1] if found else None
        if last and (last.end, last.until, last.reason) == (at, start, reason):
            found.pop()
            from_, before = last.start, last.before + before
        found.append(Place(from_, at + len(text), before, reason, end))
    return found


def marked(reading: Reading, stated: Sequence[Statement]) -> SafeString:
    """The clean text as HTML: statements as links to their cards, repairs beside."""
    text, repaired = reading.text, places(reading)
    spans = [(one.start, one.end) for one in stated]
    spans += [(place.start, place.end) for place in repaired]
    cuts = {0, len(text), *(cut for span in spans for cut in span)}
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    parts: list[str] = []
    walk = _Walk(stated, repaired)
    for start, end in zip(ordered, [*ordered[1:], len(text)], strict=True):
        parts += walk.at(start)
        if start < end:
            parts.append(walk.piece(start, text[start:end]))
    return mark_safe("".join(parts))


class _Walk:
    """Going through the text from the left: what begins here, and what holds on."""

    def __init__(self, stated: Sequence[Statement], repaired: Sequence[Place]) -> None:
        self.stated = sorted(stated, key=lambda one: (one.start, -one.end))
        self.repaired = list(repaired)
        self.next_said = self.next_place = 0
        self.on: list[Statement] = []
        self.place: Place | None = None

    def at(self, here: int) -> list[str]:
        """What begins at a place."""
        parts: list[str] = []
        while (
            self.next_place < len(self.repaired)
            and self.repaired[self.next_place].start <= here
        ):
            place = self.repaired[self.next_place]
            self.next_place += 1
            parts.append(_taken_out(place))
            self.place = place
        self.on = [one for one in self.on if one.end > here]
        while (
            self.next_said < len(self.stated)
            and self.stated[self.next_said].start <= here
        ):
            said = self.stated[self.next_said]
            self.next_said += 1
            parts.append(f'<span class="spot" id="s{said.pk}"></span>')
            if said.end > here:
                self.on.append(said)
        return parts

    def piece(self, here: int, text: str) -> str:
        """A piece of the text through which nothing begins or ends."""
        shown: str = escape(text)
        if self.place is not None and here < self.place.end:
            shown = f'<ins class="rep rep-{_class(self.place.reason)}">{shown}</ins>'
        if not self.on:
            return shown
        inner = min(self.on, key=lambda one: one.end - one.start)
        kinds = " ".join(sorted({f"said-{_class(one.kind)}" for one in self.on}))
        numbers = " ".join(str(one.pk) for one in self.on)
        return (
            f'<a class="stated {kinds}" href="#c{inner.pk}" data-of="{numbers}"'
            f' tabindex="-1">{shown}</a>'
        )


def _class(name: str) -> str:
    return "".join(sign for sign in name if sign.isascii() and sign.isalnum())


def _taken_out(place: Place) -> str:
    """What stood at a repaired place, with the reason."""
    reason = REASON_WORDS.get(place.reason)
    why = reason.say(gettext) if reason else place.reason
    before = place.before
    if len(before) > LONGEST:
        before = f"{before[:LONGEST]}…"
    kind = _class(place.reason)
    return (
        f'<del class="rep rep-{kind}" title="{escape(why)}">{escape(before)}'
        f'<small class="rep-why">{escape(why)}</small></del>'
    )


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A text that whoever reads the paper does not see, and why."""

    text: str
    why: str


def hidden_texts(reading: Reading) -> list[HiddenText]:
    """What the paper hid."""
    return [_hidden(row) for row in reading.hidden]


def _hidden(row: Sequence[Any]) -> HiddenText:
    why, text = row[-2], row[-1]
    known = WHY_WORDS.get(why)
    return HiddenText(text, known.say(gettext) if known else why)


def reasons(repaired: Iterable[Place]) -> list[tuple[str, int]]:
    """How many places were repaired for which reason, the most frequent first."""
    counts: dict[str, int] = {}
    for place in repaired:
        counts[place.reason] = counts.get(place.reason, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return [
        (REASON_WORDS[r].say(gettext) if r in REASON_WORDS else r, n)
        for r, n in ordered
    ]
