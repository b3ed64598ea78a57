"""Who is to do a task: the unit before 要, behind 由, or named as 责任单位."""

import re

from saima.reading.papers import subjects
from saima.reading.papers.marked import Marked
from saima.reading.papers.values import Span

_LEAD_STOP = re.compile(
    r"(?:(?<![主重需])要(?!求|素|闻|点)|须|应(?!急|用)|必须|务必|将|给予|负责(?!人)|牵头|会同|配合|对(?!外|标)|在|于|按|计划(?!财务|经营|发展|统计|部|处|科)|拟|力争|确保|\d|需(?!要求)|抓紧|加快|立即|尽快|迅速|分片|分头|同步|组织(?!人事|[部处科])|开展|逐|提前|推行|督促|约谈|每(?=[月日周天季年半])|限期)"
)
_BY_WHOM = re.compile(
    r"由(?P<who>[^,;。]{2,24}?)(?:牵头|负责|督办|挂牌|组织|会同|统筹|承担|落实|具体|逐|跟踪|主办|配合|对|进行|在|于|抓总|督促|督导|约谈|实施|办理|提供|挂图|销号|盯)"
)
_ANSWERS = re.compile(
    r"(?:责任单位|牵头单位|责任部门|牵头部门|主办单位|责任主体)\s?:\s?(?P<who>[^,;。)）\n]{2,40})"
)
# (县卫生健康局牵头,县财政局配合)
_IN_BRACKET = re.compile(
    r"[\(（](?:由)?(?P<who>[^,;:。()（）]{2,30}?)(?:牵头|负责|主办|承办)(?=[,)）])"
)
_HELPS = re.compile(
    r"(?:配合单位|协办单位|协同单位|参与单位|配合部门)\s?:\s?(?P<who>[^,;。)）\n]{2,60})|(?P<who2>[^,;。]{2,20}?)配合"
)


_GOES_ON = re.compile(
    r"[的和及、与为是等,内外:]|管理|改革|建设|治理|职工|党建|发展|投资|营收|利润|业务"
)
# 县供销集团|抢晴天封闭库体
_BODY_BEGINS = re.compile(
    r"(?!其|该|本)[^,;。:、的\s\d\"]{2,14}?(?:集团|公司|局|委|办|厅|政府|街道|医院|指挥部|专班)(?=[抢驻按把将会抓盯拿排补签逐])"
)
_ASKED_OF = re.compile(r"(?:请|责成|由)")
_BULLET = re.compile(r"[—·•◆●■▲★\-\s]+")
_DIGITS = re.compile(r"\d*")


class Doers:
    """Finds the units that the clauses of a paper ask something of."""

    def __init__(self, text: Marked) -> None:
        self.flat, self.times_in = text.page.flat, text.times_in

    def lead(self, span: Span) -> str | None:
        """Give the one unit that answers for a task; None where none is named."""
        words = span.of(self.flat)
        if match := _ANSWERS.search(words) or _IN_BRACKET.search(words):
            return match.group("who")
        if match := _BY_WHOM.search(words):
            named = re.sub(r"(?:分头|共同|分别|联合|具体)$", "", match.group("who"))
            return named if subjects.is_body(named) or is_doer(named) else None
        places = [
            span.start,
            *(span.start + match.end() for match in re.finditer(r",", words)),
        ]
        for place in places[:3]:
            if who := self.at(place, span.end):
                return who
        return None

    def at(self, start: int, end: int) -> str | None:
        """Name the unit that a clause begins with, before 要, 须, a date or a verb."""
        if marked := _BULLET.match(self.flat, start, end):
            start = marked.end()
        times = self.times_in(Span(start, end))
        if times and times[0].span.start == start:
            start, times = times[0].span.end, times[1:]
        if asked := _ASKED_OF.match(self.flat, start, end):
            start = asked.end()
        number = _DIGITS.match(self.flat, start)
        stop = _LEAD_STOP.search(self.flat, number.end() if number else start, end)
        places = [time.span.start for time in times if start < time.span.start]
        place = min([*places, *([stop.start()] if stop else [])], default=end)
        name = self.flat[start:place]
        if not 2 <= len(name) <= 40 or re.search(r"[,;:。]", name) or not is_doer(name):
            return self._subject_at(start, end)
        return name

    def _subject_at(self, start: int, end: int) -> str | None:
        """Name the unit that a clause begins with, right before its verb."""
        if begun := _BODY_BEGINS.match(self.flat, start, end):
            return begun.group()
        subject = subjects.leading_subject(self.flat, start, end)
        if subject is None or subject.general or not subjects.is_body(subject.name):
            return None
        noun_goes_on = _GOES_ON.match(self.flat, subject.span.end, end)
        asked = subject.span.end < end and not noun_goes_on
        return subject.name if asked and subjects.ORGAN.search(subject.name) else None


_DOER = re.compile(
    r"(?:(?:各|每个|全体|有关|相关|所属|权属|责任)?(?:单位|部门|企业|公司|项目部|党支部|支部|县区|县市区|乡镇|街道|县|区|市|镇|局|委|办|厅|部|处|室|科|中心|集团|党委|党组|指挥部|专班|领导小组|办公室|管委会|政府|督查室|公司党委|负责人|主要领导|班子成员|员工|党员|干部|[生网检督协办]员|参建单位|施工单位|银行|医院|学校|酒店|社区|乡|村|[县市省区乡镇村]里|班组|工区|车队|供销社|营业所|管理所|标段|直属库|粮库|库点|收购点|网点|门店|车间|(?<![场厕处居会])所|[一二三四五六七八九十\d]标|站|厂|队|上下|研究院|学院|分公司|子公司|水务|团队|院|板块|农场|林场|基地|各地|支队|大队|总队))(?:主要(?:负责人|领导))?$"
)


_BRACKET = re.compile(r"[\(（][^)）]{1,12}[\)）]")  # 各区(县级市)
_ALL = re.compile(r"各|全体|有关|相关|其他|所有|服务|生产|销售|采购|培训|新")


def is_doer(name: str) -> bool:
    """Tell a unit or its people, who can be asked to do something."""
    name = _BRACKET.sub("", name)
    if subjects.begins_with_a_deed(name) and not _ALL.match(name):
        return False
    if re.match(r"(?:新增|新建|建成|完成|引进|签订|开展|建立|推动)", name):
        return False
    return (
        bool(_DOER.search(name))
        and not re.search(
            r"[的把将对与\"]|工作$|(?<!各)(?:服务区|景区|厂区)$|按照|通过|围绕|聚焦",
            name,
        )
        and not re.match(
            r"(?:报|送|呈|帮|覆盖|确定|主动|全面|加快|推动|加强|提升|深化|完成|确保|继续|教育|引导|动员|发动|弘扬|大力|努力|积极|切实|帮助|指导|督促|协调|鼓励|支持|服务(?!中心))",
            name,
        )
    )


def answering(words: str) -> str | None:
    """Give whom 责任单位: names."""
    match = _ANSWERS.search(words) or _IN_BRACKET.search(words)
    return match.group("who").strip() if match else None


def helping(words: str) -> tuple[str, ...]:
    """Give the units that are to help: 配合单位:…, 由…配合."""
    names = (
        match.group("who") or match.group("who2") or ""
        for match in _HELPS.finditer(words)
    )
    return tuple(name for part in names for name in _units(part))


def _units(words: str) -> tuple[str, ...]:
    return tuple(
        part.strip()
        for part in re.split(r"[、和及]", words)
        if 2 <= len(part.strip()) <= 20
    )
