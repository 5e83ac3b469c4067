"""The page for newcomers names places that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def text(project: Path) -> str:
    return (project / "docs" / "architecture.md").read_text("utf-8")


def test_every_place_named_exists(project: Path, text: str) -> None:
    named = re.findall(r"`((?:src|tests|docs)/[^`]+)`", text)
    assert len(named) > 30
    assert [place for place in named if not (project / place).exists()] == []


def test_every_room_has_its_sentence(project: Path, text: str) -> None:
    rooms = [path.name for path in (project / "src" / "grutto").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`src/grutto/{room}`" not in text] == []
