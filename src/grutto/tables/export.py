"""Activities of a release as one IATI 2.03 file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import pyarrow.compute as pc
import pyarrow.parquet as pq

from grutto.errors import UnknownNameError
from grutto.tables import tables_of
from grutto.writers.iati import IatiWriter

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

    from grutto.model.finding import Finding
    from grutto.store.home import Home


@dataclass(frozen=True, slots=True)
class Export:
    """What was written.

    Args:
        activities: how many.
        findings: what was left out because the standard has no place for it, or what it requires and is missing.
    """

    activities: int
    findings: tuple[Finding, ...]


def export_iati(home: Home, release: str, stream: BinaryIO, identifiers: Collection[str] = ()) -> Export:
    """Write activities of a release; of one that several files report, the copy that counts.

    Args:
        home: the data folder.
        release: id of the release.
        stream: takes the file.
        identifiers: which activities; all if none is named.

    Raises:
        UnknownNameError: the release has no activity with one of these identifiers.
    """
    folder = home.releases / release / "tables"
    chosen = [("iati_identifier", "in", sorted(identifiers))] if identifiers else None
    rows = {
        name: pq.read_table(folder / name, filters=None if name == "iati_file" else chosen)
        for name in tables_of("iati")
    }
    counted = pq.read_table(folder / "portfolio", filters=chosen)
    missing = sorted(set(identifiers) - set(counted["iati_identifier"].to_pylist()))
    if missing:
        raise UnknownNameError(f"There is no activity {', '.join(missing)}", where=f"release {release}")
    rows["activity"] = _of(rows["activity"], counted)
    writer = IatiWriter(tables_of("iati"))
    return Export(writer.write(rows, stream), tuple(writer.findings))


def _of(activities: pa.Table, counted: pa.Table) -> pa.Table:
    """Return the activities that count, in the order of their identifiers."""
    places = set(zip(counted["snapshot"].to_pylist(), counted["locator"].to_pylist(), strict=True))
    own = zip(activities["snapshot"].to_pylist(), activities["locator"].to_pylist(), strict=True)
    kept = activities.filter([place in places for place in own])
    return kept.take(pc.sort_indices(kept, sort_keys=[("iati_identifier", "ascending")]))
