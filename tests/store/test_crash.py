"""Killed or failing at any moment, the last release is intact, and the next import goes on from it."""

from __future__ import annotations

import errno
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from grutto.errors import StoreError
from grutto.store.files import ASIDE, file_aside
from grutto.store.home import Home
from grutto.store.releases import check_release, read_release, release_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Importer, Writer

ONE = "<iati-identifier>XM-TEST-1</iati-identifier>"
TWO = "<iati-identifier>XM-TEST-2</iati-identifier>"

STEPS = [
    "grutto.store.files.sync_folder",
    "grutto.store.home.keep_by_digest",
    "grutto.store.home.Home.switch",
    "grutto.store.releases.write_atomically",
    "grutto.store.releases.publish_folder",
    "grutto.tables.extract.publish_folder",
    "grutto.tables.build.write_rows",
    "grutto.tables.build.publish",
    "grutto.tables.build.DuckDBEngine.derive",
]
"""The steps of a build and its publication that touch the disk, each at another moment."""

KILLED = """
import json, os, signal, sys
from importlib import import_module
from pathlib import Path
import duckdb, pyarrow.parquet
import grutto.store.query
import grutto.store.worker
import grutto.tables.build
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def place_of(step):
    owner, _, name = step.rpartition(".")
    try:
        return import_module(owner), name
    except ModuleNotFoundError:
        module, _, kind = owner.rpartition(".")
        return getattr(import_module(module), kind), name

pyarrow.array(["loads, once for all children, what Arrow loads with a first list"])
grutto.tables.all_tables()
file, *homes = sys.argv[1:]
codes = {}
for given in homes:
    step, _, home = given.partition("=")
    child = os.fork()
    if not child:
        grutto.store.worker._in_worker = True
        setattr(*place_of(step), die)
        take_in(Home(Path(home)), incoming_files([Path(file)]))
        os._exit(0)
    codes[step] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps(codes))
"""
"""One process that forks a child a step, which is killed when it reaches it."""


IMPORT = "import sys; sys.argv = ['grutto', *sys.argv[1:]]; from grutto.cli import main; main()"


pytestmark = pytest.mark.xdist_group("crash")


def _leftovers(home: Home) -> list[str]:
    """Return what an import leaves behind only if it was killed."""
    aside = [*home.path.glob("staging/*"), *home.path.rglob(".*")]
    return sorted({p.relative_to(home.path).as_posix() for p in aside})


def _goes_on(home: Home, old: str, path: Path, imported: Importer) -> None:
    """Check that the last release is whole, that an import works, and that nothing is left lying about."""
    assert home.current() in {old, *release_names(home)}
    check_release(home, read_release(home))
    check_release(home, read_release(home, old))
    report = imported(home, path)
    assert not report.refused
    assert report.release is not None
    assert home.current() == report.release.id
    assert dict(report.release.rows)["activity"] == 2
    check_release(home, report.release)
    assert _leftovers(home) == []


@pytest.fixture(scope="module")
def killed(
    tmp_path_factory: pytest.TempPathFactory, imported: Importer, iati_file: Writer
) -> tuple[Path, str, dict[str, Home]]:
    """Return the file imported, the release before it, and for each step the data folder of a killed import."""
    folder = tmp_path_factory.mktemp("killed")
    path = folder / "a.xml"
    base = Home(folder / "base")
    old = imported(base, iati_file(path, ONE)).release
    assert old is not None
    homes = {step: Home(folder / step) for step in STEPS}
    for home in homes.values():
        shutil.copytree(base.path, home.path)
    iati_file(path, ONE, TWO)
    pairs = [f"{step}={home.path}" for step, home in homes.items()]
    run = subprocess.run([sys.executable, "-c", KILLED, path, *pairs], check=True, capture_output=True)
    assert json.loads(run.stdout) == dict.fromkeys(STEPS, -signal.SIGKILL), run.stderr.decode()
    return path, old.id, homes


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_the_last_release_is_intact(
    killed: tuple[Path, str, dict[str, Home]], imported: Importer, step: str
) -> None:
    path, old, homes = killed
    _goes_on(homes[step], old, path, imported)


def test_killed_at_random_moments_the_last_release_is_intact(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    path = tmp_path / "a.xml"
    old = imported(home, iati_file(path, ONE)).release
    assert old is not None
    iati_file(path, ONE, TWO)
    codes = []
    for moment in (0.4, 1.0):
        run = subprocess.Popen(
            [sys.executable, "-c", IMPORT, "import", str(path), "--home", str(home.path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moment * random.Random().uniform(0.5, 1.5))
        run.kill()
        codes.append(run.wait())
        check_release(home, read_release(home))
    assert -signal.SIGKILL in codes
    _goes_on(home, old.id, path, imported)


@pytest.mark.parametrize(("step", "turn"), [("sync_file", 1), ("sync_folder", 3)])
def test_a_failing_disk_leaves_the_last_release(
    home: Home,
    tmp_path: Path,
    imported: Importer,
    iati_file: Writer,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    turn: int,
) -> None:
    path = tmp_path / "a.xml"
    old = imported(home, iati_file(path, ONE)).release
    assert old is not None
    iati_file(path, ONE, TWO)
    with monkeypatch.context() as patch:
        patch.setattr(f"grutto.store.files.{step}", _failing(turn))
        with pytest.raises(StoreError, match="the disk is full"):
            imported(home, path)
    assert home.current() == old.id
    _goes_on(home, old.id, path, imported)


def _failing(turn: int) -> Callable[..., None]:
    calls = 0

    def fail(*_: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == turn:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fail


def test_a_reader_sees_the_old_or_the_new_release_never_half(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    path = tmp_path / "a.xml"
    versions = {1: (ONE,), 2: (ONE, TWO)}
    known = {}
    for number, activities in versions.items():
        release = imported(home, iati_file(path, *activities)).release
        assert release is not None
        known[release.id] = number
    done, wrong, seen = threading.Event(), [], set()

    def look() -> None:
        while not done.is_set():
            release = read_release(home)
            seen.add(release.id)
            if dict(release.rows)["activity"] != known.get(release.id):
                wrong.append(release.id)
            check_release(home, release)

    reader = threading.Thread(target=look)
    reader.start()
    for number in (1, 2, 1, 2):
        imported(home, iati_file(path, *versions[number]))
    done.set()
    reader.join()
    assert not wrong
    assert seen == set(known)


def test_a_second_writer_waits_for_the_first(home: Home, tmp_path: Path, imported: Importer, iati_file: Writer) -> None:
    order = []

    def second() -> None:
        imported(home, iati_file(tmp_path / "b.xml", TWO))
        order.append("second")

    with home.writing():
        writer = threading.Thread(target=second)
        writer.start()
        time.sleep(0.3)
        order.append("first")
    writer.join()
    assert order == ["first", "second"]


def test_what_a_killed_import_left_is_swept(home: Home, tmp_path: Path, imported: Importer, iati_file: Writer) -> None:
    (home.path / "staging" / f".folder.0{ASIDE}" / "tables").mkdir(parents=True)
    (home.path / "snapshots").mkdir()
    (home.path / "snapshots" / f".incoming.0{ASIDE}").write_bytes(b"half")
    (home.path / f".current.0{ASIDE}").write_bytes(b"half")
    imported(home, iati_file(tmp_path / "a.xml", ONE))
    assert _leftovers(home) == []


def test_what_a_living_writer_writes_is_not_swept(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    with file_aside(home.path, "current") as (_, path), home.staging() as folder:
        imported(home, iati_file(tmp_path / "a.xml", ONE))
        assert path.exists()
        assert folder.exists()
    assert _leftovers(home) == []
