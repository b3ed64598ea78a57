"""The form and the text of the rules: what is not touched stays as it was, sign by sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saima.races.forms.plain import plain_scheme
from saima.races.forms.splices import Unwritable
from saima.races.forms.states import State, read_state
from saima.races.forms.writing import written
from saima.reading.presets import presets
from saima.reading.spans import read_spans, remarks

EXAMPLES = Path(__file__).parents[4] / "examples"
TEXTS = {one.key: one.text for one in presets()} | {
    path.parent.name: path.read_text("utf-8")
    for path in sorted(EXAMPLES.glob("*/scheme.yaml"))
}
JIACHENG = TEXTS["jiacheng-2022"]
Change = Callable[[State], object]


def state_of(text: str) -> State:
    """The fields of a text."""
    return read_state(read_spans(text, "x")).state


def changed(text: str, change: Change) -> str:
    """The text after a change in the form; it says what the form says."""
    state = deepcopy(state_of(text))
    change(state)
    made = written(text, state)
    assert plain_scheme(state) == plain_scheme(state_of(made))
    return made


def moved(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:1] in "+-"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_was_not_changed_is_the_same_text(text: str) -> None:
    assert text == changed(text, lambda state: None)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nothing_of_the_presets_and_examples_is_left_out(text: str) -> None:
    assert [] == read_state(read_spans(text, "x")).kept


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_one_field_changes_one_line(text: str) -> None:
    made = changed(text, lambda state: state.update(year="2031"))
    year = next(line for line in text.splitlines() if line.startswith("year:"))
    assert [f"- {year}", "+ year: 2031"] == moved(text, made)


def test_numbers_stay_as_they_are_typed() -> None:
    def change(state: State) -> None:
        state["curves"][0]["curve"].update(cap="1/3", floor="-0.50")

    (gone, come) = moved(JIACHENG, changed(JIACHENG, change))
    assert "- " + "  按比例封顶: {kind: linear, cap: 120%}" == gone
    assert "+ " + "  按比例封顶: {kind: linear, floor: -0.50, cap: 1/3}" == come


# --- Every kind of curve, changed and put in place of another ------------------------

KINDS: dict[str, dict[str, Any]] = {
    "linear": {"cap": "110%", "full_at_cap": "yes"},
    "steps": {"per": "5%", "add": "1", "max_add": "3", "part_steps": "linear"},
    "rate_bands": {
        "above": [{"upto": "110%", "per_point": "0.2"}, {"per_point": "0.1"}],
        "limit": "5",
    },
    "threshold": {"zero_below": "60%"},
    "ladder": {
        "levels": [
            {"at_least": "60%", "points": "6"},
            {"at_least": "1", "points": "9"},
        ],
        "otherwise": "0.5",
    },
    "efficacy": {
        "excellent": "45",
        "good": "55",
        "average": "65",
        "low": "75",
        "poor": "85",
    },
    "points": {"through": [{"x": "50%", "points": "0"}, {"x": "1", "points": "5"}]},
    "pieces": {
        "bands": [
            {"below": "60%", "points": "0"},
            {"from": "60%", "points": "6", "to_points": "10"},
        ]
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_curve_of_every_kind_is_written_and_read_again(kind: str) -> None:
    use = {"use": f"kind:{kind}", **KINDS[kind]}

    def change(state: State) -> None:
        state["groups"][0]["items"][1]["curve"] = use
        new = {"indicator": "营收", "weight": "1", "curve": use}
        state["groups"][1]["items"].append(new)
        state["curves"].append({"name": "新: 曲线", "curve": use})

    made = changed(JIACHENG, change)
    assert 3 == made.count(f"kind: {kind}") - JIACHENG.count(f"kind: {kind}") + (
        kind == "threshold"  # which stood where the first one was put
    )
    again = deepcopy(state_of(made))
    first = next(
        name for name, value in KINDS[kind].items() if isinstance(value, (str, list))
    )
    curve = again["groups"][0]["items"][1]["curve"]
    if isinstance(curve[first], list):
        curve[first][0]["gone"] = "yes"
    else:
        curve[first] = "7/9"
    assert plain_scheme(again) == plain_scheme(state_of(written(made, again)))


# --- Lines that come and go -----------------------------------------------------------


def test_what_goes_leaves_remarks_and_lines_of_others() -> None:
    def change(state: State) -> None:
        state["groups"][0]["items"][1]["gone"] = "yes"
        state["missing"]["deduct"] = ""
        state["lists"]["black"]["missing"] = "no"
        state["streaks"][4]["gone"] = "yes"
        state["tie_break"] = []

    made = changed(JIACHENG, change)
    lost = [line for line in moved(JIACHENG, made) if line.startswith("- ")]
    assert 5 == len(lost)
    assert Counter(one for _, one in remarks(JIACHENG)) == Counter(
        one for _, one in remarks(made)
    )


def test_what_comes_stands_at_its_place() -> None:
    made = changed("name: a\nyear: 2022\ngroups:\n  - name: g\n", add_everything)
    assert made == EVERYTHING


def add_everything(state: State) -> None:
    state.update(convention="month", peers="values", tie_break=["甲", "乙"])
    state["missing"]["deduct"] = "2"
    state["lights"]["items"] = {"use": "name:银川"}
    state["lists"]["red"].update(top="3", lights=["green"])
    state["streaks"].append(
        {"kind": "opening", "indicators": ["甲"], "together": "all"}
    )
    state["curves"].append(
        {"name": "共用", "curve": {"use": "kind:linear", "cap": "1"}}
    )
    state["groups"][0]["items"] = [
        {"indicator": "甲", "weight": "40", "curve": {"use": "name:共用"}},
        {
            "is": "knot",
            "name": "大类",
            "weight": "60",
            "items": [
                {
                    "indicator": "乙",
                    "weight": "60",
                    "curve": {"use": "kind:ladder", **KINDS["ladder"]},
                    "zero_target": {"met": "1", "better": "1", "worse": "0"},
                }
            ],
        },
    ]


EVERYTHING = """\
name: a
year: 2022
convention: month
tie_break: [甲, 乙]
missing: {deduct: 2}
peers: values
lights: {items: 银川}
lists:
  red: {top: 3, lights: [green]}
streaks:
  - {kind: opening, indicators: [甲]}
curves:
  共用: {kind: linear, cap: 1}
groups:
  - name: g
    items:
      - {indicator: 甲, weight: 40, curve: 共用}
      - name: 大类
        weight: 60
        items:
          - indicator: 乙
            weight: 60
            curve:
              kind: ladder
              levels:
                - {at_least: 60%, points: 6}
                - {at_least: 1, points: 9}
              otherwise: 0.5
            zero_target: {met: 1, better: 1, worse: 0}
"""

ODD = {
    "the first name of a line": (
        "groups:\n  - name: g\n    # 说明\n    items: [{weight: 1}]\n",
        lambda s: s["groups"][0].update(name=""),
        "groups:\n  -     # 说明\n    items: [{weight: 1}]\n",
    ),
    "the first in brackets": (
        "missing: {deduct: 1, x: 2}\n",
        lambda s: s["missing"].update(deduct=""),
        "missing: {x: 2}\n",
    ),
    "an empty value": ("name:\n", lambda s: s.update(name="甲"), "name: 甲\n"),
    "no line end": ("name: a", lambda s: s.update(year="1"), "name: a\nyear: 1"),
    "nothing in brackets": (
        "name: a\nlists: {}\n",
        lambda s: s["lists"]["red"].update(top="3"),
        "name: a\nlists: {red: {top: 3}}\n",
    ),
    "an empty list": (
        "groups: []  # 待定\n",
        lambda s: s["groups"].append({"name": "g", "items": []}),
        "groups:\n  - {name: g}  # 待定\n",
    ),
    "a list that becomes empty": (
        "groups:\n  - name: g\n    items:\n      - {weight: 1}\n",
        lambda s: s["groups"][0]["items"][0].update(gone="yes"),
        "groups:\n  - name: g\n    items: []\n",
    ),
    "dashes below their name": (
        "tie_break:\n- a\n- b\n",
        lambda s: s.update(tie_break=["b", "c"]),
        "tie_break:\n- b\n- c\n",
    ),
    "another order": (
        "tie_break: [a, b]\n",
        lambda s: s.update(tie_break=["b", "a"]),
        "tie_break: [b, a]\n",
    ),
    "before the first name": (
        "groups:\n  - items: []\n",
        lambda s: s["groups"][0].update(name="g"),
        "groups:\n  - name: g\n    items: []\n",
    ),
    "a curve by its new name": (
        "curves: {a: {kind: linear}, b: {kind: linear}}\n",
        lambda s: (s["curves"][0].update(gone="yes"), s["curves"][1].update(name="c")),
        "curves: {c: {kind: linear}}\n",
    ),
}


@pytest.mark.parametrize(("text", "change", "expected"), ODD.values(), ids=ODD)
def test_odd_places(text: str, change: Change, expected: str) -> None:
    assert expected == changed(text, change)


WRAPPED = ["\ufeff{}", "---\n{}", "{}...\n", "%YAML 1.1\n---\n{}", "{}\n\n# 末尾"]


@pytest.mark.parametrize("around", WRAPPED)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_stands_around_a_text_stays(around: str, ends: str) -> None:
    text = around.format(JIACHENG).replace("\n", ends)
    made = changed(text, lambda state: state.update(year="2031", peers="values"))
    lines = {*moved(text, made)}
    assert {"- year: 2022", "+ year: 2031", "+ peers: values"} == lines


# --- What the form does not show ------------------------------------------------------

KEPT = """\
name: a
future: {x: [1, 2]}  # 别处的
lights: [1]
groups:
  - name: g
    items:
      - {indicator: 甲, weight: 50, note: 别动, curve: {kind: linear, cap: 1, extra: 9}}
      - 一行字
      - {indicator: 乙, weight: 50, curve: [1]}
"""


def test_what_is_not_shown_is_kept() -> None:
    def change(state: State) -> None:
        items = state["groups"][0]["items"]
        items[0].update(weight="60")
        items[0]["curve"].update(cap="2")
        items[2].update(weight="40")
        state["lists"]["red"]["top"] = "1"

    made = changed(KEPT, change)
    expected = (
        KEPT.replace("甲, weight: 50", "甲, weight: 60")
        .replace("cap: 1", "cap: 2")
        .replace("乙, weight: 50", "乙, weight: 40")
        .replace("groups:", "lists:\n  red: {top: 1}\ngroups:")
    )
    assert expected == made


def test_sections_that_lie_too_deep_are_kept() -> None:
    deep = "{indicator: 甲, weight: 1, curve: x}"
    for _ in range(6):
        deep = f"{{name: k, weight: 1, items: [{deep}]}}"
    text = f"name: a\ngroups:\n  - name: g\n    items: [{deep}]\n"
    made = changed(text, lambda s: s["groups"][0]["items"][0].update(weight="2"))
    assert text.replace("weight: 1", "weight: 2", 1) == made
    assert 1 == len(read_state(read_spans(text, "x")).kept)


def test_what_cannot_be_written_without_loss_is_refused() -> None:
    text = "tie_break: [\n  a,  # 甲\n  b]\n"
    with pytest.raises(Unwritable):
        changed(text, lambda s: s.update(tie_break=["b", "a"]))
    assert changed(text, lambda s: s.update(tie_break=["a", "b", "c"]))  # the control


# --- Whatever is typed ----------------------------------------------------------------

SIGNS = st.text(
    st.one_of(
        st.sampled_from(" :#-{}[]\"'&*!|>%@`,?=~\\/.一二三%\u3000\u2028\x85\ufeff0９"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\n"),
    ),
    max_size=30,
).map(lambda text: " ".join(text.split()))


@settings(max_examples=60, deadline=None)
@given(name=SIGNS, value=SIGNS, row=SIGNS)
def test_whatever_is_typed_is_read_again(name: str, value: str, row: str) -> None:
    def change(state: State) -> None:
        state["name"] = name
        state["groups"][0]["items"][1]["curve"]["zero_below"] = value
        state["groups"][0]["name"] = row
        state["curves"][0]["name"] = name or "x"
        state["tie_break"] = [one for one in (name, row) if one]

    state = deepcopy(state_of(JIACHENG))
    change(state)
    made = written(JIACHENG, state)
    assert plain_scheme(state) == plain_scheme(state_of(made))
