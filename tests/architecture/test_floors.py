"""What no import contract sees: keys that point up, and a room's inside."""

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "saima"
INSIDE = {"views", "forms", "admin", "urls", "templatetags"}
GROUND = {"core", "reading", "writing", "facts"}
# Which libraries of others come in by which door, whether they are used yet or not.
DOORS = {
    "saima.reading": {
        *("yaml", "python_calamine", "docx", "lxml", "pypdfium2", "PIL", "rapidocr"),
        *("opencc", "rjieba"),
    },
    "saima.writing": {
        *("tabulate", "wcwidth", "xlsxwriter", "openpyxl", "typst", "segno"),
    },
    "saima.facts": {"numpy", "numba", "llvmlite", "pyarrow", "duckdb", "ibis"},
}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = {one["name"]: one for one in PYPROJECT["tool"]["importlinter"]["contracts"]}


class Key(NamedTuple):
    """A foreign key, by the room that has it and the room it points to."""

    room: str
    name: str
    to: str


def foreign_keys(models: Iterable[Any], rooms: Iterable[str]) -> Iterator[Key]:
    """The foreign keys of the rooms' models; a key is a string that no import shows."""
    for model in models:
        for field in model._meta.concrete_fields:
            if field.remote_field and model._meta.app_label in rooms:
                there = field.related_model._meta.app_label
                yield Key(model._meta.app_label, str(field), there)


def pointing_up(keys: Iterable[Key], rooms: list[str]) -> list[Key]:
    """The keys to a higher floor; what is no room lies below them all."""
    floor = {room: number for number, room in enumerate(rooms)}
    return [key for key in keys if floor.get(key.to, -1) > floor[key.room]]


def strays(imports: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Imports that reach inside another room."""
    return [
        (importer, imported)
        for importer, imported in imports
        if len(imported.split(".")) > 2
        and imported.split(".")[2] in INSIDE
        and imported.split(".")[1] not in importer.split(".")[1:2]
        and not importer.startswith("saima.site")
    ]


def used(graph: grimp.ImportGraph, library: str) -> bool:
    """Whether anything but a test imports it."""
    if library not in graph.modules:
        return False
    importers = graph.find_modules_that_directly_import(library)
    return any(".tests" not in importer for importer in importers)


def fake_model(room: str, to: str = "") -> Any:
    """A model with one field; a foreign key if it points somewhere."""
    related = SimpleNamespace(_meta=SimpleNamespace(app_label=to))
    field = SimpleNamespace(remote_field=bool(to), related_model=related)
    return SimpleNamespace(
        _meta=SimpleNamespace(app_label=room, concrete_fields=[field])
    )


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, with the packages of others."""
    return grimp.build_graph("saima", include_external_packages=True, cache_dir=None)


def test_foreign_keys_point_down() -> None:
    """A room refers to a room below it, never above."""
    keys = foreign_keys(apps.get_models(), settings.ROOMS)
    assert [] == pointing_up(keys, settings.ROOMS)


def test_a_foreign_key_that_points_up_is_seen() -> None:
    rooms = ["people", "races"]
    models = [
        fake_model("races", to="people"),
        fake_model("people", to="races"),
        fake_model("people", to="people"),
        fake_model("people", to="contenttypes"),
        fake_model("people"),
    ]
    (up,) = pointing_up(foreign_keys(models, rooms), rooms)
    assert ("people", "races") == (up.room, up.to)


def test_a_rooms_inside_is_its_own(graph: grimp.ImportGraph) -> None:
    """Other rooms come in by models, queries and actions only."""
    assert [] == strays(
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    )


def test_a_step_inside_another_room_is_seen() -> None:
    allowed = [
        ("saima.races.views", "saima.people.queries"),
        ("saima.races.urls", "saima.races.views"),
        ("saima.site.urls", "saima.people.views"),
    ]
    stray = ("saima.races.views", "saima.people.forms")
    assert [stray] == strays([*allowed, stray])


def test_the_core_imports_the_standard_library_only(graph: grimp.ImportGraph) -> None:
    """A package that nobody thought to forbid is none the less not there."""
    tops = {
        imported.split(".")[0]
        for importer in graph.find_descendants("saima.core")
        for imported in graph.find_modules_directly_imported_by(importer)
        if ".tests" not in importer
    }
    assert set() == tops - {"saima"} - sys.stdlib_module_names


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    """Every contract in pyproject.toml."""
    code = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"))
    assert 0 == code, capsys.readouterr().out


def test_the_rooms_are_those_with_code_in_the_order_of_the_floors() -> None:
    """Settings, folders and contracts tell of one and the same house."""
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    stack = CONTRACTS["Rooms stack in one direction"]["layers"]
    floors = [
        {name.strip(" ()") for name in layer.split("|")} for layer in reversed(stack)
    ]
    there = [floor & folders - GROUND - {"site"} for floor in floors]
    order = [
        number
        for room in settings.ROOMS
        for number, f in enumerate(floors)
        if room in f
    ]
    assert set(settings.ROOMS) == set().union(*there)
    assert sorted(order) == order


def test_every_room_is_layered_inside() -> None:
    """The contract about a room's inside names every room there is."""
    name = "Inside a room: views over forms over actions over queries over models"
    containers = CONTRACTS.get(name, {"containers": []})["containers"]
    assert [f"saima.{room}" for room in settings.ROOMS] == containers


@pytest.mark.parametrize(("door", "libraries"), DOORS.items(), ids=DOORS)
def test_a_library_in_use_is_kept_to_its_door(
    graph: grimp.ImportGraph, door: str, libraries: set[str]
) -> None:
    """The contracts can only name what is imported somewhere; none is forgotten."""
    protected = {
        library
        for contract in CONTRACTS.values()
        if contract["type"] == "protected" and contract["allowed_importers"] == [door]
        for library in contract["protected_modules"]
    }
    assert {one for one in libraries if used(graph, one)} == protected


# What the core may take of the standard library: nothing that reads a file, a clock,
# the network or the environment.
PURE = frozenset(
    [
        "__future__",
        "abc",
        "bisect",
        "calendar",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "itertools",
        "json",  # the form of an edition, which is text and no file
        "re",
        "types",
        "typing",
        "unicodedata",
        "saima",
    ]
)
CORE = ROOT / "src" / "saima" / "core"


def impure(code: str) -> set[str]:
    """What a module of the core takes that it may not: modules, and `open`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Name) and node.id in ("open", "exec", "eval"):
            found.add(node.id)
    return found - PURE


def test_the_core_takes_only_what_is_pure() -> None:
    modules = [path for path in CORE.rglob("*.py") if "tests" not in path.parts]
    assert len(modules) > 20
    assert [] == [str(path) for path in modules if impure(path.read_text("utf-8"))]
    assert {"socket", "urllib", "open"} == impure(
        "import socket, re\nfrom urllib.request import urlopen\nopen('x')"
    )


def test_only_the_loader_of_the_races_reads_folders() -> None:
    rooms = (ROOT / "src" / "saima" / "races").rglob("*.py")
    readers = [
        path.name
        for path in rooms
        if "tests" not in path.parts
        and "saima.reading.folders" in path.read_text("utf-8")
    ]
    assert ["loading.py"] == readers
