"""The sheet of the rules: what counts how much, and every curve in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saima.core.curves.telling import curve_words, interval_words
from saima.core.indicators import Direction, Indicator
from saima.core.lights import LightMeasure, LightTable
from saima.core.numbers import exact_percent, exact_text, plain_text
from saima.core.progress import CONVENTION_WORDS, LowerForm
from saima.core.schemes import (
    MEASURE_AXES,
    MEASURE_WORDS,
    Item,
    Measure,
    RankOn,
    Scheme,
    Section,
)
from saima.core.standings import Ties
from saima.core.words import Translate, Words, words
from saima.writing.edition_told import LightTold, Ranking, Told
from saima.writing.edition_workbook.looks import PART, TITLE, Page, print_on_a4

TIES_WORDS = {
    Ties.COMPETITION: words(
        "equal scores share a place, the next is left out: 1 2 2 4"
    ),
    Ties.DENSE: words("equal scores share a place, the next follows: 1 2 2 3"),
}
RANK_ON_WORDS = {
    RankOn.PRINTED: words("places follow the score as printed"),
    RankOn.FULL: words("places follow the score before it is rounded"),
}
LOWER_FORM_WORDS = {
    LowerForm.LINEAR: words("less is better: completion = 2 − actual ÷ target"),
    LowerForm.RATIO: words("less is better: completion = target ÷ actual"),
}
LIGHT_MEASURE_WORDS = {
    LightMeasure.LEAD: words("lead over the schedule, in percentage points"),
    LightMeasure.ACHIEVEMENT: words("achievement of plan to date"),
    LightMeasure.COMPLETION: words("completion of the year's target"),
    LightMeasure.IN_PERIOD: words("achievement of the month's plan"),
    LightMeasure.SCORE: words("score"),
}
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
            (words("Lights of the entrants"), scheme.standing_lights),
            (words("Lights of the indicators"), scheme.item_lights),
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
    yield words("Schedule convention"), CONVENTION_WORDS[scheme.convention]
    yield words("Places"), RANK_ON_WORDS[scheme.rank_on]
    yield words("Ties"), TIES_WORDS[scheme.ties]
    if scheme.tie_break:
        names = "、".join(ranking.names[code].name for code in scheme.tie_break)
        yield words("Equal scores"), words("decided first by {names}", names=names)
    if scheme.missing_deduction:
        yield (
            words("Not reported"),
            words(
                "not ranked; {points} points are deducted apart",
                points=plain_text(scheme.missing_deduction),
            ),
        )
    else:
        yield words("Not reported"), words("not ranked; nothing is deducted")
    yield (
        words("Not applicable"),
        words("the weight falls to the others of its section"),
    )
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
    if indicator.direction is Direction.LOWER and item.measure is not Measure.ACTUAL:
        yield LOWER_FORM_WORDS[item.lower_form]
    rule = item.zero_target
    if rule is not None:
        yield words(
            "target of zero: kept {met}, better {better}, worse {worse} of the weight",
            met=exact_percent(rule.met),
            better=exact_percent(rule.better),
            worse=exact_percent(rule.worse),
        )
