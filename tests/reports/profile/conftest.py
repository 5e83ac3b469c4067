"""Real statistics at hand, written in the shapes in which their publishers give them, and imported once."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from babel import Locale

from grutto.codelists import areas
from grutto.store.home import Home
from grutto.tables.intake import IncomingFile, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(__file__).parents[4] / "shared"
MIGRATION = SHARED / "data/migration"
RPW = SHARED / "data/rpw"
UNHCR = SHARED / "data/api-samples/unhcr"
SIX = ("AFG", "SLE", "SDN", "BIH", "GEO", "ETH")
"""The countries of the temporary return of experts."""

HDX = {
    "population": "HDX_EndYearPopulationTotals.csv",
    "asylum-applications": "HDX_AsylumApplications.csv",
    "asylum-decisions": "HDX_AsylumDecisions.csv",
    "demographics": "HDX_Demographics.csv",
    "solutions": "HDX_Solutions.csv",
}


def lines(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(MIGRATION / name, "rt", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def stock_workbook(path: Path) -> None:
    """Write the bilateral stock of six countries of origin as the workbook of the Population Division."""
    stock: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for row in lines("un_stock_2020_bilateral.csv.gz"):
        if row["birth"] in SIX:
            stock[row["residence"], row["birth"]][int(row["year"])] = int(row["stock"])
    years = sorted({year for values in stock.values() for year in values})
    place = "Region, development group, country or area of "
    heads: list[Any] = ["Index", f"{place}destination", "Notes of destination", "Location code of destination"]
    heads += ["Type of data of destination", f"{place}origin", "Location code of origin", *years]
    rows: list[list[Any]] = [["United Nations"], ["Population Division"], [], heads]
    for number, ((residence, birth), values) in enumerate(sorted(stock.items()), start=1):
        codes = [int(areas()[c].m49) for c in (residence, birth)]
        rows.append([number, residence, "", codes[0], "", birth, codes[1], *(values.get(y, "..") for y in years)])
    workbook(path, "Table 1", rows)


def remittance_workbook(path: Path) -> None:
    """Write what six countries receive as the matrix of the World Bank."""
    names = {code: Locale.parse("en").territories.get(area.iso2, code) for code, area in areas().items()}
    sent: dict[str, dict[str, float]] = defaultdict(dict)
    for row in lines("wb_bilateral_remittances_2021.csv.gz"):
        if row["receiving"] in SIX and row["sending"] in areas():
            sent[row["sending"]][row["receiving"]] = float(row["usd_million_2021"])
    head = "Remittance-receiving country (across) - Remittance-sending country (down)"
    rows: list[list[Any]] = [["Bilateral Remittance Estimates for 2021"], [head, *(names[c] for c in SIX)]]
    rows += [[names[s], *(values.get(c, "..") for c in SIX)] for s, values in sorted(sent.items())]
    workbook(path, "Bilateral_2021", rows)


def workbook(path: Path, sheet: str, rows: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)


def prospects(path: Path) -> None:
    """Write population and net migration of six countries as the Population Division's CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["SortOrder", "LocID", "ISO3_code", "Variant", "Time", "TPopulation1July", "NetMigrations"])
        numbers = {str(int(areas()[c].m49)) for c in SIX}  # the codes of three letters in this file are partly others
        for row in lines("wpp2024_totals.csv.gz"):
            if row["country_code"] in numbers and int(row["year"]) <= 2023:
                out.writerow(
                    [0, row["country_code"], row["iso3"], "Medium", row["year"], row["pop_mid_th"], row["netmig_th"]]
                )


def _quarter(period: str) -> str:
    """Return `2013_1Q` as DataBank writes it: `2013Q1`."""
    year, _, quarter = period.partition("_")
    return f"{year}Q{quarter[0]}"


def prices(path: Path) -> None:
    """Write the average prices of sending money, by corridor and quarter, as the World Bank's DataBank exports them."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with (RPW / "databank_corridor_averages.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            sending, receiving = row["corridor"][:3], row["corridor"][3:]
            if receiving in SIX or sending == "NLD":
                found[sending, receiving][_quarter(row["period"])] = row["published_avg"]
    heads = [
        f"{part} Countries {space}{what}"
        for part, space in (("Sending", ""), ("Receiving", " "))
        for what in ("Name", "Code")
    ]
    quarters = sorted({quarter for values in found.values() for quarter in values})
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow([*heads[:2], "Series Name", "Series Code", *heads[2:], *(f"{q} [YR{q}]" for q in quarters)])
        for (sending, receiving), values in sorted(found.items()):
            series = ["Average Total Cost to remit in corridor", "ATCR.CORR"]
            out.writerow([sending, sending, *series, receiving, receiving, *(values.get(q, "..") for q in quarters)])


@pytest.fixture(scope="session")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give a data folder with real statistics of six countries."""
    if not MIGRATION.exists():
        pytest.skip("the shared data folder is not here")
    folder = tmp_path_factory.mktemp("statistics")
    stock_workbook(folder / "stock.xlsx")
    remittance_workbook(folder / "remittances.xlsx")
    prospects(folder / "prospects.csv")
    prices(folder / "prices.csv")
    files = [
        IncomingFile(folder / "prices.csv", "test:prices", "prices.csv", "worldbank/rpw"),
        IncomingFile(folder / "stock.xlsx", "test:stock", "stock.xlsx", "undesa/migrant-stock"),
        IncomingFile(
            folder / "remittances.xlsx", "test:remittances", "remittances.xlsx", "worldbank/bilateral-remittances"
        ),
        IncomingFile(folder / "prospects.csv", "test:prospects", "prospects.csv", "undesa/population-prospects"),
        *(IncomingFile(UNHCR / name, f"test:{flow}", name, f"hdx/{flow}") for flow, name in HDX.items()),
    ]
    home = Home(folder / "home")
    report = take_in(home, files)
    assert not report.refused, report.refused
    return home
