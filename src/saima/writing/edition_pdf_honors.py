"""Lists and streaks of a group as texts for the PDF."""

from __future__ import annotations

from typing import Any

from saima.core.honors.lists import HONOR_SIGNS, HONOR_WORDS
from saima.core.words import Translate, Words
from saima.writing.edition_honors import (
    NOBODY_LISTED,
    GroupHonors,
    Kept,
    KeptLine,
    Named,
    Roll,
    named,
)
from saima.writing.edition_told import Ranking

NOTHING: dict[str, Any] = {"rolls": [], "streaks": {"heads": [], "lines": []}}


def pdf_honors(ranking: Ranking, group: str, say: Translate) -> dict[str, Any]:
    """What stands below the table of a group."""
    found = next((one for one in ranking.honors if one.group == group), None)
    if found is None:
        return NOTHING
    return {
        "rolls": [_roll(one, say) for one in found.rolls],
        "streaks": {
            "heads": _heads(found, say),
            "lines": [_line(one, say) for one in found.lines],
        },
    }


def _heads(found: GroupHonors, say: Translate) -> list[tuple[str, str]]:
    return [
        (name.say(say), over.say(say) if isinstance(over, Words) else over)
        for name, over in found.streaks
    ]


def _roll(roll: Roll, say: Translate) -> dict[str, Any]:
    note = roll.note if roll.names or roll.note else NOBODY_LISTED
    return {
        "honor": roll.honor.value,
        "sign": HONOR_SIGNS[roll.honor].say(say),
        "title": f"{HONOR_WORDS[roll.honor].say(say)}　{len(roll.names)}",
        "note": "" if note is None else note.say(say),
        "names": [_name(one, say) for one in roll.names],
    }


def _name(one: Named, say: Translate) -> tuple[str, str]:
    return named(one.entrant, say), "；".join(why.say(say) for why in one.reasons)


def _line(line: KeptLine, say: Translate) -> dict[str, Any]:
    kept = [None if one is None else _kept(one, say) for one in line.kept]
    return {"name": named(line.entrant, say), "kept": kept}


def _kept(one: Kept, say: Translate) -> dict[str, str]:
    return {"outcome": one.outcome.value, "told": one.told.say(say)}
