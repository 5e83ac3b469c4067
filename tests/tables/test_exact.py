"""Converting and dividing through a real build: no millionth of an amount is lost or made."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grutto.store.home import Home
from grutto.store.releases import table_path

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from conftest import Importer, Writer

MILLIONTH = Decimal("0.000001")
RATES = {"USD": Decimal("1.0867"), "GBP": Decimal("0.87915"), "JPY": Decimal("157.33"), "ISK": Decimal("152.3")}
COUNTRIES = ("AO", "IQ", "ET", "KE", "YE")
SECTORS = ("15130", "15131", "15132", "15133", "15134")
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=6)
shares = st.lists(st.integers(0, 10_000).map(lambda n: Decimal(n) / 100), max_size=5)
transactions = st.tuples(amounts, st.sampled_from(["EUR", *RATES]), shares, shares)


def _activity(number: int, amount: Decimal, currency: str, places: list[Decimal], sectors: list[Decimal]) -> str:
    """Return an activity with one disbursement; places and sectors are those of the activity."""
    countries = "".join(
        f'<recipient-country code="{code}" percentage="{share}"/>'
        for code, share in zip(COUNTRIES, places, strict=False)
    )
    codes = "".join(
        f'<sector vocabulary="1" code="{code}" percentage="{share}"/>'
        for code, share in zip(SECTORS, sectors, strict=False)
    )
    return (
        f"<iati-identifier>XM-TEST-{number}</iati-identifier>{countries}{codes}"
        '<transaction><transaction-type code="3"/><transaction-date iso-date="2024-05-02"/>'
        f'<value currency="{currency}" value-date="2024-05-02">{amount:f}</value></transaction>'
    )


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(transactions, min_size=10, max_size=40))
def test_parts_add_up_to_the_converted_whole(
    tmp_path_factory: pytest.TempPathFactory,
    imported: Importer,
    iati_file: Writer,
    values: list[tuple[Decimal, str, list[Decimal], list[Decimal]]],
) -> None:
    folder = tmp_path_factory.mktemp("exact")
    rates = folder / "rates.csv"
    rates.write_text(f"Date, {', '.join(RATES)}, \n2024-05-02, {', '.join(map(str, RATES.values()))}, \n")
    file = iati_file(folder / "a.xml", *(_activity(i, *each) for i, each in enumerate(values)))
    home = Home(folder / "home")
    assert not imported(home, file, rates).refused
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in pq.read_table(table_path(home, home.current(), "money")).to_pylist():
        found[row["iati_identifier"]].append(row)
    for number, (amount, currency, places, sectors) in enumerate(values):
        rows = found[f"XM-TEST-{number}"]
        euros = (amount / RATES.get(currency, Decimal(1))).quantize(MILLIONTH, ROUND_HALF_UP)
        assert sum(row["amount"] for row in rows) == amount
        assert sum(row["amount_eur"] for row in rows) == euros
        assert {row["source_row"] for row in rows} == {rows[0]["source_row"]}
        _check_shares(rows, amount, places, "country")
        _check_shares(rows, amount, sectors, "sector")


def _check_shares(rows: list[dict[str, Any]], amount: Decimal, shares: list[Decimal], axis: str) -> None:
    """Check that each part is its share of the amount, but for the rounding of its marks."""
    whole = sum(shares, Decimal(0))
    if not whole:
        assert {row[axis] for row in rows} == {"unspecified"}
        return
    codes = COUNTRIES if axis == "country" else SECTORS
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        parts[row[axis]] += row["amount"]
    for code, share in zip(codes, shares, strict=False):
        assert abs(parts[code] - amount * share / whole) <= MILLIONTH * 10


def test_the_rate_of_a_weekend_is_that_of_the_friday(
    tmp_path: Path, imported: Importer, iati_file: Writer, home: Home
) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("Date,USD,GBP,\n2024-05-06,9,9,\n2024-05-03,1.25,0.8,\n")
    text = _activity(1, Decimal(100), "USD", [], []).replace("2024-05-02", "2024-05-05")
    late = _activity(2, Decimal(100), "USD", [], []).replace("2024-05-02", "2024-05-14")
    early = _activity(3, Decimal(100), "USD", [], []).replace("2024-05-02", "2024-05-02")
    imported(home, iati_file(tmp_path / "a.xml", text, late, early), rates)
    rows = pq.read_table(table_path(home, home.current(), "money")).to_pylist()
    found = {r["iati_identifier"]: (r["amount_eur"], r["unknown_because"]) for r in rows}
    assert found["XM-TEST-1"] == (Decimal(80), None)
    assert found["XM-TEST-2"] == (None, "rate-too-old|currency=USD")
    assert found["XM-TEST-3"] == (None, "no-rate|currency=USD")
