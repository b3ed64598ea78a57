"""Two entrants beside each other: the differences add up to that of the scores."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from pathlib import Path

from saima.core.periods import Month
from saima.journal.actions import MACHINE
from saima.races.actions.loading import load_folder
from saima.races.comparing import compared, seen_entrants
from saima.races.queries.live import race_named
from saima.races.tests.conftest import reader_of

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
COMPARE = "/editions/jia-2022/2022-03/compare/"


def test_items_and_weights_make_the_whole_difference(everything: None) -> None:
    load_folder(EXAMPLES / "jiacheng-2022", by=MACHINE)
    listing = race_named("jiacheng-2022")
    assert listing is not None
    month = Month(2022, 12)
    race = listing.by_month[month]
    found = 0
    for one, other in permutations(seen_entrants(listing, month), 2):
        codes = one.entrant.code, other.entrant.code
        told = compared(listing, race, month, codes)
        assert told is not None
        assert told.gap == one.score - other.score
        assert told.gap == sum((i.gap for i in told.items), Decimal(0)) + told.weights
        found += 1
    assert found == 13 * 12


def test_whoever_is_not_ranked_has_no_difference(everything: None) -> None:
    listing = race_named("jia-2022")
    assert listing is not None
    month = Month(2022, 3)
    race = listing.by_month[month]
    missing = compared(listing, race, month, ("a", "c"))
    assert missing is not None
    assert missing.gap is None
    ranked = compared(listing, race, month, ("a", "b"))
    assert ranked is not None
    assert ranked.gap is not None
    assert compared(listing, race, month, ("a", "nobody")) is None


def test_a_unit_compares_with_nobody_whose_working_it_does_not_see(home: Path) -> None:
    office = reader_of("zh-CN").get(f"{COMPARE}?one=a&other=b").content.decode()
    assert "二公司" in office
    assert "compare-bar" in office
    unit = reader_of("zh-CN", "a-reporter").get(f"{COMPARE}?one=a&other=b&now=1")
    assert "compare-bar" not in unit.content.decode()
    assert "没有可对比" in unit.content.decode()
