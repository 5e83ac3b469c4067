"""Tests mirror the source: `src/grutto/a/b.py` has `tests/a/test_b.py`; the list of those without only shrinks."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src"
LIST = TESTS / "unmirrored.txt"


def _does_something(path: Path) -> bool:
    """Tell whether a module has a function, be it in a class."""
    tree = ast.parse(path.read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(tree))


def _mirror(path: Path) -> Path:
    """Return the test of a module; that of a package is named after it."""
    inside = path.relative_to(SOURCE / "grutto" if path.is_relative_to(SOURCE / "grutto") else SOURCE)
    if path.stem == "__init__":
        return TESTS / inside.parent / f"test_{inside.parent.name or 'grutto'}.py"
    return TESTS / inside.parent / f"test_{path.stem}.py"


def unmirrored() -> set[str]:
    """Return the modules without a test of their own, from `src`."""
    modules = [path for path in SOURCE.glob("grutto*/**/*.py") if "migrations" not in path.parts]
    return {m.relative_to(SOURCE).as_posix() for m in modules if not _mirror(m).exists() and _does_something(m)}


def test_new_modules_have_tests_and_the_list_only_shrinks() -> None:
    listed, found = set(LIST.read_text("utf-8").split()), unmirrored()
    assert not found - listed, "write a test for each, at its place: tests/a/test_b.py for src/grutto/a/b.py"
    assert not listed - found, f"these have a test now, or are no more: take them out of {LIST.name}"
