"""What an extra holds is what the package declares, and whatever needs its libraries says so first."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grutto.errors import ExtraError
from grutto.extras import EXTRAS, installed, required

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[1] / "src"
DECLARED: dict[str, list[str]] = tomllib.loads((SOURCE.parent / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
LIBRARIES = {name for names in EXTRAS.values() for name in names}
DISTRIBUTIONS = {
    name: {_.lower().replace("_", "-") for _ in found} for name, found in metadata.packages_distributions().items()
}


def declared(extra: str) -> set[str]:
    """Return the distributions of an extra, and of those that it holds."""
    found: set[str] = set()
    for line in DECLARED[extra]:
        own = re.fullmatch(r"grutto\[(.+)\]", line)
        found |= set.union(*map(declared, own[1].split(","))) if own else {re.split(r"[\[>=<]", line)[0]}
    return found


def used(tree: ast.AST) -> Iterator[str]:
    """Yield the libraries of extras that a module loads, now or later, but for its types."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for other in node.orelse:
                yield from used(other)
        elif isinstance(node, ast.Import):
            yield from (name for one in node.names if (name := one.name.partition(".")[0]) in LIBRARIES)
        elif isinstance(node, ast.ImportFrom) and (name := (node.module or "").partition(".")[0]) in LIBRARIES:
            yield name
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "lazily":
            yield from {ast.literal_eval(node.args[0])} & LIBRARIES
        else:
            yield from used(node)


def requires(path: Path) -> set[str]:
    """Return the libraries that a module, or a package that it is in, requires first."""
    rooms = [path, *(folder / "__init__.py" for folder in path.parents if folder.is_relative_to(SOURCE / "grutto"))]
    text = "\n".join(room.read_text("utf-8") for room in rooms)
    return {name for extra in re.findall(r'required\("(\w+)"\)', text) for name in EXTRAS[extra]}


def test_the_extras_are_those_of_the_package() -> None:
    assert EXTRAS.keys() == DECLARED.keys()


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_has_the_libraries_that_it_declares(extra: str) -> None:
    found = [DISTRIBUTIONS[name] & declared(extra) for name in EXTRAS[extra]]
    assert all(len(one) == 1 for one in found)
    assert set.union(*found) == declared(extra)


def test_what_needs_a_library_of_an_extra_requires_the_extra_first() -> None:
    found = {path: set(used(ast.parse(path.read_text("utf-8")))) for path in (SOURCE / "grutto").rglob("*.py")}
    assert sum(map(bool, found.values())) > 50
    assert {path: lacking for path, names in found.items() if (lacking := names - requires(path))} == {}


def test_the_web_application_loads_what_its_extra_has() -> None:
    paths = (SOURCE / "grutto_web").rglob("*.py")
    found = {path: set(used(ast.parse(path.read_text("utf-8")))) - set(EXTRAS["web"]) for path in paths}
    assert {path: lacking for path, lacking in found.items() if lacking} == {}


def test_a_missing_extra_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    required("seal")
    monkeypatch.setitem(EXTRAS, "seal", ("rfc8785", "no_such_library"))
    assert not installed("seal")
    with pytest.raises(ExtraError) as told:
        required("seal")
    assert "“seal”" in told.value.what
    assert told.value.command == "pip install 'grutto[seal]'"
