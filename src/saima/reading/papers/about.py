"""What a paper says of itself: whose it is, of what kind, of which day."""

import re
from collections import Counter

from saima.reading.papers import subjects
from saima.reading.papers.lines import Page
from saima.reading.papers.numerals import number_of
from saima.reading.papers.times import Calendar, Grain
from saima.reading.papers.values import About, Day, PaperKind

_PROVINCES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
]
_REGIONS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
_CITIES = {"北京", "天津", "上海", "重庆"}
_NAME = r"[\u4e00-\u9fffA-Za-z·\(\)]"
_BODY = re.compile(
    rf"(?P<name>{_NAME}{{2,24}}?(?:集团有限公司|股份有限公司|有限责任公司|有限公司|集团公司|控股集团|集团|国资委|管委会|委员会|指挥部|人民政府|政府办公室|督查室|办公室|公司|局|厅|中心|医院|大学|学院|水厂|联社|银行|港|办))"
)
_ISSUE_DATE = re.compile(
    r"(?:发布时间|发表时间|发布日期|时间|日期|来源|更新时间|印发日期|成文日期|发稿时间)[^\d\n]{0,16}(?P<date>20\d\d\s?[-—./年]\s?\d{1,2}\s?[-—./月]\s?\d{1,2})"
)
_DATE_LINE = re.compile(
    r"(?m)^\W{0,3}(?:[^\d\n]{0,24}?)(?P<date>20\d\d\s?[-—./年]\s?\d{1,2}\s?[-—./月]\s?\d{1,2}\s?日?)(?:\s?\d{1,2}[:时]\d{2}(?:[:分]\d{2})?[分秒]?)?(?:\s*第?\s?\d{1,3}\s?版)?(?:\W{0,3}$|\s+(?:文章)?来源)"
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


def _most_named(flat: str) -> int:
    years = [
        int(year)
        for year in re.findall(r"(?<!\d)(20[0-4]\d)\s?(?:年|[-—./]\d{1,2}[-—./])", flat)
    ]
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
    return About(_organization(page, kind), kind, _date(page, kind))


def _date(page: Page, kind: PaperKind | None) -> Day | None:
    printed = _printed(page) or _spoken_on(page)
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
    if re.search(r"政府工作报告|各位代表|政府工作的?总体要求", flat):
        return PaperKind.WORK_REPORT
    if re.search(r"工作(?:报告|要点|总结|计划)", title) and "召开" not in title:
        return PaperKind.WORK_REPORT
    if re.search(r"通报", title) or re.search(
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
    if re.search(r"(?:进展|完成|落实|整改|督查)情况", title) and re.search(
        r"滞后|有关要求|责任单位|排名|较快|较慢", flat
    ):
        return PaperKind.CIRCULAR
    return _by_vocabulary(flat, head, title)


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


def _organization(page: Page, kind: PaperKind | None) -> str | None:
    flat = page.flat
    if kind is PaperKind.WORK_REPORT and (name := _government(flat)):
        return name
    heads = [line.span.of(flat) for line in page.lines[:12]]
    titles = [
        re.sub(r"^\W+|^关于", "", line.span.of(flat))
        for line in page.lines[:8]
        if line.heading
    ]
    lines = [line.span.of(flat) for line in page.lines]
    tries = (
        *((pattern, heads) for pattern in _WHOSE[:5]),
        (_TITLE_BODY, titles),
        (_TITLE_YEAR, titles),
        *((pattern, heads) for pattern in _WHOSE[5:]),
        (_ASKS, lines),
    )
    for pattern, texts in tries:
        if name := _first(pattern, texts):
            return name
    return _titled_work(titles) or _most_spoken(flat)


def _titled_work(titles: list[str]) -> str | None:
    """Take the project that a title begins with, where no body is named."""
    for title in titles:
        subject = subjects.leading_subject(title, 0, len(title))
        if subject and not subject.general and not _NO_BODY.search(subject.name):
            return subject.name
    return None


def _most_spoken(flat: str) -> str | None:
    """Take the body named most often, and more than once."""
    counted = Counter(
        _trimmed_name(match.group("name")) for match in _BODY.finditer(flat)
    )
    usable = {
        name: count
        for name, count in counted.items()
        if 3 <= len(name) <= 20 and count > 1
    }
    return max(usable, key=lambda name: (usable[name], len(name)), default=None)


def _first(pattern: re.Pattern[str], texts: list[str]) -> str | None:
    for words in texts:
        if match := pattern.search(words):
            name = _trimmed_name(match.group("name"))
            if len(name) >= 3 and not _NO_BODY.search(name):
                return name
    return None


_NO_BODY = re.compile(
    r"[|>]|^(?:首页|我们|会议|各|有关|相关|全体|所属|本|该|其|以|对|召开)|[。,;:的]"
)
_ENDS = r"(?:集团有限公司|股份有限公司|有限责任公司|有限公司|集团公司|集团|国资委|管委会|委员会|指挥部|人民政府|督查室|办公室|公司|局|厅|中心|医院|大学|学院|水厂|银行|港务|办|委|公司党委|党委)"
_WHOSE = (
    re.compile(
        rf"在(?P<name>{_NAME}{{2,22}}?{_ENDS})[^。\n]{{0,30}}(?:会议|大会|会)上的"
    ),
    re.compile(
        rf"^\W*(?P<name>{_NAME}{{2,22}}?{_ENDS})(?:党委)?(?:工作)?(?:简报|快报|动态|信息|专报)"
    ),
    re.compile(
        rf"(?:^|[,日上午下\s])(?P<name>{_NAME}{{2,22}}?{_ENDS})(?:党委)?(?:第[^召,]{{1,8}})?(?:组织|主持|胜利|隆重|顺利)?召开"
    ),
    re.compile(rf"^\W*(?P<name>{_NAME}{{2,20}}?{_ENDS})\s*(?:20\d\d年|\d{{4}}[-—])"),
    re.compile(
        rf"^\W*(?P<name>{_NAME}{{2,20}}?(?:集团|公司|局|委|中心|厅|办|督查室|指挥部))(?=[^\u4e00-\u9fff]|\d|[一二三四上下前今全]|在|深|成|获|与|举|扎|强|多|积|持|聚|实|全|完|首|圆|赴|开|推|抓|精)"
    ),
    re.compile(rf"来源\s*:\s*(?P<name>{_NAME}{{2,20}}?{_ENDS})"),
    re.compile(
        rf"(?:^|[,。日\s])(?P<name>{_NAME}{{2,18}}?(?:集团|公司))(?=[^\u4e00-\u9fff]|[一二三四上下前今全累完实共已在])"
    ),
    re.compile(
        rf"(?:^|[,。日\s])(?P<name>{_NAME}{{1,12}}?(?:局|委|厅|办|督查室|指挥部|管委会))(?=[将要在已对])"
    ),
)


_TITLE_BODY = re.compile(
    rf"^(?P<name>{_NAME}{{2,18}}?(?:集团有限公司|股份有限公司|有限责任公司|有限公司|集团公司|集团(?!公司|有限)|公司|管理局|局(?!面|部|长)|委员会|国资委|管委会|厅|督查室|指挥部|中心(?!城|区)|医院|银行|大学|学院))"
)
_TITLE_YEAR = re.compile(rf"^(?P<name>{_NAME}{{3,14}}?)(?=20\d\d年)")
_ASKS = re.compile(
    rf"(?:^|[,。;\s])(?P<name>{_NAME}{{2,16}}?(?:集团|公司|局|指挥部|管委会))(?=要求|强调|明确|召开)"
)


def _trimmed_name(name: str) -> str:
    name = re.sub(
        r"^.*?(?:\d日|上午|下午|近日|日前|记者从|从|由|在|据|与|和|对|向|会上|获悉)(?=.{3})",
        "",
        name,
    )
    return re.sub(r"^(?:关于|年|月|日|季度|今年|我市|全市)+", "", name)


def _government(flat: str) -> str | None:
    """Give the government whose report it is: named, or of the province most spoken of."""
    if match := re.search(
        rf"(?P<name>{_NAME}{{2,10}}?(?:省|自治区|自治州|市|县|区))(?:20\d\d年)?(?:人民)?政府工作报告",
        flat,
    ):
        return match.group("name").lstrip("年") + "人民政府"
    if match := re.search(
        rf"在(?P<name>{_NAME}{{2,12}}?(?:省|自治区|市|县|区|州))第?[^人]{{1,8}}人民代表大会",
        flat,
    ):
        return match.group("name") + "人民政府"
    counted = Counter({name: flat.count(name) for name in _PROVINCES if name in flat})
    if counted:
        name, count = counted.most_common(1)[0]
        if count >= 2:
            return (
                _REGIONS.get(name, name + ("市" if name in _CITIES else "省"))
                + "人民政府"
            )
    return None
