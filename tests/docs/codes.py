"""The codes of findings that the sources can give, collected from their syntax."""

import ast
from collections.abc import Iterator
from pathlib import Path

# Which argument of a call is the code.
CALLS = {
    "error": 0,
    "question": 0,
    "note": 0,
    "lacking": 0,
    "wrong_item": 0,
    "refuse": 0,
    "forgive": 0,
    "RefusalError": 0,
    "_others": 1,
    "_refusal": 2,
}


def codes_in(source: str) -> set[str]:
    """Every code that a call names; one that is put together ends in a star."""
    return {
        code
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and (at := CALLS.get(_name(node))) is not None
        for code in _codes(node.args[at : at + 1])
    }


def codes_below(folder: Path) -> set[str]:
    """Every code in the sources of a folder, its tests left out."""
    sources = [p for p in folder.rglob("*.py") if "tests" not in p.parts]
    return {code for path in sources for code in codes_in(path.read_text("utf-8"))}


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _codes(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
        elif isinstance(argument, ast.JoinedStr):
            first = argument.values[0]
            yield f"{first.value}*" if isinstance(first, ast.Constant) else "*"
