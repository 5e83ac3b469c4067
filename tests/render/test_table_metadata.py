"""Metadata of tables: numbers are numbers, and what stands in place of one is told to be no value."""

from __future__ import annotations

import json
from decimal import Decimal

from grutto.render.csv_files import WorkbookSheet, csv_files


def test_each_table_has_metadata_beside_it() -> None:
    """Types of columns, what is unknown, the language, and the note."""
    rows: list[list[Decimal | str]] = [["+ Ghana", Decimal("1.50")], ["Mali", "unknown"], ["Togo", Decimal(-2)]]
    found = csv_files([WorkbookSheet("money-1", "Money", ["Country", "EUR"], rows, "Fictional")], "en")
    assert list(found) == ["tables/money-1.csv", "tables/money-1.csv-metadata.json"]
    told = json.loads(found["tables/money-1.csv-metadata.json"])
    assert told["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert (told["url"], told["dc:title"]) == ("money-1.csv", "Money")
    assert told["tableSchema"]["columns"] == [
        {"name": "column_1", "titles": "Country", "datatype": "string"},
        {"name": "column_2", "titles": "EUR", "datatype": "decimal", "null": ["unknown"]},
        {"name": "note", "titles": "note", "datatype": "string"},
    ]
    head = found["tables/money-1.csv"].decode().splitlines()[0].split(",")
    assert head == [column["titles"] for column in told["tableSchema"]["columns"]]
