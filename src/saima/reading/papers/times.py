"""Times that a paper names: 截至9月底, 一季度, 1—9月, 10月中旬前, 2026年."""

import calendar
import re
from dataclasses import dataclass
from enum import StrEnum

from saima.reading.papers.values import Day, Span, Stretch

_YEAR = r"(?:(?P<year>20\d\d|19\d\d)\s?年度?|(?P<this>今年|本年度?|当年)|(?P<last>去年|上年|上年度|去年度|(?:刚刚)?过去的?一年)|(?P<next>明年|来年|次年))"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_QUARTER = r"(?:第?[一二三四1-4]季度|[Qq][1-4])"
_HALF = r"(?:上半年|下半年)"
_FROM_TO = rf"(?P<from>{_MONTH})\s?月?份?\s?(?:—|至|到|-)\s?(?P<to>{_MONTH})\s?月份?"
_QUARTERS = r"(?P<quarters>前[二三两]季度|前三季|三季度末|[一二三四]季度末)"
_THIRD = r"(?P<third>[上中下]旬)"
_END = r"(?P<end>底|末)"
_ISO = r"(?P<iso_year>20\d\d)\s?[-—./年]\s?(?P<iso_month>1[0-2]|0?[1-9])\s?[-—./月]\s?(?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d)\s?日?"
_FEASTS = {
    "国庆节?": (9, 30),
    "元旦": (12, 31),
    "五一": (4, 30),
    "七一": (6, 30),
    "劳动节": (4, 30),
}
_FEAST = "|".join(f"(?:{name})" for name in _FEASTS)

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<head>截至|截止到?|(?<!达)[至到])?(?:目前)?{_ISO}",
        rf"(?P<head>截至|截止到?|(?<!达)[至到])?(?:{_YEAR}\s?)?{_FROM_TO}",
        rf"(?:{_YEAR}\s?)?{_MONTH}月{_DAY}日\s?(?:—|至|到)\s?(?:20\d\d年)?(?P<last_month>{_MONTH}月)?(?P<last_day>{_DAY})日",
        rf"(?:{_YEAR}\s?)?前(?P<months>1[0-2]|[2-9]|十[一二]?|[二两三四五六七八九])(?:个月|(?<=前[二两三四五六七八九])月)",
        rf"(?P<head>截至|截止到?|(?<!达)[至到])?(?:{_YEAR}\s?)?(?P<month>{_MONTH})\s?月份?\s?(?:{_THIRD}|{_END}|(?P<day>{_DAY})\s?[日号])?",
        rf"(?P<head>截至|截止到?|(?<!达)[至到])?(?:{_YEAR}\s?)?(?:{_QUARTERS}|(?P<quarter>{_QUARTER})|(?P<half>{_HALF}))",
        r"(?P<head>截至|截止到?|(?<!达)[至到]|力争到)?(?:(?P<year_end>年底|年末|岁末|年终))",
        rf"(?P<head>截至|截止到?|(?<!达)[至到])?{_YEAR}\s?(?P<whole>底|末|年底|全年|以来)?",
        r"(?P<all>全年(?!红)|年内|年度内|本年内|年中前)",
        rf"(?P<near_month>[本下]月)(?:(?P<near_day>{_DAY})[日号]|(?P<near_end>底|末))|(?<![\d一二三四五六七八九十两个每本下上当次])(?P<month_end>月底)(?=前|之前)",
        rf"(?P<feast>{_FEAST})(?:节)?(?=前|之前|期间)",
        rf"(?:{_YEAR}起)?(?P<within>[2-9二两三四五六七八九十])年(?:之)?内",
        r"(?P<five>[\"]?十[四五六][五六七][\"]?(?:末|期末))",
    )
)
_BEFORE = re.compile(
    r"(?:以前|之前|前(?!三季|期|端|列|沿|来|往|进|提|景|茅|瞻|身|置|后|线|方|述|次|两|十)|之内|内(?!部|容|外|控|需|设|河|陆|地|蒙|涝|生))"
)
_NUMBERED = re.compile(r"(?:^|\n)\s?\d{1,2}\.$")  # 1.8月计划完成…
_EACH_MONTH = re.compile(r"[一二两]月(?:一|两|内|之内|多|余|来)")  # 一月一排名
_SENTENCE_END = re.compile(r"[。;\n]")
_LEAP = re.compile(r"去年同期|上年同期|同期|年初|上年末|上年底")
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {
    "十": 10,
    "十一": 11,
    "十二": 12,
    "两": 2,
}


class Grain(StrEnum):
    """What sort of time is named."""

    DAY = "day"
    MONTH = "month"
    SPAN = "span"  # 1—9月, 上半年, 一季度
    YEAR = "year"
    END = "end"  # 年底, 9月底, 中旬: a moment, nothing said of the beginning


@dataclass(frozen=True)
class Named:
    """A time as named: where, what stretch, and whether it is a last day (前, 底) or an as-of (截至)."""

    span: Span
    stretch: Stretch
    grain: Grain
    by: bool  # 9月底前, 年内: the time by which something is to be done
    as_of: bool  # 截至9月底
    compared: (
        bool  # 去年同期: what something is compared with, not the time it is about
    )
    year_said: bool


@dataclass(frozen=True)
class Calendar:
    """Resolves 今年, 9月底 in a paper of this year, 本月底 in one of this month; 0 if unknown."""

    year: int
    month: int = 0

    def times(self, text: str) -> tuple[Named, ...]:
        """Find every time in a folded text, in order; the longer one wins."""
        found: list[Named] = []
        for match in _matches(text):
            calendar = _carried(self, found, text, match.start())
            named = calendar._named(text, match)
            if named and not _repeats(found, named, text):
                found.append(named)
        return tuple(found)

    def _named(self, text: str, match: re.Match[str]) -> Named | None:
        parts = match.groupdict()
        read = self._read(parts, match.group())
        if read is None:
            return None
        stretch, grain = read
        after = _BEFORE.match(text, match.end())
        end = after.end() if after else match.end()
        compared = bool(_compared(text, match)) or bool(
            re.match(r"同期|年初", text[match.end() : match.end() + 2])
        )
        by = (
            bool(after)
            or bool(parts.get("within"))
            or parts.get("all") in {"年内", "年度内", "本年内"}
            or (match.group() == "年底")
        )
        as_of = bool(parts.get("head")) and parts["head"][:1] == "截"
        said = any(
            parts.get(name) for name in ("year", "iso_year", "this", "last", "next")
        )
        return Named(
            Span(match.start(), end), stretch, grain, by, as_of, compared, said
        )

    def _read(
        self, parts: dict[str, str | None], words: str
    ) -> tuple[Stretch, Grain] | None:
        year = self._year(parts)
        if parts.get("within"):
            return _within(year, parts)
        if parts.get("near_month") or parts.get("month_end"):
            return self._near(parts)
        if parts.get("iso_year"):
            day = _day(
                int(parts["iso_year"] or 0),
                int(parts["iso_month"] or 0),
                int(parts["iso_day"] or 0),
            )
            return (Stretch(day, day), Grain.DAY) if day else None
        if parts.get("from"):
            first, last = _number(parts["from"]), _number(parts["to"])
            return (
                (Stretch(Day(year, first, 1), last_of(year, last)), Grain.SPAN)
                if first <= last
                else None
            )
        if parts.get("last_day"):
            return _days(year, parts, words)
        if months := parts.get("months"):
            return Stretch(Day(year, 1, 1), last_of(year, _number(months))), Grain.SPAN
        if parts.get("month"):
            return _in_month(year, parts)
        return _parts_of_year(year, parts)

    def _near(self, parts: dict[str, str | None]) -> tuple[Stretch, Grain] | None:
        """本月底, 下月15日: by the month of the paper."""
        if not self.month:
            return None
        later = self.month + ((parts.get("near_month") or "")[:1] == "下")
        year, month = self.year + later // 13, (later - 1) % 12 + 1
        if parts.get("near_day"):
            day = _day(year, month, int(parts["near_day"] or 0))
            return (Stretch(day, day), Grain.DAY) if day else None
        return Stretch(None, last_of(year, month)), Grain.END

    def _year(self, parts: dict[str, str | None]) -> int:
        if parts.get("year"):
            return int(parts["year"] or 0)
        if not self.year:
            return 0
        return self.year - bool(parts.get("last")) + bool(parts.get("next"))


def _within(year: int, parts: dict[str, str | None]) -> tuple[Stretch, Grain]:
    """2012年起5年内 ends with 2016; 5年内 alone ends nobody knows when."""
    said = any(parts.get(name) for name in ("year", "this", "last", "next"))
    end = Day(year + _number(parts["within"]) - 1, 12, 31) if said and year else None
    return Stretch(None, end), Grain.END


def _parts_of_year(
    year: int, parts: dict[str, str | None]
) -> tuple[Stretch, Grain] | None:
    if parts.get("quarters"):
        return _quarters(year, parts["quarters"] or "")
    if parts.get("quarter"):
        number = next(
            _number(sign)
            for sign in parts["quarter"] or ""
            if sign in _DIGITS or sign.isdigit()
        )
        return Stretch(
            Day(year, 3 * number - 2, 1), last_of(year, 3 * number)
        ), Grain.SPAN
    if parts.get("half"):
        first = 1 if (parts["half"] or "").startswith("上") else 7
        return Stretch(Day(year, first, 1), last_of(year, first + 5)), Grain.SPAN
    if parts.get("feast"):
        return _feast(year, parts["feast"] or "")
    if parts.get("five"):
        return _five(parts["five"] or "")
    if parts.get("year_end") or parts.get("whole") in {"底", "末", "年底"}:
        return Stretch(None, Day(year, 12, 31)), Grain.END
    if parts.get("whole") == "以来":
        return None
    return Stretch(Day(year, 1, 1), Day(year, 12, 31)), Grain.YEAR


def _carried(calendar: Calendar, found: list[Named], text: str, place: int) -> Calendar:
    """2025年6月底完工, 12月底前投运: the year said with a month holds to the sentence's end."""
    if not found or not found[-1].year_said or found[-1].grain is Grain.YEAR:
        return calendar
    if found[-1].compared or _SENTENCE_END.search(text, found[-1].span.end, place):
        return calendar
    return Calendar(
        found[-1].stretch.end.year if found[-1].stretch.end else calendar.year,
        calendar.month,
    )


def _repeats(found: list[Named], named: Named, text: str) -> bool:
    """2023年集团全年: the year has been said just before, in figures."""
    if not found or named.year_said or named.grain is not Grain.YEAR or named.by:
        return False
    last = found[-1]
    in_figures = (
        last.grain is Grain.YEAR
        and text[last.span.start : last.span.start + 1].isdigit()
    )
    return in_figures and not _SENTENCE_END.search(
        text, last.span.end, named.span.start
    )


def _matches(text: str) -> list[re.Match[str]]:
    """Match all patterns; of two that overlap the one that begins first, then the longer."""
    every = [
        match
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
        if _stands_alone(text, match)
    ]
    every.sort(key=lambda match: (match.start(), -match.end()))
    kept: list[re.Match[str]] = []
    for match in every:
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Tell a time from a part of a longer number or of another word (三年行动, 1年)."""
    before = text[match.start() - 1 : match.start()] if match.start() else ""
    if match.group()[0].isdigit() and (before.isdigit() or before == "."):
        return bool(_NUMBERED.search(text[max(0, match.start() - 4) : match.start()]))
    if match.group()[0] in "一二三四五六七八九十" and before in set(
        "一二三四五六七八九十百每第前后近几数"
    ):
        return False
    if match.groupdict().get("month") and _EACH_MONTH.match(text, match.start()):
        return False
    return not (match.groupdict().get("month") and before in {"个", "每", "第"})


def _compared(text: str, match: re.Match[str]) -> bool:
    """比上年, 较去年同期, 由上年: the time of the other side of a comparison."""
    before = text[max(0, match.start() - 1) : match.start()]
    if text[max(0, match.start() - 2) : match.start()] == "扭转":
        return True
    if before in {"由", "从"} and text[match.end() : match.end() + 1] == "的":
        return True  # 由1月的2.3%转为1.5%
    if before == "与" and text[match.end() : match.end() + 4].find("相比") >= 0:
        return True
    return before in {"比", "较", "由", "从"} and bool(
        match.groupdict().get("last")
        or _LEAP.match(text, match.end() - 2)
        or before in {"比", "较"}
    )


def _number(word: str | None) -> int:
    word = word or ""
    return int(word) if word.isdigit() else _DIGITS[word]


def last_of(year: int, month: int) -> Day:
    """Give the last day of a month; February of an unsaid year has 28."""
    return Day(year, month, calendar.monthrange(year or 2001, month)[1])


def _day(year: int, month: int, day: int) -> Day | None:
    return (
        Day(year, month, day) if 1 <= day <= last_of(year or 2000, month).day else None
    )


def _in_month(year: int, parts: dict[str, str | None]) -> tuple[Stretch, Grain] | None:
    month = _number(parts["month"])
    if parts.get("day"):
        day = _day(year, month, int(parts["day"] or 0))
        return (Stretch(day, day), Grain.DAY) if day else None
    if parts.get("third"):
        last = {"上": Day(year, month, 10), "中": Day(year, month, 20)}.get(
            (parts["third"] or "")[0]
        )
        return Stretch(None, last or last_of(year, month)), Grain.END
    if parts.get("end"):
        return Stretch(None, last_of(year, month)), Grain.END
    return Stretch(Day(year, month, 1), last_of(year, month)), Grain.MONTH


def _days(
    year: int, parts: dict[str, str | None], words: str
) -> tuple[Stretch, Grain] | None:
    """9月9日至15日: from day to day."""
    begin = re.search(rf"(?P<month>{_MONTH})月(?P<day>{_DAY})日", words)
    if begin is None:
        return None
    month = _number(begin.group("month"))
    last_month = (
        _number((parts.get("last_month") or "").rstrip("月"))
        if parts.get("last_month")
        else month
    )
    first, last = (
        _day(year, month, int(begin.group("day"))),
        _day(year, last_month, int(parts["last_day"] or 0)),
    )
    return (
        (Stretch(first, last), Grain.SPAN) if first and last and first <= last else None
    )


def _quarters(year: int, words: str) -> tuple[Stretch, Grain]:
    if words.startswith("前"):
        last = 9 if "三" in words else 6
        return Stretch(Day(year, 1, 1), last_of(year, last)), Grain.SPAN
    return Stretch(None, last_of(year, 3 * _number(words[0]))), Grain.END


def _feast(year: int, words: str) -> tuple[Stretch, Grain] | None:
    for name, (month, day) in _FEASTS.items():
        if re.match(name, words):
            return Stretch(None, Day(year, month, day)), Grain.END
    return None


def _five(words: str) -> tuple[Stretch, Grain]:
    """十四五末 is the end of 2025; the twelfth plan ended in 2015."""
    bare = words.strip('"')
    count = 10 + _number(bare[1])
    return Stretch(None, Day(2015 + 5 * (count - 12), 12, 31)), Grain.END
