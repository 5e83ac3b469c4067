"""No regular expression of the package can run away on a stranger's bytes: linted in every source file."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_parse as parser

sre_parse: Any = parser

PACKAGE = Path(__file__).parents[2] / "src" / "grutto"
CALLS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
GREEDY = {"MAX_REPEAT", "MIN_REPEAT"}
KEEPS = {"ATOMIC_GROUP", "POSSESSIVE_REPEAT"}
"""Repetitions that give back what they have matched, and parts that do not."""


def patterns(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield line and text of each regular expression that a file passes to `re` as it stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        called = node.func if isinstance(node, ast.Call) and node.args else None
        if isinstance(node, ast.Call) and isinstance(called, ast.Attribute) and called.attr in CALLS:
            of_re = isinstance(called.value, ast.Name) and called.value.id == "re"
            if of_re and isinstance(node.args[0], ast.Constant):
                yield node.lineno, node.args[0].value


def _parts(found: Any) -> Iterator[tuple[str, Any]]:
    """Yield the name and arguments of each part of a parsed expression, at any depth."""
    for operation, argument in found:
        yield str(operation), argument
        for inner in _inside(argument) if str(operation) not in KEEPS else ():
            yield from _parts(inner)


def _inside(argument: Any) -> Iterator[Any]:
    if isinstance(argument, sre_parse.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for one in argument:
            yield from _inside(one)


def runs_away(pattern: str | bytes) -> bool:
    """Tell whether a repetition without end holds another one, and both give back what they have matched."""
    for name, argument in _parts(sre_parse.parse(pattern)):
        if name in GREEDY and argument[1] is sre_parse.MAXREPEAT:
            inner = _parts(argument[2])
            if any(n in GREEDY and a[1] is sre_parse.MAXREPEAT for n, a in inner):
                return True
    return False


def searches_again(pattern: str | bytes) -> bool:
    """Tell whether an expression looks ahead without end from each place that it may begin at: quadratic time."""
    parts = list(sre_parse.parse(pattern))
    if not parts or str(parts[0][0]) == "AT":
        return False
    endless = (a for n, a in parts if str(n) in GREEDY and a[1] is sre_parse.MAXREPEAT)
    return any(str(a[2][0][0]) == "ANY" for a in endless)


@pytest.mark.parametrize("pattern", [r"(a+)+b", rb"(?:\s|<!--.*?-->)*<", r"(\w*,)*x"])
def test_the_lint_finds_what_runs_away(pattern: str | bytes) -> None:
    assert runs_away(pattern)


@pytest.mark.parametrize("pattern", [r"(?>a+)+b", r"a+b+", rb"(?>\s|<!--.*?-->)*+<", r"(a{1,3})+"])
def test_the_lint_leaves_what_does_not(pattern: str | bytes) -> None:
    assert not runs_away(pattern)


def test_the_lint_finds_what_searches_again() -> None:
    assert searches_again(rb"(?s)<!--.*?-->")
    assert not searches_again(r"^a.*b")


def test_no_expression_runs_away() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line} {pattern!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, pattern in patterns(path)
        if runs_away(pattern)
    ]
    assert found == []


def test_no_expression_on_bytes_searches_again() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line} {pattern!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, pattern in patterns(path)
        if isinstance(pattern, bytes) and searches_again(pattern)
    ]
    assert found == []
