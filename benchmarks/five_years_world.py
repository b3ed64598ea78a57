"""A group of many units whose months are on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from saima.core import indicators as measures
from saima.core import subjects as kinds
from saima.core.authority import PostKind
from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.targets import Bound
from saima.core.units_of_measure import UNITS
from saima.journal.actions import MACHINE, Deed, record
from saima.people import scope
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit, SetUp
from saima.plans.actions.catalog import add_duties, add_indicators, add_subjects
from saima.plans.models import Indicator, Subject, Target
from saima.submissions.models import Figure, Move, Submission

STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


class Group:
    """The units, who works in them, and what they report."""

    def __init__(self, units: int, lines: int, years: Sequence[int]) -> None:
        self.size, self.lines, self.years = units, lines, years
        self.units: list[OrgUnit] = []
        self.subjects: list[Subject] = []
        self.indicators: list[Indicator] = []
        self.accounts: dict[PostKind, Account] = {}

    def begin(self) -> None:
        """Make the group, with one holder of each post who is needed."""
        with scope.of_everything(), transaction.atomic():
            SetUp.objects.create(id=1, at=timezone.now())
            root = add_unit(NewUnit("g", "甲集团"), None, by=MACHINE)
            amounts = [
                measures.Indicator(f"i{n}", f"指标{n}", UNITS["万元"])
                for n in range(self.lines)
            ]
            self.indicators = add_indicators(root, amounts, by=MACHINE)
            self.units = [
                add_unit(NewUnit(f"u{n}", f"{n}公司"), root, by=MACHINE)
                for n in range(self.size)
            ]
            own = [(kinds.Subject(u.code, u.name), u) for u in self.units]
            self.subjects = add_subjects(own, by=MACHINE)
            lines = [
                (subject, indicator, Basis.IN_PERIOD.value)
                for subject in self.subjects
                for indicator in self.indicators
            ]
            add_duties(lines, since=Month(2000, 1), by=MACHINE)
            for kind, unit in (
                (PostKind.PLANNER, root),
                (PostKind.REPORTER, self.units[0]),
                (PostKind.APPROVER, self.units[0]),
            ):
                person = add_person(kind.value, kind.value, by=MACHINE)
                account, _ = add_account(
                    person, kind.value, by=MACHINE, password="a password for this alone"
                )
                grant_post(person, kind, unit, by=MACHINE)
                self.accounts[kind] = account
            self._promise()

    def _promise(self) -> None:
        """Targets of ten indicators for sixty subjects in each year: a plan grid."""
        rows = [
            Target(
                subject=subject,
                indicator=indicator,
                unit_id=subject.unit_id,
                year=year,
                version=1,
                amount=Decimal(1200),
                bound=Bound.AT_LEAST.value,
                months=[Decimal(100)] * 12,
                since=Month(year, 1),
            )
            for year in self.years
            for subject in self.subjects[:60]
            for indicator in self.indicators[:10]
        ]
        record(Deed("plan.adopt", MACHINE), rows)

    def report(self, when: tuple[int, int], *, accepted: bool = True) -> None:
        """A month of all units, submitted and approved; accepted, if it is an old one."""
        month = Month(*when)
        with scope.of_everything(), transaction.atomic():
            made = Submission.objects.bulk_create(
                [Submission(unit=unit, month=month) for unit in self.units]
            )
            rows: list[Figure | Move] = []
            for submission, subject in zip(made, self.subjects, strict=True):
                rows += self._figures(submission, subject, month)
                rows.append(self._move(submission, 1, "submit", PostKind.REPORTER))
            record(Deed("submission.submit", MACHINE), rows)
            steps = [self._move(s, 2, "approve", PostKind.APPROVER) for s in made]
            record(Deed("submission.approve", MACHINE), steps)
            if accepted:
                last = [self._move(s, 3, "accept", PostKind.PLANNER) for s in made]
                record(Deed("submission.accept", MACHINE), last)

    def _figures(
        self, submission: Submission, subject: Subject, month: Month
    ) -> Iterator[Figure]:
        person = self.accounts[PostKind.REPORTER].person_id
        for indicator in self.indicators:
            yield Figure(
                submission=submission,
                unit_id=submission.unit_id,
                subject=subject,
                indicator=indicator,
                month=month,
                round=1,
                basis=Basis.IN_PERIOD.value,
                value=Decimal(100),
                person_id=person,
            )

    def _move(
        self, submission: Submission, number: int, step: str, kind: PostKind
    ) -> Move:
        account = self.accounts[kind]
        return Move(
            submission=submission,
            unit_id=submission.unit_id,
            number=number,
            step=step,
            round=1,
            person_id=account.person_id,
            account=account.pk,
            post=kind.value,
        )

    def figures(self) -> int:
        """How many figures are on record."""
        with scope.of_everything():
            return Figure.objects.count()

    def pages(self, newest: tuple[int, int]) -> list[tuple[str, str]]:
        """The pages of the record, by whom they are opened."""
        month = Month(*newest)
        return [
            ("planner: to do", "planner /"),
            ("planner: board", f"planner /submissions/?month={month}"),
            ("planner: units", "planner /units/"),
            ("planner: plan grid", "planner /plans/g/2026/"),
            ("reporter: to do", "reporter /"),
            ("reporter: month", f"reporter /submissions/u0/{month}/"),
            ("approver: month", f"approver /submissions/u0/{month}/"),
        ]

    def get(self, page: str) -> int:
        """Open a page as somebody; its status."""
        who, path = page.split(" ")
        static = {"BACKEND": STATIC}
        with override_settings(STORAGES={"staticfiles": static}):
            client = self._client(PostKind(who))
            return client.get(path).status_code

    def _client(self, kind: PostKind) -> Client:
        known = self.__dict__.setdefault("clients", {})
        if kind not in known:
            known[kind] = Client(SERVER_NAME="localhost")
            known[kind].force_login(self.accounts[kind])
        client: Client = known[kind]
        return client
