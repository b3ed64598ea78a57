"""Lines broken in the middle of a clause, page numbers, blanks between letters of a word."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.cleaning.rows import Row, rows_of
from saima.reading.papers.cleaning.scripts import HAN, is_han, words
from saima.reading.papers.values import Span

_PAGE = re.compile(
    r"[-—–－·•~]{1,2}\s*\d{1,4}\s*[-—–－·•~]{1,2}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*[(（]?\s*共\s*\d{1,4}\s*页[)）]?)?|(?:Page|page|P)\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?"
)
_ENDED = re.compile(r"[。！？!?；;：:…”’\"』」】》)）]$")
_OPENS = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,3}[、.．章节条是要]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|\d{1,2}[.、．)）](?!\d)|[【《—●■◆▪·•*\-]|附件|各位)"
)
_MID = re.compile(r"[，、,（(《“]$|[\d.]$")
_GOES_ON = re.compile(r"[，。、；：！？,;)）”》%％]|[万亿余]?(?:元|个百分点|%)")
_LETTERED = re.compile(
    rf"(?<![{HAN}])[{HAN}](?:[ \t\u3000]{{1,2}}[{HAN}]){{2,}}(?![{HAN}])"
)
_GAP = re.compile(rf"(?<=[{HAN}])[ \t\u3000]+(?=[{HAN}])")
_BLANK = re.compile(r"[ \t\u3000]+")


def page_marks(text: str) -> Iterator[Repair]:
    """Take out page numbers, and a running head beside them from its second time on."""
    rows = rows_of(text)
    marks = [row.number for row in rows if _PAGE.fullmatch(row.words)]
    if not marks:
        return
    heads = _running_heads(rows, marks)
    seen: set[str] = set()
    for row in rows:
        if _PAGE.fullmatch(row.words) or (row.words in heads and row.words in seen):
            yield Repair(row.whole, "", Reason.WIDGET)
        seen.add(row.words)


def _running_heads(rows: list[Row], marks: list[int]) -> set[str]:
    """Give the short lines that stand beside page numbers three times or more."""
    beside = Counter(
        rows[near].words
        for mark in marks
        for near in (mark - 1, mark + 1)
        if 0 <= near < len(rows) and len(rows[near].words) <= 40
    )
    return {words for words, count in beside.items() if count >= 3}


def joints(text: str) -> Iterator[Repair]:
    """Join lines that a page's width broke: in the middle of a word, a number, a clause."""
    rows = rows_of(text)
    width = _width(rows)
    for one, two in itertools.pairwise(rows):
        gap = Span(one.end, two.start)
        if text.count("\n", *gap) == 1 and _is_broken(one.words, two.words, width):
            both_latin = one.words[-1].isascii() and two.words[0].isascii()
            apart = both_latin and one.words[-1].isalpha() and two.words[0].isalpha()
            yield Repair(gap, " " if apart else "", Reason.BROKEN_LINE)


def _width(rows: list[Row]) -> int:
    """Give the width that unfinished lines share; 0 where they share none."""
    widths = Counter(
        _measure(row.words) // 4
        for row in rows
        if len(row.words) >= 16 and not _ENDED.search(row.words)
    )
    if not widths:
        return 0
    step = max(widths, key=lambda step: widths[step] + widths[step + 1])
    widest = max(_measure(row.words) for row in rows)
    many = widths[step] + widths[step + 1]
    return step * 4 if many >= 3 and widest <= step * 4 + 12 else 0


def _measure(line: str) -> int:
    return sum(2 if sign > "\u2e7f" else 1 for sign in line)


def _is_broken(one: str, two: str, width: int) -> bool:
    if len(one) < 12 or _OPENS.match(two) or _ENDED.search(one):
        return False
    if _GOES_ON.match(two) and not one.endswith(("，", "、")):
        return True
    if width and _measure(one) >= width:
        return True
    if one.endswith(("，", "、", ",")):
        return len(two) >= 6
    if _unfinished(one) and re.search(r"[，。；,;]", two):
        return True
    return _MID.search(one) is None and _word_across(one, two)


def _unfinished(line: str) -> bool:
    """Say whether a line is the beginning of a sentence with clauses, which no title is."""
    return len(line) >= 30 and bool(re.search(r"[，,]", line)) and is_han(line[-1])


def _word_across(one: str, two: str) -> bool:
    """Say whether one word of the dictionary goes over the line end, and neither half is one."""
    head, tail = one[-4:], two[:4]
    at = 0
    for word in words(head + tail):
        if at < len(head) < at + len(word):
            return len(word) >= 2 and _is_torn(head[at:], word[len(head) - at :])
        at += len(word)
    return False


def _is_torn(left: str, right: str) -> bool:
    return len(left) == 1 or len(right) == 1


def blanks(text: str) -> Iterator[Repair]:
    """Close letter-spaced words (会 议 通 知), and gaps inside a word of a sentence."""
    for gap in sorted({*_lettered(text), *_torn(text)}):
        yield Repair(gap, "", Reason.SPACE)


def _lettered(text: str) -> Iterator[Span]:
    for match in _LETTERED.finditer(text):
        for gap in _BLANK.finditer(text, *match.span()):
            yield Span(*gap.span())


def _torn(text: str) -> Iterator[Span]:
    for row in rows_of(text):
        if len(row.words) < 25 or not re.search("[，。；]", row.words):
            continue
        for gap in _GAP.finditer(text, row.start, row.end):
            if _word_over(text, gap.start(), gap.end()):
                yield Span(*gap.span())


def _word_over(text: str, start: int, end: int) -> bool:
    head, tail = text[max(0, start - 3) : start], text[end : end + 3]
    head = "".join(sign if is_han(sign) else "。" for sign in head)
    at = 0
    for word in words(head + tail):
        if at < len(head) < at + len(word):
            return True
        at += len(word)
    return False
