"""Averages of prices of sending money, against those that the World Bank publishes."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from quote_samples import quotes

from grutto.measures.remittances import average, averages_by, weighted_average
from grutto.measures.session import open_release
from grutto.model.figure import Statement
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from grutto.measures.book import Book
    from grutto.measures.session import Session
    from grutto.model.figure import Figure


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The seven quarters that are public."""
    home = Home(tmp_path_factory.mktemp("quotes"))
    report = take_in(home, incoming_files([shared / "rpw" / "rpw_legacy_7_quarters.csv.gz"]))
    assert not report.refused
    with open_release(home, in_memory=True) as session:
        yield session


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def period(written: str) -> str:
    return f"{written[:4]}-Q{written[5]}"


def test_every_average_of_a_corridor_that_is_published(real: Session, shared: Path) -> None:
    ours = averages_by(real.book, "corridor")
    published = {
        (row["corridor"], period(row["period"])): Decimal(row["published_avg"])
        for row in lines(shared / "rpw" / "databank_corridor_averages.csv")
    }
    covered = [key for key in ours if key in published]
    assert len(covered) == len(ours) == 1504
    wrong = [
        (k, ours[k][0].value, published[k])
        for k in covered
        if abs(_value(ours[k][0]) - published[k]) > Decimal("0.001")
    ]
    assert wrong == []


def _value(figure: Figure) -> Decimal:
    assert figure.value is not None
    return figure.value


CONDITIONS = {"sending_country": "source_code", "receiving_country": "destination_code"}


def test_published_averages_of_countries_and_the_world(real: Session, shared: Path) -> None:
    """All within their rounding, and that of the quotes, but one: it was revised after it was published."""
    beyond = {}
    for row in lines(shared / "rpw" / "published_averages.csv"):
        kind, _, country = row["metric"].partition(":")
        where = {CONDITIONS[kind]: country[:3]} if country else {"worldwide": True}
        figure = average(real.book, period(row["period"]), **where)
        assert _value(figure) == pytest.approx(Decimal(row["calc"]), abs=Decimal("0.00006")), row
        services = real.book.measure("remittance_services", time_period=period(row["period"]), tier=200, **where)
        assert services.value == int(row["n"])
        published = Decimal(row["published"])
        # Each total in the quotes is rounded to two decimals, so a mean of them is known to 0.005 at best.
        half = max(Decimal("0.005"), Decimal(1).scaleb(int(published.as_tuple().exponent)) / 2)
        if abs(_value(figure) - published) > half + Decimal("0.00006"):
            beyond[row["metric"], row["period"]] = _value(figure) - published
    assert {key: round(by, 2) for key, by in beyond.items()} == {("global_average", "2013_2Q"): Decimal("-0.03")}


def test_the_golden_corridor(real: Session) -> None:
    figure = average(real.book, "2014-Q1", corridor="NLDMAR")
    assert figure.value == Decimal("8.471818")
    services = real.book.figures["remittance_services.corridor-NLDMAR.tier-200.time_period-2014-Q1"]
    assert (services.value, services.unit) == (Decimal(11), "quote")


REGIONS = ("EAS", "ECS", "LCN", "MEA", "SAS", "SSF")
REVISED = {
    ("EAS", "2013-Q2"): "-0.01", ("ECS", "2013-Q1"): "-0.16", ("ECS", "2013-Q2"): "-0.31", ("LCN", "2013-Q2"): "-0.02",
    ("LCN", "2013-Q3"): "0.02", ("SSF", "2013-Q1"): "-0.03", ("SSF", "2013-Q2"): "-0.02", ("SSF", "2014-Q1"): "0.04",
    ("WLD", "2013-Q2"): "-0.03",
}  # fmt: skip
"""Cells that the public quotes do not give, and by how much: docs/remittances.md tells why."""


def test_published_averages_of_regions(real: Session, shared: Path) -> None:
    """World Bank, Atlas of Sustainable Development Goals: 19 of the 28 cells that the quotes cover are the same."""
    same, other = set(), {}
    for row in lines(shared / "rpw" / "regional_average_2013Q1_2017Q4_wb_atlas.csv"):
        where = {"destination_region": row["iso3c"]} if row["iso3c"] in REGIONS else {"worldwide": True}
        for quarter in ("2013-Q1", "2013-Q2", "2013-Q3", "2014-Q1"):
            published = Decimal(row[f"{quarter[5:]} {quarter[:4]}"])
            value = _value(average(real.book, quarter, **where))
            if round(value, 2) == published:
                same.add((row["iso3c"], quarter))
            else:
                other[row["iso3c"], quarter] = round(value - published, 2)
    assert other == {key: Decimal(by) for key, by in REVISED.items()}
    assert len(same) == 19


PRINTED_2011 = {
    "WLD": "9.30", "EAS": "9.80", "ECS": "8.68", "LCN": "7.68", "MEA": "8.15", "SAS": "6.15", "SSF": "12.41",
}  # fmt: skip
"""Remittance Prices Worldwide, issue 3, November 2011: the third quarter, printed while it was collected."""


def test_averages_as_printed_in_2011(real: Session) -> None:
    """Six of seven, Europe without senders in Russia; East Asia was printed as 9.80 and is 9.85 in the quotes."""
    ours = {}
    for region in PRINTED_2011:
        where = {"worldwide": True} if region == "WLD" else {"worldwide": True, "destination_region": region}
        ours[region] = round(_value(average(real.book, "2011-Q3", **where)), 2)
    assert ours == {region: Decimal(value) for region, value in PRINTED_2011.items()} | {"EAS": Decimal("9.85")}


def test_the_real_rows_of_2025(shared: Path, tmp_path: Path) -> None:
    """East Africa in the layout of now: each corridor is the mean of its rows; what is not told enters none."""
    path = shared / "rpw" / "eastafrica_2025_3Q_modern_rows.csv"
    home = Home(tmp_path / "home")
    assert not take_in(home, incoming_files([path])).refused
    told: dict[str, list[Decimal]] = {}
    for row in lines(path):
        if row["transparent"].casefold() == "yes":
            told.setdefault(row["corridor"], []).append(Decimal(row["cc1 total cost %"]))
    with open_release(home, in_memory=True) as session:
        ours = averages_by(session.book, "corridor")
    means = {(corridor, "2025-Q3"): round(sum(costs) / len(costs), 6) for corridor, costs in told.items()}
    assert {key: figure.value for key, (figure, _) in ours.items()} == means
    assert {key: services.value for key, (_, services) in ours.items()} == {
        (c, "2025-Q3"): len(v) for c, v in told.items()
    }


def test_the_published_prices_of_2025_from_the_netherlands(shared: Path) -> None:
    """To the Dominican Republic: the public prices, each as often as it was asked, give the published average."""
    rows = lines(shared / "rpw" / "nld_2025_3Q_quotes_usd200.csv")
    (published,) = [r for r in lines(shared / "rpw" / "nld_corridor_avg_2024_2025.csv") if r["corridor"] == "NLDDOM"]
    number = sum(int(row["n"]) for row in rows)
    assert number == int(published["quotes_2025_3Q"])
    mean = sum(Decimal(row["total"]) * int(row["n"]) for row in rows) / number
    assert round(mean, 2) == Decimal(published["avg_2025_3Q"])
    assert min(Decimal(row["total"]) for row in rows) == Decimal(published["min_2025_3Q"])


def test_smart_is_the_mean_of_the_three_cheapest_that_count(tmp_path: Path) -> None:
    costs = [("A", "3.57", "0"), ("B", "4.57", "1"), ("C", "6.57", "3"), ("D", "8.57", "5")]
    rows = [{"firm": f, "cc1 lcu fee": "5", "cc1 fx margin": m, "cc1 total cost %": c} for f, c, m in costs]
    rows[1] |= {"speed actual": "6 days or more"}
    few = {"destination_code": "SUR", "corridor": "NLDSUR"}
    with _release(tmp_path, [*rows, rows[0] | few, rows[2] | few]) as session:
        figure = average(session.book, "2014-Q1", smart=True, corridor="NLDMAR")
        assert figure.value == Decimal("6.236667"), "(3.57 + 6.57 + 8.57) ÷ 3: B takes too long"
        none = average(session.book, "2014-Q1", smart=True, corridor="NLDSUR")
        assert none.value is None
        assert none.reasons == (("few-services", 1),)


def test_a_weighted_average_and_the_indices(tmp_path: Path) -> None:
    online = {"product": "Online service", "pick-up method": "Bank account", "sending location": "On-line"}
    rows = [
        {"cc1 lcu fee": "0", "cc1 fx margin": "4", "cc1 total cost %": "4"},
        {
            "cc1 lcu fee": "0",
            "cc1 fx margin": "10",
            "cc1 total cost %": "10",
            "destination_code": "SUR",
            "corridor": "NLDSUR",
        },
        {"cc1 lcu fee": "0", "cc1 fx margin": "1", "cc1 total cost %": "1", "firm": "B", "firm_type": "Bank"}
        | online
        | {"product": "Account to account"},
        {"cc1 lcu fee": "0", "cc1 fx margin": "2", "cc1 total cost %": "2", "source_code": "RUS", "corridor": "RUSMAR"},
    ]
    with _release(tmp_path, rows) as session:
        book = session.book
        assert average(book, "2014-Q1", worldwide=True).value == Decimal(5), "(4 + 10 + 1) ÷ 3: Russia stands apart"
        assert average(book, "2014-Q1", international=True).value == Decimal("5.333333"), "Western Union is everywhere"
        assert average(book, "2014-Q1", digital=True).value == Decimal(1), "bank account to bank account, on-line"
        flows = {c: _flow(book, c, n) for c, n in (("NLDMAR", 300), ("NLDSUR", 100))}
        assert weighted_average(book, "2014-Q1", flows).value == Decimal("4.375"), "(2.5 × 300 + 10 × 100) ÷ 400"


def _flow(book: Book, corridor: str, amount: int) -> Figure:
    statement = Statement("made up", date(2014, 1, 1), "")
    return book.state(f"flow.{corridor}", Decimal(amount), "USD", statement, period=None)


def test_the_latest_file_of_a_corridor_counts_alone(tmp_path: Path) -> None:
    first = {"cc1 lcu fee": "0", "cc1 fx margin": "4", "cc1 total cost %": "4"}
    later = {"cc1 lcu fee": "0", "cc1 fx margin": "6", "cc1 total cost %": "6"}
    home = Home(tmp_path / "home")
    take_in(home, incoming_files([quotes(tmp_path / "z.csv", [first])]))
    again = take_in(home, incoming_files([tmp_path / "z.csv"]))
    assert again.files[0].outcome == "unchanged"
    take_in(home, incoming_files([quotes(tmp_path / "a.csv", [later])]))
    with open_release(home) as session:
        assert average(session.book, "2014-Q1", corridor="NLDMAR").value == Decimal(6)


def _release(folder: Path, rows: list[dict[str, str]]) -> AbstractContextManager[Session]:
    home = Home(folder / "home")
    report = take_in(home, incoming_files([quotes(folder / "quotes.csv", rows)]))
    assert not report.refused, report.refused
    return open_release(home)
