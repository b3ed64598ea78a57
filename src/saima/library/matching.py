"""Which subject and indicator of a catalog a paper's words mean; pure, and never a guess.

A name that fits two of them equally well fits none: a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Generic, TypeVar

from saima.core.indicators import Indicator
from saima.core.names import folded
from saima.core.numbers import plain_text
from saima.core.refusal import Refused
from saima.core.targets import decimals_of
from saima.core.units_of_measure import UnitOfMeasure, unit_of_measure
from saima.core.words import words

What = TypeVar("What", bound=Hashable)

EXACT, ALIAS, INSIDE, PART = 100, 90, 70, 60
SURE = INSIDE  # from here on a name means what it fits best, if it fits nothing else so

# Names of indicators that mean one thing in the reports of state-owned groups.
SAME = (
    ("营收", "营业收入", "营业总收入", "经营收入", "销售收入"),
    ("利税", "税利", "利税总额", "实现利税"),
    ("利润", "利润总额", "实现利润"),
    ("净利润", "实现净利润"),
    (
        "投资",
        "投资完成额",
        "完成投资",
        "投资额",
        "项目投资",
        "固定资产投资",
        "有效投资",
    ),
    ("税收", "上缴税收", "纳税", "税金", "缴纳税费"),
    ("资产总额", "总资产", "资产规模"),
    ("资产负债率", "负债率"),
    ("出租率", "招租率"),
    ("新增融资", "融资", "融资额", "融资到位资金"),
    ("签约", "签约户数", "签约数"),
)
# What stands around an indicator's name and does not change what is measured.
_AROUND = re.compile(
    r"^(?:全年|年度|今年|本年|当年|累计|合计|实现|完成|达到|总)+|(?:总额|总量|任务|目标|指标|计划|数)$"
)
# What a body is called by beside its name.
_FORMS = re.compile(
    r"(?:股份)?有限(?:责任)?公司$|集团(?:股份)?有限(?:责任)?公司$|(?:集团)?公司$|集团$|\(.*\)$"
)


@dataclass(frozen=True, slots=True)
class Fit(Generic[What]):
    """One of the things that a name may mean, and how well it fits, of 100."""

    what: What
    score: int


@dataclass(frozen=True)
class Fits(Generic[What]):
    """All that a name may mean, the best first."""

    found: tuple[Fit[What], ...] = ()

    @property
    def sure(self) -> What | None:
        """What it means, where it fits one thing better than all others."""
        if not self.found or self.found[0].score < SURE:
            return None
        if len(self.found) > 1 and self.found[1].score == self.found[0].score:
            return None
        return self.found[0].what


@lru_cache(4096)
def _plain(name: str) -> str:
    return "".join(folded(name).lower().split())


@lru_cache(4096)
def _core_of_body(name: str) -> str:
    """A body's name without its legal form, as long as two signs are left."""
    plain = _plain(name)
    short = _FORMS.sub("", plain)
    return short if len(short) >= 2 else plain


@lru_cache(4096)
def _core_of_measure(name: str) -> str:
    plain = _plain(name)
    short = _AROUND.sub("", plain)
    return short if len(short) >= 2 else plain


def _fits(scored: Iterable[tuple[What, int]]) -> Fits[What]:
    best: dict[What, int] = {}
    for what, score in scored:
        best[what] = max(best.get(what, 0), score)
    found = [Fit(what, score) for what, score in best.items() if score]
    return Fits(tuple(sorted(found, key=lambda fit: -fit.score)))


def subjects_for(name: str, known: Sequence[tuple[What, str]]) -> Fits[What]:
    """The subjects that a body's or a project's name may mean."""
    if not _plain(name):
        return Fits()
    return _fits((what, _body_score(name, called)) for what, called in known)


def _body_score(name: str, called: str) -> int:
    one, other = _plain(name), _plain(called)
    if one == other:
        return EXACT
    one, other = _core_of_body(name), _core_of_body(called)
    if one == other:
        return ALIAS
    return _contained(one, other)


def _contained(one: str, other: str) -> int:
    """How well a name fits that holds the other: the more of it, the better."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or short not in long:
        return 0
    kept = 10 * len(short) // len(long)
    return INSIDE + kept if short == one or long.endswith(short) else PART


def indicators_for(name: str, known: Sequence[tuple[What, str]]) -> Fits[What]:
    """The indicators that the name of a measure may mean."""
    if not _plain(name):
        return Fits()
    return _fits((what, _measure_score(name, called)) for what, called in known)


def _measure_score(name: str, called: str) -> int:
    one, other = _plain(name), _plain(called)
    if one == other:
        return EXACT
    one, other = _core_of_measure(name), _core_of_measure(called)
    if one == other or _same(one, other):
        return ALIAS
    return _contained(one, other)


def _same(one: str, other: str) -> bool:
    return any(
        one in cores and other in cores
        for cores in ({_core_of_measure(name) for name in names} for names in SAME)
    )


def amount_in(value: Decimal, unit: str, indicator: Indicator) -> Decimal:
    """A paper's number in the unit of an indicator, exactly; refused where it is none."""
    measured = unit_of_measure(unit)
    if measured is None:
        raise Refused(
            words("the unit of measure “{unit}” is not known here", unit=unit),
            words("write the number in {unit}", unit=indicator.unit_of_measure.symbol),
        )
    try:
        converted = measured.convert(value, indicator.unit_of_measure)
    except ValueError as no:
        raise _no_such(value, measured, indicator) from no
    if decimals_of(converted) > indicator.decimals:
        raise _no_such(value, measured, indicator)
    if converted < 0 and not indicator.may_be_negative:
        raise Refused(
            words("{indicator} cannot be negative", indicator=indicator.name),
            words("look at the sentence, and choose another indicator"),
        )
    return converted


def _no_such(value: Decimal, unit: UnitOfMeasure, indicator: Indicator) -> Refused:
    if unit.dimension != indicator.unit_of_measure.dimension:
        return Refused(
            words(
                "{amount} {unit} does not measure {indicator}, which is kept in {other}",
                amount=plain_text(value),
                unit=unit.symbol,
                indicator=indicator.name,
                other=indicator.unit_of_measure.symbol,
            ),
            words("choose another indicator"),
        )
    return Refused(
        words(
            "{amount} {unit} is no number of {other} with {count} decimals",
            amount=plain_text(value),
            unit=unit.symbol,
            other=indicator.unit_of_measure.symbol,
            count=indicator.decimals,
        ),
        words("let the indicator have more decimals, or write the rounded number"),
    )


def completion(actual: Decimal, target: Decimal) -> Fraction | None:
    """What is done of a target; None of one that is zero."""
    return Fraction(actual) / Fraction(target) if target else None
