"""What a worker reads of small files: the tables of all in one file, and what is told of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, document, paid

from grutto.errors import InputError
from grutto.model.snapshot import Snapshot
from grutto.sources import source_named
from grutto.store.bundle import read_bundle
from grutto.tables import explosion, reading
from grutto.tables.reading import BUNDLE, is_small, read_into, read_together

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = source_named("iati/activities")
FILES = [document(activity("A", paid(1), paid(2))), "no XML", document(activity("B", paid(3)), activity("C"))]


def _given(folder: Path) -> list[tuple[Snapshot, Path]]:
    given = []
    for number, content in enumerate(FILES):
        path = folder / f"{number}.xml"
        path.write_text(content)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        given.append((Snapshot(str(number), SOURCE.name, path.as_uri(), path.name, now, len(content), "", ""), path))
    return given


@pytest.mark.parametrize("piece", [1, 1 << 22])
def test_the_rows_of_each_stand_in_the_order_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(reading, "PIECE", piece)
    staged = tmp_path / "staged"
    staged.mkdir()
    given = _given(tmp_path)
    told = read_together(SOURCE, given, staged)
    assert {sha256: (one["activities"], one["rows"]["transaction"]) for sha256, one in told.items()} == {
        "0": (1, 2),
        "2": (2, 1),
    }
    assert read_bundle(staged / BUNDLE)["transaction"]["snapshot"].to_pylist() == ["0", "0", "2"]
    alone = tmp_path / "alone"
    alone.mkdir()
    assert read_into(SOURCE, *given[2], alone) == told["2"]
    whole, own = read_bundle(staged / BUNDLE), read_bundle(alone / BUNDLE)
    assert {
        name: rows for name, rows in own.items() if rows != whole[name].slice(whole[name].num_rows - rows.num_rows)
    } == {}


@pytest.mark.parametrize(
    ("module", "name"), [(reading, "MOST_ROWS"), (reading, "MOST_RECORDS"), (explosion, "MOST_PARTS")]
)
def test_the_bounds_of_a_file_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    monkeypatch.setattr(module, name, 1)
    with pytest.raises(InputError, match="more than 1 "):
        read_together(SOURCE, _given(tmp_path), tmp_path)


def test_only_iati_files_are_small() -> None:
    assert is_small(SOURCE, reading.SMALL - 1)
    assert not is_small(SOURCE, reading.SMALL)
    assert not is_small(source_named("ecb/rates"), 1)
