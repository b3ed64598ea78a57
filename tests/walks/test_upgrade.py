"""From the first tables with data in them to those of now: nothing is lost or touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST = {"journal": "0002", "people": "0002", "plans": "0002", "submissions": "0002"}
PREPARE = """
import django, os
django.setup()
from django.conf import settings
from django.core.management import call_command
from saima.site.postgres.cluster import cluster_in
from saima.site.postgres.roles import prepare
default = settings.DATABASES["default"]
prepare(cluster_in(default["CLUSTER"]), default["NAME"])
for room in ("contenttypes", "auth", "sessions", "django_tasks_database"):
    call_command("migrate", room, verbosity=0)
for room, number in {first}.items():
    call_command("migrate", room, number, verbosity=0)
from saima.journal.models import Event
begin, insert = Event.__init__, Event._do_insert
def without(self, *given, **named):
    begin(self, *given, **{{**named, "groups": None}})
def insert_without(self, manager, using, fields, *rest):
    known = [one for one in fields if one.name != "groups"]
    return insert(self, manager, using, known, *rest)
# The first events named no groups: there was no column for them.
Event.__init__, Event._do_insert = without, insert_without
from tests.faults import world
world.build()
"""
COUNT = """
import django
django.setup()
from saima.journal.models import Head
from saima.people.models import OrgUnit, Person
from saima.people import scope
from saima.plans.models import Duty
with scope.of_everything():
    head = Head.objects.get()
    print(head.number, bytes(head.digest).hex(), OrgUnit.objects.count(),
          Person.objects.count(), Duty.objects.count())
"""


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Run Python in a folder of its own; what it printed."""

    def run(*command: str, owner: bool = False) -> str:
        own = {"SAIMA_DATA": str(tmp_path), "SAIMA_VAR": str(tmp_path)}
        own |= {"DJANGO_SETTINGS_MODULE": "saima.site.settings"}
        own |= {"SAIMA_ROLE": "owner"} if owner else {}
        environment = {**os.environ, "PYTHONWARNINGS": "ignore", **own}
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert 0 == done.returncode, done.stderr
        return done.stdout

    return run


def test_data_of_the_first_tables_comes_along_whole(run) -> None:  # type: ignore[no-untyped-def]
    run("-c", PREPARE.format(first=FIRST), owner=True)
    before = run("-c", COUNT, owner=True)
    run("-m", "saima", "migrate", "--quiet")
    assert before == run("-c", COUNT)
    number, _, units, persons, duties = before.split()
    assert int(number) > 20
    assert ("5", "8", "40") == (units, persons, duties)
    assert number in run("-m", "saima", "verify")
