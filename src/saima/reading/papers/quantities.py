"""The quantities of a paper: each number with its indicator, entity, kind, time and phrase."""

import re
from dataclasses import dataclass, replace

from saima.reading.papers import kinds, naming, subjects
from saima.reading.papers.amounts import Found, amounts_in
from saima.reading.papers.lines import Page, clauses
from saima.reading.papers.modes import Moded, moded
from saima.reading.papers.periods import Periods
from saima.reading.papers.series import series_of
from saima.reading.papers.speakers import Speakers
from saima.reading.papers.times import Calendar, Named
from saima.reading.papers.traps import is_trap
from saima.reading.papers.units import is_money, is_rate
from saima.reading.papers.values import About, Kind, Quantity, Span

# 占年度计划的, 完成全年任务的: a part of a plan named before, which names no indicator itself.
_OF_A_PLAN = re.compile(
    r"(?:占|完成|达到?|为|超)?(?:了)?(?:年度|全年|本年|总|年|既定|预定|投资)?(?:投资|总体)?(?:计划|任务|预算|目标|总量|进度|时序|序时进度|时间进度|工程量)(?:投资|数|任务|总额)?(?:额)?的?|占|占比|总量的?"
)
_OF_THIS_PLAN = re.compile(
    r"(?:完成|占|达到?)?(?:年度|全年|年)(?P<what>[^,;。计任]{2,8})(?:目标|任务|计划|预算)的?"
)
_ONLY_VERB = re.compile(
    r"(?:建设|推动|推进|举办|包含|包括|含|纳入[^,]*|实现|完成|高质量|开展|组织|涉及|围绕[^,]*|布局|实施|有|已有|已经有|谋划|安排|共|加快|确保|启动|推出|打造|对|达到|形成|其中|达|经|等)+"
)
_MAKES = re.compile(
    r"(?:新增|新建|建成|新开工|引进|招引|培育|签约|开工|竣工|完工|交付|清退|处置|盘活|减少|增加|增设|改造|拆除|创建|培训|排查|整改|发放|获批|获评|落户|投用|化解|腾退|修复|摘牌|聘请|认定|兑现|发行|更新|安装|加装)$"
)
_DO = re.compile(
    r"(?:享受|参与|参加|获得|受益|使用|乘坐)(?:到)?(?:了)?(?P<what>[\u4e00-\u9fff]{2,12})"
)


@dataclass(frozen=True)
class _Clause:
    """A clause with the sentence it belongs to and the times named in both."""

    part: Moded
    span: Span
    times: tuple[Named, ...]


def quantities_of(page: Page, calendar: Calendar, about: About) -> tuple[Quantity, ...]:
    """Read all quantities, in order; costs one pass over the text."""
    times = calendar.times(page.flat)
    found = amounts_in(page.flat, tuple(time.span for time in times))
    reader = _Reader(page, about, Periods(calendar, page))
    quantities: list[Quantity] = []
    for part in moded(page):
        within = part.sentence.span
        inside = [one for one in found if within.start <= one.number.start < within.end]
        named = tuple(
            time for time in times if within.start <= time.span.start < within.end
        )
        quantities += reader.sentence(part, inside, named)
    return tuple(quantities)


class _Reader:
    """Reads sentence by sentence; what they leave unsaid is kept by `Speakers` and `Periods`."""

    def __init__(self, page: Page, about: About, periods: Periods) -> None:
        self.page, self.flat, self.periods = page, page.flat, periods
        self.speakers = Speakers(page, about)

    def sentence(
        self, part: Moded, found: list[Found], times: tuple[Named, ...]
    ) -> list[Quantity]:
        """Give the quantities of one sentence."""
        self.speakers.at_sentence(part)
        self.periods.at(part, list(times))
        quantities: list[Quantity] = []
        for span in clauses(self.flat, Span(part.start, part.sentence.span.end)):
            inside = [one for one in found if span.start <= one.number.start < span.end]
            quantities += self._clause(_Clause(part, span, times), inside, quantities)
        return quantities

    def _clause(
        self, clause: _Clause, found: list[Found], before: list[Quantity]
    ) -> list[Quantity]:
        around = self.flat[clause.span.start : clause.span.end + 12].split("。")[0]
        kept = [one for one in found if not is_trap(self.flat, one, around)]
        self.speakers.at_clause(clause.span, [time.span for time in clause.times], kept)
        series = series_of(
            self.flat, clause.span, kept, [one.indicator or "" for one in before]
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
            if member:
                quantity = self._in_series(quantity, member.indicator, member.start)
            quantities.append(quantity)
        return quantities

    def _in_series(self, quantity: Quantity, indicator: str, start: int) -> Quantity:
        span = Span(min(start, quantity.span.start), quantity.span.end)
        named = (
            _finished(indicator, quantity.kind, "")
            if quantity.kind is Kind.COMPLETION_RATE
            else indicator
        )
        return replace(
            quantity, indicator=named, span=span, text=span.of(self.page.text)
        )

    def _one(
        self,
        clause: _Clause,
        found: Found,
        last: Quantity | None,
        before: list[Quantity],
    ) -> Quantity:
        head = last.span.end if last else clause.span.start
        if (
            last
            and re.fullmatch(
                r"\s?(?:[、,和及与或]|以及)?\s?", self.flat[head : found.span.start]
            )
            and _alike(last, found)
        ):
            return self._follows(last, found)
        head = self._behind_comma(head, found) if last else head
        entity, start = self.speakers.of(
            head, found.span.start, [time.span for time in clause.times]
        )
        setting = kinds.Setting(
            self.flat[head : found.span.start]
            if last
            else self.flat[clause.span.start : found.span.start],
            self.flat[clause.part.start : found.span.start],
            self.flat[found.span.end : found.span.end + 20].split("。")[0],
            clause.part.mode,
        )
        named = self._named(start, found, clause, before)
        kind = kinds.kind_of(found, setting, named.words)
        indicator = _finished(named.words, kind, setting.clause)
        amount = found.amount
        if kind is Kind.GROWTH and kinds.falls(setting):
            amount = replace(amount, value=-abs(amount.value), base=-abs(amount.base))
        span = Span(min(named.start, found.span.start), max(found.span.end, named.end))
        return Quantity(
            span, found.number, clause.part.sentence.span, span.of(self.page.text).strip(), amount, kind, entity,
            indicator or None, self.periods.of(found, kind, setting, clause.part), _doubts(entity, indicator),
        )  # fmt: skip

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
        place = self.flat.rfind("、", head, found.span.start)
        listed = place >= 0 and not re.search(
            r"分别|各", self.flat[head : found.span.start]
        )
        return (
            place + 1
            if listed
            and (place - head <= 1 or _MAKES.search(self.flat[place + 1 : place + 3]))
            else head
        )

    def _named(
        self, start: int, found: Found, clause: _Clause, before: list[Quantity]
    ) -> "_Words":
        """Name the number by the words before it, else by those behind, else as the number before."""
        named = naming.named_before(
            self.flat, start, found.span.start, [time.span for time in clause.times]
        )
        words, rate = named.words, is_rate(found.amount.unit)
        match = _OF_THIS_PLAN.fullmatch(words)
        if match and rate and match.group("what") not in {"投资", "建设"}:
            return _Words(match.group("what"), named.start, 0)
        if rate and _OF_A_PLAN.fullmatch(words):
            return _Words(self._inherited(before, start), named.start, 0)
        if rate or naming.CHANGE.search(words[-3:]):
            words = (
                naming.without_change(words)
                if naming.CHANGE.search(words[-8:]) or naming.COMPARED.search(words)
                else words
            )
        counted = not rate and not is_money(found.amount.unit)
        if counted and (
            not words or _ONLY_VERB.fullmatch(words) or words.endswith("等")
        ):
            return self._behind(found, named.start, "") or _Words(words, named.start, 0)
        if counted and _MAKES.fullmatch(words):
            return self._behind(found, named.start, words) or _Words(
                words + self.speakers.topic, named.start, 0
            )
        if is_money(found.amount.unit) and (not words or _ONLY_VERB.fullmatch(words)):
            behind = self._behind(found, named.start, "")
            if behind:
                return behind
        if not words:
            return _Words(self._inherited(before, start), named.start, 0)
        return _Words(words, named.start, 0)

    def _inherited(self, before: list[Quantity], start: int) -> str:
        if before and before[-1].indicator:
            return (
                re.sub(r"完成率$", "", before[-1].indicator)
                if before[-1].indicator != "完成率"
                else ""
            )
        return self._clause_before(start) or self.speakers.topic

    def _behind(self, found: Found, start: int, verb: str) -> "_Words | None":
        """11处|煤矿建成试运转: name it by the noun it counts."""
        clause_end = min(
            (
                place
                for sign in ",;。:\n"
                if (place := self.flat.find(sign, found.span.end)) >= 0
            ),
            default=len(self.flat),
        )
        doing = _DO.search(self.flat[found.span.end : clause_end])
        noun = naming.noun_behind(self.flat, found.span.end, clause_end)
        if doing and found.amount.unit[-2:] in {"人次", "人", "户", "名", "万人"}:
            words = re.sub(r"了|到|活动$", "", doing.group())
            return _Words(
                words, min(start, found.span.start), found.span.end + doing.end()
            )
        if noun.end == noun.start:
            return None
        return _Words(
            verb + naming.tidy(noun.of(self.flat)),
            min(start, found.span.start),
            noun.end,
        )

    def _clause_before(self, start: int) -> str:
        """高新区投资完成率最低,仅为48.9%: the indicator stands in the clause before."""
        stop = max(self.flat.rfind(sign, 0, start) for sign in ",:")
        left = max(self.flat.rfind(sign, 0, max(stop, 0)) for sign in "。;\n,:") + 1
        if stop <= left:
            return ""
        subject = subjects.leading_subject(self.flat, left, stop)
        words = self.flat[subject.span.end if subject else left : stop]
        match = re.match(
            r"[\u4e00-\u9fff]{1,16}?(?:率|额|量|值|收入|投资|利润|比重|占比|面积|余额)",
            words,
        )
        return match.group() if match else ""


@dataclass(frozen=True)
class _Words:
    """The words of an indicator; where the phrase begins, and where it must reach to."""

    words: str
    start: int
    end: int


def _alike(last: Quantity, found: Found) -> bool:
    return last.amount.base_unit == found.amount.base_unit


def _finished(indicator: str, kind: Kind, clause: str) -> str:
    """Give a completion rate its name: 投资 → 投资完成率; a share of a whole: 占比."""
    if (
        kind in {Kind.SHARE, Kind.TARGET}
        and re.search(r"占[^,;。]{0,14}$", clause)
        and not re.search(r"占比|比重|份额", indicator)
    ) and (kind is Kind.SHARE or re.search(r"占$", indicator)):
        return (
            re.sub(
                r"(?:仍|已|约)?占[^占]*$|(?:已|仍)?(?:超过?)?总(?:量|数)的?$",
                "",
                indicator,
            )
            + "占比"
        )
    if kind is Kind.SHARE and re.search(r"总(?:量|数)的?$", indicator):
        return re.sub(r"(?:已|仍)?(?:超过?)?总(?:量|数)的?$", "", indicator) + "占比"
    if kind is Kind.COMPLETION_RATE and not re.search(r"率$|进度$", indicator):
        core = re.sub(
            r"^(?:累计|投入)?完成|^投入|完成$|(?:年度|全年)?(?:计划|任务|目标|预算)的?$|(?:已|累计)$",
            "",
            indicator,
        )
        return core + "完成率"
    return indicator


def _doubts(entity: str | None, indicator: str) -> tuple[str, ...]:
    return (
        *(() if entity else ("no_entity",)),
        *(() if indicator else ("no_indicator",)),
    )
