"""A text that grows while a file is read, with what is found on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable

from saima.core.findings import Finding, Place, note
from saima.core.words import Words, words
from saima.reading.papers.files import limits
from saima.reading.papers.files.extracted import Extracted, FileKind, Hidden, Why
from saima.reading.papers.files.refusals import too_much_text
from saima.reading.papers.values import Span

# Neither a database nor JSON holds them; a mark stands in their place.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
SPACES = re.compile(r"\s+")


class Draft:
    """What one door has read so far."""

    def __init__(self, file: str, kind: FileKind) -> None:
        self.file = file
        self.kind = kind
        self.length = 0
        self.pages: list[int] = []
        self.hidden: list[Hidden] = []
        self.doubtful: list[Span] = []
        self.findings: list[Finding] = []
        self._parts: list[str] = []
        self._hidden_count = 0
        self._replaced = 0

    def write(self, text: str) -> None:
        """Add to the text."""
        text, replaced = UNWRITABLE.subn("\ufffd", text)
        self._replaced += replaced
        self.length += len(text)
        if self.length > limits.MAX_CHARACTERS:
            raise too_much_text()
        self._parts.append(text)

    def line(self, text: str) -> None:
        """Add a line, in a line of its own."""
        self.end_line()
        self.write(text + "\n")

    def end_line(self) -> None:
        """Begin a new line, unless one has begun."""
        if self.length and not self._parts[-1].endswith("\n"):
            self.write("\n")

    def page(self) -> None:
        """Begin a page or sheet here."""
        self.pages.append(self.length)

    def hide(self, text: str, why: Why) -> None:
        """Keep apart what nobody sees at this place."""
        text = SPACES.sub(" ", UNWRITABLE.sub("\ufffd", text)).strip()
        if not text:
            return
        self._hidden_count += 1
        place = Span(self.length, self.length)
        last = self.hidden[-1] if self.hidden else None
        if last and last.why is why and last.span == place:
            text = f"{last.text} {text}"
            self.hidden.pop()
        if len(self.hidden) < limits.HIDDEN_KEPT:
            self.hidden.append(Hidden(place, why, text[: limits.HIDDEN_CHARACTERS]))

    def note(self, code: str, text: Words, next_step: Words) -> None:
        """Say something of the file."""
        self.findings.append(note(code, Place(self.file), text, next_step))

    def finished(self, *, more: Iterable[Finding] = ()) -> Extracted:
        """Close the text; what holds for every kind of file is found here."""
        text = "".join(self._parts)
        self._say_what_was_replaced()
        self._say_what_was_hidden()
        self._say_what_is_missing(text)
        return Extracted(
            self.kind,
            text,
            tuple(self.pages) or (0,),
            tuple(self.hidden),
            tuple(self.doubtful),
            (*more, *self.findings),
        )

    def _say_what_was_replaced(self) -> None:
        if self._replaced:
            text = words(
                "{count} characters that cannot be written are marked with �",
                count=self._replaced,
            )
            self.note("unwritable", text, words("Look at these places"))

    def _say_what_was_hidden(self) -> None:
        if self._hidden_count:
            text = words(
                "The file holds text that a reader does not see; it is shown apart"
            )
            self.note("hidden_text", text, words("Look at it before you accept"))

    def _say_what_is_missing(self, text: str) -> None:
        if not text.strip():
            said = words("There is no text in the file that a reader would see")
            self.note("no_text", said, words("Look whether it is the right file"))
        elif not CHINESE.search(text):
            said = words("There is no Chinese in the file")
            self.note("no_chinese", said, words("Look whether it is the right file"))


CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
