"""Granting and ending posts: each refusal, beside what is let through."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import psycopg
import pytest
from django.db import connection

from saima.core.authority import PostKind
from saima.core.refusal import Refused
from saima.journal.actions import MACHINE
from saima.people import scope
from saima.people.accounts import others_hold
from saima.people.actions import posts
from saima.people.actions.persons import switch_account
from saima.people.actions.posts import end_post, grant_post
from saima.people.models import Account, Person, Post
from saima.people.queries import today
from saima.people.tests.made import House, house
from saima.site.postgres.roles import Connection


def grant(
    staff: House, name: str, kind: PostKind, unit: str, *, by: str = "security"
) -> Post:
    return grant_post(staff.persons[name], kind, staff.units[unit], by=staff.who(by))


def test_nobody_grants_themselves(staff: House) -> None:
    with pytest.raises(Refused, match="to themselves"):
        grant(staff, "security", PostKind.PLANNER, "g")
    grant(staff, "nobody", PostKind.PLANNER, "g")


def test_administrators_are_those_of_a_group(staff: House) -> None:
    with pytest.raises(Refused, match="of a whole group"):
        grant(staff, "nobody", PostKind.AUDIT_ADMIN, "a")
    grant(staff, "nobody", PostKind.AUDIT_ADMIN, "g")


def test_nobody_is_two_administrators(staff: House) -> None:
    with pytest.raises(Refused, match="three persons"):
        grant(staff, "system", PostKind.AUDIT_ADMIN, "g")
    grant(staff, "nobody", PostKind.AUDIT_ADMIN, "g")


def test_a_post_is_held_once(staff: House) -> None:
    with pytest.raises(Refused, match="holds this post already"):
        grant(staff, "reporter", PostKind.REPORTER, "a")
    grant(staff, "reporter", PostKind.REPORTER, "b")


def test_nobody_ends_their_own_post(staff: House) -> None:
    second = staff.hire("security2", PostKind.SECURITY_ADMIN, "g")
    post = Post.objects.get(person=second.person)
    with pytest.raises(Refused, match="their own post"):
        end_post(post, by=staff.who("security2"))
    end_post(post, by=staff.who("security"))


def test_a_post_ends_once_and_not_in_the_past(staff: House) -> None:
    post, by = staff.persons["reporter"].posts.get(), staff.who("security")
    with pytest.raises(Refused, match="in the past"):
        end_post(post, by=by, last=today() - timedelta(days=2))
    end_post(post, by=by, last=today())
    with pytest.raises(Refused, match="has ended already"):
        end_post(post, by=by)


def test_the_last_administrator_who_can_sign_in_stays(staff: House) -> None:
    post, by = staff.persons["audit"].posts.get(), staff.who("security")

    def refused() -> None:
        with pytest.raises(Refused, match="nobody else who can sign in"):
            end_post(post, by=by)

    refused()
    # One whose post begins tomorrow does not hold it yet.
    later = today() + timedelta(days=1)
    root, person = staff.units["g"], staff.persons["nobody"]
    coming = grant_post(person, PostKind.AUDIT_ADMIN, root, by=by, opened=later)
    refused()
    end_post(coming, by=by)  # while one that only begins may end
    second = staff.hire("audit2", PostKind.AUDIT_ADMIN, "g")
    switch_account(second, active=False, by=MACHINE)
    refused()
    switch_account(second, active=True, by=MACHINE)
    end_post(post, by=by)


def test_two_ends_at_once_leave_one(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would go on when both have looked; with the lock only one looks."""
    both = Barrier(2)

    def look_together(post: Post) -> bool:
        answer = others_hold(post)
        with suppress(BrokenBarrierError):
            both.wait(0.5)
        return answer

    monkeypatch.setattr(posts, "others_hold", look_together)
    with scope.of_everything():
        staff = house()
        staff.hire("audit2", PostKind.AUDIT_ADMIN, "g")
    by = staff.who("security")

    def end(name: str) -> bool:
        try:
            with scope.of_everything():
                end_post(staff.persons[name].posts.get(), by=by)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert [False, True] == sorted(pool.map(end, ("audit", "audit2")))
    open_ = Post.objects.filter(kind=PostKind.AUDIT_ADMIN.value, closed__isnull=True)
    assert 1 == open_.count()


POST = (
    "INSERT INTO people_post (person_id, kind, unit_id, opened, closed)"
    " VALUES (%s, %s, %s, %s, %s)"
)


def test_the_database_holds_three_administrators_apart(as_app: Connection) -> None:
    with scope.of_everything():
        staff = house()
    person, root, day = staff.persons["system"].pk, staff.units["g"].pk, today()
    before = day - timedelta(days=9), day - timedelta(days=2)
    for kind in (PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN):
        for opened, closed in ((day, None), (day, day), (before[0], day)):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
                as_app.execute(POST, [person, kind.value, root, opened, closed])
    # The controls: in other days, another person, and the same kind once more.
    as_app.execute(POST, [person, "audit_admin", root, *before])
    as_app.execute(POST, [staff.persons["nobody"].pk, "audit_admin", root, day, None])
    as_app.execute(POST, [person, "system_admin", root, day, None])
    # Nor is a post brought over by moving its last day.
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        as_app.execute(
            "UPDATE people_post SET closed = %s WHERE person_id = %s"
            " AND kind = 'audit_admin'",
            [day, person],
        )


RELEASE = (
    "UPDATE people_handover SET released_by_id = %s, released_at = now(),"
    " chosen_at = coalesce(chosen_at, %s) WHERE account_id = %s"
)
HANDOVER = (
    "INSERT INTO people_handover (account_id, kind, by_id, at, waits, released_by_id,"
    " released_at) VALUES (%s, 'reset', %s, now(), true, %s, %s)"
)


def test_the_database_takes_a_release_by_a_second_person_alone(
    as_app: Connection,
) -> None:
    with scope.of_everything():
        staff = house()
        staff.hire("security2", PostKind.SECURITY_ADMIN, "g")
    people: dict[str, Person] = staff.persons
    account: Account = staff.accounts["planner"]
    security, now = people["security"].pk, today()
    wrong = psycopg.errors.IntegrityError
    with pytest.raises(wrong):  # released as it is made
        as_app.execute(HANDOVER, [account.pk, people["system"].pk, security, now])
    as_app.execute(HANDOVER, [account.pk, people["system"].pk, None, None])
    as_app.execute(HANDOVER, [staff.accounts["security"].pk, None, None, None])
    as_app.execute(HANDOVER, [staff.accounts["audit"].pk, security, None, None])
    refused = [
        (people["system"].pk, now, account.pk),  # who made it, and is no such post
        (people["planner"].pk, now, account.pk),  # the owner
        (people["audit"].pk, now, account.pk),  # another administrator
        (None, now, account.pk),  # nobody
        (security, None, account.pk),  # before a password was chosen
        (security, now, staff.accounts["security"].pk),  # their own
        (security, now, staff.accounts["audit"].pk),  # what they made themselves
    ]
    for given in refused:
        with pytest.raises(wrong):
            as_app.execute(RELEASE, given)
    other = people["security2"].pk
    for name in ("security", "audit"):
        as_app.execute(RELEASE, [other, now, staff.accounts[name].pk])
    as_app.execute(RELEASE, [security, now, account.pk])
    later = "UPDATE people_handover SET {} WHERE account_id = %s"
    for change in ("waits = false", f"released_by_id = {other}", "released_at = NULL"):
        with pytest.raises(wrong):
            as_app.execute(later.format(change), [account.pk])
    for change in ("by_id = NULL", "account_id = 1", "kind = 'on'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_app.execute(later.format(change), [account.pk])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute("DELETE FROM people_handover")
    as_app.execute(later.format("told_at = now()"), [account.pk])
