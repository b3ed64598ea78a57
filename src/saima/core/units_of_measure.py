"""Units of measure (计量单位): what a number counts, and how it converts exactly."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from saima.core.numbers import exact_text


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """A unit: numbers of one dimension convert into each other by `factor`."""

    symbol: str
    dimension: str
    factor: Fraction  # how many of the dimension's base unit make one of this

    def convert(self, value: Decimal, to: UnitOfMeasure) -> Decimal:
        """Say the same amount in another unit; ValueError where it is not exact."""
        if self == to:
            return value
        if self.dimension != to.dimension:
            raise ValueError(f"{self.symbol} and {to.symbol} measure different things")
        text = exact_text(Fraction(value) * self.factor / to.factor)
        if "/" in text:
            raise ValueError(
                f"{value} {self.symbol} is no finite number of {to.symbol}"
            )
        return Decimal(text)

    def __str__(self) -> str:
        return self.symbol


_MONEY = {
    "元": 1,
    "千元": 10**3,
    "万元": 10**4,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿元": 10**8,
}
_SIZED = {
    "平方米": ("area", Fraction(1)),
    "亩": ("area", Fraction(2000, 3)),
    "公顷": ("area", Fraction(10**4)),
    "平方公里": ("area", Fraction(10**6)),
    "米": ("length", Fraction(1)),
    "公里": ("length", Fraction(1000)),
    "吨": ("mass", Fraction(1)),
    "%": ("percent", Fraction(1)),
    "‰": ("percent", Fraction(1, 10)),
    "百分点": ("percentage points", Fraction(1)),
    "分": ("points", Fraction(1)),
    "天": ("days", Fraction(1)),
    "小时": ("hours", Fraction(1)),
    "千瓦时": ("energy", Fraction(1)),
}
_COUNTED = [
    "户",
    "个",
    "家",
    "人",
    "人次",
    "项",
    "件",
    "辆",
    "条",
    "块",
    "宗",
    "次",
    "套",
    "间",
    "起",
    "处",
    "座",
    "场",
    "份",
    "名",
    "只",
    "台",
    "支",
    "批",
    "班",
    "架次",
]
_ALIASES = {
    "％": "%",
    "百分比": "%",
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
    "km": "公里",
    "pp": "百分点",
    "cny": "元",
    "rmb": "元",
    "yuan": "元",
    "人民币元": "元",
    "亿": "亿元",
    "万": "万元",
    "kwh": "千瓦时",
    "households": "户",
    "items": "项",
    "people": "人",
    "points": "分",
}


def _all_units() -> dict[str, UnitOfMeasure]:
    units = {s: UnitOfMeasure(s, "money", Fraction(f)) for s, f in _MONEY.items()}
    for symbol, (dimension, factor) in _SIZED.items():
        units[symbol] = UnitOfMeasure(symbol, dimension, factor)
    for symbol in _COUNTED:
        units[symbol] = UnitOfMeasure(symbol, symbol, Fraction(1))
        units["万" + symbol] = UnitOfMeasure("万" + symbol, symbol, Fraction(10**4))
    for symbol in ("平方米", "吨", "千瓦时"):
        base = units[symbol]
        name = "万" + symbol
        units[name] = UnitOfMeasure(name, base.dimension, base.factor * 10**4)
    return units


UNITS = _all_units()


def unit_of_measure(text: str) -> UnitOfMeasure | None:
    """Find a unit by the way people write it; None where it is not known."""
    symbol = unicodedata.normalize("NFKC", text).strip()
    symbol = _ALIASES.get(symbol.lower(), symbol)
    return UNITS.get(symbol)
