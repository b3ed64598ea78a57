"""Reading submissions: who must report what, how it stands, and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet

from saima.core.calendars import UnknownYear
from saima.core.figures import Basis, Figures, Series
from saima.core.periods import Month
from saima.core.punctuality import (
    counted_round,
    deadline,
    plain_deadline,
)
from saima.core.workflow import State, Step, fold
from saima.people.models import OrgUnit
from saima.reading.calendars import packaged_calendar
from saima.submissions.models import Cell, Deadline, Figure, Move, Submission

WORKING_DAYS = 5  # of the next month, where the office has said nothing else


def due_on(root: OrgUnit, month: Month) -> date:
    """The last day on which the units of a group report a month."""
    said = Deadline.objects.filter(root=root, month=month).first()
    if said is not None:
        return said.due_on
    try:
        return deadline(month, packaged_calendar(), WORKING_DAYS)
    except UnknownYear:
        return plain_deadline(month, WORKING_DAYS)


@dataclass(frozen=True)
class Standing:
    """How a submission stands: its state, its rounds, and when each thing happened."""

    state: State = State.OPEN
    round: int = 0  # of the newest submit
    approved: int = 0  # the newest round that was approved
    moves: tuple[Move, ...] = ()

    @property
    def submitted_at(self) -> datetime | None:
        """When the round by which its punctuality goes was submitted."""
        number = counted_round((Step(m.step), m.round) for m in self.moves)
        for move in self.moves:
            if move.step == Step.SUBMIT.value and move.round == number:
                return move.event.at
        return None

    @property
    def last(self) -> Move | None:
        """The newest step."""
        return self.moves[-1] if self.moves else None

    @property
    def sent_back_with(self) -> str:
        """The words with which it was sent back, where it was."""
        last = self.last
        return last.words if last and self.state is State.SENT_BACK else ""


def standing_of(moves: Iterable[Move]) -> Standing:
    """What the moves of a submission make of it, in their order."""
    told = tuple(moves)
    return Standing(
        fold([Step(move.step) for move in told]),
        max((m.round for m in told), default=0),
        approved_of((m.step, m.round) for m in told),
        told,
    )


def approved_of(steps: Iterable[tuple[str, int]]) -> int:
    """The newest round that was approved and not sent back since; 0 where none was."""
    vouched: set[int] = set()
    for step, number in steps:
        if step == Step.APPROVE.value:
            vouched.add(number)
        elif step == Step.SEND_BACK.value:
            vouched.discard(number)
    return max(vouched, default=0)


def standings_of(submissions: Iterable[Submission]) -> dict[int, Standing]:
    """How several submissions stand, by their numbers."""
    numbers = [submission.pk for submission in submissions]
    moves: dict[int, list[Move]] = {number: [] for number in numbers}
    rows = Move.objects.filter(submission__any_of=numbers)
    for move in rows.order_by("submission", "number").select_related("event", "person"):
        moves[move.submission_id].append(move)
    return {number: standing_of(told) for number, told in moves.items()}


def submission_of(unit: OrgUnit, month: Month) -> Submission | None:
    """What a unit has begun to report for a month."""
    return Submission.objects.filter(unit=unit, month=month).first()


def settled(units: Iterable[int], months: Sequence[Month]) -> set[tuple[int, Month]]:
    """The months of units, among those given, that the office has accepted."""
    if not months:
        return set()
    accepted = Submission.objects.filter(
        unit__any_of=list(units), month__in=list(months), accepted=True
    )
    return set(accepted.values_list("unit_id", "month"))


def under_way(units: Iterable[int]) -> list[tuple[int, Month]]:
    """The months of units, of whatever year, that wait for somebody's next step."""
    begun = Exists(Move.objects.filter(submission=OuterRef("pk")))
    rows = Submission.objects.filter(unit__any_of=list(units), accepted=False)
    waiting = rows.filter(begun).order_by("-month", "-unit")
    return list(waiting.values_list("unit_id", "month"))


def months_all_accepted(due: Mapping[Month, Set[int]]) -> set[Month]:
    """The months of which the office has accepted every unit that was due.

    They are counted, month by month, over the units that were due alone.
    """
    together: dict[frozenset[int], list[Month]] = {}
    for month, units in due.items():
        together.setdefault(frozenset(units), []).append(month)
    found: set[Month] = set()
    for units, months in together.items():
        accepted = Submission.objects.filter(
            unit__any_of=units, month__in=months, accepted=True
        )
        counts = accepted.order_by().values_list("month").annotate(count=Count("pk"))
        found |= {month for month, count in counts if count == len(units)}
    return found


def cells_of(submission: Submission) -> QuerySet[Cell]:
    """The working cells of a submission."""
    return Cell.objects.filter(submission=submission).select_related(
        "subject", "indicator", "person"
    )


def approved_rounds(units: Iterable[int], year: int) -> dict[int, int]:
    """The round of each submission of a year that counts."""
    rows = Move.objects.filter(
        unit__any_of=list(units),
        submission__month__gte=Month(year, 1),
        submission__month__lte=Month(year, 12),
    ).order_by("submission_id", "number")
    steps: dict[int, list[tuple[str, int]]] = {}
    for submission, step, number in rows.values_list("submission_id", "step", "round"):
        steps.setdefault(submission, []).append((step, number))
    return {submission: approved_of(taken) for submission, taken in steps.items()}


def approved_figures(
    submissions: Iterable[int],
) -> Iterator[tuple[str, str, Month, Decimal | None]]:
    """What counts of some submissions: codes, month and value, one for each line.

    A line that was reported in no approved round has None: it is missing.
    """
    numbers = list(submissions)
    steps: dict[int, list[tuple[str, int]]] = {number: [] for number in numbers}
    taken = Move.objects.filter(submission__any_of=numbers).order_by("number")
    for number, step, turn in taken.values_list("submission_id", "step", "round"):
        steps[number].append((step, turn))
    rounds = {number: approved_of(told) for number, told in steps.items()}
    rows = Figure.objects.filter(submission__any_of=numbers).order_by("round")
    found: dict[tuple[str, str, Month], Decimal | None] = {}
    for number, turn, subject, indicator, month, value in rows.values_list(
        "submission_id", "round", "subject__code", "indicator__code", "month", "value"
    ):
        counts = turn <= rounds[number]
        key = (subject, indicator, month)
        found[key] = value if counts else found.get(key)
    for key, value in found.items():
        yield (*key, value)


@dataclass
class _Collected:
    """Figures of a year, by subject and indicator."""

    bases: dict[tuple[str, str], Basis] = field(default_factory=dict)
    months: dict[tuple[str, str], list[object]] = field(default_factory=dict)


def figures_of(units: Iterable[int], year: int) -> Figures:
    """The figures of a year that were approved, each in its newest approved round."""
    numbers = list(units)
    rounds = approved_rounds(numbers, year)
    rows = (
        Figure.objects.filter(
            unit__any_of=numbers, month__gte=Month(year, 1), month__lte=Month(year, 12)
        )
        .order_by("submission_id", "subject_id", "indicator_id", "round")
        .values_list(
            "submission_id",
            "round",
            "subject__code",
            "indicator__code",
            "month",
            "basis",
            "value",
        )
    )
    found = _Collected()
    for submission, number, subject, indicator, month, basis, value in rows:
        if number > rounds.get(submission, 0):
            continue
        key = (subject, indicator)
        found.bases[key] = Basis(basis)
        found.months.setdefault(key, [None] * 12)[month.number - 1] = value
    return Figures(
        {
            key: Series(found.bases[key], tuple(months))  # type: ignore[arg-type]
            for key, months in found.months.items()
        }
    )
