"""What the store keeps: bytes as received, releases that stay, one switch; the same input gives the same release."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError, StoreError
from grutto.store.files import digest_of
from grutto.store.home import Home
from grutto.store.releases import check_release, read_release, release_names, table_path
from grutto.tables.intake import incoming_files, take_in
from grutto.tables.repair import repair

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Importer, Writer

ONE = '<iati-identifier>XM-TEST-1</iati-identifier>\n<reporting-org ref="XM-TEST" type="10"/>'
TWO = '<iati-identifier>XM-TEST-2</iati-identifier>\n<reporting-org ref="XM-TEST" type="10"/>'
SPENT = (
    '<transaction><transaction-type code="3"/><transaction-date iso-date="2020-05-01"/>'
    '<value value-date="2020-05-01">{}</value></transaction>'
)
RATES = "Date,USD,GBP,\n2020-05-01,1.25,0.8,\n"


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_snapshots_are_kept_byte_for_byte(home: Home, project: Path, imported: Importer) -> None:
    folder = project / "examples" / "nl-2010" / "activities"
    report = imported(home, folder)
    assert report.release is not None
    received = {p.name: p.read_bytes() for p in folder.glob("*.xml")}
    kept = {s.name: home.snapshot_path(s.sha256).read_bytes() for s in report.release.snapshots}
    assert kept == received
    assert all(s.size == len(received[s.name]) for s in report.release.snapshots)


def test_importing_the_same_file_again_changes_nothing(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    path = iati_file(tmp_path / "a.xml", ONE + SPENT.format(5))
    first = imported(home, path)
    before = _tree(home.path)
    again = imported(home, path)
    assert [f.outcome for f in again.files] == ["unchanged"]
    assert again.release == first.release
    assert _tree(home.path) == before


def test_a_new_version_replaces_the_old_one_whose_release_stays(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    path = tmp_path / "a.xml"
    first = imported(home, iati_file(path, ONE, TWO)).release
    second = imported(home, iati_file(path, ONE)).release
    assert first is not None
    assert second is not None
    assert (dict(first.rows)["activity"], dict(second.rows)["activity"]) == (2, 1)
    assert home.current() == second.id
    assert len(second.snapshots) == 1
    assert read_release(home, first.id) == first
    check_release(home, first)
    check_release(home, second)


def test_the_old_version_again_gives_the_old_release_again(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    path = tmp_path / "a.xml"
    first = imported(home, iati_file(path, ONE, TWO)).release
    imported(home, iati_file(path, ONE))
    third = imported(home, iati_file(path, ONE, TWO)).release
    assert first is not None
    assert third is not None
    assert third.id == first.id == home.current()
    assert third.tables == first.tables


def test_the_same_bytes_under_another_name_are_taken_once(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    report = imported(home, iati_file(tmp_path / "a.xml", ONE), iati_file(tmp_path / "b.xml", ONE))
    assert [f.outcome for f in report.files] == ["new", "same bytes"]
    assert report.release is not None
    assert [s.name for s in report.release.snapshots] == ["a.xml"]


def test_the_order_of_import_never_matters(tmp_path: Path, imported: Importer, iati_file: Writer) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text(RATES)
    files = [
        iati_file(tmp_path / "a.xml", ONE + SPENT.format(5)),
        iati_file(tmp_path / "b.xml", TWO + SPENT.format(7), attributes='last-updated-datetime="2020-06-01T00:00:00Z"'),
        rates,
    ]
    a, b, c = files
    orders = [[[a, b, c]], [[c, b, a]], [[b], [a], [c]], [[c], [a], [b]]]  # together and singly, any two both ways
    found = set()
    for number, imports in enumerate(orders):
        home = Home(tmp_path / f"home-{number}")
        for paths in imports:
            imported(home, *paths)
        release = read_release(home)
        found.add((release.id, release.tables, release.rows))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('<?xml version="1.0"?>\n<iati-activities version="2.03">\n<iati-activity>\n', "line 4"),
        ('<iati-activities version="2.03">\n<iati-activity>\n</wrong>\n</iati-activities>', "line 3"),
        ('<iati-activities version="9.99">\n</iati-activities>', "version"),
        ("<html><body>Not found</body></html>", "a.xml"),
    ],
    ids=["truncated", "not well-formed", "unknown version", "a web page"],
)
def test_a_malformed_new_version_leaves_the_last_good_one_in_place(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer, content: str, line: str
) -> None:
    path = tmp_path / "a.xml"
    good = imported(home, iati_file(path, ONE), iati_file(tmp_path / "b.xml", TWO)).release
    path.write_text(content)
    report = imported(home, path)
    [refused] = report.refused
    what, where, repair = refused.error
    assert what
    assert repair
    assert line in where
    assert "a.xml" in where
    assert report.release == good
    assert good is not None
    check_release(home, read_release(home))


def test_a_refused_file_does_not_keep_the_good_ones_out(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_text('<iati-activities version="2.03">')
    report = imported(home, bad, iati_file(tmp_path / "good.xml", ONE))
    assert [(f.name, f.outcome) for f in report.files] == [("bad.xml", "refused"), ("good.xml", "new")]
    assert report.release is not None
    assert [s.name for s in report.release.snapshots] == ["good.xml"]


def test_nothing_good_gives_no_release(home: Home, tmp_path: Path, imported: Importer) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_text('<iati-activities version="2.03">')
    assert imported(home, bad).release is None
    assert home.current() == ""
    with pytest.raises(StoreError, match="no release yet"):
        read_release(home)


def test_a_changed_table_is_detected(home: Home, tmp_path: Path, imported: Importer, iati_file: Writer) -> None:
    release = imported(home, iati_file(tmp_path / "a.xml", ONE + SPENT.format(5))).release
    assert release is not None
    check_release(home, release)
    part = next(iter(table_path(home, release.id, "money").glob("*.parquet")))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(bytes(content))
    with pytest.raises(StoreError, match="“money” is missing or was changed"):
        check_release(home, release)


@pytest.mark.parametrize("change", ["removed", "added", "renamed"])
def test_a_missing_or_added_part_of_a_table_is_detected(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer, change: str
) -> None:
    release = imported(home, iati_file(tmp_path / "a.xml", ONE)).release
    assert release is not None
    folder = table_path(home, release.id, "activity")
    part = max(folder.glob("*.parquet"))
    if change == "removed":
        part.unlink()
    elif change == "added":
        (folder / "9999.parquet").write_bytes(part.read_bytes())
    else:
        part.rename(folder / "0009.parquet")
    with pytest.raises(StoreError, match="“activity”"):
        check_release(home, release)


@pytest.mark.parametrize(("change", "message"), [("edit", "was changed"), ("remove", "is missing")])
def test_a_changed_or_missing_snapshot_is_detected(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer, change: str, message: str
) -> None:
    release = imported(home, iati_file(tmp_path / "a.xml", ONE)).release
    assert release is not None
    kept = home.snapshot_path(release.snapshots[0].sha256)
    if change == "edit":
        kept.write_bytes(kept.read_bytes() + b"\n")
    else:
        kept.unlink()
    with pytest.raises(StoreError, match=message) as caught:
        check_release(home, release)
    assert str(kept) in caught.value.where


def test_importing_again_mends_a_damaged_snapshot(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    path = iati_file(tmp_path / "a.xml", ONE)
    release = imported(home, path).release
    assert release is not None
    home.snapshot_path(release.snapshots[0].sha256).write_bytes(b"damaged")
    imported(home, path)
    check_release(home, release)


def test_a_release_removed_for_damage_is_built_again_whole(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    """What was read from a file is shared by releases: its damage must not enter the next one."""
    path = iati_file(tmp_path / "a.xml", ONE)
    release = imported(home, path).release
    assert release is not None
    part = table_path(home, release.id, "activity") / "0000.parquet"
    part.write_bytes(part.read_bytes().replace(b"XM-TEST-1", b"XM-TEST-9"))
    with pytest.raises(StoreError, match="“activity”"):
        check_release(home, release)
    shutil.rmtree(home.releases / release.id)
    with pytest.raises(StoreError, match="lost"):
        imported(home, path)
    assert [one.outcome for one in repair(home)] == ["mended"]
    again = read_release(home)
    assert again.tables == release.tables
    check_release(home, again)


def test_the_manifest_names_what_is_on_disk(nl_home: Home) -> None:
    release = read_release(nl_home)
    manifest = json.loads((nl_home.releases / release.id / "manifest.json").read_text("utf-8"))
    assert manifest["tables"] == {name: digest_of(table_path(nl_home, release.id, name)) for name in manifest["tables"]}
    assert release_names(nl_home) == [release.id]


def test_the_import_report_is_kept_beside_the_release(
    home: Home, tmp_path: Path, imported: Importer, iati_file: Writer
) -> None:
    report = imported(home, iati_file(tmp_path / "a.xml", ONE))
    assert report.release is not None
    kept = json.loads((home.releases / report.release.id / "import.json").read_text("utf-8"))
    assert [(f["name"], f["outcome"], f["rows"]["activity"]) for f in kept["files"]] == [("a.xml", "new", 1)]


def test_a_folder_stands_for_its_files_at_any_depth(tmp_path: Path, iati_file: Writer) -> None:
    iati_file(tmp_path / "in" / "deep" / "a.xml", ONE)
    (tmp_path / "in" / "notes.txt").write_text("not taken")
    assert [f.name for f in incoming_files([tmp_path / "in"])] == ["deep/a.xml"]
    with pytest.raises(InputError, match="no such file"):
        incoming_files([tmp_path / "none"])


def test_an_unreadable_file_is_refused_with_its_name(home: Home, tmp_path: Path, iati_file: Writer) -> None:
    path = iati_file(tmp_path / "a.xml", ONE)
    [file] = incoming_files([path])
    path.unlink()
    report = take_in(home, [file])
    [refused] = report.refused
    assert refused.name == "a.xml"
    assert "a.xml" in " ".join(refused.error)
