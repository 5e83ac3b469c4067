"""The file of keys is opened once, and never read as it was before somebody else changed it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from grutto_web.cases.casework import keys

if TYPE_CHECKING:
    from pathlib import Path


CHANGED_BY_TWO = """
import os, sys
from pathlib import Path
from django.conf import settings
settings.configure(CASE_KEYS=Path(sys.argv[1]))
from grutto_web.cases.casework import keys
ours = keys.new_key()
keys.key(ours)
of_parent = keys._file._connection
child = os.fork()
if not child:
    theirs = keys.new_key()
    apart = keys._file._connection is not of_parent
    os._exit(0 if keys.key(ours) and keys.key(theirs) and apart else 1)
status = os.waitpid(child, 0)[1]
assert status == 0, status
keys.new_key()
assert len(keys.names()) == 3, keys.names()
"""


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    """A file of keys of its own, not made yet."""
    path = tmp_path / "keys" / "cases.sqlite3"
    settings.CASE_KEYS = path
    return path


def test_many_questions_open_the_file_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.pseudonym("client", "AB 12")
    keys.pseudonym("client", "AB 12")
    monkeypatch.setattr(keys, "_connection", None)
    assert keys.key(keys.PSEUDONYMS)
    assert keys.names() == frozenset()
    assert file.exists()


@pytest.mark.parametrize("replace", [shutil.copyfile, shutil.move])
def test_a_file_put_back_is_read_at_once(file: Path, tmp_path: Path, replace: object) -> None:
    """Whether it is copied over the one there or moved into its place."""
    kept = keys.new_key()
    backup = shutil.copyfile(file, tmp_path / "backup")
    later = keys.new_key()
    assert keys.names() == {kept, later}
    assert callable(replace)
    replace(backup, file)
    assert keys.names() == {kept}
    assert keys.key(later) is None


def test_what_another_process_destroyed_is_gone(file: Path) -> None:
    name = keys.new_key()
    assert keys.key(name)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("DELETE FROM key")
    assert keys.key(name) is None


def test_threads_take_turns(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: keys.new_key(), range(40)))
        assert all(pool.map(keys.key, made))
    assert keys.names() == set(made)
    assert not list(file.parent.glob(f"{file.name}-*"))


def test_a_forked_process_opens_the_file_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHANGED_BY_TWO, str(tmp_path / "cases.sqlite3")]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
