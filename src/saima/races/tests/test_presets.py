"""A draft that begins with a published rule: the race's name and year, the rest as it is."""

from __future__ import annotations

import pytest

from saima.core.intake.trees import Leaf, MapNode
from saima.core.refusal import Refused
from saima.races.models import Race
from saima.races.presets import draft_from, offered
from saima.reading.presets import Preset
from saima.reading.trees import parse_tree


@pytest.mark.parametrize("preset", offered(), ids=lambda one: one.key)
@pytest.mark.parametrize("name", ["示例赛马", 'a: "b" # \\1', "- [x]"])
def test_name_and_year_are_the_race_s(preset: Preset, name: str) -> None:
    text = draft_from(preset.key, Race(name=name, year=2031))
    tree = parse_tree(text.encode(), "办法")
    assert isinstance(tree, MapNode)
    said = [tree.nodes[key] for key in ("name", "year")]
    assert [name, "2031"] == [node.text for node in said if isinstance(node, Leaf)]
    rest = preset.text.split("\n", 2)[2]
    assert text.endswith(rest)
    assert rest.count("indicator:") > 0


def test_a_rule_that_is_not_there_is_refused() -> None:
    race = Race(name="示例", year=2026)
    with pytest.raises(Refused, match="no published rule"):
        draft_from("none", race)
    assert draft_from(offered()[0].key, race)
