"""Several at once, clocks that go back, and hands that write past all actions."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection
from django.test import Client

from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.journal.actions import Deed, record
from saima.journal.models import Event, Head
from saima.journal.queries import verify
from saima.people import scope
from saima.races.actions.editions import compute, publish
from saima.races.actions.opening import enter
from saima.races.actions.rules import assent
from saima.races.migrations._held import LEDGERS
from saima.races.models import Edition, Entrant, Publication, Race, Rules
from saima.races.tests.conftest import PLAIN, load, reader_of
from saima.races.tests.running import (
    CHANGED,
    NEXT,
    corrected,
    drafted,
    hire,
    opened,
    proposed,
    ruled,
    who,
)
from saima.site.postgres.roles import Connection

MARCH = Month(2022, 3)
LEAGUE = "/races/jia-2022/2022-03/"
POLLS = 1_000


@pytest.fixture
def race(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Race]:
    """The sample in a database that other connections see."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}
    with scope.of_everything():
        yield load(tmp_path / "jia-2022")


def beside(deed: Callable[[], Any]) -> Any:
    """What becomes of a deed on a connection of its own: its answer, or its refusal."""
    try:
        with scope.of_everything():
            return deed()
    except Refused as no:
        return no
    finally:
        connection.close()


# --- The ledgers --------------------------------------------------------------------


@pytest.mark.parametrize("table", LEDGERS)
def test_the_application_changes_no_ledger(as_app: Connection, table: str) -> None:
    for statement in (
        f"UPDATE {table} SET line = line",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP POLICY {table}_scope ON {table}",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_app.execute(statement)
    assert as_app.execute(f"SELECT count(*) FROM {table}").fetchone()  # the control


def test_even_a_superuser_meets_the_triggers(
    race: Race, as_superuser: Connection
) -> None:
    for table in LEDGERS:
        for statement in (
            f"UPDATE {table} SET line = line",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            with pytest.raises(psycopg.errors.IntegrityError, match="append-only"):
                as_superuser.execute(statement)
    as_superuser.execute("UPDATE races_race SET draft = draft")  # the control
    assert [] == list(verify())


# --- Two at once --------------------------------------------------------------------


def test_of_two_who_publish_at_once_one_does(race: Race) -> None:
    for name in ("third", "fourth"):
        hire(name)
    edition = compute(race, MARCH, "更正", by=who("planner"))
    start = threading.Barrier(3)

    def publishing(name: str) -> Any:
        start.wait()
        own = Edition.objects.get(pk=edition.pk)
        return publish(own, by=who(name))

    names = ("leader", "third", "fourth")
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda n: beside(lambda: publishing(n)), names))
    assert 1 == sum(isinstance(one, Publication) for one in found)
    refusals = [one.text.text for one in found if isinstance(one, Refused)]
    assert ["this edition is public already"] * 2 == refusals
    assert 2 == Publication.objects.filter(race=race, month=MARCH).count()
    assert [] == list(verify())


def test_of_two_who_agree_at_once_both_count_and_rules_are_public_once(
    race: Race,
) -> None:
    drafted(race, CHANGED)
    proposal = proposed(race)
    start = threading.Barrier(2)

    def agreeing(name: str) -> Any:
        start.wait()
        return assent(proposal, "", agrees=True, by=who(name))

    with ThreadPoolExecutor(2) as pool:
        names = ("supervisor", "leader")
        found = list(pool.map(lambda n: beside(lambda: agreeing(n)), names))
    assert 1 == sum(isinstance(one, Rules) for one in found)
    assert found.count(None) == 1
    assert 2 == Rules.objects.filter(race=race).count()


# --- A clock that goes back ---------------------------------------------------------


def test_a_clock_that_was_set_back_does_not_move_what_is_written(
    race: Race, as_superuser: Connection
) -> None:
    """The journal's end lies an hour ahead, as it does when the clock is set back."""
    edition = compute(race, MARCH, "更正", by=who("planner"))
    as_superuser.execute("SET session_replication_role = replica")
    as_superuser.execute("UPDATE journal_head SET at = at + interval '1 hour'")
    for said in (
        lambda: publish(edition, by=who("leader")),
        lambda: compute(race, MARCH, "更正", by=who("planner")),
    ):
        with pytest.raises(Refused, match="clock is behind") as refused:
            said()
        assert "set the clock right" in str(refused.value.next_step)
    for deed in (
        lambda: drafted(race, CHANGED),
        lambda: record(Deed("by.hand", who("leader"))),
    ):
        with pytest.raises((Refused, IntegrityError)):
            deed()
    assert edition.event_id == Event.objects.latest("number").number
    # The control: when it has caught up everything goes on, in the order of time.
    as_superuser.execute("UPDATE journal_head SET at = at - interval '1 hour'")
    assert publish(edition, by=who("leader")).at > edition.event.at
    moments = [event.at for event in Event.objects.order_by("number")]
    assert sorted(moments) == moments


def test_a_little_ahead_the_moment_stays(race: Race, as_superuser: Connection) -> None:
    edition = compute(race, MARCH, "更正", by=who("planner"))
    as_superuser.execute("SET session_replication_role = replica")
    as_superuser.execute("UPDATE journal_head SET at = clock_timestamp() + '900 ms'")
    ahead = Head.objects.get().at
    assert ahead <= publish(edition, by=who("leader")).at


def test_this_machines_clock_opens_no_month_again(
    transactional_db: None, race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs in a month that has opened stands, whatever day the pages think it is."""
    run = opened(NEXT.year)
    ruled(run)
    subject = run.entrants.get(subject__code="a").subject
    for module in ("people.queries", "races.actions.editions"):
        monkeypatch.setattr(f"saima.{module}.this_month", lambda: Month(2000, 1))
    past = Month(2022, 6)
    with pytest.raises(Refused, match="has opened"):
        enter(race, {subject: "二组"}, past, by=who("planner"))
    with pytest.raises(Refused, match="is not over yet"):
        compute(race, MARCH, "更正", by=who("planner"))
    assert enter(run, {subject: "二组"}, NEXT, by=who("planner"))  # the control
    assert 1 == Entrant.objects.filter(race=run, since=NEXT).count()


# --- A thousand looks while it is published again and again -------------------------

DIGEST = re.compile(r'<code title="([0-9a-f]{64})"')
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
OLD = re.compile(r'<p class="edition-warns">This is not the newest.*?</p>|edition-old')
Seen = dict[tuple[str, str], set[str]]


def look(client: Client, path: str) -> tuple[str, str]:
    """The digest on a page, and the page without the word that there is a newer one."""
    page = client.get(path).content.decode()
    digest, main = DIGEST.search(page), MAIN.search(page)
    assert digest is not None
    assert main is not None
    return digest[1], re.sub(r"\s+", " ", OLD.sub("", main[0]))


def looking(name: str, path: str, times: int) -> Seen:
    """Everything that somebody saw behind an address, by the digests."""
    client, seen = reader_of("en", name), Seen()
    for _ in range(times):
        digest, page = look(client, path)
        seen.setdefault((path, digest), set()).add(page)
    connection.close()
    return seen


def test_readers_never_see_a_mix(race: Race) -> None:
    done, published = threading.Event(), []

    def publishing() -> None:
        while not done.is_set() or len(published) < 4:
            corrected(MARCH, str(101 + len(published)))
            edition = compute(race, MARCH, "更正", by=who("planner"))
            published.append(publish(edition, by=who("leader")))

    readers = [
        ("planner", LEAGUE),
        ("planner", f"{LEAGUE}a/"),
        ("a-reporter", LEAGUE),
        ("a-reporter", f"{LEAGUE}a/"),
    ]
    with ThreadPoolExecutor(len(readers) + 1) as pool:
        writer = pool.submit(beside, publishing)
        looks = [
            pool.submit(looking, name, path, POLLS // len(readers))
            for name, path in readers
        ]
        seen = [one.result() for one in looks]
        done.set()
        assert writer.result() is None
    assert len(published) > 3
    digests = {digest for found in seen for _, digest in found}
    assert len(digests) > 2  # the control: they looked while it was published
    assert digests <= {bytes(p.content_digest).hex() for p in Publication.objects.all()}
    for (name, path), found in zip(readers, seen, strict=True):
        assert {1} == {len(pages) for pages in found.values()}, (name, path)
        # Each page is another one: a figure in it has changed each time.
        assert len({page for pages in found.values() for page in pages}) == len(found)
    for name, found in (("planner", seen[0]), ("a-reporter", seen[2])):
        client = reader_of("en", name)
        for one in Publication.objects.filter(month=MARCH):
            digest, page = look(client, f"/editions/jia-2022/2022-03/{one.number}/")
            assert found.get((LEAGUE, digest), {page}) == {page}
