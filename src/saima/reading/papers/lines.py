"""The lines and sentences of a clean text: what is heading, what is sentence, what is clause."""

import re
from dataclasses import dataclass

from saima.reading.papers.folded import folded
from saima.reading.papers.values import Span

_CN = "一二三四五六七八九十"
ENUMERATOR = re.compile(
    rf"(?:第?[{_CN}]+[是要、.](?![{_CN}][、产次])|[\(（][{_CN}\d]+[\)）]、?|[①-⑳]|\d{{1,2}}[.、)](?!\d(?!\d?月))|[{_CN}]{{1,3}}(?:是|要|在(?=[^{_CN}]))|首先|其次|再次|最后)[,:]?"
)
_HEAD = re.compile(
    rf"(?:第?[{_CN}]+[、.章]|[\(（][{_CN}]+[\)）]|【|\d{{1,2}}[.、](?!\d)|——)"
)
# ◆甲公司:23个库点“瘦身”
_ITEM_HEAD = re.compile(
    r"[◆●■★▲◎◇□☆]\s?[^,。;:]{2,16}(?:公司|集团|局|委|办|医院|学校|中心|县|区|市|镇|街道|厂):[^。;]+$"
)
_ENDS = "。!?"
_OPEN, _CLOSE = "(（[【《", ")）]】》"


@dataclass(frozen=True)
class Sentence:
    """From the last 。; or line end to the next; `line` is the number of its line."""

    span: Span
    line: int


@dataclass(frozen=True)
class Line:
    """One line without its blanks; a heading has no sentence end and is short or numbered."""

    span: Span
    heading: bool
    numbered: bool
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Page:
    """A clean text, folded, with its lines."""

    text: str
    flat: str
    lines: tuple[Line, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Give all sentences in order."""
        return tuple(sentence for line in self.lines for sentence in line.sentences)


def page_of(text: str) -> Page:
    """Split a clean text; costs one pass."""
    flat = folded(text)
    lines: list[Line] = []
    at = 0
    for row in flat.split("\n"):
        start, end = at + len(row) - len(row.lstrip()), at + len(row.rstrip())
        if start < end:
            lines.append(_line(flat, Span(start, end), len(lines)))
        at += len(row) + 1
    return Page(text, flat, tuple(lines))


def _line(flat: str, span: Span, number: int) -> Line:
    words = span.of(flat)
    numbered = bool(_HEAD.match(words))
    ended = words[-1] in "。;!?:,、"
    short = len(words) <= 45
    heading = (
        short
        and "。" not in words
        and ";" not in words
        and not ended
        and not re.search(r"\d(?:\.\d+)?(?:%|万|亿|个|家|户)", words)
    )
    heading = heading or (short and not ended and bool(_ITEM_HEAD.match(words)))
    heading = heading or (numbered and short and "。" not in words and not ended)
    return Line(
        span,
        heading,
        numbered,
        tuple(Sentence(part, number) for part in _sentences(flat, span)),
    )


def _sentences(flat: str, span: Span) -> list[Span]:
    """Cut at 。;!? outside of brackets; quotes after the sign belong to it."""
    found, start, depth = [], span.start, 0
    for place in range(span.start, span.end):
        sign = flat[place]
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif sign in _ENDS or (sign == ";" and not depth):
            found.append(Span(start, place))
            start, depth = place + 1, 0
    found.append(Span(start, span.end))
    return [trimmed(flat, part) for part in found if part.of(flat).strip(' "')]


def trimmed(flat: str, span: Span) -> Span:
    """Take blanks and left-over quotes off both ends."""
    start, end = span
    while start < end and flat[start] in " \t,;、。":
        start += 1
    if start < end and flat[start] == '"' and flat.count('"', start, end) % 2:
        start += 1
    while end > start and flat[end - 1] in " \t,;、。":
        end -= 1
    return Span(start, end)


def clauses(flat: str, span: Span) -> list[Span]:
    """Cut a sentence at , and : outside of brackets and quotes of less than a clause."""
    found, start, depth = [], span.start, 0
    for place in range(span.start, span.end):
        sign = flat[place]
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign in ",:;" and depth <= 0:
            found.append(Span(start, place))
            start, depth = place + 1, 0
    return [part for part in [*found, Span(start, span.end)] if part.of(flat).strip()]
