"""Names say what a thing is: see docs/names.md."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPAQUE = re.compile(r"(^|_)(told|tellers?|tells|papers?|litter|shelf|shelves|voices|mend|mended|mending)(_|$)")
"""Words that are part of no name."""
ALONE = re.compile(r"^_*(asked|given|kept|made|said|shown|tell)$")
"""Words that are no name by themselves: “kept_edition” says what was kept, “kept” does not."""
PARTICIPLE = re.compile(
    r"^_*([A-Z][a-z]+ed|Found|Given|Held|Kept|Known|Lasting|Lost|Made|Said|Seen|Shown|Standing|Taken|Written)$"
)
"""Names that no class has: a class is what a thing is."""
OF_PEOPLE = re.compile(r"(?<![a-z])judg(?:e|ed|es|ing)(?![a-z])", re.IGNORECASE)
"""A word for what people do; machines check, compare and verify."""
BY_PEOPLE = {
    "README.md": 1, "docs/names.md": 1, "docs/how-to/make-pdf-and-word.md": 1, "src/grutto/model/judgement.py": 1,
    "src/grutto/reports/sections/method.py": 1, "src/grutto_web/work/judgements/subjects.py": 1,
    "src/grutto_web/cases/returns/forms.py": 1,
}  # fmt: skip
"""Where people do it, and how often."""
OF_TASKS = re.compile(r"^_*tell_")
STORED = {("grutto_web/work/judgements/models.py", "made")}
"""Names that the database has."""

Module = tuple[str, ast.Module]


@pytest.fixture(scope="module")
def modules(project: Path) -> list[Module]:
    source = project / "src"
    paths = (path for path in sorted(source.rglob("*.py")) if "migrations" not in path.parts)
    return [(path.relative_to(source).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths]


def declared(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the names of functions, classes, arguments, variables and attributes, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name


def wrong(path: str, tree: ast.Module) -> Iterator[str]:
    """Yield each name that says nothing, with its place."""
    for line, name in set(declared(tree)):
        alone = ALONE.search(name) and (path, name) not in STORED
        if OPAQUE.search(name.lower()) or alone or OF_TASKS.search(name) or PARTICIPLE.search(name):
            yield f"{path}:{line} {name}"


def test_names_say_what_a_thing_is(modules: list[Module]) -> None:
    found = [name for path, tree in modules for name in wrong(path, tree)]
    assert sorted(found) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("def told_years() -> None: ...", "told_years"),
        ("def money(papers: int) -> None: ...", "papers"),
        ("class Release:\n    shown: str", "shown"),
        ("def money(self) -> None:\n    self._kept = 1", "_kept"),
        ("told, other = 1, 2", "told"),
        ("class Counted: ...", "Counted"),
        ("PAPERS = ()", "PAPERS"),
        ("def money() -> None:\n    shown = 1", "shown"),
        ("def money() -> None:\n    with open('a') as kept: ...", "kept"),
        ("rows = [said for said in ()]", "said"),
        ("by_size = lambda given: 1", "given"),
        ("try: ...\nexcept OSError as made: ...", "made"),
        ("match 1:\n    case int() as asked: ...", "asked"),
    ],
)
def test_a_name_that_says_nothing_is_found(line: str, name: str) -> None:
    assert [place.rpartition(" ")[2] for place in wrong("a.py", ast.parse(line))] == [name]
    assert list(wrong("a.py", ast.parse("def kept_edition(reported_years: int) -> int: ..."))) == []


def test_machines_do_not_judge(project: Path) -> None:
    texts = [project / "README.md", *(project / "docs").rglob("*.md")]
    texts += [path for kind in ("py", "sql", "toml", "html", "md") for path in (project / "src").rglob(f"*.{kind}")]
    found = {
        path.relative_to(project).as_posix(): number
        for path in texts
        if (number := len(OF_PEOPLE.findall(path.read_text("utf-8"))))
    }
    assert found == BY_PEOPLE


def shared(modules: list[Module]) -> dict[str, list[str]]:
    """Return the names that classes of several modules have, but acts, models and what the API describes."""
    places = defaultdict(list)
    for path, tree in modules:
        if path.startswith("grutto_web/public/api/") or path.endswith("/models.py"):
            continue
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                bases = [base for base in node.bases if isinstance(base, ast.Subscript)]
                if not any(isinstance(base.value, ast.Name) and base.value.id == "Act" for base in bases):
                    places[node.name].append(path)
    return {name: found for name, found in places.items() if len(found) > 1}


def test_a_class_name_has_one_meaning(modules: list[Module]) -> None:
    assert shared(modules) == {}
    twice = [("a.py", ast.parse("class Bounds: ...")), ("b.py", ast.parse("class Bounds: ..."))]
    assert shared(twice) == {"Bounds": ["a.py", "b.py"]}
