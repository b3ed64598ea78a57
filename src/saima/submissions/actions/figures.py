"""Writing a round down: what changed since the last one, as rows of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from saima.journal.models import LedgerRow
from saima.plans.queries import duties_in
from saima.submissions.models import Cell, Figure, Item, Submission
from saima.submissions.queries import cells_of


def rows_of_round(submission: Submission, number: int) -> list[LedgerRow]:
    """The figures, and the items behind them, that differ from those written before."""
    written = _written(submission)
    bases = {
        (duty.subject_id, duty.indicator_id): duty.basis
        for duty in duties_in([submission.unit_id], submission.month)
    }
    rows: list[LedgerRow] = []
    for cell in cells_of(submission):
        key = (cell.subject_id, cell.indicator_id)
        if written.get(key) == _asserted(cell):
            continue
        if cell.value is None and key not in written:
            continue
        rows += _rows(submission, number, cell, bases.get(key, "in_period"))
    return rows


def _rows(
    submission: Submission, number: int, cell: Cell, basis: str
) -> Iterator[LedgerRow]:
    figure = Figure(
        submission=submission,
        unit_id=submission.unit_id,
        subject_id=cell.subject_id,
        indicator_id=cell.indicator_id,
        month=submission.month,
        round=number,
        basis=basis,
        value=cell.value,
        note=cell.note,
        confirmed=cell.confirmed,
        person_id=cell.person_id,
    )
    yield figure
    for position, name in enumerate(cell.items, start=1):
        yield Item(
            figure=figure, unit_id=submission.unit_id, position=position, name=name
        )


Asserted = tuple[object, str, bool, tuple[str, ...]]


def _asserted(cell: Cell) -> Asserted:
    return cell.value, cell.note, cell.confirmed, tuple(cell.items)


def _written(submission: Submission) -> dict[tuple[int, int], Asserted]:
    """What stands in the newest figure of each line."""
    newest: dict[tuple[int, int], Figure] = {}
    for figure in Figure.objects.filter(submission=submission).order_by("round"):
        newest[figure.subject_id, figure.indicator_id] = figure
    items: dict[int, list[str]] = {}
    listed = Item.objects.filter(figure__in=[f.pk for f in newest.values()])
    for figure_id, name in listed.order_by("figure", "position").values_list(
        "figure_id", "name"
    ):
        items.setdefault(figure_id, []).append(name)
    return {
        key: (f.value, f.note, f.confirmed, tuple(items.get(f.pk, ())))
        for key, f in newest.items()
    }
