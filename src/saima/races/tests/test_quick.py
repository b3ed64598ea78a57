"""Places over arrays: the same as the core's, after every approval, in every month."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from saima.core.periods import Month
from saima.journal.actions import MACHINE
from saima.people.models import Account
from saima.races.actions.loading import load_folder
from saima.races.models import Race
from saima.races.queries import quick
from saima.races.queries.live import race_named, standings_of
from saima.races.tests.correcting import correct

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
pytestmark = pytest.mark.usefixtures("everything")


def agree(row: Race) -> int:
    """Compare every month with the core; how many places there are."""
    listing = race_named(row.slug)
    assert listing is not None
    count = 0
    for month in listing.months:
        placed = quick.places_now(row, month)
        told = {
            code: (one.group, one.rank, one.score, one.unranked)
            for code, one in placed.items()
        }
        assert told == {
            s.entrant.code: (s.group, s.rank, s.score if s.rank else None, s.unranked)
            for s in standings_of(listing, month)
        }
        count += len(told)
    return count


@pytest.mark.parametrize("name", ["jiacheng-2022", "airport-2024", "xiangjiang-2022"])
def test_the_samples_rank_as_the_core_does(name: str) -> None:
    assert agree(load_folder(EXAMPLES / name, by=MACHINE).race)


def test_an_approval_is_taken_in_without_making_the_arrays_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = Race.objects.get(slug="jia-2022")
    before = dict(quick.places_now(row, Month(2022, 3)))
    monkeypatch.setattr(quick, "_made", None)  # would fail if it were called
    correct("a", Month(2022, 2), {"revenue": Decimal(150)})
    now = quick.places_now(row, Month(2022, 3))
    assert before["a"].score != now["a"].score
    monkeypatch.undo()
    assert agree(row)


def test_what_is_more_than_reporting_makes_them_anew() -> None:
    row = Race.objects.get(slug="jia-2022")
    quick.places_now(row, Month(2022, 3))
    load_folder(EXAMPLES / "airport-2024", by=MACHINE)  # adds units, plans, rules
    assert agree(row)
    assert Account.objects.exists()
