"""The journal's events, and what every row of the ledger has."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

LINES_OF_AN_EVENT = 1_000_000
HOUSE = 0  # stands for all groups, where an event names neither unit nor group


class Event(models.Model):
    """A deed (留痕): who did what to what, when; one link of the journal's chain.

    Whoever acted is named by numbers, since the rooms that know persons lie above.
    `groups` are the heads of the groups that a deed of no unit concerns.
    """

    RIGHTS: ClassVar = "SELECT, INSERT"

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    post = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    unit = models.BigIntegerField(null=True)
    groups = ArrayField(models.BigIntegerField(), null=True)
    details = models.JSONField(default=dict)
    lines = models.IntegerField()
    lines_digest = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=("verb", "number"), name="journal_verb"),
            models.Index(fields=("about", "number"), name="journal_about"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.about}"


class Head(models.Model):
    """Where the chain ends; one row, moved by the database itself."""

    RIGHTS: ClassVar = "SELECT"

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    # The transaction that wrote the newest event: only it may add lines to it.
    transaction = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="journal_one_head"),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class LedgerRow(models.Model):
    """A row that is never changed: sealed by the event that wrote it.

    Its number is made of the event's and of its own line in it, so that a row that
    was taken out or put in leaves a gap or stands where none belongs.
    """

    RIGHTS: ClassVar = "SELECT, INSERT"

    id = models.BigIntegerField(primary_key=True)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line = models.IntegerField()
    digest = models.BinaryField()

    class Meta:
        abstract = True

    def place(self, event: int, line: int, at: datetime) -> None:
        """Give the row its place in an event, which happened at a moment."""
        self.event_id, self.line = event, line
        self.id = event * LINES_OF_AN_EVENT + line

    def content(self) -> tuple[object, ...]:
        """What its digest covers: the table, and each column that holds something.

        Columns go by their names, and empty ones are left out, so that a column which
        a later version adds does not touch the rows of earlier ones.
        """
        named = sorted((f.column, f.attname) for f in self._meta.concrete_fields)
        held = ((column, getattr(self, attname)) for column, attname in named)
        return (
            self._meta.db_table,
            *(
                (column, plain(value))
                for column, value in held
                if value is not None and column != "digest"
            ),
        )


class StampedRow(LedgerRow):
    """A row that bears the moment of its event, for those who do not see the event."""

    at = models.DateTimeField()

    class Meta:
        abstract = True

    def place(self, event: int, line: int, at: datetime) -> None:
        """Give the row its place and its moment."""
        super().place(event, line, at)
        self.at = at


def plain(value: object) -> object:
    """A value as the canonical form takes it."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, list):
        return tuple(plain(one) for one in value)
    if isinstance(value, dict):
        return tuple((key, plain(value[key])) for key in sorted(value))
    return value


def event_content(event: Event) -> tuple[object, ...]:
    """What an event's digest covers.

    Groups are left out where there are none, as with all events of earlier versions.
    """
    at: datetime = event.at
    groups = () if event.groups is None else (tuple(event.groups),)
    return (
        event.number,
        at,
        event.account,
        event.person,
        event.post,
        event.verb,
        event.about,
        event.unit,
        plain(event.details),
        event.lines,
        bytes(event.lines_digest),
        *groups,
    )
