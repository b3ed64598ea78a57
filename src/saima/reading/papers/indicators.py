"""Which indicator a number belongs to: by the words before it, behind it, or the number before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from saima.reading.papers import naming, subjects
from saima.reading.papers.amounts import Found
from saima.reading.papers.units import is_money, is_rate
from saima.reading.papers.values import Kind, Quantity, Span

# 占年度计划的, 完成全年任务的: a part of a plan named before, which names no indicator itself.
_OF_A_PLAN = re.compile(
    r"(?:占|完成|达到?|为|超过?|不到|不足|接近|近)?(?:了)?(?:年度|全年|本年|总|年|既定|预定|投资|设计|概算|合同)?(?:投资|总体)?"
    r"(?:计划|任务|预算|目标|安排|考核值|总量|设计量|总长度|进度|时序|序时进度|时间进度|工程量|总投资|概算)(?:投资|数|任务|总额)?(?:额)?的?|占|占比|总量的?|的"
)
_OF_THIS_PLAN = re.compile(
    r"(?:完成|占|达到?|为)?(?:年度|全年|年|设计|合同)(?P<what>[^,;。计任预]{2,8})(?:总量|目标|任务|计划|预算)的?"
)
# A plan as such, beside what it is a plan of: 营业收入5.93亿元, 为|年度预算|12.4亿元的47.8%.
_PLAN_ITSELF = re.compile(
    r"(?:为|占|完成|达到?|超)?(?:了)?(?P<plan>(?:年度?|全年|本年度?|今年)?(?:计划|任务|预算|目标|考核值)(?:投资)?)(?:为|数|量)?"
)
_WITH_A_RATE = re.compile(
    r"的(?P<what>[\u4e00-\u9fff]{2,6}率)"
)  # 以61.5%的完成率居首位
_A_PART = re.compile(
    r"(?:约|已|仅|仍)?占(?!比|用)"
)  # 占集装箱总量近一成: of what was told
_THE_LATTER = {"后者": -1, "前者": -2}
# How a figure was come by, and not what it measures.
_SAYS_NOTHING = re.compile(
    r"(?:剔除|扣除|不含)[^,;。]{1,10}(?:因素|影响)?|(?:执行|测算|统计|核算|汇总|决算)结果|执行数|(?:按[^,;。]{1,8})?(?:计算|测算)|实际(?:完成|数)?"
)
# Words that only compare: 比去年同期多, 同比增加.
_COMPARES = re.compile(
    r"(?:按可比口径)?(?:与[^,;。]{0,8}相比|相比|与相比|同比|环比|(?:比|较)[^,;。]{0,8}?(?:同期|年初|上年末?|去年末?|年末|上月末?|上季度末?|前年)?)?(?:净)?(?:多[开飞发运收打销完][\u4e00-\u9fff]{0,2}|多|少|快|慢|高|低|增加|减少|增长|下降|提高|上升|上涨|增|减|提升|降低)?(?:了|近|约|仅)?"
)
_ONLY_VERB = re.compile(
    r"(?:建设|推动|推进|举办|包含|包括|含|纳入[^,]*|实现|完成|高质量|开展|组织|涉及|围绕[^,]*|布局|实施|有|另有|另|仍有|尚有|现有|仍|已有|已经有|谋划|安排|共|加快|确保|启动|推出|打造|对|达到|形成|其中|达|经|等)+"
)
_MAKES = re.compile(
    r"(?:\)|[两三]级|重点|先后|鼓励|并|和|、|新增|选拔|评选|评定|资助|支持|扶持|培养|跟踪|遴选|推荐|奖励|表彰|吸纳|输送|派出|选派|走访|慰问|帮扶|救助|安置|约谈|查处|处罚|办理|受理|解决|设立|开设|组建|打造|建设|推介|储备|新建|建成|新开工|引进|招引|培育|签约|开工|竣工|完工|交付|清退|处置|盘活|减少|增加|增设|改造|拆除|创建|培训|排查|整改|发放|获批|获评|落户|投用|化解|腾退|修复|摘牌|聘请|认定|兑现|发行|更新|安装|加装|腾空|开通|关停|退出|压减|通车|投产|投运|打通|签下|签订|签)+$"
)
_USES = re.compile(
    r"(?:享受|参与|参加|获得|受益|使用|乘坐)(?:到)?(?:了)?(?P<what>[\u4e00-\u9fff]{2,12})"
)
_MEASURE_END = re.compile(
    r"[\u4e00-\u9fff]{1,16}?(?:率|额|量|值|收入|投资|利润|比重|占比|面积|余额)"
)
_WHOLE = r"(?:已|仍|约)?(?:超过?)?总(?:量|数|额)的?$"


@dataclass(frozen=True)
class Words:
    """The words of an indicator; where the phrase begins, and how far it must reach."""

    words: str
    start: int
    end: int = 0


@dataclass(frozen=True)
class Context:
    """What stands around a number: the folded text, where the words before it begin, the numbers before."""

    flat: str
    start: int
    times: tuple[Span, ...]
    before: tuple[Quantity, ...]
    earlier: tuple[Quantity, ...]  # of the sentences before in the same line
    topic: str  # of the line: 老旧小区加装电梯:
    part_of_last: bool  # 年度计划34.15亿元|的|81%


def indicator_of(found: Found, context: Context) -> Words:
    """Name a number's indicator; empty words where nothing names it."""
    named = naming.named_before(
        context.flat, context.start, found.span.start, context.times
    )
    if context.part_of_last:
        return Words(_planned_thing(context.before), named.start)
    signs_alone = not re.search(r"[\u4e00-\u9fffA-Za-z]", named.words)  # +7.4%
    own = Words("" if signs_alone else named.words, named.start)
    for way in (_of_the_rate_behind, _pointed_back, _of_a_whole, _of_a_plan):
        if told := way(found, context, own):
            return told
    rate = is_rate(found.amount.unit)
    return _by_words(found, context, Words(_unchanged(own.words, rate=rate), own.start))


def _of_the_rate_behind(found: Found, context: Context, own: Words) -> Words | None:
    """以61.5%|的完成率|居首位."""
    behind = _WITH_A_RATE.match(context.flat, found.span.end)
    if is_rate(found.amount.unit) and own.words in {"", "以"} and behind:
        return Words(behind.group("what"), own.start, behind.end())
    return None


def _pointed_back(found: Found, context: Context, own: Words) -> Words | None:
    """后者, 执行结果, 同比: what was named before is meant."""
    latter = context.flat[context.start : context.start + 2]
    if latter in _THE_LATTER and len(context.before) >= 2:
        told_of = _by_thing(context.before)
        return Words(told_of[_THE_LATTER[latter]], own.start)
    if own.words and _COMPARES.fullmatch(own.words):
        return Words(_inherited(context), own.start)
    if own.words and _SAYS_NOTHING.fullmatch(own.words):
        told = _inherited(context)
        return Words(told, own.start) if told else None
    return None


def _of_a_whole(found: Found, context: Context, own: Words) -> Words | None:
    """占集装箱总量近一成, 完成年度任务的六成: a part of what was told before, or of a plan."""
    if not is_rate(found.amount.unit):
        return None
    raw = context.flat[own.start : found.span.start]
    if _A_PART.match(raw) and (whole := _inherited(context)):
        return Words(whole, own.start)
    this = _OF_THIS_PLAN.fullmatch(own.words)
    if this and this.group("what") not in {"投资", "建设"}:
        return Words(this.group("what"), own.start)
    if _OF_A_PLAN.fullmatch(own.words):
        return Words(_inherited(context), own.start)
    if re.fullmatch(r"(?:约|已|仅|仍)?占[^,;。]{1,14}的?", own.words):
        return Words(_inherited(context) or own.words, own.start)
    return None


def _of_a_plan(found: Found, context: Context, own: Words) -> Words | None:
    """营业收入5.93亿元,为|年度预算|12.4亿元的47.8%: a plan of what was told before."""
    plan = _PLAN_ITSELF.fullmatch(own.words)
    if plan is None or is_rate(found.amount.unit):
        return None
    return Words(_with_plan(_inherited(context), plan.group("plan")), own.start)


def _by_thing(before: tuple[Quantity, ...]) -> list[str]:
    """The last two things that numbers were told of."""
    things = list(dict.fromkeys(one.indicator or "" for one in before))
    return things[-2:] if len(things) > 1 else things * 2


def _unchanged(words: str, *, rate: bool) -> str:
    """Take growth and comparison off where the number is a change."""
    last = naming.last(naming.CHANGE, words)
    at_end = last is not None and last.end() >= len(words) - 1
    changes = naming.CHANGE.search(words[-8:]) or naming.COMPARED.search(words)
    if changes and (rate or at_end):
        return naming.without_change(words)
    return words


def _by_words(found: Found, context: Context, named: Words) -> Words:
    """Take the words, unless they are a mere verb before what is counted."""
    words, unit = named.words, found.amount.unit
    counted = not is_rate(unit) and not is_money(unit)
    bare = not words or bool(_ONLY_VERB.fullmatch(words))
    if counted and (bare or words.endswith("等")):
        return _behind(found, context, named.start, "") or Words(
            _inherited(context), named.start
        )
    if counted and _MAKES.fullmatch(words):
        return _behind(found, context, named.start, words) or Words(
            context.topic + words, named.start
        )
    if is_money(unit) and bare and (behind := _behind(found, context, named.start, "")):
        return behind
    if is_money(unit) and not words:
        done = "完成" in context.flat[named.start : found.span.start]
        if money := _last_money(context, done=done):
            return Words(money, named.start)
    return Words(words or _inherited(context) or _goes_on(unit, context), named.start)


def _goes_on(unit: str, context: Context) -> str:
    """今年投资计划8.6亿元。7月完成6940万元: the line goes on with what is told in money."""
    if not is_money(unit):
        return ""
    for one in reversed(context.earlier):
        if one.indicator and is_money(one.amount.unit) and one.kind is not Kind.GROWTH:
            return re.sub(r"安排|(?:年度|全年)?计划|目标|任务|预算", "", one.indicator)
    return ""


def _last_money(context: Context, *, done: bool) -> str:
    """完成投资3亿元;…只完成7900万元: money goes on with what money told of before."""
    told = [
        quantity.indicator
        for quantity in reversed((*context.earlier, *context.before))
        if quantity.indicator
        and is_money(quantity.amount.unit)
        and quantity.kind is not Kind.TARGET
    ]
    works = [name for name in told if re.search(r"投资|产值|工程量", name)]
    return (works if done and works else told or [""])[0]


def _planned_thing(before: tuple[Quantity, ...]) -> str:
    """Name what the plan is of, whose part is told: 投资 … 完成年度计划34.15亿元的81%."""
    for quantity in reversed(before[:-1]):
        if quantity.indicator:
            return quantity.indicator
    own = before[-1].indicator or "" if before else ""
    return re.sub(r"(?:年度?|全年)?(?:计划|任务|预算|目标)", "", own)


def _with_plan(indicator: str, plan: str) -> str:
    if not indicator:
        return plan
    if indicator.endswith("投资") and not plan.endswith("投资"):
        return plan + "投资"
    return indicator + plan


def _inherited(context: Context) -> str:
    """Take the indicator of the number before, of the clause before, or of the line."""
    for quantity in reversed(context.before):
        if quantity.indicator and quantity.indicator != "完成率":
            return re.sub(r"完成率$", "", quantity.indicator)
    return _clause_before(context.flat, context.start) or context.topic


def _clause_before(flat: str, start: int) -> str:
    """高新区投资完成率最低,仅为48.9%: the indicator stands in the clause before."""
    stop = max(flat.rfind(sign, 0, start) for sign in ",:")
    left = max(flat.rfind(sign, 0, max(stop, 0)) for sign in "。;\n,:") + 1
    if stop <= left:
        return ""
    subject = subjects.leading_subject(flat, left, stop)
    match = _MEASURE_END.match(flat, subject.span.end if subject else left, stop)
    return match.group() if match else ""


def _behind(found: Found, context: Context, start: int, verb: str) -> Words | None:
    """11处|煤矿建成试运转: name it by the noun it counts."""
    flat, at = context.flat, found.span.end
    ends = [place for sign in ",;。:\n" if (place := flat.find(sign, at)) >= 0]
    stop = min(ends, default=len(flat))
    start = min(start, found.span.start)
    using = _USES.search(flat[at:stop])
    if using and re.search(r"(?:人次?|户|名)$", found.amount.unit):
        return Words(re.sub(r"了|到|活动$", "", using.group()), start, at + using.end())
    noun = naming.noun_behind(flat, at, stop)
    if noun.end == noun.start:
        return None
    return Words(verb + naming.tidy(noun.of(flat)), start, noun.end)


def finished(indicator: str, kind: Kind, clause: str) -> str:
    """Give a completion rate its name: 投资 → 投资完成率; a share of a whole: 占比."""
    if _is_share(indicator, kind, clause):
        core = re.sub(rf"(?:仍|已|约)?占[^占]*$|{_WHOLE}", "", indicator)
        return core.rstrip("的") + "占比"
    if kind is Kind.COMPLETION_RATE and not re.search(r"率$|进度$", indicator):
        core = re.sub(
            r"^(?:累计|投入)?完成|^投入|完成$|(?:年度|全年)?(?:计划|任务|目标|预算)的?$|(?:已|累计)$",
            "",
            indicator,
        )
        return core + "完成率"
    return indicator


def _is_share(indicator: str, kind: Kind, clause: str) -> bool:
    if re.search(r"占比|比重|份额|率$", indicator):
        return False
    if kind is Kind.SHARE:
        return bool(
            re.search(r"占[^,;。]{0,14}$", clause) or re.search(_WHOLE, indicator)
        )
    return kind is Kind.TARGET and indicator.endswith("占")


def doubts(entity: str | None, indicator: str) -> Iterable[str]:
    """Tell in codes what a person must look at."""
    if not entity:
        yield "no_entity"
    if not indicator:
        yield "no_indicator"
