"""What an import would change, activity by activity and field by field; nothing is kept and nothing is published."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grutto.model.finding import SEVERITIES
from grutto.readers.iati import ACTIVITIES, FLAVOURS
from grutto.sources import source_named
from grutto.store.home import Home
from grutto.store.parquet import read_rows
from grutto.store.worker import apart
from grutto.tables import tables_of
from grutto.tables.extract import Extract, extract
from grutto.tables.intake import FileReport, current_lock, take

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grutto.model.snapshot import Snapshot
    from grutto.readers.iati import Flavour
    from grutto.tables.intake import IncomingFile

PLACES = {"snapshot", "locator", "parent"}
PAIRED = 300
"""Different rows of one table and record up to which rows are matched; beyond that they are told as gone and new."""

Row = dict[str, Any]
Records = dict[str, dict[str, list[Row]]]
"""Identifier to table to rows."""
Holders = dict[str, tuple[str, ...]]
"""Identifier to the names of files that have it."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When a record was changed that does not say so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in a record.

    Args:
        table: the table.
        field: the column; empty for a whole row.
        before: what was there; of a whole row its filled columns; empty if there was none.
        after: what is there now.
        locator: place in the new file, else in the old one.
    """

    table: str
    field: str
    before: str | dict[str, str]
    after: str | dict[str, str]
    locator: str


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """Money reported before and after.

    Args:
        kind: a code of TransactionType, or `budget`.
        currency: ISO 4217; empty if the file tells none.
        before: sum of the amounts before, in that currency; `None` if one of them is unknown.
        after: likewise, in the new file.
    """

    kind: str
    currency: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What becomes of an activity or organisation.

    Args:
        identifier: its identifier.
        outcome: `new`, `changed`, `removed`, or `behind`: the copy of another file goes on counting.
        title: its title or name.
        changes: differences, for a changed one.
        elsewhere: other files of the release that have it too.
        money: its money by kind and currency, where it has any.
    """

    identifier: str
    outcome: str
    title: str
    changes: tuple[Change, ...] = ()
    elsewhere: tuple[str, ...] = ()
    money: tuple[MoneyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of one file.

    Args:
        report: as an import would give it.
        records: what would change.
        same: records that stay as they are.
        findings: remarks of the reader, by severity and message: the text found, how often, and one place.
        money: of the whole file, by kind and currency.
        before: records of this file that the release has, from the file before or from others.
    """

    report: FileReport
    records: tuple[RecordChange, ...] = ()
    same: int = 0
    findings: tuple[tuple[str, str, str, int, str], ...] = ()
    money: tuple[MoneyChange, ...] = ()
    before: int = 0


def preview(home: Home, files: Iterable[IncomingFile]) -> Iterator[Preview]:
    """Yield what an import would do with each file; the data folder stays as it is.

    Args:
        home: the data folder.
        files: what would be taken in.
    """
    published = current_lock(home)
    lock = dict(published)
    with tempfile.TemporaryDirectory() as place:
        aside = Home(Path(place))
        for file in files:
            before = lock.get(file.address)
            if before is not None:
                with home.snapshot_path(before.sha256).open("rb") as stream:
                    aside.keep(stream)
            report = take(aside, file, lock)
            others = _Others(home, {s.sha256: s for s in published.values() if s.address != file.address})
            now = lock.get(file.address)
            size = sum(snapshot.size for snapshot in (before, now) if snapshot)
            yield apart(_previewed, aside, report, before, now, others, file=file.name, size=size)


@dataclass(frozen=True, slots=True)
class _Others:
    """The other files of the release, by sha256."""

    home: Home
    files: dict[str, Snapshot]

    def holders(self, flavour: Flavour, identifiers: set[str]) -> Holders:
        """Return the names of those that have some records."""
        found = Holders()
        for snapshot, name in self._held(flavour.table, _key(flavour), identifiers):
            found[name] = (*found.get(name, ()), self.files[snapshot].name)
        return found

    def counted(self, flavour: Flavour, identifiers: set[str]) -> Records:
        """Return some activities as they count now, from whichever file they are."""
        held: dict[str, set[str]] = {}
        if flavour.reader == ACTIVITIES.reader:
            for snapshot, name in self._held("portfolio", _key(flavour), identifiers):
                held.setdefault(snapshot, set()).add(name)
        return {
            name: rows
            for snapshot, names in held.items()
            for name, rows in _rows(self.home, self.files[snapshot], flavour).items()
            if name in names
        }

    def _held(self, table: str, key: str, identifiers: set[str]) -> Iterator[tuple[str, str]]:
        """Yield file and record of the rows of a table of the release that are of some records of other files."""
        release = self.home.current()
        if not identifiers or not release:
            return
        rows = read_rows(self.home.releases / release / "tables" / table, columns=["snapshot", key])
        for snapshot, name in zip(rows["snapshot"].to_pylist(), rows[key].to_pylist(), strict=True):
            if name in identifiers and snapshot in self.files:
                yield snapshot, name


def _previewed(
    aside: Home,
    report: FileReport,
    before: Snapshot | None,
    now: Snapshot | None,
    others: _Others,
) -> Preview:
    if now is None or report.outcome not in {"new", "changed"}:
        return Preview(report, same=report.activities)
    found = tuple(_remarks(extract(aside, now)))
    reader = source_named(now.source).reader
    if reader not in FLAVOURS:
        return Preview(report, findings=found)
    flavour = FLAVOURS[reader]
    after = _rows(aside, now, flavour)
    earlier = _rows(aside, before, flavour) if before and source_named(before.source).reader == reader else {}
    held, counted = others.holders(flavour, set(after)), others.counted(flavour, set(after))
    earlier |= counted
    ranks = {name: _rank(flavour, rows, others.files[_file(flavour, rows)]) for name, rows in counted.items()}
    behind = {name for name, rank in ranks.items() if _rank(flavour, after[name], now) < rank}
    records = tuple(_changes(flavour, earlier, after, held, behind))
    moved = sum(record.outcome in {"changed", "behind"} for record in records)
    money = tuple(_money(earlier.values(), (after | {name: counted[name] for name in behind}).values()))
    return Preview(report, records, len(set(after) & set(earlier)) - moved, found, money, len(earlier))


def _file(flavour: Flavour, rows: Mapping[str, list[Row]]) -> str:
    return str(rows[flavour.table][0]["snapshot"])


def _rank(flavour: Flavour, rows: Mapping[str, list[Row]], file: Snapshot) -> tuple[datetime, int, int, str]:
    """Return what decides which copy of a record counts, as `derived/portfolio.sql` has it: the greatest does."""
    changed = max(_moment(row.get("last_updated_datetime") or "") for row in rows[flavour.table])
    return changed, file.arrival, len(rows.get("transaction", ())), file.name


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _money(
    before: Iterable[Mapping[str, list[Row]]], after: Iterable[Mapping[str, list[Row]]]
) -> Iterator[MoneyChange]:
    """Yield the sums of some records before and after; one amount that is unknown makes its sum unknown."""
    sums = [_sums(before), _sums(after)]
    for kind, currency in sorted(set(sums[0]) | set(sums[1])):
        was, now = (found.get((kind, currency), Decimal(0)) for found in sums)
        yield MoneyChange(kind, currency, was, now)


def _sums(records: Iterable[Mapping[str, list[Row]]]) -> dict[tuple[str, str], Decimal | None]:
    found: dict[tuple[str, str], Decimal | None] = {}
    for record in records:
        rows = [(row["transaction_type"] or "", row) for row in record.get("transaction", ())]
        for kind, row in [*rows, *(("budget", row) for row in record.get("budget", ()))]:
            key, value = (kind, row["currency"] or ""), row["value"]
            so_far = found.get(key, Decimal(0))
            found[key] = None if so_far is None or value is None else so_far + value
    return found


def _remarks(extracted: Extract) -> Iterator[tuple[str, str, str, int, str]]:
    """Yield each different remark of the reader, the worst first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in extracted.table("file_finding").to_pylist():
        groups.setdefault((row["severity"], row["message"]), []).append(row)
    for severity, message in sorted(groups, key=lambda group: (SEVERITIES.index(group[0]), group[1])):
        example = groups[severity, message][0]
        yield severity, message, example["value"] or "", len(groups[severity, message]), example["locator"]


def _key(flavour: Flavour) -> str:
    return tables_of(flavour.reader)[flavour.table].column[1].name


def _rows(home: Home, snapshot: Snapshot, flavour: Flavour) -> Records:
    """Return the rows of a file by record and table."""
    key, extracted, found = _key(flavour), extract(home, snapshot), Records()
    for name in tables_of(flavour.reader):
        for row in extracted.table(name).to_pylist():
            if row[key] is not None:
                found.setdefault(row[key], {}).setdefault(name, []).append(row)
    return found


def _changes(
    flavour: Flavour, before: Records, after: Records, held: Holders, behind: set[str]
) -> Iterator[RecordChange]:
    """Yield what becomes of each record that is not the same: removed, new, behind a copy that counts, changed."""
    for outcome, names, records in (
        ("removed", set(before) - set(after), before),
        ("new", set(after) - set(before), after),
    ):
        for name in sorted(names):
            money = tuple(_money(_one(before, name), _one(after, name)))
            yield RecordChange(name, outcome, _title(flavour, records[name]), (), held.get(name, ()), money)
    for name in sorted(set(before) & set(after)):
        title, elsewhere = _title(flavour, after[name]), held.get(name, ())
        if name in behind:
            yield RecordChange(name, "behind", title, elsewhere=elsewhere)
        elif changes := tuple(_differences(flavour, before[name], after[name])):
            money = tuple(_money(_one(before, name), _one(after, name)))
            yield RecordChange(name, "changed", title, changes, elsewhere, money)


def _one(records: Records, name: str) -> tuple[dict[str, list[Row]], ...]:
    return (records[name],) if name in records else ()


def _title(flavour: Flavour, rows: Mapping[str, list[Row]]) -> str:
    row = rows[flavour.table][0]
    return str(row.get("title") or row.get("name") or "")


def _differences(flavour: Flavour, before: Mapping[str, list[Row]], after: Mapping[str, list[Row]]) -> Iterator[Change]:
    """Yield the differences of two versions of a record; a text that a field shows is not told again as a narrative."""
    texts: set[str] = set()
    for name in tables_of(flavour.reader):
        for change in _between(name, before.get(name, []), after.get(name, [])):
            texts_here = {side for side in (change.before, change.after) if isinstance(side, str)} - {""}
            if name != flavour.narrative or not texts_here & texts:
                texts |= texts_here
                yield change


def _between(table: str, before: list[Row], after: list[Row]) -> Iterator[Change]:
    """Yield the differences between rows of one table; where they stand among each other does not matter."""
    gone, come = _without_common(before, after)
    pairs = list(_paired(gone, come)) if len(gone) * len(come) <= PAIRED**2 else []
    for one, other in pairs:
        for field in one:
            if field not in PLACES and one[field] != other[field]:
                yield Change(table, field, _plain(one[field]), _plain(other[field]), other["locator"])
    kept_before, kept_after = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    for row in gone:
        if id(row) not in kept_before:
            yield Change(table, "", _filled(row), "", row["locator"])
    for row in come:
        if id(row) not in kept_after:
            yield Change(table, "", "", _filled(row), row["locator"])


def _without_common(before: list[Row], after: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows of each side that have no equal on the other."""
    left = Counter(_content(row) for row in after)
    gone = []
    for row in before:
        if left[_content(row)]:
            left[_content(row)] -= 1
        else:
            gone.append(row)
    come = []
    for row in reversed(after):
        if left[_content(row)]:
            left[_content(row)] -= 1
            come.append(row)
    return gone, come[::-1]


def _content(row: Row) -> tuple[Any, ...]:
    return tuple(value for field, value in row.items() if field not in PLACES)


def _paired(gone: list[Row], come: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield rows that are one another, changed: those most alike first find each other, if half or more is the same."""
    alike = ((_alike(one, other), i, j) for i, one in enumerate(gone) for j, other in enumerate(come))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((-part, i, j) for part, i, j in alike if part >= 0.5):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    yield from ((gone[i], come[pairs[i]]) for i in sorted(pairs))


def _alike(one: Row, other: Row) -> float:
    """Return the part of the filled fields that are the same, those of the key aside."""
    fields = [f for f in list(one)[2:] if f not in PLACES and (one[f] is not None or other[f] is not None)]
    same = sum(one[field] == other[field] for field in fields)
    return same / len(fields) if fields else 1.0


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


def _filled(row: Row) -> dict[str, str]:
    """Return the filled fields of a row as texts."""
    fields = {f: _plain(value) for f, value in list(row.items())[2:] if f not in PLACES}
    return {field: text for field, text in fields.items() if text}
