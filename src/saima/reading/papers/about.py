"""What a paper says of itself: whose it is, of what kind, of which day."""

import re
from collections import Counter

from saima.reading.papers.lines import Page
from saima.reading.papers.numerals import number_of
from saima.reading.papers.organizations import organization_of
from saima.reading.papers.times import Calendar, Grain
from saima.reading.papers.values import About, Day, PaperKind

_ISSUE_DATE = re.compile(
    r"(?:发布时间|发表时间|发布日期|时间|日期|来源|更新时间|印发日期|成文日期|发稿时间)[^\d\n]{0,16}(?P<date>20\d\d\s?[-—./年]\s?\d{1,2}\s?[-—./月]\s?\d{1,2})"
)
_DATE_LINE = re.compile(
    r"(?m)^\W{0,3}(?:[^\d\n]{0,24}?)(?P<date>20\d\d\s?[-—./年]\s?\d{1,2}\s?[-—./月]\s?\d{1,2}\s?日?)(?:\s?\d{1,2}[:时]\d{2}(?:[:分]\d{2})?[分秒]?)?(?:\s*第?\s?\d{1,3}\s?版)?(?:\W{0,3}$|\s*(?:印发|发布|编印|印)\W{0,2}$|\s+(?:文章)?来源)"
)


def year_of(page: Page) -> int:
    """Give the year that 今年 means: of the printed date, else the one most named; 0 where none is."""
    printed = _printed(page) or _spoken_on(page)
    if printed:
        return printed.year
    return _most_named(page.flat)


_BEFORE_CONGRESS = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日[,]?\s?在[^。\n]{4,40}(?:会议|大会)[^。\n]{0,8}上"
)


def _spoken_on(page: Page) -> Day | None:
    """2024年1月18日在县第十八届人民代表大会第三次会议上."""
    match = _BEFORE_CONGRESS.search(page.flat[:800])
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    return Day(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


# 2025年6月底完工, 到2027年 look ahead and tell nothing of when the paper was written.
_ISSUED = re.compile(r"(\d{1,2})月(\d{1,2})日\s?(?:印发|编印|刊发|发布)")


def _issued_on(page: Page) -> Day | None:
    """8月6日印发, in a paper of 2025年7月."""
    match, year = _ISSUED.search(page.flat[:300]), _most_named(page.flat)
    month, day = (int(part) for part in match.groups()) if match else (0, 0)
    return Day(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


_YEAR = re.compile(
    r"(?<![\d到至])(20[0-4]\d)\s?(?:年(?!\s?(?:\d{1,2}月)?(?:底|前|末))|[-—./]\d{1,2}[-—./])"
)


def _most_named(flat: str) -> int:
    headed = re.search(r"(?m)^\W{0,3}(20[0-4]\d)年\d{1,2}月\W{0,3}$", flat[:400])
    if headed:  # a line of its own: 2024年10月
        return int(headed.group(1))
    years = [int(year) for year in _YEAR.findall(flat)]
    titled = re.search(
        r"(20[0-4]\d)年(?:度)?(?:[^。,;\n]{0,12}工作(?:会|要点|安排|报告|任务)|[一二三四]季度|上半年|前三季度|\d{1,2}[-—]\d{1,2}月)",
        flat[:400],
    )
    if titled:
        return int(titled.group(1))
    counted = Counter(years)
    return max(counted, key=lambda year: (counted[year], year), default=0)


_CHINESE_DATE = re.compile(
    r"(?m)^[^\n。]{0,20}?(?P<year>[二〇零○Ｏ][〇零○一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日\W{0,3}$"
)
_LOOSE_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?!在|召开|至|—|,)")
_ZEROS = str.maketrans("○Ｏ", "〇〇")


def _printed(page: Page) -> Day | None:
    """Find the printed date of issue, at the head or at the foot."""
    head = page.flat[:1200]
    match = (
        _ISSUE_DATE.search(head)
        or _DATE_LINE.search(head)
        or _DATE_LINE.search(page.flat[-300:])
    )
    if match:
        parts = [int(part) for part in re.findall(r"\d+", match.group("date"))[:3]]
    elif (
        loose := _LOOSE_DATE.search(
            " ".join(
                line.span.of(page.flat)
                for line in page.lines[:5]
                if len(line.span.of(page.flat)) <= 45
            )
        )
    ) and not _spoken_on(page):
        parts = [int(part) for part in loose.groups()]
    elif chinese := _CHINESE_DATE.search(head) or _CHINESE_DATE.search(
        page.flat[-300:]
    ):
        read = [
            number_of(chinese.group(name).translate(_ZEROS))
            for name in ("year", "month", "day")
        ]
        parts = [int(part) for part in read if part is not None]
    else:
        return None
    year, month, day = parts if len(parts) == 3 else (0, 0, 0)
    return Day(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def about(page: Page) -> About:
    """Read organization, kind and date; what the paper does not say stays None."""
    kind = kind_of(page)
    return About(organization_of(page, kind), kind, _date(page, kind))


def _date(page: Page, kind: PaperKind | None) -> Day | None:
    printed = _printed(page) or _spoken_on(page) or _issued_on(page)
    if printed:
        return printed
    if kind in {
        PaperKind.NEWSLETTER,
        PaperKind.WORK_REPORT,
        PaperKind.OPERATIONS,
        PaperKind.PROGRESS,
    }:
        return None
    calendar = Calendar(_most_named(page.flat))
    for named in calendar.times(page.flat[:800]):
        start = max(page.flat.rfind(sign, 0, named.span.start) for sign in "。\n") + 1
        happened = named.grain is Grain.DAY and not named.by and not named.as_of
        if happened and named.span.start - start <= 8:
            return named.stretch.end
    return None


def kind_of(page: Page) -> PaperKind | None:
    """Decide by title, form and vocabulary."""
    flat, head = page.flat, page.flat[:500]
    title = " ".join(line.span.of(flat) for line in page.lines[:4] if line.heading)
    if re.search(
        r"政府工作报告|各位代表|政府工作的?总体要求|经济社会发展(?:的)?(?:主要)?(?:预期)?目标(?:建议)?[是为:]",
        flat,
    ):
        return PaperKind.WORK_REPORT
    if re.search(r"工作(?:报告|要点|总结|计划)", title) and "召开" not in title:
        return PaperKind.WORK_REPORT
    if re.search(r"(?:执行|完成|工作|发展|落实)情况[^\n]{0,24}的报告", title):
        return PaperKind.WORK_REPORT
    if (re.search(r"通报", title) and "召开" not in title) or re.search(
        r"关于[^\n]{0,40}(?:通报|督查情况|督办情况)", head
    ):
        return PaperKind.CIRCULAR
    if (
        re.search(r"(?:简报|快报|工作动态|专报|信息)(?:\s|\n|第)", head)
        and re.search(r"第\s?\d+\s?期|【", head)
    ) or (
        flat.count("【") >= 2
        and re.search(r"【[^】]{2,8}(?:动态|信息|要闻|简讯|速览|特稿)】", flat)
    ):
        return PaperKind.NEWSLETTER
    if re.search(r"(?:进展|完成|落实|整改|督查|办理|推进)情况", title) and re.search(
        r"滞后|有关要求|存在(?:的)?(?:主要)?问题|责任单位|排名|较快|较慢", flat
    ):
        return PaperKind.CIRCULAR
    if re.search(r"(?:业务|经营)动态", title):
        return PaperKind.BUSINESS
    if re.search(r"(?:工程|项目)[^\n]{0,8}(?:月报|周报|旬报)", title):
        return PaperKind.PROGRESS
    if _MIDST.match(flat) and re.search(r"[全我][省市县区州]", flat):
        return PaperKind.WORK_REPORT
    return _by_vocabulary(flat, head, title)


# (四)着力畅通循环,…: a piece out of the middle of a report.
_MIDST = re.compile(
    r"\s*(?:[\(（][一二三四五六七八九十]+[)）]|[二三四五六七八九十]+、)[^。\n]{4,40}\n"
)


_MEETING = re.compile(
    r"召开[^。\n]{0,60}会|(?:主持召开|会议(?:指出|要求|强调|通报|传达|听取|认为|明确))|职代会|工作会|推进会|动员会|调度会|专题会|座谈会|例会"
)
_WORKS = re.compile(
    r"桩基|浇筑|封顶|路基|主体结构|钢结构|掘进|贯通|吊装|架梁|施工|标段|节点|监理|工序|合龙|幕墙"
)
_DATA = re.compile(
    r"同比|环比|增长|下降|客流|客运量|货运量|吞吐量|产量|售电量|供水量|发电量|日均|营业收入|单日|运送|旅客"
)
_DEALS = re.compile(
    r"签约|签订|签署|中标|发行|获批|揭牌|挂牌|上市|战略合作|招商|落户|投产|融资|授信|票据|债券|合作协议|成交|摘牌|注册"
)


def _by_vocabulary(flat: str, head: str, title: str) -> PaperKind | None:
    counts = {
        PaperKind.PROGRESS: len(_WORKS.findall(flat)),
        PaperKind.OPERATIONS: len(_DATA.findall(flat)),
        PaperKind.BUSINESS: len(_DEALS.findall(flat)) * 2,
    }
    lead = title + head[:160]
    if _MEETING.search(title) or (
        _MEETING.search(head[:220]) and len(re.findall(r"会议|强调|要求", flat)) >= 2
    ):
        return PaperKind.MEETING
    if not flat.strip():
        return None
    if re.search(
        r"记者|居民|市民|群众说|告诉|介绍说|笑着|通讯员|老人", flat
    ) and not re.search(r"项目(?:进展|建设)", title):
        return PaperKind.NEWS
    best = max(counts, key=lambda kind: counts[kind])
    if counts[best] >= 3:
        return best
    return PaperKind.MEETING if _MEETING.search(lead) else PaperKind.NEWS
