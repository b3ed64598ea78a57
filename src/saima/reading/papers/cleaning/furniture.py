"""What a page has about the text: navigation, buttons, counters, the foot.

Lines that say when and whence a text is (发布时间, 来源, 编辑) are facts and stay.
"""

import itertools
import re
from collections.abc import Iterator

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.cleaning.rows import Row, rows_of
from saima.reading.papers.cleaning.vocabulary import (
    BUTTONS,
    CALLS,
    COUNTERS,
    FOOT,
    NAVIGATION,
)
from saima.reading.papers.values import Span

_WHERE = r"您?(?:的|现在的?|当前的?|目前的?|所在的?){0,2}[ \t]*+(?:所在)?(?:位置|栏目)[ \t]*+[:：]?[ \t]*"
_ARROW = r"(?:>{1,2}|＞|›|»|→)"
_STEP = r"[^>＞›»→。；，、!?！？\n]{1,24}"
_TRAIL = re.compile(
    rf"(?P<where>{_WHERE})?\s*{_ARROW}?\s*{_STEP}(?:\s*{_ARROW}\s*{_STEP}?)+"
)
_IN_TRAIL = re.compile(rf"{_ARROW}")
# 当前位置: 首页 / 信息公开, with the steps parted by other signs than arrows.
_WHERE_STEPS = r"您?(?:的|现在的?|当前的?|目前的?|所在的?){1,2}[ \t]*+(?:位置|栏目)[ \t]*+[:：][ \t]*[^。；，、\n/\-|]{1,16}(?:\s*[/\-|]\s*[^。；，、\n/\-|]{1,16}){1,6}"
_SIZES = r"[【\[(（]?[ \t]*+(?:字[体号]|字体大小)\s*[:：]?\s*[\[【(（]?\s*(?:(?:特大|超大|大|中|小|默认|正常|放大|缩小|[|/])\s*)*[】\])）]?"
_LONE_SIZES = re.compile(rf"(?m)^[ \t\u3000]*+{_SIZES}[ \t\u3000]*$\n?")
_UPRIGHT = re.compile(
    rf"(?m)(?:^[ \t]*+{_WHERE}$\n++)?(?:^[^\n>]{{1,24}}\n++[ \t]*+{_ARROW}[ \t]*+\n++)+^[^\n>]{{1,24}}$\n?"
)
_NAVIGATION = re.compile(rf"(?:{NAVIGATION})")
_BAR = re.compile(r"\s*[|｜丨·/]\s*|\s{2,}|\t|\u3000+")
_BUTTON = rf"[【\[(（]?\s*(?:{BUTTONS})\s*[】\])）]?"
_COUNTER = rf"[【\[(（]?\s*(?:{COUNTERS})\s*[:：]\s*(?:[【\[(（]?\d[\d,]*(?![\d,]*\s*[-年./月])[】\])）]?)?\s*(?:次|人次|人)?\s*[】\])）]?"
_WHOLE = re.compile(
    rf"(?:(?:{_BUTTON}|{_COUNTER}|{_SIZES}|{CALLS})[\s|/\d]*)+(?:{FOOT})?|{FOOT}|{_WHERE}|{_WHERE_STEPS}"
)
_RELATED = re.compile(
    r"[【\[]?(?:相关(?:阅读|新闻|链接|文章|推荐|信息|报道|资讯)|(?:推荐|延伸)阅读|热门(?:文章|新闻|推荐|排行)|猜你喜欢|最新(?:新闻|文章|资讯))[】\]]?\s*[:：]?"
)
# A sentence, a line of facts about the paper, or one that names its part.
_ENDED = re.compile(r"[。；;]\s*$|^(?:责任?编辑|编辑|审核|附件?|抄送)\s*[:：]?")
_ONE_LETTER = re.compile(r"[大中小]")
_BOXED = re.compile(
    rf"[【\[(（]\s*(?:{BUTTONS})(?:\s*(?:本页|窗口))?\s*[】\])）]|[【\[(（]\s*(?:{COUNTERS})\s*[:：]\s*(?:\d[\d,]*(?![\d,]*\s*[-年./月]))?\s*次?\s*[】\])）]"
)
# …合格率98%。分享到:新浪微博
_AT_END = re.compile(
    r"(?<=[。！？!?”\"])\s*(?:分享到?|推荐给朋友)\s*[:：]?(?:\s*(?:(?:新浪|腾讯)?微博|微信|朋友圈|QQ空间|QQ好友|QQ|\|))*\s*$"
)
_META = re.compile(
    r"(?:时间|日期|来源|作者|编辑|责编|发布[者人]?|供稿|记者|单位)\s*[:：]|20\d\d[-年./]\d{1,2}"
)
_IN_META = re.compile(
    rf"\s*(?:{_COUNTER}|(?:浏览|阅读|点击|查看|人气|热度)\s*[:：]\s*(?:\d[\d,]*(?![\d,]*\s*[-年./月]))?\s*次?|{_SIZES}|[【\[(（]\s*(?:{BUTTONS})\s*[】\])）]|打印本页|打印此页|关闭窗口|加入收藏|分享到?\s*[:：]?(?:\s*(?:微信|(?:新浪|腾讯)?微博|朋友圈|QQ空间|QQ好友))*\s*$)"
)
_SIZES_IN_META = re.compile(r"字[体号]")


def blocks(text: str) -> Iterator[Repair]:
    """Take out what stands upright over several lines: 首页 ⏎ > ⏎ 新闻, 【字体： ⏎ 大 ⏎ 中 ⏎ 小 ⏎ 】."""
    found = [(Span(*match.span()), Reason.CRUMB) for match in _UPRIGHT.finditer(text)]
    found += [
        (Span(*match.span()), Reason.WIDGET)
        for match in _LONE_SIZES.finditer(text)
        if _SIZES_IN_META.search(match.group())
    ]
    end = 0
    for span, reason in sorted(found):
        if span.start >= end:
            yield Repair(span, "", reason)
            end = span.end


def repairs(text: str) -> Iterator[Repair]:
    """Take out lines that are furniture, and buttons within a line of facts."""
    rows = rows_of(text)
    links = _related(rows)
    for row in rows:
        if row.number in links or _is_crumb(row, len(rows)):
            yield Repair(row.whole, "", Reason.CRUMB)
        elif _is_furniture(row.words):
            yield Repair(row.whole, "", Reason.WIDGET)
        else:
            yield from _parts(row)


def _related(rows: list[Row]) -> set[int]:
    """Find the titles below 相关阅读 behind the first third: to the end or to a line that is a sentence."""
    for row in rows[len(rows) // 3 :]:
        if _RELATED.fullmatch(row.words):
            behind = itertools.takewhile(
                lambda one: not _ENDED.search(one.words), rows[row.number + 1 :]
            )
            return {one.number for one in behind}
    return set()


def _is_crumb(row: Row, count: int) -> bool:
    if len(row.words) > 120:
        return False
    if re.fullmatch(_WHERE, row.words) and not _BAR.fullmatch(row.words):
        return "位置" in row.words
    match = _TRAIL.fullmatch(row.words)
    if not match:
        return _is_bar(row.words)
    if match.group("where") or _NAVIGATION.search(row.words):
        return True
    at_edge = row.number < 5 or row.number >= count - 3
    return at_edge and len(_IN_TRAIL.findall(row.words)) >= 2


def _is_bar(words: str) -> bool:
    """首页 | 新闻中心 | 关于我们: at least three, and most of them navigation."""
    steps = [step for step in _BAR.split(words) if step]
    known = sum(bool(_NAVIGATION.fullmatch(step)) for step in steps)
    return len(steps) >= 3 and known * 2 > len(steps)


def _is_furniture(words: str) -> bool:
    return (
        len(words) <= 240
        and bool(_WHOLE.fullmatch(words))
        and not _ONE_LETTER.fullmatch(words)
    )


def _parts(row: Row) -> Iterator[Repair]:
    """Find buttons inside a line: boxed ones anywhere, others beside time and source."""
    meta = len(row.words) <= 160 and "。" not in row.words and _META.search(row.words)
    for match in (_IN_META if meta else _BOXED).finditer(row.words):
        if match.group().strip():
            start = row.start + match.start()
            yield Repair(Span(start, start + len(match.group())), "", Reason.WIDGET)
    if shared := _AT_END.search(row.words):
        yield Repair(
            Span(row.start + shared.start(), row.start + shared.end()),
            "",
            Reason.WIDGET,
        )
