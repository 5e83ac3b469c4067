"""The tutorial page is run as it stands."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "scenarios-estimation.md"


def test_every_block_of_the_tutorial_runs() -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = [
        (text[: found.start()].count("\n") + 2, found[1]) for found in re.finditer(r"```python\n(.*?)```", text, re.S)
    ]
    assert len(blocks) > 10
    names: dict[str, object] = {}
    for line, code in blocks:
        # Blank lines before the code make errors point at the line of the page.
        exec(compile("\n" * (line - 1) + code, str(PAGE), "exec"), names)  # noqa: S102 - our own page
