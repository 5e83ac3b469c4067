"""Small tables in one file: for a source file so small that a Parquet file a table would cost more than its rows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from grutto.lazily import lazily
from grutto.store.parquet import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa
else:
    pa = lazily("pyarrow")

NAME = b"table"
"""Key of the metadata of a stream that says which table it is."""


def write_bundle(path: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write tables as Arrow streams, one after another; those without rows are left out."""
    with path.open("wb") as out:
        for name, table in tables.items():
            if table.num_rows:
                named = table.replace_schema_metadata({NAME: name.encode()})
                with pa.ipc.new_stream(out, named.schema) as stream:
                    stream.write_table(named)


class Bundle:
    """The tables of a bundle, read when one is first asked for; the system keeps in memory what of them is used."""

    def __init__(self, path: Path) -> None:
        """Take a bundle by its path."""
        self.path = path

    def table(self, name: str) -> pa.Table:
        """Return a table that has rows.

        Raises:
            StoreError: the file is missing or damaged, or has no such table.
        """
        try:
            return self._tables[name]
        except KeyError as error:
            raise unreadable(name, self.path, error) from error

    @cached_property
    def _tables(self) -> dict[str, pa.Table]:
        return read_bundle(self.path)


def read_bundle(path: Path) -> dict[str, pa.Table]:
    """Return the tables of a bundle that have rows, by name.

    Raises:
        StoreError: it is missing or damaged.
    """
    found: dict[str, pa.Table] = {}
    try:
        with pa.memory_map(str(path)) as stream:
            size = stream.size()
            while stream.tell() < size:
                table = pa.ipc.open_stream(stream).read_all()
                found[table.schema.metadata[NAME].decode()] = table.replace_schema_metadata(None)
    except (pa.ArrowException, OSError, KeyError, TypeError) as error:
        raise unreadable(path.name, path, error) from error
    return found
