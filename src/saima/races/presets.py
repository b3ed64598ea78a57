"""Published rules as the beginning of a race's own, with its name and year put in."""

from __future__ import annotations

import json
import re

from saima.core.refusal import Refused
from saima.core.words import words
from saima.races.models import Race
from saima.reading.presets import Preset, preset_named, presets

NAME, YEAR = re.compile(r"^name: .*$", re.M), re.compile(r"^year: .*$", re.M)


def offered() -> tuple[Preset, ...]:
    """The published rules that a draft may begin with."""
    return presets()


def draft_from(key: str, race: Race) -> str:
    """The text of a draft for a race; its indicators and groups are still the preset's.

    The remarks stay: they say which numbers are examples.
    """
    preset = preset_named(key)
    if preset is None:
        raise Refused(
            words("no published rule is called “{name}”", name=key),
            words("choose one from the list"),
        )
    # A JSON text is a YAML text too, whatever stands in the name of a race.
    name = f"name: {json.dumps(race.name, ensure_ascii=False)}"
    text = NAME.sub(lambda _: name, preset.text, count=1)
    return YEAR.sub(f"year: {race.year}", text, count=1)
