"""What all levels of the fictional programme spent, added up from its XML with lxml, `csv` and `Decimal` alone."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from grutto.frameworks import load
from grutto.measures.session import open_release
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session

EXAMPLE = Path(__file__).parents[2] / "examples" / "fictional"
YEAR = 2020
MICRO = Decimal("0.000001")
type Sums = dict[tuple[int, str], Decimal]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    spec = importlib.util.spec_from_file_location("generate", EXAMPLE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["generate"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written: list[Path] = module.write(tmp_path_factory.mktemp("again") / "files")
    return written


@pytest.fixture(scope="module")
def session(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = Home(tmp_path_factory.mktemp("again-home"))
    take_in(home, incoming_files(files))
    with open_release(home, load(str(EXAMPLE / "fictional"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def counted(files: list[Path]) -> Sums:
    """Disbursements and expenditure in euros by year and country; shares that add up to 140 % are rescaled."""
    (table,) = [path for path in files if path.suffix == ".csv"]
    rates = {row["Date"]: row for row in csv.DictReader(table.read_text("utf-8").splitlines())}
    sums: Sums = defaultdict(Decimal)
    for path in files:
        for activity in etree.parse(str(path)).getroot().iterfind("iati-activity") if path.suffix == ".xml" else ():
            for paid in activity.iterfind("transaction"):
                year = int(_of(paid, "transaction-date").get("iso-date", "")[:4])
                euros = _euros(_of(paid, "value"), activity.get("default-currency", ""), rates)
                if _of(paid, "transaction-type").get("code") in {"3", "4"} and year and euros is not None:
                    for country, share in _shares(paid) or _shares(activity):
                        sums[year, country] += euros * share
    return sums


def _of(element: etree._Element, tag: str) -> etree._Element:
    child = element.find(tag)
    assert child is not None
    return child


def _shares(element: etree._Element) -> list[tuple[str, Decimal]]:
    found = [(e.get("code", ""), Decimal(e.get("percentage", "100"))) for e in element.iterfind("recipient-country")]
    return [(code, share / sum(part for _, part in found)) for code, share in found]


def _euros(value: etree._Element, default: str, rates: dict[str, dict[str, str]]) -> Decimal | None:
    """Convert at the last rate at most seven days before the value date; none if there is none."""
    currency, amount = value.get("currency", default), Decimal(value.text or "")
    if currency == "EUR":
        return amount
    day = date.fromisoformat(value.get("value-date", ""))
    near = (rates.get(str(day - timedelta(days=n)), {}).get(currency) for n in range(8))
    rate = next((r for r in near if r and r != "N/A"), None)
    return (amount / Decimal(rate)).quantize(MICRO, ROUND_HALF_UP) if rate else None


def test_every_year_agrees_to_the_millionth(session: Session, counted: Sums) -> None:
    for year in range(2015, YEAR + 1):
        own = sum(amount for (at, _), amount in counted.items() if at == year)
        assert session.book.measure("spent_gross", year=year).value == own.quantize(MICRO, ROUND_HALF_UP)


def test_every_country_agrees(session: Session, counted: Sums) -> None:
    """Parts of an amount are whole millionths that add up to it: a sum over rows differs by some of them."""
    found = {str(at["country"]): f.value for at, f in session.book.breakdown("spent_gross", "country", year=YEAR)}
    own = {country: amount for (year, country), amount in counted.items() if year == YEAR}
    assert found.keys() == own.keys()
    for country, amount in own.items():
        assert abs((found[country] or 0) - amount) < Decimal("0.0001"), country
