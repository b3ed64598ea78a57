"""Rows written with their deed; in words where the database takes none of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, record
from saima.journal.models import Head, LedgerRow

CLOCK_BACK = Refused(
    words("the server's clock is behind what is on record: nothing can be written"),
    words("tell the system administrator to set the clock right"),
)


def put_down(deed: Deed, rows: Sequence[LedgerRow], conflicting: Refused) -> None:
    """Write rows with their deed; in words where the database takes none of it."""
    try:
        with transaction.atomic():
            record(deed, rows)
    except IntegrityError as conflict:
        raise (CLOCK_BACK if _clock_is_back() else conflicting) from conflict


def _clock_is_back() -> bool:
    """Whether the database's clock is behind the journal, which takes nothing then."""
    ahead = Now() + timedelta(seconds=1)
    return Head.objects.filter(at__gt=ahead).exists()
