"""What places are computed by is what the text of the rules says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from saima.core.editions.document import canonical_json, digest_of
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.races.actions.editions import compute
from saima.races.models import Edition, Race, Rules
from saima.races.queries import content as contents
from saima.races.queries.drafts import says_otherwise
from saima.races.tests.running import who

MARCH = Month(2022, 3)


@pytest.fixture
def rules(everything: None) -> Rules:
    """The rules of the sample, as they are public."""
    return Rules.objects.get(race__slug="jia-2022")


def put(rules: Rules, scheme: dict[str, Any]) -> None:
    """Another sense under the same text, sealed as it should be."""
    content = canonical_json(scheme)
    rules.normal_form = content.decode()
    rules.content_digest = digest_of(content)


def heavier(scheme: dict[str, Any]) -> None:
    first, second = scheme["groups"][0]["tree"]["children"]
    first["weight"], second["weight"] = second["weight"], first["weight"]


def steeper(scheme: dict[str, Any]) -> None:
    scheme["groups"][0]["tree"]["children"][0]["curve"][0]["slope"] = "61"


def ranked_in_full(scheme: dict[str, Any]) -> None:
    scheme["rank_on"] = "full"


@pytest.mark.parametrize("lie", [heavier, steeper, ranked_in_full])
def test_another_sense_than_its_text_is_seen(rules: Rules, lie: Any) -> None:
    assert not says_otherwise(rules)
    scheme = json.loads(rules.normal_form)
    lie(scheme)
    put(rules, scheme)
    assert says_otherwise(rules)


def test_where_lights_come_from_may_be_said_better(rules: Rules) -> None:
    scheme = json.loads(rules.normal_form)
    assert scheme["item_lights"]["source"]
    scheme["item_lights"]["source"] = "as an earlier release had it"
    put(rules, scheme)
    assert not says_otherwise(rules)
    scheme["item_lights"]["bands"].pop()
    put(rules, scheme)
    assert says_otherwise(rules)


def test_a_text_that_can_no_longer_be_read_says_nothing(rules: Rules) -> None:
    rules.text = rules.text.replace("营收", "不再有的指标")
    assert not says_otherwise(rules)


def test_nothing_is_computed_by_rules_that_say_something_else(
    rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    race = Race.objects.get(pk=rules.race_id)
    count = Edition.objects.filter(race=race).count()
    with monkeypatch.context() as patched:
        scheme = json.loads(rules.normal_form)
        heavier(scheme)
        put(rules, scheme)
        patched.setattr(contents, "public_rules", lambda row: [rules])
        with pytest.raises(Refused, match="does not say what places"):
            compute(race, MARCH, "更正", by=who("planner"))
    assert count == Edition.objects.filter(race=race).count()
    assert compute(race, MARCH, "更正", by=who("planner")).number  # the control
