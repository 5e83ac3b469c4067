"""The spreadsheet of small publishers, empty and filled; what stands in its cells is tested with the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.checks import check_template, read_standard
from grutto.errors import InputError
from grutto.locale import ENGLISH
from grutto.tables import tables_of
from grutto.tables.template import fill_template, write_template

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.store.home import Home


@pytest.mark.parametrize("name", ["t.xlsx", "t"])
def test_an_empty_template_and_a_filled_one(nl_home: Home, tmp_path: Path, name: str) -> None:
    standard, empty, filled = read_standard(), tmp_path / f"empty-{name}", tmp_path / name
    write_template(empty, standard, ENGLISH)
    with pytest.raises(InputError, match="holds no activity"):
        check_template(empty, tmp_path / "a.xml", standard, tables_of("iati"))
    written = fill_template(
        nl_home, nl_home.current(), filled, standard, ENGLISH, ["XM-DAC-7-nl2010-circular-migration"]
    )
    report = check_template(filled, tmp_path / "a.xml", standard, tables_of("iati"))
    assert written.records == report.activities == 1


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="something of this name already"):
        write_template(tmp_path, read_standard(), ENGLISH)
    assert list(tmp_path.iterdir()) == []
