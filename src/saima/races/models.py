"""The tables of races: who runs, under which rules, and what was published of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from saima.journal.models import LedgerRow, StampedRow
from saima.people.fields import MonthField
from saima.people.models import OrgUnit, Person
from saima.people.scope import OfHead, Published, current
from saima.plans.models import Subject


class Race(models.Model):
    """A group company's year as a race (赛马); its figures and plan are the record's.

    `draft` is the text of the rules as somebody is writing them: nothing is ranked by
    it. `seen` changes at every writing, so that two who write at once are told.
    """

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE (draft, seen)"

    slug = models.CharField(max_length=100, unique=True)
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    name = models.CharField(max_length=200)
    draft = models.TextField(blank=True)
    seen = models.IntegerField(default=1)
    source = models.TextField(blank=True)
    sample = models.BooleanField(default=False)
    # Days off and working days, where they are not those that come along.
    calendar = models.JSONField(null=True)

    objects = Published["Race"]()

    class Meta:
        ordering = ("-year", "name")

    def __str__(self) -> str:
        return self.name


class Entrant(LedgerRow):
    """In which group (组别) a subject runs from a month on; in none it runs no more."""

    race = models.ForeignKey(Race, models.PROTECT, related_name="entrants")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    group = models.CharField(max_length=100, blank=True)
    since = MonthField()

    objects = Published["Entrant"]()

    def __str__(self) -> str:
        return f"{self.subject_id} in {self.race_id} since {self.since}"


class Proposal(LedgerRow):
    """Rules put forward for two others to look at; they hold for nobody yet."""

    race = models.ForeignKey(Race, models.PROTECT, related_name="proposals")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    number = models.IntegerField()
    since = MonthField()
    text = models.TextField()
    reason = models.CharField(max_length=500, blank=True)
    paper = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = OfHead["Proposal"]()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("race", "number"), name="races_proposal_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.race_id} {self.number}"


class Assent(LedgerRow):
    """That somebody agrees with rules that were put forward, or does not."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="assents")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.CharField(max_length=20)
    agrees = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)

    objects = OfHead["Assent"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "person"), name="races_assent_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.agrees}"


class Rules(StampedRow):
    """A version of the scheme (评比办法) as it was published: its text and its sense.

    `normal_form` is canonical JSON; the moment of its event is when it
    became public. Two persons besides its author agreed, which the database holds.
    """

    race = models.ForeignKey(Race, models.PROTECT, related_name="rules")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="rules")
    number = models.IntegerField()
    since = MonthField()
    text = models.TextField()
    reason = models.CharField(max_length=500, blank=True)
    paper = models.CharField(max_length=200, blank=True)
    normal_form = models.TextField()
    content_digest = models.BinaryField()

    objects = Published["Rules"]()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("race", "number"), name="races_rules_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.race_id} {self.number}"


class Edition(LedgerRow):
    """A ranking as it was computed (预览), with all that it was made of; not public.

    `body` is the content of its file, compressed; `content_digest` is that of the
    file. It stays what it is, whether it is published or another is computed.
    """

    race = models.ForeignKey(Race, models.PROTECT, related_name="editions")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    month = MonthField()
    number = models.IntegerField()
    reason = models.CharField(max_length=500, blank=True)
    body = models.BinaryField()
    content_digest = models.BinaryField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = OfHead["Edition"]()

    class Meta:
        ordering = ("month", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("race", "month", "number"), name="races_edition_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.race_id} {self.month} {self.number}"


class Publication(StampedRow):
    """That an edition was published, by another person than the one who computed it."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="publication")
    race = models.ForeignKey(Race, models.PROTECT, related_name="publications")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    month = MonthField()
    number = models.IntegerField()  # the first of its month, or a correction
    reason = models.CharField(max_length=500, blank=True)
    head = models.TextField()  # what the whole group may know of it, as JSON
    content_digest = models.BinaryField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = Published["Publication"]()

    class Meta:
        ordering = ("month", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("race", "month", "number"), name="races_publication_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.race_id} {self.month} {self.number}"


class Place(LedgerRow):
    """An entrant's place as published: the whole group sees it."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="places")
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    ranking = models.IntegerField()  # 0 counts; 1 is under the rules before
    position = models.IntegerField()
    shown = models.TextField()  # group, place, score and light as JSON

    objects = Published["Place"]()

    class Meta:
        ordering = ("ranking", "position")
        indexes = (
            models.Index(fields=("publication", "ranking"), name="races_place_of"),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.publication_id}"


class StoodUnder(models.Func):
    """Whether a working's unit stood under one of some units in its month."""

    function = "races_stood_under"
    output_field = models.BooleanField()


class Workings(models.Manager["Working"]):
    """What a unit sees of workings: its own, and those that are open to its group.

    The tree is that of the month: whoever gets a unit later does not see how it was
    worked out before, and whoever gave it away still does.
    """

    def get_queryset(self) -> models.QuerySet[Working]:
        """The rows in scope; refuses where there is none."""
        scope = current()
        rows = super().get_queryset()
        if scope.units is None:
            return rows
        heads = models.Value(sorted(scope.heads), ArrayField(models.BigIntegerField()))
        return rows.filter(
            Q(root__any_of=scope.heads)
            | Q(open=True, root__any_of=scope.groups)
            | Q(StoodUnder("unit", "publication", heads))
        )


class Working(LedgerRow):
    """How an entrant came to its place, with its own figures: for its own unit.

    Those who stood above it in the month see it as well.

    The whole group sees it where the scheme says so (`open`).
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="workings"
    )
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    open = models.BooleanField(default=False)
    body = models.BinaryField()

    objects = Workings()

    class Meta:
        indexes = (
            models.Index(fields=("publication", "subject"), name="races_working_of"),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.publication_id}"
