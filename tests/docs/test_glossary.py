"""The glossary has every public class of the core and every model, and no others."""

import ast
import re
from pathlib import Path

from django.apps import apps
from tests.docs.pages import DOCS, ROOT

CORE = ROOT / "src" / "saima" / "core"
ROW = re.compile(r"^\|[^|]*\|([^|]*)\|[^|]*\|$", re.MULTILINE)
NAME = re.compile(r"`([A-Z]\w*)`")


def in_glossary(text: str) -> set[str]:
    """The names of classes in the middle column."""
    return {name for cell in ROW.findall(text) for name in NAME.findall(cell)}


def classes_in(source: str) -> set[str]:
    """The public classes that a module defines."""
    body = ast.parse(source).body
    classes = {node.name for node in body if isinstance(node, ast.ClassDef)}
    return {name for name in classes if not name.startswith("_")}


def classes_of_core() -> set[str]:
    """The public classes of all modules of the core."""
    modules = [p for p in CORE.rglob("*.py") if "tests" not in p.parts]
    return {name for path in modules for name in classes_in(path.read_text("utf-8"))}


def models() -> set[str]:
    """The names of Saima's own models."""
    own = [m for m in apps.get_models() if m.__module__.startswith("saima.")]
    return {model.__name__ for model in own}


def test_every_class_and_model_is_in_the_glossary_and_no_other() -> None:
    named = in_glossary(Path(DOCS / "glossary.md").read_text("utf-8"))
    known = classes_of_core() | models()
    assert (set(), set()) == (known - named, named - known)


def test_a_class_that_is_missing_is_found() -> None:
    """A positive control: a made-up class, and one that is named in a meaning only."""
    assert {"Invented"} == classes_in("class Invented: ...\nclass _Own: ...")
    assert {"Race"} == in_glossary("| 赛马 | `Race`, `race` | runs with `Invented` |\n")
    assert "Race" in classes_of_core()
