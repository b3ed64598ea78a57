"""Numbers that measure nothing: ages, ranks, names, list counts, head counts of meetings, thresholds."""

import re

from saima.reading.papers.amounts import Found
from saima.reading.papers.units import is_money, is_rate
from saima.reading.papers.values import Bound

_BEHIND = re.compile(
    r"^\s?(?:周?岁|月|多?月|周年|年(?:来|级|期|行动|以上)|(?:个|大|项|条|点|方面|种|类)?\s?(?:方面|举措|意见|原则|(?:具体|重点|主要|工作|明确)?要求|建议|要点|关键|维度|环节|专题|主题|步骤|层面|导向|转变|坚持|确保|意识|议程|领域|阶段|重点(?:工作|任务)?|工作(?:体系|机制|要求)?(?=[,。:;安]|进行)|清单|机制|体系|统筹|目标|关系|一批|中心|工程(?=[\"。,;])|行动|攻坚(?:战|行动)|问题(?=[,。:;]|清单|进行)|号|省道|国道|级|代|标(?![箱准煤])|届|版|路|街|楼|室|层|次会议|次全会|次党代会|次全体|次常务|次党组|次党委|期(?=[,。工简《》\n]|$)))"
)
_MEETING = re.compile(
    r"参会|与会|出席|列席|到会|参加(?:了)?(?:会议|大会|会|培训|活动|座谈|调研|学习|签约仪式|仪式|此次|本次|动员|演练|主题党日|考试|比赛)|参加$|作(?:了)?(?:表态|交流|典型|经验)|发言|齐聚|上台|主题党日|党日活动|赴.{0,14}(?:开展|参观|学习|调研|考察|旧址)|表彰|到.{0,14}(?:参观|学习|调研|考察)|观看|收看|收听|颁发|合影|军令状|代表(?:单位|依次|先后)|先后发言|分组讨论|督导组|技术组|小组|检查组|工作组(?=分)|调研组|宣讲"
)
_PEOPLE = {"人", "名", "位", "人次", "家", "个"}
_SELECTS = re.compile(
    r"^\s?(?:的\s?)?(?:县|市|区|乡镇|镇|街道|村|单位|企业|公司|项目|工程|部门|地区|会议|活动|工业企业|大型|居民|人员|职工|老年人|工业|服务业|老旧)"
)
_FIRMS_OF = re.compile(
    r"\s?(?:企业|项目|园区|(?:工业)?大县|强镇|乡镇|客户)"
)  # 产值超10亿元企业
_ATTRIBUTE = re.compile(
    r"^\s?(?:的)?(?!目标|任务|要求|水平|增速|增幅|幅度|速度|底线|规模|好成绩|良好|基础|总额|投资|收入|比例|部分)[\u4e00-\u9fff]{2}"
)
# 对15个县, 300米半径: what is acted on or how far, no figure of its own.
_ACTED_ON = re.compile(
    r"(?:[对将把从]|[到至](?=\d家分公司)|(?<!保持)(?<!稳定)(?<!控制)(?<!维持)(?<!保障)(?<!压)在)\s?$"
)
_EXTENT = re.compile(r"^\s?(?:半径|范围|以内的|内的|高程|见方)")
_LIST_UNITS = {
    "个",
    "项",
    "大",
    "条",
    "点",
    "面",
    "类",
    "种",
    "张",
    "份",
    "对",
    "道",
    "节",
    "把",
    "层",
    "门",
    "组",
    "次",
    "场",
    "支",
    "期",
    "段",
    "批",
    "页",
}
_DURATION = {"天", "小时", "分钟", "秒"}
# 24小时热线, 全天24小时: how long something is there, and no figure.
_ROUND_THE_CLOCK = re.compile(
    r"^\s?(?:热线|服务|客服|值班|值守|在线|营业|供水|运行|监测|不间断|全天)"
)
_NO_COUNT = re.compile(r"连续\s?$|(?:排名|位次|名次)[^,;。\d]{0,6}$|共?印\s?$|印发\s?$")
_SPEED = re.compile(
    r"天数|同比|环比|较|多|工时|培训|平均|缩短|压缩|提前|减少|提速|压减|由|从|降至|延长至|时间"
)
_DURATION_BEFORE = re.compile(
    r"(?:停[\u4e00-\u9fff]|历时|为期|连续|用时|工期|期限|持续|奋战|耗时|不舍昼夜|每|近|提前|倒计时)\s?$"
)


def is_trap(flat: str, found: Found, clause: str) -> bool:
    """Tell a number that states nothing of an indicator."""
    amount, behind = found.amount, flat[found.number.end : found.number.end + 14]
    before = flat[max(0, found.span.start - 8) : found.span.start]
    if before.endswith("第") or (
        re.search(r"(?:居|列|排名?|位居|位列)\s?(?:全国|全省|全市|第)?\s?$", before)
        and amount.unit in {"位", "名"}
    ):
        return True
    counted = not (is_rate(amount.unit) or is_money(amount.unit))
    if counted and _AMONG.match(behind):
        return True
    if _bare_power(flat, found) and (counted or _SIZE_OF.match(behind)):
        return True
    if amount.unit == "分" and re.search(r"\d{1,2}时$", before):
        return True  # 07时41分
    if found.amount.unit in _PEOPLE and (
        before.endswith("请") or _IN_CHARGE.match(behind)
    ):
        return True
    if counted and (_ACTED_ON.search(before) or _EXTENT.match(behind)):
        return True
    if _quoted(flat, found) or _OF_WHICH.match(behind) or _and_seconds(flat, found):
        return True
    if not (is_rate(amount.unit) or is_money(amount.unit)) and _counts_nothing(
        found, behind, before, clause
    ):
        return True
    return _selects(flat, found, behind)


# 8所|中主体封顶5所, 46家|人参企业中,规上企业有13家
_AMONG = re.compile(r"中|[\u4e00-\u9fff]{2,8}中,")


def _bare_power(flat: str, found: Found) -> bool:
    """百公里电耗, 百万吨以上的大客户, 千人计划: a size that names, with no figure before it."""
    words = flat[found.number.start : found.number.end]
    return bool(re.match(r"[百千万亿]+(?!\d)", words)) and (
        found.span.start == found.number.start
    )


_IN_CHARGE = re.compile(r"[\u4e00-\u9fff]{2,8}负责人")  # 12家|所属单位主要负责人


_SIZE_OF = re.compile(r"(?:级|产业|企业|园区|集群|项目)")  # 百亿元产业


# 102项重大工程的|285个新开工项目: the first only says of which the second are.
_OF_WHICH = re.compile(r"^[\u4e00-\u9fff]{2,10}的\d")


def _and_seconds(flat: str, found: Found) -> bool:
    """2分10秒: a time told in two parts."""
    behind = flat[found.number.end : found.number.end + 4]
    before = flat[max(0, found.number.start - 3) : found.number.start]
    return bool(re.match(r"\d{1,2}秒", behind)) or (
        found.amount.unit == "秒" and bool(re.search(r"\d分$", before))
    )


def _counts_nothing(found: Found, behind: str, before: str, clause: str) -> bool:
    unit = found.amount.unit
    if unit == "小时" and _ROUND_THE_CLOCK.match(behind):
        return True
    if _NO_COUNT.search(before):
        return True
    if _BEHIND.match(behind) or (
        unit in _DURATION
        and (
            _DURATION_BEFORE.search(before)
            or (found.amount.value <= 100 and found.chinese)
        )
    ):
        return True
    if (
        unit in _DURATION
        and found.amount.bound is Bound.EXACT
        and not _SPEED.search(clause)
    ):
        return True
    if unit in _PEOPLE and _MEETING.search(clause):
        return True
    if before.endswith("每") or re.search(
        r"(?:确定|明确|下达|部署|提出|承诺|交办|列出)的\s?$", before
    ):
        return True
    if (
        re.search(
            r"(?:每|这|那|上|(?<![省拿签留剩节压降撤腾投卖])下|前|后|各|某|同|首|第)\s?$",
            before,
        )
        and found.amount.value <= 10
    ):
        return True
    return found.chinese and _small_chinese(found, behind, before, clause)


_MADE = re.compile(
    r"^[^,;。]{0,8}(?:新增|新建|建成|完成|打通|引进|签约|开工|竣工|交付|改造|拆除|修复|创建|实施)"
)


_NAMES = {"期", "届", "次", "批", "号"}


def _small_chinese(found: Found, behind: str, before: str, clause: str) -> bool:
    """四个一, 两张网, 一条主线: Chinese numbers under a hundred count a list, unless something was brought about."""
    if found.amount.value >= 100:
        return False
    if found.number.end - found.number.start > 3 and found.amount.value > 10:
        return False
    if found.amount.unit in _NAMES:
        return True
    made_before = _MADE.search(clause) and not before.endswith(("这", "那"))
    if made_before and re.match(r"\s?(?:[,。;、:]|$)", behind):
        return False  # 打通断头路七条
    made = re.search(
        r"(?:新增|新建|建成|完成|引进|签约|开工|培育|竣工|交付|创建|获评|增加|减少|清退|不少于|不低于|至少|超过|突破)\s?$",
        before,
    )
    return not made or not re.match(
        r"\s?(?:[\u4e00-\u9fff]{1,8})?(?:[,。;、:]|$)", behind
    )


def _selects(flat: str, found: Found, behind: str) -> bool:
    """亿元以上项目, 低于60%的县区: a threshold that only selects."""
    tail = flat[found.number.end : found.span.end].strip()
    rest = flat[found.span.end : found.span.end + 10]
    if tail in {
        "以上",
        "以下",
        "及以上",
        "及以下",
        "以内",
        "(含)以上",
    } and _SELECTS.match(rest):
        return True
    over = flat[found.span.start : found.number.start]
    if over in {"超", "过", "超过"} and not tail and _FIRMS_OF.match(rest):
        return True
    return (
        found.span.start < found.number.start
        and bool(re.match(r"\s?的", behind))
        and bool(_ATTRIBUTE.match(rest))
    )


def _quoted(flat: str, found: Found) -> bool:
    """Tell a number within short quotation marks, a name: "163"主题, "四个一"."""
    left = flat.rfind('"', max(0, found.number.start - 10), found.number.start)
    right = flat.find('"', found.number.end, found.number.end + 10)
    if left < 0 or right < 0 or right - left > 12:
        return False
    line = flat.rfind("\n", 0, left) + 1
    if flat.count('"', line, left) % 2:
        return False  # between two quotations, not in one
    return not is_money(found.amount.unit)
