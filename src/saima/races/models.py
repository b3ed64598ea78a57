"""The tables of races: under which rules a group's year is run, and by whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from saima.people.models import OrgUnit
from saima.people.scope import Scoped
from saima.plans.models import Subject


class Race(models.Model):
    """A group company's year as a race (赛马); its figures and plan are the record's.

    The scheme is kept as it was written, and read again from that text.
    """

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    slug = models.CharField(max_length=100, unique=True)
    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    name = models.CharField(max_length=200)
    scheme_text = models.TextField()
    source = models.TextField(blank=True)
    sample = models.BooleanField(default=False)
    # Days off and working days, where they are not those that come along.
    calendar = models.JSONField(null=True)

    objects = Scoped["Race"]("root")

    class Meta:
        ordering = ("-year", "name")

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """Who runs in a race, and in which group (组别)."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    race = models.ForeignKey(Race, models.PROTECT, related_name="entrants")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    group = models.CharField(max_length=100)

    objects = Scoped["Entrant"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("race", "subject"), name="races_entrant_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} in {self.race_id}"
