"""Spam of gambling and porn sites: whole lines, and phrases put inside a sentence.

A phrase is spam when it is made of baits and lures (vocabulary.py) nearly throughout.
A paper that speaks of gambling to forbid it, or of lottery, downloads and platforms, stays.
"""

import re
import unicodedata
from collections.abc import Iterator

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.cleaning.rows import Row, rows_of
from saima.reading.papers.cleaning.scripts import is_han, words
from saima.reading.papers.cleaning.vocabulary import AGAINST, BAITS, LURES, TRADES
from saima.reading.papers.values import Span

_TERM = re.compile(rf"(?P<bait>{BAITS})|(?P<lure>{LURES})", re.IGNORECASE)
_BAIT = re.compile(BAITS, re.IGNORECASE)
_AGAINST = re.compile(AGAINST)
_PAIRS = {
    "《": "》",
    "【": "】",
    "[": "]",
    "(": ")",
    "（": "）",
    "“": "”",
    '"': '"',
    "「": "」",
    "『": "』",
    "〈": "〉",
    "<": ">",
    "〖": "〗",
}
_LIMITS = re.compile(
    r"[。！？；，、,;!?：:\n()（）《》【】〖〗\[\]“”\"「」『』〈〉<>]|\s{2,}"
)
# Terms one behind the other, with letters and digits of a name before and between them.
_RUN = re.compile(
    rf"(?:[A-Za-z0-9.]{{2,16}}[·\-]?)?(?:(?:{BAITS}|{LURES})[·\-_|]?(?:[A-Za-z0-9]{{1,6}}(?=(?:{BAITS})))?){{2,}}",
    re.IGNORECASE,
)


def repairs(text: str) -> Iterator[Repair]:
    """Cut spam out at its own limits."""
    rows = rows_of(text)
    for row in rows:
        if not _BAIT.search(row.words):
            continue
        at_edge = row.number < 2 or row.number >= len(rows) - 3
        spam = _is_spam(row.words) or (at_edge and _is_spam_at_edge(row.words))
        if spam or _is_spam_trail(row):
            yield Repair(row.whole, "", Reason.SPAM)
        else:
            yield from _inside(row)


def _is_spam(phrase: str, *, enough: int = 3, part: int = 55) -> bool:
    """Weigh baits twice; so much of it must be baits and lures that no sentence is left."""
    terms = list(_TERM.finditer(phrase))
    baits = sum(term.group("bait") is not None for term in terms)
    covered = sum(len(term.group()) for term in terms)
    size = sum(sign.isalnum() for sign in phrase)
    if not baits or _AGAINST.search(phrase) or "。" in phrase:
        return False
    weight = baits + len(terms)
    return (weight >= enough and covered * 100 >= size * part) or (
        baits >= 3 and covered * 100 >= size * 40
    )


def _is_spam_at_edge(words: str) -> bool:
    """Say whether a line over or below the paper, no sentence, is a sign of such sites: 金沙贵宾会官网."""
    if len(words) > 60 or re.search(r"[。；;，]|\d{4}\s?年", words):
        return False
    return _is_spam(words, enough=3, part=35)


def _is_spam_trail(row: Row) -> bool:
    """Say whether it is a trail at the head of the page that begins with the site's name."""
    steps = re.split(r"\s*[>|｜›»_]\s*", row.words)
    return row.number < 3 and len(steps) > 1 and _is_spam(steps[0])


def _inside(row: Row) -> Iterator[Repair]:
    done = 0
    for span in _phrases(row.words):
        if span.start < done:
            continue
        cut = _with_its_limits(row.words, span)
        done = cut.end
        yield Repair(Span(row.start + cut.start, row.start + cut.end), "", Reason.SPAM)


def _phrases(line: str) -> Iterator[Span]:
    """Find spam between limits; else runs of terms in the middle of good words."""
    for part in _parts(line):
        phrase = part.of(line)
        if not _BAIT.search(phrase):
            continue
        apart = _ornamented(line, part) or _bracketed(line, part)
        if _is_spam(phrase, enough=2 if apart else 3, part=40 if apart else 55):
            yield _without_good_words(line, part)
        elif not _AGAINST.search(phrase):
            yield from _runs(line, part)


def _without_good_words(line: str, part: Span) -> Span:
    """Leave what stands behind the last term, and far before the first: words of the paper."""
    terms = list(_TERM.finditer(line, part.start, part.end))
    first, last = terms[0].start(), terms[-1].end()
    start = part.start
    if first - start > 8:
        start = _name_start(line, start, first)
    return Span(start, last if part.end - last >= 4 else part.end)


def _ornamented(line: str, part: Span) -> bool:
    """Say whether an ornament stands beside it, as no office paper sets one in a sentence."""
    beside = line[max(0, part.start - 1) : part.start] + line[part.end : part.end + 1]
    return any(unicodedata.category(sign) == "So" or sign in "‖¦|" for sign in beside)


def _bracketed(line: str, part: Span) -> bool:
    """Say whether brackets hold it in the middle of a sentence, where no heading stands."""
    before, after = line[part.start - 1 : part.start], line[part.end : part.end + 1]
    return part.start > 2 and before in "《【[〖『「〈" and _PAIRS.get(before) == after


def _parts(line: str) -> Iterator[Span]:
    at = 0
    for place, sign in enumerate(line):
        if (
            sign in "‖¦"
            or _LIMITS.match(sign)
            or unicodedata.category(sign) in {"So", "Cs", "Co"}
        ):
            if place > at:
                yield Span(at, place)
            at = place + 1
    if at < len(line):
        yield Span(at, len(line))


def _runs(line: str, part: Span) -> Iterator[Span]:
    for match in _RUN.finditer(line, part.start, part.end):
        if _is_spam(match.group(), enough=4):
            yield Span(_name_start(line, part.start, match.start()), match.end())


def _name_start(line: str, first: int, start: int) -> int:
    """Take the site's name before the run along: characters that make no word of their own.

    Before the word of the trade (体育, 娱乐) one word may be the name.
    """
    head = line[max(first, start - 12) : start]
    taken, pieces = 0, words(head)
    if re.match(TRADES, line[start:]) and pieces and len(pieces[-1]) in {2, 3}:
        return start - len(pieces[-1])
    while pieces and len(pieces[-1]) == 1 and is_han(pieces[-1]) and taken < 4:
        taken += len(pieces.pop())
    return start - taken


def _with_its_limits(line: str, span: Span) -> Span:
    """Take along the brackets or ornaments about it, or one comma."""
    start, end = span
    before, after = line[start - 1 : start], line[end : end + 1]
    if before and _PAIRS.get(before) == after:
        return Span(start - 1, end + 1)
    while start and unicodedata.category(line[start - 1]) == "So":
        start -= 1
    while end < len(line) and unicodedata.category(line[end]) == "So":
        end += 1
    before, after = line[start - 1 : start], line[end : end + 1]
    if after and after in "，、," and (not before or before in "，、,。；;"):
        return Span(start, end + 1)
    if before and before in "，、," and (not after or after in "。；;！!"):
        return Span(start - 1, end)
    return Span(start, end)
