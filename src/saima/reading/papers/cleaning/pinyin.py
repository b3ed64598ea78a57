"""Pinyin in brackets behind a character: 线(xiàn) → 线; a true gloss stays.

A syllable without its tone goes only where the character before it is really read so:
公司(gongsi), (GDP) and (km) stay.
"""

import re
from collections.abc import Iterator

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.cleaning.scripts import (
    is_han,
    is_syllable,
    reads,
    toneless,
)
from saima.reading.papers.values import Span

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_LETTERS = rf"a-züɡɑ{TONED}"
_BRACKETED = re.compile(
    rf"\s?[(（\[【〔]\s*(?P<pinyin>[{_LETTERS}][{_LETTERS}'’·\s]{{0,30}}[1-5]?)\s*[)）\]】〕]",
    re.IGNORECASE,
)
_TONED = re.compile(f"[{TONED}]", re.IGNORECASE)


def repairs(text: str) -> Iterator[Repair]:
    """Take the brackets out with what they hold."""
    last = Span(0, 0)
    base = 0  # end of the characters that the brackets stand behind
    for match in _BRACKETED.finditer(text):
        base = base if match.start() == last.end else match.start()
        if _is_pinyin(text[max(0, base - 8) : base], match.group("pinyin")):
            last = Span(*match.span())
            yield Repair(last, "", Reason.PINYIN)


def _is_pinyin(before: str, inside: str) -> bool:
    if not before or inside.isupper():
        return False
    syllable = toneless(inside.strip())
    toned = bool(_TONED.search(inside))
    if not is_han(before[-1]):
        return toned and is_syllable(syllable) and not before[-1].isascii()
    if is_syllable(syllable):
        return toned or reads(before[-1], syllable)
    return toned and _read_in_a_row(before, inside)


def _read_in_a_row(before: str, inside: str) -> bool:
    """集团(jí tuán): the last characters, each so read."""
    letters = re.sub(r"[\s'’·]", "", toneless(inside))
    return any(_spells(before[-count:], letters) for count in range(2, 9))


def _spells(signs: str, letters: str) -> bool:
    if not signs or not letters:
        return not signs and not letters
    return any(
        reads(signs[0], letters[:length]) and _spells(signs[1:], letters[length:])
        for length in range(1, 7)
    )
