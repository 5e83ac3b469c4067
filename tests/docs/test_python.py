"""The page on the library does what it shows: its examples are run in the order of the page, and compared."""

from __future__ import annotations

import doctest
import re
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def failures(page: str) -> tuple[int, int, str]:
    """Return how many examples of a page failed, how many there are, and what was printed instead."""
    printed: list[str] = []
    examples = doctest.DocTestParser().get_doctest("\n".join(BLOCK.findall(page)), {}, "page", None, 0)
    found = doctest.DocTestRunner(optionflags=OPTIONS).run(examples, out=printed.append)
    return found.failed, found.attempted, "".join(printed)


def test_the_page_does_what_it_shows(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(project / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    failed, attempted, printed = failures((project / "docs" / "python.md").read_text("utf-8"))
    assert failed == 0, printed
    assert attempted > 20


@pytest.mark.parametrize("example", [">>> 1 + 1\n3\n", ">>> 1 / 0\n", ">>> 1\n"])
def test_a_page_that_shows_something_else_fails(example: str) -> None:
    assert failures(f"```pycon\n{example}```\n")[0] == 1
