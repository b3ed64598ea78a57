"""The cast (演示岗位): posts with accounts for a demo, named by post and not by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from saima.core.authority import ADMINISTRATORS, PostKind
from saima.journal.actions import Who
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.models import Account, OrgUnit, Person, SetUp
from saima.people.one_time import one_time_password

# What a post is called in the group's own language: these are data, not sentences.
TITLES: Mapping[PostKind, str] = {
    PostKind.PLANNER: "规划考核岗",
    PostKind.LEADER: "分管领导岗",
    PostKind.SUPERVISOR: "督查督办岗",
    PostKind.AUDITOR: "审计监督岗",
    PostKind.REPORTER: "填报岗",
    PostKind.APPROVER: "审核岗",
    PostKind.SYSTEM_ADMIN: "系统管理岗",
    PostKind.SECURITY_ADMIN: "安全管理岗",
    PostKind.AUDIT_ADMIN: "审计管理岗",
}
AT_THE_HEAD = (
    PostKind.PLANNER,
    PostKind.LEADER,
    PostKind.SUPERVISOR,
    PostKind.AUDITOR,
)
AT_A_UNIT = (PostKind.REPORTER, PostKind.APPROVER)
ADMINISTRATOR_NAMES = {
    PostKind.SYSTEM_ADMIN: "system",
    PostKind.SECURITY_ADMIN: "security",
    PostKind.AUDIT_ADMIN: "audit",
}
SAMPLE = "示例"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post: a person, by an account."""

    account: int
    person: int
    post: PostKind


@dataclass(frozen=True)
class Cast:
    """Who holds which post at which unit of a group, and the passwords just made."""

    group: OrgUnit
    holders: dict[tuple[PostKind, int], Holder] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    def holder(self, kind: PostKind, unit: OrgUnit) -> Holder:
        """Who holds a post at a unit."""
        return self.holders[kind, unit.pk]


@transaction.atomic
def add_cast(
    root: OrgUnit, reporting: Iterable[OrgUnit], *, since: date, by: Who
) -> Cast:
    """Fill the posts of a group company, and the administrators' of the house.

    The first group's accounts are called planner, leader and so on; those of another
    bear its code in front. There is one set of administrators for all groups.
    """
    cast = Cast(root)
    first = not Account.objects.filter(username=PostKind.PLANNER.value).exists()
    for kind in AT_THE_HEAD:
        username = kind.value if first else f"{root.code}-{kind}"
        _fill(cast, kind, root, username, since=since, by=by)
    for unit in reporting:
        for kind in AT_A_UNIT:
            _fill(cast, kind, unit, f"{unit.code}-{kind}", since=since, by=by)
    for kind in sorted(ADMINISTRATORS):
        _administrator(cast, kind, root, since=since, by=by)
    SetUp.objects.get_or_create(id=1, defaults={"at": timezone.now()})
    return cast


def _fill(
    cast: Cast, kind: PostKind, unit: OrgUnit, username: str, *, since: date, by: Who
) -> None:
    room = Person._meta.get_field("name").max_length or 0
    ending = f"（{SAMPLE}）"
    name = f"{TITLES[kind]}·{unit.name}"[: room - len(ending)] + ending
    _appoint(cast, kind, unit, (username, name), since=since, by=by)


def _administrator(
    cast: Cast, kind: PostKind, root: OrgUnit, *, since: date, by: Who
) -> None:
    """Let the administrator that there is look after this group as well."""
    username = ADMINISTRATOR_NAMES[kind]
    there = Account.objects.filter(username=username).select_related("person").first()
    if there is not None:
        grant_post(there.person, kind, root, by=by, opened=since)
        return
    name = f"{TITLES[kind]}（{SAMPLE}）"
    _appoint(cast, kind, root, (username, name), since=since, by=by)


def _appoint(
    cast: Cast,
    kind: PostKind,
    unit: OrgUnit,
    called: tuple[str, str],
    *,
    since: date,
    by: Who,
) -> None:
    username, name = called
    person = add_person(f"{SAMPLE}-{username}", name, by=by, group=cast.group)
    password = one_time_password()
    grant_post(person, kind, unit, by=by, opened=since)
    account, _ = add_account(person, username, by=by, password=password)
    cast.holders[kind, unit.pk] = Holder(account.pk, person.pk, kind)
    cast.passwords[username] = password
