"""A deed that may not be done, in the words of whoever asked for it."""

from __future__ import annotations

from saima.core.words import Words


class Refused(Exception):  # noqa: N818 - it says what became of the deed
    """Nothing was done: what is the matter, and the next step."""

    def __init__(self, text: Words, next_step: Words) -> None:
        super().__init__(f"{text}: {next_step}")
        self.text, self.next_step = text, next_step
