"""A backup and its way back: every byte of the data folder and every row of the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from grutto.store.files import sha256_of
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto_web.ground.running.backup import MADE_AGAIN, MADE_AGAIN_OF_WEB

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(bool(os.environ.get("GRUTTO_DATABASE")), reason="about one's own machine")

SETUP = """
from grutto_web.people.acts.perform import perform
from grutto_web.people.accounts.acts import EnterOrganisation, GiveRole
from grutto_web.people.accounts.models import User
user = User.objects.create_user("officer@example.org", "Officer", "a long enough password")
place = perform(EnterOrganisation, None, None, {"name": "Ministry", "identifier": "XM-DAC-7"})
for role in ("officer", "administrator"):
    perform(GiveRole, None, None, {"user": user.pk, "organisation": place.pk, "role": role})
"""


def _run(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | {"GRUTTO_HOME": str(home)}
    command = [sys.executable, "-m", "grutto_web", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)


def _digests(home: Path) -> dict[str, str]:
    found = {}
    for path in home.rglob("*"):
        parts = path.relative_to(home).parts
        again = parts[0] in MADE_AGAIN or (parts[0] == "web" and len(parts) > 1 and parts[1] in MADE_AGAIN_OF_WEB)
        if path.is_file() and not again:
            found["/".join(parts)] = sha256_of(path)
    return found


def _rows(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "web" / "grutto.sqlite3")) as kept:
        return [line for line in kept.iterdump() if '"cache"' not in line]


def test_every_byte_and_every_row_comes_back(project: Path, migrated: Path, tmp_path: Path) -> None:
    home, copy, file = migrated, tmp_path / "new" / "home", tmp_path / "backup.tar"
    take_in(Home(home), incoming_files([project / "examples" / "nl-2010" / "activities"]))
    assert _run(home, "shell", "-v0", "-c", SETUP).returncode == 0
    (home / "web" / "uploads" / "ab").mkdir(parents=True)
    (home / "web" / "uploads" / "ab" / "abcd").write_bytes(b"a file of a partner")
    (home / "keys").mkdir(exist_ok=True)
    (home / "keys" / "cases.sqlite3").write_bytes(b"what opens the names of people")
    made = _run(home, "backup", file)
    assert made.returncode == 0, made.stderr
    assert Home(home).current() in made.stdout
    assert b"what opens the names of people" not in file.read_bytes()
    shutil.rmtree(home / "keys")
    before = (_digests(home), _rows(home))
    assert len(before[0]) > 20
    assert sum("INSERT INTO" in row and "log_entry" in row for row in before[1]) == 3
    back = _run(copy, "restore", file)
    assert back.returncode == 0, back.stderr
    assert "the log holds" in back.stdout
    assert (_digests(copy), _rows(copy)) == before
    again = _run(copy, "restore", file)
    assert (again.returncode, "not empty" in again.stderr) == (1, True)
    content = bytearray(file.read_bytes())
    content[content.index(b"a file of a partner")] ^= 1
    (tmp_path / "damaged.tar").write_bytes(content)
    damaged = _run(tmp_path / "other", "restore", tmp_path / "damaged.tar")
    assert (damaged.returncode, "damaged: home/web/uploads/ab/abcd" in damaged.stderr) == (1, True)
    (tmp_path / "cut.tar").write_bytes(content[: len(content) // 2])
    cut = _run(tmp_path / "other", "restore", tmp_path / "cut.tar")
    assert cut.returncode == 1
    assert not (tmp_path / "other" / "snapshots").exists()


def test_a_folder_or_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    nothing = _run(tmp_path / "mistyped", "backup", tmp_path / "backup.tar")
    assert (nothing.returncode, "nothing in this data folder" in nothing.stderr) == (1, True), nothing.stderr
    assert not (tmp_path / "backup.tar").exists()
    missing = _run(tmp_path / "new", "restore", tmp_path / "absent.tar")
    assert missing.returncode == 1
    assert "there is no such file or folder" in missing.stderr
