"""Several small tables in one file come back as they were; a damaged file is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from grutto.errors import StoreError
from grutto.store.bundle import read_bundle, write_bundle

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "budget": pa.table({"value": [1, None]}),
    "title": pa.table({"text": ["مأوى", ""], "language": ["ar", None]}),
    "result": pa.table({"value": pa.array([], pa.int64())}),
}


def test_tables_come_back_as_they_were_but_for_those_without_rows(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tables", TABLES)
    assert read_bundle(tmp_path / "tables") == {name: TABLES[name] for name in ("budget", "title")}


def test_no_table_is_no_row(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tables", {})
    assert read_bundle(tmp_path / "tables") == {}


@pytest.mark.parametrize("content", [b"no tables", b"\xff\xff\xff\xff\x10\0\0\0"])
def test_a_damaged_file_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "tables").write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read"):
        read_bundle(tmp_path / "tables")


def test_a_lost_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        read_bundle(tmp_path / "tables")
