"""What is still to be done: one task for each sentence or part of an enumeration."""

import re
from dataclasses import replace

from saima.reading.papers.deeds import DEED
from saima.reading.papers.doers import Doers, answering, helping, is_doer
from saima.reading.papers.lines import ENUMERATOR, trimmed
from saima.reading.papers.marked import Marked
from saima.reading.papers.modes import DONE, Mode, Moded
from saima.reading.papers.orders import spoken_to
from saima.reading.papers.times import Grain, Named
from saima.reading.papers.values import Day, Span, Task

_ASKED = re.compile(
    r"(?<![主重需纲摘简紧概机首])要(?![求素闻点地件害领义旨塞职案目务靠等看花])|必须|务必|须(?!知)|确保|力争|应(?:当|合理|严格|及时|加强|按)|严禁|不得|计划|拟于|将(?:对|在|于|组织|继续|进一步|实行|开展|按|加|全|启|推|从|通过|适时|会同|逐)|下一?步|抓紧|请(?=于|在)|牵头|负责|限期|拟(?=于|在|投|建|新|引)|限(?=[^,;。]{2,14}前)|承诺(?!的|书|函|事项)|[月日末]之?前|年底前|年底之前|月底前|底前|前(?:完成|全部|建成|实现|报送|出台)|到位"
)
_SHORT, _SHORTEST = 8, 6
_LONGEST = 3000  # signs of a sentence; a longer one is none that asks something
# What makes a task of figures all the same: 要, a day, a unit, a verb of doing.
_FIGURES_ASKED = re.compile(
    r"(?<![主重需])要(?![求素闻点])|必须|务必|[月年]底?前|日前|负责|^(?:改造|新建|开工|建设|修复|加快|推进|实施|开展|处置|盘活|发行|落实|强化)"
)
_FIGURE_END = re.compile(
    r"(?:\d[\d.]*\s?(?:%|万|亿|个百分点|以内|以上|微克|毫克)|正增长|基本?同步|基本平衡|[一二三四五六七八九]成)[^,;]{0,6}$"
)
# What opens a list of tasks or tells what year it is, and no task itself.
_SETS_ASIDE = re.compile(
    r":$|如下[—:]*$|以下(?:几个方面|几方面|几项)?(?:重点)?工作$|^(?:今年|20\d\d年|明年)[^,]{0,12}是|目标(?:任务)?(?:是|为|:)"
)
_REPORTED = re.compile(
    r"^(?:已|目前已|会上|会议(?:传达|听取|学习|通报|由|还)|截至|据|今年以来|去年|近年来|.{0,6}参加|.{0,12}(?:主持|出席)(?:会议|并))"
)
# What happened at a meeting, wherever in its sentence it is told.
_HAPPENED = re.compile(
    r"(?:汇报|介绍|通报|解读|宣读|传达|回顾|听取)了|进行了(?:汇报|介绍|通报|解读|部署|安排|点评|总结)|(?:参加|出席|列席|陪同)(?:了)?(?:会议|大会|活动|仪式|调研|考察|检查)?$"
)
_NOT_TASK = re.compile(
    r"^[\(（][^)）,;。]{2,20}[)）]$|印发给你们|^[\(（](?:记者|通讯员|作者|来源|文|图|供稿)|蓝图|奋进正|成就未来|新征程|再创佳绩|^(?:同志们|各位|让我们|服务热线|版权|ICP|电话|地址|来源|记者|编辑|责编|审核|供稿|通讯员|关键词|附件|联系人|抄送)|(?:召开|举行|举办)[^,;]{0,30}会(?:议)?$"
)
_STRONG = re.compile(
    r"(?<![主重需])要(?![求素闻点靠等看花])|必须|务必|年底前|月底前|(?<!年度)(?<!全年)(?<!投资)(?<!原)计划(?!的|投资|完成率|任务|目标|[\d.]+\s?[万亿%元个人名家套张户])|下一?步|将(?=进一步|在|对|于|组织|继续|加|全|启|推|从|通过|适时|会同|逐|紧|围绕|持续|重点|开|实施|建成|完成|实现|新增|引进|上线|出台|举办|投|按|以|同步|陆续|积极|聚焦|统筹|把|力争|上|向|还)|需(?!要求|求)|(?<!为)确保|力争|请(?=于|在|各)|抓紧|牵头(?![^。;]{0,40}(?:组成|成立了|组建了|聘请|聘期))|限期|拟(?=于|在|投|建|新|引)|限(?=[^,;。]{2,14}前)|承诺(?!的|书|函|事项)|须(?!知)|年内(?=完成|淘汰|实现|清理|建成|交付)|[月日]底?之?前(?=完成|建成|实现|编制|报送|交付|全部|办完|拿出|提交)"
)
# In a report only what is promised in so many words.
_PROMISED = re.compile(
    r"(?<!年度)(?<!全年)(?<!投资)计划(?=于|在|\d|为|将|启动|开展|引进|[^,;。]{0,6}(?:前|底))|拟(?=于|在|\d|投|新|建|引)|下一?步|接下来|将(?=对[^,;。]{0,20}(?:开展|进行|逐|实施|约谈|予以|通报)|进一步|组织|继续|加|全力|启动|推进|适时|会同|逐步|紧盯|围绕|持续|重点|开展|实施|建成|完成|实现|新增|引进|上线|出台|举办|投入|按|同步|陆续|积极|聚焦|统筹|力争|于|在[^,;。]{0,8}(?:前|底)|还)|(?<!为)确保|力争|请(?=于|在|各)|抓紧(?!时间)|须(?!知)|年内(?=完成|淘汰|实现|清理|建成|交付)|[月日]底?之?前(?=完成|建成|实现|编制|报送|交付|全部|办完|拿出|提交)|承诺(?!的|书|函|事项)|限期|限(?=[^,;。]{2,14}前)|由[^,;。]{2,12}(?:牵头|负责)|必须|务必|要(?=在|于|抓紧|加快|\d)"
)
# 各子公司5月20日前把债务上传: nothing says that it is over.
_BY_DAY = re.compile(r"(?:[月日]底?|年底|季度末|月末|节)之?前(?![期述后来者])")
_OVER = re.compile(r"已|了|完毕|曾|去年|上年")
_SAID = re.compile(r"[\d,]|[对将把由要须]")  # a sentence, and no mere head
_QUOTED = re.compile(r"提出了?\"|指示")
# What stands behind a task and tells whose and by when it is.
_TELLS_OF_LAST = re.compile(
    r"[\(（][^)）。;]{2,40}(?:牵头|负责|承办|落实)(?:,[^)）。;]{2,40}(?:配合|参与|协助))?[)）]$|[\(（\s]*(?:责任|牵头|主办|配合|协办|参与|协同|完成|办结|责任主体)(?:单位|部门|领导|时限|时间|期限|人)?\s?:|时限\s?:"
)


def tasks_of(text: Marked) -> tuple[Task, ...]:
    """Read all tasks, in order."""
    page, reader = text.page, _Reader(text)
    found: list[Task] = []
    since = 0  # the first task below the heading
    for part in text.parts:
        line = page.lines[part.sentence.line]
        if line.heading and not _TELLS_OF_LAST.match(page.flat, line.span.start):
            since = len(found)
            continue
        if line.numbered and part.sentence == line.sentences[0]:
            since = len(found)
        if _TELLS_OF_LAST.match(page.flat, part.sentence.span.start):
            if not found:
                continue
            whole_line = part.sentence == line.sentences[0] or line.numbered
            for place in range(
                min(since, len(found) - 1) if whole_line else len(found) - 1, len(found)
            ):
                found[place] = reader.completed(found[place], part.sentence.span)
        else:
            new = reader.read(part)
            found += _running_on(page.flat, found[-1:], new)
    return tuple(found)


_HELPS_ONLY = re.compile(r"[^,;。]{2,24}(?:配合|协助|协同|参与)(?=[,;。]|$)")
_BY_A_DAY = re.compile(
    r"(?:\d{1,2}月(?:\d{1,2}日|底|[上中下]旬)?|年|年内|季度|半年)[底末]?(?:之?前|内)"
)
_ASKS_ON = re.compile(r"(?:还|也|并|同时)?(?:要(?![求素闻点])|必须|须)")


def _running_on(flat: str, last: list[Task], new: list[Task]) -> list[Task]:
    """各部门要A;要B: behind a ; the same unit is asked."""
    if not last or not new or new[0].lead or not last[0].lead:
        return new
    first = new[0]
    between = flat[last[0].span.end : first.span.start]
    if between.strip() != ";":
        return new
    begun = flat[last[0].span.start : last[0].span.end].startswith(last[0].lead)
    deed = begun and (
        _BY_A_DAY.match(flat, first.span.start) or DEED.match(flat, first.span.start)
    )
    if not deed and not _ASKS_ON.match(flat, first.span.start):
        return new
    doubts = tuple(doubt for doubt in first.doubts if doubt != "no_lead")
    return [replace(first, lead=last[0].lead, doubts=doubts), *new[1:]]


class _Reader:
    def __init__(self, text: Marked) -> None:
        self.page, self.flat, self.times_in = text.page, text.page.flat, text.times_in
        self.doers = Doers(text)
        self.labelled: tuple[int, str] | None = None  # 工程部:A;B, the line and who

    def read(self, part: Moded) -> list[Task]:
        """Give the tasks of one sentence: one for each enumerated item, cut where the doer changes."""
        found: list[Task] = []
        if part.sentence.span.end - part.start > _LONGEST or self._is_umbrella(part):
            return found
        for span in self._items(Span(part.start, part.sentence.span.end)):
            task = self._task(span, part)
            if task:
                found.append(task)
        return found

    def completed(self, task: Task, span: Span) -> Task:
        """Add to a task what the sentence behind it tells: 责任单位:…; 完成时限:…"""
        words = span.of(self.flat)
        lead = task.lead or answering(words)
        return replace(
            task,
            lead=lead,
            supporting=(*task.supporting, *helping(words)),
            deadline=task.deadline or self._deadline(span, any_time=True),
            doubts=tuple(
                doubt for doubt in task.doubts if not lead or doubt != "no_lead"
            ),
        )

    def _is_umbrella(self, part: Moded) -> bool:
        """一是…: a slogan over the sentences behind it that say what to do."""
        span = part.sentence.span
        enumerated = ENUMERATOR.match(self.flat, span.start) is not None
        followed = re.match(
            r"[。!][^\S\n]*(?![一二三四五六七八九十]{1,2}(?:是|要))[^\n]{6}",
            self.flat[span.end : span.end + 12],
        )
        if (
            not enumerated
            or not followed
            or _TELLS_OF_LAST.match(self.flat, span.end + 1)
        ):
            return False
        clauses = self.flat[part.start : span.end].split(",")
        limit = 12 if len(clauses) == 1 else 20
        return len(clauses) <= 2 and all(len(clause) <= limit for clause in clauses)

    def _items(self, span: Span) -> list[Span]:
        """Cut 一是…,二是… within one sentence."""
        words = span.of(self.flat)
        cuts = [0] + [
            match.start() + 1
            for match in re.finditer(
                r"[,:](?=[一二三四五六七八九十]{1,2}(?:是|要)|[\(（][一二三四五六七八九十\d][\)）]|[①-⑳])",
                words,
            )
        ]
        spans = []
        for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True):
            begin = span.start + start
            if match := ENUMERATOR.match(self.flat, begin, span.start + end):
                begin = match.end()
            spans += self._by_doer(trimmed(self.flat, Span(begin, span.start + end)))
        return spans

    def _by_doer(self, span: Span) -> list[Span]:
        """Cut before a clause that another unit begins: A要…,B要…."""
        words = span.of(self.flat)
        cuts, doer = [span.start], self.doers.at(span.start, span.end)
        for match in re.finditer(r",", words):
            start = span.start + match.end()
            who = self.doers.at(start, span.end)
            if _HELPS_ONLY.match(self.flat, start, span.end):
                who = None  # 由财务部牵头,物资公司配合,…
            if who and doer not in {None, who}:
                cuts.append(start)
            doer = who or doer
        return [
            trimmed(self.flat, Span(start, end))
            for start, end in zip(cuts, [*cuts[1:], span.end], strict=True)
        ]

    def _task(self, span: Span, part: Moded) -> Task | None:
        words = span.of(self.flat)
        if not self._is_task(words, part):
            return None
        label = _LABEL.match(words)
        line = part.sentence.line
        named = label.group("who") if label and is_doer(label.group("who")) else None
        if label and named:
            self.labelled = line, named
            span = trimmed(self.flat, Span(span.start + label.end(), span.end))
        span = self._plan_part(span) if part.mode is Mode.PLAN else self._promise(span)
        words = span.of(self.flat)
        lead = named or self.doers.lead(span) or self._of_label(line)
        supporting = tuple(name for name in helping(words) if name != lead)
        deadline = self._deadline(span)
        return Task(
            span,
            span.of(self.page.text),
            _action(words),
            lead,
            supporting,
            deadline,
            (*(() if lead else ("no_lead",)), *spoken_to(self.flat, span)),
        )

    def _of_label(self, line: int) -> str | None:
        """Give whom the label at the beginning of the line names."""
        return self.labelled[1] if self.labelled and self.labelled[0] == line else None

    def _is_task(self, words: str, part: Moded) -> bool:
        if words.startswith("——") and len(words) <= 12 and not _SAID.search(words):
            return False  # ——鸦溪水库。 heads what stands behind it
        if (
            len(words) < (_SHORT if part.mode is not Mode.PLAN else _SHORTEST)
            or _REPORTED.match(words)
            or _NOT_TASK.search(words)
            or _only_happened(words)
        ):
            return False
        if _SETS_ASIDE.search(words) or self._only_figures(words, part.mode):
            return False
        if part.mode is Mode.PLAN:
            return not _STATES.search(words)
        obliged = _ASKED.search(words)
        if not obliged:
            return False
        if part.mode is Mode.REPORT:
            return bool(_PROMISED.search(words))
        by_a_day = _BY_DAY.search(words) and not _OVER.search(words)
        return bool(by_a_day or _STRONG.search(words))

    def _only_figures(self, words: str, mode: Mode) -> bool:
        """A sentence of figures alone sets targets, not tasks."""
        clauses = [clause for clause in re.split(r"[,;]", words) if clause]
        figures = sum(bool(_FIGURE_END.search(clause)) for clause in clauses)
        asked = _FIGURES_ASKED.search(words) and mode is not Mode.REPORT
        return 3 * figures > 2 * len(clauses) and not asked

    def _promise(self, span: Span) -> Span:
        """In a report the part that promises, with the clause that says whose it is."""
        first = _STRONG.search(self.flat, span.start, span.end) or _PROMISED.search(
            self.flat, span.start, span.end
        )
        if not first:
            return span
        starts = [
            span.start,
            *(
                span.start + match.end()
                for match in re.finditer(",", span.of(self.flat))
            ),
        ]
        start = max(place for place in starts if place <= first.start())
        told = DONE.search(self.flat, span.start, start) or _FIGURE_END.search(
            self.flat[span.start : max(span.start, start - 1)]
        )
        return trimmed(self.flat, Span(start, span.end)) if told else span

    def _plan_part(self, span: Span) -> Span:
        """Where what is done turns into what is planned, keep the plan."""
        start = span.start
        for match in re.finditer(r",", span.of(self.flat)):
            place = span.start + match.end()
            if _STRONG.search(self.flat, start, place):
                break
            if DONE.search(self.flat, start, place) or _QUOTED.search(
                self.flat, start, place
            ):
                start = place
        return (
            trimmed(self.flat, Span(start, span.end))
            if _STRONG.search(self.flat, start, span.end)
            else span
        )

    def _begins(self, time: Named) -> bool:
        """自6月起: a beginning, no deadline."""
        return bool(_BEGINS.match(self.flat, time.span.end)) or self.flat[
            time.span.start - 1 : time.span.start
        ] in {"自", "从"}

    def _within(self, time: Named) -> bool:
        """二季度完成: by its end; not 做好二季度的…, 四季度带班检查3次."""
        before = self.flat[max(0, time.span.start - 4) : time.span.start]
        return bool(_IN_QUARTER.match(self.flat, time.span.start)) and not re.search(
            r"[对好至到]$|抓好|的$", before
        )

    def _deadline(self, span: Span, *, any_time: bool = False) -> Day | None:
        for time in self.times_in(span):
            if not time.compared and not time.as_of:
                if any_time or time.by or time.grain is Grain.END:
                    return time.stretch.end
                if time.grain is Grain.SPAN and self._within(time):
                    return time.stretch.end
                if time.grain is Grain.DAY or (
                    time.grain is Grain.MONTH and not self._begins(time)
                ):
                    return time.stretch.end
                if (
                    time.grain is Grain.YEAR
                    and time.year_said
                    and "目标" in self.flat[time.span.end : time.span.end + 24]
                ):
                    return time.stretch.end
        return None


def _only_happened(words: str) -> bool:
    """X部门汇报了进展: it is over, unless something is asked behind it."""
    told = _HAPPENED.search(words)
    return told is not None and not _STRONG.search(words, told.end())


_LABEL = re.compile(r"(?P<who>[^,;:。]{2,14}):")  # 财务板块:
_STATES = re.compile(
    r"^(?:目前|现有|已|当前|主要是|原因|受|由于|因)|同比|环比|余额|^[^,]{0,16}(?:是|为)[^,]{0,20}(?:之年|关键|重要|基础|保障|根本|前提)|^.{0,30}占.{0,6}[成%]$"
)
_IN_QUARTER = re.compile(
    r"(?:[一二三四]季度|[上下]半年)(?:要|须|应|力争|确保|内|全部|再)*(?:完成|实现|达到|立项|投产|投用|建成|拨付|启动|开工|竣工|落地|出台|印发|[^,;。]{0,12}(?:不少于|不低于|达到))"
)
_BEGINS = re.compile(r"起|开始|以来|至|份?的|仍|未|已")


def _action(words: str) -> str:
    """Give the shortest saying of what to do: the first clause that has a verb."""
    for clause in re.split(r"[,:;]", words):
        bare = re.sub(r"^.*?(?<![主重需])要(?![求素闻点])", "", clause)
        if DEED.search(bare) and len(bare) >= 4:
            return bare[:30]
    return words[:30]
