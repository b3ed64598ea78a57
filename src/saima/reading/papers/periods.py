"""The time that a number is about: named with it, carried from title or opening, or unsaid."""

import re
from dataclasses import replace

from saima.reading.papers import kinds
from saima.reading.papers.amounts import Found
from saima.reading.papers.lines import Page
from saima.reading.papers.modes import DONE, Mode, Moded
from saima.reading.papers.times import Calendar, Grain, Named
from saima.reading.papers.units import is_money, is_rate
from saima.reading.papers.values import About, Day, Kind, PaperKind, Stretch

_NOW = re.compile(r"目前|眼下|如今|近日|日前|至此|当前|现已|近年来")
_TIMELESS = re.compile(
    r"总投资|建筑面积|占地|全长|总长|设计|概算|估算|评估价值|总建筑|用地面积|投资规模|惠及|总规模|期限"
)
_YEARLY = re.compile(
    r"(?:年度|全年|本年|今年|当年|年)[^,;。]{0,8}(?:计划|任务|目标|预算|指标)|(?:年度|全年)"
)
_YEAR_PLAN = re.compile(
    r"[^,。;\d]{0,4}(?:目标|任务|预算|考核值|指标|计划(?!完成|实现|新增|投资))"
)  # 全年减亏目标
_BEGAN = re.compile(
    r"(?:正式)?(?:开工|动工|启动|投产|成立|开业|运营|通车|建成|揭牌|起|开始)"
)  # 2021年3月开工
_OVERVIEW = re.compile(
    r"[【〖](?:总体|综述|概况|开篇|面上|总况|整体|全局)[^】〗]{0,4}[】〗]"
)
_FROM = re.compile(r"(?:自|从)$")


class Periods:
    """Walks through the sentences and keeps which time was last named, and how far it carries."""

    def __init__(self, calendar: Calendar, page: Page, about: About) -> None:
        self.day = about.date
        self.calendar, self.page, self.flat = calendar, page, page.flat
        # A newsletter's items stand apart.
        items = len(re.findall(r"(?m)^\s*【[^】]{2,10}】", page.flat))
        self.carries = items < 2 or about.kind in {
            PaperKind.WORK_REPORT,
            PaperKind.CIRCULAR,
        }
        self.opening: Stretch | None = None
        self.local: Stretch | None = None
        self.plan: Stretch | None = None
        self.line = -1
        self.times: list[Named] = []
        self.named: list[Named] = []  # with those that only compare
        self.opened = False
        self.headed = False  # the opening is told by a heading
        self.dated = False  # the opening is told as 截至…

    def at(self, part: Moded, times: list[Named]) -> None:
        """Take in the times of the sentence."""
        line = self.page.lines[part.sentence.line]
        if part.sentence.line != self.line:
            self.line, self.local = part.sentence.line, None
        self.named = times
        self.times = [
            time
            for time in times
            if not time.compared
            and not self._since(time)
            and not self._in_name(time)
            and not self._apart(time)
        ]
        year = self._reviewed() if part.mode is not Mode.PLAN else 0
        self.times = (
            [_of_year(time, year) for time in self.times] if year else self.times
        )
        for time in self.times:
            if line.heading:
                self._at_heading(time, part, line_numbered=line.numbered)
            else:
                self._in_text(time, part)

    def _of_another_year(self) -> bool:
        """Whether what has been told so far is of a year before this one."""
        ends = [stretch.end for stretch in (self.local, self.opening) if stretch]
        return any(end is not None and end.year != self.calendar.year for end in ends)

    def _reviewed(self) -> int:
        """The year that the line, or the heading above, tells of; 0 where none is said."""
        for stretch in (self.local, self.opening if self.headed else None):
            if stretch and stretch.end:
                return stretch.end.year
        return 0

    def _since(self, time: Named) -> bool:
        return bool(
            _FROM.search(self.flat[max(0, time.span.start - 1) : time.span.start])
        ) and not re.match(
            r"[^,。]{0,3}至", self.flat[time.span.end : time.span.end + 4]
        )

    def _in_name(self, time: Named) -> bool:
        """2024年项目, 2026年工作会议: the year belongs to a name."""
        behind = self.flat[time.span.end : time.span.end + 20]
        if not time.year_said and _YEAR_PLAN.match(behind):
            return True
        if re.match(
            r"[^,。;\n]{0,14}(?:工作会|动员|大会|会议|推进会|专题会|分析会|例会|会(?=[,。;、\s]|$))",
            behind,
        ):
            return True
        return (
            time.grain is Grain.YEAR
            and time.year_said
            and bool(re.match(r"(?:的)?(?:项目|度第|第[一二三四\d])", behind))
        )

    def _apart(self, time: Named) -> bool:
        """5.92万人次(8月16日): the day of one number alone."""
        before = self.flat[max(0, time.span.start - 2) : time.span.start]
        alone = before[-1:] in {"(", "（"} and "\u4e00" <= before[:1] <= "\u9fff"
        closed = self.flat[time.span.end : time.span.end + 1] in {")", "）"}
        return alone and closed and time.grain is Grain.DAY and not time.as_of

    def _at_heading(self, time: Named, part: Moded, *, line_numbered: bool) -> None:
        if (time.grain is not Grain.DAY and not time.by) or time.as_of:
            if part.mode is not Mode.PLAN and self._still_runs(time):
                return  # …前三季度分析会 盯紧四季度: nothing can be told of that yet
            if part.mode is Mode.PLAN:
                self.plan = time.stretch
            elif not self.carries and (
                time.grain is not Grain.SPAN or part.sentence.line > 2
            ):
                return
            elif time.grain is not Grain.YEAR or not (
                (self.opened and not line_numbered) or self._titled_plan(time)
            ):
                self.opening, self.opened = time.stretch, True
                self.headed = True

    def _still_runs(self, time: Named) -> bool:
        end = time.stretch.end
        if end is None or self.day is None or not self.day.year:
            return False
        return time.grain in {Grain.SPAN, Grain.MONTH} and end > self.day

    def _titled_plan(self, time: Named) -> bool:
        """2026年政府工作报告: the year of the paper, not of its figures."""
        return bool(
            re.search(r"报告|会议|要点", self.flat[time.span.end : time.span.end + 20])
        )

    def _in_text(self, time: Named, part: Moded) -> None:
        if part.mode is not Mode.PLAN and self._runs(time):
            if not self.headed and self._of_another_year():
                # What was told of before is over.
                self.opening = self.local = None
            return
        if _BEGAN.match(self.flat, time.span.end):
            return
        if part.mode is not Mode.PLAN and self._yet_to_come(time.stretch):
            return
        if part.mode is Mode.PLAN:
            self._in_plan(time, part)
            return
        if (
            time.grain is Grain.YEAR
            and not time.year_said
            and (self.local or self.opening)
        ):
            return  # 全年 within what has been said of last year
        if self._opens(time, part) and self._until(time):
            self.local = time.stretch
        elif (
            time.grain in {Grain.SPAN, Grain.YEAR}
            or time.as_of
            or (time.grain is Grain.MONTH and not time.by)
        ):
            self.local = time.stretch
            self._opening(time, part)

    def _opening(self, time: Named, part: Moded) -> None:
        """Keep what the paper opens with for the lines to come."""
        if time.as_of and self.opening is None and self._is_overview(part):
            self.opening = time.stretch
        first = time.as_of and not self.dated and not self.headed
        if self.carries and (not self.opened or first):
            self.dated = time.as_of
            self.opening, self.opened = time.stretch, True

    def _is_overview(self, part: Moded) -> bool:
        """【总体】截至5月9日: what opens a newsletter is told of all of it."""
        line = self.page.lines[part.sentence.line].span
        return bool(_OVERVIEW.match(self.flat, line.start, line.end))

    def _in_plan(self, time: Named, part: Moded) -> None:
        opens = time.span.start - part.start <= 6
        if time.grain is Grain.YEAR or (
            time.grain is Grain.SPAN and not time.by and opens
        ):
            self.plan = time.stretch

    def _opens(self, time: Named, part: Moded) -> bool:
        """Whether a sentence, or one of its clauses, begins with the time."""
        return self.flat[time.span.start - 1 : time.span.start] in set(",;。:\n ") or (
            time.span.start == part.start
        )

    def _until(self, time: Named) -> bool:
        """去年底, 到5月20日: up to when things are told, until another time is named."""
        if time.by or time.as_of:
            return False
        if time.grain is Grain.END:
            return self.flat[time.span.end : time.span.end + 1] == ","
        return time.grain is Grain.DAY and self.flat[time.span.start] in "到至"

    def of(
        self, found: Found, kind: Kind, setting: kinds.Setting, part: Moded
    ) -> Stretch:
        """Give the time of a number of this kind."""
        if kind is Kind.TARGET:
            return self._of_target(found, setting, part)
        if told := self._beside(found):
            return Stretch(None, told.stretch.end)
        return self._begun(self._of_result(found, setting, part), kind, setting, found)

    def of_cell(self, kind: Kind, named: Stretch | None, *, of_year: bool) -> Stretch:
        """The time of a number in a table: its column's, else what the paper tells of."""
        if named is not None:
            return named
        if kind is Kind.TARGET:
            return self._year() if of_year else self.plan or Stretch()
        return self.local or self.opening or Stretch()

    def _beside(self, found: Found) -> Named | None:
        """由去年的0.9%, 5.92万人次(8月16日): a time that is said of the number itself."""
        for time in self.named:
            end = found.span.end
            if time.span.start == end + 1 and self.flat[end] in "(（":
                whole = self.flat[time.span.end : time.span.end + 1] in set(")）")
                if whole and time.grain in {Grain.DAY, Grain.MONTH}:
                    return time
            between = self.flat[time.span.end : found.number.start]
            turned = self.flat[time.span.start - 1 : time.span.start] in {"由", "从"}
            if turned and re.fullmatch(r"(?:末|底|同期)?的\s?", between):
                return time
        return None

    def is_past(self, found: Found) -> bool:
        """今年1—3月 in a paper of April: a stretch that had ended on the paper's day."""
        near = self._before(found)
        if near is None or near.by or near.grain is not Grain.SPAN or self.day is None:
            return False
        end = near.stretch.end
        return end is not None and end < self.day._replace(
            year=end.year if not self.day.year else self.day.year
        )

    def is_future(self, found: Found) -> bool:
        """全年营收突破100亿元 in a paper of March: no result can be known of it."""
        near = self._before(found)
        if near is None or self.day is None or near.as_of:
            return False
        end, words = near.stretch.end, near.span.of(self.flat)
        if end is None or not re.search(r"全年|年内|年底|年末|明年", words):
            return False
        if DONE.search(self.flat, near.span.end, found.number.start):
            return False
        return end > (self.day if self.day.year else self.day._replace(year=end.year))

    def _before(self, found: Found) -> Named | None:
        """The time named last before the number; one right behind it within the clause else."""
        before = [time for time in self.times if time.span.end <= found.number.start]
        return before[-1] if before else None

    def _of_target(self, found: Found, setting: kinds.Setting, part: Moded) -> Stretch:
        near = self._before(found)
        in_clause = near is not None and near.span.start >= found.span.start - len(
            setting.clause
        )
        if kinds.found_plan(found, setting) and not in_clause:
            if _TIMELESS.search(setting.clause) or not _YEARLY.search(setting.clause):
                return Stretch()
            planned = self.plan if part.mode is Mode.PLAN and self.plan else None
            return planned or self._year()
        if (
            near is not None
            and (in_clause or near.by or near.grain in {Grain.YEAR, Grain.END})
            and not near.as_of
        ):
            return (
                near.stretch
                if near.grain is not Grain.DAY or near.by or in_clause
                else Stretch(None, None)
            )
        if _TIMELESS.search(setting.clause[-10:]):
            return Stretch()
        return self.plan or Stretch()

    def _year(self) -> Stretch:
        year = self._known_year()
        return (
            Stretch(Day(year, 1, 1), Day(year, 12, 31))
            if year or self.calendar.year == 0
            else Stretch()
        )

    def _known_year(self) -> int:
        for stretch in (self.local, self.opening):
            if stretch and stretch.end and stretch.end.year:
                return stretch.end.year
        return self.calendar.year

    def _of_result(self, found: Found, setting: kinds.Setting, part: Moded) -> Stretch:
        near = self._before(found)
        named = near is not None and not near.by and (near.as_of or setting.past)
        if part.mode is Mode.PLAN and not named:
            return Stretch()
        if self._is_now(near, setting, found):
            return Stretch()
        if near is not None and not near.by and not self._runs(near):
            return near.stretch
        timeless = not is_rate(found.amount.unit) and _TIMELESS.search(
            setting.clause[-12:]
        )
        if timeless or _NOW.search(setting.sentence):
            return Stretch()
        return self.local or self.opening or Stretch()

    def _is_now(self, near: Named | None, setting: kinds.Setting, found: Found) -> bool:
        """去年投用,眼下出租率87%: what is told of now is of no time named before."""
        now = [*_NOW.finditer(setting.sentence)]
        if not now or near is None:
            return False
        begin = found.span.start - len(setting.sentence)
        return near.span.end <= begin + now[-1].start()

    def _yet_to_come(self, stretch: Stretch) -> bool:
        """明年一季度 in a report: nothing can have been done in it."""
        if stretch.end is None or self.day is None or not self.day.year:
            return False
        return (stretch.start or stretch.end) > self.day

    def _runs(self, time: Named) -> bool:
        """今年完成投资: the year that still runs; its results end where the paper's own time ends."""
        running = (
            time.stretch.end is not None and time.stretch.end.year == self.calendar.year
        )
        if time.grain is not Grain.YEAR or not running:
            return False
        word = self.flat[time.span.start : time.span.start + 2]
        return word in {"今年", "本年", "当年"} or (
            self.opening is not None and not time.year_said
        )

    def _begun(
        self, stretch: Stretch, kind: Kind, setting: kinds.Setting, found: Found
    ) -> Stretch:
        """Results added up since January start there: 截至9月底累计完成."""
        if stretch.end is None or (
            stretch.start is not None and stretch.start != stretch.end
        ):
            return stretch
        adds_up = (
            is_money(found.amount.unit)
            or "累计" in setting.clause
            or kind is Kind.GROWTH
        )
        if adds_up and stretch.start is None:
            return Stretch(Day(stretch.end.year, 1, 1), stretch.end)
        return Stretch(None, stretch.end)


def _of_year(time: Named, year: int) -> Named:
    """年末 and 全年 within a review of last year are of that year."""
    end = time.stretch.end
    if time.year_said or time.grain not in {Grain.YEAR, Grain.END} or end is None:
        return time
    if (end.month, end.day) != (12, 31) or not year:
        return time
    start = time.stretch.start
    moved = Stretch(
        start._replace(year=year) if start else None, end._replace(year=year)
    )
    return replace(time, stretch=moved)
