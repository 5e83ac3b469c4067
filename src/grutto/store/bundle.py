"""Small tables in one file: for a source file so small that a Parquet file a table would cost more than its rows."""

from __future__ import annotations

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


def read_bundle(path: Path) -> dict[str, pa.Table]:
    """Return the tables of a bundle that have rows, by name.

    Raises:
        StoreError: it is missing or damaged.
    """
    found: dict[str, pa.Table] = {}
    try:
        with pa.OSFile(str(path)) as stream:
            size = stream.size()
            while stream.tell() < size:
                table = pa.ipc.open_stream(stream).read_all()
                found[table.schema.metadata[NAME].decode()] = table.replace_schema_metadata(None)
    except (pa.ArrowException, OSError, KeyError, TypeError) as error:
        raise unreadable(path.name, path, error) from error
    return found
