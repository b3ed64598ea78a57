"""Text read in the wrong encoding as a whole: 鍢夐€氶泦鍥, å˜‰é€š, ¼ÎÍ¨ for 嘉通集团.

The way it went wrong is found from all strange runs of the text together. Then a run is
turned back where its bytes are text in the other encoding that reads as Chinese.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.cleaning.scripts import chinese, is_common, is_han
from saima.reading.papers.cleaning.stretches import Won, stretches
from saima.reading.papers.values import Span

_WESTERN = "\x80-\xffŒœŠšŸŽžƒˆ˜–-›€™\ufffd"
_STRANGE = 30  # a run that reads as Chinese to more percent than this is left alone
_ENOUGH = 4  # so many characters must be won back before a way is believed
_NO_BYTE = b"\xff"  # begins no character in any of the encodings
_SIGNS = "，。、；：！？“”‘’（）《》【】…—·％℃　"


class _Way(NamedTuple):
    """How text was written and how it was read by mistake; where its runs are."""

    written: str
    read: Callable[[str], bytes]
    runs: re.Pattern[str]


def _western(sign: str) -> bytes:
    number = ord(sign)
    return bytes((number,)) if number < 0x100 else sign.encode("cp1252")


def _chinese_pair(sign: str) -> bytes:
    return b"\x80" if sign == "€" else sign.encode("gb18030")


def _taiwanese(sign: str) -> bytes:
    return sign.encode("big5")


# ——, …… and the like are themselves, whatever their bytes might be elsewhere.
_PUNCTUATION = re.compile(rf"[{_SIGNS}――–•★☆●■◆▲►◄─│－　]+")
_WEST = re.compile(rf"[{_WESTERN}]{{2,}}")
_EAST = re.compile(r"[^\x00-\x7f]{2,}\??")
# The second byte of a pair may be a letter, which then stands alone.
_EAST_AND_LETTERS = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]|[@-~](?=[^\x00-\x7f]))+")
_WAYS = (
    _Way("utf-8", _western, _WEST),
    _Way("utf-8", _chinese_pair, _EAST),
    _Way("gb18030", _western, _WEST),
    _Way("big5", _chinese_pair, _EAST_AND_LETTERS),
    _Way("gbk", _taiwanese, _EAST_AND_LETTERS),
)


def _bytewise(problem: UnicodeError) -> tuple[str, int]:
    """Put one mark for each byte that is part of no character."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return "\ufffd" * (problem.end - problem.start), problem.end


codecs.register_error("saima.bytewise", _bytewise)


def repairs(text: str) -> Iterator[Repair]:
    """Turn runs back to what was written; strange runs beside them that resist are lost."""
    for way in _WAYS:
        found = list(_turned(text, way))
        known = [one.sign for won, _ in found for one in won if one.sign]
        if len(known) >= _ENOUGH:
            done = 0
            for won, end in found:
                yield from _lost(text, done, won[0].place, way)
                yield from stretches(won, end)
                done = end
            yield from _lost(text, done, len(text), way)
            return


def _lost(text: str, start: int, end: int, way: _Way) -> Iterator[Repair]:
    for match in way.runs.finditer(text, start, end):
        run = match.group()
        odd = sum(not is_common(sign) and sign not in _SIGNS for sign in run)
        if odd * 2 > len(run) and chinese(run) <= _STRANGE:
            yield Repair(Span(*match.span()), "", Reason.LOST)


def _turned(text: str, way: _Way) -> Iterator[tuple[list[Won], int]]:
    """Give the runs that can be turned back this way, each with its end."""
    for match in way.runs.finditer(text):
        run = match.group()
        strange = chinese(run)
        if strange > _STRANGE or _PUNCTUATION.fullmatch(run):
            continue
        won = _won(run, match.start(), way)
        if _reads(won, strange):
            yield won, match.end()


def _reads(won: list[Won], strange: int) -> bool:
    """Say whether nearly all that was won is common Chinese, in words where there are many."""
    known = [one.sign for one in won if one.sign]
    usual = sum(sign in _SIGNS or (is_han(sign) and is_common(sign)) for sign in known)
    if not known or usual * 10 < len(known) * 8 or len(known) * 2 < len(won):
        return False
    return len(known) < _ENOUGH or chinese("".join(known)) >= max(45, strange + 20)


def _won(run: str, start: int, way: _Way) -> list[Won]:
    """Give the characters of the run's bytes; nothing where it cannot have been misread so."""
    try:
        codes = [_NO_BYTE if sign in "\ufffd?" else way.read(sign) for sign in run]
    except UnicodeEncodeError:
        return []
    owners = [start + place for place, code in enumerate(codes) for _ in code]
    at, won = 0, list[Won]()
    for sign in b"".join(codes).decode(way.written, "saima.bytewise"):
        lost = sign == "\ufffd"
        won.append(Won(owners[min(at, len(owners) - 1)], None if lost else sign))
        at += 1 if lost else len(sign.encode(way.written))
    return won
