"""Paths stand for files, which are checked with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.checks import Checker, Standard, check_paths, exit_code
from grutto.errors import InputError
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_stands_for_its_files_which_knows_files_among_each_other(
    tmp_path: Path, valid: str, small: Standard
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_text(valid, "utf-8")
    other = valid.replace("XM-DAC-1-A", "XM-DAC-1-B").replace(
        "</iati-activity>", '<related-activity type="1" ref="XM-DAC-1-A"/></iati-activity>'
    )
    (tmp_path / "in" / "b.XML").write_text(other, "utf-8")
    (tmp_path / "in" / "c.xml").write_text(valid, "utf-8")
    reports = check_paths([tmp_path / "in"], Checker(small, tables_of("iati")))
    files = {report.file: report.counts for report in reports}
    assert set(files) == {"a.xml", "b.XML", "c.xml"}
    assert "identifier.claimed-twice" in files["c.xml"]
    assert "identifier.claimed-twice" not in files["b.XML"]
    assert not any(name.startswith("reference.") for name in files["b.XML"])
    assert exit_code(reports) == 1


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no XML or zip file"):
        check_paths([tmp_path], Checker(Standard(), tables_of("iati")))
