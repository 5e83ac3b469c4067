"""A release is built aside: the same lock gives the same tables, and what is superseded says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from small_iati import activity, document, paid, take

from grutto.store.home import Home
from grutto.store.parquet import row_count
from grutto.store.releases import read_release, table_path
from grutto.tables import all_tables
from grutto.tables.build import build, try_build

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.snapshot import Release

FILES = {"a.xml": document(activity("A", paid(5)), activity("A-2")), "b.xml": document(activity("B", paid(7)))}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Release]:
    """A data folder with a release of two small files."""
    home = Home(tmp_path_factory.mktemp("built"))
    take(home, FILES)
    return home, read_release(home, home.current())


def rows(home: Home, release: Release, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(table_path(home, release.id, table)).to_pylist()
    return found


def test_every_table_is_there_with_its_digest_and_number_of_rows(built: tuple[Home, Release]) -> None:
    home, release = built
    assert set(dict(release.tables)) == set(dict(release.rows)) == set(all_tables())
    counts = dict(release.rows)
    assert (counts["file"], counts["activity"], counts["transaction"], counts["circle"]) == (2, 3, 2, 0)
    assert all(row_count(table_path(home, release.id, name)) == count for name, count in release.rows)


def test_the_order_of_the_files_never_matters_and_a_release_there_is_is_not_built_again(
    built: tuple[Home, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, release = built
    monkeypatch.setattr("grutto.tables.build.make_tables", None)
    assert build(home, release.snapshots[::-1]) == release


def test_a_release_of_one_file_is_another_and_becomes_current_only_if_told(built: tuple[Home, Release]) -> None:
    home, release = built
    other = build(home, release.snapshots[:1], switch=False)
    assert (home.current(), dict(other.rows)["file"]) == (release.id, 1)
    assert other.id != release.id
    try:
        assert build(home, release.snapshots[:1]) == other
        assert home.current() == other.id
    finally:
        home.switch(release.id)


def test_an_earlier_vintage_of_an_address_is_superseded(built: tuple[Home, Release]) -> None:
    home, release = built
    first, second = release.snapshots
    later = replace(second, address=first.address, vintage=first.vintage + 1)
    made = build(home, (first, later), switch=False)
    found = {row["name"]: row["superseded"] for row in rows(home, made, "file")}
    assert found == {first.name: True, second.name: False}
    assert {row["superseded"] for row in rows(home, release, "file")} == {False}


def test_a_trial_leaves_nothing(built: tuple[Home, Release], tmp_path: Path) -> None:
    home, release = built
    releases = sorted(path.name for path in home.releases.iterdir())
    try_build(home, release.snapshots[1:])
    assert sorted(path.name for path in home.releases.iterdir()) == releases
    assert home.current() == release.id
