"""What a page may send: laid over the draft, bounded, and nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest

from saima.core.findings import Place, error
from saima.core.refusal import Refused
from saima.core.words import words
from saima.races.forms.filling import filled, laid_out
from saima.races.forms.page import Context
from saima.races.forms.posted import MOST_ROWS, do, tree_of
from saima.races.forms.typed import LONGEST

TEXT = """\
name: 赛马
year: 2026
convention: month
curves:
  封顶: {kind: linear, cap: 120%}
groups:
  - name: 一组
    items:
      - {indicator: 甲, weight: 60, curve: 封顶}
      - {indicator: 乙, weight: 40, curve: {kind: linear}}
"""
FIRST, SECOND = "groups.0.items.0", "groups.0.items.1"


def result(sent: dict[str, str | list[str]], deed: str = "", text: str = TEXT) -> str:
    """The text after something was sent."""
    return filling(sent, deed, text).result()


def filling(sent: dict[str, Any], deed: str = "", text: str = TEXT) -> Any:
    """The form after something was sent."""
    lists = {n: v if isinstance(v, list) else [v] for n, v in sent.items()}
    tree = tree_of(lists)
    do(tree, deed)
    return filled(text, tree, "x")


def row(path: str, at: int, **fields: str) -> dict[str, str]:
    """A line as a page sends it; the one above it too."""
    above = {"groups.0.@": "0"}
    return (
        above | {f"{path}.@": str(at)} | {f"{path}.{n}": v for n, v in fields.items()}
    )


def test_what_was_not_sent_stays() -> None:
    assert TEXT == result({})
    assert TEXT == result({"groups.0.@": "0", "groups.0.items.7.@": "1"})
    changed = TEXT.replace("乙, weight: 40", "乙, weight: 41")
    assert changed == result(row("groups.0.items.99", 1, weight="41"))


@pytest.mark.parametrize(
    "sent",
    [
        {"groups.5.@": "9", "groups.5.name": ""},
        {"groups.0.@": "0", "groups.0.items.0.@": "77"},
        {"groups.0.@": "x"},
        {"groups.1234567.name": "远"},
        {"groups.-1.name": "负"},
        {"groups.name": "不是行"},
        {"groups": "不是行"},
        {"groups.0": "不是行"},
        {"name.x": "不是值"},
        {"unknown": "x", "curves.0.curve.unknown": "y"},
        {"lights.items.use": "kind:none"},
        {"lights.items.use": "kept"},
        {"a." * 40 + "b": "深"},
        {"streaks.0.kind": ""},
        {"tie_break": ["", " "]},
    ],
)
def test_what_no_page_sends_changes_nothing(sent: dict[str, Any]) -> None:
    assert TEXT == result(sent)


def test_a_line_that_is_sent_twice_counts_once() -> None:
    twice = row(SECOND, 1, weight="41") | row("groups.0.items.2", 1, weight="42")
    assert TEXT.replace("weight: 40", "weight: 41") == result(twice)


def test_more_lines_than_a_page_has_are_refused() -> None:
    def many(count: int) -> dict[str, str]:
        return {f"groups.{n}.name": f"组{n}" for n in range(count)}

    with pytest.raises(Refused, match="cannot be understood"):
        result(many(MOST_ROWS + 1))
    assert 61 == result(many(60)).count("name: ") - 1  # the control


@pytest.mark.parametrize(
    "said", ["１０", "1,000", "10分", "ten", "1.", "1e3", "½", "1 0", "--1"]
)
def test_a_number_is_not_guessed(said: str) -> None:
    made = filling(row(SECOND, 1, weight=said))
    assert {f"{SECOND}.weight"} == set(made.faults)
    assert said == made.state["groups"][0]["items"][1]["weight"]
    with pytest.raises(Refused, match="1 fields"):
        made.result()


@pytest.mark.parametrize("said", ["40.5", "1/3", "120%", "-3", ".5", "+7", "0.10"])
def test_a_number_stays_as_it_is_typed(said: str) -> None:
    expected = TEXT.replace("weight: 40", f"weight: {said}")
    assert expected == result(row(SECOND, 1, weight=said))


def test_what_was_wrong_before_may_stay() -> None:
    text = TEXT.replace("weight: 40", "weight: ４０")
    assert text.replace("2026", "2027") == result({"year": "2027"}, text=text)


@pytest.mark.parametrize("said", ["a\x00b", "\x1b", "长" * (LONGEST + 1)])
def test_what_no_text_holds_is_said_and_kept_in_the_field(said: str) -> None:
    made = filling({"name": said})
    assert {"name"} == set(made.faults)
    assert said == made.state["name"]
    assert not filling({"name": "长" * LONGEST}).faults  # the control


@pytest.mark.parametrize(
    "said", ["a: b", "# x", "- y", "{z}", '"', "'", "&a", "*b", "[", "%"]
)
def test_signs_of_the_text_are_only_signs(said: str) -> None:
    again = filled(result({"name": said, "groups.3.name": said}), {}, "x")
    assert said == again.state["name"]
    assert said == again.state["groups"][1]["name"]


def test_lines_within_a_name_become_spaces() -> None:
    assert TEXT.replace("赛马", "甲 乙", 1) == result({"name": "甲\r\n  乙"})


# --- Buttons --------------------------------------------------------------------------


def test_a_line_comes_and_what_is_empty_is_not_written() -> None:
    made = filling({}, "add:groups.0.items")
    assert 3 == len(made.state["groups"][0]["items"]) or TEXT == made.result()
    sent = {"groups.0.@": "0"}
    made = filling(sent, "add:groups.0.items:knot")
    assert "knot" == made.state["groups"][0]["items"][-1]["is"]
    assert TEXT == made.result()


def test_a_line_goes_and_comes_back() -> None:
    gone = filling(row(SECOND, 1), f"remove:{SECOND}")
    assert "乙" not in gone.result()
    back = filling(row(SECOND, 1, gone="yes"), f"back:{SECOND}")
    assert TEXT == back.result()
    new = {"groups.0.@": "0", "groups.0.items.4.indicator": "丙"}
    assert "丙" in result(new)
    assert TEXT == result(new, "remove:groups.0.items.4")


@pytest.mark.parametrize(
    "deed", ["", "show", "add:", "remove:groups.9", "add:name", "x:y", "add:../x"]
)
def test_other_deeds_change_nothing(deed: str) -> None:
    assert TEXT == result(row(FIRST, 0), deed)


def test_a_curve_takes_its_new_name_along() -> None:
    sent = {"curves.0.@": "0", "curves.0.name": "新名"} | row(FIRST, 0, weight="60")
    sent[f"{FIRST}.curve.use"] = "name:封顶"
    assert TEXT.replace("封顶", "新名") == result(sent)


def test_a_curve_needs_a_name_of_its_own() -> None:
    sent = {"curves.1.curve.use": "kind:linear"}
    assert {"curves.1.name"} == set(filling(sent).faults)
    assert {"curves.1.name"} == set(filling(sent | {"curves.1.name": "封顶"}).faults)
    assert not filling(sent | {"curves.1.name": "另一条"}).faults


def test_a_name_gives_way_to_a_kind_and_back() -> None:
    sent = row(FIRST, 0) | {
        f"{FIRST}.curve.use": "kind:steps",
        f"{FIRST}.curve.per": "5%",
    }
    own = result(sent)
    assert "curve: {kind: steps, per: 5%}" in own
    assert TEXT == result(row(FIRST, 0) | {f"{FIRST}.curve.use": "name:封顶"}, text=own)


# --- At which field something is found ------------------------------------------------


@pytest.mark.parametrize(
    ("code", "line", "name", "path"),
    [
        ("needed", 9, "weight", "groups.0.items.0.weight"),
        ("needed", 10, "curve", "groups.0.items.1.curve"),
        ("not_a_number", 10, "cap", "groups.0.items.1.curve.cap"),
        ("weights", 7, "一组", "groups.0.items"),
        ("unknown_indicator", 9, "甲", "groups.0.items.0.indicator"),
        ("needed", 1, "groups", "groups"),
        ("unknown_choice", 3, "convention", "convention"),
        ("curve", 5, "", "curves.0.curve"),
        ("other", 2, "", "year"),
        ("other", 99, "", ""),
    ],
)
def test_a_finding_stands_at_its_field(
    code: str, line: int, name: str, path: str
) -> None:
    found = error(
        code, Place("x", line=line), words("“{name}” …", name=name), words("…")
    )
    laid = laid_out(filling({}), [found], Context())
    assert [path.replace(".", "-")] == [at for _, at in laid.findings]
