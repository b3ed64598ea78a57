"""Lists that share their numbers out: 一产、二产、三产增加值分别增长6%、5.2%、5.2%."""

import itertools
import re
from dataclasses import dataclass

from saima.reading.papers import naming, subjects
from saima.reading.papers.amounts import Found
from saima.reading.papers.units import is_rate
from saima.reading.papers.values import Span

_EACH = re.compile(r"(?:分别|各自|依次)")
_AND = re.compile(r"[、和及与]|以及")
_HEADS = re.compile(
    r"(?:(?:常住)?居民人均可支配收入|人均可支配收入|增加值|总产值|产值|可支配收入|营业收入|人均收入|居民收入|收入|总投资|投资|利润总额|净利润|利润|税收|产量|销量|销售额|零售额|总额|余额|贷款|存款|面积|里程|户数|人数|人次|数量|总量|吞吐量|客运量|货运量|完成率|开工率|签约率|增速|率|额|量|值|费用|成本|项目|企业|任务|债|债券|国债)$"
)


# 交通、文旅|两类项目的投资完成率
_OF_ALL = re.compile(
    r"(?P<own>[^的]{2,12}?)(?:[两二三四五六七八九十]|\d{1,2})[个类项家条大][^的]{0,6}的(?P<head>[^的]{2,14})"
)


_CLASSES = re.compile(
    r"(?:等)?(?:[两二三四五六七八九]|\d)[个大类项](?:行业|产业|领域|指标)$"
)
_SECTORS = re.compile(r"第?(?P<n>[一二三](?:、[一二三])+)(?:次)?产业(?P<rest>\S+)$")


@dataclass(frozen=True)
class Member:
    """One of a list: its indicator, its entity where the list is of those, where the list begins."""

    indicator: str
    start: int
    entity: str | None = None


@dataclass(frozen=True)
class Series:
    """What each number of a clause in turn belongs to."""

    members: tuple[Member, ...]

    def of(self, number: int) -> Member | None:
        """Give the member of the number in this place; None behind the last."""
        return self.members[number] if number < len(self.members) else None


def series_of(
    flat: str, clause: Span, found: list[Found], before: list[str]
) -> Series | None:
    """Share the numbers of a clause out; None where they are not a list."""
    if len(found) < 2:
        return None
    lead = flat[clause.start : found[0].span.start]
    each = _EACH.search(lead)
    if not each:
        return _of_places(flat, clause, found, lead) or _each_changed(
            clause, found, lead, before, _run(flat, found)
        )
    count = _run(flat, found)
    words = lead[: each.start()]
    listed = _listed(words, count)
    names = _shared(listed)
    start = clause.start + _begin(words)
    tail = naming.named_before(
        flat, clause.start + each.end(), found[0].span.start
    ).words
    tail = naming.without_change(tail) if tail else ""
    if (several := _of_several(listed, count)) is not None:
        return Series(
            tuple(Member(several[1] or tail, start, name) for name in several[0])
        )
    if len(names) == count:
        return Series(
            tuple(
                Member(name + ("" if _HEADS.search(name) else tail), start)
                for name in names
            )
        )
    if not words.strip() and (listing := _listed_before(flat, clause.start, count)):
        return Series(
            tuple(
                Member(before[-1] if before else tail, start, name) for name in listing
            )
        )
    distinct = list(dict.fromkeys(name for name in before if name))
    if len(distinct) >= count and _only_change(words):
        return Series(tuple(Member(name, start) for name in distinct[-count:]))
    return None


def _only_change(words: str) -> bool:
    """同比增长, 增幅: words that tell of a change, and not of what."""
    left = naming.COMPARED.sub("", words)
    left = re.sub(r"增幅|降幅|涨幅|增速|占比", "", left)
    return not naming.LIGHT.sub("", naming.CHANGE.sub("", left)).strip(" ,、均各")


def _each_changed(
    clause: Span, found: list[Found], lead: str, before: list[str], count: int
) -> Series | None:
    """A吨、B标箱,|同比增长5.2%、11.6%: as many rates as things told of, and no more words."""
    distinct = list(dict.fromkeys(name for name in before if name))
    rates = all(is_rate(one.amount.unit) for one in found)
    if not rates or count != len(found) or len(distinct) != count:
        return None
    if not lead.strip() or not _only_change(lead):
        return None
    return Series(tuple(Member(name, clause.start) for name in distinct))


def _of_places(flat: str, clause: Span, found: list[Found], lead: str) -> Series | None:
    """甲县、乙县、丙县|占计划的103%、105%、104%: as many numbers as names need no 分别."""
    names = [part.strip() for part in lead[_begin(lead) :].split("、")]
    count = _run(flat, found)
    several = _of_several(names, count) if count == len(found) else None
    if several is None:
        return None
    start = clause.start + _begin(lead)
    return Series(tuple(Member("", start, name) for name in several[0]))


_RANKED = re.compile(r"^.{2,12}的(?=[\u4e00-\u9fff]{2,})")


def _of_several(names: list[str], count: int) -> tuple[list[str], str] | None:
    """1号线、2号线、4号线|日均客运量: the list is of those told of, one thing is told of each."""
    if names:
        names = [_RANKED.sub("", names[0]), *names[1:]]  # 排前三位的|洛亭市
    if len(names) != count or not all(subjects.is_name(name) for name in names[:-1]):
        return None
    last = subjects.leading_subject(names[-1], 0, len(names[-1]))
    if last is None or last.general:
        return None
    return [*names[:-1], last.name], names[-1][last.span.end :]


def _listed_before(flat: str, start: int, count: int) -> list[str]:
    """由低到高依次是:A县、B县、C县,|分别为: the names stand in the clause before."""
    stop = start - 1
    left = max(flat.rfind(sign, 0, max(stop, 0)) for sign in ",:;。\n") + 1
    listed = re.sub(r"^[^、]*?(?:是|为)(?=[\u4e00-\u9fff]{2})", "", flat[left:stop])
    names = [part.strip() for part in listed.split("、")]
    return (
        names
        if len(names) == count and all(subjects.is_name(name) for name in names)
        else []
    )


def _run(flat: str, found: list[Found]) -> int:
    """How many numbers follow one another with nothing but 、 or 和 between."""
    count = 1
    for one, two in itertools.pairwise(found):
        if not re.fullmatch(
            r"\s?(?:[、,和及与]|以及)?\s?(?:增长|下降|提高|降低|增加|减少|上升|回落|上涨|下跌)?\s?",
            flat[one.span.end : two.span.start],
        ):
            break
        count += 1
    return count


def _begin(words: str) -> int:
    match = re.match(r"(?:其中|预计|力争|确保|全年|实现|完成|[,、\s])+", words)
    return match.end() if match else 0


def _listed(words: str, count: int) -> list[str]:
    words = naming.COMPARED.sub("", words[_begin(words) :]).strip(" ,、")
    words = re.sub(r"(?:的)?(?:同比|环比|均|较上年|累计)$", "", words)
    if match := re.match(r"^城乡(?P<rest>\S+)$", words):
        return ["城镇" + match.group("rest"), "农村" + match.group("rest")][:count]
    if match := _SECTORS.match(words):
        return [
            f"第{sign}产业{match.group('rest')}"
            for sign in match.group("n").split("、")
        ]
    if match := re.match(r"^(?P<numbers>[一二三]{2,3})产(?:业)?(?P<rest>\S+)$", words):
        return [f"{sign}产{match.group('rest')}" for sign in match.group("numbers")]
    return [name for name in (part.strip() for part in _AND.split(words)) if name]


def _shared(names: list[str]) -> list[str]:
    """Give each name the head that only the last one bears: 城镇、农村居民收入."""
    if len(names) < 2:
        return names
    if of_all := _OF_ALL.fullmatch(names[-1]):
        return [
            name + of_all.group("head") for name in [*names[:-1], of_all.group("own")]
        ]
    names = [*names[:-1], _CLASSES.sub("", names[-1])]
    head = _HEADS.search(names[-1])
    if not head:
        return names
    return [
        name if _HEADS.search(name) else name + head.group() for name in names[:-1]
    ] + [names[-1]]
