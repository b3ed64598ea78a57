"""Whose paper it is: the body that meets, reports, issues or is reported of."""

import re
from collections import Counter
from collections.abc import Iterable

from saima.reading.papers import subjects
from saima.reading.papers.lines import ENUMERATOR, Page
from saima.reading.papers.values import PaperKind

_PROVINCES = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门"
)
_REGIONS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
_CITIES = {"北京", "天津", "上海", "重庆"}
_SIGN = r"[\u4e00-\u9fffA-Za-z·\(\)]"
_FIRM = "集团有限公司|股份有限公司|有限责任公司|有限公司|集团公司|控股集团|集团(?!公司|有限)|公司"
_OFFICE = "国资委|管委会|委员会|指挥部|人民政府|政府办公室|督查室|办公室|管理局|局(?!面|部|长)|厅|中心(?!城|区)|党委|党组"
_HOUSE = "医院|大学|学院|水厂|银行|港务|联社"
_END = f"(?:{_FIRM}|{_OFFICE}|{_HOUSE}|办|委)"


def _named(least: int, most: int, end: str = _END) -> str:
    """A name that ends like that of a body; the shortest."""
    return rf"(?P<name>{_SIGN}{{{least},{most}}}?{end})"


_OF_NEWSLETTER = re.compile(
    rf"^\W*{_named(2, 22)}(?:工作)?(?:简报|快报|动态|信息|专报)"
)
_ISSUES = re.compile(
    rf"(?m)^\W*(?P<name>[\u4e00-\u9fff]{{3,22}}?{_END})关于(?:印发|下达|调整|做好|开展|明确)"
)
_EDITED = re.compile(
    rf"^\W*(?!集团|公司|本)(?P<name>[\u4e00-\u9fffA-Za-z·\(\)\"]{{2,24}}?{_END})(?:(?<=集团)办公室|(?<=公司)办公室|(?<=委)办公室|(?<=局)办公室)?\s*编(?:印|制|发)?(?=\s|$|20|\d|,)"
)
_CALLS_MEETING = re.compile(
    rf"(?:^|[,日上午下\s]){_named(2, 22)}(?:第[^召,]{{1,8}})?(?:组织|主持|胜利|隆重|顺利)?召开"
)
_DATED_BY = re.compile(
    rf"^\W*20\d\d年\d{{1,2}}月\d{{1,2}}日\s+{_named(2, 18, f'(?:{_FIRM}|{_OFFICE}|{_HOUSE})')}$"
)
_PLACE_CALLS = re.compile(
    r"(?:^|[,日上午下\s])(?P<name>[\u4e00-\u9fff]{2,4}?[市县区州])(?:组织)?召开"
)
_WITH_YEAR = re.compile(rf"^\W*{_named(2, 20)}\s*(?:20\d\d年|\d{{4}}[-—])")
_AT_MEETING_OF = re.compile(rf"^\W*在{_named(2, 22)}[^。\n]{{0,30}}(?:会议|大会|会)上")
_BEGINS_TITLE = re.compile(rf"^{_named(2, 18, f'(?:{_FIRM}|{_OFFICE}|{_HOUSE})')}")
_BEFORE_YEAR = re.compile(rf"^(?P<name>{_SIGN}{{3,14}}?)(?=20\d\d年)")
_SOURCE = re.compile(rf"来源\s*:\s*{_named(2, 20)}")
_BEGINS_SENTENCE = re.compile(
    rf"(?:^|[,。日\s]){_named(2, 18, '(?:集团|公司)')}(?=[^\u4e00-\u9fff]|[一二三四上下前今全累完实共已在与同])"
)
_OFFICE_ACTS = re.compile(
    rf"(?:^|[,。日\s]){_named(1, 12, '(?:局|委|厅|办|督查室|指挥部|管委会)')}(?=[将要在已对])"
)
_ASKS = re.compile(
    rf"(?:^|[,。;\s]){_named(2, 16, '(?:集团|公司|局|指挥部|管委会)')}(?=要求|强调|明确|召开)"
)
_IN_TITLE = re.compile(rf"(?:推动|推进|开创|谱写|助力){_named(2, 18, f'(?:{_FIRM})')}")
_SIGNED = re.compile(rf"^{_named(2, 22)}$")
_ANY = re.compile(_named(2, 24))
_FIRMS = re.compile(_named(2, 24, "(?:有限公司|建设公司|集团)"))
_NO_BODY = re.compile(
    r"[|>丨]|(?:情况|工作|安排|及|和)$|^(?:[我全本][市县区省州]|第|首页|我们|会议|各|有关|相关|全体|所属|本|该|其|以|对|召开|中共中央|国务院)|[。,;:的]"
)


def organization_of(page: Page, kind: PaperKind | None) -> str | None:
    """Find the body: of title, first sentence or source; None where none is named."""
    flat = page.flat
    if issued := _ISSUES.search(
        "\n".join(line.span.of(flat) for line in page.lines[:4])
    ):
        return issued.group("name")
    if kind is PaperKind.WORK_REPORT and (name := _government(flat)):
        return name
    lines = [line.span.of(flat) for line in page.lines]
    heads = lines[:12]
    titles = [
        re.sub(
            r"^\W+|^关于|^[^,。丨|]{2,8}[丨|]",
            "",
            ENUMERATOR.sub("", line.span.of(flat), count=1),
        )
        for line in page.lines[:8]
        if line.heading
    ]
    signed = lines[-3:] if kind is PaperKind.CIRCULAR else []
    tries = (
        (_SIGNED, signed),
        *(
            (pattern, heads)
            for pattern in (_OF_NEWSLETTER, _EDITED, _CALLS_MEETING, _WITH_YEAR)
        ),
        (_PLACE_CALLS, heads),
        (_AT_MEETING_OF, [head for head in heads if len(head) <= 45]),
        (_DATED_BY, heads[:6]),
        (_BEGINS_TITLE, titles),
        (_IN_TITLE, titles),
        (_BEFORE_YEAR, titles),
        *((pattern, heads) for pattern in (_SOURCE, _BEGINS_SENTENCE)),
        # A newspaper tells of a place; 县某局 is one of many who act in it.
        (_OFFICE_ACTS, heads if kind is not PaperKind.NEWS else []),
        (_ASKS, lines),
    )
    found = (name for pattern, texts in tries if (name := _first(pattern, texts)))
    work = _titled_work(titles)
    return (
        next(found, None)
        or _builder(work, flat)
        or work
        or _most_spoken(flat)
        or _place_of(flat, heads[:3])
    )


def _builder(work: str | None, flat: str) -> str | None:
    """Give the firm that is called like the project of the title: …高速公路建设有限公司."""
    if work is None:
        return None
    names = (_bare(match.group("name")) for match in _FIRMS.finditer(flat))
    return next((name for name in names if name[:4] == work[:4]), None)


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str | None:
    for words in texts:
        if match := pattern.search(words):
            name = _bare(match.group("name"))
            if len(name) >= 3 and not _NO_BODY.search(name):
                return name
    return None


def _bare(name: str) -> str:
    """Take off what a name was caught with: dates and joining words."""
    name = re.sub(
        r"^.*?(?:\d日|上午|下午|近日|日前|记者从|针对|从|由|在|据|与|和(?!社会保障|自然资源|城乡建设|旅游|信息化|农村)|对|向|会上|获悉)(?=.{3})",
        "",
        name,
    )
    return re.sub(r"^(?:关于|是|像|让|年|月|日|季度|今年|我市|全市)+", "", name)


def _titled_work(titles: list[str]) -> str | None:
    """Take the project that a title begins with, where no body is named."""
    for title in titles:
        subject = subjects.leading_subject(title, 0, len(title))
        if subject and not subject.general and not _NO_BODY.search(subject.name):
            return subject.name
    return None


_PLACE = re.compile(
    r"(?=(?P<name>[\u4e00-\u9fff]{2}[省市县州]))[^各全我本该省市县区州由个等][^各全我本该省市县区州由个等级]"
)
_BEGINS_WITH_PLACE = re.compile(
    r"\W*(?P<name>(?![全我本各])[\u4e00-\u9fff]{2,4}?(?:省|市|县|州|旗))(?![场民长委直级])"
)


def _place_of(flat: str, heads: list[str]) -> str | None:
    """Give the place that a paper of no body tells of: it begins with it, or names it most; twice at least."""
    for head in heads:
        begun = _BEGINS_WITH_PLACE.match(head)
        if begun and flat.count(begun.group("name")) >= 2:
            return begun.group("name")
    counted = Counter(match.group("name") for match in _PLACE.finditer(flat))
    name, count = max(counted.items(), key=lambda item: item[1], default=("", 0))
    if count < 2:
        return None
    before = Counter(re.findall(rf"([\u4e00-\u9fff]){name}", flat))
    sign, often = max(before.items(), key=lambda item: item[1], default=("", 0))
    return sign + name if 5 * often >= 4 * count else name


def _most_spoken(flat: str) -> str | None:
    """Take the body named most often, and more than once."""
    counted = Counter(_bare(match.group("name")) for match in _ANY.finditer(flat))
    usable = {
        name: count
        for name, count in counted.items()
        if 3 <= len(name) <= 20 and count > 1 and not _NO_BODY.search(name)
    }
    return max(usable, key=lambda name: (usable[name], len(name)), default=None)


_PARTY_OF = re.compile(r"中共(?P<name>[\u4e00-\u9fff]{2,3}(?:省|自治区|市|县))委")
_OF_A_PLACE = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<name>(?![全我各该本])[\u4e00-\u9fff]{2})(?P<what>人(?!民|大|才|均|口|力|工)|有这|高新区|经开区|新区|新材料|枢纽|海关|职业|学院|大学|农投|城投|国投|交投|文旅|大桥|三桥|二桥|机场|港区|竹|茶)"
)


def _government(flat: str) -> str | None:
    """Give the government whose report it is: named, or of the province most spoken of."""
    realm = "(?:省|自治区|自治州|市|县|区|州)"
    titled = re.search(
        rf"(?P<name>{_SIGN}{{2,10}}?{realm})(?:20\d\d年)?(?:人民)?政府工作报告", flat
    )
    before = re.search(
        rf"在(?P<name>{_SIGN}{{2,12}}?{realm})第?[^人]{{1,8}}人民代表大会", flat
    )
    if match := titled or before:
        return match.group("name").lstrip("年") + "人民政府"
    if match := _PARTY_OF.search(flat):
        return match.group("name") + "人民政府"
    named: Counter[str] = Counter(match.group() for match in _PROVINCES.finditer(flat))
    for name, count in named.most_common(1):
        if count >= 2:
            ending = "市" if name in _CITIES else "省"
            return _REGIONS.get(name, name + ending) + "人民政府"
    return _by_its_places(flat)


def _by_its_places(flat: str) -> str | None:
    """槐江人, 槐江新区, 槐江大桥 in a report of 全市: two different ones at least name the city."""
    realms: Counter[str] = Counter(re.findall(r"[全我]([省市县区州])", flat))
    found: dict[str, set[str]] = {}
    for match in _OF_A_PLACE.finditer(flat):
        found.setdefault(match.group("name"), set()).add(match.group("what"))
    name: str = max(found, key=lambda one: len(found[one]), default="")
    if not realms or len(found.get(name, ())) < 2:
        return None
    own = [realm for realm, _ in realms.most_common() if realm != "省"] or ["省"]
    return name + own[0] + "人民政府"
