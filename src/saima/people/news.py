"""What the pages tell an owner of their account: who did what to it, and when it was used."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from saima.people.accounts import unread
from saima.people.models import Handover

# Kept in the session when it begins, so that no page has to look it up.
BEFORE, NEWS = "signed_in_before", "handed_over"


def signed_in_before(request: HttpRequest) -> datetime | None:
    """When somebody signed in with this account the last time before this one."""
    kept = request.session.get(BEFORE)
    return datetime.fromisoformat(kept) if kept else None


def news_of(request: HttpRequest, account: int) -> list[Handover]:
    """What was done to the account, until it was read."""
    return list(unread(account)) if request.session.get(NEWS) else []
