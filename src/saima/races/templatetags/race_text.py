"""How values of the core are printed on a page, in the language of the request."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from saima.core.authority import Verb
from saima.core.explain import amount as amount_text
from saima.core.explain import lead_words
from saima.core.findings import Place
from saima.core.honors.lists import HONOR_WORDS, Honor
from saima.core.indicators import Indicator
from saima.core.lights import LIGHT_WORDS, Band, Light
from saima.core.numbers import grouped, percent, plain_text, signed
from saima.core.periods import Month
from saima.core.progress import CONVENTION_WORDS, Convention
from saima.core.words import Words
from saima.races.honors import GroupHonors
from saima.races.league import Cell, Row
from saima.races.models import Edition, Publication, Rules
from saima.races.queries.live import Listing, race_rows

register = template.Library()
Exact = Decimal | Fraction

NOTHING = "—"


@register.filter
def say(sentence: Words | Place | None) -> str:
    """A sentence of the core in the language of the request."""
    return "" if sentence is None else sentence.say(gettext)


@register.filter
def said(sentence: str | Words) -> str:
    """A name as it is, or a sentence in the language of the request."""
    return sentence if isinstance(sentence, str) else sentence.say(gettext)


@register.filter
def honor_name(honor: Honor) -> str:
    """A list by its name: 红榜, 黑榜."""
    return HONOR_WORDS[honor].say(gettext)


@register.filter
def of_group(made: tuple[GroupHonors, ...] | None, name: str) -> GroupHonors | None:
    """What is made of the ranking of one group."""
    return next((one for one in made or () if one.group == name), None)


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
def points(value: Exact | str | None, decimals: int) -> str:
    """Points or a score as the scheme prints them.

    Of somebody who is not there at all, a template hands over an empty text.
    """
    return (
        NOTHING if value is None or isinstance(value, str) else grouped(value, decimals)
    )


@register.filter
def signed_points(value: Decimal, decimals: int) -> str:
    """A difference of points, with its sign."""
    return signed(value, decimals)


@register.filter
def light_name(band: Band) -> str:
    """A light by the name the scheme gives it; in other languages by its color."""
    if (get_language() or "").startswith("zh"):
        return band.name
    return LIGHT_WORDS[band.light].say(gettext)


@register.filter
def edition_digest(row: Edition | Publication) -> str:
    """The digest of an edition in hexadecimal digits."""
    return bytes(row.content_digest).hex()


@register.filter
def rules_digest(row: Rules) -> str:
    """The digest of a version of the rules, shortened for the eye."""
    digits = bytes(row.content_digest).hex()
    return f"{digits[:8]}…{digits[-8:]}"


@register.simple_tag
def league_url(listing: Listing, month: Month) -> str:
    """The address of a table: of the published one, or of the one as it is now."""
    name = "races:now" if listing.live else "races:league"
    return reverse(name, args=[listing.slug, month])


@register.simple_tag
def entrant_url(listing: Listing, month: Month, code: str) -> str:
    """The address of an entrant beside a table."""
    name = "races:now_entrant" if listing.live else "races:entrant"
    return reverse(name, args=[listing.slug, month, code])


SHAPES = {
    Light.GREEN: '<circle cx="6" cy="6" r="5"/>',
    Light.NOTICE: '<path d="M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10zm0 2.6a2.4 2.4 0 1 1 0 4.8'
    'a2.4 2.4 0 1 1 0-4.8z"/>',
    Light.YELLOW: '<path d="M6 .8 11.6 11H.4z"/>',
    Light.ORANGE: '<path d="M6 .2 11.8 6 6 11.8.2 6z"/>',
    Light.RED: '<rect x="1" y="1" width="10" height="10" rx="1"/>',
}


@register.simple_tag
def cells(listing: Listing, month: Month, row: Row) -> SafeString:
    """The indicators of a row.

    Nine thousand of them stand in a table of three hundred units: templates take some
    seconds for that. What was drawn is kept with the listing, which does not change.
    """
    key = (get_language(), month, row.standing.entrant.code)
    if key not in listing.drawn:
        listing.drawn[key] = "".join(map(_cell, row.cells))
    return mark_safe(listing.drawn[key])


def _cell(cell: Cell) -> str:
    label = escape(cell.indicator.name)
    head = f'<td class="c-item"><span class="c-label" aria-hidden="true">{label}</span>'
    told = escape(cell.told.say(gettext))
    return f'{head}<span class="cell" title="{told}">{_shown(cell)}</span></td>'


@register.simple_tag
def shown_cell(cell: Cell) -> SafeString:
    """One indicator as it stands in a table."""
    return mark_safe(f'<span class="cell">{_shown(cell)}</span>')


def _shown(cell: Cell) -> str:
    scored = cell.scored
    if cell.word is not None:
        said = escape(cell.word.say(gettext))
        return f'<span class="cell-word cell-{scored.status.value}">{said}</span>'
    position = scored.position
    number = (
        amount(position.actual_to_date, cell.indicator)
        if position.achievement is None
        else pct_short(position.achievement)
    )
    light = "" if scored.light is None else _shape(scored.light)
    return f'{light}<span class="num">{escape(number)}</span>'


def _shape(band: Band) -> str:
    return (
        f'<svg class="light-shape light-{band.light.value}" viewBox="0 0 12 12"'
        f' width="10" height="10" role="img" aria-label="{escape(light_name(band))}">'
        f"{SHAPES[band.light]}</svg>"
    )


@register.inclusion_tag("races/_nav.html", takes_context=True)
def races_nav(context: template.Context) -> dict[str, object]:
    """The list of races beside every page."""
    row, actor = context.get("row"), context["request"].actor
    return {
        "rows": race_rows(),
        "current": row,
        "place": context.get("place", ""),
        "month": context.get("month"),
        "office": row is not None and actor.may(Verb.SEE_RACE, row.root),
    }
