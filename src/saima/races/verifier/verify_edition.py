#!/usr/bin/env python3
"""Recompute every place of an edition, offline, with nothing but Python 3.9 or newer.

    python verify_edition.py FILE [--digest HEX] [--lang zh|en] [--json]

An edition is a published ranking of Saima, frozen in one file. This program shares no
code with Saima: it was written from docs/reference/edition.md, so that it can find
Saima wrong. It reads the file, and neither the network nor any other file.

It returns 0 where all is as it should be, 1 with each difference, 2 for no edition.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple

LARGEST = 200 * 1024 * 1024  # bytes of a file
LONGEST = 4300  # digits of a number: more are not read by newer Pythons
FIGURE = 40  # digits of a figure, on each side of its point


class NoEdition(Exception):  # noqa: N818 - it is a fact about a file
    """Why a file is no edition: a key of WORDS, and where."""


# --- Words ---------------------------------------------------------------------------

PHRASES = """
equal | all {n} places recomputed and equal; digest {digest} | {n} 个名次全部重新计算，结果一致；校验码 {digest}
counts | {entered} entered: {ranked} ranked, {unranked} not ranked, {absent} absent | 参赛 {entered} 个：排名 {ranked} 个，不排名 {unranked} 个，缺席 {absent} 个
compare | compare this digest with the printed one, or give that by --digest | 请将此校验码与纸面上的校验码核对，或用 --digest 给出
edition | {name}, {month}, edition {number} | {name}，{month}，第 {number} 次计算
unlike | {count} differences | {count} 处不一致
line | {where}: {what}: the file has {stands}, it should be {should} | {where}：{what}：文件中为 {stands}，应为 {should}
no_edition | this is no edition: {why} | 这不是一份排名存档：{why}
nothing | nothing | 无
unreadable | the file cannot be read | 文件无法读取
too_large | it is larger than 200 MB | 超过 200 MB
seal | its first line is no seal | 首行不是封签
json | its content is no JSON that an edition has | 内容不是存档所用的 JSON
canonical | not in the one form: order, spaces, a name twice | 不是唯一写法（次序、空格或名称重复）
deep | nested too deeply | 嵌套过深
form | not in the form of an edition | 不符合存档的格式
order_of | not in order, or twice | 次序不对或重复
circle | subjects stand above each other in a circle | 对象的上下级成环
unknown | named, and not there | 引用了不存在的内容
not_computable | it cannot be computed | 无法计算
hex | a digest has 64 hexadecimal digits | 校验码应为 64 位十六进制数字
"""
WORDS = {
    k: (en, zh) for k, en, zh in (x.split(" | ") for x in PHRASES.split("\n")[1:-1])
}
NAMES = """
file=文件 digest=校验码 rules_digest=办法的校验码 timing=办法公布的时机 published_at=办法公布的时刻
since=办法起始的月份 version=办法的版本 year=年度 entrants=参赛对象 absent=缺席 position=排列的位置
items=指标 group=组别 rank=名次 previous=上月名次 score=总分 full_score=未取整的总分 light=灯
unranked=不排名的原因 deduction=扣分 status=状态 reason=原因 actual=实绩 target=目标 plan=累计计划
measured=计分值 points=得分 honors=红黑榜与月月红 excused=免予警示的对象 lists=设榜的组 praise=红榜
alarm=黑榜 too_few=不足以设黑榜 met=上榜条件 place=榜内位次 streaks=月月红等项 outcome=结论
month=决定的月份 indicator=决定的指标 ratio=完成程度 unsaid=无法判定的原因
"""
CHINESE = dict(name.split("=") for name in NAMES.split())


class Difference(NamedTuple):
    """Something that does not stand as it should."""

    where: tuple[str, ...]
    what: str
    stands: object
    should: object


def phrase(language: str, key: str, **values: object) -> str:
    """A phrase in a language; what comes from the file moves no cursor."""
    told = {name: printable(value) for name, value in values.items()}
    return WORDS[key][language == "zh"].format(**told)


def printable(value: object) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in str(value))


# --- The file: seal, digest, canonical form ------------------------------------------

SEAL = re.compile(rb"saima-edition 1 sha256=([0-9a-f]{64})\n")


def contents(path: str) -> bytes:
    """The bytes of a file that is not too large."""
    try:
        with open(path, "rb") as file:
            found = file.read(LARGEST + 1)
    except (OSError, ValueError) as fault:
        raise NoEdition("unreadable", str(fault)) from fault
    if len(found) > LARGEST:
        raise NoEdition("too_large")
    return found


def unsealed(file: bytes) -> tuple[bytes, str, str]:
    """The content, the digest that the seal has, and the one that it should have."""
    seal = SEAL.match(file)
    if seal is None:
        raise NoEdition("seal")
    body = file[seal.end() :]
    return body, seal[1].decode(), hashlib.sha256(body).hexdigest()


def canonical(value: object) -> bytes:
    """The one form: names in order, no spaces, UTF-8."""
    made = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return made.encode()


def parsed(body: bytes) -> Any:
    """The content as values, when it is in the one form."""
    try:
        content = json.loads(
            body.decode(), parse_float=refused, parse_constant=refused, parse_int=whole
        )
        same = canonical(content) == body
    except ValueError as fault:
        raise NoEdition("json") from fault
    if not same:
        raise NoEdition("canonical")
    return content


def refused(text: str) -> None:
    raise ValueError(text)


def whole(text: str) -> int:
    """A whole number; those of an edition are short."""
    if len(text) > 18:
        raise ValueError(text)
    return int(text)


# --- The form, as docs/reference/edition.md has it ------------------------------------

FORMS = """
edition: form=saima-edition/1| race=race month=month number=count reason=text
  record=record world=world previous={count} absent=[absent] rankings=[ranking]
race: slug=text name=text year=year root=root
root: code=text name=text
record: event=index digest=hex at=moment
world: indicators=[indicator] subjects=[subject] targets=[target] figures=[series]
  calendar=calendar
indicator: code=text name=text unit=text kind=amount|count|rate|checklist
  direction=higher|lower roll_up=sum|last may_be_negative=flag decimals=places
subject: code=text name=text kind=unit|project|parcel|branch|elimination parent=?text group=?text
  opened=?month closed=?month sample=flag
target: subject=text indicator=text year=?figure months=?[figure]
  bound=at_least|at_most|exact floor=?figure stretch=?figure applicable=flag
  source=text
series: subject=text indicator=text basis=in_period|to_date months=[?figure]
calendar: years=[year] off=[day] work=[day]
absent: code=text name=text group=text why=left|not_open|closed
ranking: rules=rules scheme=scheme standings=[standing] honors~=honors
rules: version=count since=month published_at=moment
  timing=at_opening|amended|afterwards text=text digest=hex
scheme: name=text year=year convention=month|day|workday|plan decimals=places
  rank_on=printed|full ties=competition|dense tie_break=[text]
  missing_deduction=figure item_lights=?lights standing_lights=?lights source=text
  sample=flag peers=places|values groups=[group]
group: name=text tree=section lists~=lists streaks~=[streak]
lists: praise=?list alarm=?list least=count missing=flag
list: places=?count lights=[green|notice|yellow|orange|red]
  limit=?ratio plan=?exceeded|kept|missed edge=all|none
streak: kind=opening|double_half|every_month|half_year|full_year indicators=[text]
  together=all|weighted
section: section=text weight=figure children=[knot]
item: indicator=text weight=figure
  measure=achievement|completion|lead|in_period|actual
  lower_form=linear|ratio zero_target=?zero curve=[piece]
zero: met=ratio better=ratio worse=ratio
piece: low=?ratio high=?ratio low_included=flag high_included=flag intercept=ratio
  slope=ratio
lights: measure=lead|achievement|completion|in_period|score source=text bands=[band]
band: low=?ratio high=?ratio low_included=flag high_included=flag name=text
  light=green|notice|yellow|orange|red
standing: entrant=text group=text rank=?count previous=?count score=?decimal
  full_score=?ratio light=?light unranked=?missing|cannot_compute|nothing_applies
  deduction=decimal items=[scored]
scored: indicator=text status=ok|missing|not_applicable|no_target|zero_target
  reason=?not_due|no_rule|no_ratio|no_month actual=?decimal target=?decimal plan=?ratio
  measured=?ratio points=?decimal light=?light
light: name=text light=green|notice|yellow|orange|red
honors: excused=[text] lists=[named] streaks=[kept]
named: group=text praise=[listed] alarm=[listed] too_few=flag
listed: entrant=text met=[place|light|score|plan|missing] rank=?count place=?count
  light=?light score=?decimal plan=?ratio
kept: entrant=text group=text rule=streak outcome=kept|broken|unsaid month=month
  indicator=?text ratio=?ratio unsaid=?missing|no_target|not_open|nothing_due
"""
MAPS = {
    line.split(":")[0]: dict(part.split("=") for part in line.split()[1:])
    for line in FORMS.replace("\n  ", " ").strip().splitlines()
}
# The names with their tilde off: those that have one may be left out.
FREE = {
    kind: {name.rstrip("~"): inner for name, inner in form.items()}
    for kind, form in MAPS.items()
}
WHOLE = rf"-?(?:0|[1-9][0-9]{{0,{FIGURE - 1}}})"
TEXTS = {
    "figure": rf"{WHOLE}(?:\.[0-9]{{1,{FIGURE}}})?",
    "decimal": r"-?[0-9]+(?:\.[0-9]+)?",
    "ratio": r"-?[0-9]+(?:/[1-9][0-9]*)?",
    "month": r"(?:19|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])",
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "hex": r"[0-9a-f]{64}",
    "moment": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}\+00:00",
}
PATTERNS = {name: re.compile(pattern) for name, pattern in TEXTS.items()}
NUMBERS = {
    "count": range(1, 10**15),
    "index": range(10**15),
    "places": range(31),
    "year": range(1900, 10_000),
}


def must_fit(value: Any, kind: str, where: str) -> None:
    """Refuse the first value that is not of its kind, and say where it lies.

    ?kind may be null, [kind] is a list, {kind} a map of any names, a|b one of words.
    """
    look_of(kind)(value, where)


# Refuses a value that is not of a kind; the text is where it lies.
Look = Callable[[Any, str], None]
Test = Callable[[Any], bool]


@cache
def look_of(kind: str) -> Look:
    """How a kind is looked at, made once: an edition has a million values."""
    if is_plain(kind):
        return lambda value, where: must_be(fits(value, kind), where)
    if kind[0] == "?":
        inner = look_of(kind[1:])
        return lambda value, where: None if value is None else inner(value, where)
    if kind[0] in "[{":
        return many(list if kind[0] == "[" else dict, kind[1:-1])
    if kind == "knot":
        return lambda value, where: look_of(knot(value))(value, where)
    return map_of(kind)


def is_plain(kind: str) -> bool:
    """Whether it is a kind of text, number or flag."""
    inner = kind.lstrip("?")
    return inner[0] not in "[{" and inner not in MAPS and inner != "knot"


def must_be(fit: bool, where: str) -> None:
    if not fit:
        raise NoEdition("form", where)


def knot(value: Any) -> str:
    return "section" if isinstance(value, dict) and "section" in value else "item"


def many(whole: type, kind: str) -> Look:
    """A list of one kind, or a map of any names."""
    test = test_of(kind) if is_plain(kind) else None

    def look_at(value: Any, where: str) -> None:
        must_be(type(value) is whole, where)
        every = value if whole is list else value.values()
        if test is not None:
            must_be(all(map(test, every)), where)
            return
        for one in every:
            look_of(kind)(one, where)

    return look_at


def map_of(kind: str) -> Look:
    """A map that has exactly its names, and what is in it."""
    tests = {n: test_of(inner) for n, inner in FREE[kind].items() if is_plain(inner)}
    looks = {n: look_of(k) for n, k in FREE[kind].items() if n not in tests}
    needed = {name for name in MAPS[kind] if name[-1] != "~"}
    known = FREE[kind].keys()

    def look_at(value: Any, where: str) -> None:
        must_be(type(value) is dict and needed <= value.keys() <= known, where)
        for name, one in value.items():
            if name in looks:
                looks[name](one, name)
            elif not tests[name](one):
                raise NoEdition("form", name)

    return look_at


def fits(value: Any, kind: str) -> bool:
    """Whether a plain value is of its kind."""
    return test_of(kind)(value)


@cache
def test_of(kind: str) -> Test:
    """How a plain value is looked at."""
    if kind[0] == "?":
        inner = test_of(kind[1:])
        return lambda value: value is None or inner(value)
    if kind in NUMBERS:
        numbers = NUMBERS[kind]
        return lambda value: type(value) is int and value in numbers
    if kind in ("flag", "text"):
        exactly = bool if kind == "flag" else str
        return lambda value: type(value) is exactly
    if kind not in PATTERNS:
        some = frozenset(kind.split("|"))
        return lambda value: type(value) is str and value in some
    matches = PATTERNS[kind].fullmatch
    return lambda value: (
        type(value) is str and len(value) <= LONGEST and matches(value) is not None
    )


def must_be_sound(content: Any) -> None:
    """What holds between the parts of every edition: order, lengths, known names."""
    world, month = content["world"], int(content["month"][5:])
    in_order_of("indicators", sorted(one["code"] for one in world["indicators"]))
    for name in ("targets", "figures"):
        in_order_of(name, [(r["subject"], r["indicator"]) for r in world[name]])
    for name in ("years", "off", "work"):
        in_order_of(name, world["calendar"][name])
    in_order_of("subjects", sorted(one["code"] for one in world["subjects"]))
    phased = [one["months"] for one in world["targets"] if one["months"] is not None]
    ok = all(len(months) == 12 for months in phased)
    ok = ok and all(len(one["months"]) == month for one in world["figures"])
    if not ok or len(content["rankings"]) not in (1, 2):
        raise NoEdition("form", "months" if not ok else "rankings")
    known = {one["code"] for one in world["indicators"]}
    for ranking in content["rankings"]:
        for unknown in counted_in(ranking["scheme"]) - known:
            raise NoEdition("unknown", unknown)


def counted_in(scheme: Any) -> set[str]:
    """The indicators of a scheme whose groups, trees, curves and lights are sound."""
    in_order_of("groups", sorted(group["name"] for group in scheme["groups"]))
    found: set[str] = set()
    for group in scheme["groups"]:
        items = list(leaves(group["tree"]))
        in_order_of("tree", sorted(item["indicator"] for item in items))
        found.update(item["indicator"] for item in items)
        for item in items:
            must_run_on(item["curve"])
    for table in (scheme["item_lights"], scheme["standing_lights"]):
        if table is not None and not table["bands"]:
            raise NoEdition("form", "bands")
    return found


def must_run_on(curve: list[Any]) -> None:
    """The pieces of a curve lie from left to right."""
    for left, right in zip(curve, curve[1:]):
        ends, begins = exact(left["high"]), exact(right["low"])
        if ends is None or begins is None or ends > begins:
            raise NoEdition("order_of", "curve")
        if ends == begins and left["high_included"] and right["low_included"]:
            raise NoEdition("order_of", "curve")
    if not curve:
        raise NoEdition("form", "curve")


def in_order_of(name: str, keys: list[Any]) -> None:
    """Refuse keys that are not in order, or one that comes twice."""
    if any(one >= after for one, after in zip(keys, keys[1:])):
        raise NoEdition("order_of", name)


# --- Numbers -------------------------------------------------------------------------


# Adds figures without a loss: they are short, and who lost a digit would raise.
ADDING = Context(prec=400, traps=[Inexact])


def exact(text: str | None) -> Fraction | None:
    """A number of the file, 12.50 or 7/12."""
    return None if text is None else number(text)


@lru_cache(maxsize=100_000)
def number(text: str) -> Fraction:
    return Fraction(text) if "/" in text else Fraction(Decimal(text))


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Rounded as offices do: a half goes away from zero."""
    above, below = 2 * value.numerator * 10**decimals, 2 * value.denominator
    steps = (abs(above) + value.denominator) // below
    return Fraction(steps if above > 0 else -steps, 10**decimals)


def fixed(value: Fraction, decimals: int) -> str:
    """A rounded number with all its decimals."""
    digits = str(abs(int(value * 10**decimals))).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    cut = len(digits) - decimals
    return sign + digits[:cut] + ("." + digits[cut:] if decimals else "")


def together(values: list[Fraction | None]) -> Fraction | None:
    """The sum; nothing as soon as one is missing."""
    told = [value for value in values if value is not None]
    return sum(told, Fraction(0)) if len(told) == len(values) else None


def inside(interval: Any, x: Fraction) -> bool:
    """Whether a number lies in an interval."""
    low, high = exact(interval["low"]), exact(interval["high"])
    above = low is None or x > low or (x == low and interval["low_included"])
    below = high is None or x < high or (x == high and interval["high_included"])
    return above and below


ZERO = Decimal(0)


class Done(NamedTuple):
    """What a subject did to date, and in the month alone."""

    to_date: Decimal | None
    month: Decimal | None


NOTHING = Done(ZERO, ZERO)


def sum_of(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else ADDING.add(one, other)


def less_than(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else ADDING.subtract(one, other)


# --- The world: who is below whom, what was promised, what was reported --------------


class World:
    """What an edition was computed from, as it was at the end of its month."""

    def __init__(self, content: Any) -> None:
        world, self.content, self.month = content["world"], content, content["month"]
        self.year, self.number = int(self.month[:4]), int(self.month[5:])
        self.calendar = world["calendar"]
        self.subjects = {one["code"]: one for one in world["subjects"]}
        self.indicators = {one["code"]: one for one in world["indicators"]}
        self.targets = {(t["subject"], t["indicator"]): t for t in world["targets"]}
        self.figures = {(f["subject"], f["indicator"]): f for f in world["figures"]}
        self.order = lowest_first(self.subjects)
        self.children: dict[str, list[str]] = defaultdict(list)
        for code, subject in self.subjects.items():
            self.children[subject["parent"]].append(code)
        self._carriers: dict[str, dict[str, list[str]]] = {}
        self._open: dict[str, range] = {}
        self._done: dict[tuple[str, str], list[Done]] = {}

    def name(self, code: str) -> str:
        return f"{self.subjects[code]['name']} ({code})"

    def open_months(self, code: str) -> range:
        """The months of the year, 1 to 12, in which a subject is open."""
        if code not in self._open:
            self._open[code] = self._open_months(code)
        return self._open[code]

    def _open_months(self, code: str) -> range:
        subject, start, end = self.subjects[code], f"{self.year}-01", f"{self.year}-12"
        opened = max(subject["opened"] or start, start)
        closed = min(subject["closed"] or end, end)
        if opened > end or closed < start:
            return range(1, 1)
        return range(int(opened[5:]), int(closed[5:]) + 1)

    def done(self, code: str, indicator: str, n: int) -> Done:
        """What a subject did up to month n, and in it alone."""
        key = (code, indicator)
        if key not in self._done:
            self._done[key] = list(self._all_done(code, indicator))
        return self._done[key][n - 1]

    def _all_done(self, code: str, indicator: str) -> Iterator[Done]:
        """Month by month; what is added up is added once."""
        months = self.open_months(code)
        level = self.indicators[indicator]["roll_up"] == "last"
        series = self.figures.get((code, indicator))
        texts = series["months"] if series else [None] * self.number
        to_date = series is not None and (series["basis"] == "to_date" or level)
        sums, before = NOTHING, None
        for n, text in enumerate(texts, start=1):
            if n not in months:  # nothing yet, or as it was when it closed
                yield Done(sums.to_date, ZERO)
                continue
            here = None if text is None else Decimal(text)
            if not to_date:
                sums = Done(sum_of(sums.to_date, here), here)
            elif level or n == months[0]:
                sums = Done(here, here)
            else:
                sums = Done(here, less_than(here, before))
            before = here
            yield sums

    def rules_out(self, code: str, indicator: str) -> bool:
        """Whether the plan says that an indicator does not apply to a subject."""
        target = self.targets.get((code, indicator))
        return target is not None and not target["applicable"]

    def family(self, code: str) -> list[str]:
        """A subject and all below it."""
        found = [code]
        for one in found:
            found += self.children.get(one, ())
        return found

    def carriers(self, entrant: str, indicator: str) -> list[str]:
        """The lowest subjects, from an entrant down, that have a target or a series."""
        if indicator not in self._carriers:
            self._carriers[indicator] = self._all_carriers(indicator)
        return self._carriers[indicator].get(entrant, [])

    def taken_off(self, code: str) -> bool:
        """Whether a subject is what units of one group sold to each other."""
        return bool(self.subjects[code]["kind"] == "elimination")

    def _all_carriers(self, indicator: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for code in self.order:
            key = (code, indicator)
            has = key in self.targets or key in self.figures
            real = [one for one in found[code] if not self.taken_off(one)]
            if not real and has and not self.rules_out(*key):
                found[code] = [code, *found[code]]
            parent = self.subjects[code]["parent"]
            if parent is not None:
                found[parent] += found[code]
        return found


def lowest_first(subjects: dict[str, Any]) -> list[str]:
    """All codes, each after everything that lies below it."""
    waiting = dict.fromkeys(subjects, 0)
    for one in subjects.values():
        if one["parent"] in waiting:
            waiting[one["parent"]] += 1
    order = [code for code, children in waiting.items() if not children]
    for code in order:
        parent = subjects[code]["parent"]
        if parent in waiting:
            waiting[parent] -= 1
            if not waiting[parent]:
                order.append(parent)
    if len(order) < len(subjects):
        raise NoEdition("circle")
    return order


def weights_of_months(world: World, convention: str) -> list[int]:
    """How much each month counts in the schedule: as one, by days, by working days."""
    if convention == "month":
        return [1] * 12
    firsts = [date(world.year, n, 1) for n in range(1, 13)]
    ends = [*firsts[1:], date(world.year, 12, 31) + timedelta(1)]
    if convention == "day":
        return [(end - first).days for first, end in zip(firsts, ends)]
    if world.year not in world.calendar["years"]:
        raise NoEdition("unknown", f"{world.year}")
    off, work = set(world.calendar["off"]), set(world.calendar["work"])

    def worked(day: date) -> bool:
        return str(day) in work or (day.isoweekday() < 6 and str(day) not in off)

    return [
        sum(worked(first + timedelta(n)) for n in range((end - first).days))
        for first, end in zip(firsts, ends)
    ]


class Plan(NamedTuple):
    """What was to be done: in the year, to date, in the month; whether anything was."""

    year: Fraction | None = None
    to_date: Fraction | None = None
    month: Fraction | None = None
    due: bool = True


class Cell(NamedTuple):
    """An entrant on one indicator: what was planned and done, and the rates of it."""

    status: str
    plan: Plan = Plan()
    actual: Fraction | None = None
    month: Fraction | None = None
    way: tuple[int, bool] = (1, False)
    promised: bool = False  # a target was set, be it for a part of it

    def rate(self, measure: str) -> Fraction | None:
        """What is measured; nothing where the year's target is nothing."""
        plan = self.plan
        if not plan.year:
            return None
        if measure == "completion":
            return rate(self.actual, plan.year, self.way)
        if measure == "in_period":
            return rate(self.month, plan.month, self.way)
        if measure == "achievement":
            return rate(self.actual, plan.to_date, self.way)
        if measure != "lead" or self.actual is None or plan.to_date is None:
            return None
        return self.way[0] * (self.actual - plan.to_date) / abs(plan.year) * 100


class Board:
    """The working under one scheme, at the end of the month or of one before it."""

    def __init__(self, world: World, scheme: Any, n: int = 0) -> None:
        self.world, self.scheme, self.n = world, scheme, n or world.number
        by_plan = scheme["convention"] == "plan"
        self.by_plan = by_plan
        self.weights = [] if by_plan else weights_of_months(world, scheme["convention"])
        self._shares: dict[range, tuple[Fraction, Fraction]] = {}
        self._cells: dict[tuple[str, str], Cell] = {}

    def plan(self, code: str, indicator: str) -> Plan:
        """What was to be done by a subject alone."""
        target = self.world.targets.get((code, indicator))
        if target is None or target["year"] is None:
            return Plan()
        definition, year = self.world.indicators[indicator], number(target["year"])
        phased = (target["months"] or [])[: self.n]
        if definition["roll_up"] == "last":
            level = number(phased[-1]) if phased else year
            return Plan(year, level, level)
        if phased and (self.by_plan or definition["kind"] == "checklist"):
            here = [number(month) for month in phased]
            return Plan(year, sum(here, Fraction(0)), here[-1], any(here))
        if not year:
            return Plan(year, year, year, due=False)
        if self.by_plan:
            return Plan(year)
        past, now = self.shares(code)
        return Plan(year, year * past, year * now, past > 0)

    def shares(self, code: str) -> tuple[Fraction, Fraction]:
        """Which part of a subject's open months is over, and which is this month."""
        months = self.world.open_months(code)
        if months not in self._shares:
            self._shares[months] = self._shares_of(months)
        return self._shares[months]

    def _shares_of(self, months: range) -> tuple[Fraction, Fraction]:
        everything = sum(self.weights[m - 1] for m in months)
        past = sum(self.weights[m - 1] for m in months if m <= self.n)
        now = self.weights[self.n - 1] if self.n in months else 0
        return Fraction(past, everything), Fraction(now, everything)

    def cell(self, entrant: str, item: Any) -> Cell:
        """An entrant on an item; an item stands once in each group, and is found once."""
        key = (entrant, item["indicator"])
        if key not in self._cells:
            self._cells[key] = self._cell(entrant, item)
        return self._cells[key]

    def _cell(self, entrant: str, item: Any) -> Cell:
        """An entrant on an item, added up over those that carry it."""
        code = item["indicator"]
        definition = self.world.indicators[code]
        carriers = self.world.carriers(entrant, code)
        if not carriers:
            off = any(self.world.rules_out(c, code) for c in self.world.family(entrant))
            return Cell("not_applicable" if off else "no_target")
        level = definition["roll_up"] == "last"
        parts = [c for c in carriers if self.counts(c, level=level)]
        if not parts:
            return Cell("not_applicable")
        actual, month = self.done(parts, code)
        plan = self.whole_plan(entrant, code, parts)
        return Cell(
            status_of(plan, actual),
            plan,
            actual,
            month,
            better(definition, item),
            plan.year is not None or any(self.promises(part, code) for part in parts),
        )

    def done(
        self, parts: list[str], indicator: str
    ) -> tuple[Fraction | None, Fraction | None]:
        """What the parts did together, to date and in the month; some is taken off."""
        sums = NOTHING
        for part in parts:
            one = self.world.done(part, indicator, self.n)
            add = less_than if self.world.taken_off(part) else sum_of
            sums = Done(*(add(*both) for both in zip(sums, one)))
        to_date, month = (None if one is None else Fraction(one) for one in sums)
        return to_date, month

    def promises(self, part: str, indicator: str) -> bool:
        """Whether a part has a target; what is taken off promises nothing."""
        has = self.plan(part, indicator).year is not None
        return has and not self.world.taken_off(part)

    def counts(self, code: str, *, level: bool) -> bool:
        """Whether a carrier counts: sums all year, levels while it is open."""
        months = self.world.open_months(code)
        return self.n in months if level else len(months) > 0

    def less(self, code: str, indicator: str) -> Plan:
        """What is taken off a plan, which is nothing where nothing was promised."""
        plan = self.plan(code, indicator)
        if plan.year is None:
            return Plan(Fraction(0), Fraction(0), Fraction(0), due=False)
        year, to_date, month = (None if one is None else -one for one in plan[:3])
        return Plan(year, to_date, month, due=plan.due)

    def whole_plan(self, entrant: str, code: str, parts: list[str]) -> Plan:
        """The plans of the parts together; the entrant's own if none has a target."""
        if parts == [entrant] and not self.world.taken_off(entrant):
            return self.plan(entrant, code)
        real = [part for part in parts if not self.world.taken_off(part)]
        plans = [self.plan(part, code) for part in real]
        own = (entrant, code) in self.world.targets
        if own and all(plan.year is None for plan in plans):
            return self.plan(entrant, code)
        off = [part for part in parts if self.world.taken_off(part)]
        plans += [self.less(part, code) for part in off]
        return Plan(
            together([plan.year for plan in plans]),
            together([plan.to_date for plan in plans]),
            together([plan.month for plan in plans]),
            any(plan.due for plan in plans),
        )


def status_of(plan: Plan, actual: Fraction | None) -> str:
    if actual is None:
        return "missing"
    if plan.year is None or plan.to_date is None:
        return "no_target"
    return "ok" if plan.year else "zero_target"


def better(definition: Any, item: Any) -> tuple[int, bool]:
    """1 where more is better, else -1; and whether a rate is target over actual."""
    lower = definition["direction"] == "lower"
    return (-1 if lower else 1), lower and item["lower_form"] == "ratio"


def rate(done: Any, due: Any, way: tuple[int, bool]) -> Fraction | None:
    """One and the share by which it was done better than due."""
    if done is None or not due:
        return None
    # Made of whole numbers: each step in fractions would be brought to lowest terms.
    above = done.numerator * due.denominator
    below = due.numerator * done.denominator
    if way[1] and due > 0:
        return Fraction(below, above) if done > 0 else None
    return Fraction(abs(below) + way[0] * (above - below), abs(below))


# --- Points --------------------------------------------------------------------------


class Mark(NamedTuple):
    """What an item earned, or why it earned nothing."""

    status: str
    reason: str | None = None
    measured: Fraction | None = None
    points: Fraction | None = None  # before rounding
    light: Any = None


def mark(board: Board, item: Any, cell: Cell) -> Mark:
    """The points of one item."""
    definition = board.world.indicators[item["indicator"]]
    lower = definition["direction"] == "lower"
    table, measure = board.scheme["item_lights"], item["measure"]
    light = None if table is None else light_of(table, cell, lower=lower)
    if measure == "actual":
        if cell.actual is None:
            lacking = cell.status if cell.status == "not_applicable" else "missing"
            return Mark(lacking)
        return by_curve(item, cell, cell.actual, light)
    if cell.status == "zero_target":
        return against_zero(item, cell, light, lower=lower)
    if cell.status != "ok":
        return Mark(cell.status)
    if measure == "in_period" and cell.month is None:
        return Mark("missing", "no_month")
    if not_due(measure, cell, lower=lower):
        return Mark("not_applicable", "not_due")
    x = cell.rate(measure)
    if x is None and lower and item["lower_form"] == "ratio":
        return beyond(item, cell, light)
    return by_curve(item, cell, x, light)


def not_due(measure: str, cell: Cell, *, lower: bool) -> bool:
    """Nothing was planned yet, and nothing was spent all the same."""
    if measure == "achievement":
        return not cell.plan.due and not (lower and cell.actual)
    if measure == "in_period":
        return cell.plan.month == 0 and not (lower and cell.month)
    return False


def by_curve(item: Any, cell: Cell, x: Fraction | None, light: Any) -> Mark:
    """The points that the curve gives for x."""
    if x is not None:
        for piece in item["curve"]:
            if inside(piece, x):
                points = number(piece["intercept"]) + number(piece["slope"]) * x
                return Mark("ok", None, x, points, light)
    unplanned = item["measure"] == "achievement" and cell.plan.to_date == 0
    return Mark("zero_target" if unplanned else cell.status, "no_ratio", x)


def beyond(item: Any, cell: Cell, light: Any) -> Mark:
    """Target over actual at an actual of zero or less: the level end of the curve."""
    last = item["curve"][-1]
    best = cell.plan.year is not None and cell.plan.year > 0
    spent = cell.actual is None or cell.actual > 0
    if item["measure"] == "in_period" or not best or spent or number(last["slope"]):
        return by_curve(item, cell, None, light)
    return Mark("ok", None, None, number(last["intercept"]), light)


def against_zero(item: Any, cell: Cell, light: Any, *, lower: bool) -> Mark:
    """The points against a target of zero, by the rule that the scheme has for it."""
    rule = item["zero_target"]
    if rule is None:
        return Mark("zero_target", "no_rule")
    share = rule[zero_case(cell, lower=lower)]
    return Mark(
        "zero_target", None, None, number(share) * number(item["weight"]), light
    )


def zero_case(cell: Cell, *, lower: bool) -> str:
    if not cell.actual:
        return "met"
    return "better" if (cell.actual > 0) is not lower else "worse"


GRAVITY = {
    light: place
    for place, light in enumerate(("green", "notice", "yellow", "orange", "red"))
}


def light_of(table: Any, cell: Cell, *, lower: bool) -> Any:
    """The light of an item, by the table of lights of the scheme."""
    if cell.status == "zero_target":
        bands = sorted(table["bands"], key=lambda band: GRAVITY[band["light"]])
        broken = zero_case(cell, lower=lower) == "worse"
        return shown(bands[-1 if broken else 0])
    return band_at(table, cell.rate(table["measure"]))


def band_at(table: Any, x: Fraction | None) -> Any:
    if x is None:
        return None
    return next((shown(band) for band in table["bands"] if inside(band, x)), None)


def shown(band: Any) -> Any:
    return {"name": band["name"], "light": band["light"]}


def leaves(tree: Any) -> Iterator[Any]:
    """The items of a tree in the order of the scheme."""
    for child in tree["children"]:
        if "indicator" in child:
            yield child
        else:
            yield from leaves(child)


def gathered(tree: Any, points: dict[str, Fraction]) -> Fraction | None:
    """The points of a tree; the weight of what does not apply falls to the others."""
    if "indicator" in tree:
        return points.get(tree["indicator"])
    told = [(child, gathered(child, points)) for child in tree["children"]]
    there = [(number(child["weight"]), got) for child, got in told if got is not None]
    if not there:
        return None
    applicable = sum(weight for weight, _ in there)
    total = sum((got for _, got in there), Fraction(0))
    if not applicable:
        raise NoEdition("form", "weight")
    return total * number(tree["weight"]) / applicable


# --- Places --------------------------------------------------------------------------


class Placed(NamedTuple):
    """An entrant as it should stand."""

    entrant: str
    group: str
    items: list[tuple[Any, Cell, Mark]]
    unranked: str | None
    full: Fraction | None
    rank: int | None = None


def ranking(board: Board) -> list[Placed]:
    """Every group as it should stand, those with a place first."""
    found: list[Placed] = []
    for group in board.scheme["groups"]:
        runners = [
            placed(board, group, code)
            for code, subject in board.world.subjects.items()
            if subject["group"] == group["name"] and is_open(subject, board.world.month)
        ]
        found += in_order(board, runners)
    return found


def is_open(subject: Any, month: str) -> bool:
    """Whether a subject is open in a month; months are compared as texts."""
    begun = subject["opened"] is None or subject["opened"] <= month
    return begun and (subject["closed"] is None or month <= subject["closed"])


def placed(board: Board, group: Any, code: str) -> Placed:
    """An entrant with its items and its sum."""
    items = []
    for item in leaves(group["tree"]):
        cell = board.cell(code, item)
        items.append((item, cell, mark(board, item, cell)))
    applying = [(i, m) for i, _, m in items if m.status != "not_applicable"]
    why = None
    if any(m.status == "missing" for _, m in applying):
        why = "missing"
    elif not applying:
        why = "nothing_applies"
    elif any(m.points is None for _, m in applying):
        why = "cannot_compute"
    if why:
        return Placed(code, group["name"], items, why, None)
    places, printed = board.scheme["decimals"], board.scheme["rank_on"] == "printed"
    points = {
        i["indicator"]: rounded(m.points, places) if printed else m.points
        for i, m in applying
        if m.points is not None
    }
    return Placed(code, group["name"], items, None, gathered(group["tree"], points))


def in_order(board: Board, runners: list[Placed]) -> list[Placed]:
    """The entrants of a group with their places, the others behind them."""
    keys = {p.entrant: sort_key(board, p) for p in runners if p.full is not None}
    told = sorted(keys.values(), reverse=True)
    if board.scheme["ties"] == "dense":
        told = sorted(set(told), reverse=True)
    first: dict[Any, int] = {}
    for place, key in enumerate(told, start=1):
        first.setdefault(key, place)
    ranked = [p._replace(rank=first.get(keys.get(p.entrant))) for p in runners]
    return sorted(ranked, key=lambda p: p.rank or len(ranked) + 1)


def sort_key(board: Board, one: Placed) -> tuple[Any, ...]:
    """The score and what breaks ties; what was not measured comes last."""
    assert one.full is not None
    printed = board.scheme["rank_on"] == "printed"
    by_code = {item["indicator"]: (item, got) for item, _, got in one.items}
    key: list[Any] = [
        rounded(one.full, board.scheme["decimals"]) if printed else one.full
    ]
    for code in board.scheme["tie_break"]:
        item, got = by_code.get(code, (None, None))
        x = None if got is None else got.measured
        if item is None or x is None:
            key.append((False, 0))
            continue
        definition, decimals = board.world.indicators[code], 4
        if item["measure"] == "actual":
            decimals = definition["decimals"]
            x = -x if definition["direction"] == "lower" else x
        elif item["measure"] == "lead":
            decimals = 2
        key.append((True, rounded(x, decimals) if printed else x))
    return tuple(key)


# --- Comparing -----------------------------------------------------------------------


def differences(world: World) -> Iterator[Difference]:
    """Everything in an edition that is not as it should be."""
    yield from of_the_frame(world)
    for index, one in enumerate(world.content["rankings"]):
        yield from of_the_rules(world, index)
        board = Board(world, one["scheme"])
        should = ranking(board)
        if index == 0:
            yield from of_the_absent(world, {place.entrant for place in should})
        yield from of_the_places(world, one, should)
        yield from of_the_honors(board, one, should)


def of_the_frame(world: World) -> Iterator[Difference]:
    """One year everywhere, and in January no month before."""
    content = world.content
    years = {one["scheme"]["year"] for one in content["rankings"]}
    for year in sorted((years | {content["race"]["year"]}) - {world.year}):
        yield Difference((), "year", year, world.year)
    if world.number == 1 and content["previous"]:
        yield Difference((), "previous", len(content["previous"]), None)


def of_the_rules(world: World, index: int) -> Iterator[Difference]:
    """Whether rules are those of their digest, and came to their month as is said."""
    rankings, month = world.content["rankings"], world.month
    rules, where = rankings[index]["rules"], (ruling(rankings[index]),)
    digest = hashlib.sha256(canonical(rankings[index]["scheme"])).hexdigest()
    if rules["digest"] != digest:
        yield Difference(where, "rules_digest", rules["digest"], digest)
    if rules["since"] > month:
        yield Difference(where, "since", rules["since"], f"<= {month}")
    if index and rules["version"] >= rankings[0]["rules"]["version"]:
        most = rankings[0]["rules"]["version"]
        yield Difference(where, "version", rules["version"], f"< {most}")
    at, opening = moment(rules["published_at"]), moment(f"{month}-01T00:00:00+08:00")
    # Of two rankings the first is by rules that were changed since.
    timing = "at_opening" if at < opening else "afterwards"
    if len(rankings) > 1 and index == 0:
        timing = "amended"
    if rules["timing"] != timing:
        yield Difference(where, "timing", rules["timing"], timing)
    if at > moment(world.content["record"]["at"]):
        latest = world.content["record"]["at"]
        yield Difference(where, "published_at", rules["published_at"], f"<= {latest}")
    elif (at < opening) is not (timing == "at_opening"):
        sign = "<" if timing == "at_opening" else ">="
        told = f"{sign} {opening.isoformat()}"
        yield Difference(where, "published_at", rules["published_at"], told)


def moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        raise NoEdition("form", text) from fault


def ruling(one: Any) -> str:
    """By what a ranking is called: the version of its rules."""
    return f"v{one['rules']['version']}"


def of_the_absent(world: World, running: set[str]) -> Iterator[Difference]:
    """Whoever was entered runs, or is absent for the reason that is told."""
    should = {
        code: [one["name"], one["group"], why_absent(one, world.month)]
        for code, one in world.subjects.items()
        if one["group"] is not None and code not in running
    }
    seen: set[str] = set()
    for one in world.content["absent"]:
        code, stands = one["code"], [one["name"], one["group"], one["why"]]
        left = code not in world.subjects and one["why"] == "left"
        if code in seen or not (left or stands == should.get(code)):
            wanted = None if code in seen else should.get(code)
            yield Difference((code,), "absent", stands, wanted)
        seen.add(code)
    for code in should:
        if code not in seen:
            yield Difference((code,), "absent", None, should[code])


def why_absent(subject: Any, month: str) -> str | None:
    """Why somebody who was entered does not run; None: the rules lack its group."""
    if is_open(subject, month):
        return None
    later = subject["opened"] is not None and month < subject["opened"]
    return "not_open" if later else "closed"


def of_the_places(world: World, one: Any, should: list[Placed]) -> Iterator[Difference]:
    """Who stands where, and each number of each."""
    listed = [standing["entrant"] for standing in one["standings"]]
    wanted = [place.entrant for place in should]
    for code in (Counter(listed) - Counter(wanted)).elements():
        yield Difference((ruling(one),), "entrants", code, None)
    for code in Counter(wanted) - Counter(listed):
        yield Difference((ruling(one),), "entrants", None, world.name(code))
    standings = {standing["entrant"]: standing for standing in one["standings"]}
    for index, place in enumerate(should):
        if place.entrant not in standings:
            continue
        here = (ruling(one), place.group, world.name(place.entrant))
        if len(listed) == len(wanted) and listed[index] != place.entrant:
            at = listed.index(place.entrant) + 1
            yield Difference(here, "position", at, index + 1)
        told = as_it_should(world, one["scheme"], place)
        yield from of_a_standing(standings[place.entrant], told, here)


def of_a_standing(
    stands: Any, should: Any, where: tuple[str, ...]
) -> Iterator[Difference]:
    """The fields of an entrant or of an item that differ."""
    for name, value in should.items():
        if name == "items":
            counted = [
                [one["indicator"] for one in s["items"]] for s in (stands, should)
            ]
            if counted[0] != counted[1]:
                yield Difference(where, "items", *counted)
                continue
            for mine, theirs in zip(stands["items"], value):
                here = (*where, theirs["indicator"])
                yield from of_a_standing(mine, theirs, here)
        elif not alike(name, stands[name], value):
            yield Difference(where, name, stands[name], value)


def alike(name: str, stands: Any, should: Any) -> bool:
    """Whether two values are the same; amounts by what they are worth."""
    if name in ("actual", "target", "deduction") and None not in (stands, should):
        return number(stands) == number(should)
    return bool(stands == should)


def as_it_should(world: World, scheme: Any, place: Placed) -> dict[str, Any]:
    """An entrant in the form of the file."""
    score = None if place.full is None else rounded(place.full, scheme["decimals"])
    missing = place.unranked == "missing"
    marks = [got for _, _, got in place.items]
    table = scheme["standing_lights"]
    light = gravest(marks) if table is None else band_at(table, score)
    return {
        "group": place.group,
        "rank": place.rank,
        "previous": world.content["previous"].get(place.entrant),
        "score": None if score is None else fixed(score, scheme["decimals"]),
        "full_score": text_of(place.full),
        "light": None if place.unranked else light,
        "unranked": place.unranked,
        "deduction": scheme["missing_deduction"] if missing else "0",
        "items": [item_as_it_should(scheme, *one) for one in place.items],
    }


def gravest(marks: list[Mark]) -> Any:
    """The gravest light of the items; of equally grave ones the last."""
    lights = [got.light for got in marks if got.light is not None]
    return max(reversed(lights), key=lambda one: GRAVITY[one["light"]], default=None)


def item_as_it_should(scheme: Any, item: Any, cell: Cell, got: Mark) -> dict[str, Any]:
    """An item in the form of the file."""
    places, points = scheme["decimals"], got.points
    return {
        "indicator": item["indicator"],
        "status": got.status,
        "reason": got.reason,
        "actual": text_of(cell.actual),
        "target": text_of(cell.plan.year),
        "plan": text_of(cell.plan.to_date),
        "measured": text_of(got.measured),
        "points": None if points is None else fixed(rounded(points, places), places),
        "light": got.light,
    }


def text_of(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


# --- Lists and streaks ----------------------------------------------------------------


class Verdict(NamedTuple):
    """Whether something was kept, how much of it, and which indicator decided."""

    outcome: str
    ratio: Fraction | None = None
    indicator: str | None = None
    unsaid: str | None = None


NOTHING_DUE = Verdict("unsaid", unsaid="nothing_due")
NO_LISTS = {"praise": None, "alarm": None, "least": 0, "missing": False}
DECIDED_IN = {"opening": 3, "double_half": 6, "half_year": 6, "full_year": 12}


def verdict(
    board: Board, item: Any, cell: Cell, asked: str, *, shared: bool = True
) -> Verdict | None:
    """Whether one indicator was kept; nothing where it does not apply or is not due.

    `asked` is the plan to date, half of the year's target, or all of it. `shared`: the
    ratio is wanted of what was kept, too.
    """
    code = item["indicator"]
    definition = board.world.indicators[code]
    lower, year = definition["direction"] == "lower", cell.plan.year
    if asked == "half" and definition["roll_up"] == "last":
        asked = "to_date"
    spent = lower and cell.actual
    if asked == "to_date" and cell.status == "ok" and not (cell.plan.due or spent):
        return None
    if cell.status == "not_applicable":
        return None
    due = cell.plan.to_date
    if asked != "to_date":
        due = None if year is None else year / (2 if asked == "half" else 1)
    if cell.actual is None or year is None or due is None:
        lacking = "missing" if cell.actual is None else "no_target"
        return Verdict("unsaid", None, code, lacking)
    if not year:
        worse = zero_case(cell, lower=lower) == "worse"
        return Verdict("broken" if worse else "kept", None, code)
    way = better(definition, item)
    kept = way[0] * (cell.actual - due) >= 0
    ratio = rate(cell.actual, due, way) if shared or not kept else None
    return Verdict("kept" if kept else "broken", ratio, code)


def jointly(found: list[Verdict], tree: Any, *, by_weight: bool) -> Verdict:
    """Several verdicts as one: each must be kept, or their shares up the tree."""
    for outcome in ("unsaid",) if by_weight else ("broken", "unsaid"):
        for one in found:
            if one.outcome == outcome:
                return one
    if not by_weight:
        return Verdict("kept") if found else NOTHING_DUE
    shares = {
        one.indicator: Fraction(one.outcome == "kept")
        if one.ratio is None
        else one.ratio
        for one in found
    }
    points = {
        item["indicator"]: number(item["weight"]) * shares[item["indicator"]]
        for item in leaves(tree)
        if item["indicator"] in shares
    }
    total = gathered(tree, points)
    if total is None:
        return NOTHING_DUE
    ratio = total / number(tree["weight"])
    return Verdict("kept" if ratio >= 1 else "broken", ratio)


def honors_of(board: Board, should: list[Placed]) -> Any:
    """The lists and streaks that follow; nothing where the rules have none."""
    groups = board.scheme["groups"]
    having = [
        (group, rules)
        for group in groups
        for rules in (group.get("lists", NO_LISTS),)
        if rules["praise"] or rules["alarm"] or rules["missing"]
    ]
    if not having and not any(group.get("streaks") for group in groups):
        return None
    months = Months(board)
    return {
        "excused": [],
        "lists": [lists_of(board, group, rules, should) for group, rules in having],
        "streaks": [one for group in groups for one in streaks_of(months, group)],
    }


def lists_of(board: Board, group: Any, rules: Any, should: list[Placed]) -> Any:
    """Who of a group is praised, and whom its list of alarm names."""
    ours = [one for one in should if one.group == group["name"]]
    praise = list(named(board, group, rules["praise"], ours, sign=-1))
    spared = {one["entrant"] for one in praise}
    alarming = rules["alarm"] is not None or rules["missing"]
    too_few = alarming and len(ours) < rules["least"]
    alarm: list[Any] = []
    if not too_few and sum(one.rank is not None for one in ours) >= rules["least"]:
        alarm += named(board, group, rules["alarm"], ours, sign=1)
    if rules["missing"] and not too_few:
        missing = [one for one in ours if one.unranked == "missing"]
        alarm += [listed(board, one, ["missing"]) for one in missing]
    return {
        "group": group["name"],
        "praise": praise,
        "alarm": [one for one in alarm if one["entrant"] not in spared],
        "too_few": too_few,
    }


def listed(board: Board, one: Placed, met: list[str], place: Any = None) -> Any:
    """A name on a list in the form of the file."""
    told = as_it_should(board.world, board.scheme, one)
    shared = {name: told[name] for name in ("rank", "light", "score")}
    return {"entrant": one.entrant, "met": met, "place": place, "plan": None, **shared}


def named(
    board: Board, group: Any, rule: Any, ours: list[Placed], *, sign: int
) -> Iterator[Any]:
    """All of a group for whom every condition of a list holds; sign -1 is for praise."""
    if rule is None:
        return
    places = places_of(ours, sign, board.scheme["ties"])
    within = [code for code, n in places.items() if n <= (rule["places"] or n)]
    if rule["edge"] == "none" and rule["places"] and len(within) > rule["places"]:
        last = max(places[code] for code in within)
        edge = [code for code in within if places[code] == last]
        within = [c for c in within if c not in edge or len(edge) == 1]
    asked = {"place": "places", "light": "lights", "score": "limit", "plan": "plan"}
    met = [name for name, key in asked.items() if rule[key] not in (None, [])]
    for one in ours:
        if one.entrant not in within:
            continue
        told = listed(board, one, met, places[one.entrant])
        if rule["lights"] and (told["light"] or {}).get("light") not in rule["lights"]:
            continue
        if rule["limit"] is not None:
            reached = number(told["score"]) >= number(rule["limit"])
            if reached is not (sign < 0):
                continue
        if rule["plan"] is not None:
            plan = plan_of(board, group, one)
            told["plan"] = text_of(plan.ratio)
            if not fits_plan(plan, rule["plan"]):
                continue
        yield told


def places_of(ours: list[Placed], sign: int, ties: str) -> dict[str, int]:
    """Places from the first, or with sign 1 from the last, shared as the others."""
    ranks = {one.entrant: sign * one.rank for one in ours if one.rank is not None}
    told = sorted(ranks.values(), reverse=True)
    if ties == "dense":
        told = sorted(set(told), reverse=True)
    return {code: told.index(rank) + 1 for code, rank in ranks.items()}


def plan_of(board: Board, group: Any, one: Placed) -> Verdict:
    """Whether the plan to date was kept over all items that have a target."""
    promised = [(item, cell) for item, cell, _ in one.items if cell.promised]
    found = [verdict(board, item, cell, "to_date") for item, cell in promised]
    told = [one for one in found if one is not None]
    return jointly(told, group["tree"], by_weight=True)


def fits_plan(plan: Verdict, asked: str) -> bool:
    """Whether a plan is what a list asks for; what cannot be said fits nothing."""
    if asked == "exceeded":
        return plan.outcome != "unsaid" and plan.ratio is not None and plan.ratio > 1
    return plan.outcome == ("broken" if asked == "missed" else "kept")


class Months:
    """The boards of a year's months so far, and what shows without working them out."""

    def __init__(self, now: Board) -> None:
        self.world, self.now = now.world, now
        before = range(1, now.n)
        self.boards = {n: Board(now.world, now.scheme, n) for n in before}
        self.boards[now.n] = now
        self._kept: dict[tuple[str, str, str], frozenset[int]] = {}

    def kept(self, entrant: str, indicator: str, asked: str) -> frozenset[int]:
        """The months at whose end what was asked had been done for sure.

        Where all that counts is open all year and added up, its targets by the schedule,
        comparing sums tells it. Of other months, and of others, this says nothing.
        """
        key = (entrant, indicator, asked)
        if key not in self._kept:
            self._kept[key] = frozenset(self._surely_kept(*key))
        return self._kept[key]

    def _surely_kept(self, entrant: str, code: str, asked: str) -> Iterator[int]:
        world, definition = self.world, self.world.indicators[code]
        parts = world.carriers(entrant, code)
        target = self._target(parts, code)
        if not target or self.now.by_plan or definition["roll_up"] == "last":
            return
        for n in self.boards:
            past, everything = self._due(n, asked)
            done: Decimal | None = ZERO
            for part in parts:
                done = sum_of(done, world.done(part, code, n).to_date)
            if done is None or not past:
                continue
            has, needs = (
                ADDING.multiply(done, everything),
                ADDING.multiply(target, past),
            )
            if has <= needs if definition["direction"] == "lower" else has >= needs:
                yield n

    def _target(self, parts: list[str], code: str) -> Decimal | None:
        """What is promised for the year; nothing where a part is not like the others."""
        world, target = self.world, ZERO
        if world.indicators[code]["kind"] == "checklist":
            return None
        for part in parts:
            told = world.targets.get((part, code))
            odd = world.taken_off(part) or len(world.open_months(part)) < 12
            if odd or told is None or told["year"] is None:
                return None
            target = ADDING.add(target, Decimal(told["year"]))
        return target

    def _due(self, n: int, asked: str) -> tuple[int, int]:
        """How much of the target was asked at the end of a month: of the second."""
        if asked != "to_date":
            return 1, 2 if asked == "half" else 1
        weights = self.now.weights
        return sum(weights[:n]), sum(weights)


def streaks_of(months: Months, group: Any) -> Iterator[Any]:
    """The streaks of a group that can be asked for, entrant by entrant."""
    world = months.world
    for code, subject in world.subjects.items():
        if subject["group"] != group["name"] or not is_open(subject, world.month):
            continue
        for rule in group.get("streaks", ()):
            decided = streak_of(months, group, rule, code)
            if decided is None:
                continue
            n, found = decided
            yield {
                "entrant": code,
                "group": group["name"],
                "rule": rule,
                "outcome": found.outcome,
                "month": f"{world.year}-{n:02}",
                "indicator": found.indicator,
                "ratio": text_of(found.ratio),
                "unsaid": found.unsaid,
            }


def streak_of(
    months: Months, group: Any, rule: Any, code: str
) -> tuple[int, Verdict] | None:
    """The month that decided and its verdict; nothing where that is still to come."""
    last = months.now.n
    if rule["kind"] != "every_month":
        n = DECIDED_IN[rule["kind"]]
        if n > last:
            return None
        return n, month_kept(months, (n, code), group, rule) or NOTHING_DUE
    told, unsaid = NOTHING_DUE, None
    for n in months.boards:
        one = month_kept(months, (n, code), group, rule)
        if one is None or one.unsaid == "not_open":
            continue
        if one.outcome == "broken":
            return n, one
        if one.outcome == "unsaid":
            unsaid = unsaid or (n, one)
        told = one
    return unsaid or (last, told)


def month_kept(
    months: Months, whose: tuple[int, str], group: Any, rule: Any
) -> Verdict | None:
    """The verdict of one month of an entrant; nothing where nothing was due in it."""
    n, code = whose
    world, by_weight = months.world, rule["together"] == "weighted"
    if not is_open(world.subjects[code], f"{world.year}-{n:02}"):
        return Verdict("unsaid", unsaid="not_open")
    asked = {"double_half": "half", "full_year": "whole"}.get(rule["kind"], "to_date")
    found: list[Verdict] = []
    for item in leaves(group["tree"]):
        indicator = item["indicator"]
        if rule["indicators"] and indicator not in rule["indicators"]:
            continue
        if not by_weight and n in months.kept(code, indicator, asked):
            found.append(Verdict("kept", indicator=indicator))
            continue
        board = months.boards[n]
        cell = board.cell(code, item)
        if not (rule["indicators"] or cell.promised):
            continue
        one = verdict(board, item, cell, asked, shared=by_weight)
        if one is not None:
            found.append(one)
            if not by_weight and one.outcome == "broken":
                break  # the first one decides
    return jointly(found, group["tree"], by_weight=by_weight) if found else None


def of_the_honors(board: Board, one: Any, should: list[Placed]) -> Iterator[Difference]:
    """Who is named on a list, and what was kept up."""
    world, stands, wanted = board.world, one.get("honors"), honors_of(board, should)
    where = (ruling(one),)
    if stands is None or wanted is None:
        if stands is not wanted:
            said = [None if told is None else sorted(told) for told in (stands, wanted)]
            yield Difference(where, "honors", *said)
        return
    if stands["excused"]:
        yield Difference(where, "excused", stands["excused"], [])
    groups = [[named["group"] for named in told["lists"]] for told in (stands, wanted)]
    if groups[0] != groups[1]:
        yield Difference(where, "lists", *groups)
    else:
        for mine, theirs in zip(stands["lists"], wanted["lists"]):
            here = (*where, mine["group"])
            if mine["too_few"] is not theirs["too_few"]:
                yield Difference(here, "too_few", mine["too_few"], theirs["too_few"])
            for what in ("praise", "alarm"):
                yield from of_the_names(world, what, (mine[what], theirs[what]), here)
    yield from of_the_names(
        world, "streaks", (stands["streaks"], wanted["streaks"]), where
    )


def of_the_names(
    world: World, what: str, both: tuple[Any, Any], where: tuple[str, ...]
) -> Iterator[Difference]:
    """Names that are there and should not be, or the other way round; what differs."""
    mine, theirs = ([named_as(one) for one in told] for told in both)
    for name in (Counter(mine) - Counter(theirs)).elements():
        yield Difference((*where, *called(world, name)), what, name[0], None)
    for name in (Counter(theirs) - Counter(mine)).elements():
        yield Difference((*where, *called(world, name)), what, None, name[0])
    if Counter(mine) != Counter(theirs):
        return
    if mine != theirs:
        told = [[name[0] for name in names] for names in (mine, theirs)]
        yield Difference((*where, what), "position", *told)
    standing = dict(zip(mine, both[0]))
    for name, should in zip(theirs, both[1]):
        here = (*where, *called(world, name))
        for field, value in should.items():
            if standing[name][field] != value:
                yield Difference(here, field, standing[name][field], value)


def named_as(one: Any) -> tuple[str, str]:
    """Who is meant, and by which rule of a group."""
    rule = [one["group"], one["rule"]] if "rule" in one else []
    return one["entrant"], canonical(rule).decode()


def called(world: World, name: tuple[str, str]) -> tuple[str, ...]:
    """A name as it is told, with its streak."""
    code, rule = name
    whose = world.name(code) if code in world.subjects else code
    told = json.loads(rule)
    return (whose, told[1]["kind"]) if told else (whose,)


# --- Telling -------------------------------------------------------------------------


def report(file: bytes, given: str | None) -> dict[str, Any]:
    """What is to be said of a file, as plain values."""
    body, sealed, digest = unsealed(file)
    found: dict[str, Any] = {"digest": digest, "differences": []}
    told: list[Difference] = found["differences"]
    if sealed != digest:
        told.append(Difference((), "digest", sealed, digest))
        return found
    if given is not None and given != digest:
        told.append(Difference((), "digest", digest, given))
    content = parsed(body)
    must_fit(content, "edition", "edition")
    must_be_sound(content)
    try:
        told += differences(World(content))
    except (ArithmeticError, ValueError) as fault:
        raise NoEdition("not_computable", str(fault)) from fault
    found.update(head_of(content))
    return found


def head_of(content: Any) -> dict[str, Any]:
    """What edition it is, and how many stand in it."""
    standings = [s for one in content["rankings"] for s in one["standings"]]
    first = content["rankings"][0]["standings"]
    ranked = sum(one["rank"] is not None for one in first)
    return {
        "name": content["race"]["name"],
        "month": content["month"],
        "number": content["number"],
        "n": len(standings),
        "ranked": ranked,
        "unranked": len(first) - ranked,
        "absent": len(content["absent"]),
        "entered": len(first) + len(content["absent"]),
    }


def lines(found: dict[str, Any], language: str, *, compared: bool) -> Iterator[str]:
    """A report in words."""
    if "name" in found:
        yield phrase(language, "edition", **found)
        yield phrase(language, "counts", **found)
    for one in found["differences"]:
        yield in_words(one, language)
    if found["differences"]:
        yield phrase(language, "unlike", count=len(found["differences"]))
        return
    yield phrase(language, "equal", **found)
    if not compared:
        yield phrase(language, "compare")


def in_words(one: Difference, language: str) -> str:
    """A difference in one line."""
    chinese = language == "zh"
    return phrase(
        language,
        "line",
        where=" · ".join(one.where) or (CHINESE["file"] if chinese else "file"),
        what=CHINESE[one.what] if chinese else one.what.replace("_", " "),
        stands=value_in_words(one.stands, language),
        should=value_in_words(one.should, language),
    )


def value_in_words(value: Any, language: str) -> str:
    """A value of the file as people read it."""
    if isinstance(value, (dict, list)):
        inner = value.values() if isinstance(value, dict) else value
        return " / ".join(value_in_words(one, language) for one in inner)
    return phrase(language, "nothing") if value is None else str(value)


def asked(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Recompute every place of an edition. 重新计算一份排名存档的全部名次。"
    )
    parser.add_argument("file", help="the edition 存档文件")
    parser.add_argument("--digest", help="the printed digest 纸面上的校验码")
    parser.add_argument("--lang", choices=("en", "zh"), default="zh")
    parser.add_argument("--json", action="store_true", help="as JSON 输出 JSON")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Check one file, and say what was found."""
    told = asked(arguments)
    given = None if told.digest is None else "".join(told.digest.split()).lower()
    try:
        if given is not None and not fits(given, "hex"):
            raise NoEdition("hex")
        found = report(contents(told.file), given)
    except RecursionError:
        return say_no_edition(["deep"], told)
    except MemoryError:
        return say_no_edition(["too_large"], told)
    except NoEdition as fault:
        return say_no_edition([str(one) for one in fault.args], told)
    if told.json:
        plain = [one._asdict() for one in found["differences"]]
        say([json.dumps({**found, "differences": plain}, ensure_ascii=False)])
    else:
        say(lines(found, told.lang, compared=given is not None))
    return 1 if found["differences"] else 0


def say_no_edition(fault: list[str], told: argparse.Namespace) -> int:
    """Say that a file is no edition, and why."""
    why = ": ".join([phrase(told.lang, fault[0]), *fault[1:]])
    if told.json:
        say([json.dumps({"no_edition": why}, ensure_ascii=False)])
    else:
        say([phrase(told.lang, "no_edition", why=why)])
    return 2


def say(told: Iterable[str]) -> None:
    """Print lines; a terminal without Chinese, or one that is closed, is no matter."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        for line in told:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
