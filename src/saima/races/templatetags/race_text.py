"""How values of the core are printed on a page, in the language of the request."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from saima.core.explain import amount as amount_text
from saima.core.explain import lead_words
from saima.core.findings import Place
from saima.core.indicators import Indicator
from saima.core.lights import LIGHT_WORDS, Band
from saima.core.numbers import grouped, percent, plain_text, signed
from saima.core.periods import Month
from saima.core.progress import CONVENTION_WORDS, Convention
from saima.core.words import Words
from saima.races.queries import live as queries

register = template.Library()
Exact = Decimal | Fraction

NOTHING = "—"


@register.filter
def say(sentence: Words | Place | None) -> str:
    """A sentence of the core in the language of the request."""
    return "" if sentence is None else sentence.say(gettext)


@register.filter
def convention(convention: Convention) -> str:
    """The schedule convention in words."""
    return CONVENTION_WORDS[convention].say(gettext)


@register.filter
def month_name(month: Month) -> str:
    """A month with its year."""
    return date_format(month.first_day, gettext("F Y"))


@register.filter
def month_short(month: Month) -> str:
    """A month without its year."""
    return date_format(month.first_day, gettext("M"))


@register.filter
def amount(value: Exact | None, indicator: Indicator) -> str:
    """An amount with its unit."""
    return NOTHING if value is None else amount_text(value, indicator)


@register.filter
def bare(value: Exact | None, indicator: Indicator) -> str:
    """An amount whose unit stands elsewhere."""
    return NOTHING if value is None else grouped(value, indicator.decimals)


@register.filter
def pct(value: Exact | None) -> str:
    """A share as a percentage with two decimals."""
    return NOTHING if value is None else percent(value)


@register.filter
def pct_short(value: Exact | None) -> str:
    """A share as a percentage with one decimal."""
    return NOTHING if value is None else percent(value, 1)


@register.filter
def lead_said(share: Fraction | None) -> str:
    """A lead, given as a share, as percentage points ahead or behind."""
    return NOTHING if share is None else lead_words(share).say(gettext)


@register.filter
def lead_points(share: Exact | None) -> str:
    """A lead where the unit stands in the heading."""
    return NOTHING if share is None else signed(share * 100, 2)


@register.filter
def plain(value: Decimal) -> str:
    """A decimal without zeros at its end."""
    return plain_text(value)


@register.filter
def points(value: Exact | None, decimals: int) -> str:
    """Points or a score as the scheme prints them."""
    return NOTHING if value is None else grouped(value, decimals)


@register.filter
def light_name(band: Band) -> str:
    """A light by the name the scheme gives it; in other languages by its color."""
    if (get_language() or "").startswith("zh"):
        return band.name
    return LIGHT_WORDS[band.light].say(gettext)


@register.inclusion_tag("races/_nav.html", takes_context=True)
def races_nav(context: template.Context) -> dict[str, object]:
    """The list of races beside every page."""
    return {
        "listings": queries.races(),
        "current": context.get("listing"),
        "place": context.get("place", ""),
        "month": context.get("month"),
    }
