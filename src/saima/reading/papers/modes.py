"""Whether a sentence tells what is done or what is to be done: 通报 or 要求, 回顾 or 安排."""

import re
from dataclasses import dataclass
from enum import StrEnum

from saima.reading.papers.deeds import DEED
from saima.reading.papers.lines import ENUMERATOR, Line, Page, Sentence


class Mode(StrEnum):
    """How the numbers of a sentence are meant where they do not say so themselves."""

    PLAN = "plan"
    REPORT = "report"
    NONE = "none"


_PLAN_HEAD = re.compile(
    r"工作(?:安排|打算|思路|任务|要求|部署|计划|措施|重点)|重点(?:任务|工作任务)|重点工作$|\d月份?(?:主要|重点)?工作$|主要(?:任务|目标|措施|举措)|(?:安排|部署|打算|举措|计划)$|下一?步|下阶段|下(?:个?月|季度|年度)|下半年(?:工作|安排|目标)|预算草案|"
    r"督办清单|督办意见|任务清单|督办事项|目标任务|目标(?:安排)?$|有关要求|要求$|措施$|建议$|任务分工|责任分工|计划安排|预期目标|整改(?:要求|措施)|今后"
)
_REPORT_HEAD = re.compile(
    r"回顾|总结|完成情况|进展|(?<!新)成效|成绩|运行情况|基本情况|情况$|动态|速览|简讯|要闻|通报|现状|存在(?:的)?问题|主要问题|较快|较慢|滞后|表扬|分析|数据"
)
# 某某要求抓早抓实: a title that tells of a speech; 有关要求 heads a section.
_SPEAKS = re.compile(r"(?:要求|强调|指出)(?!$|如下|:)|召开")
# 重点任务推进情况的通报: what it ends in decides.
_REPORTS_AT_END = re.compile(
    r"(?:进展|推进|完成|落实|整改|办理|督查|运行|建设|基本|工作|执行)(?:的?)?(?:情况|进度)(?:的?(?:督查|督办)?(?:通报|通知|报告|简报))?$|(?:总体|工程|项目)进[度展]$"
)
_YEAR_WORK = re.compile(r"(?P<year>20\d\d)年(?:度)?.{0,8}(?:工作|任务|目标|安排|计划)")
_SPEECH = re.compile(
    r"^(?:(?:会上|会议上|随后|座谈会上|期间|最后|[^,;:。]{0,14}日[^,;:。]{0,6}|就[^,;:。]{0,24}|在[^,;:。]{0,24}|对于?[^,;:。]{0,14}),)?(?P<who>[^,;:。]{0,28}?)(?P<verb>要求|强调|提出|部署|明确|确定|指出|表示|认为|通报|介绍|说|获悉|了解到|号召|希望|决定)(?P<rest>[,:]|$|[^,:;]{0,24}[:]|.)"
)
# 针对下阶段工作,某某要求,…
_SPEECH_BEHIND = re.compile(
    r"^[^,;:。]{2,28},(?P<who>[^,;:。]{2,14}?)(?P<verb>要求|强调|指出|提出)(?P<rest>[,:])"
)
_PLAN_VERBS = {"要求", "强调", "提出", "部署", "明确", "确定", "号召", "希望"}
_NEXT = re.compile(
    r"^(?:\W*)(?:[^,。;:]{0,12}(?:计划|要求|打算|安排|措施|任务|部署|建议|事项|分工|考核值|考核指标|目标值)(?:如下)?:|[^,。;:]{0,10}目标不变:|[^,。;:]{0,16}(?:分解)?下达(?!率|的)|(?:[^,。;:]{2,8},)?下一?步|下阶段|下步|接下来|今后|此后|未来|为(?:实现|完成)|围绕(?:实现|完成)?上述|力争|确保|(?:主要)?(?:预期)?目标(?:是|为)|"
    r"[^,。;:]{0,14}(?:主要|预期|发展|总体|年度|工作)目标(?:任务)?(?:是|为|:)|[^,。;:]{0,10}(?:重点|要)(?:抓好|做好)以下|(?:下半年|四季度|下阶段|今年)?(?:重点|集中|全力|着力|将)?(?:打好|抓好|做好|办好|推进|干好|实施)[^,。;:]{0,12}:|[^。;:]{0,30}(?:进行|(?<!工)作出?了?)(?:安排|部署)|下半年,?(?=[^。;]{0,16}(?:将|要(?!求)|力争|计划))|[^,。;:]{0,12}(?:总体要求|工作要求|总要求)(?:是|为|:))"
)
_PAST = re.compile(
    r"^(?:\W*)(?:截至|截止|今天|昨天|昨日|今日|今年以来|去年|上年|过去|一年来|刚刚过去|\d{4}年以来|据(?:统计|了解|悉|介绍)|目前|近日|日前|(?:[^,。;:]{0,6})(?:主要)?做了|近年来|五年来)"
)
_BRACKET = re.compile(r"[【〖](?P<head>[^】〗\n]{2,10})[】〗]\s?")
_TOLD = re.compile(r"据[^,。;:]{1,6},")  # 据悉, 据介绍,
OBLIGED = re.compile(
    r"(?<![主重需纲摘简紧概机首])要(?![求素闻点地件害领义旨塞职案目务])|必须|务必|务求|须(?!知)|应当|(?<![响适反对供相感效呼])应(?![急用对有届邀聘纳付收届变装搬征签交])|力争|争取(?=完成|实现|达到|新增|突破|到\d|在|[^,;。]{0,14}(?:提高|降至|提升|升至|升到|回到|进入))|确保|"
    r"(?<!年度)(?<!全年)(?<!投资)(?<!原)(?<!按)(?<!规)(?<!超)计划(?![^,;。\d]{0,4}[量数额]|完成率|的|单列|投资完成|任务|目标|指标|总投资|新开工|[\d.]+\s?[万亿元%个]|[,。;]|$)|全年计划(?=完成|实现|新增|投资)|预计|拟(?!定|人)|将(?![军来帅士领近])|努力|冲刺|(?:实现|达到)[^,;。]{0,12}目标(?!的?\s?$)|目标(?:任务)?(?:是|为|:)|安排(?:投资|资金)|预期|明年|届时|下周|下月|下季度|(?:建成|投产|达产|投用|投运|完工)后|到20\d\d年(?!同期|的)|力求|不得|严禁|约定|有望"
)
DONE = re.compile(
    r"已(?!有的)|仍(?=占|有|为|存在)|同比|环比|比(?:上年|去年|年初|同期)|较(?:上年|去年|年初|同期)|累计(?:完成|实现|新增|签约|投入|建成|开展)|截至|目前|实现了|完成了|取得|达到了|共(?:开展|排查|完成|投入|新增|签)|仅(?:完成|为|建成)|合计|均创|创历史"
)


@dataclass(frozen=True)
class Moded:
    """A sentence with its mode, and where its own words begin, behind speaker and enumerator."""

    sentence: Sentence
    mode: Mode
    start: int
    speech: bool  # a speaker or a meeting asks here, or has begun to before


def moded(page: Page, year: int = 0) -> tuple[Moded, ...]:
    """Give every sentence of a paper of this year its mode, line by line."""
    found: list[Moded] = []
    heads = [line.span.of(page.flat) for line in page.lines[:5] if line.heading]
    state = _State(" ".join(heads), plans=_plans_throughout(page))
    state.years = _years_of(page, year)
    for line in page.lines:
        words = line.span.of(page.flat)
        if line.heading:
            state.at_heading(line, words)
        else:
            state.at_line(words)
        before = state.carried, state.held, state.speech
        found += [state.read(page.flat, sentence) for sentence in line.sentences]
        if line.heading and not line.numbered and line in page.lines[:3]:
            # 某某要求抓早抓严 as a title asks nothing of the lines below it.
            state.carried, state.held, state.speech = before
        state.after_line(words)
    return tuple(found)


# A line that goes on with what a speaker asks in the line before.
_GOES_ON = re.compile(r"同时|此外|另外|与此同时|其次|最后|还要|要(?!素|闻|点)")
# Papers that plan from their title on.
_PLAN_TITLE = re.compile(
    r"工作要点|工作计划|(?:实施|行动|工作|整治|改革|建设)方案|行动计划|任务(?:分解|清单|分工)|责任(?:书|清单|分解)|军令状|目标任务|工作安排|分工方案|投资计划|实施意见|目标分解|安排意见"
)


_ANSWERING = re.compile(r"(?:牵头|责任|主办)(?:单位|部门)\s?:")
_TOLD_OF = re.compile(
    r"了(?!解)|已|日[,上下]|会议|大会|召开|主持|参加|出席|讲话|强调|指出|要求,|记者"
)


_BY_A_DAY = re.compile(r"[月日]底?之?前|年内|牵头|会同")


def _plans_throughout(page: Page) -> bool:
    """Tell a part of a plan without its title: deeds from sentence to sentence, nothing told as done."""
    words = [
        ENUMERATOR.sub("", sentence.span.of(page.flat), count=1)
        for line in page.lines
        if not line.heading
        for sentence in line.sentences
    ]
    # Not the slogans over items, nor brackets that say who answers.
    words = [one for one in words if len(one) > 8 and one[0] not in "(（"]
    asked = [
        bool(DEED.match(one) or OBLIGED.search(one) or _BY_A_DAY.search(one))
        for one in words
    ]
    told = sum(
        bool(DONE.search(one) or _TOLD_OF.search(one) or (not ask and "%" in one))
        for one, ask in zip(words, asked, strict=True)
    )
    deeds = sum(asked)
    answered = len(_ANSWERING.findall(page.flat)) >= 3
    return (
        (len(words) >= 6 or (answered and bool(words)))
        and told * 8 <= len(words)
        and (answered or 10 * deeds >= 7 * len(words))
    )


def _years_of(page: Page, year: int) -> int:
    """一、2023年的工作 in a paper of 2024, or above 二、2024年…: over when it was written."""
    named = [
        int(found)
        for line in page.lines
        if line.heading and line.numbered
        for found in re.findall(r"(20\d\d)年", line.span.of(page.flat))
    ]
    return max([year, *named])


class _State:
    """What the lines before leave behind."""

    def __init__(self, title: str, *, plans: bool) -> None:
        titled = _PLAN_TITLE.search(title) and not re.search(
            r"情况|进展|召开|落实|通报|要求|强调|指出|会议", title
        )
        whole = titled or plans
        self.whole = Mode.PLAN if whole else Mode.NONE
        self.section = self.whole
        self.carried = self.whole
        self.held = False  # a line like 会议要求: holds for all lines to come
        self.speech = False
        self.years = 0  # the year of the paper, or the last that a heading names

    def at_heading(self, line: Line, words: str) -> None:
        bare = ENUMERATOR.sub("", words, count=1).strip("【】")
        if not line.numbered and _SPEAKS.search(bare):
            return
        if re.search(r"情况(?:及|和|与|、)[^,。]{0,10}(?:安排|计划|打算|建议)$", bare):
            self._section(Mode.NONE)
        elif _REPORTS_AT_END.search(bare):
            self._section(Mode.REPORT)
        elif _PLAN_HEAD.search(bare) and not re.search(r"回顾|总结|做了", bare):
            self._section(Mode.PLAN)
        elif _REPORT_HEAD.search(bare):
            self._section(Mode.REPORT)
        elif (work := _YEAR_WORK.search(bare)) and line.numbered:
            over = int(work.group("year")) < self.years
            self._section(Mode.REPORT if over else Mode.PLAN)
        elif words.startswith(("【", "——")):
            self._section(self.whole)

    def _section(self, mode: Mode) -> None:
        self.section, self.carried, self.held, self.speech = mode, mode, False, False

    def at_line(self, words: str) -> None:
        goes_on = ENUMERATOR.match(words) or (self.speech and _GOES_ON.match(words))
        if not self.held and not goes_on:
            self.carried, self.speech = self.section, False

    def after_line(self, words: str) -> None:
        if words.endswith(":") and self.carried is Mode.PLAN:
            self.held = True

    def read(self, flat: str, sentence: Sentence) -> Moded:
        words = sentence.span.of(flat)
        start = sentence.span.start
        if match := ENUMERATOR.match(words):
            start += match.end()
        if bracket := _BRACKET.match(flat, start, sentence.span.end):
            self._at_bracket(bracket.group("head"))
            start = bracket.end()
        mode, start = self._spoken(flat, sentence, start)
        return Moded(sentence, mode, start, self.speech)

    def _at_bracket(self, head: str) -> None:
        """【任务分解】 at the beginning of a line is its heading."""
        if _PLAN_HEAD.search(head) or "任务" in head:
            self.carried = Mode.PLAN
        elif _REPORT_HEAD.search(head):
            self.carried = Mode.REPORT

    def _spoken(self, flat: str, sentence: Sentence, start: int) -> tuple[Mode, int]:
        words = flat[start : sentence.span.end]
        speech = _SPEECH.match(words)
        if not (speech and _is_speech(speech, words)):
            speech = _SPEECH_BEHIND.match(words)
        if speech and _is_speech(speech, words):
            self.carried = _mode_of(speech, words)
            self.held = False
            self.speech = True
            return self.carried, _behind(start, speech)
        opener = _NEXT.match(words)
        given = opener and "下达" in opener.group()
        if given and (
            self.section is Mode.REPORT or DONE.search(words) or "完毕" in words
        ):
            return (Mode.REPORT if DONE.search(words) else Mode.PLAN), start
        if opener:
            self.carried = Mode.PLAN
            if opener.group().endswith(":"):
                start += opener.end()
        elif _PAST.match(words):
            if self.section is not Mode.PLAN and not self.held:
                self.carried = Mode.REPORT
            told = _TOLD.match(words)
            return Mode.REPORT, start + (told.end() if told else 0)
        return self.carried, start


_SPEAKER = re.compile(
    r"(?:会议|会|集团|公司|党委|党组|通知|意见|办法|方案|通报|他|她|书记|董事长|总经理|主任|局长|区长|市长|县长|镇长|负责人|领导|政府|办|委|局|处|厅|院长|行长|主席|部长|主管|同志|我们|代表)(?:还|也|又|同时|最后|特别|进一步|明确|一致|现场|分别)?$"
)
_NO_SPEAKER = re.compile(
    r"按照|根据|围绕|贯彻|落实|对照|对标|有关|各项|工作$|符合|满足|的$|安排$|研究$|传达"
)


def _is_speech(match: re.Match[str], words: str) -> bool:
    """会议要求, X强调: a speaker before it, a comma or colon behind; not 按照…要求."""
    who, rest = match.group("who"), match.group("rest")
    if _NO_SPEAKER.search(who):
        return False
    if match.group("verb") == "确定" and rest[:1] not in {",", ":"}:
        return False  # 会议确定的任务: a plan that was fixed before
    stops = rest[:1] in {",", ":"} or rest.endswith(":")
    return stops or bool(_SPEAKER.search(who))


_MUST = re.compile(
    r"(?<![主重需纲摘简])要(?![求素闻点地件害领])|必须|务必|明年|下一步|将(?=上|在|于|进|全|继|推|启|开|建|组|实)"
)


def _mode_of(match: re.Match[str], words: str) -> Mode:
    if match.group("verb") in _PLAN_VERBS:
        return Mode.PLAN
    asks = match.group("verb") not in {"通报", "获悉", "了解到"} and _MUST.search(
        words, match.end()
    )
    return Mode.PLAN if asks else Mode.REPORT


def _behind(start: int, match: re.Match[str]) -> int:
    rest = match.group("rest")
    if rest[:1] in {",", ":"} or not rest:
        return start + match.start("rest") + len(rest[:1])
    if rest.endswith(":"):
        return start + match.end()
    return start + match.start("rest")
