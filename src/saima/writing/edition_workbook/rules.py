"""The sheet of the rules: what counts how much, and every curve in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saima.core.curves.telling import curve_words, interval_words
from saima.core.indicators import Indicator
from saima.core.lights import LightMeasure, LightTable
from saima.core.numbers import exact_percent, exact_text, plain_text
from saima.core.scheme_words import (
    ITEM_LIGHTS,
    LIGHT_MEASURE_WORDS,
    STANDING_LIGHTS,
    beside_the_curve,
    scheme_facts,
)
from saima.core.schemes import (
    MEASURE_AXES,
    MEASURE_WORDS,
    Item,
    Scheme,
    Section,
)
from saima.core.words import Translate, Words, words
from saima.writing.edition_told import LightTold, Ranking, Told
from saima.writing.edition_workbook.looks import PART, TITLE, Page, print_on_a4

HEADINGS = (
    (words("Group"), 16),
    (words("Section"), 22),
    (words("Indicator"), 24),
    (words("Weight"), 9),
    (words("What is measured"), 24),
    (words("Rule"), 70),
)


@dataclass(frozen=True)
class Rules:
    """The sheet of an edition's rules, those of each of its rankings."""

    page: Page
    edition: Told
    say: Translate

    def write(self) -> None:
        """Write facts, weights with curves, and lights."""
        widths = {name.say(self.say): width for name, width in HEADINGS}
        row = 0
        for ranking in self.edition.rankings:
            row = self._write_facts(row, ranking)
            self.page.heads(row, widths)
            row = self._write_items(row + 1, ranking) + 1
            row = self._write_lights(row, ranking.scheme) + 1
        self.page.sheet.print_area(0, 0, max(row, 1), len(HEADINGS) - 1)
        below = f"{self.edition.company} {self.edition.month}"
        print_on_a4(self.page.sheet, below)

    def _write_facts(self, row: int, ranking: Ranking) -> int:
        page, say = self.page, self.say
        page.text((row, 0), ranking.scheme.name, TITLE)
        page.sheet.set_row(row, 28)
        for name, told in facts(ranking):
            row += 1
            page.text((row, 0), name.say(say))
            page.across(row, (1, 5), told.say(say) if isinstance(told, Words) else told)
        return row + 2

    def _write_items(self, row: int, ranking: Ranking) -> int:
        for group in ranking.scheme.groups:
            for section, item in sectioned(group.tree):
                indicator = ranking.names[item.indicator]
                names = group.name, section, indicator.name
                row = self._write_item(row, names, item, indicator)
        return row

    def _write_item(
        self, row: int, names: tuple[str, ...], item: Item, indicator: Indicator
    ) -> int:
        """A row for each piece of the curve: a row cannot be as high as many of them."""
        page, say = self.page, self.say
        for number, rule in enumerate(rule_words(item, indicator)):
            first = number == 0
            for column, name in enumerate(names):
                page.text((row, column), name if first else "")
            page.amount((row, 3), item.weight if first else None, 0)
            page.text((row, 4), MEASURE_WORDS[item.measure].say(say) if first else "")
            page.text((row, 5), rule.say(say))
            row += 1
        return row

    def _write_lights(self, row: int, scheme: Scheme) -> int:
        tables = (
            (STANDING_LIGHTS, scheme.standing_lights),
            (ITEM_LIGHTS, scheme.item_lights),
        )
        for title, table in tables:
            if table is not None:
                row = self._write_bands(row, title, table)
        return row

    def _write_bands(self, row: int, title: Words, table: LightTable) -> int:
        page, say = self.page, self.say
        measure = LIGHT_MEASURE_WORDS[table.measure].say(say)
        page.text((row, 0), f"{title.say(say)}（{measure}）", PART)
        plain = table.measure in (LightMeasure.LEAD, LightMeasure.SCORE)
        show = exact_text if plain else exact_percent
        for band in table.bands:
            row += 1
            page.light((row, 0), LightTold(band.name, band.light))
            page.text((row, 1), interval_words(band.interval, show).say(say))
        return row + 2


def facts(ranking: Ranking) -> Iterator[tuple[Words, Words | str]]:
    """What holds for the whole race."""
    scheme = ranking.scheme
    yield words("Version"), ranking.rules_words
    yield from scheme_facts(scheme, ranking.names)
    if scheme.source:
        yield words("Where they come from"), scheme.source


def sectioned(tree: Section, path: str = "") -> Iterator[tuple[str, Item]]:
    """Each indicator with the sections above it and their weights."""
    for child in tree.children:
        if isinstance(child, Item):
            yield path, child
        else:
            here = f"{child.name}（{plain_text(child.weight)}）"
            yield from sectioned(child, f"{path} › {here}" if path else here)


def rule_words(item: Item, indicator: Indicator) -> Iterator[Words]:
    """How an indicator is scored: its curve piece by piece, and what holds beside it."""
    yield from curve_words(item.curve, MEASURE_AXES[item.measure])
    yield from beside_the_curve(item, indicator)
