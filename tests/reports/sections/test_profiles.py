"""Migration profiles within a report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_report import PROGRAMME, plain, said

from grutto.errors import DeclarationError
from grutto.reports.sections.profiles import section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_one_part_a_country_in_the_order_of_the_framework(context_of: ContextMaker) -> None:
    found = section(context_of(framework=replace(PROGRAMME, country="NLD", profiles=("SOM", "AFG"))))
    assert [(p.anchor, plain(p.title)) for p in found.parts] == [
        ("profile-som-all", "Somalia"),
        ("profile-afg-all", "Afghanistan"),
    ]
    inner = [part.anchor for profile in found.parts for part in profile.parts]
    assert inner
    assert len(set(inner)) == len(inner), "a link leads to one place"
    assert said(found) == ["Official statistics of the countries of origin, up to 2010."]


def test_in_dutch(context_of: ContextMaker) -> None:
    found = section(context_of(framework=replace(PROGRAMME, country="NLD", profiles=("SOM",))))
    assert plain(found.title, "nl") == "Migratieprofielen"
    assert plain(found.parts[0].title, "nl") == "Somalië"


@pytest.mark.parametrize(("country", "profiles"), [("", ("SOM",)), ("NLD", ())])
def test_a_framework_that_names_no_country_is_refused(
    context_of: ContextMaker, country: str, profiles: tuple[str, ...]
) -> None:
    with pytest.raises(DeclarationError, match="needs to know which countries") as caught:
        section(context_of(framework=replace(PROGRAMME, country=country, profiles=profiles)))
    assert "test" in caught.value.where
