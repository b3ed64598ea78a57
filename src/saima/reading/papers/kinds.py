"""What a number says of its indicator: target, completion rate, growth, share or actual."""

import re
from dataclasses import dataclass

from saima.reading.papers import naming
from saima.reading.papers.amounts import Found
from saima.reading.papers.modes import DONE, OBLIGED, Mode
from saima.reading.papers.naming import CHANGE, COMPARED
from saima.reading.papers.units import is_money, is_rate
from saima.reading.papers.values import Bound, Kind

# A plan itself, whatever is done of it: 年度计划34.15亿元, 总投资, 任务120部.
PLANNED = re.compile(
    r"(?:(?:年度|全年|本年|今年|年|总|投资|建设|月度|季度|当年|任务)?(?:计划|任务|目标|指标|预算|概算|考核值|底线)(?:数|值|量|额|投资|总投资|总量)?(?:为|是|达|数)?|总投资(?:额|约|达|为|共|控制在)?|计划(?:总)?投资|计划[\u4e00-\u9fff]{1,4}[量额]|计划新增|设计(?:年)?(?:产能|能力|规模)|(?:估算|匡算)(?:总)?(?:投资)?|拟投资|概算(?:总)?投资|投资(?:总额|规模)(?:为|约|达)?|预计[^,;。]{0,10}|规划[^,;。]{0,8}|设计(?:年)?[^,;。\d]{0,8}|应(?:搬迁|征收|签约|完成|收)|(?:收入|支出)(?:安排|预期))\s?(?:为|约|达|近|超|共|:)?\s?[\(（]?$"
)
_DONE_OF = re.compile(
    r"(?:占|完成(?:了)?|达(?:到)?|实现|为|不到|不足|超过|接近)?\s?(?:年度|全年|预算|考核|年|本年|今年|总|当年|投资|序时|月度|季度|预定|既定|目标|设计|概算|合同|批复)[^,;。%]{0,12}(?:计划|任务|预算|目标|安排|进度|总量|工程量|总任务|总投资|概算|合同额|考核值)[^,;。%]{0,22}?的?\s?$|(?:完成|占)(?:了)?(?:总|全部)?(?:计划|任务|目标|预算|总量|工程量|投资计划)[^,;。%]{0,16}的?\s?$|(?:占|完成|达到?|为|相当于|超过|仅为|干)(?:了)?[^,;。%\d]{0,8}(?:盘子|计划|任务|预算|控制指标|设计量|工程量|概算|合同额|考核值|目标)(?:总?数|额|量|值)?的(?:近|约)?\s?$"
)
_RATE_NAMES = re.compile(
    r"(?:完成|开工|竣工|整改|排查|加装|安装|追缴|回款|收割|播种|签约|销号|办结|兑现|执行|达标投产|投产|入库|履约|腾空|征收|征迁|拆迁|拆除|交付|交房|交地|兑付|支用|支出|使用完成|备齐|检修|覆盖完成|清零|化解|处置|盘活|到位|到货|清偿|签订|闭合|落实|结案|推进|回款|清欠|支付|进展|复工|建成|通车|封顶|整治|办理|响应|完工|收缴|归集|开票|出库|达产|在线整改|闭环|达到序时)(?:完成)?(?:率|进度|比例|比率)[^,;。]{0,6}$"
)
_WORKS = re.compile(
    r"(?:施工|浇筑|安装|敷设|铺设|开挖|回填|结构|桩基|基础|路基|路面|桥面|主体|装修|幕墙|外立面|砌筑|工程量|形象进度|总进度|进度|掘进|征地|拆迁|征迁|建设|安置|绿化|架设|吊装|管网|管道|支护|土方|工程|土建|机电|装饰|桥涵|涵洞|箱梁|墩柱|承台|铺装|护栏|衬砌|二衬|仰拱|底?基层|面层|水稳层|预制|管线|管廊|调试|验收|整治|改造|完成)[^,;。]{0,12}(?:已|累计|均|约|过|达|至|到)*(?:完成|达到?|过|至|到)[^,;。]{0,4}$"
)


# 掘进5480延米,占58.6%: the part of a work that is done.
_PART_OF_WORKS = re.compile(
    r"(?:掘进|浇筑|架设|铺设|敷设|铺筑|开挖|安装|施工|吊装|砌筑|清淤|修复|打设|拼装)[^,;。]{0,8}\d[\d.]*\s?[万\u4e00-\u9fff]{1,5},(?:已)?(?:占|完成)(?:设计)?(?:总数|总量|总长|量|比)?的?约?$"
)
# A value set for a rate: 航班正常率考核值为87%.
_SET = re.compile(
    r"(?:考核值|目标值|计划值|底线|预期目标|控制目标)(?:为|是|达到?)?(?:不低于|不超过)?\s?$"
)


# What is there or left over: 尚余140吨.
_LEFT = re.compile(
    r"未[^,;。]{1,8}的$|现有|已有|原有|(?:剩余|尚余|尚有|还有|还剩|仅|只有|余额|仅为)\s?$"
)
_DONE_BEHIND = re.compile(r"已|均已|全部(?:完成|开工|建成)")
_BOUND_SET = re.compile(r"不得?(?:低于|少于|高于|超过|多于|突破)")
# 12部|的任务, 95%|的目标: the number is called a plan behind it.
_CALLED_A_PLAN = re.compile(r"的(?:年度|全年|既定)?(?:任务|目标|指标)(?![的值]|完成)")
# 建成后,…可…: what a work will do once it is there.
_ONCE_DONE = re.compile(
    r"(?<!已)(?:建成|投产|达产|投用|投运|完工|竣工|达效)后(?!的)(?![^。;]*(?:已|累计|目前|截至))[^。;]*$"
)


@dataclass(frozen=True)
class Setting:
    """Where a number stands: clause and sentence before it, what follows, the mode of the sentence."""

    clause: str  # from the clause's beginning to the number's phrase
    sentence: str  # from the sentence's beginning to the number's phrase
    behind: str
    bound: str  # the words of the number's phrase before it: 不低于
    mode: Mode
    past: bool = (
        False  # the time last named in the sentence had ended on the paper's day
    )
    future: bool = False  # 全年, 年底: it names a time that was still to come


def is_target(found: Found, setting: Setting) -> bool:
    """Tell what is set, planned, required or forecast from what is."""
    if found_plan(found, setting) or _CALLED_A_PLAN.match(setting.behind):
        return True
    if _LEFT.search(setting.clause):
        return False
    if _SET.search(setting.clause):
        return True
    obliged, done = _last(OBLIGED, setting.clause), _last(DONE, setting.clause)
    if obliged >= 0:
        return done <= obliged or setting.mode is Mode.PLAN
    if _ONCE_DONE.search(setting.sentence):
        return True
    if setting.past or _is_told_as_done(found, setting):
        return False
    if setting.future or _BOUND_SET.match(setting.bound):
        return True
    if setting.mode is Mode.NONE:
        near = setting.sentence[_list_of_targets(setting.sentence) :]
        return (
            _last(OBLIGED, near) >= 0
            and _last(DONE, near) < _last(OBLIGED, near)
            and '"' not in near
        )
    return setting.mode is Mode.PLAN


# 占全年盘子的47.3% in a report: what is done of it.
_PART = re.compile(r"占(?:年度|全年|本年)?(?:计划|任务|盘子|预算|目标)的?\s?$")


def _is_told_as_done(found: Found, setting: Setting) -> bool:
    clause = setting.clause
    if setting.mode is Mode.PLAN and found.amount.bound is not Bound.EXACT:
        clause = COMPARED.sub("", clause)  # 同比增长4%—6% is planned
    if (
        setting.mode is Mode.REPORT
        and is_rate(found.amount.unit)
        and _PART.search(clause)
    ):
        return True
    return bool(DONE.search(clause) or _DONE_BEHIND.match(setting.behind))


_TARGET_LIST = re.compile(r"目标(?:任务)?:")


def _list_of_targets(sentence: str) -> int:
    """Give how far back to look: to 目标任务: that opens a list, else forty signs."""
    near = max(0, len(sentence) - 40)
    opened = _last(_TARGET_LIST, sentence)
    return near if opened < 0 else min(opened, near)


def found_plan(found: Found, setting: Setting) -> bool:
    """年度计划34.15亿元: a plan named right before the number, which is not a part of it in %."""
    return (
        not is_rate(found.amount.unit)
        and bool(PLANNED.search(setting.clause))
        and not re.search(r"超(?:年度|全年)?(?:计划|任务|目标)$", setting.clause)
    )


def _last(pattern: re.Pattern[str], words: str) -> int:
    place = -1
    for match in pattern.finditer(words):
        place = match.start()
    return place


_ENDS_IN_CHANGE = re.compile(
    r"(?:增长|下降|提高|上升|增加|减少|上涨|下跌|回落)(?:了|约|近)?\s?$"
)


def is_rate_of_doing(indicator: str) -> bool:
    """完工率, 整改率: a rate that tells how far something is done."""
    return bool(_RATE_NAMES.search(indicator))


def is_part_done(found: Found, setting: Setting, indicator: str = "") -> bool:
    """占年度计划的18.3%, 整改率97.9%, 桩基完成62%."""
    if found.amount.base_unit != "%" or _ENDS_IN_CHANGE.search(setting.clause):
        return False
    return bool(
        _RATE_NAMES.search(indicator)
        or _DONE_OF.search(setting.clause)
        or _RATE_NAMES.search(setting.clause)
        or _WORKS.search(setting.clause)
        or _PART_OF_WORKS.search(setting.sentence)
        or _of_plan_behind(setting)
        or re.search(
            r"占(?:规划)?(?:总投资|概算|(?:设计|总)(?:量|长度|面积|方量|里程)|应[^,;。%]{1,4}总?数)[^,;。%]{0,12}的?\s?(?:近|约)?$",
            setting.clause,
        )
        or re.search(
            r"(?:已|仅|任务|目标|计划|指标)完成(?:了|约|近|过)*\s*$", setting.clause
        )
        or re.search(
            r"占设计[^,;。%\d]{1,4}$|[挖浇填铺架砌]总量的?$|(?:整改|处置|化解|兑现|办结|销号|清偿)了\s?(?:约|近)?$",
            setting.clause,
        )
        or re.search(r"进度(?:分别|已|均)*(?:达到?|为)?(?:约|近)?\s?$", setting.clause)
        or re.search(
            r"[\u4e00-\u9fff]{2}(?:分别|已|仅|只|均|累计)*完成(?:了|约|近|过|超|逾)*\s*$",
            setting.clause,
        )
        or re.search(
            r"(?:^|[,;])\s*(?:已)?(?:完成|收获|完工)(?:约|近|过|超|逾)*\s*$",
            setting.clause,
        )
    )


def _of_plan_behind(setting: Setting) -> bool:
    return bool(re.match(r"的?(?:年度|全年)?(?:计划|任务|工程量)", setting.behind))


_GROWS_STILL = re.compile(r"(?:回升|回落|加快|放缓|收窄)(?:至|到)\s?$")


def goes_on_growing(setting: Setting) -> bool:
    """增长3.1%,但12月回升到7.9%: what is told of is the growth itself."""
    return bool(_GROWS_STILL.search(setting.clause))


def is_change(found: Found, setting: Setting) -> bool:
    """增长5.3%, 同比减少2起, 较年初提高3个百分点."""
    tail = setting.clause[-14:]
    change = _last_change(tail)
    if found.amount.base_unit == "百分点":
        return True
    if re.search(r"(?:增速|增幅|涨幅|降幅)[^,;。]{0,8}$", tail) and is_rate(
        found.amount.unit
    ):
        return True
    if found.amount.unit == "倍" and re.search(r"同期|上年|去年", tail):
        return True
    if re.search(r"(?:至|到|(?<!分别)为)$", tail):
        return False
    if change and (
        is_rate(found.amount.unit)
        or re.search(
            r"(?:增加|减少|下降|上升|压降|压减|增收|减亏|减收|多收|少收|提高|提升|降低|缩短|延长|上涨|下跌|涨)(?:了)?\s?$",
            tail,
        )
    ):
        return True
    if re.search(r"比[^,;。\d]{1,8}(?:多|少|高|低|快|慢)(?:出|了)?\s?$", tail):
        return True  # 比改革前多出四成
    compared = re.search(
        r"同比|环比|(?:比|较)[^,;。]{0,6}(?:同期|年初|上年|去年|年末|上月|上届|上期|上周|前一|[一二三四五六七八九十\d]月份?|季度)",
        setting.clause[-20:],
    )
    if (
        compared
        and is_rate(found.amount.unit)
        and compared.end() == len(setting.clause[-20:].rstrip("+ "))
    ):
        return True  # 同比+7.4%
    return bool(
        compared
        and (
            change
            or re.search(
                r"减亏|[高低快慢长短]$|[多少省][\u4e00-\u9fff]{0,2}$", tail[-4:]
            )
        )
    )


def _last_change(words: str) -> re.Match[str] | None:
    match = naming.last(CHANGE, words)
    if match and re.fullmatch(r"[^,;。\d]{0,6}", words[match.end() :]):
        return match
    return None


def falls(setting: Setting) -> bool:
    """下降, 减少: the change is downward."""
    if re.search(r"增[速幅][^,;。]{0,6}(?:至|到)\s?$", setting.clause):
        return False  # 增速回落到4.4%: it still grows
    change = _last_change(setting.clause[-14:])
    if change:
        return bool(change.group("down")) and "减亏" not in setting.clause[-8:]
    return (
        bool(
            re.search(
                r"(?:低于|慢于|落后|滞后|少|减|省|节约|[低慢短]$)[^,;。]{0,10}$",
                setting.clause[-14:],
            )
        )
        and "减亏" not in setting.clause[-8:]
    )


def kind_of(found: Found, setting: Setting, indicator: str) -> Kind:
    """The first that fits: target, completion rate, growth, share, actual."""
    if is_target(found, setting):
        return Kind.TARGET
    if is_part_done(found, setting, indicator):
        return Kind.COMPLETION_RATE
    if is_change(found, setting):
        return Kind.GROWTH
    if is_rate(found.amount.unit) and found.amount.unit != "倍":
        return Kind.SHARE
    return Kind.ACTUAL


__all__ = [
    "COMPARED",
    "Setting",
    "falls",
    "is_change",
    "is_money",
    "is_part_done",
    "is_target",
    "kind_of",
]
