"""Units of measure as papers write them, and what they come to: 亿元 → 元, 公里 → 米, 成 → %."""

import re
from decimal import Decimal


def _listed(words: str) -> tuple[str, ...]:
    """Part a list of words at its blanks."""
    return tuple(words.split())


MULTIPLES = {
    "万亿": Decimal(10**12),
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "十亿": Decimal(10**9),
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "十万": Decimal(10**5),
    "万": Decimal(10**4),
}
# What is converted, and to what.
CONVERTED = {
    "公里": (Decimal(1000), "米"),
    "千米": (Decimal(1000), "米"),
    "公顷": (Decimal(10000), "平方米"),
    "平方公里": (Decimal(10**6), "平方米"),
    "成": (Decimal(10), "%"),
}
# Other spellings of one unit.
SPELLINGS = {
    "个百分点": "百分点",
    "个点": "百分点",
    "人民币元": "元",
    "㎡": "平方米",
    "平米": "平方米",
    "m²": "平方米",
    "m³": "立方米",
    "个基点": "基点",
    "bp": "基点",
    "BP": "基点",
    "吨标煤": "吨标准煤",
    "km": "公里",
    "kWh": "千瓦时",
    "kW": "千瓦",
    "MW": "兆瓦",
    "GW": "吉瓦",
}
RATES = ("%", "‰", "个百分点", "百分点", "个基点", "基点", "倍", "成")
MONEY = ("元", "美元", "港元", "欧元", "人民币元")
MEASURES = _listed(
    "吨标准煤 吨标煤 千克标准煤 公斤标准煤 克标准煤 微克 毫克 空方 亩次 学时 课时 吨 公斤 斤 担 千克 克 标准立方米 立方米 m³ 平方公里 平方米 平米 ㎡ m² 公里 千米 延米 米 海里 km 公顷 亩 "
    "千瓦时 兆瓦时 吉瓦时 太瓦时 吉焦 间夜 度 千瓦 兆瓦 吉瓦 伏安 千伏安 kWh kW MW GW 升 毫升 标准箱 标箱 TEU 吨公里 人公里 立方 方"
)
# Counters; longer ones first where one begins another.
COUNTERS = _listed(
    "人次 航次 人天 人 户次 户 家次 家 个 项次 项 件次 件 条次 条 处 座次 座 所 套 间 栋 幢 部 台套 台次 台 辆次 辆 架次 架 艘次 艘 "
    "列次 列 班次 班 趟次 趟 车次 车 次 名 位 场次 场 批次 批 支 根 块 宗 片 口 株 棵 头 只 羽 尾 枚 张 份 篇 册 扇 组 箱 单 票 笔 起 例 种 "
    "盏 眼 床 床位 栏 孔 榀 环 节 门 桩 车位 泊位 席 期 届 天 小时 分钟 秒 页 支部 镇 村 款 瓶 桶 袋 盒 幅 段 道"
)

_BY_LENGTH = sorted({*RATES, *MONEY, *MEASURES, *COUNTERS}, key=len, reverse=True)
_MULTIPLE = "|".join(MULTIPLES)
PER = r"(?:百万|万|千|百)?(?:人次|间夜|公里·日|标准立方米|吨公里|人|户|升|公斤|千克|克|百元|亿元|百万元|亩|吨|年|月|日|天|小时|时|分钟|平方米|公里|海里|千海里|千瓦|千瓦时|万元|亿元|元|次|秒|车|平方公里|立方米|百公里|个|家|标箱)(?:·(?:月|日|年|天))?"
# 96.4分 is a score; 分别, 分钟, 分公司 are not.
_SCORE = r"分(?![别钟公行局院支数类期析管级布区之为享解校会部店拨配流包工])"
UNIT = rf"(?:{_SCORE}|{'|'.join(map(re.escape, _BY_LENGTH))})(?:\s?/\s?{PER})?"
MULTIPLE = f"(?:{_MULTIPLE})"


def multiplied(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Give a value and its unit multiplied out: (27.71, 亿元) → (2771000000, 元); exact."""
    head, slash, per = unit.partition("/")
    for multiple, factor in MULTIPLES.items():
        if head.startswith(multiple) and len(head) > len(multiple):
            value, head = value * factor, head[len(multiple) :]
            break
    head = SPELLINGS.get(head, head)
    if head in CONVERTED and not slash:
        factor, head = CONVERTED[head]
        value *= factor
    return value, head + slash + per


def is_rate(unit: str) -> bool:
    """%, 百分点, 倍, 成: a number that is a part or a change of something."""
    return unit in RATES


def is_money(unit: str) -> bool:
    """亿元, 万美元: money, multiples too."""
    return "/" not in unit and unit.endswith("元")
