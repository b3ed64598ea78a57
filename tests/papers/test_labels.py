"""The labels of our own papers are sound: they lie in the text, their numbers add up, their form is whole."""

import copy
import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
SCORER = HERE.parents[2] / "shared" / "documents" / "score.py"
LABELS = sorted(HERE.rglob("*.json"))
Label = dict[str, Any]

KINDS = {"target", "actual", "completion_rate", "growth", "share"}
BOUNDS = {"exact", "at_least", "at_most", "about", "range"}
BREEDS = [
    "会议新闻",
    "工作报告",
    "简报",
    "通报",
    "工程进展",
    "运行数据",
    "业务动态",
    "新闻报道",
]
TIMES = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
INTO = {
    "公里": ("米", 1000),
    "公顷": ("平方米", 10_000),
    "平方公里": ("平方米", 10**6),
    "成": ("%", 10),
}
QUANTITY = {
    *(
        "text",
        "entity",
        "indicator",
        "value",
        "unit",
        "value_base",
        "base_unit",
        "bound",
    ),
    *(
        "value_high",
        "value_high_base",
        "kind",
        "period_start",
        "period_end",
        "confidence",
    ),
}
TASK = {"text", "action", "responsible", "deadline", "confidence"}


def label(path: Path) -> Label:
    """Read the labels of a paper, numbers as decimals."""
    read: Label = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return read


def clean_text(path: Path, gold: Label) -> str:
    """Give the text as it should read: the paper itself unless it is dirty."""
    clean = gold.get("clean_text")
    return (
        clean
        if isinstance(clean, str)
        else path.with_suffix(".txt").read_text(encoding="utf-8")
    )


def multiplied(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Multiply a number out as the form says: 2.3 亿元 is 230,000,000 元."""
    for word, times in TIMES.items():
        if unit.startswith(word) and len(unit) > len(word):
            value, unit = value * times, unit[len(word) :]
            break
    into, times = INTO.get(unit, (unit, 1))
    return value * times, into


def wrong_day(text: str | None) -> bool:
    """Whether a day is neither missing nor one of the calendar; a year may be unsaid."""
    if text is None:
        return False
    try:
        date.fromisoformat("2024" + text[1:] if text.startswith("--") else text)
    except ValueError:
        return True
    return False


def wrong_quantity(quantity: Label) -> list[str]:
    """Say what is wrong with one labelled number."""
    wrong = (
        [f"keys {set(quantity) ^ QUANTITY}"]
        if set(quantity) - {"entity_alt"} != QUANTITY
        else []
    )
    for value, base in (("value", "value_base"), ("value_high", "value_high_base")):
        if quantity[value] is None:
            wrong += [] if value == "value_high" else ["no value"]
        elif multiplied(Decimal(quantity[value]), quantity["unit"]) != (
            Decimal(quantity[base]),
            quantity["base_unit"],
        ):
            wrong.append(
                f"{quantity[value]} {quantity['unit']} is not {quantity[base]}"
            )
    if (quantity["bound"] == "range") != (quantity["value_high"] is not None):
        wrong.append("a range has two ends, nothing else has")
    if quantity["kind"] not in KINDS or quantity["bound"] not in BOUNDS:
        wrong.append("unknown kind or bound")
    if (
        quantity["kind"] != "growth"
        and quantity["value"] < 0
        and quantity["confidence"] == "sure"
    ):
        wrong.append("only growth goes down")
    start, end = quantity["period_start"], quantity["period_end"]
    if (
        wrong_day(start)
        or wrong_day(end)
        or (start and (not end or start[-5:] > end[-5:]))
    ):
        wrong.append(f"period {start} – {end}")
    return wrong


def wrong_label(gold: Label, text: str, raw: str) -> list[str]:
    """Say all that is wrong with the labels of one paper."""
    wrong = [
        f"{q['text']}: {fault}"
        for q in gold["quantities"]
        for fault in wrong_quantity(q)
    ]
    tasks = gold["tasks"]
    wrong += [
        f"task {t['text']}" for t in tasks if set(t) != TASK or wrong_day(t["deadline"])
    ]
    told = [q["text"] for q in gold["quantities"]] + [t["text"] for t in tasks]
    told += gold["clean"]["must_survive"] + gold["not_quantities"]
    wrong += [f"not in the text: {piece}" for piece in told if piece not in text]
    shut = "".join(text.split())
    spam = ["".join(piece.split()) for piece in gold["clean"]["spam_spans"]]
    wrong += [f"in the clean text: {piece}" for piece in spam if piece in shut]
    if spam and not any(piece in "".join(raw.split()) for piece in spam):
        wrong.append("no spam in the paper")
    if len(gold["clean"]["must_survive"]) != 10:
        wrong.append("ten strings must survive")
    if gold["meta"]["document_kind"] not in BREEDS or wrong_day(gold["meta"]["date"]):
        wrong.append("kind or date of the paper")
    once = [(q["text"], q["value"]) for q in gold["quantities"]]
    # The same words may stand twice in a paper (增长5%, 增长5%), but not more often than there.
    wrong += [f"twice: {t}" for t, v in set(once) if once.count((t, v)) > text.count(t)]
    return wrong


@pytest.mark.parametrize("path", LABELS, ids=lambda path: str(path.relative_to(HERE)))
def test_labels_lie_in_the_text_and_add_up(path: Path) -> None:
    """Every label of a paper is literally there, and says the same in words and numbers."""
    gold = label(path)
    raw = path.with_suffix(".txt")
    text = clean_text(path, gold)
    assert (
        wrong_label(
            gold, text, raw.read_text(encoding="utf-8") if raw.exists() else text
        )
        == []
    )


def test_wrong_labels_are_found() -> None:
    """The check above can fail, in each of its ways."""
    path = HERE / "05.json"
    gold = label(path)
    raw = path.with_suffix(".txt").read_text(encoding="utf-8")

    def faults(**changes: object) -> list[str]:
        worse = copy.deepcopy(gold)
        worse["quantities"][0].update(changes)
        return wrong_label(worse, clean_text(path, worse), raw)

    assert faults() == []
    assert faults(text="这句话不在文中")
    assert faults(value_base=1)
    assert faults(bound="range")
    assert faults(kind="guess")
    assert faults(value=-1, value_base=-10_000)
    assert faults(period_end="2024-02-30")
    assert wrong_label(
        gold, clean_text(path, gold) + gold["clean"]["spam_spans"][0], raw
    )


def test_the_three_folders_are_whole() -> None:
    """Papers to look at, papers looked at later, papers unseen; each has its text, every breed is there."""
    seen = {path.stem for path in HERE.glob("[0-9][0-9].json")}
    kept = {path.stem for path in (HERE / "kept").glob("[0-9][0-9].json")}
    unseen = {path.stem for path in (HERE / "unseen").glob("[0-9][0-9].json")}
    assert [len(seen), len(kept), len(unseen)] == [12, 61, 20]
    later = {str(number) for number in range(31, 100)}
    assert later <= kept | unseen
    assert {int(stem) % 2 for stem in seen} == {1}
    assert {int(stem) % 2 for stem in kept - later} == {0}
    for folder in (HERE, HERE / "kept", HERE / "unseen"):
        assert {p.stem for p in folder.glob("*.txt")} == {
            p.stem for p in folder.glob("*.json")
        }
    assert {label(p)["meta"]["document_kind"] for p in LABELS} == set(BREEDS)


@pytest.mark.skipif(
    not SCORER.exists(), reason="the scorer does not lie beside the project"
)
@pytest.mark.parametrize("folder", ["", "kept", "demo"])
def test_the_labels_scored_against_themselves_are_perfect(folder: str) -> None:
    """The scorer reads our form: whoever gives the labels back has everything right."""
    here = str(HERE / folder)
    told = subprocess.run(
        [sys.executable, str(SCORER), here, here], capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    ratios = re.findall(
        r"(?:f1|kind|entity|bound|date|organisation|survive_found|gone) +([\d.]+)",
        told.stdout,
    )
    assert len(ratios) >= 9, told.stdout
    assert set(ratios) == {"1.000"}, told.stdout
