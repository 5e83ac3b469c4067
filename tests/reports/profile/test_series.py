"""Sums over countries say of which countries they are, unless their data flow tells the world."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from grutto.codelists import areas
from grutto.content.wording import text_of
from grutto.locale import ENGLISH
from grutto.measures.session import open_release
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.indicator_data import figures_of, indicator_data, period_of
from grutto.reports.profile.indicators import CHAPTERS
from grutto.reports.profile.series import places, series, sum_of_few
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        asked = ProfileContext(session, ("AFG",), "NLD", 2010)
        assert sum_of_few(asked, "refugees", {"counterpart": "AFG"}) == few
        (refugees,) = [one for chapter in CHAPTERS for one in chapter.indicators if one.anchor == "refugees"]
        (one,) = indicator_data(asked, refugees).known
    assert text_of(one.name, ENGLISH).startswith("Afghanistan")
    assert ("Netherlands" in text_of(one.name, ENGLISH)) == bool(few)
    assert [figure.value for figure in figures_of(one)] == [5]


def asked_of(folder: Path, observer: str, *files: Path) -> Iterator[ProfileContext]:
    """Take files in, and open what is asked about Ukraine."""
    home = Home(folder / "home")
    assert not take_in(home, incoming_files(list(files))).refused
    with open_release(home) as session:
        yield ProfileContext(session, ("UKR",), observer, 2024)


PROTECTED = """\
DATAFLOW,LAST UPDATE,freq,unit,citizen,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS
ESTAT:MIGR_ASYTPSM(1.0),,M,PER,UA,T,TOTAL,NL,2023-11,111000,,
ESTAT:MIGR_ASYTPSM(1.0),,M,PER,UA,T,TOTAL,NL,2023-12,112000,,
ESTAT:MIGR_ASYTPSM(1.0),,M,PER,UA,T,TOTAL,NL,2024-06,118000,,
"""
"""Made up."""


def test_a_year_of_a_monthly_stock_is_its_last_month_by_name(tmp_path: Path) -> None:
    (tmp_path / "protected.csv").write_text(PROTECTED, "utf-8")
    for asked in asked_of(tmp_path, "NLD", tmp_path / "protected.csv"):
        points = series(asked, "temporary_protection", places(asked, "origin_there", "UKR"))
        said = [(year, figure.value, text_of((period_of(figure),), ENGLISH)) for year, figure in points]
        short = text_of((period_of(points[0][1], short=True),), ENGLISH)
    assert said == [
        (2023, Decimal(112000), "December\N{NO-BREAK SPACE}2023"),
        (2024, Decimal(118000), "June\N{NO-BREAK SPACE}2024"),
    ]
    assert short == "Dec\N{NO-BREAK SPACE}2023"


def test_where_no_country_is_told_the_publishers_own_total_is_the_series(tmp_path: Path) -> None:
    """The workbook by origin says how many live abroad, and not where."""
    path = tmp_path / "stock.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Table of contents").write("B1", "International Migrant Stock 2024: Origin")
        table = book.add_worksheet("Table 1")
        table.write_row(0, 0, ["Index", "Region", "Location code", 1990, 2020, 2024])
        table.write_row(1, 0, [1, "Ukraine", 804, 5, 60, 90])
    for asked in asked_of(tmp_path, "NLD", path):
        points = series(asked, "migrant_stock", places(asked, "origin", "UKR"))
        there = series(asked, "migrant_stock", places(asked, "origin_there", "UKR"))
    assert [(year, figure.value) for year, figure in points] == [(2020, Decimal(60)), (2024, Decimal(90))]
    assert not there
