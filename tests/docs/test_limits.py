"""The table of limits names, for each, a test that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_each_limit_names_the_test_that_keeps_it(project: Path) -> None:
    lines = [line for line in (project / "docs/limits.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
    assert len(rows) > 30
    for what, bound, told, named in rows:
        assert all((what, bound, told)), what
        path, _, name = named.partition("::")
        assert f"def {name}(" in (project / "tests" / path).read_text("utf-8"), named
