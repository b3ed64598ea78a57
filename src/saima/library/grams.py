"""Finding words of two signs and more: by the pairs of signs that a text is made of."""

from __future__ import annotations

import re
import unicodedata

SHORTEST = 2
_SPACE = re.compile(r"\s+")


def folded(text: str) -> str:
    """A text as it is searched: one width, small letters, no spaces."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).lower())


def grams(plain: str) -> list[str]:
    """The pairs of signs in a folded text, each once."""
    return sorted({plain[n : n + 2] for n in range(len(plain) - 1)})


def pattern(wanted: str) -> re.Pattern[str]:
    """Where a wanted text stands in one that was not folded."""
    signs = (re.escape(sign) for sign in folded(wanted))
    return re.compile(r"\s*".join(signs), re.IGNORECASE)
