"""Commands that work in the role that owns the tables, in a process of their own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from saima.site.cli.language import language_of, translator
from saima.site.postgres.refusals import DatabaseRefused, told, unreachable


def as_owner(command: str, work: Callable[[], object]) -> int:
    """Set Django up in the owner's role and do it; what is refused is one line."""
    os.environ["SAIMA_ROLE"] = "owner"
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    try:
        django.setup()
        _reached(work)
    except (ImproperlyConfigured, DatabaseRefused) as problem:
        say = translator(language_of(None))
        print(f"saima {command}: {told(problem, say)}", file=sys.stderr)
        return 1
    return 0


def _reached(work: Callable[[], object]) -> None:
    try:
        work()
    except OperationalError as problem:
        raise unreachable(problem) from problem.__cause__
