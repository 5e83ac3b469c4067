"""Amounts are divided over places and over sectors: a small file could make billions of rows, and is refused."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    type Batches = Callable[[str, list[str]], Iterable[pa.RecordBatch]]

MOST_PARTS = 20_000_000
"""Parts that the amounts of one file may be divided into: a real file of two million amounts has a third of that."""

AMOUNTS = ("transaction", "budget", "planned_disbursement")
PLACES = ("recipient_country", "recipient_region", "transaction_recipient_country", "transaction_recipient_region")
SECTORS = ("sector", "transaction_sector")
DIVIDED = {*AMOUNTS, *PLACES, *SECTORS}
"""Tables that tell into how many parts amounts are divided."""


def refuse_explosion(read: Batches, rows: dict[str, int], file: str) -> None:
    """Refuse a file whose amounts would be divided into more than `MOST_PARTS` parts.

    Args:
        read: gives some columns of one of its tables, in batches.
        rows: table to number of rows.
        file: its name, for errors.

    Raises:
        InputError: see there.
    """
    amounts, places, sectors = (sum(rows.get(name, 0) for name in names) for names in (AMOUNTS, PLACES, SECTORS))
    if amounts * max(places, 1) * max(sectors, 1) <= MOST_PARTS:
        return
    by_place = Counter(parent for (parent,) in _cells(read, PLACES, ["parent"]))
    by_sector = Counter(parent for (parent,) in _cells(read, SECTORS, ["parent"]))
    parts = 0
    for own, activity in _cells(read, AMOUNTS, ["locator", "parent"]):
        here = by_place.get(own) or by_place.get(activity, 1)
        parts += here * (by_sector.get(own) or by_sector.get(activity, 1))
        if parts > MOST_PARTS:
            raise InputError(
                "The amounts of this file would be divided into more than {most} parts, by country and sector",
                where=f"{file}, {activity}",
                repair="name fewer countries, regions and sectors for one activity, or import the file in parts",
                most=MOST_PARTS,
            )


def _cells(read: Batches, names: tuple[str, ...], columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of tables, row by row."""
    for name in names:
        for batch in read(name, columns):
            yield from zip(*(batch.column(column).to_pylist() for column in columns), strict=True)
