"""The workbook of an edition: its table, indicators, rules and what it is known by."""

from __future__ import annotations

import copy
import importlib
import io
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from saima.core.words import Translate, words
from saima.writing.edition_honors import TITLE as HONORS
from saima.writing.edition_seen import NOBODY, told
from saima.writing.edition_told import Content, Issue, Ranking, Told
from saima.writing.edition_workbook.about import About
from saima.writing.edition_workbook.charts import GroupCharts
from saima.writing.edition_workbook.honors import HonorSheet
from saima.writing.edition_workbook.indicators import Indicators, heaviest
from saima.writing.edition_workbook.league import League
from saima.writing.edition_workbook.looks import Page
from saima.writing.edition_workbook.rules import Rules

if TYPE_CHECKING:
    from xlsxwriter import Workbook

OPTIONS: dict[str, Any] = {
    "in_memory": True,
    # A text is a text, whatever sign it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
}
TABLE = words("League table")
INDICATORS = words("By indicator")
RULES = words("Rules of the race")
ABOUT = words("About the edition")
TABLE_BEFORE = words("Table by the rules before")
INDICATORS_BEFORE = words("Indicators by the rules before")
HONORS_BEFORE = words("Lists by the rules before")
KEPT = Issue()


def edition_workbook(
    content: Content,
    translate: Translate,
    *,
    issue: Issue = KEPT,
    hidden: Collection[str] = NOBODY,
) -> bytes:
    """Write an edition as an .xlsx, without the values of entrants that are hidden.

    `hidden` are codes of entrants. The same content gives the same bytes.
    """
    # A start that writes no workbook must not pay for loading the library.
    library = importlib.import_module("xlsxwriter")
    edition = told(content, issue, hidden)
    target = io.BytesIO()
    # A copy: the library writes into what it is given, and the second file differs.
    with library.Workbook(target, copy.deepcopy(OPTIONS)) as book:
        _describe(book, edition, translate)
        first, *before = edition.rankings
        _write_ranking(book, edition, (first, TABLE.text, INDICATORS.text), translate)
        _write_honors(book, edition, (first, HONORS.text), translate)
        rules = Page(book.add_worksheet(translate(RULES.text)), book)
        Rules(rules, edition, translate).write()
        about = Page(book.add_worksheet(translate(ABOUT.text)), book)
        About(about, edition, translate).write()
        for ranking in before:
            names = ranking, TABLE_BEFORE.text, INDICATORS_BEFORE.text
            _write_ranking(book, edition, names, translate)
            _write_honors(book, edition, (ranking, HONORS_BEFORE.text), translate)
    return target.getvalue()


def _describe(book: Workbook, edition: Told, say: Translate) -> None:
    """What programs that keep documents show of the file, with no moment of ours."""
    book.set_properties(
        {
            "title": edition.titled(say),
            "company": edition.company,
            "created": edition.record_at,
        }
    )
    book.set_custom_property("saima_kind", "edition", "text")
    if edition.digest:
        book.set_custom_property("saima_digest", edition.digest, "text")


def _write_ranking(
    book: Workbook,
    edition: Told,
    shown: tuple[Ranking, str, str],
    say: Translate,
) -> None:
    """The two sheets of a ranking; the charts of the first draw from the second."""
    ranking, table, indicators = shown
    page = Page(book.add_worksheet(say(table)), book)
    other = Page(book.add_worksheet(say(indicators)), book)
    league = League(page, edition, ranking, say)
    placed = list(league.write())
    details = Indicators(other, edition, ranking, say)
    blocks = details.write()
    told_blocks = heaviest(ranking, blocks)
    league.finish(
        GroupCharts(book, page.sheet, say, placed, details.columns, told_blocks)
    )


def _write_honors(
    book: Workbook, edition: Told, shown: tuple[Ranking, str], say: Translate
) -> None:
    """The sheet of lists and streaks, where the rules have any."""
    ranking, name = shown
    if ranking.honors:
        page = Page(book.add_worksheet(say(name)), book)
        HonorSheet(page, edition, ranking, say).write()
