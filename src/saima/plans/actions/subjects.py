"""Subjects entered and closed on their page; units become subjects by themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from saima.core import subjects as kinds
from saima.core.definitions import code_fault
from saima.core.indicators import IndicatorKind
from saima.core.names import folded
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.subjects import SubjectKind
from saima.core.words import words
from saima.journal.actions import MACHINE, Deed, Who, record
from saima.people import scope
from saima.people.models import OrgUnit
from saima.people.queries import this_month, tree_at
from saima.people.trees import Tree
from saima.plans.actions.catalog import add_subjects
from saima.plans.actions.desk import catalog_lock
from saima.plans.actions.duties import Undertaking, end_by, must_be_unreported, take_on
from saima.plans.models import Duty, Indicator, Subject
from saima.plans.queries import subjects_in

LONGEST = 100
UNIT = SubjectKind.UNIT.value


@dataclass(frozen=True, slots=True)
class NewSubject:
    """What is said of a project, a parcel or a branch."""

    kind: SubjectKind
    code: str
    name: str
    unit: OrgUnit
    opened: Month | None = None
    closed: Month | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """What one unit of a group sells to another (内部交易)."""

    seller: OrgUnit
    buyer: OrgUnit

    @property
    def code(self) -> str:
        """Told from every other by who sells and who buys."""
        return f"{self.seller.code}--{self.buyer.code}"

    @property
    def name(self) -> str:
        """As the offices say it; a long name of a unit is cut."""
        return f"{self.seller.name[:44]}→{self.buyer.name[:44]} 内部抵销"

    def above(self, tree: Tree) -> OrgUnit:
        """The lowest unit whose total both of them make."""
        of_buyer = set(tree.above(self.buyer.pk))
        shared = (unit for unit in tree.above(self.seller.pk) if unit in of_buyer)
        return tree.units[next(shared)]


def units_without_subject(tree: Tree, units: Collection[int]) -> list[OrgUnit]:
    """The units still open for which nothing can be promised yet."""
    held = set(subjects_in(units).filter(kind=UNIT).values_list("unit_id", flat=True))
    now = this_month()
    missing = (tree.units[unit] for unit in units if unit not in held)
    return [unit for unit in missing if unit.closed is None or unit.closed >= now]


def seat_units(root: OrgUnit) -> None:
    """Let every unit of a group be a subject; done twice it does nothing.

    A unit whose code belongs to a project has to wait: its code stands for both.
    """
    tree = tree_at()
    units = list(tree.subtree(root.pk))
    with scope.of_everything():
        if not units_without_subject(tree, units):
            return
        with transaction.atomic():
            catalog_lock(root)
            missing = units_without_subject(tree, units)
            taken = set(_taken([unit.code for unit in missing]))
            _seat(root, [unit for unit in missing if unit.code not in taken])


def _seat(root: OrgUnit, units: Sequence[OrgUnit]) -> None:
    rows = [
        Subject(
            code=unit.code,
            name=unit.name,
            kind=UNIT,
            unit=unit,
            order=unit.order,
            sample=unit.sample,
        )
        for unit in units
    ]
    if rows:
        Subject.objects.bulk_create(rows)
        details = {"codes": [row.code for row in rows]}
        record(Deed("subject.add", MACHINE, _about(root), root.pk, details))


def _taken(codes: Collection[str]) -> list[str]:
    return list(Subject.objects.filter(code__in=codes).values_list("code", flat=True))


@transaction.atomic
def add_subject(root: OrgUnit, new: NewSubject, *, by: Who) -> Subject:
    """Enter a project, a parcel or a branch, with the unit that answers for it."""
    catalog_lock(root)
    _raise(code_fault(new.code))
    if new.opened and new.closed and new.closed < new.opened:
        raise Refused(
            words("{subject} closes before it opens", subject=new.name),
            words("correct one of the two months"),
        )
    _must_be_free(root, new.code, new.name)
    value = kinds.Subject(
        new.code, new.name, new.kind, None, None, new.opened, new.closed
    )
    (row,) = add_subjects([(value, new.unit)], by=by)
    return row


@transaction.atomic
def add_elimination(
    root: OrgUnit, trade: Trade, work: Undertaking, *, by: Who
) -> Subject:
    """Enter what one unit sells to another, to be taken off the whole above both."""
    catalog_lock(root)
    if trade.seller.pk == trade.buyer.pk:
        raise Refused(
            words("{name} sells nothing to itself", name=trade.seller.name),
            words("choose two units"),
        )
    if len(trade.code) > LONGEST:
        raise Refused(
            words("the codes of the two units are too long to make one code"),
            words("give one of the units a shorter code"),
        )
    _must_add_up(work.indicators)
    if _taken([trade.code]):
        raise Refused(
            words("“{name}” is entered already", name=trade.name),
            words("open it below and add to what is reported of it"),
        )
    _must_be_free(root, trade.code, trade.name)
    value = kinds.Subject(trade.code, trade.name, SubjectKind.ELIMINATION)
    (row,) = add_subjects([(value, trade.above(tree_at(work.since)))], by=by)
    take_on(row, work, by=by)
    return row


@transaction.atomic
def close_subject(subject: Subject, *, last: Month, by: Who) -> None:
    """Close a subject after its last month; it is reported no more."""
    root = tree_at().root_of(subject.unit_id)
    catalog_lock(root)
    subject.refresh_from_db()
    _must_be_open(subject, last)
    kept = Q(until__isnull=True) | Q(until__gt=last)
    duties = list(Duty.objects.filter(subject=subject).filter(kept))
    if duties:
        must_be_unreported(root, subject.unit, last.next())
    subject.closed = last
    subject.save(update_fields=["closed"])
    details = {"code": subject.code, "last": str(last)}
    about = f"plans.subject:{subject.pk}"
    record(Deed("subject.close", by, about, subject.unit_id, details))
    end_by(duties, last)


def _must_be_open(subject: Subject, last: Month) -> None:
    if subject.kind == UNIT:
        raise Refused(
            words("{name} is a unit", name=subject.name),
            words("the system administrator closes it on the page of units"),
        )
    early = subject.opened is not None and last < subject.opened
    if early or (subject.closed is not None and subject.closed < last):
        raise Refused(
            words("{name} is not open in {month}", name=subject.name, month=str(last)),
            words("choose a month between its opening and its closing"),
        )


def _must_add_up(indicators: Sequence[Indicator]) -> None:
    for row in indicators:
        if row.kind == IndicatorKind.RATE.value:
            raise Refused(
                words("{name} is a rate: nothing is taken off it", name=row.name),
                words("choose indicators that add up over units"),
            )


def _must_be_free(root: OrgUnit, code: str, name: str) -> None:
    """A code is the whole site's, a name the group's: workbooks find by both."""
    with scope.of_everything():
        taken = OrgUnit.objects.filter(code=code).exists() or _taken([code])
    if taken:
        raise Refused(
            words("the code “{code}” belongs to something else", code=code),
            words("choose another code"),
        )
    for row in subjects_in(tree_at().subtree(root.pk)):
        if folded(name) in (folded(row.name), folded(row.code)):
            raise Refused(
                words("“{name}” is the name of something else in the group", name=name),
                words("choose a name that stands for one of them alone"),
            )


def _raise(fault: Refused | None) -> None:
    if fault is not None:
        raise fault


def _about(root: OrgUnit) -> str:
    return f"people.orgunit:{root.pk}"
