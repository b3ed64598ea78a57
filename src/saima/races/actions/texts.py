"""What people write beside a deed: kept as it is, if a table can keep it."""

from __future__ import annotations

from saima.core.refusal import Refused
from saima.core.words import words

LONGEST_NAME = 200
LONGEST_REASON = 500


def kept(text: str, longest: int) -> str:
    """The text without spaces around it; refuses what no table could keep."""
    own = text.strip()
    if any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in own):
        raise Refused(
            words("the page has sent what cannot be understood"),
            words("load the page again"),
        )
    if len(own) > longest:
        raise Refused(
            words("the text is longer than {count} signs", count=longest),
            words("write it shorter"),
        )
    return own
