"""Activities or organisations of a release as one IATI 2.03 file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from grutto.checks import Standard, check_file, standard_of
from grutto.errors import InputError, UnknownNameError
from grutto.message import Message, msg
from grutto.readers.iati import FLAVOURS
from grutto.readers.values import READ
from grutto.store.files import fill_folder, folder_aside
from grutto.store.parquet import read_rows
from grutto.tables import tables_of
from grutto.writers.iati import IatiWriter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from grutto.model.finding import Finding
    from grutto.model.table import Column
    from grutto.readers.iati import Flavour
    from grutto.store.home import Home

PART = 500
"""Records written at a time, with all that belongs to them in memory."""

Where = list[tuple[str, str]]
"""Column (of the records, or `table.column`) and a value; several values of one column are alternatives."""


@dataclass(frozen=True, slots=True)
class Export:
    """What was written.

    Args:
        records: how many.
        findings: what was left out because the standard has no place for it, or what it requires and is missing.
    """

    records: int
    findings: tuple[Finding, ...]


def export_iati(
    home: Home,
    release: str,
    stream: IO[bytes],
    identifiers: Collection[str] = (),
    where: Where | None = None,
    reader: str = "iati",
) -> Export:
    """Write records of a release in the order of their identifiers; of one in several files, the copy that counts.

    Args:
        home: the data folder.
        release: id of the release.
        stream: takes the file.
        identifiers: which records; all if none is named.
        where: what a record or one of its rows must have.
        reader: `iati` for activities, `iati_organisation` for organisations.

    Raises:
        UnknownNameError: no record has one of these identifiers; there is no such table or column.
        InputError: no record has all that is asked for, or a value is not of its column's type.
    """
    flavour = FLAVOURS[reader]
    rows = selected(home, release, identifiers, where, reader)
    writer = IatiWriter(tables_of(reader))
    root = writer.root(rows, set(rows[flavour.table]["snapshot"].to_pylist()))
    return Export(writer.write_parts(root, _parts(rows, flavour, _key(flavour)), stream), tuple(writer.findings))


def export_file(
    home: Home,
    release: str,
    output: Path,
    identifiers: Collection[str] = (),
    where: Where | None = None,
    reader: str = "iati",
) -> Export:
    """Write records of a release to a file, which is there as a whole or not at all; see `export_iati`.

    What the schema of 2.03 does not allow in it is told too: its sources do not give that.
    """
    with folder_aside(output.parent) as folder:
        aside = folder / output.name
        with aside.open("wb") as stream:
            export = export_iati(home, release, stream, identifiers, where, reader)
        schemas = Standard(standard_of(home).schemas)
        faults = check_file(aside, schemas, tables_of("iati")).findings
        fill_folder(folder, output.parent)
    return replace(export, findings=(*export.findings, *(f for f in faults if f.code.startswith("schema."))))


def selected(
    home: Home, release: str, identifiers: Collection[str] = (), where: Where | None = None, reader: str = "iati"
) -> dict[str, pa.Table]:
    """Return the rows of some records by table, in the order of their identifiers; see `export_iati`."""
    flavour = FLAVOURS[reader]
    folder, key = home.releases / release / "tables", _key(flavour)
    records = _chosen(folder, flavour, list(identifiers), where or [], f"release {release}")
    names = records[key].combine_chunks()
    return {name: _belonging(folder / name, flavour, key, names) for name in tables_of(reader)} | {
        flavour.table: records
    }


def reported(home: Home, release: str) -> tuple[dict[str, str], frozenset[str]]:
    """Return which file reports each activity of a release, and the identifiers of the organisations that report."""
    folder = home.releases / release / "tables"
    names = dict(_places(read_rows(folder / "file", ["snapshot", "name"]), "name"))
    rows = read_rows(folder / "portfolio", ["iati_identifier", "snapshot", "reporting_org"])
    files = {identifier: names[snapshot] for snapshot, identifier in _places(rows, "iati_identifier")}
    return files, frozenset(org for org in rows["reporting_org"].to_pylist() if org)


def _key(flavour: Flavour) -> str:
    """Return the column that names a record."""
    return tables_of(flavour.reader)[flavour.table].column[1].name


def _chosen(folder: Path, flavour: Flavour, identifiers: list[str], where: Where, release: str) -> pa.Table:
    """Return the records asked for, in the order of their identifiers."""
    key = _key(flavour)
    records = _counted(read_rows(folder / flavour.table), folder, flavour).sort_by(key)
    if identifiers:
        records = records.filter(pc.is_in(records[key], pa.array(identifiers, pa.string())))
        missing = sorted(set(identifiers) - set(records[key].to_pylist()))
        if missing:
            raise UnknownNameError(
                "There is no {noun} {missing}", where=release, noun=Message(flavour.noun), missing=", ".join(missing)
            )
    for column in dict.fromkeys(name for name, _ in where):
        having = _having(folder, flavour, column, [text for name, text in where if name == column])
        records = _records_at(records, key, having)
    if not records.num_rows:
        raise InputError(
            msg("No {noun} has all that is asked for") if where else msg("There is no {noun} to write"),
            where=release,
            repair="ask for less, or import a file that has one",
            noun=Message(flavour.noun),
        )
    return records


def _places(rows: pa.Table, column: str) -> Iterator[tuple[str, str]]:
    return zip(rows["snapshot"].to_pylist(), rows[column].to_pylist(), strict=True)


def _records_at(records: pa.Table, column: str, places: set[tuple[str, str]]) -> pa.Table:
    return records.filter(pa.array([place in places for place in _places(records, column)], pa.bool_()))


def _counted(records: pa.Table, folder: Path, flavour: Flavour) -> pa.Table:
    """Return each record once: of activities the copy that counts, of organisations the one changed last."""
    if flavour.table == "activity":
        counted = set(_places(read_rows(folder / "portfolio", columns=["snapshot", "locator"]), "locator"))
    else:
        last = [(_key(flavour), "ascending"), ("last_updated_datetime", "descending"), ("snapshot", "ascending")]
        rows = records.sort_by(last).select([_key(flavour), "snapshot", "locator"]).to_pylist()
        first = {row[_key(flavour)]: row for row in reversed(rows)}
        counted = {(row["snapshot"], row["locator"]) for row in first.values()}
    return _records_at(records, "locator", counted)


def _having(folder: Path, flavour: Flavour, name: str, texts: list[str]) -> set[tuple[str, str]]:
    """Return snapshot and identifier of the records of which a row has one of these values in a column."""
    table, _, column = name.rpartition(".")
    table = table or flavour.table
    declared = _column(flavour, table, column)
    values = pa.array(
        [_value(declared, name, text) for text in texts], pq.read_schema(_file(folder / table)).field(column).type
    )
    rows = read_rows(folder / table, columns=["snapshot", _key(flavour), column])
    return set(_places(rows.filter(pc.is_in(rows[column], values)), _key(flavour)))


def _file(folder: Path) -> Path:
    return next(iter(sorted(folder.glob("*.parquet"))))


def _column(flavour: Flavour, table: str, column: str) -> Column:
    tables = tables_of(flavour.reader)
    if table not in tables:
        raise UnknownNameError(
            "There is no table “{table}” of this kind", repair="one of: {tables}", table=table, tables=", ".join(tables)
        )
    columns = {c.name: c for c in tables[table].column}
    if column not in columns:
        raise UnknownNameError(
            "The table “{table}” has no column “{column}”",
            repair="one of: {columns}; or TABLE.COLUMN",
            table=table,
            column=column,
            columns=", ".join(columns),
        )
    return columns[column]


def _value(column: Column, name: str, text: str) -> object:
    value, remark = READ[column.type](text)
    if value is None and remark is not None:
        raise InputError(
            "{remark}: “{text}”", where=f"{name}={text}", repair=remark[2], remark=Message(remark[1]), text=text
        )
    return value


def _belonging(path: Path, flavour: Flavour, key: str, names: pa.Array) -> pa.Table:
    """Return the rows of some records in the order of identifiers, and those of files."""
    rows = read_rows(path)
    if path.name == flavour.file:
        return rows
    own = rows.filter(pc.is_in(rows[key], names)).sort_by(key)
    return pa.concat_tables([own, rows.filter(pc.is_null(rows[key]))]) if path.name == flavour.extension else own


def _parts(rows: dict[str, pa.Table], flavour: Flavour, key: str) -> Iterator[dict[str, pa.Table]]:
    """Yield some records at a time with the rows that belong to them; all are in the order of identifiers."""
    records = rows[flavour.table]
    for start in range(0, records.num_rows, PART):
        part = records.slice(start, PART)
        first, last = part[key][0].as_py(), part[key][-1].as_py()
        yield {name: _between(table, key, first, last) for name, table in rows.items() if name != flavour.file} | {
            flavour.table: part
        }


def _between(rows: pa.Table, key: str, first: str, last: str) -> pa.Table:
    names, named = rows[key], rows.num_rows - rows[key].null_count
    start = bisect_left(range(named), first, key=lambda i: names[i].as_py())
    return rows.slice(start, bisect_right(range(named), last, key=lambda i: names[i].as_py()) - start)
