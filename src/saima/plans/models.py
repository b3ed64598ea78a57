"""The tables of indicators, subjects and targets."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from saima.core.figures import Basis
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.subjects import SubjectKind
from saima.core.targets import Bound
from saima.journal.models import LedgerRow
from saima.people.fields import AmountField, MonthField
from saima.people.models import OrgUnit, Person
from saima.people.scope import Scoped


def one_of(name: str, column: str, kind: type[StrEnum]) -> models.CheckConstraint:
    """Let a column hold the words of an enumeration alone."""
    words = [str(member) for member in kind]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": words}), name=name)


class Indicator(models.Model):
    """The definition of what is measured (指标) in one group company, by version.

    What changes its meaning makes a new version; words may be mended.
    """

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=100)
    version = models.IntegerField(default=1)
    name = models.CharField(max_length=100)
    unit_of_measure = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    direction = models.CharField(max_length=20)
    roll_up = models.CharField(max_length=20)
    may_be_negative = models.BooleanField(default=False)
    decimals = models.SmallIntegerField(default=2)
    listed = models.BooleanField(default=False)  # each counted thing is named (清单)
    definition = models.TextField(blank=True)
    office = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    since = MonthField(null=True)
    order = models.IntegerField(default=0)

    class Meta:
        ordering = ("order", "code", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("root", "code", "version"), name="plans_indicator_once"
            ),
            one_of("plans_indicator_kind", "kind", IndicatorKind),
            one_of("plans_indicator_direction", "direction", Direction),
            one_of("plans_indicator_roll_up", "roll_up", RollUp),
        )

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """What targets are set for (对象): a unit, or a project, parcel or branch of one."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    code = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="subjects")
    opened = MonthField(null=True)
    closed = MonthField(null=True)
    order = models.IntegerField(default=0)
    sample = models.BooleanField(default=False)

    objects = Scoped["Subject"]()

    class Meta:
        ordering = ("order", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("unit",),
                condition=Q(kind=SubjectKind.UNIT.value),
                name="plans_one_subject_for_the_unit_itself",
            ),
            one_of("plans_subject_kind", "kind", SubjectKind),
        )

    def __str__(self) -> str:
        return self.name


class Promise(models.Model):
    """What a target and its draft both hold."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    applicable = models.BooleanField(default=True)
    amount = AmountField(null=True)
    bound = models.CharField(max_length=20)
    floor = AmountField(null=True)
    stretch = AmountField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Target(Promise, LedgerRow):
    """A yearly target (目标) with its months, in the version of one decision.

    It is in force from the month `since` on; the months before keep what they had.
    """

    version = models.IntegerField()
    months = ArrayField(AmountField(), size=12, null=True)
    since = MonthField()
    reason = models.CharField(max_length=400, blank=True)
    paper = models.CharField(max_length=200, blank=True)  # the deciding paper

    objects = Scoped["Target"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "indicator", "year", "version"),
                name="plans_target_once",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="plans_a_change_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__len=12),
                name="plans_twelve_months",
            ),
            one_of("plans_target_bound", "bound", Bound),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.indicator_id} {self.year} v{self.version}"


class Draft(Promise):
    """A target as it is being worked at, in grid or workbook, until it is adopted."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE, DELETE"

    months = ArrayField(AmountField(null=True), size=12)
    seen = models.IntegerField(default=1)  # changes at every writing
    person = models.BigIntegerField()

    objects = Scoped["Draft"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "indicator", "year"), name="plans_draft_once"
            ),
            models.CheckConstraint(
                condition=Q(months__len=12), name="plans_draft_twelve_months"
            ),
            one_of("plans_draft_bound", "bound", Bound),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.indicator_id} {self.year}"


class ProposedTarget(LedgerRow):
    """A target that a paper states (拟议目标), put to whoever makes the plan.

    It is no part of the plan before a planner takes it into the draft and the draft is
    adopted. The newest row of an origin counts; one without an amount takes it back.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    amount = AmountField(null=True)
    bound = models.CharField(max_length=20)
    paper = models.CharField(max_length=200)
    sentence = models.CharField(max_length=1000)
    origin = models.CharField(max_length=60)  # what it is called in the room above

    objects = Scoped["ProposedTarget"]()

    class Meta:
        constraints = (one_of("plans_proposed_bound", "bound", Bound),)
        indexes = (
            models.Index(fields=("unit", "year"), name="plans_proposed"),
            models.Index(fields=("origin",), name="plans_proposed_origin"),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.indicator_id} {self.year}: {self.amount}"


class Duty(models.Model):
    """That an indicator of a subject is reported, month by month, on a stated basis."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="duties")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="duties")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20)
    since = MonthField()
    until = MonthField(null=True)

    objects = Scoped["Duty"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "indicator", "since"), name="plans_duty_once"
            ),
            one_of("plans_duty_basis", "basis", Basis),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.indicator_id}"


class PlanUpload(models.Model):
    """A plan workbook that was sent: tried first, then loaded into drafts or left."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE (loaded_at)"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=255)
    digest = models.BinaryField()
    content = models.BinaryField()
    loaded_at = models.DateTimeField(null=True)

    objects = Scoped["PlanUpload"]()

    class Meta:
        indexes = (
            models.Index(fields=("unit", "year", "digest"), name="plans_upload"),
        )

    def __str__(self) -> str:
        return self.name
