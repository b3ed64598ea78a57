"""What a reader sees of what was published, and the rows that it is made of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.test import Client
from tests.authorization.world import AT_A_UNIT, MONTH, World

from saima.core.authority import PostKind
from saima.people import scope
from saima.people.models import Account

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
