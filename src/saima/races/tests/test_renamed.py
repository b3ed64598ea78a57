"""An indicator gets another name: drafts are told, published rules compute on."""

from __future__ import annotations

import json
import zlib

import pytest

from saima.core.findings import Severity
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.journal.models import Event
from saima.people.models import OrgUnit
from saima.plans.actions.catalog import add_indicators
from saima.plans.actions.indicators import Wording, mend
from saima.plans.models import Indicator
from saima.plans.queries import indicator_value
from saima.races.actions.editions import compute
from saima.races.actions.rules import assent
from saima.races.models import Race
from saima.races.queries.drafts import checked, written_by
from saima.races.tests.conftest import SCHEME, reader_of
from saima.races.tests.running import NEXT, drafted, opened, proposed, who

NEW = "营业收入"


@pytest.fixture
def race(everything: None) -> Race:
    """A race with a draft that speaks of revenue and of accidents."""
    return opened(NEXT.year)


def renamed(code: str, name: str) -> None:
    """Another name for what is measured as before."""
    mend(Indicator.objects.get(code=code), Wording(name), by=who("planner"))


def codes(race: Race, text: str = SCHEME) -> tuple[list[tuple[str, str]], list[str]]:
    """What is found in the draft, and the indicators of its first group."""
    text = text.replace("year: 2022", f"year: {race.year}")
    found = checked(text, race, written_by(race))
    told = [(one.code, one.severity.value) for one in found.findings]
    items = found.scheme.groups[0].tree.items() if found.scheme else ()
    return told, [item.indicator for item in items]


def test_a_draft_that_says_the_old_name_is_told_the_new_one(race: Race) -> None:
    assert ([], ["revenue", "accident"]) == codes(race)
    renamed("revenue", NEW)
    told, meant = codes(race)
    assert {("renamed", Severity.NOTE.value)} == set(told)
    assert ["revenue", "accident"] == meant
    page = reader_of("en").get("/rules/run/").content.decode()
    assert f"“营收” is called “{NEW}” by now" in page
    drafted(race, SCHEME.replace("营收", NEW))
    assert ([], ["revenue", "accident"]) == codes(race, SCHEME.replace("营收", NEW))


def test_what_no_indicator_was_ever_called_is_refused_still(race: Race) -> None:
    renamed("revenue", NEW)
    told, _ = codes(race, SCHEME.replace("事故", "故事"))
    assert ("unknown_indicator", Severity.ERROR.value) in told


def test_rules_put_forward_before_it_are_published_after_it(race: Race) -> None:
    proposal = proposed(race)
    renamed("revenue", NEW)
    assent(proposal, "", agrees=True, by=who("supervisor"))
    rules = assent(proposal, "", agrees=True, by=who("leader"))
    assert rules is not None
    assert '"revenue"' in rules.normal_form


def another(race: Race, name: str) -> None:
    """One more indicator."""
    value = indicator_value(Indicator.objects.get(code="revenue"))
    new = type(value)("other", name, value.unit_of_measure)
    add_indicators(race.root, [new], by=who("planner"))


def test_a_name_that_went_to_another_indicator_is_not_taken_for_it(race: Race) -> None:
    """The draft meant what was called so; nobody has looked at it since."""
    proposal = proposed(race)
    renamed("revenue", NEW)
    another(race, "营收")
    told, _ = codes(race)
    assert ("renamed", Severity.ERROR.value) in told
    assent(proposal, "", agrees=True, by=who("supervisor"))
    with pytest.raises(Refused, match="are to be settled"):
        assent(proposal, "", agrees=True, by=who("leader"))
    drafted(race, SCHEME)  # whoever saves it now means what is called so now
    assert ([], ["other", "accident"]) == codes(race)


def test_a_later_month_is_computed_under_rules_of_the_old_name(
    everything: None,
) -> None:
    race = Race.objects.get(slug="jia-2022")
    february, march = (_scores(race, Month(2022, n)) for n in (2, 3))
    renamed("revenue", NEW)
    assert (february, march) == (
        _scores(race, Month(2022, 2)),
        _scores(race, Month(2022, 3)),
    )
    assert all(score is not None for score in february.values())
    body = compute(race, Month(2022, 4), "", by=who("planner")).body
    told = json.loads(zlib.decompress(bytes(body)))
    assert NEW in [one["name"] for one in told["world"]["indicators"]]


def _scores(race: Race, month: Month) -> dict[str, object]:
    body = compute(race, month, "再算", by=who("planner")).body
    (ranking,) = json.loads(zlib.decompress(bytes(body)))["rankings"]
    return {one["entrant"]: one["score"] for one in ranking["standings"]}


def test_the_journal_keeps_what_it_was_called(race: Race) -> None:
    root = OrgUnit.objects.get(code="g")
    row = Indicator.objects.get(code="revenue", root=root)
    mend(row, Wording("营收", "含税"), by=who("planner"))
    renamed("revenue", NEW)
    kept = Event.objects.filter(verb="indicator.words").order_by("number")
    assert [None, "营收"] == [one.details.get("was") for one in kept]
