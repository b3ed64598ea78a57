"""The language a command speaks: asked for, else that of the terminal, else Chinese."""

from __future__ import annotations

import gettext
import os
from importlib.resources import files

from saima.core.words import Translate, untranslated

CHINESE, ENGLISH = "zh", "en"


def language_of(asked: str | None) -> str:
    """The language asked for, else English where the terminal is English."""
    if asked:
        return asked
    terminal = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return ENGLISH if terminal.lower().startswith("en") else CHINESE


def translator(language: str) -> Translate:
    """What turns the sentences of the code into a language."""
    if language == ENGLISH:
        return untranslated
    catalog = gettext.translation(
        "django", str(files("saima") / "locale"), ["zh_Hans"], fallback=True
    )
    return catalog.gettext
