"""Numbers with their units in a folded text: 7600余万元, 3%—5%, 六成, 不低于65%, 三百二十户."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from saima.reading.papers import numerals
from saima.reading.papers.units import MULTIPLE, MULTIPLES, UNIT, multiplied
from saima.reading.papers.values import Amount, Bound, Span

# Taken whole and never given back, so that a long row of digits is passed over once.
_ARABIC = r"(?<!\d)(?:\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d++(?:\.\d++)?)"
_CHINESE = (
    rf"[{numerals.SIGNS}]+(?:[万亿][{numerals.SIGNS}]+)*(?:点[{numerals.SIGNS}]+)?"
)
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_POINTS = frozenset("·•٫٬。．'’")
_HAN = re.compile("[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MORE = r"[余多来几]"
_ONE = re.compile(
    rf"(?P<low>{_NUMBER})\s?(?P<more1>{_MORE})?\s?(?P<low_multiple>{MULTIPLE})?(?P<more2>{_MORE})?\s?(?P<low_unit>{UNIT})?"
    rf"\s?(?:—+|至|到|或)\s?(?P<high>{_NUMBER})\s?(?P<high_multiple>{MULTIPLE})?(?P<high_unit>{UNIT})"
    rf"|(?P<value>{_NUMBER})\s?(?P<more3>{_MORE})?\s?(?P<multiple>{MULTIPLE})?(?P<more4>{_MORE})?\s?(?P<unit>{UNIT})"
)
_BEFORE = (
    (
        Bound.AT_MOST,
        r"[不未没]得?超过|不得?突破|不得高于|不超|不高于|不大于|不多于|(?<!不)(?<!不得)(?:低于|少于|小于)|不足|不到|至多|最多",
    ),
    (
        Bound.AT_LEAST,
        r"(?<!不)(?<!不得)突破|(?<![不未没])(?<!不得)超过|(?<![不只])超|逾|(?<!不)(?:高于|多于|大于)|首破|跨过|站上|迈上|跃上|不得?低于|不得?少于|不小于|至少|最低|最少|过(?=\s?$)",
    ),
    (Bound.ABOUT, r"约为|(?<![签预节履违集])约|将近|接近|大约|大概|近|大致"),
)
_LEADS = tuple((bound, re.compile(rf"(?:{words})\s?$")) for bound, words in _BEFORE)
_TAILS = (
    (Bound.AT_LEAST, re.compile(r"\s?(?:\(含\)|及)?(?:以上|或以上|起)")),
    (Bound.AT_MOST, re.compile(r"\s?(?:\(含\)|及)?(?:以内|以下|之内|封顶)")),
    (Bound.ABOUT, re.compile(r"\s?(?:左右|上下|许)")),
    (Bound.AT_LEAST, re.compile(r"(?<=[成倍])(?:多|有余)")),
)


# 不到年度计划的两成: the bound word stands before the whole.
_OF_PLAN = re.compile(
    r"(?P<word>不到|不足|不低于|不少于|不超过|超过|接近|近)(?:年度|全年|序时)?(?:计划|任务|目标|预算|总量|总投资|合同额|设计量)的?$"
)
_FURTHER = re.compile(
    r"(?P<word>至少|最少|最多)(?:再)?[\u4e00-\u9fff]{1,4}$"
)  # 至少推动6户
_TENTHS = "一二三四五六七八九"
_TENTH = re.compile(
    rf"半|[{_TENTHS}](?![\u4e00-\u9fff]|\d)|[{_TENTHS}](?=以上|左右|的|多|[压降升提减增缩])"
)  # 六成五


@dataclass(frozen=True)
class Found:
    """An amount with its places: the number with unit, and with its bound words about it."""

    amount: Amount
    number: Span
    span: Span  # with 突破 before and 以上 behind
    chinese: bool  # written in Chinese numerals


def amounts_in(text: str, taken: tuple[Span, ...] = ()) -> tuple[Found, ...]:
    """Find every number that bears a unit; places in `taken` (times) are passed over."""
    return tuple(_sharing(text, list(_found(text, taken))))


def _sharing(text: str, found: list[Found]) -> list[Found]:
    """1.4个、2个百分点: the first shares the unit of the second."""
    for place in range(len(found) - 2, -1, -1):
        one, two = found[place], found[place + 1]
        between = text[one.number.end : two.number.start]
        points = one.amount.unit == "个" and two.amount.unit == "百分点"
        if points and between.strip() in {"、", "和", "及", "与", ","}:
            amount = replace(one.amount, unit="百分点", base_unit="百分点")
            found[place] = replace(one, amount=amount)
    return found


def _found(text: str, taken: tuple[Span, ...]) -> Iterator[Found]:
    at, busy = 0, iter([*taken, Span(len(text), len(text))])
    span = next(busy)
    while match := _ONE.search(text, at):
        while span.end <= match.start():
            span = next(busy, Span(len(text) + 1, len(text) + 1))
        if span.start < match.end() and match.start() < span.end:
            at = span.end
            continue
        if _part_of_a_name(text, match.start()) or _torn(text, match.start()):
            at = match.start() + len(match.group("low") or match.group("value"))
            continue
        found = _read(text, match)
        if found:
            yield found
        at = match.end()


def _part_of_a_name(text: str, start: int) -> bool:
    """第3个, A4, 0.5 after a digit: no number of its own."""
    before = text[max(0, start - 1) : start]
    return bool(before) and (
        before in "*×"
        or (before in ".—/" and text[max(0, start - 2) : start - 1].isdigit())
        or before == "第"
        or (before.isascii() and before.isalpha())
        or before.isdigit()
    )


def _torn(text: str, start: int) -> bool:
    """1 00, 1О0 with a letter of another script, 27·71: the end of a number whose beginning is not understood.

    What is left of it would say something else, so nothing is read.
    """
    if text[start] == "0" and text[start + 1 : start + 2].isdigit():
        return True
    before = text[max(0, start - 1) : start]
    if before in _POINTS and text[max(0, start - 2) : start - 1].isdigit():
        return text[start].isascii()
    if not before or before.isascii() or not text[start].isdigit():
        return False
    kind = unicodedata.category(before)
    odd = (kind[0] in "LMN" or kind == "Cf") and not _HAN.match(before)
    return odd or before == "〇"


def _read(text: str, match: re.Match[str]) -> Found | None:
    return _range(text, match) if match.group("low") else _single(text, match)


def _value(words: str) -> Decimal | None:
    if words[0].isdigit():
        return Decimal(words.replace(",", ""))
    return numerals.number_of(words)


def _single(text: str, match: re.Match[str]) -> Found | None:
    words, multiple = match.group("value"), match.group("multiple") or ""
    chinese = not words[0].isdigit()
    if (
        chinese and len(words) > 1
    ):  # 一亿二千万元: the numeral takes its myriads with it
        words, multiple = words + multiple, ""
    value = _value(words)
    if value is None:
        return None
    unit, end = multiple + match.group("unit"), match.end()
    if unit == "成" and (tenth := _TENTH.match(text, end)):
        more_tenths = 5 if tenth.group() == "半" else _TENTHS.index(tenth.group()) + 1
        value, end = value + Decimal(more_tenths) / 10, tenth.end()
    more = bool(match.group("more3") or match.group("more4"))
    start = match.start()
    if text[start - 1 : start] in {"-", "负"}:  # 利润总额-5亿元, 负5亿元
        value, start = -value, start - 1
    bound, span = _bound(text, start, end, more=more)
    base, base_unit = multiplied(value, unit)
    return Found(
        Amount(value, _spelled(unit), base, base_unit, bound),
        Span(start, end),
        span,
        chinese,
    )


def _range(text: str, match: re.Match[str]) -> Found | None:
    low, high = _value(match.group("low")), _value(match.group("high"))
    if low is None or high is None:
        return None
    high_multiple, high_unit = (
        match.group("high_multiple") or "",
        match.group("high_unit"),
    )
    low_multiple = match.group("low_multiple") or (
        "" if match.group("low_unit") else high_multiple
    )
    if match.group("low_unit") not in {None, high_unit}:
        return None
    factor = MULTIPLES.get(low_multiple, Decimal(1)) / MULTIPLES.get(
        high_multiple, Decimal(1)
    )
    unit = high_multiple + high_unit
    if low * factor > high:
        return None
    base, base_unit = multiplied(low * factor, unit)
    high_base, _ = multiplied(high, unit)
    amount = Amount(
        low * factor, _spelled(unit), base, base_unit, Bound.RANGE, high, high_base
    )
    _, span = _bound(text, match.start(), match.end(), more=False)
    return Found(amount, Span(*match.span()), span, not match.group("low")[0].isdigit())


def _spelled(unit: str) -> str:
    return "百分点" if unit == "个百分点" else unit


def _bound(text: str, start: int, end: int, *, more: bool) -> tuple[Bound, Span]:
    """Look before and behind the number for its bound words."""
    head = text[max(0, start - 6) : start]
    for bound, tail in _TAILS:
        if match := tail.match(text, end):
            lead = next(
                (found for _, pattern in _LEADS if (found := pattern.search(head))),
                None,
            )
            return bound, Span(
                start - (len(head) - lead.start() if lead else 0), match.end()
            )
    if further := _FURTHER.search(text[max(0, start - 12) : start]):
        bound = (
            Bound.AT_LEAST
            if further.group("word")[0] != "最" or further.group("word")[1] == "少"
            else Bound.AT_MOST
        )
        return bound, Span(start - len(further.group()), end)
    if of_plan := _OF_PLAN.search(text[max(0, start - 16) : start]):
        word = of_plan.group("word")
        bound = next(bound for bound, lead in _LEADS if lead.search(word))
        return bound, Span(start, end)
    for bound, lead_pattern in _LEADS:
        if found := lead_pattern.search(head):
            return bound, Span(start - (len(head) - found.start()), end)
    return (Bound.AT_LEAST if more else Bound.EXACT), Span(start, end)
