"""Small files share an extract and their part of a release; what is in it is the same as of large ones."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, document, paid, split, take

import grutto.tables.extract
from grutto.measures.session import open_release
from grutto.store.home import Home
from grutto.store.releases import read_release, table_path
from grutto.tables.extract import BUNDLE, extract, reading_digest

if TYPE_CHECKING:
    from pathlib import Path

FILES = {f"{name}.xml": document(activity(name, paid(amount))) for name, amount in (("A", 10), ("B", 20), ("C", 30))}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A data folder with a release of three small files."""
    folder = Home(tmp_path / "home")
    take(folder, FILES)
    return folder


def _folder(home: Home, name: str) -> Path:
    snapshot = next(s for s in read_release(home).snapshots if s.name == name)
    return home.extracts / reading_digest() / snapshot.sha256


def test_a_small_file_has_one_file_for_all_its_tables(home: Home) -> None:
    assert {path.name for path in _folder(home, "A.xml").iterdir()} == {BUNDLE, "summary.json"}


def test_small_files_share_the_files_of_a_release(home: Home) -> None:
    release = read_release(home)
    assert [path.name for path in table_path(home, release.id, "transaction").iterdir()] == ["0000.parquet"]
    with open_release(home) as session:
        assert split(session, "spent_gross", "iati_identifier") == {
            "A": Decimal(10),
            "B": Decimal(20),
            "C": Decimal(30),
        }


def test_the_rows_of_a_small_file_are_those_it_has_in_files_of_their_own(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_workers: None
) -> None:
    snapshots = read_release(home).snapshots
    small = [extract(home, snapshot) for snapshot in snapshots]
    monkeypatch.setattr(grutto.tables.extract, "SMALL", 0)
    other = Home(tmp_path / "other")
    take(other, FILES)
    assert {path.suffix for path in _folder(other, "A.xml").iterdir()} == {".parquet", ".json"}
    for one, snapshot in zip(small, snapshots, strict=True):
        large = extract(other, snapshot)
        assert (one.rows, one.activities, one.version) == (large.rows, large.activities, large.version)
        assert [one.table(name) for name in one.rows] == [large.table(name) for name in large.rows]


def test_a_damaged_extract_of_a_small_file_is_made_again(home: Home) -> None:
    folder = _folder(home, "B.xml")
    whole = (folder / BUNDLE).read_bytes()
    (folder / BUNDLE).write_bytes(whole[:-20])
    snapshot = next(s for s in read_release(home).snapshots if s.name == "B.xml")
    assert extract(home, snapshot).table("transaction")["value"].to_pylist() == [Decimal(20)]
    assert (folder / BUNDLE).read_bytes() == whole


def test_the_same_files_give_the_same_release_in_any_order(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    for name in reversed(FILES):
        take(other, {name: FILES[name]})
    assert dict(read_release(other).tables)["transaction"] == dict(read_release(home).tables)["transaction"]


@pytest.mark.parametrize("change", [b"[]", b'["", {}, {"rows": {}}]', b'{"rows": {}}', b"\xff", b"[" * 9000])
def test_what_was_kept_of_a_file_is_read_again_if_its_summary_is_damaged(home: Home, change: bytes) -> None:
    snapshot = read_release(home).snapshots[0]
    before = extract(home, snapshot)
    path = before.folder / "summary.json"
    path.write_bytes(change)
    assert extract(home, snapshot) == before
    path.write_bytes(
        path.read_bytes()
        .replace(b'"transaction": 1', b'"transaction": 2')
        .replace(b'"transaction":1', b'"transaction":2')
    )
    assert extract(home, snapshot) == before
