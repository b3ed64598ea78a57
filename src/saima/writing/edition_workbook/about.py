"""The sheet about the edition: who has no place and why, and what it is known by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saima.core.editions.telling import ABSENCE_WORDS
from saima.core.words import Translate, Words, words
from saima.writing.edition_told import SAMPLE_WORDS, Ranking, Told
from saima.writing.edition_workbook.looks import PART, TITLE, Page, print_on_a4

WIDTHS = (24, 20, 30, 60)


@dataclass(frozen=True)
class About:
    """What is said of an edition beside its tables."""

    page: Page
    edition: Told
    say: Translate

    def write(self) -> None:
        """Write what it is known by, who has no place, and who does not run."""
        page = self.page
        for column, width in enumerate(WIDTHS):
            page.sheet.set_column(column, column, width)
        page.text((0, 0), self.edition.titled(self.say), TITLE)
        page.sheet.set_row(0, 28)
        row = self._write_facts(1)
        for ranking in self.edition.rankings:
            row = self._write_unranked(row + 1, ranking)
        row = self._write_absent(row + 1)
        page.sheet.print_area(0, 0, row, len(WIDTHS) - 1)
        below = f"{self.edition.company} {self.edition.month}"
        print_on_a4(page.sheet, below)

    def _write_facts(self, row: int) -> int:
        page = self.page
        for name, told in facts(self.edition):
            page.text((row, 0), name.say(self.say))
            text = told.say(self.say) if isinstance(told, Words) else told
            page.across(row, (1, 3), text)
            row += 1
        return row

    def _write_unranked(self, row: int, ranking: Ranking) -> int:
        say = self.say
        without = [
            (group.rules.name, line)
            for group in ranking.groups
            for line in group.lines
            if line.unranked is not None
        ]
        title = words("Without a place: {rules}", rules=ranking.rules_words)
        row = self._write_part(row, title, bool(without))
        for group, line in without:
            reasons = [one.say(say) for one in line.reasons]
            row = self._write_reasons(row, (group, line.named(say)), reasons)
        return row

    def _write_absent(self, row: int) -> int:
        absent = self.edition.content["absent"]
        row = self._write_part(row, words("Not running"), bool(absent))
        for one in absent:
            why = [ABSENCE_WORDS[one["why"]].say(self.say)]
            row = self._write_reasons(row, (one["group"], one["name"]), why)
        return row

    def _write_part(self, row: int, title: Words, any_: bool) -> int:
        self.page.text((row, 0), title.say(self.say), PART)
        if any_:
            return row + 1
        self.page.text((row + 1, 0), words("nobody").say(self.say))
        return row + 2

    def _write_reasons(self, row: int, who: tuple[str, str], why: list[str]) -> int:
        """A row for each reason: a row cannot be as high as many of them."""
        page = self.page
        for number, reason in enumerate(why):
            for column, text in enumerate(who):
                page.text((row, column), text if number == 0 else "")
            page.across(row, (2, 3), reason)
            row += 1
        return row


def facts(edition: Told) -> Iterator[tuple[Words, Words | str]]:
    """What an edition is known by, and how it came about."""
    yield words("Group company"), edition.company
    yield words("Edition"), edition.edition_words
    if edition.content["reason"]:
        yield words("Reason of the correction"), str(edition.content["reason"])
    for ranking in edition.rankings:
        yield words("Rules of the race"), ranking.rules_words
        yield words("Rules public since"), f"{ranking.published_at:%Y-%m-%d %H:%M}"
    event = str(edition.content["record"]["event"])
    at = f"{edition.record_at:%Y-%m-%d %H:%M}"
    yield words("As of"), words("deed {number}, {at}", number=event, at=at)
    issue = edition.issue
    if issue.computed_by:
        yield words("Computed by"), issue.computed_by
    if issue.published_by:
        yield words("Published by"), issue.published_by
    if issue.published_on:
        yield words("Published on"), issue.published_on.isoformat()
    if edition.digest:
        yield words("Digest (SHA-256)"), edition.digest
    if issue.address:
        yield words("Address"), issue.address
    if edition.sample:
        yield words("sample"), SAMPLE_WORDS
