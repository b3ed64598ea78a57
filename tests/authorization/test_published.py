"""What was published stays as it is, whatever address, command or hand is tried on it."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from tests.authorization.attacks import BODIES
from tests.authorization.routes import Route, address, routes
from tests.authorization.world import AT_A_UNIT, MONTH, World, build

from saima.core.authority import PostKind
from saima.journal.models import Event
from saima.people import scope
from saima.people.models import Account
from saima.races.models import Proposal, Publication, Rules
from saima.site.cli import COMMANDS
from saima.site.postgres.cluster import APPLICATION, OWNER
from saima.site.tests import database

ROUTES = {route.name: route for route in routes()}
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
# What is no part of the publication: tokens, and what the office has computed since.
BESIDE = re.compile(
    r'value="\w{64}"|<section class="card[^"]*">\s*<h2>Computed.*', re.DOTALL
)
OFFICE = (PostKind.PLANNER, PostKind.LEADER, PostKind.AUDITOR)
READERS = [("a", kind) for kind in OFFICE] + [
    (unit, PostKind.REPORTER) for unit in ("a0", "a1")
]
PAGES = [
    f"/races/race-a/{MONTH}/",
    f"/races/race-a/{MONTH}/a0/",
    f"/races/race-a/{MONTH}/a1/",
    f"/editions/race-a/{MONTH}/",
    f"/editions/race-a/{MONTH}/1/",
]
FILE = f"/editions/race-a/{MONTH}/1/file/"
# The text that is being written belongs to no publication.
NOT_SEALED = {"races_race": {"draft", "seen"}}


def browser(account: Account) -> Client:
    """Somebody who has signed in and reads English."""
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    client.force_login(account)
    return client


def account_of(world: World, unit: str, kind: PostKind) -> Account:
    """Who holds a post there."""
    if kind in AT_A_UNIT:
        return world.units[unit].accounts[kind]
    return world.accounts[unit, kind]


def pages(world: World) -> Iterator[tuple[str, str]]:
    """What the readers see of the published month."""
    for unit, kind in READERS:
        client = browser(account_of(world, unit, kind))
        for path in PAGES:
            answer = client.get(path)
            assert 200 == answer.status_code, (kind, path)
            shown = MAIN.search(answer.content.decode())
            assert shown is not None
            yield f"{unit} {kind} {path}", BESIDE.sub("", shown[0])
    file = browser(world.accounts["a", PostKind.PLANNER]).get(FILE)
    yield FILE, hashlib.sha256(file.content).hexdigest()


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table of the races, by its number."""
    for model in apps.get_app_config("races").get_models():
        left_out = NOT_SEALED.get(model._meta.db_table, set())
        named = [f.column for f in model._meta.fields if f.column not in left_out]
        kept = ["id", *(f'"{name}"' for name in named if name != "id")]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(kept)} FROM {model._meta.db_table}")
            for row in cursor.fetchall():
                told = [bytes(v) if isinstance(v, memoryview) else v for v in row]
                yield f"{model._meta.db_table} {row[0]}", repr(told)


def fingerprint(world: World) -> dict[str, str]:
    """All of it: what readers see, the file, and the rows."""
    with scope.of_everything():
        found = dict(rows())
    assert len({name.split()[0] for name in found}) == 9
    return found | dict(pages(world))


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What is no longer as it was; new rows beside are none of it."""
    return [name for name, told in before.items() if after.get(name) != told]


def holders(world: World) -> Iterator[Account]:
    """One holder of each post."""
    for kind in PostKind:
        yield account_of(world, "a0" if kind in AT_A_UNIT else "a", kind)


def fire(world: World, route: Route, account: Account) -> int:
    """Send an address what it takes; its answer."""
    with scope.of_everything():
        body = BODIES[route.name](world)
    unit = "a" if route.name.startswith(("plans:", "submissions:deadline")) else "a0"
    path = address(route, world.units["a0"])
    if unit == "a" and "unit" in route.arguments:
        path = path.replace("/a0/", "/a/", 1)
    kind = {"content_type": "application/json"} if isinstance(body, str) else {}
    status = browser(account).post(path, body, **kind).status_code  # type: ignore[arg-type]
    assert status < 500, (route.name, account.username)
    return status


def test_every_address_that_takes_anything_is_tried(world: World) -> None:
    client = browser(world.accounts["a", PostKind.PLANNER])
    for name, route in ROUTES.items():
        if name not in BODIES:
            path = address(route, world.units["a0"])
            assert client.post(path).status_code in {403, 404, 405}, name
    assert set(BODIES) <= set(ROUTES)


# What must have happened, so that the attack was one.
DEEDS = {
    "deadline.set",
    "duty.add",
    "edition.compute",
    "indicator.add",
    "indicator.version",
    "indicator.words",
    "plan.adopt",
    "race.enter",
    "race.open",
    "rules.draft",
    "rules.propose",
    "rules.publish",
    "submission.approve",
    "submission.fill",
    "submission.reopen",
    "subject.add",
    "unit.add",
    "unit.close",
    "unit.group",
    "unit.move",
}


def test_no_address_changes_what_was_published(world: World) -> None:
    before = fingerprint(world)
    with scope.of_everything():
        begun = Event.objects.latest("number").number
    for name in BODIES:
        for account in holders(world):
            if name == "races:assent":
                account_number = _open_proposal()
                _assent(world, account, account_number)
                continue
            fire(world, ROUTES[name], account)
    for route in ROUTES.values():
        if not route.name.endswith("sign_out"):
            path = address(route, world.units["a0"])
            for unit, kind in READERS:
                answer = browser(account_of(world, unit, kind)).get(path)
                assert answer.status_code < 500, (path, kind)
    with scope.of_everything():
        done = set(
            Event.objects.filter(number__gt=begun).values_list("verb", flat=True)
        )
        assert 2 == Rules.objects.filter(race__slug="race-a").count()
        assert 1 == Publication.objects.filter(race__slug="race-a").count()
    assert set() == DEEDS - done
    assert [] == changed(before, fingerprint(world))


def _open_proposal() -> int:
    with scope.of_everything():
        return Proposal.objects.filter(race__slug="race-a").latest("number").number


def _assent(world: World, account: Account, number: int) -> None:
    path = f"/rules/race-a/{number}/assent/"
    assert browser(account).post(path, {"agrees": "yes"}).status_code < 500


def test_a_correction_stands_beside_and_touches_nothing(world: World) -> None:
    """Everything again, and then another edition is computed and published."""
    own = {name: told for name, told in fingerprint(world).items() if "/" not in name}
    old = browser(world.units["a0"].accounts[PostKind.REPORTER])
    first = old.get(PAGES[-1]).content.decode()
    for name in ("submissions:reopen", "submissions:cells", "submissions:submit"):
        fire(world, ROUTES[name], world.units["a0"].accounts[PostKind.REPORTER])
    fire(
        world,
        ROUTES["submissions:approve"],
        world.units["a0"].accounts[PostKind.APPROVER],
    )
    fire(world, ROUTES["races:compute"], world.accounts["a", PostKind.PLANNER])
    leader = browser(world.accounts["a", PostKind.LEADER])
    leader.post(f"/editions/race-a/{MONTH}/preview/2/publish/")
    assert "a correction" in old.get(PAGES[0]).content.decode()
    with scope.of_everything():
        assert [] == changed(own, dict(rows()))
    again = old.get(PAGES[-1]).content.decode()
    assert "This is not the newest edition" in again
    score = re.compile(r'class="[^"]*score[^"]*"[^>]*>[^<]*<')
    assert score.findall(first) == score.findall(again)


# --- The controls: a change anywhere is seen ----------------------------------------


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("races_place", "shown = replace(shown, '\"rank\":1', '\"rank\":2')"),
        ("races_working", "open = NOT open"),
        ("races_publication", "reason = 'x'"),
        ("races_edition", "body = body || 'x'"),
        ("races_rules", "text = 'x'"),
        ("races_entrant", "\"group\" = 'x'"),
        ("races_assent", "agrees = false"),
        ("races_proposal", "reason = 'x'"),
        ("races_race", "name = 'x'"),
    ],
)
def test_a_mutation_is_seen(
    transactional_db: None, as_superuser: Any, table: str, change: str
) -> None:
    world = build()
    before = fingerprint(world)
    assert [] == changed(before, fingerprint(world))
    as_superuser.execute("SET session_replication_role = replica")
    as_superuser.execute(f"UPDATE {table} SET {change}")
    with scope.of_everything():
        assert changed(before, {**before, **dict(rows())})


# --- Commands -----------------------------------------------------------------------

UNTIL_STOPPED = {"serve", "demo", "work"}
# They put a whole other database in place of this one, an account's password, or a group
# beside those there: they are the owner's means, and have tests of their own.
OF_THE_OWNER = {"group", "restore", "rescue"}
ARGUMENTS = {
    "backup": ["{tmp}/kept.saima"],
    "demo": ["--port", "0"],
    "migrate": ["--quiet"],
    "race": ["examples/jiacheng-2022", "--month", "2022-03"],
    "serve": ["--port", "0"],
    "verify": [],
    "version": [],
    "work": [],
}


def command(name: str, folder: Path) -> int | None:
    """Run a command on the database of this test; those that go on are stopped."""
    given = [one.format(tmp=folder) for one in ARGUMENTS[name]]
    own = {
        "DATABASE_URL": database.url(APPLICATION),
        "DATABASE_OWNER_URL": database.url(OWNER),
    }
    with (folder / f"{name}.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "saima", name, *given],
            env=os.environ | own,
            stdout=said,
            stderr=said,
        )
        if name in UNTIL_STOPPED:
            time.sleep(5)
            process.send_signal(signal.SIGTERM)
        return process.wait(60)


def test_no_command_changes_what_was_published(
    transactional_db: None, tmp_path: Path
) -> None:
    world = build()
    before = fingerprint(world)
    assert set(COMMANDS) == set(ARGUMENTS) | OF_THE_OWNER
    codes = {name: command(name, tmp_path) for name in ARGUMENTS}
    told = {name: (tmp_path / f"{name}.txt").read_text() for name in ARGUMENTS}
    assert {0} == {codes[n] for n in ("backup", "migrate", "verify", "version")}, told
    assert [] == changed(before, fingerprint(world))


# --- By hand, in the role of the application ----------------------------------------


def other(column: models.Field[Any, Any]) -> str:
    """Another value of the same kind, as SQL."""
    name, kind = connection.ops.quote_name(column.column), column.get_internal_type()
    if kind in {"CharField", "TextField"}:
        return f"left({name} || 'x', {column.max_length or 100})"
    if kind == "BooleanField":
        return f"NOT {name}"
    if kind in {"DateField", "DateTimeField"}:
        return f"{name} - interval '400 days'"
    if kind in {"BinaryField"}:
        return f"{name} || 'x'"
    if kind in {"JSONField", "ArrayField"}:
        return "NULL"
    return f"{name} + 1"


# Who is called what stands beside a publication as a name, and is no part of it. What
# opens the door to a page at all is shut by some of the others.
LEFT_OUT = {"people_person.name", "people_setup", "people_account", "people_post"}


def overwritten(model: type[models.Model]) -> Iterator[str]:
    """Write into each column of a table; the names of those that could be written."""
    table = model._meta.db_table
    for column in model._meta.concrete_fields:
        name = f"{table}.{column.column}"
        if column.primary_key or {name, table} & LEFT_OUT:
            continue
        quoted = connection.ops.quote_name(column.column)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {quoted} = {other(column)}")
        except DatabaseError:  # refused, as it should be
            continue
        yield name


def test_no_column_that_the_application_may_write_changes_it(world: World) -> None:
    before = fingerprint(world)
    wrote, faults = set(), []
    for app in ("journal", "people", "plans", "submissions", "races"):
        for model in apps.get_app_config(app).get_models():
            with transaction.atomic():
                with scope.of_everything():
                    written = set(overwritten(model))
                if written:
                    found = changed(before, fingerprint(world))
                    faults += [(model._meta.db_table, one) for one in found]
                transaction.set_rollback(True)
            wrote |= written
    assert [] == faults
    named = {"people_orgunit.name", "plans_subject.name", "plans_indicator.name"}
    assert named <= wrote
    own = {"races_race.draft", "races_race.seen"}
    assert own == {one for one in wrote if one.startswith(("races_", "journal_"))}
