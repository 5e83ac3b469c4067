"""Writing the catalogue of a release: the same tables give the same rows in the same order."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

from grutto.catalogue import facts as rows_of
from grutto.catalogue.facts import CatalogueTables, plain
from grutto.catalogue.flows import ALL_YEARS, FLOWS, ONCE, SEVERAL_LEVELS, TOGETHER, totals, with_rows
from grutto.catalogue.lines import activity_lines
from grutto.catalogue.search_texts import search_texts
from grutto.model.figure import Condition, Selection
from grutto.store.parquet import read_lines, row_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grutto.catalogue.flows import CountryFlow, Totals
    from grutto.model.snapshot import Snapshot
    from grutto.store.engine import Engine

SCHEMA = Path(__file__).with_name("schema.sql")
IDENTIFIER = "iati_identifier"
COPIED = ("text", "part", "share", "place", "document", "related", "link", "payment", "result")
OWNERS = (
    ("release", ""),
    ("country", "country"),
    ("sector", "sector"),
    ("reports", "portfolio.reporting_org"),
    ("pays", "provider_org"),
    ("receives", "receiver_org"),
)
"""Whose money is added up over activities: the owner in the table `money`, and the column it is told by."""


def write_catalogue(
    engine: Engine, folder: Path, snapshots: tuple[Snapshot, ...], original: Callable[[str], Path], path: Path
) -> None:
    """Write the catalogue of a release.

    Args:
        engine: with the tables of the release.
        folder: of these tables.
        snapshots: the lock of the release.
        original: from the sha256 of a source file to its path.
        path: the file to write; there is none yet.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;")
        connection.executescript(SCHEMA.read_text("utf-8"))
        connection.execute("BEGIN")
        flows = with_rows(engine) if row_count(folder / "money") else ()
        own = {flow.name: totals(engine, flow, IDENTIFIER, yearly=False) for flow in flows if flow in FLOWS}
        facts = CatalogueTables(folder, {s.sha256: n for n, s in enumerate(snapshots, start=1)}, _numbers(folder, own))
        _facts(connection, facts, snapshots, original)
        _money(connection, engine, facts, flows, own)
        if row_count(folder / "indicator_value"):
            _insert(connection, "achieved", _achieved(connection, engine))
        _sets(connection, facts)
        _insert(connection, "searched", search_texts(connection))
        connection.execute("COMMIT")
        connection.executescript("INSERT INTO word (word) VALUES ('rebuild'); ANALYZE;")


def _numbers(folder: Path, own: dict[str, Totals]) -> dict[str, int]:
    """Return the number of each activity: the largest has the first, those of which no money is known the last.

    An activity is as large as what it spent; of one that reports no spending, what it planned.
    """

    def place(identifier: str) -> tuple[bool, Decimal, str]:
        found = (own[flow].get((identifier, ALL_YEARS)) for flow in ("spent", "budgeted") if flow in own)
        value = next((total.value for total in found if total and total.value is not None), None)
        return value is None, -(value or Decimal(0)), identifier

    identifiers = [identifier for (identifier,) in read_lines(folder / "portfolio", (IDENTIFIER,))]
    return {identifier: number for number, identifier in enumerate(sorted(identifiers, key=place), start=1)}


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows of any width; a row that is there already stays as it is."""
    found = iter(rows)
    first = next(found, None)
    if first is not None:
        question = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(first))})"
        connection.execute(question, first)
        connection.executemany(question, found)


def _facts(
    connection: sqlite3.Connection,
    facts: CatalogueTables,
    snapshots: tuple[Snapshot, ...],
    original: Callable[[str], Path],
) -> None:
    _insert(connection, "file", rows_of.files(snapshots))
    lines = {s.sha256: activity_lines(original(s.sha256)) for s in snapshots if s.source.startswith("iati/")}
    _insert(connection, "activity", rows_of.activities(facts, lines))
    for table in COPIED:
        copied = getattr(rows_of, f"{table}s" if table != "related" else table)
        _insert(connection, table, copied(facts))
    taken: dict[int, set[int]] = defaultdict(set)
    for (kind, key), members in facts.members.items():
        if kind == "organisation":
            taken[facts.organisations.numbers[key]] |= members
    counts = {number: len(members) for number, members in taken.items()}
    _insert(connection, "organisation", facts.organisations.rows(counts))


def _money(
    connection: sqlite3.Connection,
    engine: Engine,
    facts: CatalogueTables,
    flows: tuple[CountryFlow, ...],
    own: dict[str, Totals],
) -> None:
    together = [flow for flow in TOGETHER if flow in flows]
    for flow in (flow for flow in FLOWS if flow in flows):
        found = own.pop(flow.name)
        found |= totals(engine, flow, IDENTIFIER, yearly=True)
        _insert(connection, "money", _owned("activity", flow, found, facts.numbers))
        del found  # before those of the next are made
    for owner, column in OWNERS:
        for flow in together:
            if owner in {"pays", "receives"} and flow is not ONCE:
                continue
            found = totals(engine, flow, column, yearly=False) | totals(engine, flow, column, yearly=True)
            _insert(connection, "money", _owned(owner, flow, found, {}))
    for flow in together:
        parts = (
            (flow.name, country, year, facts.numbers[identifier], plain(g.value), g.rows, g.unknown)
            for g in engine.groups(flow.selection, ("country", "year", IDENTIFIER))
            for country, year, identifier in (g.by,)
            if year is not None
        )
        _insert(connection, "country_money", parts)


def _owned(owner: str, flow: CountryFlow, found: Totals, numbers: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    """Yield rows of `money`, ordered; amounts of several levels are not added: then the value is unknown."""
    for (key, year), total in sorted(found.items(), key=lambda item: (str(item[0][0]), item[0][1])):
        apart = SEVERAL_LEVELS if len(total.levels) > 1 else ""
        reasons = json.dumps(dict(sorted(total.reasons.items())), ensure_ascii=False) if total.reasons else ""
        value = None if apart else plain(total.value)
        named = str(numbers.get(key, key)) if key is not None else "unspecified"
        yield owner, named, flow.name, year, value, total.rows, total.unknown, reasons, apart


_ACHIEVED = Selection(
    "achieved",
    "indicator_value",
    "value",
    "sum",
    (Condition("counted", (True,)), Condition("element", ("actual",))),
)


def _achieved(connection: sqlite3.Connection, engine: Engine) -> Iterator[tuple[Any, ...]]:
    """Yield what activities achieved together, by indicator and unit, each with the title that comes first."""
    titles = dict(
        connection.execute("SELECT indicator, min(coalesce(title, indicator)) FROM result GROUP BY indicator")
    )
    counted = replace(_ACHIEVED, value=IDENTIFIER, aggregate="count")
    by = ("indicator", "unit")
    counts = {group.by: int(group.value or 0) for group in engine.aggregate(counted, by)}
    for group in engine.aggregate(_ACHIEVED, by):
        indicator, unit = group.by
        yield indicator, unit, titles.get(indicator, indicator), counts[group.by], plain(group.value)


def _sets(connection: sqlite3.Connection, facts: CatalogueTables) -> None:
    """Write the facets, and the orders in which activities may be listed."""
    facets = (
        (
            kind,
            value,
            facts.organisations.name(value) if kind in _BY_ORGANISATION else "",
            len(members),
            _bitmap(members),
        )
        for (kind, value), members in sorted(facts.members.items())
    )
    _insert(connection, "facet", facets)
    for name, question in _ORDERS.items():
        numbers = array("I", (number for (number,) in connection.execute(question)))
        connection.execute("INSERT INTO ordering VALUES (?, ?)", (name, numbers.tobytes()))


_BY_ORGANISATION = {"organisation", "reporter", "implementer"}
_ORDERS = {
    "title": "SELECT id FROM activity ORDER BY title IS NULL, lower(title), id",
    "newest": "SELECT id FROM activity ORDER BY coalesce(actual_start, planned_start) IS NULL, "
    "coalesce(actual_start, planned_start) DESC, id",
}


def _bitmap(members: Iterable[int]) -> bytes:
    found = BitMap(members)
    found.run_optimize()
    return bytes(found.serialize())
