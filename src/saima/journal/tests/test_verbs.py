"""Whatever a deed keeps is read in words: its verb, and the name of every detail."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import saima
from saima.core.workflow import Step
from saima.journal.verbs import (
    ABOUT_WORDS,
    DETAIL_WORDS,
    VERB_WORDS,
    detail_words,
    verb_words,
)

SOURCE = Path(saima.__file__).parent
VERB = re.compile(r"[a-z]+\.[a-z_]+")
ABOUT = re.compile(r'f"([a-z]+\.[a-z]+):\{')
DEEDS = ("Deed(", "account_deed(")
OF_FILES = {"django", "saima", "people", "submissions", "plans", "races", "journal"}


def recording() -> Iterator[ast.Module]:
    """The modules that write into the journal."""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        written = any(name in text for name in DEEDS)
        if written and "tests" not in path.parts and path.name != "models.py":
            yield ast.parse(text)


def verbs_in(module: ast.Module) -> set[str]:
    """The verbs that a module names; those of steps are put together."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = VERB.fullmatch(node.value)
            if named and node.value.partition(".")[0] not in OF_FILES:
                found.add(node.value)
        if isinstance(node, ast.JoinedStr) and "'submission.'" in ast.dump(node):
            found |= {f"submission.{step}" for step in Step}
        if called(node).endswith("Deed") and isinstance(node.args[0], ast.Constant):
            found.add(str(node.args[0].value))
    return found


def called(node: ast.AST) -> str:
    """The name of what is called, if anything is."""
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return node.func.id if is_call else ""


def keys_in(module: ast.Module) -> set[str]:
    """The names under which a module keeps anything of a deed."""
    dicts: list[ast.AST] = []
    for node in ast.walk(module):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Name) and t.id == "details" for t in targets):
                dicts.append(node.value or node)
        if isinstance(node, ast.FunctionDef) and node.name.endswith("details"):
            dicts += [n.value for n in ast.walk(node) if isinstance(n, ast.Return)]
        if called(node).endswith(("Deed", "record")):
            dicts += [*node.args, *(k.value for k in node.keywords)]
    whole = [one for one in dicts if isinstance(one, ast.Dict)]
    # Also what stands in it only now and then: {"a": 1, **({"b": 2} if known else {})}.
    at_times = [
        v
        for one in whole
        for k, v in zip(one.keys, one.values, strict=True)
        if k is None
    ]
    parts = [part for one in at_times for part in ast.walk(one)]
    literal = [*whole, *(part for part in parts if isinstance(part, ast.Dict))]
    keys = [key for one in literal for key in one.keys if isinstance(key, ast.Constant)]
    return {str(key.value) for key in keys}


def test_every_verb_has_its_words_and_no_words_are_left_over() -> None:
    said = {verb for module in recording() for verb in verbs_in(module)}
    assert (set(), set()) == (said - set(VERB_WORDS), set(VERB_WORDS) - said)


def test_every_detail_has_its_words_and_no_words_are_left_over() -> None:
    kept = {key for module in recording() for key in keys_in(module)}
    assert (set(), set()) == (kept - set(DETAIL_WORDS), set(DETAIL_WORDS) - kept)


def test_whatever_a_deed_is_about_has_its_words() -> None:
    paths = [p for p in SOURCE.rglob("*.py") if "tests" not in p.parts]
    text = "".join(path.read_text("utf-8") for path in paths)
    told = set(ABOUT.findall(text))
    assert (set(), set()) == (told - set(ABOUT_WORDS), set(ABOUT_WORDS) - told)


def test_what_has_no_words_would_be_seen() -> None:
    """The control: each way in which a module may name a verb or a detail."""
    module = ast.parse(
        'details = {"a": 1}\n'
        'record(Deed("x.y", by, about, 1, {"b": 2}))\n'
        '_record("x.z", by, {"c": 3})\n'
        'Deed(f"submission.{step}", by, details={"d": 4}); Deed("begun", by)\n'
        'def _details(): return {"e": 5, **({"g": 7} if known else {})}\n'
        'about = f"people.unit:{1}"; other = {"f": 6}'
    )
    assert {"a", "b", "c", "d", "e", "g"} == keys_in(module)
    assert {"x.y", "x.z", "begun"} == verbs_in(module) - {
        f"submission.{step}" for step in Step
    }
    assert "submission.reopen" in verbs_in(module)
    assert "new.verb" == str(verb_words("new.verb"))
    assert "new" == str(detail_words("new"))
