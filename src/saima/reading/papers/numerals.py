"""Chinese numerals as exact numbers: 两千三百 → 2300, 一亿二千万 → 120000000."""

import re
from decimal import Decimal

_DIGITS = {
    sign: value
    for value, signs in enumerate(
        (
            "零〇",
            "一壹",
            "二两贰",
            "三叁",
            "四肆",
            "五伍",
            "六陆",
            "七柒",
            "八捌",
            "九玖",
        )
    )
    for sign in signs
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = "万亿"
SIGNS = "".join([*_DIGITS, *_TENS])
NUMERAL = re.compile(rf"[{SIGNS}万亿]+(?:点[{''.join(_DIGITS)}]+)?")


def number_of(words: str) -> Decimal | None:
    """Read a Chinese numeral; None where its signs make no number (十万百, 万)."""
    whole, _, fraction = words.partition("点")
    count = _whole(whole)
    if count is None or any(sign not in _DIGITS for sign in fraction):
        return None
    digits = "".join(str(_DIGITS[sign]) for sign in fraction)
    return Decimal(f"{count}.{digits}") if digits else Decimal(count)


def _whole(words: str) -> int | None:
    if words and all(sign in _DIGITS for sign in words):
        return int("".join(str(_DIGITS[sign]) for sign in words))  # 二〇二四
    if not words or words[0] in _MYRIADS:
        return None
    total = myriads = section = digit = 0
    for sign in words:
        if sign in _DIGITS:
            if digit and section:
                return None  # 二十五六
            digit = digit * 10 + _DIGITS[sign]  # 一〇〇亿
        elif sign in _TENS:
            if digit > 9:
                return None  # 二三十
            section, digit = section + (digit or 1) * _TENS[sign], 0
        elif sign == "万":
            myriads, section, digit = (section + digit) * 10_000, 0, 0
        else:
            total, myriads, section, digit = (
                (total + myriads + section + digit) * 10**8,
                0,
                0,
                0,
            )
    return total + myriads + section + digit
