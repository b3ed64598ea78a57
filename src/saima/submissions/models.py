"""The tables of what units report: working cells, figures, and the moves between."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saima.core.figures import Basis
from saima.core.workflow import Step
from saima.journal.models import LedgerRow
from saima.people.fields import AmountField, MonthField
from saima.people.models import OrgUnit, Person
from saima.people.scope import Scoped
from saima.plans.models import Indicator, Subject, one_of


class Deadline(models.Model):
    """By which day the units below one report a month."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    month = MonthField()
    due_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("root", "month"), name="submissions_deadline_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.due_on}"


class Extension(LedgerRow):
    """More time for one unit and month (延期), given by the office with its reason."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    month = MonthField()
    due_on = models.DateField()
    reason = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = Scoped["Extension"]()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""), name="submissions_extension_reason"
            ),
        )
        indexes = (models.Index(fields=("unit", "month"), name="submissions_ext"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month} {self.due_on}"


class Submission(models.Model):
    """What one unit reports for one month (填报); its state is the last of its moves.

    `accepted` is no second truth: the database keeps it by the moves, so that work that
    is done is found without reading them, and nobody has a right to set it.
    """

    RIGHTS: ClassVar = "SELECT, INSERT"

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    month = MonthField()
    accepted = models.BooleanField(default=False, editable=False)

    objects = Scoped["Submission"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "month"), name="submissions_once"),
        )
        indexes = (
            models.Index(fields=("month",), name="submissions_month"),
            models.Index(
                fields=("unit",),
                condition=Q(accepted=False),
                name="submissions_at_work",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month}"


class Cell(models.Model):
    """A line as it is being filled in; submitting writes it down as a figure."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="cells")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    value = AmountField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    items = models.JSONField(default=list)  # the names of what was counted
    confirmed = models.BooleanField(default=False)  # looked at again (已核实)
    seen = models.IntegerField(default=1)  # changes at every writing
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = Scoped["Cell"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "subject", "indicator"),
                name="submissions_cell_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.indicator_id}"


class Move(LedgerRow):
    """A step of a submission from one state to the next (提交、退回、审核、接收)."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="moves")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    number = models.IntegerField()
    step = models.CharField(max_length=20)
    round = models.IntegerField()  # which set of figures it speaks of
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    account = models.BigIntegerField()
    post = models.CharField(max_length=20)
    words = models.CharField(max_length=1000, blank=True)

    objects = Scoped["Move"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "number"), name="submissions_move_number"
            ),
            models.CheckConstraint(
                condition=~Q(step__in=["send_back", "reopen"]) | ~Q(words=""),
                name="submissions_words_for_sending_back",
            ),
            one_of("submissions_step", "step", Step),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.number} {self.step}"


class Figure(LedgerRow):
    """One reported number (数值): what was asserted, by whom, in which round.

    `value` is None where a figure given before is taken back: missing, not zero.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="figures")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    month = MonthField()
    round = models.IntegerField()
    basis = models.CharField(max_length=20)
    value = AmountField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    confirmed = models.BooleanField(default=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = Scoped["Figure"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "subject", "indicator", "round"),
                name="submissions_figure_once",
            ),
            one_of("submissions_basis", "basis", Basis),
        )
        indexes = (models.Index(fields=("unit", "month"), name="submissions_unit"),)

    def __str__(self) -> str:
        return f"{self.subject_id} {self.indicator_id} {self.month}: {self.value}"


class Item(LedgerRow):
    """A thing that was counted, by its name: the list behind a number."""

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="items")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    position = models.IntegerField()
    name = models.CharField(max_length=200)

    objects = Scoped["Item"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("figure", "position"), name="submissions_item_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A workbook that was sent for a submission: tried first, then loaded or left."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE (loaded_at)"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="uploads")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=255)
    digest = models.BinaryField()
    content = models.BinaryField()
    loaded_at = models.DateTimeField(null=True)

    objects = Scoped["Upload"]()

    class Meta:
        indexes = (
            models.Index(fields=("submission", "digest"), name="submissions_up"),
        )

    def __str__(self) -> str:
        return self.name
