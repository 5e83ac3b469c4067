"""Disks that are full or read-only, clocks set back, damaged records, odd paths: a sentence, and nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from small_iati import activity, document, paid

from grutto.store.home import Home
from grutto.store.releases import check_release, read_release, release_names
from grutto.store.wording import of_system
from grutto.tables import intake

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer, Command

ODD = ["l'été d'Anna  難民 и \"возвращение\"", "-dash;b%c#d?e&f\n$HOME `x`"]
MEASURE = ("measure", "reported_transactions", "--where", "currency=EUR")


def file(folder: Path, *numbers: int) -> Path:
    path = folder / "activities.xml"
    path.write_text(document(*(activity(f"A-{n}", paid(7, "2010-05-01")) for n in numbers)), "utf-8")
    return path


def plain(answer: Answer) -> bool:
    """Tell whether a failure was told as such: exit code 1, what and how to mend it, no traceback."""
    return answer.code == 1 and "Traceback" not in answer.err and ("Repair:" in answer.err or "Where:" in answer.err)


@pytest.mark.parametrize("name", ODD)
def test_a_folder_may_be_called_anything(grutto: Command, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.mkdir()
    path, home = file(place, 1), place / "data of A's"
    assert grutto("import", path.rename(path.with_name(f"{name[:10]}.xml")), "--home", home).code == 0
    assert "7" in grutto(*MEASURE, "--home", home).out
    assert grutto("repair", "--home", home).code == 0
    assert grutto("tidy", "--yes", "--home", home).code == 0
    assert grutto("search", "A-1", "--home", home).code == 0
    check_release(Home(home), read_release(Home(home)))


@pytest.fixture
def no_writing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Home, int], None]:
    """Have the system refuse to write to a data folder, as a read-only or a full disk does."""

    def refuse(home: Home, why: int) -> None:
        opened, made, path_opened = os.open, Path.mkdir, Path.open

        def fail(place: Any) -> None:
            if str(place).startswith(str(home.path)):
                raise OSError(why, os.strerror(why), str(place))

        def open_(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
                fail(path)
            return opened(path, flags, *more, **named)

        def mkdir(path: Path, *more: Any, **named: Any) -> None:
            fail(path)
            made(path, *more, **named)

        def path_open(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
            if set(mode) & set("wax+"):
                fail(path)
            return path_opened(path, mode, *more, **named)

        monkeypatch.setattr(os, "open", open_)
        monkeypatch.setattr(Path, "mkdir", mkdir)
        monkeypatch.setattr(Path, "open", path_open)

    return refuse


@pytest.mark.parametrize("why", [errno.EROFS, errno.ENOSPC])
def test_a_place_that_cannot_be_written_to_is_told_and_can_be_read(
    grutto: Command, home: Home, tmp_path: Path, no_writing: Callable[[Home, int], None], why: int
) -> None:
    path = file(tmp_path, 1)
    assert grutto("import", path, "--home", home.path).code == 0
    before = home.current()
    file(tmp_path, 1, 2)
    no_writing(home, why)
    for words in (["import", path], ["remove", "activities.xml"], ["tidy", "--yes"], ["repair"]):
        answer = grutto(*words, "--home", home.path)
        assert plain(answer), (words, answer)
        assert of_system(OSError(why, "")) in answer.err
    assert home.current() == before
    check_release(home, read_release(home))
    assert grutto("releases", "--home", home.path).code == 0
    assert "7" in grutto(*MEASURE, "--home", home.path).out
    assert grutto("check", path, "--home", home.path).code < 3


def test_a_disk_that_is_full_while_a_file_is_read_is_no_fault_of_the_file(
    grutto: Command, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_workers: None
) -> None:
    path = file(tmp_path, 1)
    assert grutto("import", path, "--home", home.path).code == 0
    before = home.current()

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("grutto.store.parquet.ParquetTable.append", full)
    answer = grutto("import", file(tmp_path, 1, 2), "--home", home.path)
    assert plain(answer)
    assert "This place cannot be written to: the disk is full" in answer.err
    assert home.current() == before


def test_a_clock_that_was_set_back_loses_nothing(
    grutto: Command, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(now=lambda _zone: datetime(2031, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(intake, "datetime", clock)
    assert grutto("import", file(tmp_path, 1), "--home", home.path).code == 0
    first = home.current()
    clock.now = lambda _zone: datetime(2021, 1, 1, tzinfo=UTC)
    assert grutto("import", file(tmp_path, 1, 2), "--home", home.path).code == 0
    now = home.current()
    assert now != first
    assert grutto("tidy", "--keep", 0, "--yes", "--home", home.path).code == 0
    assert (release_names(home), home.current()) == ([now], now)
    check_release(home, read_release(home))
    listed = grutto("releases", "--home", home.path)
    assert (listed.code, listed.out[0]) == (0, "*")


@pytest.mark.parametrize("kind", ["file", "folder of others", "below a file"])
def test_what_is_no_data_folder_is_left_as_it_is(grutto: Command, tmp_path: Path, kind: str) -> None:
    place, path = tmp_path / "place", file(tmp_path, 1)
    if kind == "folder of others":
        place.mkdir()
    own = place / "thesis.txt" if place.is_dir() else place
    own.write_text("mine", "utf-8")
    answer = grutto("import", path, "--home", place / "data" if kind == "below a file" else place)
    assert plain(answer)
    assert own.read_text("utf-8") == "mine"
    assert {p.name for p in (place.iterdir() if place.is_dir() else [place])} == {own.name}


RECORDS = {
    "pointer": "current",
    "switches": "switches",
    "manifest": "releases/*/manifest.json",
    "copy of the manifest": "manifests/*.json",
    "import report": "releases/*/import.json",
    "summary of a file": "extracts/*/*/summary.json",
    "latest edition": "editions/latest",
    "edition": "editions/*/edition.json",
    "content": "editions/*/content.json",
    "lock": "lock",
}
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[: len(content) // 2],
    "binary": lambda _: bytes(range(256)) * 20,
    "climbing": lambda content: b"../../../../etc/passwd\n" if len(content) < 100 else b'{"id":"../../etc/passwd"}',
}


@pytest.fixture(scope="module")
def kept(grutto: Command, nl_report: Path, nl_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release and an edition."""
    return Path(shutil.copytree(nl_home.path, tmp_path_factory.mktemp("kept") / "home"))


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_that_is_damaged_or_lost_is_told_and_nothing_else_is(
    grutto: Command, kept: Path, tmp_path: Path, record: str
) -> None:
    home, more = Home(shutil.copytree(kept, tmp_path / "home")), file(tmp_path, 1)
    path = next(home.path.glob(RECORDS[record]))
    content, files = path.read_bytes(), sorted((home.path / "snapshots").rglob("*"))
    current = home.current()
    for damage in (*DAMAGES.values(), None):
        path.unlink() if damage is None else path.write_bytes(damage(content))
        for words in (["releases"], ["editions"], ["tidy"], ["trace", "1"]):
            answer = grutto(*words, "--home", home.path)
            assert answer.code == 0 or plain(answer), (words, answer)
    if record not in {"edition", "latest edition", "content"}:
        answer = grutto("repair", *(["--current", current] if record == "pointer" else []), "--home", home.path)
        assert answer.code == 0, answer.err
        assert grutto("import", more, "--home", home.path).code == 0
        assert dict(read_release(home).rows)["file"] == len(read_release(home).snapshots)
    assert set(files) <= set((home.path / "snapshots").rglob("*"))
    check_release(home, read_release(home, current))
