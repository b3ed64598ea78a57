"""What a number measures: the words before it without time, name, modals and light verbs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from saima.reading.papers.values import Span

_MODAL = (
    r"(?<![主重需])要(?!求|素|闻)|必须|务必|须|(?<![供响反对相适效])应(?!急|用|收|付|届|对|税)|将(?!军)|力争|争取(?=完成|实现|达到|新增|突破)|确保|计划(?=完成|新增|实现|新建|建成|开工|实施|投资|交付|引进|募集|招引)|预计|预期|拟|努力|力求|冲刺|可(?!控|再|支|比|持|用|研|行|转)|能(?=达到|实现)|"
    r"全力|全面(?!完成$)|全年|本年|年度内|年内|今年|力促|着力|继续|持续|进一步|重点|主要(?=完成)"
)
_ADVERB = (
    r"已(?!有)|尚|仍(?!有)|(?<!公)共(?=[开排完投新培签发建实有计收引组接处查化获])|累计|共计|合计|总计|仅|只|全部(?!企)|基本|(?<![平人户月日年])均(?![衡等价由值])|再(?!生)|又|分别|依次|各自|平均(?=[为达])|"
    r"顺利|成功|超额|如期|提前|首次|实际(?=完成|到位)|其中|同时|此外|另外|目前|现已|近日|日前|截至目前|到目前|至今|有望|(?<![节集预签契合大制公])约|近(?=\d)|大约|同比|环比|带动(?=.{2,6}$)|稳步|微(?=[增降升跌])|略(?=[增降升跌有])|小幅|大幅|逆势|双双|预算内?(?=完成)|则|也|还|就(?![业地近医读学诊餐])|名义|年均(?=增长|下降|提高)|按不变价计算|按可比价格?|同口径|自开工(?!以来)|实际(?=新增)|较快|相继|陆续|自[^,]{1,8}以来|按[^,]{2,8}口径|月内|季内|同步|唯独|单单|本周|本月|当月|全月|当日|单日(?=共)|假期(?=共)|届时|今年以来|开工以来|截至当前"
)
_LIGHT = (
    r"转为$|实现(?!率)|完成(?!率|度|额|量|值|情况)|达成(?!率)|达到|达(?![标产成州能])|(?<![行作认人])为$|(?<!但)是$|(?<![国现拥所特自具专公民])有$|拥有|保持在|(?<=[均都])在$|稳定在|控制在|维持在|保持|控制|回升(?:至|到)|上升(?:至|到)|提高(?:至|到)|增长?(?:至|到)|增加(?:至|到)|扩(?:至|到)|扩大(?:至|到)|提升(?:至|到)|升至|下降(?:至|到)|降低(?:至|到)|降至|降到|减少(?:至|到)|减到|降到|提到(?!的)|压到|升到|缩短(?:至|到)|压缩(?:至|到)|压降(?:至|到)|压减(?:至|到)|"
    r"(?<!确)保$|争$|力保|首破|迈上|站上|跃上|越过|跨过|不低于|不少于|不超过|突破|超过|超(?![期限标市龄载高低级声前短长])|逾(?!期)|至|到$|从$|由$|计$|占比为|高达|低于|接近|(?<=[只仅])剩下?$|获得(?=.{0,4}$)|取得(?=.{0,4}$)|有力|推动|促进|发展到"
)
# Verbs that say nothing of what is measured: 开展安全检查326次 measures 安全检查.
_NEUTRAL = "开展|举办|组织|储备|安排|落实|争取|承办|推出|供应|生产|销售|销出|发行|采购|收购|布局|实施|进行|提供|带动|相当于|紧盯|占|为|推动|促进|建设(?=铁路|产业|公路)"
LIGHT = re.compile(rf"(?:{_MODAL}|{_ADVERB}|{_LIGHT}|[\s,、和及与并且的了,]+$)+")
_LEAD = re.compile(
    rf"^(?:{_MODAL}|{_ADVERB}|[\s、,和及与]|其中|一是|二是|三是|一要|二要|三要)+"
)
CHANGE = re.compile(
    r"(?P<down>下降|下调|降低|减少|回落|下滑|压降|压减|缩减|缩短|降幅|减幅|跌幅|下跌|收窄|放缓|趋缓|走低|负增长|减|降)|(?P<up>增长|回升|上调|快了|多出|高出|提高|提升|增加|上升|上涨|增幅|涨幅|增速|增(?=\d)|扩大|翻|攀升|增收(?=\d)|上浮|走高|多增|(?<!新)增)"
)
COMPARED = re.compile(
    r"与[^,;。]{0,8}相比|(?:同比|环比|比|较)(?:去年|上年|年初|同期|前年|上月|上季度|去年同期|上年同期|[^,;。]{0,8}(?:同期|年初|年末|底))?|高于|低于|快于|慢于|超(?=年度|序时|时间|进度|计划)|落后|超过(?=时间|序时|计划)|超前"
)
# What a number is measured on, when it stands behind: up to the first verb or sign.
_NOUN_END = re.compile(
    r"(?<=[\u4e00-\u9fff])\d|[,;:。!?、\n\"\(\)]|(?:建成|开工|完成|正在|已|尚|仍|均|全部|享受|参与|参加|启用|凭|可|获|累计|合计|上半年|今年|截至|全年|竣工|投产|投用|退场|落地|签约|达到|实现|进行|开展|推进|通过|列入|纳入|入选|入库|交付|挂牌|集中|按|由|将|在|对|与|和|及|等|超|未|的(?=应用|工作)|齐聚|上台|依次|销号|转为|到位|较|比|同比|占|需|要)"
)


@dataclass(frozen=True)
class Named:
    """The words for an indicator, and where the shortest phrase with it begins."""

    words: str
    start: int


def named_before(flat: str, start: int, end: int, times: Iterable[Span] = ()) -> Named:
    """Name what stands between `start` and the number's phrase at `end`; words may be empty."""
    words = flat[start:end]
    lead = _LEAD.match(words)
    begin = start + (lead.end() if lead else 0)
    rest = _without(flat, Span(begin, end), times)
    parts = [part.strip(" 、,和及与") for part in LIGHT.split(rest)]
    kept = "".join(part for part in parts if part)
    return Named(tidy(kept), start if lead and lead.end() == len(words) else begin)


def _without(flat: str, span: Span, times: Iterable[Span]) -> str:
    """Leave the times out: 6月底累计完成投资 names 投资."""
    words, at = [], span.start
    for time in times:
        if span.start <= time.start and time.end <= span.end:
            words.append(flat[at : time.start])
            at = time.end
    left = "".join([*words, flat[at : span.end]])
    return re.sub(r"^[在于到从自由]的?", "", left) if len(words) else left


def tidy(words: str) -> str:
    """Take brackets, quotes and joining words off."""
    words = re.sub(r"[\(（\[][^)）\]]*[\)）\]]?", "", words)
    words = re.sub(r"^[\"\s的了]+|[\"\s的了、]+$", "", words)
    return re.sub(rf"^(?:{_NEUTRAL})(?=[\u4e00-\u9fff\"]{{2}})", "", words)


def last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Give the last place where a pattern stands."""
    return next(reversed(tuple(pattern.finditer(words))), None)


def without_change(words: str) -> str:
    """Take growth words and comparisons off: 固定资产投资同比增长 → 固定资产投资."""
    words = (
        COMPARED.split(words)[0]
        if COMPARED.search(words) and not COMPARED.match(words)
        else COMPARED.sub("", words, count=1)
    )
    match = last(CHANGE, words)
    if match and match.end() >= len(words) - 2 and match.start():
        words = words[: match.start()]
    elif match and not match.start():
        words = words[match.end() :]
    return tidy(LIGHT.sub("", words) if words else words)


def noun_behind(flat: str, start: int, end: int) -> Span:
    """Give the noun that a counter counts: 11处|煤矿|建成试运转."""
    words = flat[start:end]
    skip = len(words) - len(words.lstrip(" 的"))
    quoted = words.find('"', skip + 1) + 1 if words[skip : skip + 1] == '"' else 0
    stop = _NOUN_END.search(words, quoted if 0 < quoted <= skip + 12 else skip)
    length = min(stop.start() if stop else len(words), skip + 16)
    return Span(start + skip, start + max(length, skip))
