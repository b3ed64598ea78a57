"""The tables of units, persons, accounts and posts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from saima.core.authority import PostKind
from saima.journal.models import LedgerRow
from saima.people.fields import MonthField


class OrgUnit(models.Model):
    """A unit of the organization (单位), from the month it opens to that it closes.

    Where it stands in the tree is said by its placements, so that a month that is
    past keeps its tree.
    """

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE (name, closed, merged_into_id)"

    code = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=100)
    order = models.IntegerField(default=0)
    opened = MonthField(null=True, blank=True)
    closed = MonthField(null=True, blank=True)  # the last month it is open
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    sample = models.BooleanField(default=False)

    class Meta:
        ordering = ("order", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(closed__isnull=True)
                | Q(opened__isnull=True)
                | Q(closed__gte=models.F("opened")),
                name="people_unit_closes_after_it_opens",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Placement(LedgerRow):
    """Under which unit a unit stands from a month on; under none it is a root."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    since = MonthField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(unit=models.F("parent")) | Q(parent__isnull=True),
                name="people_not_under_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id} since {self.since}"


class Grouping(models.Model):
    """Another way to sort units beside the tree (板块, 功能分类)."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    root = models.ForeignKey(OrgUnit, models.PROTECT, related_name="groupings")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("root", "name"), name="people_grouping_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Grouped(models.Model):
    """Where a unit stands in a grouping, from a month on."""

    RIGHTS: ClassVar = "SELECT, INSERT"

    grouping = models.ForeignKey(Grouping, models.PROTECT, related_name="members")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="groups")
    label = models.CharField(max_length=60, blank=True)  # none: it stands there no more
    since = MonthField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("grouping", "unit", "since"), name="people_grouped_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.label}"


class Person(models.Model):
    """Somebody who answers for something, however many accounts they have."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"

    staff_number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Accounts(BaseUserManager["Account"]):
    """Accounts are made by the actions of this room, and found by their name."""


class Account(AbstractBaseUser):
    """What a person signs in with; there is no account that may do everything."""

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["person"]

    username = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    objects: ClassVar = Accounts()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.username


class Handover(models.Model):
    """What an administrator did to an account (账号交接): a password given, or a switch.

    `by` is the person who knows the password that was given, none where it was the
    machine. While one of them waits, nobody can sign in: a second person releases it.
    """

    RIGHTS: ClassVar = (
        "SELECT, INSERT,"
        " UPDATE (waits, chosen_at, released_by_id, released_at, told_at)"
    )
    FIRST, RESET, ON, OFF = "first", "reset", "on", "off"
    GIVEN = (FIRST, RESET)  # those that told a password to whoever did it
    KINDS = (*GIVEN, ON, OFF)

    account = models.ForeignKey(Account, models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    waits = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(null=True)  # when a password was chosen after it
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when the owner has read of it

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["first", "reset", "on", "off"]),
                name="people_handover_kind",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(by__isnull=True)
                | ~Q(released_by=models.F("by")),
                name="people_not_released_by_its_maker",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | Q(released_at__isnull=False),
                name="people_released_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.at}"


class Post(models.Model):
    """What a person does for a unit and all below it, between two days (岗位).

    `deputizes` is the person in whose stead it is done (代理), if it is.
    """

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE (closed)"

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.value) for kind in PostKind]
    )
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="posts")
    opened = models.DateField()
    closed = models.DateField(null=True)  # the last day it is held
    deputizes = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="deputies"
    )

    class Meta:
        ordering = ("unit", "kind", "opened")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PostKind]),
                name="people_post_kind",
            ),
            models.CheckConstraint(
                condition=~Q(person=models.F("deputizes")) | Q(deputizes__isnull=True),
                name="people_not_ones_own_deputy",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.unit_id}"


class SetUp(models.Model):
    """That the first administrators were named; one row at most."""

    RIGHTS: ClassVar = "SELECT, INSERT"

    id = models.SmallIntegerField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="people_set_up_once"),
        )

    def __str__(self) -> str:
        return f"{self.at}"


class Attempt(models.Model):
    """Signing in that failed: what slows down whoever guesses passwords.

    Kept by a digest of name and address, so that it names nobody.
    """

    RIGHTS: ClassVar = "SELECT, INSERT, UPDATE, DELETE"

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures}"
