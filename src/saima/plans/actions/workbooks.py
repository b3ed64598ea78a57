"""A plan workbook comes back: tried first, then loaded into drafts, or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from saima.core.findings import Finding, Severity
from saima.core.intake.lookup import Indicators
from saima.core.intake.targets import Plan
from saima.core.periods import Month
from saima.core.plan_sheet import PlanForm
from saima.core.refusal import Refused
from saima.core.subjects import Subject as SubjectValue
from saima.core.targets import Target as Promised
from saima.core.units_of_measure import UNITS
from saima.core.words import Words, words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.people.queries import tree_at
from saima.plans.actions.desk import NO_MONTHS, Place, places_of, plan_lock
from saima.plans.actions.drafts import about, keep
from saima.plans.models import Draft, PlanUpload
from saima.plans.queries import (
    Key,
    catalog_of,
    indicator_value,
    indicators_of,
    subjects_below,
    target_value,
)
from saima.plans.reported import shape_of
from saima.reading.calendars import packaged_calendar
from saima.reading.plan_workbook import read_plan_workbook

MOST_BYTES = 20 * 1024 * 1024
Months = Sequence[Decimal | None]


PARTS = {
    "months": words("months"),
    "bound": words("bound"),
    "floor": words("floor"),
    "stretch": words("stretch"),
    "source": words("source"),
}


@dataclass(frozen=True)
class Difference:
    """What a workbook would change: a target as it stands, and as it would be."""

    place: Place
    before: Promised
    after: Promised

    @property
    def also(self) -> list[Words]:
        """What it changes beside the number of the year."""
        return [
            name
            for field, name in PARTS.items()
            if getattr(self.before, field) != getattr(self.after, field)
        ]


@dataclass(frozen=True)
class Trial:
    """What a workbook would do: what was found in it, and what it would change."""

    findings: tuple[Finding, ...]
    changes: tuple[Difference, ...]
    seen: str  # a digest of what the changes would be made to

    @property
    def loadable(self) -> bool:
        """Whether nothing in it is wrong; gaps are closed in the grid afterwards."""
        return not any(f.severity is Severity.ERROR for f in self.findings)


@transaction.atomic
def receive(
    root: OrgUnit, year: int, name: str, content: bytes, *, by: Who
) -> PlanUpload:
    """Keep a workbook that was sent; nothing is loaded yet."""
    must_be_small(len(content))
    digest = hashlib.sha256(content).digest()
    upload = PlanUpload(
        unit=root,
        year=year,
        person_id=by.person,  # type: ignore[misc]  # a page's actor is a person
        at=timezone.now(),
        name=Path(name).name[:255],
        digest=digest,
        content=content,
    )
    _must_be_new(upload)
    upload.save()
    details = {"year": year, "bytes": len(content)}
    record(Deed("plan.receive", by, about(root), root.pk, details))
    return upload


def must_be_small(size: int) -> None:
    """Refuse what is no plan, before it is read."""
    if size > MOST_BYTES:
        raise Refused(
            words("the file is larger than {limit} MB", limit=MOST_BYTES // 1024**2),
            words("send the plan workbook alone"),
        )


def _must_be_new(upload: PlanUpload) -> None:
    """The same file twice is a slip, unless the plan was changed in between."""
    alike = PlanUpload.objects.filter(
        unit=upload.unit, year=upload.year, digest=upload.digest
    )
    loaded = alike.filter(loaded_at__isnull=False).order_by("-loaded_at").first()
    if loaded is None or try_out(upload).changes:
        return
    at = timezone.localtime(loaded.loaded_at)
    raise Refused(
        words("this very file was loaded at {at}", at=f"{at:%Y-%m-%d %H:%M}"),
        words("nothing changed since: there is nothing to do"),
    )


def form_of(unit: OrgUnit, year: int, *, money: str = "万元") -> PlanForm:
    """What the workbook of a unit's plan asks for; money in the unit that is said."""
    tree = tree_at(Month(year, 12))
    subjects = subjects_below(unit, tree)
    head = subjects.find(unit.code) or SubjectValue(unit.code, unit.name)
    rows = indicators_of(tree.root_of(unit.pk), year)
    measures = tuple(indicator_value(row) for row in rows)
    return PlanForm(head, year, subjects, measures, UNITS[money])


class _Shapes(Mapping[Key, Months]):
    """Last year's months of a target, looked up where a row asks for them."""

    def __init__(self, root: OrgUnit, year: int) -> None:
        self._catalog = catalog_of(root, tree_at(Month(year, 12)), year)
        self._year = year

    def __getitem__(self, key: Key) -> Months:
        subject, indicator = key
        row = self._catalog.subjects[subject]
        months = shape_of(row, self._catalog.indicators[indicator], self._year - 1)
        if months is None:
            raise KeyError(key)
        return months

    def __iter__(self) -> Iterator[Key]:
        return iter(())

    def __len__(self) -> int:
        return 0


@transaction.atomic
def try_out(upload: PlanUpload) -> Trial:
    """Read a workbook against the plan of its year, without loading anything."""
    root, year = upload.unit, upload.year
    form = form_of(root, year)
    plan = Plan(
        year,
        form.subjects,
        Indicators(form.indicators),
        packaged_calendar(),
        _Shapes(root, year),
    )
    with tempfile.TemporaryDirectory(prefix="saima-") as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(bytes(upload.content))
        read, findings = read_plan_workbook(path, upload.name, plan, form.root)
    places = places_of(root, year, read)
    changes = []
    for key, place in places.items():
        before, after = target_value(place.working()), read[key].target
        if before != after:
            changes.append(Difference(place, before, after))
    base = sorted((d.after.subject, d.after.indicator, d.place.seen) for d in changes)
    seen = hashlib.sha256(repr(base).encode()).hexdigest()
    return Trial(tuple(findings), tuple(changes), seen)


@transaction.atomic
def load(upload: PlanUpload, seen: str, *, by: Who) -> int:
    """Load a workbook that was tried into drafts; how many targets it changed.

    `seen` is what the trial said it would change: if somebody has typed since, the
    workbook is tried again first.
    """
    plan_lock(upload.unit, upload.year)
    trial = try_out(upload)
    if not trial.loadable:
        raise Refused(
            words("the workbook has errors, nothing was loaded"),
            words("mend the marked cells and send it again"),
        )
    if trial.seen != seen:
        raise Refused(
            words("what the workbook would change was itself changed meanwhile"),
            words("look at the differences again, then load it"),
        )
    for change in trial.changes:
        change.place.draft = _drafted(change.place.working(), change.after)
        change.place.changed = True
    places = [change.place for change in trial.changes]
    keep("plan.load", upload.unit, upload.year, places, by=by)
    PlanUpload.objects.filter(pk=upload.pk).update(loaded_at=timezone.now())
    return len(trial.changes)


def _drafted(draft: Draft, said: Promised) -> Draft:
    draft.applicable, draft.amount = said.applicable, said.year
    draft.bound, draft.source = said.bound.value, said.source
    draft.floor, draft.stretch = said.floor, said.stretch
    draft.months = list(said.months or NO_MONTHS)
    return draft
