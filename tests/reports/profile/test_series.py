"""Sums over countries say of which countries they are, unless their data flow tells the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.codelists import areas
from grutto.content.blocks import Label
from grutto.locale import language_named
from grutto.measures.session import open_release
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.indicator_data import figures_of, indicator_data
from grutto.reports.profile.indicators import CHAPTERS
from grutto.reports.profile.series import sum_of_few
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Year,Country of origin (ISO),Country of asylum (ISO),Refugees under UNHCR's mandate"
WORLD = [code for code, area in areas().items() if area.kind == "country" and not (area.since or area.until)][:40]


@pytest.mark.parametrize(
    ("others", "few"), [([], ["NLD"]), ([f"2010,IRQ,{code},5" for code in WORLD if code != "NLD"], [])]
)
def test_a_sum_of_few_countries_names_them(tmp_path: Path, others: list[str], few: list[str]) -> None:
    """Of 5 Afghan refugees in the Netherlands alone no sum over all countries is made."""
    (tmp_path / "population.csv").write_text("\n".join([HEAD, "2010,AFG,NLD,5", *others, ""]), "utf-8")
    home = Home(tmp_path / "home")
    take_in(home, incoming_files([tmp_path / "population.csv"]))
    with open_release(home) as session:
        asked = ProfileContext(session, ("AFG",), "NLD", 2010, language_named("en"))
        assert sum_of_few(asked, "refugees", {"counterpart": "AFG"}) == few
        (refugees,) = [one for chapter in CHAPTERS for one in chapter.indicators if one.anchor == "refugees"]
        (one,) = indicator_data(asked, refugees).known
    assert "".join(part.text for part in one.name if isinstance(part, Label)).startswith("Afghanistan")
    assert ("Netherlands" in str(one.name)) == bool(few)
    assert [figure.value for figure in figures_of(one)] == [5]
