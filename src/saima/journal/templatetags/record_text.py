"""How values are printed on the pages of the record, in the language of the request."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext

from saima.core.authority import POST_WORDS, PostKind
from saima.core.periods import Month
from saima.core.words import Words

register = template.Library()


@register.filter
def said(sentence: Words | None) -> str:
    """A sentence of the code in the language of the request."""
    return "" if sentence is None else sentence.say(gettext)


@register.filter
def post_name(kind: str) -> str:
    """A post in words."""
    known = kind in set(PostKind)
    return POST_WORDS[PostKind(kind)].say(gettext) if known else kind


@register.filter
def year_month(month: Month | None) -> str:
    """A month with its year; nothing where there is none."""
    return "" if month is None else date_format(month.first_day, gettext("F Y"))


@register.filter
def day(value: date | None) -> str:
    """A day in figures; nothing where there is none."""
    return "" if value is None else value.isoformat()
