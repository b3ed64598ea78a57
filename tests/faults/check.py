"""What must be true after any number of kills: reads the acknowledgements, says faults."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saima.site.settings")
django.setup()

from tests.faults import world  # noqa: E402

from saima.core.periods import Month  # noqa: E402
from saima.journal.models import Event  # noqa: E402
from saima.journal.queries import verify  # noqa: E402
from saima.people import scope  # noqa: E402
from saima.people.models import OrgUnit  # noqa: E402
from saima.submissions.models import Cell, Figure, Move, Submission  # noqa: E402
from saima.submissions.queries import standing_of  # noqa: E402


def faults(told: list[str]) -> Iterator[str]:
    """Everything that is not as it must be."""
    units = {unit.code: unit for unit in OrgUnit.objects.all()}
    for line in told:
        verb, *rest = line.split(" ")
        if verb in ("submit", "approve", "reopen"):
            yield from _acknowledged(verb, units, rest)
    for fault in verify():
        yield f"the record: {fault}"
    for submission in Submission.objects.select_related("unit"):
        yield from _whole(submission)


def _acknowledged(
    verb: str, units: dict[str, OrgUnit], told: list[str]
) -> Iterator[str]:
    """A step that was told is there, with all figures of its round."""
    code, month, number, move = told
    submission = Submission.objects.filter(unit=units[code], month=Month.parse(month))
    found = Move.objects.filter(submission__in=submission, number=int(move), step=verb)
    if not found.filter(round=int(number)).exists():
        yield f"lost: {verb} {' '.join(told)}"
        return
    for line in range(world.LINES):
        wanted = world.amount(units[code], Month.parse(month), line) + int(number) - 1
        here = Figure.objects.filter(
            submission__in=submission,
            indicator__code=f"i{line}",
            round__lte=int(number),
        ).order_by("-round")
        value = here.values_list("value", flat=True).first()
        if value != wanted:
            yield f"{verb} {' '.join(told)}: i{line} is {value}, not {wanted}"


def _whole(submission: Submission) -> Iterator[str]:
    """Every round has all its figures or none; every step its one event."""
    moves = list(Move.objects.filter(submission=submission).order_by("number"))
    standing_of(Move.objects.filter(pk__in=[m.pk for m in moves]).order_by("number"))
    for move in moves:
        figures = Figure.objects.filter(submission=submission, round=move.round).count()
        if figures != world.LINES:
            yield f"{submission}: round {move.round} has {figures} figures"
        if move.step != "submit":
            continue
        event = Event.objects.get(pk=move.event_id)
        if event.lines != figures + 1:
            yield f"{submission}: event {event} seals {event.lines} rows"
    loose = Figure.objects.filter(submission=submission).exclude(
        round__in=[move.round for move in moves]
    )
    if loose.exists():
        yield f"{submission}: figures without their step"
    cells = Cell.objects.filter(submission=submission).count()
    if cells not in (0, world.LINES):
        yield f"{submission}: {cells} cells"


def main() -> int:
    """Say what was checked and what was found."""
    told = [line for line in sys.stdin.read().splitlines() if line]
    with scope.of_everything():
        found = list(faults(told))
        figures, events = Figure.objects.count(), Event.objects.count()
    steps = sum(line.split(" ")[0] in ("submit", "approve", "reopen") for line in told)
    lost = sum(line == "lost" for line in told)
    refused = [line for line in told if line.startswith("refused")]
    print(
        f"{steps} steps acknowledged, {figures} figures, {events} events; "
        f"the database was away {lost} times; refused {len(refused)}"
    )
    for line in [*refused[:5], *found[:20]]:
        print(line)
    print(f"{len(found)} faults")
    return 1 if found or not steps else 0


if __name__ == "__main__":
    sys.exit(main())
