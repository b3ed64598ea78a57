"""The quantities of a paper: each number with its indicator, entity, kind, time and phrase."""

import re
from dataclasses import dataclass, replace

from saima.reading.papers import indicators, kinds
from saima.reading.papers.amounts import Found
from saima.reading.papers.lines import Page, clauses
from saima.reading.papers.marked import Marked
from saima.reading.papers.modes import Moded
from saima.reading.papers.naming import CHANGE, COMPARED, named_before
from saima.reading.papers.orders import spoken_to
from saima.reading.papers.periods import Periods
from saima.reading.papers.series import Member, series_of
from saima.reading.papers.speakers import Speakers
from saima.reading.papers.subjects import is_name
from saima.reading.papers.tables import Cell, tables_of
from saima.reading.papers.times import Named
from saima.reading.papers.traps import is_trap
from saima.reading.papers.units import is_rate
from saima.reading.papers.values import About, Amount, Kind, Quantity, Span, Stretch

_BETWEEN = re.compile(r"\s?(?:[、,和及与或]|以及)?\s?")
_OF_IT = re.compile(r"\s?[)）]?的(?:约|近)?\s?")
_MAKING = re.compile(
    r"(?:新增|新建|建成|完成|发放|引进|签约|开展|排查|组织|培训|入户|实现|安装|支付)"
)


_MEASURE = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:率|额|量|值|占比|比重|面积|投资|收入|利润|户数|人数|满意度|进度|得分)(?=[^率额量值]|$)"
)
_SHORT_NAME = re.compile(r"(?!其中|同比|环比|较|比|占)[\u4e00-\u9fff]{2,8}")
_BEFORE_BRACKET = re.compile(
    r"(?<=[是为有:、,;\s])(?:(?![是为的有])[\u4e00-\u9fffA-Za-z\d]){2,14}$"
)
_FROM = re.compile(r"[由从][^,;。\d]{0,10}$")
_FROM_HERE = re.compile(r"(?:左右)?[增升降减压提扩抬跃回缩][^,;。\d]{0,4}(?:至|到)")
_NEAR = 160  # signs before a number that say how it is meant
# 将由168亿元|增至|214亿元: whether it is planned is said before the first.
_TURNS_TO = re.compile(
    r"^(?:左右|以上|多)?[增升降减压提扩抬跃回缩][^,;。\d]{0,4}(?:至|到)\s?$"
)
# 30名|管理人才和|50名专业人才: what stands between belongs to the number before.
_NOUN_AND = re.compile(r"[\u4e00-\u9fff]{2,14}(?:[、和及]|以及)\s?")


@dataclass(frozen=True)
class _Clause:
    """A clause with the sentence it belongs to and the times named in both."""

    part: Moded
    span: Span
    times: tuple[Named, ...]


def quantities_of(text: Marked, about: About) -> tuple[Quantity, ...]:
    """Read all quantities, in order; costs one pass over the text."""
    reader = _Reader(text.page, about, Periods(text.calendar, text.page, about))
    quantities: list[Quantity] = []
    tables = tables_of(text.page, text.calendar)
    for part in text.parts:
        if (cells := tables.get(part.sentence.line)) is not None:
            quantities += [reader.cell(cell, part) for cell in cells]
            tables[part.sentence.line] = ()
            continue
        within = part.sentence.span
        quantities += reader.sentence(
            part, text.amounts_in(within), text.times_in(within)
        )
    return tuple(_by_their_deadline(text, one) for one in quantities)


_DEADLINE = re.compile(r"(?:时限|期限|完成时间)\s?:\s?")


def _by_their_deadline(text: Marked, one: Quantity) -> Quantity:
    """新增托位1200个。(完成时限:9月底前): a target is of the day by which it is to be met."""
    end, flat = one.period.end, text.page.flat
    by_year = end is None or (end.month, end.day) == (12, 31)
    stop = flat.find("\n", one.span.end)
    stop = stop if stop >= 0 else len(flat)
    told = _DEADLINE.search(flat, one.span.end, stop)
    if one.kind is not Kind.TARGET or not by_year or told is None:
        return one
    if any(
        one.sentence.start <= time.span.start for time in text.times_in(one.sentence)
    ):
        return one
    times = text.times_in(Span(told.end(), stop))
    if not times or times[0].span.start != told.end():
        return one
    return replace(one, period=Stretch(None, times[0].stretch.end))


class _Reader:
    """Reads sentence by sentence; what they leave unsaid is kept by `Speakers` and `Periods`."""

    def __init__(self, page: Page, about: About, periods: Periods) -> None:
        self.page, self.flat, self.periods = page, page.flat, periods
        self.speakers = Speakers(page, about)
        self.earlier: list[Quantity] = []  # of the line, before this sentence
        self.measure = ""  # 分类准确率:甲街道88.7%,乙街道86%

    def sentence(
        self, part: Moded, found: tuple[Found, ...], times: tuple[Named, ...]
    ) -> list[Quantity]:
        """Give the quantities of one sentence."""
        if part.sentence.line != self.speakers.line:
            self.earlier = []
        self.speakers.at_sentence(part)
        self.periods.at(part, list(times))
        quantities: list[Quantity] = []
        self.measure = ""
        for span in clauses(self.flat, Span(part.start, part.sentence.span.end)):
            inside = [one for one in found if span.start <= one.number.start < span.end]
            quantities += self._clause(_Clause(part, span, times), inside, quantities)
        self.earlier += quantities
        return quantities

    def cell(self, cell: Cell, part: Moded) -> Quantity:
        """Give what a cell of a table states."""
        entity = cell.entity or self.speakers.section or self.speakers.main
        words = cell.indicator or ""
        return Quantity(
            cell.row, cell.number, part.sentence.span, cell.row.of(self.page.text), cell.amount, cell.kind, entity,
            words or None, self.periods.of_cell(cell.kind, cell.period, of_year=cell.of_year),
            (*indicators.doubts(entity, words), *spoken_to(self.flat, part.sentence.span)),
        )  # fmt: skip

    def _clause(
        self, clause: _Clause, found: list[Found], before: list[Quantity]
    ) -> list[Quantity]:
        around = self.flat[clause.span.start : clause.span.end + 12].split("。")[0]
        kept = [one for one in found if not is_trap(self.flat, one, around)]
        self.speakers.at_clause(clause.span, [time.span for time in clause.times], kept)
        series = series_of(
            self.flat,
            self._behind_name(clause, kept),
            kept,
            [one.indicator or "" for one in before],
        )
        quantities: list[Quantity] = []
        for number, one in enumerate(kept):
            quantity = self._one(
                clause,
                one,
                quantities[-1] if quantities else None,
                [*before, *quantities],
            )
            member = series.of(number) if series else None
            if member := member or self._listed(clause, one, quantity):
                quantity = self._in_series(quantity, member)
            quantities.append(quantity)
        if self.flat[clause.span.end : clause.span.end + 1] == ":":
            self.measure = "" if kept else self._measured(clause)
        return quantities

    def _measured(self, clause: _Clause) -> str:
        """Give what a clause before a colon says is measured, without its time."""
        times = [time.span for time in clause.times]
        words = named_before(self.flat, clause.span.start, clause.span.end, times).words
        measure = _MEASURE.search(words)
        return measure.group() if measure else ""

    def _listed(self, clause: _Clause, found: Found, read: Quantity) -> Member | None:
        """A县(完工27座,96.3%), 准确率:甲街道88.7%: whom a number in a list is told of."""
        opened = self.flat.rfind("(", clause.span.start, found.span.start)
        if opened >= 0 and ")" not in self.flat[opened : found.span.start]:
            name = _BEFORE_BRACKET.search(self.flat, clause.span.start, opened)
            if name is None or not is_name(name.group()):
                return None
            begin = max(opened, self.flat.rfind(",", opened, found.span.start)) + 1
            if begin < found.span.start and not self.flat[begin].isdigit():
                own = named_before(self.flat, begin, found.span.start).words
                changes = CHANGE.search(own) or COMPARED.search(own)
                return Member("" if changes else own, name.start(), name.group())
            line = self.page.lines[clause.part.sentence.line].span
            measure = _MEASURE.match(self.flat, clause.part.start, opened) or (
                _MEASURE.match(self.flat, line.start, opened)
            )
            told = measure.group() if measure else self.speakers.topic
            told = told or read.indicator or ""
            return Member(told, name.start(), name.group())
        words = self.flat[clause.span.start : found.span.start].strip()
        if self.measure and _SHORT_NAME.fullmatch(words):
            return Member(self.measure, clause.span.start, words)
        return None

    def _behind_name(self, clause: _Clause, kept: list[Found]) -> Span:
        """The clause without its time and the name it begins with."""
        if not kept:
            return clause.span
        times = [time.span for time in clause.times]
        name, start = self.speakers.of(clause.span.start, kept[0].span.start, times)
        if name and "、" in name:  # the numbers may be shared out among them
            start = max(clause.span.start, self.flat.rfind(name, 0, start))
        return Span(start, clause.span.end)

    def _in_series(self, quantity: Quantity, member: Member) -> Quantity:
        span = Span(min(member.start, quantity.span.start), quantity.span.end)
        named = (
            indicators.finished(
                member.indicator or self.speakers.topic, quantity.kind, ""
            )
            if member.indicator or (member.entity and self.speakers.topic)
            else quantity.indicator
        )
        entity = member.entity or quantity.entity
        rate = quantity.kind is Kind.SHARE and kinds.is_rate_of_doing(named or "")
        return replace(
            quantity,
            kind=Kind.COMPLETION_RATE if rate else quantity.kind,
            indicator=named,
            entity=entity,
            span=span,
            text=span.of(self.page.text),
        )

    def _one(
        self,
        clause: _Clause,
        found: Found,
        last: Quantity | None,
        before: list[Quantity],
    ) -> Quantity:
        head = last.span.end if last else clause.span.start
        between = self.flat[head : found.span.start]
        alone = last is not None and last.span.end <= last.number.end + 3
        if (
            last
            and alone
            and _BETWEEN.fullmatch(between)
            and last.amount.base_unit == found.amount.base_unit
        ):
            return self._follows(last, found)
        of_last = bool(last) and bool(_OF_IT.fullmatch(between))
        if last and not of_last:
            head = self._behind_comma(head, found)
        times = tuple(time.span for time in clause.times)
        entity, start = self.speakers.of(head, found.span.start, list(times))
        each = alone and bool(_BETWEEN.fullmatch(between))
        turned = bool(last) and bool(_TURNS_TO.search(between))
        whole = of_last or each
        setting = self._setting(clause, found, clause.span.start if whole else head)
        if each and last:  # 同比分别增加96笔、4.1亿元: said of both
            setting = replace(
                setting, clause=self.flat[clause.span.start : last.number.start]
            )
        context = indicators.Context(
            self.flat, start, times, tuple(before), tuple(self.earlier), self.speakers.topic, of_last,
        )  # fmt: skip
        named = indicators.indicator_of(found, context)
        kind = kinds.kind_of(found, setting, named.words)
        if of_last and last and last.kind is Kind.TARGET and kind is Kind.SHARE:
            kind = Kind.COMPLETION_RATE  # 占合同额1.12亿元|的60.7%
        if turned and kinds.is_target(
            found, self._setting(clause, found, clause.span.start)
        ):
            kind = Kind.TARGET
        kind = self._before_the_turn(found, setting, kind)
        grows = kind is Kind.SHARE and kinds.goes_on_growing(setting)
        if grows and before and before[-1].kind is Kind.GROWTH:
            kind = Kind.GROWTH
        if kind is Kind.SHARE and _of_the_plan(setting.clause, before):
            kind = Kind.COMPLETION_RATE
        amount = _signed(
            found.amount, falls=kind is Kind.GROWTH and kinds.falls(setting)
        )
        words = indicators.finished(named.words, kind, setting.clause)
        span = Span(min(named.start, found.span.start), max(found.span.end, named.end))
        if of_last and last:
            span = Span(last.span.start, span.end)
        return Quantity(
            span, found.number, clause.part.sentence.span, span.of(self.page.text).strip(), amount, kind, entity,
            words or None, self._period(found, kind, setting, clause, before if of_last else []), (*indicators.doubts(entity, words), *spoken_to(self.flat, clause.part.sentence.span)),
        )  # fmt: skip

    def _before_the_turn(
        self, found: Found, setting: kinds.Setting, kind: Kind
    ) -> Kind:
        """将由168亿元增至214亿元: the first is how it is, whatever is planned."""
        goes_on = _FROM_HERE.match(self.flat, found.span.end)
        if kind is not Kind.TARGET or not goes_on or not _FROM.search(setting.clause):
            return kind
        rate = is_rate(found.amount.unit)
        return Kind.SHARE if rate else Kind.ACTUAL

    def _period(
        self,
        found: Found,
        kind: Kind,
        setting: kinds.Setting,
        clause: _Clause,
        before: list[Quantity],
    ) -> Stretch:
        """A part of a plan is told of the same time as what was done of it."""
        for quantity in reversed(before):
            if quantity.kind is not Kind.TARGET and kind is not Kind.TARGET:
                return quantity.period
        return self.periods.of(found, kind, setting, clause.part)

    def _setting(self, clause: _Clause, found: Found, head: int) -> kinds.Setting:
        return kinds.Setting(
            self.flat[max(head, found.span.start - _NEAR) : found.span.start],
            self.flat[
                max(clause.part.start, found.span.start - 3 * _NEAR) : found.span.start
            ],
            self.flat[found.span.end : found.span.end + 20].split("。")[0],
            self.flat[found.span.start : found.number.start],
            clause.part.mode,
            self.periods.is_past(found),
            self.periods.is_future(found),
        )

    def _follows(self, last: Quantity, found: Found) -> Quantity:
        """6%、5.2%: the same is said of both, of different things."""
        amount = found.amount
        if last.amount.value < 0:
            amount = replace(amount, value=-amount.value, base=-amount.base)
        span = Span(last.span.start, found.span.end)
        return replace(
            last,
            span=span,
            number=found.number,
            text=span.of(self.page.text),
            amount=amount,
        )

    def _behind_comma(self, head: int, found: Found) -> int:
        """A亿元、B亿元: what names the second begins behind the 、."""
        if _NOUN_AND.fullmatch(self.flat, head, found.span.start):
            return found.span.start
        place = self.flat.rfind("、", head, found.span.start)
        if place < 0 or re.search(r"分别|各", self.flat[head : found.span.start]):
            return head
        listed = place - head <= 1 or _MAKING.match(self.flat, place + 1)
        return place + 1 if listed else head


def _of_the_plan(clause: str, before: list[Quantity]) -> bool:
    """年度计划5.2亿元,完成4.43亿元,|占85.2%: the part of the plan told of."""
    told = [one.kind for one in before[-2:]]
    return clause.strip(" ,") == "占" and told == [Kind.TARGET, Kind.ACTUAL]


def _signed(amount: Amount, *, falls: bool) -> Amount:
    """Give a fall its sign."""
    if not falls:
        return amount
    return replace(amount, value=-abs(amount.value), base=-abs(amount.base))
