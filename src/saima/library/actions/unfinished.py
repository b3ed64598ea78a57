"""Papers whose reading was begun and is given up: they are told, and may be read again."""

from __future__ import annotations

from django.db import transaction

from saima.core.findings import Place, error
from saima.core.words import words
from saima.journal.unfinished import arguments_of
from saima.library import reader
from saima.library.actions.jobs import read_paper
from saima.library.actions.reading import is_unread, keep
from saima.library.models import UNREAD, Paper
from saima.reading.papers.files.extracted import Extracted


def tell() -> int:
    """Say of every unread paper that nobody will read any more that it was given up."""
    return sum(_told(number) for number in sorted(_given_up()))


def _given_up() -> set[int]:
    """The unread papers for which no task is left; asked before the tasks are."""
    rows = Paper.objects.filter(state__in=UNREAD).order_by()
    unread = set(rows.values_list("pk", flat=True))
    return unread - arguments_of(read_paper) if unread else unread


@transaction.atomic
def _told(number: int) -> bool:
    """Write down that a paper was not read, unless somebody has it read again."""
    if not is_unread(number) or number in arguments_of(read_paper):
        return False
    paper = Paper.objects.select_related("root").defer("content").get(pk=number)
    found = error(
        "given_up",
        Place(paper.name),
        words("The reading was begun and did not come to its end"),
        words("Have it read again; if that does not help, send its text alone"),
    )
    keep(paper, reader.Outcome(Extracted(None, findings=(found,)), "", None))
    return True
