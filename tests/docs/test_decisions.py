"""Each decision says what would change it, and is in the index."""

from __future__ import annotations

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_says_what_would_change_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(f"# {int(path.stem[:4])}. ")
    assert "\n**What would change it.**" in text
    assert f"decisions/{path.name}" in (DOCS / "README.md").read_text("utf-8")
