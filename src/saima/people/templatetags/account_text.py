"""What was done to an account, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from saima.core.words import Words, words
from saima.people.models import Handover

register = template.Library()


@register.filter
def handover_text(done: Handover) -> str:
    """Who did what to an account."""
    return _words(done).say(gettext)


def _words(done: Handover) -> Words:
    who = done.by.name if done.by else words("the server's console")
    match done.kind:
        case Handover.FIRST:
            return words("{who} made the account and was shown its password", who=who)
        case Handover.RESET:
            return words("{who} gave a new first password and was shown it", who=who)
        case Handover.ON:
            return words("{who} switched the account on", who=who)
        case _:
            return words("{who} switched the account off", who=who)
