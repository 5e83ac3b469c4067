"""The list of members of a zip file is bounded before it is read."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from grutto.store import zip_bounds
from grutto.store.zip_bounds import zip_at

if TYPE_CHECKING:
    from pathlib import Path


def _zip(members: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(members):
            archive.writestr(f"{number:04}.txt", "x")
    return out.getvalue()


def test_a_file_within_bounds_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "few.zip"
    path.write_bytes(_zip(3))
    with zip_at(path) as archive:
        assert archive.namelist() == ["0000.txt", "0001.txt", "0002.txt"]


def test_a_list_beyond_bounds_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(_zip(40))  # 54 bytes a member in the list: 46 and its name of eight
    monkeypatch.setattr(zip_bounds, "LARGEST_LIST", 40 * 54)
    with zip_at(path) as archive:
        assert len(archive.namelist()) == 40
    monkeypatch.setattr(zip_bounds, "LARGEST_LIST", 40 * 54 - 1)
    monkeypatch.setattr(zipfile.ZipFile, "__init__", lambda *_: pytest.fail("it was read"))
    with pytest.raises(zipfile.BadZipFile, match="2,160 bytes"), zip_at(path):
        pass
