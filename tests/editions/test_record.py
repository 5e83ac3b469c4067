"""The record of an edition, and how an edition and a figure of it are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.editions.record import FILE, figure_named, read_record, report_folder
from grutto.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.store.home import Home


def test_a_figure_is_named_by_its_number_or_its_id(nl_home: Home, nl_report: Path) -> None:
    edition = read_record(str(nl_report), nl_home)
    third = edition.figures[2]
    assert figure_named(edition.figures, "3") == figure_named(edition.figures, third.id) == third
    for name in ("0", str(len(edition.figures) + 1), third.id[:-1]):
        with pytest.raises(UnknownNameError) as refused:
            figure_named(edition.figures, name)
    assert third.id in refused.value.repair


def test_a_report_is_named_by_its_folder_or_its_record(nl_home: Home, nl_report: Path) -> None:
    assert report_folder(str(nl_report)) == report_folder(str(nl_report / FILE)) == nl_report
    assert report_folder(read_record(str(nl_report), nl_home).id) is None
    assert report_folder("") is None
