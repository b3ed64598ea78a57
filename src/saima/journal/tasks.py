"""The queue upward: what an event sets off, done by the worker."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from saima.journal.handlers import handlers_of


@task()
def hand_over(number: int, verb: str) -> None:
    """Tell every room that wants to hear of an event, each in its own transaction."""
    for handler in handlers_of(verb):
        with transaction.atomic():
            handler(number)
