"""One file cannot stop the others: whatever fails belongs to its file, which is told; the good ones go on."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from small_iati import activity, budget, document, paid

from grutto.errors import BoundsError, DerivationError
from grutto.measures.session import open_release
from grutto.model.figure import Condition, Selection
from grutto.readers.iati.walk import Walker
from grutto.store.engine import DuckDBEngine
from grutto.store.releases import check_release
from grutto.store.worker import apart
from grutto.tables import build, culprits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Importer
    from grutto.model.snapshot import Snapshot
    from grutto.model.table import ReleaseTable
    from grutto.readers.iati.flavour import Element
    from grutto.store.home import Home

SHARE = '<recipient-country code="AF" percentage="10000000000000"/><recipient-country code="SO" percentage="1"/>'
HUGE = "950000000000000000"
RATES = "Date,USD,GBP\n2010-05-01,0.5,0.8\n"


def _good(tmp_path: Path, *numbers: int) -> list[Path]:
    paths = []
    for n in numbers:
        paths.append(tmp_path / f"good-{n}.xml")
        paths[-1].write_text(document(activity(f"A-{n}", paid(7, "2010-05-01"))))
    return paths


def _spent(home: Home) -> object:
    with open_release(home) as session:
        return session.book.measure("reported_transactions", currency="EUR", year=2010).value


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch, no_workers: None) -> None:
    """A derivation that cannot be made of a release with the activity BAD."""
    once = DuckDBEngine.derive

    def derive(engine: DuckDBEngine, table: ReleaseTable, sql: str, output: Path) -> int:
        where = (Condition("iati_identifier", ("BAD",)),)
        if table.name == "amount" and engine.rows(
            Selection("test", "transaction", "iati_identifier", "count", where), ("value",)
        ):
            raise DerivationError("A value is beyond all bounds", repair="correct it")
        return once(engine, table, sql, output)

    monkeypatch.setattr(DuckDBEngine, "derive", derive)


@pytest.mark.usefixtures("fragile")
def test_a_file_of_which_no_tables_can_be_made_is_told_and_the_others_go_on(
    home: Home, tmp_path: Path, imported: Importer
) -> None:
    imported(home, *_good(tmp_path, 1))
    path = tmp_path / "bad.xml"
    path.write_text(document(activity("BAD", paid(1, "2010-05-01"))))
    report = imported(home, *_good(tmp_path, 2, 3), path, *_good(tmp_path, 4))
    assert [(f.name, f.outcome) for f in report.files if f.outcome != "new"] == [("bad.xml", "refused")]
    (refused,) = report.refused
    assert refused.error == ("A value is beyond all bounds", "bad.xml", "correct it")
    assert _spent(home) == 28
    assert report.release is not None
    check_release(home, report.release)
    again = imported(home, path)
    assert [f.outcome for f in again.files] == ["refused"]
    assert again.release == report.release


@pytest.mark.usefixtures("fragile")
def test_a_changed_file_that_fails_leaves_the_one_before_it(home: Home, tmp_path: Path, imported: Importer) -> None:
    path = tmp_path / "a.xml"
    path.write_text(document(activity("A-1", paid(7, "2010-05-01"))))
    first = imported(home, path).release
    path.write_text(document(activity("BAD", paid(1, "2010-05-01"))))
    report = imported(home, path)
    assert [f.outcome for f in report.files] == ["refused"]
    assert report.release == first
    assert _spent(home) == 7


def test_a_number_beyond_reason_stops_nobody_else(home: Home, tmp_path: Path, imported: Importer) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text(RATES)
    bad = []
    for number, inside in enumerate((SHARE, budget(HUGE, "2010-01-01", "2010-12-31"), "")):
        bad.append(tmp_path / f"bad-{number}.xml")
        bad[-1].write_text(document(activity(f"BAD-{number}", inside, paid(HUGE, "2010-05-01", currency="USD"))))
    report = imported(home, rates, *bad, *_good(tmp_path, 1, 2))
    assert {f.name for f in report.refused} <= {path.name for path in bad}
    assert _spent(home) == 14


class _PanicError(BaseException):
    """What a reader in another language raises."""


@pytest.mark.parametrize(
    "error", [_PanicError("went astray"), RecursionError("too deep"), MemoryError(), KeyError("x")]
)
def test_a_reader_that_fails_in_any_way_refuses_its_file_only(
    home: Home,
    tmp_path: Path,
    imported: Importer,
    monkeypatch: pytest.MonkeyPatch,
    no_workers: None,
    error: BaseException,
) -> None:
    read = Walker.record

    def fail(self: Walker, element: Element, locator: str, *origin: dict[Element, str]) -> None:
        if self.file == "good-2.xml":
            raise error
        read(self, element, locator, *origin)

    monkeypatch.setattr(Walker, "record", fail)
    monkeypatch.setattr("grutto.readers.iati.pieces.installed", lambda _: False)  # files are walked, not scanned
    report = imported(home, *_good(tmp_path, 1, 2, 3))
    assert [f.outcome for f in report.files] == ["new", "refused", "new"]
    assert type(error).__name__ in report.files[1].error[0]
    assert all(report.files[1].error)
    assert _spent(home) == 14


RUNAWAY = """
title = "A source whose columns are found by an expression that runs away"
publisher = "Institute"
licence = "CC0-1.0"
citation = "Institute"
reader = "table"
recognise = '^year,aa'

[observations]
time = "year"
ref_area = "to"
counterpart = "from"
melt = '(a|a)*'

[[observations.value]]
field = "cell"
indicator = "refugees"
unit = "person"
stock_flow = "stock"
"""


def test_a_file_that_takes_too_long_is_refused_and_the_others_are_taken(
    home: Home, tmp_path: Path, imported: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "sources/institute/runaway/source.toml"
    source.parent.mkdir(parents=True)
    source.write_text(RUNAWAY, "utf-8")
    monkeypatch.setenv("GRUTTO_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setattr("grutto.store.worker.SECONDS", 3)
    slow = tmp_path / "slow.csv"
    slow.write_text(f"year,{'a' * 60}b\n2010,1\n", "utf-8")
    report = imported(home, *_good(tmp_path, 1), slow, *_good(tmp_path, 2))
    assert [f.outcome for f in report.files] == ["new", "refused", "new"]
    what, where, repair = report.files[1].error
    assert (what.startswith("Reading this file takes too long"), where, bool(repair)) == (True, "slow.csv", True)


def test_tables_that_take_too_long_are_the_fault_of_their_file(
    home: Home, tmp_path: Path, imported: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bounded(work: Any, place: Home, snapshots: tuple[Snapshot, ...], *more: Any, **named: Any) -> Any:
        if any(snapshot.name == "bad.xml" for snapshot in snapshots):
            raise BoundsError("Making the tables takes too long", repair="send it in parts")
        return apart(work, place, snapshots, *more, **named)

    monkeypatch.setattr(build, "apart", bounded)
    bad = tmp_path / "bad.xml"
    bad.write_text(document(activity("BAD", paid(1, "2010-05-01"))))
    report = imported(home, *_good(tmp_path, 1), bad, *_good(tmp_path, 2))
    assert [f.outcome for f in report.files] == ["new", "refused", "new"]
    assert report.files[1].error == ("Making the tables takes too long", "bad.xml", "send it in parts")
    assert [f.outcome for f in imported(home, bad).files] == ["refused"]
    assert _spent(home) == 14


def test_whoever_stops_it_stops_it(
    home: Home, tmp_path: Path, imported: Importer, monkeypatch: pytest.MonkeyPatch, no_workers: None
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Walker, "record", stop)
    with pytest.raises(KeyboardInterrupt):
        imported(home, *_good(tmp_path, 1))
    assert home.current() == ""


FILES: dict[str, bytes] = {
    "year-0.csv": b"Date,USD\n0000-01-01,1.1\n2010-05-01,x\n",
    "deep.json": b'{"a":' * 100_000,
    "empty.xml": b"",
    "relative.xml": b'<iati-activities version="2.03" xmlns:x="x">'
    b"<iati-activity><x:y/></iati-activity></iati-activities>",
    "entity.xml": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'
    b'<iati-activities version="2.03">&x;</iati-activities>',
    "stat.json": b'{"class":"dataset","version":"2.0","id":["time"],"size":[-5],"value":{},"dimension":{}}',
    "book.xlsx": b"PK\x03\x04" + bytes(200),
    "bytes.xml": bytes(range(256)) * 20,
}


def test_a_file_made_to_harm_is_told_in_one_sentence_while_the_others_go_on(
    home: Home, tmp_path: Path, imported: Importer
) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in FILES]
    report = imported(home, *_good(tmp_path, 1), *paths, *_good(tmp_path, 2))
    first, *bad, last = report.files
    assert (first.outcome, last.outcome) == ("new", "new")
    assert [file.name for file in bad] == list(FILES)
    for file in bad:
        assert file.outcome == "new" or (all(file.error) and file.name in file.error[1]), file
    assert _spent(home) == 14


def test_an_encrypted_member_of_a_zip_file_is_told_and_the_others_go_on(
    home: Home, tmp_path: Path, imported: Importer
) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in _good(tmp_path, 1, 2, 3):
            archive.write(file, file.name)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the second member is said to be encrypted
        first = content.index(mark)
        content[content.index(mark, first + 4) + offset] |= 1
    path.write_bytes(content)
    report = imported(home, path)
    assert [f.outcome for f in report.files] == ["new", "refused", "new"]
    assert report.files[1].name == "files.zip/good-2.xml"
    assert _spent(home) == 14
    assert list((home.path / "staging").iterdir()) == []


@pytest.mark.usefixtures("fragile")
def test_of_many_files_the_culprits_are_found_by_halves(
    home: Home, tmp_path: Path, imported: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    once: Callable[[Home, tuple[Snapshot, ...]], None] = build.try_build

    def counted(at: Home, snapshots: tuple[Snapshot, ...]) -> None:
        tries.append(len(snapshots))
        once(at, snapshots)

    monkeypatch.setattr(culprits, "try_build", counted)
    bad = tmp_path / "bad.xml"
    bad.write_text(document(activity("BAD", paid(1, "2010-05-01"))))
    files = _good(tmp_path, *range(14))
    report = imported(home, *files[:9], bad, *files[9:])
    assert [f.name for f in report.refused] == ["bad.xml"]
    assert _spent(home) == 98
    assert len(tries) <= 9
