"""Amounts are divided over places and over sectors: a small file could make billions of rows, and is refused."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.lazily import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq
else:
    pq = lazily("pyarrow.parquet")

MOST_PARTS = 20_000_000
"""Parts that the amounts of one file may be divided into: a real file of two million amounts has a third of that."""

AMOUNTS = ("transaction", "budget", "planned_disbursement")
PLACES = ("recipient_country", "recipient_region", "transaction_recipient_country", "transaction_recipient_region")
SECTORS = ("sector", "transaction_sector")


def refuse_explosion(folder: Path, bundle: dict[str, pa.Table], rows: dict[str, int], file: str) -> None:
    """Refuse a file whose amounts would be divided into more than `MOST_PARTS` parts.

    Args:
        folder: its tables, one Parquet file each.
        bundle: those of a small file, which has none.
        rows: table to number of rows.
        file: its name, for errors.

    Raises:
        InputError: see there.
    """
    amounts, places, sectors = (sum(rows.get(name, 0) for name in names) for names in (AMOUNTS, PLACES, SECTORS))
    if amounts * max(places, 1) * max(sectors, 1) <= MOST_PARTS:
        return
    cells = partial(_cells, folder, bundle)
    by_place, by_sector = (Counter(parent for (parent,) in cells(names, ["parent"])) for names in (PLACES, SECTORS))
    parts = 0
    for own, activity in cells(AMOUNTS, ["locator", "parent"]):
        here = by_place.get(own) or by_place.get(activity, 1)
        parts += here * (by_sector.get(own) or by_sector.get(activity, 1))
        if parts > MOST_PARTS:
            raise InputError(
                "The amounts of this file would be divided into more than {most} parts, by country and sector",
                where=f"{file}, {activity}",
                repair="name fewer countries, regions and sectors for one activity, or import the file in parts",
                most=MOST_PARTS,
            )


def _cells(
    folder: Path, bundle: dict[str, pa.Table], names: tuple[str, ...], columns: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of tables, row by row."""
    for name in names:
        path = folder / f"{name}.parquet"
        own = bundle[name].select(columns).to_batches() if name in bundle else ()
        for batch in pq.ParquetFile(path).iter_batches(columns=columns) if path.exists() else own:
            yield from zip(*(batch.column(column).to_pylist() for column in columns), strict=True)
