"""A draft that begins with a published rule: the race's name and year, the rest as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from saima.core.intake.trees import Leaf, MapNode
from saima.core.refusal import Refused
from saima.people import scope
from saima.races.models import Race
from saima.races.presets import draft_from, offered
from saima.races.tests.conftest import SCHEME, reader_of
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


# --- On the page of the draft -----------------------------------------------------------

DRAFT = "/rules/jia-2022/"
BEGIN = f"{DRAFT}begin/"
KEY = "mianyang-lists"


def kept() -> Race:
    """The race as it stands in the record."""
    with scope.of_everything():
        return Race.objects.get(slug="jia-2022")


def emptied() -> Race:
    """The race with nothing in its draft."""
    with scope.of_everything():
        Race.objects.filter(slug="jia-2022").update(draft="")
    return kept()


def begin(client: Client, **sent: Any) -> tuple[int, str]:
    """What is answered to whoever begins with a preset."""
    answer = client.post(BEGIN, {"preset": KEY, "seen": kept().seen, **sent})
    return answer.status_code, answer.content.decode()


def test_each_preset_is_offered_with_its_source_and_purpose(chinese: Client) -> None:
    page = chinese.get(DRAFT).content.decode()
    for one in offered():
        assert f'value="{one.key}"' in page
        for text in (one.name, one.purpose, one.source, *one.samples):
            assert text in page


def test_an_empty_draft_begins_with_a_preset(chinese: Client) -> None:
    before = emptied()
    assert 302 == begin(chinese)[0]
    race = kept()
    assert draft_from(KEY, race) == race.draft
    assert before.seen + 1 == race.seen
    page = chinese.get(DRAFT).content.decode()
    assert "甲集团赛马" in page
    assert "red: {" in page


def test_a_draft_is_replaced_only_by_a_tick(chinese: Client) -> None:
    status, page = begin(chinese)
    assert 409 == status
    assert "草稿已有内容" in page
    assert f'value="{KEY}" required checked' in page
    assert SCHEME.strip() == kept().draft.strip()
    assert 302 == begin(chinese, replace="yes")[0]
    assert draft_from(KEY, kept()) == kept().draft


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"preset": "none"}, "没有名为"),
        ({"preset": ""}, "没有名为"),
        ({"preset": "../mianyang-lists"}, "没有名为"),
        ({"seen": "0"}, "您打开之后，"),
    ],
)
def test_what_cannot_be_begun_leaves_the_draft(
    chinese: Client, sent: dict[str, str], said: str
) -> None:
    status, page = begin(chinese, replace="yes", **sent)
    assert (409, True) == (status, said in page)
    assert SCHEME.strip() == kept().draft.strip()
    assert 302 == begin(chinese, replace="yes")[0]


@pytest.mark.parametrize("who", ["a-reporter", "leader", "auditor", "system"])
def test_only_who_writes_rules_begins_a_draft(home: Path, who: str) -> None:
    assert 403 == begin(reader_of("zh-CN", who), replace="yes")[0]
    assert SCHEME.strip() == kept().draft.strip()
    assert 302 == begin(reader_of("zh-CN", "planner"), replace="yes")[0]


def test_beginning_is_no_page(chinese: Client) -> None:
    assert 405 == chinese.get(BEGIN).status_code
