"""A part of a file: what is left out stays as it was, and two versions of the standard do not mix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree
from small_iati import activity, document

from grutto.errors import InputError
from grutto.tables.part import part, reporters

if TYPE_CHECKING:
    from pathlib import Path


def _titles(content: bytes) -> dict[str, str]:
    root = etree.fromstring(content)
    return {a.findtext("iati-identifier", ""): a.findtext("title/narrative", "") for a in root}


def _file(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_what_is_left_out_stays_as_it_was(tmp_path: Path) -> None:
    """A changed, B gone, C new and D new: with A, B and D left out, the old A, the old B and C are there."""
    new_a = activity("A").replace("<narrative>A<", "<narrative>other<")
    before = _file(tmp_path / "before.xml", document(activity("A"), activity("B")))
    new = _file(tmp_path / "new.xml", document(new_a, activity("C"), activity("D")))
    assert _titles(part(new, before, {"A", "B", "D"})) == {"C": "C", "A": "A", "B": "B"}
    assert _titles(part(new, before, {"B"})) == {"A": "other", "C": "C", "D": "D", "B": "B"}
    assert part(new, before, set()) == new.read_bytes()
    assert _titles(part(new, None, {"A"})) == {"C": "C", "D": "D"}


def test_made_again_from_the_same_files_it_is_the_same(tmp_path: Path) -> None:
    before = _file(tmp_path / "before.xml", document(activity("A"), activity("B")))
    new = _file(tmp_path / "new.xml", document(activity("C")))
    assert part(new, before, {"A"}) == part(new, before, {"A"})


def test_versions_do_not_mix(tmp_path: Path) -> None:
    before = _file(tmp_path / "before.xml", document(activity("A")).replace("2.03", "1.05"))
    new = _file(tmp_path / "new.xml", document(activity("B")))
    with pytest.raises(InputError, match="another version"):
        part(new, before, {"A"})


def test_who_reports_each_activity(tmp_path: Path) -> None:
    nobody = "<iati-activity><iati-identifier> C </iati-identifier></iati-activity>"
    file = _file(tmp_path / "a.xml", document(activity("A", org="X-1"), activity("A", org="X-2"), nobody))
    assert reporters(file) == {"A": {"X-1", "X-2"}, "C": {""}}
