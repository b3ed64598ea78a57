"""`saima race FOLDER --month 2022-05`: a folder in, a ranked and explained table out."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from saima.core.explain import explain
from saima.core.findings import Finding, Severity
from saima.core.names import folded
from saima.core.periods import Month
from saima.core.races import Race, Standing, standings_at
from saima.core.words import Translate, Words, words
from saima.reading.folders import read_folder
from saima.site.cli.language import CHINESE, ENGLISH, language_of, translator
from saima.writing.standings_json import standings_json
from saima.writing.standings_text import (
    explanation_text,
    painted,
    standings_text,
    unpainted,
)

DONE, REFUSED, MISUSED, ASKED = 0, 1, 2, 3

MARKS = {
    Severity.ERROR: words("refused"),
    Severity.QUESTION: words("please confirm"),
    Severity.NOTE: words("note"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", type=Path, help="the folder of the race")
    parser.add_argument("--month", required=True, help="the month, as 2022-05")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--explain", metavar="UNIT", help="show the working of one unit in words"
    )
    instead.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--lang", choices=[CHINESE, ENGLISH], help="the language to print in"
    )


def run(options: argparse.Namespace) -> int:
    """Read the folder, rank the month, print; findings go to the standard error."""
    # The command makes millions of small values that all live until it ends: looking
    # for rings of dead ones among them takes a third of its time and finds none.
    gc.disable()
    say = translator(language_of(options.lang))
    try:
        month = Month.parse(options.month)
    except ValueError:
        return _misused(
            words("{text} is no month; write it as 2022-05", text=options.month), say
        )
    intake = read_folder(options.folder)
    _print_findings(intake.findings, say)
    race = intake.race
    if race is None:
        return _outcome(intake.findings)
    if month.year != race.year:
        return _misused(
            words(
                "{month} is not in {year}, the year of this race",
                month=str(month),
                year=str(race.year),
            ),
            say,
        )
    return _print_race(race, month, options, say)


def _outcome(findings: Sequence[Finding]) -> int:
    refused = any(f.severity is Severity.ERROR for f in findings)
    return REFUSED if refused else ASKED


def _misused(text: Words, say: Translate) -> int:
    print(text.say(say), file=sys.stderr)
    return MISUSED


def _print_findings(findings: Sequence[Finding], say: Translate) -> None:
    for finding in findings:
        mark = MARKS[finding.severity].say(say)
        print(f"[{mark}] {finding.say(say)}", file=sys.stderr)


def _print_race(
    race: Race, month: Month, options: argparse.Namespace, say: Translate
) -> int:
    if month not in race.months:
        reported = ", ".join(str(m) for m in race.months) or words("none")
        text = words(
            "Nothing was reported for {month}; months with figures: {months}",
            month=str(month),
            months=reported,
        )
        return _misused(text, say)
    standings = standings_at(race, month)
    if options.explain:
        return _explain(race, month, standings, options.explain, say)
    if options.json:
        print(standings_json(race, month, standings))
        return DONE
    paint = painted if sys.stdout.isatty() else unpainted
    print(standings_text(race, month, standings, say, paint))
    return DONE


def _explain(
    race: Race, month: Month, standings: Sequence[Standing], unit: str, say: Translate
) -> int:
    named = {folded(s.entrant.name): s for s in standings}
    by_code = {folded(s.entrant.code): s for s in standings}
    standing = named.get(folded(unit)) or by_code.get(folded(unit))
    if standing is None:
        near = get_close_matches(unit, [*named, *by_code], n=1, cutoff=0.4)
        text = words(
            "No entrant of {month} is called “{name}”", month=str(month), name=unit
        )
        hint = (
            words("did you mean “{name}”? correct it", name=near[0]) if near else None
        )
        print(text.say(say), hint.say(say) if hint else "", file=sys.stderr)
        return MISUSED
    print(explanation_text(explain(race, standing, month), say))
    return DONE
