"""What real publishers write: understood where it can be, told each time, and never turned into nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from iati_samples import wrapped

from grutto.store.home import Home

if TYPE_CHECKING:
    from conftest import Command


def paid(value: str, attributes: str = 'currency="EUR"', day: str = "2020-01-01") -> str:
    return (
        f'<transaction><transaction-type code=" 3 "/><transaction-date iso-date="{day}"/>'
        f'<value value-date="2020-01-01" {attributes}>{value}</value></transaction>'
    )


FILE = wrapped(
    '<iati-activity xml:lang="fr" default-currency="USD" humanitarian="TRUE" hierarchy="1.0">'
    "<iati-identifier> A-1\n</iati-identifier><title><narrative>T</narrative>"
    '<narrative xml:lang="en">E</narrative></title>'
    '<activity-date type="2" iso-date="2020-01-01Z"/><activity-date type="1" iso-date="2020-01-01T10:00:00+02:00"/>'
    '<activity-date type="4" iso-date="2020-1-1"/>'
    + paid("1.0E7", "")
    + paid(" 1,234.50 ", day="2020-01-01+01:00")
    + paid("1 234 567.89")
    + paid("1.234,56")
    + paid("€ 500")
    + paid("0.1234567")
    + "</iati-activity>"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder of this file, which is only read."""
    return Home(tmp_path_factory.mktemp("lenient") / "home")


@pytest.fixture(scope="module")
def imported(grutto: Command, home: Home) -> str:
    """What an import of the file tells."""
    path = home.path.parent / "a.xml"
    path.write_text(FILE, "utf-8")
    answer = grutto("import", path, "--home", home.path)
    assert answer.code == 0
    return answer.err


def read(home: Home, table: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = pq.read_table(home.releases / home.current() / "tables" / table).to_pylist()
    return [tuple(None if row[c] is None else str(row[c]) for c in columns) for row in rows]


def test_values_are_read_or_unknown_and_defaults_inherited(home: Home, imported: str) -> None:
    assert read(home, "transaction", "value", "currency", "humanitarian", "transaction_type") == [
        ("10000000.000000", "USD", "True", "3"),
        ("1234.500000", "EUR", "True", "3"),
        ("1234567.890000", "EUR", "True", "3"),
        (None, "EUR", "True", "3"),
        (None, "EUR", "True", "3"),
        ("0.123457", "EUR", "True", "3"),
    ]
    dates = [("2", "2020-01-01"), ("1", "2020-01-01"), ("4", None)]
    assert read(home, "activity_date", "type", "iso_date") == dates
    assert read(home, "activity", "iati_identifier", "humanitarian", "hierarchy", "title") == [
        ("A-1", "True", "1", "T")
    ]
    assert read(home, "narrative", "language", "text") == [("fr", "T"), ("en", "E")]
    kept = {value for kind, value in read(home, "extension", "kind", "value") if kind == "unread"}
    assert kept == {"2020-1-1", "1.234,56", "€ 500", "2020-01-01Z", "2020-01-01+01:00", "0.1234567",
                    "2020-01-01T10:00:00+02:00"}  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        "Error: This is not a date: “2020-1-1”",
        "This is not a number: ",
        "Commas in this number were read as thousands: “1,234.50”",
        "Spaces in this number were read as thousands: “1 234 567.89”",
        "Only the day of this moment was read: “2020-01-01T10:00:00+02:00”",
        "The time zone of this date was left out",
        "Spaces around this were left out: “3”",
        "This is written with capitals: “TRUE”",
        "This number is written with a power of ten: “1.0E7”",
        "This whole number is written with decimals: “1.0”",
        "This number was rounded to 6 decimals: “0.1234567”",
        "White space around this identifier was left out: “A-1”",
    ],
)
def test_each_leniency_is_told(imported: str, told: str) -> None:
    assert told in imported
