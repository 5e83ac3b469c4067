"""Sections by the names that an outline uses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grutto.errors import DeclarationError
from grutto.reports.sections import section, section_names

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_each_name_is_a_file_with_a_section_and_a_test_beside_it(context_of: ContextMaker) -> None:
    names = section_names()
    assert {"summary", "account", "chain"} <= set(names)
    assert section("summary", context_of()).anchor == "summary"
    assert not [name for name in names if not Path(__file__).with_name(f"test_{name}.py").exists()]


@pytest.mark.parametrize("name", ["weather", "summary.section", "../summary", "", "__init__"])
def test_a_name_of_no_section_is_refused_with_those_that_there_are(context_of: ContextMaker, name: str) -> None:
    with pytest.raises(DeclarationError, match=r"There is no section(.|\n)*account, attribution"):
        section(name, context_of())
