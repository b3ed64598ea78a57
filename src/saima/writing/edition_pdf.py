"""The league table of an edition as a PDF, for issuing, signing and printing."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import segno

from saima.core.editions.telling import ABSENCE_WORDS
from saima.core.numbers import grouped, percent
from saima.core.refusal import Refused
from saima.core.targets import decimals_of
from saima.core.words import Translate, Words, words
from saima.writing.edition_columns import Column, beside
from saima.writing.edition_pdf_honors import pdf_honors
from saima.writing.edition_seen import NOBODY, told
from saima.writing.edition_told import (
    HIDDEN,
    SAMPLE_WORDS,
    Cell,
    Content,
    Group,
    Issue,
    Line,
    Ranking,
    Told,
)
from saima.writing.standings_text import movement_text
from saima.writing.typesetting import Unset, families, set_pdf

LAYOUT = Path(__file__).with_suffix(".typ")
# The first that is installed is taken, then the others for what it lacks.
FAMILIES = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "FandolHei", "Microsoft YaHei"),
    *("SimHei", "Noto Serif CJK SC", "Source Han Serif SC", "FandolSong", "SimSun"),
)
NO_FONT = words("no Chinese font is installed, so that no PDF can be made")
INSTALL = words(
    "install {debian} (Debian) or {euler} (openEuler), or take the workbook",
    debian="fonts-noto-cjk",
    euler="google-noto-sans-cjk-ttc-fonts",
)
LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
OTHER_FONT = words(
    "install a font that has it, such as {debian} (Debian), or take the workbook",
    debian="fonts-hanazono",
)
# Marks for screen readers make a file of 300 units and 30 indicators 20 times as large.
TAGGED_CELLS = 6_000
HEADINGS = {
    "place": words("Place"),
    "move": words("Move"),
    "unit": words("Unit"),
    "score": words("Score"),
    "light": words("Light"),
    "actual": words("Actual"),
    "target": words("Target"),
    "completion": words("Completion"),
    "points": words("Points"),
    "absent": words("Not running"),
}
PAGE = words("page {page} of {pages}", page="#1", pages="#2")
LEGEND = words(
    "↑ ↓: places gained and lost since the month before. Lights differ in shape as "
    "well as in color."
)
SIGNATURES = (
    words("Prepared by:"),
    words("Checked by:"),
    words("Issued by:"),
    words("Date:"),
)
DIGEST_SHOWN = 16


def edition_pdf(
    content: Content,
    translate: Translate,
    *,
    issue: Issue = Issue(),  # noqa: B008 - it is frozen
    hidden: Collection[str] = NOBODY,
) -> bytes:
    """Set an edition on A4 across, without the values of entrants that are hidden.

    The same content gives the same bytes on the same fonts; its date is that of the
    record. Refuses where the fonts that are installed cannot show it.
    """
    fonts = chinese_families(families())
    edition = told(content, issue, hidden)
    data = {**_data(edition, translate), "fonts": fonts}
    try:
        return set_pdf(LAYOUT, data, tagged=_size(edition) <= TAGGED_CELLS)
    except Unset as problem:
        lacking = LACKING.search(str(problem))
        if lacking is None:
            raise
        raise Refused(
            words("no font that is installed has “{text}”", text=lacking[1]),
            OTHER_FONT,
        ) from problem


def _size(edition: Told) -> int:
    lines = (line for r in edition.rankings for g in r.groups for line in g.lines)
    kept = (line for r in edition.rankings for g in r.honors for line in g.lines)
    told = sum(1 + len(line.kept) for line in kept)
    return told + sum(5 + 4 * len(line.cells) for line in lines)


def chinese_families(installed: Collection[str]) -> list[str]:
    """Which Chinese fonts there are, the best first. Refuses where there is none."""
    found = [name for name in FAMILIES if name in installed]
    if not found:
        raise Refused(NO_FONT, INSTALL)
    return found


def _data(edition: Told, say: Translate) -> dict[str, Any]:
    chinese = not HEADINGS["place"].say(say).isascii()
    at = edition.record_at
    digest = edition.digest
    known = words("Digest (SHA-256): {digest}", digest=digest).say(say)
    return {
        "title": edition.titled(say),
        "company": edition.company,
        "edition": f"{edition.month}　{edition.edition_words.say(say)}",
        "date": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "lang": "zh" if chinese else "en",
        "region": "cn" if chinese else "gb",
        "words": {
            **{name: one.say(say) for name, one in HEADINGS.items()},
            "page": PAGE.say(say),
        },
        "facts": [line.say(say) for line in _facts(edition)],
        "digest_line": known if digest else "",
        "digest_short": digest[:DIGEST_SHOWN],
        "qr": qr_code(digest, edition.issue.address) if digest else None,
        "qr_alt": known,
        "rankings": [
            _ranking(one, say, alone=len(edition.rankings) == 1)
            for one in edition.rankings
        ],
        "absent": [_absent(one).say(say) for one in edition.content["absent"]],
        "legend": LEGEND.say(say),
        "signatures": [one.say(say) for one in SIGNATURES],
    }


def qr_code(digest: str, address: str) -> str:
    """The digest, and where the edition stands, for the camera of a phone; as SVG."""
    known = f"{address}#sha256={digest}" if address else f"sha256={digest}"
    drawn = io.BytesIO()
    segno.make(known, error="m", micro=False).save(drawn, kind="svg", border=2)
    return drawn.getvalue().decode()


def _facts(edition: Told) -> Iterator[Words]:
    first, issue = edition.rankings[0], edition.issue
    yield words(
        "{company}; {edition}; {rules}",
        company=edition.company,
        edition=edition.edition_words,
        rules=first.rules_words,
    )
    if edition.content["reason"]:
        yield words("Corrected: {reason}", reason=edition.content["reason"])
    if issue.computed_by:
        yield words("Computed by: {post}", post=issue.computed_by)
    if issue.published_by:
        yield words("Published by: {post}", post=issue.published_by)
    if issue.published_on:
        yield words("Published on: {day}", day=issue.published_on.isoformat())
    yield words("As of {at}", at=f"{edition.record_at:%Y-%m-%d %H:%M}")
    if edition.sample:
        yield words("Sample: {what}", what=SAMPLE_WORDS)
    if edition.hides:
        yield HIDDEN


def _absent(one: Content) -> Words:
    name, group, why = one["name"], one["group"], ABSENCE_WORDS[one["why"]]
    return words("{name} ({group}): {why}", name=name, group=group, why=why)


def _ranking(ranking: Ranking, say: Translate, *, alone: bool) -> dict[str, Any]:
    title = words("By {rules}", rules=ranking.rules_words)
    return {
        "title": "" if alone else title.say(say),
        "groups": [
            {**_group(ranking, one, say), **pdf_honors(ranking, one.rules.name, say)}
            for one in ranking.groups
        ],
    }


def _group(ranking: Ranking, group: Group, say: Translate) -> dict[str, Any]:
    own = [item.indicator for item in group.rules.tree.items()]
    columns = [_column(ranking, group, code, say) for code in own]
    packed = list(beside(columns, [line.named(say) for line in group.lines]))
    base = [_line(ranking, line, say) for line in group.lines]
    blocks = []
    for number, part in enumerate(packed, start=1):
        of = f"（{number}/{len(packed)}）" if len(packed) > 1 else ""
        lines = [
            {**shown, "cells": [text for one in part for text in one.cells[index]]}
            for index, shown in enumerate(base)
        ]
        heads = [one.head for one in part]
        title = f"{group.rules.name}{of}"
        blocks.append({"title": title, "heads": heads, "lines": lines})
    return {"blocks": blocks, "notes": list(_notes(group, say))}


def _column(ranking: Ranking, group: Group, code: str, say: Translate) -> Column:
    indicator = ranking.names[code]
    cells = [line.cells.get(code) for line in group.lines]
    decimals = ranking.scheme.decimals
    return Column(
        f"{indicator.name}（{indicator.unit_of_measure.symbol}）",
        (
            HEADINGS["actual"].say(say),
            HEADINGS["target"].say(say),
            HEADINGS["completion"].say(say),
            HEADINGS["points"].say(say),
        ),
        tuple(_texts(cell, decimals, say) for cell in cells),
    )


def _texts(
    cell: Cell | None, decimals: int, say: Translate
) -> tuple[str, str, str, str]:
    if cell is None:
        return "", "", "", ""
    usual = cell.indicator.decimals
    if cell.points is not None:
        points = grouped(cell.points, decimals)
    else:
        points = cell.word.say(say) if cell.word else ""
    return (
        _amount(cell.actual, usual),
        _amount(cell.target, usual),
        "" if cell.completion is None else percent(cell.completion),
        points,
    )


def _amount(value: Decimal | None, decimals: int) -> str:
    return "" if value is None else grouped(value, max(decimals, decimals_of(value)))


def _line(ranking: Ranking, line: Line, say: Translate) -> dict[str, Any]:
    short = "" if line.short_reason is None else line.short_reason.say(say)
    score = line.score
    return {
        "place": "" if line.rank is None else str(line.rank),
        "move": "" if line.rank is None else movement_text(line.movement),
        "name": line.named(say),
        "score": short if score is None else grouped(score, ranking.scheme.decimals),
        "light": None
        if line.light is None
        else {"name": line.light.name, "light": line.light.light.value},
    }


def _notes(group: Group, say: Translate) -> Iterator[str]:
    """Why somebody has no place."""
    for line in group.lines:
        if line.unranked is not None:
            reasons = "　".join(one.say(say) for one in line.reasons)
            yield f"{line.named(say)}　{reasons}"
