"""How values are printed on the pages of the library, in the language of the request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext

from saima.core.numbers import grouped, percent
from saima.core.periods import Month
from saima.core.targets import BOUND_WORDS, Bound, decimals_of
from saima.core.words import words
from saima.library.forms import given
from saima.library.models import PaperState, Statement
from saima.library.queries import Counts
from saima.library.results import Result
from saima.library.shown import KIND_WORDS, Working
from saima.library.suggesting import Taking, day_of, number_of

register = template.Library()
STATES = {
    PaperState.WAITING: words("waiting"),
    PaperState.BEING_READ: words("being read"),
    PaperState.READ: words("has been read"),
    PaperState.UNREADABLE: words("could not be read"),
}
SEVERITIES = {
    "note": words("note"),
    "question": words("question"),
    "error": words("error"),
}
# The kinds of papers, which the reader names in Chinese.
PAPER_KINDS = {
    "会议新闻": words("news of a meeting"),
    "工作报告": words("work report"),
    "简报": words("newsletter"),
    "通报": words("circular"),
    "工程进展": words("progress of works"),
    "运行数据": words("figures of operation"),
    "业务动态": words("news of business"),
    "新闻报道": words("news report"),
}
BOUNDS = {
    "at_least": words("not less than"),
    "at_most": words("not more than"),
    "about": words("roughly"),
    "range": words("from, to"),
}

ANY_YEAR = 2000  # a leap year, so that each day of a calendar is in it
_OF_NO_YEAR = re.compile(r"--\d{2}-\d{2}")


@register.filter
def day_said(text: str) -> str:
    """A day as it was read; of one without a year that is said."""
    if _OF_NO_YEAR.fullmatch(text):
        return words("{day}, no year said", day=_month_and_day(text)).say(gettext)
    return text


def _month_and_day(text: str) -> str:
    day = date.fromisoformat(f"{ANY_YEAR}{text[1:]}")
    return date_format(day, gettext("F j"))


@register.filter
def time_said(said: Statement) -> str:
    """The time that a number is about: a year, months, or days."""
    start, end = day_of(said.begins), day_of(said.ends)
    if start and end:
        return _stretch(start, end)
    if _OF_NO_YEAR.fullmatch(said.begins) and _OF_NO_YEAR.fullmatch(said.ends):
        days = " — ".join(map(_month_and_day, (said.begins, said.ends)))
        return words("{day}, no year said", day=days).say(gettext)
    return " — ".join(day_said(day) for day in (said.begins, said.ends) if day)


def _stretch(start: date, end: date) -> str:
    first, last = Month(start.year, start.month), Month(end.year, end.month)
    if (start, end) != (first.first_day, last.last_day):
        return f"{start} — {end}"
    if (first.number, last.number, first.year) == (1, 12, last.year):
        return words("the year {year}", year=str(last.year)).say(gettext)
    named = [date_format(m.first_day, gettext("F Y")) for m in (first, last)]
    return named[0] if first == last else " — ".join(named)


@register.filter
def state_said(state: str) -> str:
    """How far the reading of a paper has come."""
    return STATES[PaperState(state)].say(gettext)


@register.filter
def severity_named(severity: str) -> str:
    """How much a finding weighs."""
    return SEVERITIES[severity].say(gettext)


@register.filter
def paper_kind(kind: str) -> str:
    """What sort of paper it is."""
    known = PAPER_KINDS.get(kind)
    return known.say(gettext) if known else kind


@register.filter
def kind_named(kind: str) -> str:
    """What kind of statement it is."""
    known = KIND_WORDS.get(kind)
    return known.say(gettext) if known else kind


@register.filter
def counts_for(counts: Mapping[int, Counts], paper: int) -> Counts:
    """How much a paper states."""
    return counts.get(paper, Counts())


@register.filter
def written(said: Statement) -> str:
    """A number as the paper writes it, with its bound."""
    value = number_of(said.value)
    if value is None:
        return ""
    shown = grouped(value, decimals_of(value))
    high = number_of(said.high)
    if high is not None:
        shown = f"{shown}—{grouped(high, decimals_of(high))}"
    bound = BOUNDS.get(said.bound) if high is None else None
    said_bound = f"{bound.say(gettext)} " if bound else ""
    return f"{said_bound}{shown}{said.unit}"


@register.filter
def working_said(working: Working) -> str:
    """How a rate follows from two numbers of the paper, in words and figures."""
    said = words(
        "{part} of {whole} is {computed}; the paper says {rate}",
        part=written(working.part),
        whole=written(working.whole),
        computed=percent(working.computed / 100, _places(working.rate)),
        rate=written(working.rate),
    )
    return said.say(gettext)


def _places(rate: Statement) -> int:
    """One place more than the paper prints, and two at least."""
    value = number_of(rate.value)
    return 2 if value is None else max(2, decimals_of(value) + 1)


@register.filter
def taken_bound(taking: Taking) -> str:
    """What the number is taken to mean."""
    return BOUND_WORDS[taking.bound].say(gettext) if taking.bound else ""


@register.filter
def as_bound(bound: str) -> str:
    """A bound in words."""
    return BOUND_WORDS[Bound(bound)].say(gettext) if bound else ""


@register.filter
def as_fields(taking: Taking) -> list[tuple[str, str]]:
    """A taking as the fields of its form."""
    return list(given(taking).items())


@register.filter
def done(result: Result) -> str:
    """How much of a target is done."""
    return "" if result.completion is None else percent(result.completion, 1)


@register.filter
def megabytes(size: int) -> str:
    """The size of a file."""
    if size < 1024 * 1024:
        return f"{max(1, (size + 512) // 1024)} kB"
    tenths = (size * 10 + 524288) // (1024 * 1024)
    return f"{tenths // 10}.{tenths % 10} MB"
