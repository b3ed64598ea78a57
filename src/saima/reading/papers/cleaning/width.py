"""Full-width digits, letters and number signs; Chinese punctuation stays as it is."""

import re
from collections.abc import Iterator

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.values import Span

_SIGNS = "０-９Ａ-Ｚａ-ｚ％＋＃＆＠＊＝＄"
# The point, the stroke and the dash belong to a number only between digits.
_WIDE = re.compile(f"[{_SIGNS}]+|(?<=[０-９0-9])[．／－](?=[０-９0-9])")
_OFFSET = 0xFEE0


def repairs(text: str) -> Iterator[Repair]:
    """Write them half-width."""
    for match in _WIDE.finditer(text):
        narrow = "".join(chr(ord(sign) - _OFFSET) for sign in match.group())
        yield Repair(Span(*match.span()), narrow, Reason.WIDTH)
