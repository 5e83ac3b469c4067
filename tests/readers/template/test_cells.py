"""Cells of a filled template, before anything is read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError
from grutto.readers.template.cells import read_grids

if TYPE_CHECKING:
    from pathlib import Path


def test_a_character_that_xml_does_not_allow_is_told_with_its_cell(tmp_path: Path) -> None:
    (tmp_path / "activity.csv").write_text("title,name\ngood\t,two\nbad,o\x1bne\n")
    with pytest.raises(InputError, match=r"does not allow: U\+001B") as error:
        read_grids(tmp_path)
    assert str(error.value.where).endswith("activity!B3")
