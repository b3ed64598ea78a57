"""One cell at a time: numbers with their units, months, yes and no, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from saima.core.findings import Place
from saima.core.indicators import Indicator, IndicatorKind
from saima.core.intake.collected import Collected
from saima.core.names import folded
from saima.core.numbers import (
    MAX_DECIMALS,
    MAX_INTEGER_DIGITS,
    read_number,
    times,
    within_limits,
)
from saima.core.periods import Month
from saima.core.tables import Raw
from saima.core.units_of_measure import UNITS, UnitOfMeasure, unit_of_measure
from saima.core.words import words

YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓", "示例"})
NO = frozenset({"", "否", "无", "n", "no", "false", "0", "×"})
NOT_APPLICABLE = frozenset({"不适用", "n/a", "na", "not applicable"})
NOT_REPORTED = frozenset({"未报", "缺报", "missing"})
CHINESE_MONTHS = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月"
ENGLISH_MONTHS = (
    "january february march april may june july august september october november "
    "december"
)
MONTH_NAMES = {
    written: number
    for names in (CHINESE_MONTHS, ENGLISH_MONTHS)
    for number, name in enumerate(names.split(), start=1)
    for written in (name, name[:3], f"{name[:3]}.")
}
BOUND_MARKS = {
    "≥": "at_least",
    ">=": "at_least",
    "不低于": "at_least",
    "不少于": "at_least",
    "至少": "at_least",
    "突破": "at_least",
    "达到": "at_least",
    "≤": "at_most",
    "<=": "at_most",
    "不高于": "at_most",
    "不超过": "at_most",
    "=": "exact",
}
_FAST = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?", re.ASCII)


def text_of(raw: Raw) -> str:
    """The text of a cell as it was written; empty for nothing."""
    if raw is None:
        return ""
    if isinstance(raw, Decimal):
        return f"{raw:f}"
    return str(raw).strip()


def key_of(raw: Raw) -> str:
    """The text of a cell for comparing: full width and capitals make no difference."""
    return folded(text_of(raw)).lower()


@dataclass(frozen=True, slots=True)
class Amounts:
    """How the numbers of one row are to be read: for which indicator, in which unit."""

    indicator: Indicator
    unit: UnitOfMeasure | None = None  # as the row or the heading says it

    def plain(self, raw: Raw) -> Decimal | None:
        """Read the usual case without naming its place: most cells end here."""
        if (
            (self.unit is not None and self.unit is not self.indicator.unit_of_measure)
            or not isinstance(raw, str)
            or not _FAST.fullmatch(raw)
        ):
            return None
        value = Decimal(raw)
        if self.counts or (value < 0 and not self.indicator.may_be_negative):
            return None
        return value

    def read(
        self, raw: Raw, place: Place, found: Collected, *, percent: bool
    ) -> Decimal | None:
        """Read one number into the indicator's unit; None, with a finding, if refused."""
        if isinstance(raw, Decimal):
            return self._of_number(raw, place, found, percent=percent)
        if not isinstance(raw, str):
            _refuse(raw, place, found)
            return None
        return self._of_text(raw, place, found)

    def _of_number(
        self, value: Decimal, place: Place, found: Collected, *, percent: bool
    ) -> Decimal | None:
        if not percent:
            return self._in_unit(value, self.unit, place, found)
        if self.indicator.unit_of_measure.dimension != "percent":
            found.error(
                "unit_mismatch",
                place,
                words(
                    "a percentage stands where {unit} is expected",
                    unit=self.indicator.unit_of_measure.symbol,
                ),
                words(
                    "enter the number in {unit}",
                    unit=self.indicator.unit_of_measure.symbol,
                ),
            )
            return None
        found.forgive("percent_cells", place)
        return self._in_unit(times(value, 100), UNITS["%"], place, found)

    def _of_text(self, raw: str, place: Place, found: Collected) -> Decimal | None:
        number = read_number(raw)
        if number is None:
            _refuse(raw, place, found)
            return None
        for kind in sorted(number.forgiven):
            found.forgive(kind, place)
        unit = self.unit
        if number.rest:
            unit = unit_of_measure(number.rest)
            if unit is None:
                _refuse(raw, place, found)
                return None
            found.forgive("unit_read", place)
        return self._in_unit(number.value, unit, place, found)

    def _in_unit(
        self, value: Decimal, unit: UnitOfMeasure | None, place: Place, found: Collected
    ) -> Decimal | None:
        wanted = self.indicator.unit_of_measure
        if unit is None or unit == wanted:
            return self._checked(value, place, found)
        try:
            converted = unit.convert(value, wanted)
        except ValueError:
            found.error(
                "unit_mismatch",
                place,
                words(
                    "{unit} cannot be turned into {wanted} exactly",
                    unit=unit.symbol,
                    wanted=wanted.symbol,
                ),
                words("enter the number in {unit}", unit=wanted.symbol),
            )
            return None
        found.forgive("converted", place)
        return self._checked(converted, place, found)

    def _checked(
        self, value: Decimal, place: Place, found: Collected
    ) -> Decimal | None:
        if not within_limits(value):
            found.error(
                "too_many_digits",
                place,
                words("the number {number} is too long", number=str(value)),
                words(
                    "keep to {digits} digits and {decimals} decimals",
                    digits=MAX_INTEGER_DIGITS,
                    decimals=MAX_DECIMALS,
                ),
            )
            return None
        if value < 0 and not self.indicator.may_be_negative:
            found.error(
                "negative",
                place,
                words("{indicator} cannot be negative", indicator=self.indicator.name),
                words(
                    "correct the number, or mark the indicator as one that may be negative"
                ),
            )
            return None
        if self.counts and value != value.to_integral_value():
            found.error(
                "not_whole",
                place,
                words("{indicator} counts whole things", indicator=self.indicator.name),
                words("enter a whole number"),
            )
            return None
        return value

    @property
    def counts(self) -> bool:
        """Whether the number must be whole."""
        kinds = (IndicatorKind.COUNT, IndicatorKind.CHECKLIST)
        return (
            self.indicator.kind in kinds and self.indicator.unit_of_measure.factor == 1
        )


def _refuse(raw: Raw, place: Place, found: Collected) -> None:
    if key_of(raw) in ("nan", "inf", "-inf", "infinity", "-infinity", "+inf"):
        found.error(
            "not_finite",
            place,
            words("{text} is not a number that can be counted", text=text_of(raw)),
            words("enter the number, or leave the cell empty if it is not known"),
        )
        return
    if key_of(raw) in ("-", "--", "—", "——", "–", "/", "…"):
        found.error(
            "dash",
            place,
            words("a dash stands in place of a number"),
            words(
                "leave the cell empty, write 0 for nothing, or 不适用 in the targets"
            ),
        )
        return
    found.error(
        "not_a_number",
        place,
        words(
            "“{text}” stands where a number is expected",
            text=" ".join(text_of(raw).split())[:40],
        ),
        words("enter a number, or leave the cell empty if it is not known"),
    )


def read_month(raw: Raw, year: int | None = None) -> Month | None:
    """Read a month: a date, `2022-05`, `2022年5月`; `5月`, `五月`, `May` of a known year."""
    if isinstance(raw, (date, datetime)):
        return Month(raw.year, raw.month)
    text = key_of(raw)
    short = re.fullmatch(r"(\d{1,2})\s*月?份?", text, re.ASCII)
    name = text.removesuffix(str(year)).rstrip(" -,").removesuffix("份")
    named = MONTH_NAMES.get(name)
    try:
        if named and year is not None:
            return Month(year, named)
        if short and year is not None:
            return Month(year, int(short[1]))
        return Month.parse(text)
    except ValueError:
        return None


def read_yes(raw: Raw) -> bool | None:
    """Read a yes or no; None where it is neither."""
    if isinstance(raw, bool):
        return raw
    text = key_of(raw)
    if text in YES:
        return True
    return False if text in NO else None
