"""A folder of samples becomes a group company at work: units, plan, reports, race."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.db import transaction

from saima.core import races as values
from saima.core.authority import PostKind
from saima.core.calendars import Calendar
from saima.core.definitions import code_fault
from saima.core.figures import Basis
from saima.core.findings import Finding, Severity
from saima.core.periods import Month, months_of
from saima.core.refusal import Refused
from saima.core.subjects import Subject as SubjectValue
from saima.core.subjects import SubjectKind
from saima.core.words import Words, words
from saima.journal.actions import Deed, Who, record
from saima.people import scope
from saima.people.actions.cast import Cast, add_cast
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.actions.catalog import add_duties, add_indicators, add_subjects
from saima.plans.models import Indicator, Subject, Target
from saima.races.actions.editions import compute, publish
from saima.races.actions.reports import Line, write_reports
from saima.races.actions.rules import Grounds, assent, put_forward
from saima.races.models import Entrant, Race
from saima.reading.calendars import packaged_calendar
from saima.reading.folders import SCHEME_NAMES, read_folder

LONGEST_SOURCE = 200


class FolderRefused(Refused):
    """A folder that cannot be loaded as it is, with everything found in it."""

    def __init__(
        self, text: Words, next_step: Words, findings: tuple[Finding, ...] = ()
    ) -> None:
        super().__init__(text, next_step)
        self.findings = findings


@dataclass(frozen=True)
class Loaded:
    """The race that was loaded, the passwords of its cast, and notes from reading."""

    race: Race
    passwords: Mapping[str, str]
    notes: tuple[Finding, ...]


def load_folder(folder: Path, *, by: Who) -> Loaded:
    """Load a whole folder into the record, or nothing of it."""
    intake = read_folder(folder)
    if intake.race is None:
        raise _refused(folder, intake.findings)
    text = next(
        (folder / name).read_text("utf-8-sig")
        for name in SCHEME_NAMES
        if (folder / name).is_file()
    )
    slug = folder.resolve().name
    if (wrong := code_fault(slug)) is not None:
        raise FolderRefused(
            wrong.text, words("rename the folder: {signs}", signs=wrong.next_step)
        )
    with scope.of_everything(), transaction.atomic():
        if Race.objects.filter(slug=slug).exists():
            raise FolderRefused(
                words("the race “{name}” is loaded already", name=slug),
                words("give the folder another name to load it beside that one"),
            )
        return _Loading(intake.race, slug, text, by).load(intake.findings)


def _refused(folder: Path, findings: tuple[Finding, ...]) -> FolderRefused:
    left = [f for f in findings if f.severity is not Severity.NOTE]
    return FolderRefused(
        words(
            "{name} was not loaded: {count} things in its files are to be settled",
            name=folder.name,
            count=len(left),
        ),
        words("settle them and load the folder again"),
        findings,
    )


class _Loading:
    """One folder on its way into the record."""

    def __init__(self, race: values.Race, slug: str, text: str, by: Who) -> None:
        self.race, self.slug, self.text, self.by = race, slug, text, by
        taken = set(OrgUnit.objects.values_list("code", flat=True))
        taken |= set(Subject.objects.values_list("code", flat=True))
        # Codes are the whole site's: one that another group has gets the race's name.
        self.codes = {
            s.code: f"{slug}-{s.code}" if s.code in taken else s.code
            for s in race.subjects
        }
        self.january = Month(race.year, 1)
        self.units: dict[str, OrgUnit] = {}

    def load(self, notes: tuple[Finding, ...]) -> Loaded:
        """Write everything, each kind of thing after what it refers to."""
        root = self._open_units()
        indicators = {
            row.code: row
            for row in add_indicators(root, self.race.indicators.values(), by=self.by)
        }
        subjects = self._add_subjects(root)
        self._promise(root, subjects, indicators)
        bases = dict(self._bases())
        add_duties(
            (
                (subjects[subject], indicators[indicator], basis.value)
                for (subject, indicator), basis in bases.items()
            ),
            since=self.january,
            by=self.by,
        )
        lines = [
            Line(
                subjects[subject],
                indicators[indicator],
                basis,
                self.race.figures.of(subject, indicator).months,
                self._due(subject, indicator),
            )
            for (subject, indicator), basis in bases.items()
        ]
        reporting = {line.subject.unit.pk: line.subject.unit for line in lines}
        opened = date(self.race.year, 1, 1)
        cast = add_cast(root, reporting.values(), since=opened, by=self.by)
        write_reports(lines, root, cast, year=self.race.year, by=self.by)
        return Loaded(self._enter(root, subjects, cast), cast.passwords, notes)

    # --- Units and subjects ---------------------------------------------------------

    def _open_units(self) -> OrgUnit:
        """The tree of units; under a head of its own where the folder names none."""
        order = {s.code: n for n, s in enumerate(self.race.subjects)}
        tops = [s for s in self.race.subjects if s.parent is None]
        root = None
        if len(tops) != 1 or tops[0].kind is not SubjectKind.UNIT:
            code, name = self.slug, self.race.scheme.name[:100]
            if OrgUnit.objects.filter(code=code).exists() or code in self.codes:
                code = f"{code}-group"
            root = add_unit(NewUnit(code, name, sample=True), None, by=self.by)
        for top in tops:
            for subject in (top, *self.race.subjects.below(top.code)):
                parent = self._above(subject, root)
                if subject.kind is SubjectKind.UNIT:
                    new = NewUnit(
                        self.codes[subject.code],
                        subject.name,
                        subject.opened,
                        subject.closed,
                        order[subject.code],
                        subject.sample,
                    )
                    unit = add_unit(new, parent, by=self.by)
                    self.units[subject.code] = unit
        return root or self.units[tops[0].code]

    def _above(self, subject: SubjectValue, root: OrgUnit | None) -> OrgUnit | None:
        """The unit above; nothing of the record stands below a project."""
        if subject.parent is None:
            return root
        above = self.race.subjects[subject.parent]
        if above.kind is not SubjectKind.UNIT:
            raise FolderRefused(
                words(
                    "{name} stands below {above}, which is no unit",
                    name=subject.name,
                    above=above.name,
                ),
                words("enter the unit that answers for it as its 上级 (parent)"),
            )
        return self.units[subject.parent]

    def _add_subjects(self, root: OrgUnit) -> dict[str, Subject]:
        new = [
            (
                replace(subject, code=self.codes[subject.code]),
                self.units.get(subject.code) or self._above(subject, root) or root,
            )
            for subject in self.race.subjects
        ]
        rows = add_subjects(new, by=self.by)
        return {s.code: row for s, row in zip(self.race.subjects, rows, strict=True)}

    # --- Plan and duties ------------------------------------------------------------

    def _promise(
        self,
        root: OrgUnit,
        subjects: Mapping[str, Subject],
        indicators: Mapping[str, Indicator],
    ) -> None:
        """Every target in its first version, as one decision."""
        rows = [
            Target(
                subject=subjects[subject],
                indicator=indicators[indicator],
                unit_id=subjects[subject].unit_id,
                year=self.race.year,
                applicable=target.applicable,
                amount=target.year,
                bound=target.bound.value,
                floor=target.floor,
                stretch=target.stretch,
                source=target.source[:LONGEST_SOURCE],
                version=1,
                months=None if target.months is None else list(target.months),
                since=self.january,
            )
            for (subject, indicator), target in self.race.targets.items()
        ]
        details = {"year": self.race.year, "targets": len(rows)}
        about = f"people.orgunit:{root.pk}"
        record(Deed("plan.load", self.by, about, root.pk, details), rows)

    def _bases(self) -> Iterator[tuple[tuple[str, str], Basis]]:
        """What is reported, and how: as the figures are, or by whoever has a target."""
        for key, series in self.race.figures.series.items():
            yield key, series.basis
        for top in (s for s in self.race.subjects if s.parent is None):
            for indicator in self.race.indicators:
                for subject in self.race.carriers(top.code, indicator):
                    key = (subject.code, indicator)
                    if key not in self.race.figures.series:
                        yield key, Basis.IN_PERIOD

    def _due(self, subject: str, indicator: str) -> tuple[bool, ...]:
        """Whether a figure is to be reported, month by month."""
        own, year = self.race.subjects[subject], self.race.year
        applies = not self.race.ruled_out(subject, indicator)
        return tuple(applies and own.open_in(month) for month in months_of(year))

    # --- The race -------------------------------------------------------------------

    def _enter(
        self, root: OrgUnit, subjects: Mapping[str, Subject], cast: Cast
    ) -> Race:
        """The race with its entrants, its rules agreed to, and every month published."""
        scheme = self.race.scheme
        race = Race.objects.create(
            slug=self.slug,
            root=root,
            year=self.race.year,
            name=scheme.name,
            draft=self.text,
            source=scheme.source,
            sample=scheme.sample,
            calendar=_kept(self.race.calendar),
        )
        entrants = [
            Entrant(
                race=race,
                root=root,
                subject=subjects[value.code],
                group=value.group,
                since=self.january,
            )
            for value in self.race.subjects
            if value.group is not None
        ]
        details = {"slug": self.slug, "year": self.race.year}
        about = f"races.race:{race.pk}"
        record(Deed("race.load", self.by, about, root.pk, details), entrants)
        self._publish(race, root, cast)
        return race

    def _publish(self, race: Race, root: OrgUnit, cast: Cast) -> None:
        """What two persons do for real races is done by the cast of the samples."""
        planner, supervisor, leader = (
            _who(cast, kind, root)
            for kind in (PostKind.PLANNER, PostKind.SUPERVISOR, PostKind.LEADER)
        )
        proposal = put_forward(race, Grounds(self.january), by=planner)
        for other in (supervisor, leader):
            assent(proposal, "", agrees=True, by=other)
        for number in self.race.figures.reported_months():
            month = Month(self.race.year, number)
            if month < this_month():
                publish(compute(race, month, "", by=planner), by=leader)


def _who(cast: Cast, kind: PostKind, root: OrgUnit) -> Who:
    holder = cast.holder(kind, root)
    return Who(holder.account, holder.person, kind.value)


def _kept(calendar: Calendar) -> dict[str, object] | None:
    """A calendar of the folder's own as it is kept; nothing for the one that comes along."""
    if calendar == packaged_calendar():
        return None
    return {
        "years": sorted(calendar.years),
        "off": [day.isoformat() for day in sorted(calendar.off)],
        "work": [day.isoformat() for day in sorted(calendar.work)],
    }
