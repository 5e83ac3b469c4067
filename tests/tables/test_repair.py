"""Repairs do not lose: what a message advises is done here, to the letter, and everything is there again."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from small_iati import activity, document, paid

from grutto.errors import StoreError
from grutto.measures.session import open_release
from grutto.store.home import Home
from grutto.store.records import DIGEST, with_digest
from grutto.store.releases import (
    check_release,
    clear_away,
    copy_path,
    manifest_path,
    read_release,
    release_names,
    table_path,
)
from grutto.tables.repair import repair
from grutto.tables.tidy import unneeded_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Command, Importer
    from grutto.model.snapshot import Release


FILES = 12


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, imported: Importer) -> Path:
    """Twelve files, each with an activity that spent 7, and a data folder with their release; never written to."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "files").mkdir()
    for n in range(FILES):
        (folder / "files" / f"{n}.xml").write_text(document(activity(f"A-{n}", paid(7, "2010-05-01"))))
    assert imported(Home(folder / "home"), folder / "files").release
    return folder


@pytest.fixture
def release(home: Home, tmp_path: Path, whole: Path) -> Release:
    """A release of those files in a data folder that a test may damage."""
    shutil.copytree(whole, tmp_path, symlinks=True, dirs_exist_ok=True)
    return read_release(home)


def _is_all_there(home: Home, release: Release) -> None:
    assert home.current() == release.id
    assert read_release(home) == release
    check_release(home, release)
    assert repair(home) == []
    with open_release(home) as session:
        assert session.book.measure("reported_transactions", currency="EUR", year=2010).value == 7 * FILES


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.unlink()
    path.write_bytes(content)


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink()


DAMAGE: dict[str, Callable[[Home, Release], object]] = {
    "pointer lost": lambda home, _: (home.path / "current").unlink(),
    "pointer cut": lambda home, r: (home.path / "current").write_text(r.id[:7]),
    "pointer binary": lambda home, _: (home.path / "current").write_bytes(b"\xff\x00" * 40),
    "pointer elsewhere": lambda home, _: (home.path / "current").write_text("../../etc"),
    "pointer to none": lambda home, _: (home.path / "current").write_text("0" * 16),
    "pointer and list lost": lambda home, _: _remove(home.path / "current", home.path / "switches"),
    "folder of the release lost": lambda home, r: shutil.rmtree(home.releases / r.id),
    "manifest lost": lambda home, r: manifest_path(home, r.id).unlink(),
    "manifest cut": lambda home, r: manifest_path(home, r.id).write_bytes(manifest_path(home, r.id).read_bytes()[:99]),
    "manifest binary": lambda home, r: manifest_path(home, r.id).write_bytes(bytes(range(256))),
    "manifest deep": lambda home, r: manifest_path(home, r.id).write_text("[" * 200_000),
    "table lost": lambda home, r: shutil.rmtree(table_path(home, r.id, "money")),
    "table damaged": lambda home, r: _flip(next(table_path(home, r.id, "money").glob("*.parquet"))),
    "table with another file": lambda home, r: (table_path(home, r.id, "money") / "x.parquet").write_bytes(b""),
    "all tables lost": lambda home, r: shutil.rmtree(home.releases / r.id / "tables"),
    "extracts and a table lost": lambda home, r: [
        shutil.rmtree(home.extracts), shutil.rmtree(table_path(home, r.id, "activity"))
    ],
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_mended_by_the_command_that_messages_advise(
    home: Home, release: Release, grutto: Command, damage: str, tmp_path: Path
) -> None:
    DAMAGE[damage](home, release)
    told = grutto("import", tmp_path / "files" / "0.xml", "--home", home.path)
    if told.code:
        assert "grutto repair" in told.err
        assert "Traceback" not in told.err
    answer = grutto("repair", "--home", home.path)
    assert answer.code == 0, answer.err
    _is_all_there(home, release)


def test_a_release_whose_folder_is_lost_does_not_shrink_to_what_is_imported_next(
    home: Home, release: Release, grutto: Command, tmp_path: Path
) -> None:
    shutil.rmtree(home.releases / release.id)
    answer = grutto("import", tmp_path / "files" / "0.xml", "--home", home.path)
    assert answer.code == 1
    assert "The current release is lost" in answer.err
    assert "grutto repair" in answer.err
    assert not list(home.releases.glob("*/manifest.json"))
    assert grutto("repair", "--home", home.path).code == 0
    _is_all_there(home, release)


@pytest.mark.parametrize("damage", ["lost", "changed"])
@pytest.mark.parametrize("also", ["", "tables", "folder"])
def test_a_source_file_is_put_back_by_importing_it_again(
    home: Home, release: Release, grutto: Command, tmp_path: Path, damage: str, also: str
) -> None:
    snapshot = release.snapshots[3]
    path = home.snapshot_path(snapshot.sha256)
    if damage == "changed":
        _flip(path)
    else:
        path.unlink()
    if also:
        shutil.rmtree(home.extracts)
        shutil.rmtree(home.releases / release.id / ("tables" if also == "tables" else ""))
    answer = grutto("repair", "--home", home.path)
    assert answer.code == 1
    assert f"import the original file “{snapshot.name}” again" in answer.err
    assert grutto("import", tmp_path / "files" / snapshot.name, "--home", home.path).code == 0
    assert grutto("repair", "--home", home.path).code == 0
    _is_all_there(home, release)


def test_which_release_was_current_is_not_guessed(
    home: Home, release: Release, grutto: Command, imported: Importer, tmp_path: Path
) -> None:
    (tmp_path / "files" / "0.xml").write_text(document(activity("A-0", paid(8, "2010-05-01"))))
    assert imported(home, tmp_path / "files" / "0.xml").release != release
    second = home.current()
    (home.path / "current").unlink()
    assert grutto("repair", "--home", home.path).code == 0
    assert home.current() == second
    for name in ("current", "switches"):
        (home.path / name).unlink()
    answer = grutto("repair", "--home", home.path)
    assert answer.code == 1
    assert "grutto repair --current ID" in answer.err
    assert release.id in grutto("releases", "--home", home.path).out
    assert grutto("repair", "--current", release.id, "--home", home.path).code == 0
    _is_all_there(home, release)


def _changed(home: Home, release: Release, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(manifest_path(home, release.id).read_text())
    change(content)
    for path in (manifest_path(home, release.id), copy_path(home, release.id)):
        path.write_bytes(with_digest({name: part for name, part in content.items() if name != DIGEST}))


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.update(id="../../etc"),
        lambda m: m["snapshots"][0].update(sha256="../../../etc/passwd"),
        lambda m: m["snapshots"][0].update(sha256="0" * 64),
        lambda m: m["snapshots"].pop(),
        lambda m: m["snapshots"][0].update(received="yesterday"),
        lambda m: m["snapshots"][0].update(received="2010-01-01"),
        lambda m: m["snapshots"][0].update(extra=1),
        lambda m: m["snapshots"][0].update(size="1"),
        lambda m: m["tables"].update({"../../x": "0" * 64}),
        lambda m: m["tables"].update({"read_csv('/etc/passwd')": "0" * 64}),
        lambda m: m["tables"].update(money="x"),
        lambda m: m.update(tables=[]),
        lambda m: m.pop("rows"),
        lambda m: m.update(catalogue="../../x"),
    ],
)
def test_a_manifest_is_data_and_never_a_name(
    home: Home, release: Release, grutto: Command, change: Callable[[dict[str, Any]], object]
) -> None:
    _changed(home, release, change)
    with pytest.raises(StoreError, match="manifest of a release is damaged"):
        read_release(home)
    for command in (("measure", "activities"), ("releases",), ("tidy",), ("repair",)):
        answer = grutto(*command, "--home", home.path)
        assert (answer.code, "Traceback" in answer.err) == (1, False)


@pytest.mark.parametrize("name", ["../releases", "/etc", "..", "x" * 300, "0" * 15, "\x00"])
def test_the_name_of_a_release_is_no_path(home: Home, release: Release, grutto: Command, name: str) -> None:
    answer = grutto("measure", "activities", "--release", name, "--home", home.path)
    assert answer.code == 1
    assert "There is no release" in answer.err


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"inputs": []}', b"[" * 200_000])
def test_nothing_is_cleared_away_while_the_record_of_an_edition_cannot_be_read(
    home: Home, release: Release, grutto: Command, content: bytes
) -> None:
    path = home.editions / "a" / "edition.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    answer = grutto("tidy", "--yes", "--home", home.path)
    assert (answer.code, "Traceback" in answer.err) == (1, False)
    assert "put back the file from a copy, or remove it" in answer.err
    path.unlink()
    assert grutto("tidy", "--yes", "--home", home.path).code == 0
    _is_all_there(home, release)


def test_files_of_others_in_the_data_folder_are_left_alone(home: Home, release: Release) -> None:
    for name in ("snapshots/ab/notes.txt", "extracts/mine/x", "releases/mine/manifest.json", "snapshots/notes/a"):
        (home.path / name).parent.mkdir(parents=True, exist_ok=True)
        (home.path / name).write_text("{}")
    found = unneeded_files(home, 1)
    assert (found.releases, found.extracts, found.snapshots) == ((), (), ())
    _is_all_there(home, release)


def test_a_release_built_by_another_version_is_built_anew_and_current(
    home: Home, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(table_path(home, release.id, "money"))
    monkeypatch.setattr("grutto.tables.build.builder", lambda: "0" * 64)
    done = repair(home)
    new = home.current()
    assert [(one.name, one.outcome) for one in done] == [(release.id, "built anew"), (new, "current")]
    assert read_release(home).snapshots == release.snapshots
    check_release(home, read_release(home))


@pytest.mark.parametrize("digest", ["../../etc/passwd", "/etc/passwd", "", "A" * 64, "0" * 63])
def test_a_digest_is_no_path(home: Home, digest: str) -> None:
    for ask in (home.snapshot_path, home.check_snapshot):
        with pytest.raises(StoreError, match="is no sha256"):
            ask(digest)


@pytest.mark.parametrize("step", ["pathlib.Path.unlink", "pathlib.Path.rename", "shutil.rmtree"])
def test_of_a_release_whose_clearing_was_broken_off_nothing_or_all_is_left(
    home: Home, release: Release, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Broken off at each step, with nobody to sweep behind it, as when the process is killed."""

    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", stop)
        patch.setattr(step, stop)
        with pytest.raises(KeyboardInterrupt):
            clear_away(home, release.id)
    assert all(one.outcome == "mended" for one in repair(home))
    left = (home.releases / release.id).exists()
    assert release_names(home) == ([release.id] if left else [])
    if left:
        _is_all_there(home, release)


def test_a_release_whose_clearing_was_broken_off_survives_the_loss_of_its_manifest(
    home: Home, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its second copy was gone by then, and the release could not be mended."""

    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.rename", stop)
        with pytest.raises(KeyboardInterrupt):
            clear_away(home, release.id)
    manifest_path(home, release.id).unlink()
    assert all(one.outcome == "mended" for one in repair(home))
    _is_all_there(home, release)
    assert copy_path(home, release.id).exists()
    assert clear_away(home, release.id)
    assert list((home.path / "manifests").iterdir()) == []
