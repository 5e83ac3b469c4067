"""The page on security names files and tests that are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ROW = re.compile(r"^\| (\d+\.?\d*)[^|]*\| (.*) \| (.*) \|$", re.MULTILINE)


def test_what_it_names_is_there(project: Path) -> None:
    rows = ROW.findall((project / "docs" / "security.md").read_text("utf-8"))
    assert {int(number.partition(".")[0]) for number, _, _ in rows} == set(range(1, 18))
    for section, where, tested in rows:
        for name in re.findall(r"`([\w/]+\.(?:py|csv))`", where):
            places = (project / "src" / "grutto_web" / name, project / name, project / "tests" / "grutto_web" / name)
            assert any(place.exists() for place in places), (section, name)
        for name in re.findall(r"`([\w/]+(?:\.py)?)`", tested):
            tests = (project / "tests" / "grutto_web" / name, project / name)
            assert any(place.exists() for place in tests), (section, name)
