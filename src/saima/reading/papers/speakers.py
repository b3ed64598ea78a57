"""Of whom a number is told: the name before it, the label of its line, else the paper's own body."""

import re

from saima.reading.papers import subjects
from saima.reading.papers.amounts import Found
from saima.reading.papers.lines import Page
from saima.reading.papers.modes import Mode, Moded
from saima.reading.papers.values import About, PaperKind, Span

_LABEL = re.compile(
    r"(?:\d{1,2}[.、]|[\(（][一二三四五六七八九十]+[)）])?\s?(?P<label>[^,;:。\s][^,;:。]{1,24}):(?=.)"
)
_LABEL_END = re.compile(
    r"(?:改造|电梯|更新|整治|建设|治理|提升|培训|攻坚|安置|管理|服务|招商|运营|投资|任务|绿化)$"
)
_NO_LABEL = re.compile(
    r"考核|指标|下达|\d月|季度|累计|全年|假期|会议|了|的|盘子|分工|看板|快讯|看台|要闻|简讯|速递|播报|专栏|热点|关注|园地|党建|情况|概况|问题|计划|措施|进度|任务|事项|建议|背景|原因|成效|地点|方面|提示|说明|备注|要求|指出|强调|如下|包括|目标|是|时间|来源|日期|热线|电话|分享|单位$|时限|地址|编辑|记者"
)
_SKIP = re.compile(
    r"[\s,\"△▲◆●■★☆·•▪►]|关于|近[一二三两四五]年来?|该(?=集团|公司|县|市|区)|其中|此外|另外|同时|目前|眼下|如今|全年|预计|年内|据统计|据悉|据介绍|由(?!.{0,4}增)|对|,|在(?=[^,]{2,6}前)|但|而|仅|今年以来|要求|确保|力争|使(?=全|我)"
)
_OFFICE = re.compile(r"(?:局|厅|委|办|办公室|督查室|人民政府|政府|委员会|指挥部)$")
# Who sees to a thing, and is not what its figures tell of.
_ANSWERS = re.compile(
    r"(?:部|室|局|委|办|厅|处|科|中心|政府|党委|党组|专班|指挥部|领导小组|上下|单位|部门|支部|员|人|企业)$"
)
_ITS_OWN = re.compile(r"(?:所属|下属|权属)(?:企业|单位|公司|子公司)$")
_AT = re.compile(r"在(?P<name>[^,;。:]{3,20}?)(?:里|内|现场|工地)?")
_THAT_ONE = re.compile(r"(?:该|这个|这一)(?:项目|工程|园区|医院|学校|水库|大桥|线路)")
_HEADED = re.compile(r"^[〖【][^〗】]{1,10}[〗】]\s?")
_APART = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{3,12})[ \t\u3000]{1,4}(?=[\u4e00-\u9fff\d])"
)
# (一)工程量完成率。高于60%的有…
_TOPIC = re.compile(
    r"(?:\d{1,2}[.、]|[\(（][一二三四五六七八九十]+[)）])\s?(?P<topic>[\u4e00-\u9fff]{2,12}(?:率|额|量|面积|投资|收入))。"
)
_REALM = re.compile(r"[全我](?:市|县|省|区|州|镇)")
_TOGETHER = re.compile(
    r"\d+\s?(?:家|个|户)(?P<name>[\u4e00-\u9fff]{2,10}?(?:企业|公司|单位|(?<!重点)(?<!重大)项目|县区|园区|街道))(?=合计|共|累计|实现|完成|总计|平均)"
)


class Speakers:
    """Walks through the lines and clauses and keeps of whom is spoken."""

    def __init__(self, page: Page, about: About) -> None:
        self.page, self.flat = page, page.flat
        self.main = _work_of(page, about) or _main(page, about)
        heads = re.findall(r"(?m)^[〖【][^〗】\n]{1,10}[〗】]", page.flat)
        self.run_in = self._run_in_heads()
        self.items = about.kind is PaperKind.NEWSLETTER or len(heads) >= 3
        self.line, self.mode = -1, Mode.NONE
        self.label: str | None = None
        self.topic = ""
        self.section: str | None = None  # a heading that names a project or unit
        self.running: str | None = None
        self.spoken: str | None = None  # of whom the line told last, for 该项目
        self.general: str | None = None

    def at_sentence(self, part: Moded) -> None:
        """Begin a sentence; behind a ; nothing runs on but the label of the line."""
        if part.sentence.line != self.line:
            self._at_line(part.sentence.line)
        self.running, self.mode = None, part.mode

    def _at_line(self, number: int) -> None:
        self.line, self.label, self.topic, self.general = number, self.section, "", None
        self.spoken = None
        line = self.page.lines[number]
        words = line.span.of(self.flat)
        if line.heading:
            self._at_heading(number, words)
        else:
            self._at_text(number, _HEADED.sub("", words, count=1))

    def _at_heading(self, number: int, words: str) -> None:
        if re.search(r"20\d\d年", words) and number < 5:
            return  # the line of the date
        named = _section(words) or self._article(words)
        if named is not None or not self._goes_on_above(number):
            self.section = self.label = named

    def _at_text(self, number: int, words: str) -> None:
        """Take from the line's beginning whom, or of what, it tells."""
        if (apart := _APART.match(words)) and subjects.is_name(apart.group("name")):
            self.label = apart.group("name")
        self.label = self.run_in.get(number, self.label)
        if topic := _TOPIC.match(words):
            self.topic = topic.group("topic")
        match = _LABEL.match(words)
        if not match or _NO_LABEL.search(match.group("label")):
            return
        label = match.group("label").strip()
        if subjects.is_name(label):
            self.label = label
        elif _LABEL_END.search(label):
            self.topic = label
        elif len(label) <= 12 and self._in_list(number):
            self.label = label

    def _run_in_heads(self) -> dict[int, str]:
        """青柏冷链物流园。一期…: paragraphs that begin with a name, at least three and mostly so."""
        heads = {
            number: words
            for number, line in enumerate(self.page.lines)
            if len(line.sentences) > 1
            and 3 <= len(words := line.sentences[0].span.of(self.flat)) <= 14
            and not re.search(r"[\d,:\"]", words)
        }
        names = [words for words in heads.values() if subjects.is_name(words)]
        usual = len(names) >= 2 and 2 * len(names) > len(heads)
        return {
            n: words
            for n, words in heads.items()
            if usual and not subjects.begins_with_a_deed(words)
        }

    def _goes_on_above(self, number: int) -> bool:
        line = self.page.lines[number]
        words = line.span.of(self.flat)
        above = number and self.page.lines[number - 1].heading
        return bool(above) and not line.numbered and not _BULLET.match(words)

    def _in_list(self, number: int) -> bool:
        """Whether the line beside has a label too: A库:… B库:… 交易大棚:…"""
        for beside in (number - 1, number + 1):
            if 0 <= beside < len(self.page.lines):
                match = _LABEL.match(self.page.lines[beside].span.of(self.flat))
                if match and not _NO_LABEL.search(match.group("label")):
                    return True
        return False

    def _article(self, words: str) -> str | None:
        """The body that an item of a newsletter begins with; it tells of it to the next heading."""
        subject = subjects.leading_subject(words, 0, len(words)) if self.items else None
        named = subject and not subject.general and subjects.ORGAN.search(subject.name)
        return subject.name if subject and named else None

    def at_clause(self, span: Span, times: list[Span], found: list[Found]) -> None:
        """Take the name that the clause begins with, where the clause itself tells a number of it."""
        start = self._behind_lead(span.start, span.end, times)
        stop = min([one.span.start for one in found], default=span.end)
        if match := _TOGETHER.match(self.flat, start, span.end):
            self.running = match.group()
            return
        if place := _AT.fullmatch(self.flat, span.start, span.end):
            if self.mode is not Mode.PLAN and subjects.is_name(place.group("name")):
                self.running = self.spoken = place.group("name")
            return
        subject = subjects.leading_subject(self.flat, start, max(stop, start))
        if subject is None:
            return
        if not subject.general:
            self.spoken = subject.name
        if self._opens_item(span, subject):
            self.label = subject.name
        if subject.general or _ITS_OWN.match(subject.name):
            self.running = None
            self.general = subject.name if _REALM.match(subject.name) else None
        elif found or subject.span.end >= span.end or self._goes_on(subject.name):
            self.running = subject.name

    def _goes_on(self, name: str) -> bool:
        """A work, firm or place that a report begins with is told of to the sentence's end."""
        if self.mode is Mode.PLAN:
            return bool(re.search(r"(?:公司|集团|厂|医院|学校)$", name))
        return not _ANSWERS.search(name)

    def _opens_item(self, span: Span, subject: subjects.Subject) -> bool:
        """In a newsletter an item tells to its end of whom it begins with."""
        if not self.items or self.label or subject.general:
            return False
        return subject.span.start - self.page.lines[self.line].span.start <= 12

    def of(self, start: int, end: int, times: list[Span]) -> tuple[str | None, int]:
        """Give whom a number tells of, and where the words behind that name begin."""
        start = self._behind_lead(start, end, times)
        if match := _TOGETHER.match(self.flat, start, end):
            return match.group(), match.end()
        if self.spoken and (that := _THAT_ONE.match(self.flat, start, end)):
            return self.spoken, that.end()
        subject = subjects.leading_subject(self.flat, start, end)
        if subject is None:
            return self.running or self.label or self.general or self.main, start
        if subject.general or _ITS_OWN.match(subject.name):
            return self.label or (
                subject.name
                if _REALM.match(subject.name) and self._is_office()
                else self.main
            ), subject.span.end
        return subject.name, subject.span.end

    def _is_office(self) -> bool:
        return (
            self.main is None
            or bool(_OFFICE.search(self.main))
            or bool(_REALM.match(self.main))
        )

    def _behind_lead(self, start: int, end: int, times: list[Span]) -> int:
        while start < end:
            time = next((time for time in times if time.start == start), None)
            if time:
                start = time.end
            elif match := _SKIP.match(self.flat, start, end):
                start = match.end()
            else:
                break
        return min(start, end)


_BULLET = re.compile(r"^[★☆●■◆▲▶◎○□◇♦·•\-—\s]+")


def _section(words: str) -> str | None:
    """★ 3号线一期: a heading that names what the lines below tell of."""
    bare = _BULLET.sub("", words)
    bare = re.sub(
        r"^(?:[一二三四五六七八九十]+、|[\(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、])\s?",
        "",
        bare,
    )
    named, colon, _ = bare.partition(":")
    if colon and _BULLET.match(words) and subjects.is_name(named):
        return named  # ◆甲公司:一本账管到仓
    if _NO_LABEL.search(bare) or len(bare) > 20 or colon:
        return None
    marked = bool(_BULLET.match(words)) and not re.match(r"[—\-\s]", words)
    return bare if marked or subjects.is_name(bare) else None


def _realm(page: Page) -> str | None:
    """全市, where a report does not say of which city it is."""
    named = re.findall(r"[全我](?=(?P<realm>[省市县区州]))", page.flat)
    realms = re.findall(
        r"[全我]([省市县区州])|(?<=[\u4e00-\u9fff,。])([省市县区])(?:委|政府)",
        page.flat,
    )
    told = [one or other for one, other in realms]
    return "全" + max(set(told), key=told.count) if told and (named or told) else None


_WORK = re.compile(
    r"(?:关于)?(?P<name>[\u4e00-\u9fffA-Za-z\d()·]{2,24}(?:大桥|隧道|船闸|枢纽|水库|航站楼|机场|高速公路|高速|铁路|地铁|[0-9一二三四五六七八九十]+号线|快速路|泵站|电站|水厂|电厂|码头|医院|学校|院区|校区|中心|场馆|体育馆|博物馆|园区|产业园|管廊|廊道|灌区|河道|堤防)(?:[一二三四五]期)?(?:工程|项目)?)(?!集团|公司|[^,。:\n]{0,6}(?:集团|公司|召开|局))[^,。:\n]{0,10}?(?:月报|周报|旬报|简报|快报|进展|进度|推进)"
)


def _work_of(page: Page, about: About) -> str | None:
    """Give the work that a report of progress bears in its title: its figures tell of that."""
    if about.kind is not PaperKind.PROGRESS:
        return None
    titles = [line.span.of(page.flat) for line in page.lines[:4] if line.heading]
    found = (_WORK.match(title.strip()) for title in titles)
    named = next((match.group("name") for match in found if match), None)
    return named or next(
        (name for title in titles if (name := _whole_work(title))), None
    )


def _whole_work(title: str) -> str | None:
    """某某枢纽工程迎来大考: the title begins with the work."""
    subject = subjects.leading_subject(title, 0, len(title))
    whole = subject and re.search(r"(?:工程|大桥|枢纽|铁路|高速公路)$", subject.name)
    return subject.name if subject and whole and not subject.general else None


def _main(page: Page, about: About) -> str | None:
    """Give the name that stands for the paper's own body: 四川 for its government, 全市 for a bureau."""
    name = about.organization
    if name is None:
        return _realm(page) if about.kind is PaperKind.WORK_REPORT else None
    bare = re.sub(r"(?:人民政府|政府)(?:办公室|督查室)?$", "", name)
    if bare != name and len(bare) >= 2 and bare not in {"市", "县", "区", "省"}:
        return bare
    if _OFFICE.search(name):
        title = re.search(
            r"(?m)^\W*(?:关于)?(?!关于)(?P<place>[\u4e00-\u9fff]{2,4}?(?:市|县|区|州))",
            "\n".join(
                line.span.of(page.flat) for line in page.lines[:6] if line.heading
            ),
        )
        if title and not _REALM.match(title.group("place")):
            return title.group("place")
        realm = _REALM.search(page.flat)
        return realm.group() if realm else name
    return name
