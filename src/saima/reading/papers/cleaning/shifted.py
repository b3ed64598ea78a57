"""Chinese text whose byte pairs slipped by one: 拔覀儗⑦M for 我們將進.

Where one byte is lost, every pair behind it is read crosswise until a single byte sets it
right again. The lost byte shows as ?, the other end as a letter or again ?. The pairs are
put straight where the result reads as Chinese; what hangs on a byte that is not there is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.cleaning.pinyin import TONED
from saima.reading.papers.cleaning.scripts import (
    chinese,
    is_han,
    read_so,
    reads,
    simplified,
    toneless,
    words,
)
from saima.reading.papers.cleaning.stretches import Won, stretches
from saima.reading.papers.values import Span

_LETTERS = rf"[a-zü{TONED}]{{1,6}}"
_OWN = "\ue000-\uf8ff"  # where readers put pairs that stand for no character
_CROSSED = re.compile(
    rf"[?\ufffd](?:\(?{_LETTERS}\s?\))?(?P<pairs>[!;:,]?[^\x00-\x7f\ufffd]{{1,80}}?)"
    rf"(?P<last>[@-~\ufffd?])(?:\(?(?P<pinyin>{_LETTERS})\s?\))?"
)
_STRAY = re.compile(rf"[{_OWN}\ufffd]+|(?<=[:：])\s*\?(?=\s)")
# Characters that stand by themselves more often than others; for runs where a pair may be missing.
_ALONE = frozenset(
    "的了在和是要我为以与及对从把被等就都也还有不将向于再更能可会中上下前后"
)
_STOP, _QUOTES = "。", "“”"


@dataclass(frozen=True)
class _Run:
    """A crossed run put straight."""

    span: Span
    won: tuple[Won, ...]


def repairs(text: str) -> Iterator[Repair]:
    """Put runs straight; mark as lost what stands for nothing."""
    whole = bool(re.search(f"[{_OWN}]", text))
    done = 0
    for match in _CROSSED.finditer(text):
        run = _straight(match, whole=whole)
        if run:
            yield from _stray(text, done, run.span.start)
            yield from stretches(run.won, run.span.end)
            done = run.span.end
    yield from _stray(text, done, len(text))


def _stray(text: str, start: int, end: int) -> Iterator[Repair]:
    for match in _STRAY.finditer(text, start, end):
        yield Repair(Span(*match.span()), "", Reason.LOST)


def _pair(sign: str) -> bytes:
    """Give the two bytes of a character; also of the places for characters of one's own."""
    number = ord(sign)
    if number < 0x80:  # a full-width sign that somebody wrote half-width since
        return bytes((0xA3, 0x80 | number))
    for first, last, lead in ((0xE000, 0xE233, 0xAA), (0xE234, 0xE4C5, 0xF8)):
        if first <= number <= last:
            row, cell = divmod(number - first, 94)
            return bytes((lead + row, 0xA1 + cell))
    try:
        code = sign.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return code if len(code) == 2 else b""


def _sign(pair: bytes) -> str | None:
    """Give the character of two bytes, where they stand for Chinese or its punctuation."""
    try:
        sign = pair.decode("gbk")
    except UnicodeDecodeError:
        return None
    usual = len(sign) == 1 and (is_han(sign) or sign in "，。、；：？！“”‘’（）《》…—·")
    return sign if usual else None


def _straight(match: re.Match[str], *, whole: bool) -> _Run | None:
    pairs = match.group("pairs")
    codes = [_pair(sign) for sign in pairs]
    if not all(codes):
        return None
    row = b"".join(codes)
    inner = [_sign(row[at : at + 2]) for at in range(1, len(row) - 1, 2)]
    signs = [
        _first(match.string[: match.start()], row[0], inner),
        *inner,
        _last(row[-1], match.group("last"), match.group("pinyin")),
    ]
    if not _reads_better(signs, pairs):
        return None
    start = match.start("pairs")
    places = (match.start(), *range(start, start + len(pairs)))
    end = match.end() if signs[-1] is None else match.end("last")
    if match.group("last") in "?\ufffd":
        end = match.end()
    kept = signs if whole else _sure(signs)
    won = tuple(Won(*one) for one in zip(places, kept, strict=True))
    return _Run(Span(match.start(), end), won)


def _first(before: str, trail: int, inner: list[str | None]) -> str | None:
    """Give the full stop where its second byte and the quotes behind it say so, else nothing."""
    quoted = bool(inner) and inner[0] is not None and inner[0] in _QUOTES
    if trail != 0xA3 or not before or before[-1] in "。，；：？！":
        return None
    return _STOP if quoted or _ends_a_word(before, trail) else None


def _ends_a_word(before: str, trail: int) -> bool:
    """Say whether no character with that second byte goes on with the word before it."""
    head = simplified(re.sub(r"\([^()]*\)", "", before[-24:])[-3:])
    nexts = (_sign(bytes((lead, trail))) for lead in range(0xB0, 0xF8))
    return not any(
        len(words(head + simplified(sign))[-1]) > 1 for sign in nexts if sign
    )


def _last(lead: int, last: str, pinyin: str | None) -> str | None:
    """Give the last character: by its second byte, or as the only one that is read so."""
    letters = toneless(pinyin) if pinyin else ""
    if last not in "?\ufffd":
        sign = _sign(bytes((lead, ord(last))))
        return sign if sign and (not letters or reads(sign, letters)) else None
    fitting = [sign for sign in read_so(letters) if _pair(sign)[:1] == bytes((lead,))]
    return fitting[0] if len(fitting) == 1 else None


def _reads_better(signs: list[str | None], pairs: str) -> bool:
    known = "".join(sign for sign in signs if sign)
    return chinese(known) >= 50 and chinese(known) >= chinese(pairs) + 20


def _sure(signs: list[str | None]) -> list[str | None]:
    """Keep what stands in words: where pairs may be missing, a lone character may be wrong."""
    kept: list[str | None] = [None] * len(signs)
    known = [place for place, sign in enumerate(signs) if sign]
    at = 0
    for word in words(simplified("".join(signs[place] or "" for place in known))):
        sure = len(word) > 1 or word in _ALONE or not is_han(word)
        for place in known[at : at + len(word)]:
            kept[place] = signs[place] if sure else None
        at += len(word)
    return kept
