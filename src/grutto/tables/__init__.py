"""The tables of a release: declared one TOML a table, filled by readers or derived by SQL."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from grutto.model.table import Column, ReleaseTable
from grutto.store.codec import CodecPlace, decode, read_toml

FOLDER = Path(__file__).parent

SNAPSHOT = Column("snapshot", "code", "sha256 of the source file that holds the row.")
LOCATOR = Column("locator", "text", "Place of the row in that file: XPath, or line and column.")
IDENTIFIER = Column("iati_identifier", "identifier", "The activity, by its IATI identifier.")
ORGANISATION = Column("organisation_identifier", "identifier", "The organisation, by its IATI identifier.")
PARENT = Column("parent", "text", "Locator of the row that this row belongs to.")

EXTRACTED = ("iati", "iati_organisation", "common")
"""Folders of the tables that readers fill."""

COMMON = {
    "iati": (SNAPSHOT, IDENTIFIER, PARENT, LOCATOR),
    "iati_organisation": (SNAPSHOT, ORGANISATION, PARENT, LOCATOR),
    "csv": (SNAPSHOT, LOCATOR),
    "statistics": (SNAPSHOT, LOCATOR),
    "quotes": (SNAPSHOT, LOCATOR),
    "any": (SNAPSHOT, LOCATOR),
    "release": (),
    "": (),
}
"""Columns that every table of a reader has, before its own."""


@cache
def extracted_tables() -> dict[str, ReleaseTable]:
    """Return the tables that readers fill, by name."""
    paths = sorted(path for folder in EXTRACTED for path in FOLDER.glob(f"{folder}/*.toml"))
    return {path.stem: _table(path) for path in paths}


def tables_of(reader: str) -> dict[str, ReleaseTable]:
    """Return the tables that one reader fills, by name."""
    return {name: table for name, table in extracted_tables().items() if table.reader == reader}


@cache
def derived_tables() -> dict[str, ReleaseTable]:
    """Return the tables that SQL derives from others, by name, each after those it reads."""
    tables = {path.stem: _table(path) for path in sorted(FOLDER.glob("derived/*.toml"))}
    order = TopologicalSorter({name: sorted(set(t.depends) & set(tables)) for name, t in tables.items()})
    return {name: tables[name] for name in order.static_order()}


def all_tables() -> dict[str, ReleaseTable]:
    """Return every table of a release, by name."""
    return extracted_tables() | derived_tables()


def derivation(name: str) -> str:
    """Return the SQL that derives a table, or the definitions that all of them share (`prelude`)."""
    return (FOLDER / "derived" / f"{name}.sql").read_text("utf-8")


@cache
def shared_columns() -> dict[str, dict[str, Any]]:
    """Return what columns are that several tables have, by the name that tables use, or that of `like`."""
    return read_toml(FOLDER / "columns.toml")


def _shared(column: dict[str, Any]) -> dict[str, Any]:
    """Return a column with what it shares with others."""
    own = {key: value for key, value in column.items() if key != "like"}
    return shared_columns().get(column.get("like", column.get("name", "")), {}) | own


def _table(path: Path) -> ReleaseTable:
    """Return a table; what it does not say of a column is taken from those that are shared."""
    content = read_toml(path)
    columns = [c if "type" in c else _shared(c) for c in content.get("column", ())]
    place = CodecPlace(path, "")
    table: ReleaseTable = decode(content | {"name": path.stem, "column": columns}, ReleaseTable, place)
    return replace(table, column=(*COMMON[table.reader], *table.column))
