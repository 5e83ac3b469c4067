"""Files can be taken out of the release, and the data folder cleared of what nothing needs."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from iati_samples import activity, wrapped

from grutto.store.releases import check_release, read_release, release_names

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home


def write(path: Path, *identifiers: str) -> Path:
    titled = (activity(f"<title><narrative>{i}</narrative></title>", i) for i in identifiers)
    path.write_text(wrapped("".join(titled)), "utf-8")
    return path


def test_a_file_is_taken_out_by_name_or_address_and_the_release_before_keeps_it(
    grutto: Command, home: Home, tmp_path: Path
) -> None:
    paths = [write(tmp_path / f"{name}.xml", name) for name in ("A-1", "A-2", "A-3")]
    assert grutto("import", *paths, "--home", home.path).code == 0
    first = home.current()
    listed = grutto("releases", "--files", "--home", home.path).out
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["A-1.xml", "A-2.xml", "A-3.xml"]
    address = paths[1].as_uri()
    assert address in listed
    answer = grutto("remove", "A-1.xml", address, "--home", home.path)
    assert answer.code == 0
    assert [line.split("\t")[1] for line in answer.out.splitlines()] == ["A-1.xml", "A-2.xml"]
    assert [s.name for s in read_release(home).snapshots] == ["A-3.xml"]
    assert len(read_release(home, first).snapshots) == 3
    activities = grutto("measure", "activities", "--format", "json", "--home", home.path).out
    assert json.loads(activities)[0]["value"] == "1"


def test_what_cannot_be_taken_out_is_told_and_nothing_changes(grutto: Command, home: Home, tmp_path: Path) -> None:
    assert grutto("import", write(tmp_path / "a.xml", "A-1"), "--home", home.path).code == 0
    before = home.current()
    for names, told in (((), "No file was named"), (("b.xml",), "has no file b.xml"), (("a.xml",), "all files")):
        answer = grutto("remove", *names, "--home", home.path)
        assert (answer.code, told in answer.err) == (1, True)
    assert home.current() == before


def test_before_the_first_import_nothing_can_be_taken_out(grutto: Command, home: Home) -> None:
    assert "There is no release yet" in grutto("remove", "a.xml", "--home", home.path).err


def test_tidying_keeps_what_is_needed_and_lists_before_it_removes(grutto: Command, home: Home, tmp_path: Path) -> None:
    path, made = tmp_path / "a.xml", []
    for number in range(5):
        assert grutto("import", write(path, f"A-{number}"), "--home", home.path).code == 0
        made.append(home.current())
    (home.editions / "e").mkdir(parents=True)
    (home.editions / "e" / "edition.json").write_text(json.dumps({"release": made[0]}))
    listed = grutto("tidy", "--keep", 2, "--home", home.path)
    assert [line for line in listed.out.splitlines() if line.startswith("release")] == sorted(
        f"release\t{name}" for name in made[1:3]
    )
    assert "With grutto tidy --yes would go: releases 2" in listed.err
    assert len(release_names(home)) == 5
    done = grutto("tidy", "--keep", 2, "--yes", "--home", home.path)
    assert done.out == listed.out
    assert release_names(home) == sorted([made[0], made[3], made[4]])
    for name in release_names(home):
        check_release(home, read_release(home, name))
    assert len(list((home.path / "snapshots").glob("??/*"))) == 3
    assert grutto("tidy", "--keep", 2, "--yes", "--home", home.path).out == ""
    assert grutto("export", "--home", home.path).code == 0
    assert grutto("tidy", "--keep", -1, "--home", home.path).code == 1


def test_a_damaged_table_is_told_with_the_repair(grutto: Command, home: Home, tmp_path: Path) -> None:
    assert grutto("import", write(tmp_path / "a.xml", "A-1"), "--home", home.path).code == 0
    for table in ("activity", "portfolio"):
        for part in (home.releases / home.current() / "tables" / table).glob("*.parquet"):
            part.unlink()
            part.write_bytes(b"PAR1 damaged")
    for command in (("export",), ("measure", "activities")):
        answer = grutto(*command, "--home", home.path)
        assert (answer.code, "Traceback" in answer.err) == (1, False)
        assert "cannot be read" in answer.err
        assert "grutto repair" in answer.err
    assert grutto("repair", "--home", home.path).out == f"mended\t{home.current()}\n"
    assert grutto("export", "--home", home.path).code == 0


def test_tidying_keeps_what_editions_were_made_from(grutto: Command, nl_home: Home, tmp_path: Path) -> None:
    home = shutil.copytree(nl_home.path, tmp_path / "home")
    options = ("--home", home)
    made = grutto("report", "nl-2008", 2010, "--lang", "en", "--output", tmp_path / "out", *options)
    assert made.code == 0, made.err
    assert grutto("tidy", "--keep", 0, "--yes", *options).code == 0
    answer = grutto("verify", tmp_path / "out", *options)
    assert answer.code == 0, answer.out
    assert "taken as they are" not in answer.err
