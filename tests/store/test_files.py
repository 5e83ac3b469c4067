"""Many threads and processes write at once: each file is one of those meant, under the digest of its own bytes."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from grutto.errors import StoreError
from grutto.store.files import ASIDE, keep_by_digest, sweep_asides, write_atomically

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import io, sys
from pathlib import Path
from grutto.store.files import keep_by_digest, write_atomically
folder, own = Path(sys.argv[1]), int(sys.argv[2])
for turn in range(30):
    write_atomically(folder / "one.json", bytes([own]) * 50_000)
    keep_by_digest(io.BytesIO(bytes([own, turn]) * 20_000), folder / "snapshots")
"""


def _all_is_what_its_name_says(folder: Path) -> int:
    kept = list(folder.glob("snapshots/??/*"))
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in kept)
    assert [path for path in folder.rglob("*") if path.name.endswith(ASIDE)] == []
    return len(kept)


def test_eight_threads_write_one_file_and_keep_bytes_of_their_own(tmp_path: Path) -> None:
    target = tmp_path / "one.json"
    contents = [bytes([n]) * 100_000 for n in range(8)]

    def write(turn: int) -> str:
        write_atomically(target, contents[turn % 8])
        assert target.read_bytes() in contents
        return keep_by_digest(io.BytesIO(contents[turn % 8] + bytes([turn])), tmp_path / "snapshots")[0]

    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(write, range(240)))
    assert names == [hashlib.sha256(contents[n % 8] + bytes([n])).hexdigest() for n in range(240)]
    assert _all_is_what_its_name_says(tmp_path) == 240


def test_four_processes_write_one_file_and_keep_bytes_of_their_own(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(n)]) for n in range(4)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0, 0]
    assert len(set((tmp_path / "one.json").read_bytes())) == 1
    assert _all_is_what_its_name_says(tmp_path) == 120


def test_a_disk_that_gives_back_other_bytes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(tmp_path / "a", b"old")
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: hashlib.sha256(b"other"))
    with pytest.raises(StoreError, match="gives back other bytes"):
        write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_link_in_the_place_of_something_left_behind_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / f".folder.0{ASIDE}").symlink_to(outside)
    sweep_asides(inside)
    assert outside.is_dir()
