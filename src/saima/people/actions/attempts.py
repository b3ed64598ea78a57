"""Guessing is slowed down, for a name from an address and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from saima.core.refusal import Refused
from saima.core.words import words
from saima.people.models import Attempt

FREE = 5  # failures before waiting begins
LONGEST = 60  # seconds
FORGOTTEN = timedelta(days=1)


@transaction.atomic
def begin_attempt(name: str, address: str) -> str:
    """Let an attempt be made, or say how long to wait; `take_back` it if it succeeds.

    It is counted before it is looked at: many at once are no way round.
    """
    key = salted_hmac("saima.people.attempts", f"{name}\n{address}", algorithm="sha256")
    now = timezone.now()
    Attempt.objects.get_or_create(key=key.hexdigest(), defaults={"last_at": now})
    attempt = Attempt.objects.select_for_update().get(key=key.hexdigest())
    if now - attempt.last_at > FORGOTTEN:
        attempt.failures = 0
    if attempt.failures >= FREE:
        delay = timedelta(seconds=min(LONGEST, 2 ** min(attempt.failures - FREE, 10)))
        left = attempt.last_at + delay - now
        if left > timedelta(0):
            raise Refused(
                words("there were too many attempts that failed"),
                words("wait {count} seconds", count=ceil(left.total_seconds())),
            )
    attempt.failures += 1
    attempt.last_at = now
    attempt.save()
    return attempt.key


def take_back(key: str) -> None:
    """It succeeded: the failures before it are forgotten."""
    Attempt.objects.filter(key=key).update(failures=0)


def forget_attempts() -> int:
    """Delete what has no bearing any more; the worker does it each day."""
    return Attempt.objects.filter(last_at__lt=timezone.now() - FORGOTTEN).delete()[0]
