"""Small files share an extract and their part of a release; what is in it is the same as of large ones."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from small_iati import activity, document, paid, split, take

import grutto.tables.extract
import grutto.tables.reading
from grutto.errors import BoundsError
from grutto.measures.session import open_release
from grutto.store.home import Home
from grutto.store.releases import read_release, table_path
from grutto.store.worker import apart
from grutto.tables.extract import Extract, extract, extracts, folder_of, reading_digest, remove_extract, usable
from grutto.tables.graph import GRAPH
from grutto.tables.intake import incoming_files, take_in
from grutto.tables.reading import BUNDLE, read_together
from grutto.tables.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    from grutto.model.snapshot import Snapshot

FILES = {f"{name}.xml": document(activity(name, paid(amount))) for name, amount in (("A", 10), ("B", 20), ("C", 30))}
OLD = document("<iati-activity><iati-identifier>O</iati-identifier></iati-activity>").replace("2.03", "1.05")
ODD = f"<!DOCTYPE iati-activities>{document(activity('ODD', paid(5)))}"
HALF = document(activity("HALF"))[:-9]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A data folder with a release of three small files."""
    folder = Home(tmp_path / "home")
    take(folder, FILES)
    return folder


def _snapshot(home: Home, name: str) -> Snapshot:
    return next(s for s in read_release(home).snapshots if s.name == name)


def _folder(home: Home, name: str) -> Path:
    found = folder_of(home.extracts / reading_digest() / _snapshot(home, name).sha256)
    assert found
    return found


def _written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content)
    return folder


def _content(one: Extract) -> tuple[object, ...]:
    return one.rows, one.activities, one.rejected, one.version, [one.table(name) for name in one.rows]


def test_small_files_share_one_file_for_all_their_tables(home: Home) -> None:
    (folder,) = {_folder(home, name) for name in FILES}
    assert {path.name for path in folder.iterdir()} == {BUNDLE, GRAPH, "summary.json"}


def test_small_files_share_the_files_of_a_release(home: Home) -> None:
    release = read_release(home)
    assert [path.name for path in table_path(home, release.id, "transaction").iterdir()] == ["0000.parquet"]
    with open_release(home) as session:
        assert split(session, "spent_gross", "iati_identifier") == {
            "A": Decimal(10),
            "B": Decimal(20),
            "C": Decimal(30),
        }


def test_the_rows_of_a_small_file_are_those_it_has_in_files_of_their_own(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_workers: None
) -> None:
    snapshots = read_release(home).snapshots
    small = [extract(home, snapshot) for snapshot in snapshots]
    monkeypatch.setattr(grutto.tables.reading, "SMALL", 0)
    other = Home(tmp_path / "other")
    take(other, FILES)
    assert {path.suffix for path in _folder(other, "A.xml").iterdir()} == {".parquet", ".json", ".arrow"}
    for one, snapshot in zip(small, snapshots, strict=True):
        assert _content(one) == _content(extract(other, snapshot))


def _reading(
    monkeypatch: pytest.MonkeyPatch, fail: Callable[[list[str]], None] = lambda _names: None
) -> list[list[str]]:
    """Return the names of the files that are read together from here on, each time."""
    calls: list[list[str]] = []

    def read(source: Any, files: list[tuple[Snapshot, Path]], staged: Path) -> Any:
        calls.append([snapshot.name for snapshot, _ in files])
        fail(calls[-1])
        return read_together(source, files, staged)

    monkeypatch.setattr(grutto.tables.extract, "read_together", read)
    return calls


def test_a_file_read_before_is_not_read_again(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_workers: None
) -> None:
    calls = _reading(monkeypatch)
    folder = _written(tmp_path / "more", {**FILES, "D.xml": document(activity("D", paid(40)))})
    report = take_in(home, incoming_files([folder]))
    assert [f.activities for f in report.files] == [1, 1, 1, 1]
    assert calls == [["D.xml"]]
    assert [_folder(home, "D.xml") == _folder(home, name) for name in FILES] == [False] * 3


def test_each_file_has_its_own_findings_and_its_own_refusal(tmp_path: Path) -> None:
    bare = '<iati-activity><reporting-org ref="X"/></iati-activity>'
    lower = document(activity("L", paid(1, currency="eur")))
    files = {
        "bare.xml": document(activity("B"), bare),
        "half.xml": HALF,
        "lower.xml": lower,
        "odd.xml": ODD,
        "old.xml": OLD,
    }
    home = Home(tmp_path / "home")
    report = take_in(home, incoming_files([_written(tmp_path / "files", FILES | files)]))
    assert [(f.name, f.error[1]) for f in report.refused] == [("half.xml", "half.xml, line 1")]
    told = {f.name: (f.activities, f.rejected, f.rows.get("transaction")) for f in report.files if f.name in files}
    assert told == {
        "bare.xml": (1, 1, 0),
        "half.xml": (0, 0, None),
        "lower.xml": (1, 0, 1),
        "odd.xml": (1, 0, 1),
        "old.xml": (1, 0, 0),
    }
    findings = extract(home, _snapshot(home, "bare.xml")).table("file_finding").to_pylist()
    assert {row["snapshot"] for row in findings} == {_snapshot(home, "bare.xml").sha256}
    assert "activity.no-identifier" in {row["code"] for row in findings}
    codes = extract(home, _snapshot(home, "lower.xml")).table("file_finding")["code"].to_pylist()
    assert "code.capitals" in codes
    assert len({_folder(home, name) for name in (*FILES, "bare.xml", "lower.xml", "old.xml")}) == 1
    assert _folder(home, "odd.xml").name == _snapshot(home, "odd.xml").sha256


def test_one_that_makes_reading_fail_leaves_its_neighbours_together(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_workers: None
) -> None:
    def fail(names: list[str]) -> None:
        if "F.xml" in names:
            raise RecursionError

    calls = _reading(monkeypatch, fail)
    files = {f"{name}.xml": document(activity(name, paid(1))) for name in "DEFGH"}
    report = take_in(home, incoming_files([_written(tmp_path / "more", files)]))
    assert [f.outcome for f in report.files] == ["new"] * 5
    assert {len(names) for names in calls if "F.xml" not in names} == {2}
    assert extract(home, _snapshot(home, "F.xml")).activities == 1


def test_small_files_that_take_too_long_together_are_read_one_by_one(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alone = []

    def slow(work: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if work is read_together:
            raise BoundsError("Reading this file takes too long", where="D.xml", repair="look at it")
        alone.append(arguments[1].name)
        return apart(work, *arguments, **options)

    monkeypatch.setattr(grutto.tables.extract, "apart", slow)
    files = {f"{name}.xml": document(activity(name, paid(1))) for name in "DE"}
    report = take_in(home, incoming_files([_written(tmp_path / "more", files)]))
    assert [f.outcome for f in report.files] == ["new", "new"]
    assert alone == ["D.xml", "E.xml"]


def _amount(one: Extract) -> pa.Array:
    return one.table("transaction")["value"].to_pylist()


def test_a_damaged_extract_of_small_files_is_made_again(home: Home) -> None:
    folder = _folder(home, "B.xml")
    whole = (folder / BUNDLE).read_bytes()
    (folder / BUNDLE).write_bytes(whole[:-20])
    found = extracts(home, read_release(home).snapshots)
    assert [_amount(one) for one in found if isinstance(one, Extract)] == [[Decimal(10)], [Decimal(20)], [Decimal(30)]]
    assert (_folder(home, "B.xml") / BUNDLE).read_bytes() == whole


def test_one_file_of_a_damaged_extract_is_read_alone(home: Home) -> None:
    (_folder(home, "B.xml") / BUNDLE).unlink()
    assert _amount(extract(home, _snapshot(home, "B.xml"))) == [Decimal(20)]
    assert _folder(home, "B.xml") != _folder(home, "A.xml")
    assert _amount(extract(home, _snapshot(home, "A.xml"))) == [Decimal(10)]


def test_what_another_process_reads_again_takes_nothing_away(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview reads what an import reads at the same time, and is done a moment earlier with each link."""
    snapshots = read_release(home).snapshots
    (mine,) = {one.folder for one in map(usable, extracts(home, snapshots))}
    links = [home.extracts / reading_digest() / s.sha256 for s in snapshots]
    for link in links:
        link.unlink()

    def remove(path: Path) -> None:
        remove_extract(path)
        if path in links:
            links.remove(path)
            path.symlink_to(mine.name)

    monkeypatch.setattr(grutto.tables.extract, "remove_extract", remove)
    (theirs,) = {one.folder for one in map(usable, extracts(home, snapshots))}
    assert (theirs != mine, mine.is_dir(), links) == (True, True, [])
    assert {_folder(home, name) for name in FILES} == {theirs}


def _bytes_of(home: Home) -> int:
    """Return the bytes of the files of a data folder that have tables or were taken in."""
    folders = (home.releases, home.extracts, home.path / "snapshots")
    files = {p.stat().st_ino: p.stat().st_size for f in folders for p in f.rglob("*") if p.is_file()}
    return sum(files.values())


def test_an_extract_stays_as_long_as_one_file_of_it_is_needed(tmp_path: Path) -> None:
    home, files = Home(tmp_path / "home"), _written(tmp_path / "files", FILES)
    take_in(home, incoming_files([files]))
    shared, place = _folder(home, "A.xml"), home.extracts / reading_digest()
    take_in(home, incoming_files([_written(files, {"A.xml": document(activity("A", paid(11)))})]))
    before, told = _bytes_of(home), tidy(home, 0)
    assert told.size == before - _bytes_of(home)
    assert (_folder(home, "B.xml"), _folder(home, "A.xml") == shared) == (shared, False)
    assert {path.name for path in place.iterdir() if path.is_symlink()} == {
        s.sha256 for s in read_release(home).snapshots
    }
    take_in(home, incoming_files([_written(files, {name: document(activity(name, paid(12))) for name in FILES})]))
    tidy(home, 0)
    assert not shared.exists()


def test_the_same_files_give_the_same_release_in_any_order(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    for name in reversed(FILES):
        take(other, {name: FILES[name]})
    assert dict(read_release(other).tables)["transaction"] == dict(read_release(home).tables)["transaction"]


@pytest.mark.parametrize("change", [b"[]", b'["", {}, {"rows": {}}]', b'{"rows": {}}', b"\xff", b"[" * 9000])
def test_what_was_kept_of_a_file_is_read_again_if_its_summary_is_damaged(home: Home, change: bytes) -> None:
    snapshot = read_release(home).snapshots[0]
    before = _content(extract(home, snapshot))
    (_folder(home, snapshot.name) / "summary.json").write_bytes(change)
    assert _content(extract(home, snapshot)) == before
    path = _folder(home, snapshot.name) / "summary.json"
    path.write_bytes(
        path.read_bytes()
        .replace(b'"transaction": 1', b'"transaction": 2')
        .replace(b'"transaction":1', b'"transaction":2')
    )
    assert _content(extract(home, snapshot)) == before
