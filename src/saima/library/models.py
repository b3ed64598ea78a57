"""The tables of papers: bytes, readings, statements, and what was decided about them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from saima.core.targets import Bound
from saima.journal.models import LedgerRow, StampedRow
from saima.people.fields import AmountField, MonthField
from saima.people.models import OrgUnit, Person
from saima.people.scope import OfHead, Scoped
from saima.plans.models import Indicator, Subject, one_of


class PaperState(StrEnum):
    """How far the reading of a paper has come."""

    WAITING = "waiting"
    BEING_READ = "being_read"
    READ = "read"
    UNREADABLE = "unreadable"


UNREAD = (PaperState.WAITING.value, PaperState.BEING_READ.value)


class Sort(StrEnum):
    """Whether a statement is a number or something to be done."""

    QUANTITY = "quantity"
    TASK = "task"


class Verdict(StrEnum):
    """What a person decided about a statement; the newest decision counts."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the decision before it: the statement is open again


class Paper(models.Model):
    """A document that was read in (文件): its very bytes; its readings say what it states."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE (state, reading_id)"

    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=255)
    size = models.IntegerField()
    digest = models.BinaryField()
    content = models.BinaryField()
    state = models.CharField(max_length=20, default=PaperState.WAITING.value)
    reading = models.ForeignKey("Reading", models.PROTECT, null=True, related_name="+")

    objects = OfHead["Paper"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("root", "digest"), name="library_paper_once"
            ),
            one_of("library_paper_state", "state", PaperState),
        )

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What a version of the reader has made of a paper (读取): text, repairs, findings.

    A newer one stands beside it; neither is ever changed.
    """

    RIGHTS: ClassVar = "SELECT, INSERT"

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="readings")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    number = models.IntegerField()
    reader = models.CharField(max_length=20)
    at = models.DateTimeField()
    original = models.TextField(blank=True)
    text = models.TextField(blank=True)  # the original with its repairs
    repairs = models.JSONField(default=list)  # [start, end, text, reason]
    hidden = models.JSONField(default=list)  # [start, end, why] or [text, why]
    # [part, whole, rate, percent, agrees]: positions of statements, an exact number
    checks = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    title = models.CharField(max_length=200, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    dated = models.CharField(max_length=10, blank=True)  # --MM-DD where no year is said
    folded = models.TextField(blank=True)  # as it is searched
    grams = ArrayField(models.CharField(max_length=2), default=list)

    objects = OfHead["Reading"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("paper", "number"), name="library_reading_once"
            ),
        )
        indexes = (GinIndex(fields=("grams",), name="library_grams"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.number}"


class Statement(models.Model):
    """What a paper states in one place (表述): a number, or something to be done.

    Numbers are kept as text, to the last digit, however many a paper writes.
    """

    RIGHTS: ClassVar = "SELECT, INSERT"

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="statements")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="statements")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    position = models.IntegerField()
    sort = models.CharField(max_length=20)
    start = models.IntegerField()  # in the clean text, in characters
    end = models.IntegerField()
    text = models.TextField()
    sentence = models.TextField(blank=True)
    doubts = ArrayField(models.CharField(max_length=60), default=list)
    # Of a number.
    entity = models.CharField(max_length=200, blank=True)
    measure = models.CharField(max_length=200, blank=True)
    value = models.TextField(blank=True)
    high = models.TextField(blank=True)
    unit = models.CharField(max_length=40, blank=True)
    base = models.TextField(blank=True)
    base_unit = models.CharField(max_length=40, blank=True)
    bound = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    begins = models.CharField(max_length=10, blank=True)
    ends = models.CharField(max_length=10, blank=True)
    # What its names meant when it was read; by this the same in other papers is found.
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, related_name="+"
    )
    # Of something to be done.
    action = models.TextField(blank=True)
    lead = models.CharField(max_length=200, blank=True)
    supporting = ArrayField(models.CharField(max_length=200), default=list)
    deadline = models.CharField(max_length=10, blank=True)

    objects = OfHead["Statement"]()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("reading", "position"), name="library_statement_once"
            ),
            one_of("library_statement_sort", "sort", Sort),
        )
        indexes = (
            models.Index(fields=("paper", "reading"), name="library_stated_in"),
            models.Index(
                fields=("indicator", "subject", "ends"), name="library_said_of"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Decision(StampedRow):
    """What somebody decided about a statement (采纳、不采纳、撤回), and as what."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="decisions")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, blank=True)  # target, actual or task
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, related_name="+"
    )
    first = MonthField(null=True)  # the months that it is about
    last = MonthField(null=True)
    amount = AmountField(null=True)
    bound = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=400, blank=True)

    objects = OfHead["Decision"]()

    class Meta:
        constraints = (one_of("library_verdict", "verdict", Verdict),)
        indexes = (
            models.Index(fields=("paper", "statement"), name="library_decided_in"),
            models.Index(
                fields=("root", "subject", "indicator"), name="library_decided_on"
            ),
        )

    def __str__(self) -> str:
        return f"{self.statement_id} {self.verdict}"


class Evidence(LedgerRow):
    """A result that an accepted statement gives (佐证), seen by the unit it is about.

    It stands beside the reported figure and never becomes one. The newest row of an
    origin counts; one without an amount takes it back.
    """

    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    first = MonthField(null=True)  # none for a level, which is that of one day
    last = MonthField()
    amount = AmountField(null=True)
    bound = models.CharField(max_length=20)
    paper = models.CharField(max_length=200)
    sentence = models.CharField(max_length=1000)
    origin = models.CharField(max_length=60)

    objects = Scoped["Evidence"]()

    class Meta:
        constraints = (one_of("library_evidence_bound", "bound", Bound),)
        indexes = (
            models.Index(fields=("unit", "last"), name="library_evidence_of"),
            models.Index(fields=("origin",), name="library_evidence_origin"),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.indicator_id} {self.last}: {self.amount}"


class KeyTask(LedgerRow):
    """Something to be done that was accepted from a paper (重点工作), until it is docketed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    text = models.TextField()
    lead_unit = models.CharField(max_length=200, blank=True)
    supporting_units = ArrayField(models.CharField(max_length=200), default=list)
    due_on = models.DateField(null=True)

    objects = OfHead["KeyTask"]()

    def __str__(self) -> str:
        return self.text
