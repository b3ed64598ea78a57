"""`saima verify`: whether the whole record is as it was written."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction

from saima.core.chains import HEAD, Fault, Tampering
from saima.core.words import Words, words
from saima.site.cli.language import language_of, translator
from saima.site.postgres.checks import refuse_if_unfit
from saima.site.postgres.refusals import DatabaseRefused, told

OF_AN_EVENT = {
    Tampering.CHANGED: words("was changed"),
    Tampering.REMOVED: words("was removed"),
    Tampering.INSERTED: words("was put in"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Walk the record and print each place that is not as it was written."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    say = translator(language_of(None))
    try:
        django.setup()
        refuse_if_unfit()
        faults, events, rows = _walked()
    except (ImproperlyConfigured, OperationalError, DatabaseRefused) as problem:
        print(f"saima verify: {told(problem, say)}", file=sys.stderr)
        return 1
    for fault in faults:
        print(fault_words(fault).say(say))
    outcome = (
        words("{count} places are not as they were written", count=len(faults))
        if faults
        else words("{events} events, {rows} rows: as written", events=events, rows=rows)
    )
    print(outcome.say(say))
    return 1 if faults else 0


def _walked() -> tuple[list[Fault], int, int]:
    # What knows models can be imported only now that Django is set up.
    queries = import_module("saima.journal.queries")
    scope = import_module("saima.people.scope")
    with scope.of_everything(), transaction.atomic():
        with connection.cursor() as cursor:
            # One picture of all tables, whatever is written meanwhile.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        faults = list(queries.verify())
        rows = sum(model._base_manager.count() for model in queries.ledgers())
        return faults, queries.newest().count(), rows


def fault_words(fault: Fault) -> Words:
    """Where the record was tampered with, and how."""
    what = OF_AN_EVENT[fault.what]
    if fault.table == HEAD:
        return words(
            "the end of the journal, at event {event}, {what}",
            event=fault.event,
            what=what,
        )
    if fault.line is None:
        return words("event {event} {what}", event=fault.event, what=what)
    if not fault.table:
        return words(
            "row {line} of event {event} {what}",
            line=fault.line,
            event=fault.event,
            what=what,
        )
    return words(
        "table {table}, key {key} (row {line} of event {event}) {what}",
        table=fault.table,
        key=fault.key,
        line=fault.line,
        event=fault.event,
        what=what,
    )
