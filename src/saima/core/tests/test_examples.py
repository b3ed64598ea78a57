"""That every example carried is shown by a test, and agrees with where it came from."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from saima.core.tests.examples import EXAMPLES

HERE = Path(__file__).parent
REFERENCE = HERE.parents[4] / "shared" / "reference" / "rules_examples.yaml"
SECTIONS = {"2.1", "2.2", "2.4", "2.7", "3", "11"}
ADDRESS = re.compile(r"https?://[^\s;)]+")


def shown_in(path: Path) -> list[str]:
    """The names of examples that the tests of a file are run for."""
    return [
        argument.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "shows"
        for argument in mark.args
        if isinstance(argument, ast.Constant)
    ]


def test_every_example_is_shown_by_a_test() -> None:
    shown = [name for path in HERE.glob("test_*.py") for name in shown_in(path)]
    assert set(EXAMPLES) == set(shown)


def numbers_are_text(value: object) -> bool:
    if isinstance(value, dict):
        return all(numbers_are_text(v) for v in value.values())
    if isinstance(value, list):
        return all(numbers_are_text(v) for v in value)
    return value is None or isinstance(value, str | bool)


def test_no_number_passes_through_a_binary_float() -> None:
    assert all(numbers_are_text([e.inputs, e.expected]) for e in EXAMPLES.values())
    assert not numbers_are_text({"weight": [20]})


def with_text_keys(value: object) -> object:
    if isinstance(value, dict):
        return {str(k): with_text_keys(v) for k, v in value.items()}
    return [with_text_keys(v) for v in value] if isinstance(value, list) else value


@cache
def reference() -> dict[str, dict]:
    """The examples of the reference as they are written, numbers as text."""
    yaml = pytest.importorskip("yaml")
    if not REFERENCE.is_file():
        pytest.skip("the reference of rules is not beside this checkout")

    class AsWritten(yaml.SafeLoader):
        pass

    for kind in ("int", "float", "timestamp"):
        tag = f"tag:yaml.org,2002:{kind}"
        AsWritten.add_constructor(tag, lambda loader, node: node.value)
    read = yaml.load(REFERENCE.read_text("utf-8"), AsWritten)
    return {one["name"]: with_text_keys(one) for one in read["examples"]}


def meant_to_be_carried(one: dict) -> bool:
    return (
        one["section"] in SECTIONS
        or one["name"].startswith(("efficacy_basic_", "ties_"))
        or one["method"] == "largest_remainder"
    )


def test_what_is_carried_is_what_was_asked_for() -> None:
    names = {name for name, one in reference().items() if meant_to_be_carried(one)}
    assert names == set(EXAMPLES)


def test_the_figures_agree_with_the_reference() -> None:
    facts = ("name", "method", "section", "inputs", "expected", "status")
    for name, there in reference().items():
        if here := EXAMPLES.get(name):
            assert {f: there[f] for f in facts} == {f: getattr(here, f) for f in facts}
            addresses = set(ADDRESS.findall(there["source"]))
            assert addresses <= set(ADDRESS.findall(here.source)), name
