"""What a mutated file of each kind may do: be read as it says, or be refused with a sentence; nothing else.

Failures are: any other exception, another verdict of check than of import, other rows from another way of reading, a
zero that nobody wrote, more time than a file of this size can need.
"""

from __future__ import annotations

import io
import shutil
import signal
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from mutation import NUMBER

from grutto.checks import Standard, check_file, check_template, code_names, lists_of_columns, read_standard
from grutto.content.stored import read_content
from grutto.editions.record import read_record
from grutto.editions.seal.check import Trust, check_package
from grutto.editions.seal.manifest import read_manifest
from grutto.editions.seal.proof import check_proof
from grutto.editions.seal.signature import read_signature
from grutto.errors import GruttoError
from grutto.frameworks import load
from grutto.frameworks.judgements import load_judgements
from grutto.frameworks.ledger import load_ledger
from grutto.locale import ENGLISH
from grutto.model.snapshot import Snapshot
from grutto.model.source import Source
from grutto.readers.template import sheets_of
from grutto.readers.zips import is_zip
from grutto.sources import FOLDER, recognise, source_named, sources
from grutto.sources.standard import standard_folder
from grutto.store.codec import declared
from grutto.store.home import Home
from grutto.store.releases import read_release
from grutto.tables import tables_of
from grutto.tables.export import selected
from grutto.tables.extract import extract, extracts_in
from grutto.tables.intake import incoming_files, take_in
from grutto.tables.reading import read_into, read_together
from grutto.writers.template import TemplateFiller, write_folder, write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).parents[2]
SECONDS = 20
"""Of computing that a small file may take; a hundred times what it does."""
GOOD = (
    b'<iati-activities version="2.03"><iati-activity default-currency="EUR">'
    b"<iati-identifier>XM-GOOD-1</iati-identifier>"
    b'<transaction><transaction-type code="3"/><transaction-date iso-date="2010-01-01"/>'
    b'<value value-date="2010-01-01">5</value></transaction></iati-activity></iati-activities>'
)
OLD = (
    b'<iati-activities version="1.03"><iati-activity default-currency="EUR">'
    b"<iati-identifier>XM-OLD-1</iati-identifier><title>Old</title>"
    b'<activity-date type="start-actual" iso-date="2009-01-01"/>'
    b'<budget type="Original"><period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/>'
    b'<value value-date="2010-01-01">7</value></budget></iati-activity></iati-activities>'
)


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to be mutated: what judges it knows it by its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input.

    Args:
        seeds: files of it.
        judge: is given the name of a seed, a mutated file and an empty folder; tells whether the file was taken, raises
            for what may not happen.
    """

    seeds: Callable[[], tuple[Seed, ...]]
    judge: Callable[[str, bytes, Path], bool]


@contextmanager
def bounded() -> Iterator[None]:
    """Read in this process, for at most `SECONDS` of computing."""

    def over(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} seconds")

    former = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        with patch("grutto.store.worker._in_worker", new=True):
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def outcome(kind: Kind, name: str, content: bytes) -> bool:
    """Return whether a mutated file was taken; whatever else is raised is a failure."""
    with tempfile.TemporaryDirectory() as folder, bounded():
        return kind.judge(name, content, Path(folder))


# Files of sources: IATI, CSV, JSON, JSON-stat, XLSX, zips of them.


def _samples(*suffixes: str) -> tuple[Seed, ...]:
    paths = sorted(p for s in suffixes for p in FOLDER.glob(f"*/*/sample.{s}"))
    return tuple(Seed(p.parent.relative_to(FOLDER).as_posix(), p.read_bytes()) for p in paths)


def _zipped(seeds: tuple[Seed, ...]) -> tuple[Seed, ...]:
    return tuple(Seed(seed.name, zipped(f"sample-{n}", seed.content)) for n, seed in enumerate(seeds))


def zipped(name: str, content: bytes) -> bytes:
    """Return a zip of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _activities() -> tuple[Seed, ...]:
    """Return small files: those of the example with the rarer elements, one with a little of each, an old one."""
    paths = sorted((PROJECT / "examples/nl-2010/activities").rglob("*.xml"), key=lambda p: p.stat().st_size)
    return (Seed("iati", GOOD), Seed("iati", OLD), *(Seed("iati", p.read_bytes()) for p in paths[:6]))


def _snapshot(source: Source, path: Path) -> Snapshot:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Snapshot("0" * 64, source.name, path.as_uri(), path.name, now, path.stat().st_size, "", "")


def _read(source: Source, path: Path, folder: Path) -> dict[str, Any]:
    """Return the tables of a file."""
    folder.mkdir()
    snapshot = _snapshot(source, path)
    (extracted,) = extracts_in(folder, {snapshot.sha256: read_into(source, snapshot, path, folder)}).values()
    return {name: extracted.table(name) for name in extracted.rows}


def _read_as_many(path: Path, folder: Path) -> dict[str, Any] | None:
    """Return the tables of a small IATI file as they are read of many together; nothing if it is left out there."""
    folder.mkdir()
    source = source_named("iati/activities")
    for extracted in extracts_in(folder, read_together(source, [(_snapshot(source, path), path)], folder)).values():
        return {name: extracted.table(name) for name in extracted.rows}
    return None


WRITTEN = (
    ("statistic", "obs_value"),
    ("exchange_rate", "units_per_eur"),
    ("remittance_quote", "cc1_amount"),
    ("remittance_quote", "cc1_fee"),
)
"""Tables and columns whose numbers stand in the file as they are."""


def judge_source(name: str, content: bytes, folder: Path) -> bool:
    """Read a file of a source."""
    path = folder / "file"
    path.write_bytes(content)
    try:
        recognise(path)
    except GruttoError as error:
        _told(error)
    try:
        tables = _read(source_named(name), path, folder / "tables")
    except GruttoError as error:
        return _told(error)
    found = [
        value for table, column in WRITTEN for value in (tables[table][column].to_pylist() if table in tables else ())
    ]
    if Decimal(0) in found and not content.startswith((b"PK", b"\x1f\x8b")):
        assert any(_is_zero(found) for found in NUMBER.findall(content.replace(b"\0", b""))), "a zero that nobody wrote"
    return True


def _is_zero(text: bytes) -> bool:
    try:
        return abs(Decimal(text.decode())) < Decimal("0.000001")
    except InvalidOperation:
        return False


def judge_iati(_name: str, content: bytes, folder: Path) -> bool:
    """Read an IATI file in both ways, check it, and compare what they say."""
    path = folder / ("file.zip" if content.startswith(b"PK\x03\x04") else "file.xml")
    path.write_bytes(content)
    if is_zip(path):
        return judge_import("", content, folder)
    tables: dict[str, Any] | None = None
    try:
        tables = _read(recognise(path), path, folder / "tables")
    except GruttoError as error:
        _told(error)
    report = check_file(path, _standard(), tables_of("iati"))
    critical = [f.code for f in report.findings if f.severity == "critical"]
    assert bool(critical) == (tables is None), f"check says {critical}, import {'takes' if tables else 'refuses'} it"
    assert all(f.message for f in report.findings)
    assert _read_as_many(path, folder / "many") in (None, tables), "read with others it gives something else"
    if tables is None or "transaction" not in tables:
        return tables is not None
    with patch("grutto.readers.iati.reader.plain_opening", lambda *_: None):
        streamed = _read(recognise(path), path, folder / "streamed")
    for table, rows in tables.items():
        assert rows.equals(streamed[table]) or table == "file_finding", f"another way of reading gives another {table}"
    values = [v for table in ("transaction", "budget") for v in tables[table]["value"].to_pylist()]
    text = content.replace(b"\0", b"")
    assert Decimal(0) not in values or any(_is_zero(n) for n in NUMBER.findall(text)), "a zero that nobody wrote"
    return True


def judge_import(_name: str, content: bytes, folder: Path) -> bool:
    """Import a file beside a good one, which must be taken whatever the other is."""
    good, path, home = folder / "good.xml", folder / "other.zip", Home(folder / "home")
    good.write_bytes(GOOD)
    path.write_bytes(content)
    report = take_in(home, incoming_files([path, good]))
    assert report.files[-1].outcome in {"new", "same bytes"}, report.files[-1].error
    for file in report.refused:
        assert all(file.error), file
        assert "Error:" not in file.error[0], file.error
    assert report.release is not None
    assert dict(report.release.rows)["activity"] >= 1
    return not report.refused


@cache
def _standard() -> Standard:
    return read_standard(standard_folder(Home(Path("/nowhere"))))


def _told(error: GruttoError) -> bool:
    """Check that a refusal is a sentence, and return that the file was not taken."""
    assert error.what.strip(), repr(error)
    assert "Traceback" not in error.what
    return False


# Templates, TOML and records: of a small example that is made once.


EXAMPLE: dict[str, Path] = {}
"""The data folder (`home`) and the report (`report`) of the example, where they were made before."""


@cache
def made() -> Path:
    """Return a folder with a data folder, a report and a sealed package of the example: made once a process."""
    from grutto.cli import main  # noqa: PLC0415 - only here

    folder = Path(tempfile.mkdtemp(prefix="grutto-fuzz-"))
    home, report, package = (str(folder / name) for name in ("home", "report", "package"))
    activities, judgements = (str(PROJECT / "examples/nl-2010" / n) for n in ("activities", "judgements.toml"))
    for name, path in EXAMPLE.items():
        (folder / name).symlink_to(path)
    for name, words in (
        ("home", ["import", activities]),
        ("report", ["report", "nl-2008", "2010", "--lang", "en", "--judgements", judgements, "--output", report]),
        ("package", ["seal", "freeze", report, package, "--series", "nl/progress", "--claimed-at", "2011-06-10"]),
        ("package.zip", ["seal", "zip", package, f"{package}.zip"]),
        ("proof.json", ["seal", "figure", package, "1", str(folder / "proof.json")]),
    ):
        if name not in EXAMPLE:
            with suppress(SystemExit):
                main(words if name.endswith((".zip", ".json")) else [*words, "--home", home])
    assert (folder / "proof.json").is_file()
    return folder


def _templates() -> tuple[Seed, ...]:
    tables = tables_of("iati")
    home = Home(made() / "home")
    filler = TemplateFiller(tables, code_names(_standard()), lists_of_columns(tables))
    rows = selected(home, home.current(), (), [])
    names = rows["activity"]["iati_identifier"].to_pylist()[:3]
    filled = filler.fill(selected(home, home.current(), tuple(names), []))
    book, folder = made() / "template.xlsx", made() / "template"
    if not book.exists():
        write_workbook(book, sheets_of(tables), filled, code_names(_standard()), lists_of_columns(tables), ENGLISH)
        write_folder(folder, sheets_of(tables), filled)
    own = [Seed(p.name, p.read_bytes()) for p in sorted(folder.glob("*.csv")) if p.stat().st_size > 200]
    return (*[Seed("template.xlsx", book.read_bytes())] * 6, *own)


def judge_template(name: str, content: bytes, folder: Path) -> bool:
    """Turn a template into IATI."""
    path = folder / name
    if name.endswith(".csv"):
        path = folder / "template"
        shutil.copytree(made() / "template", path)
        (path / name).write_bytes(content)
    else:
        path.write_bytes(content)
    try:
        check_template(path, folder / "out.xml", Standard(), tables_of("iati"))
    except GruttoError as error:
        return _told(error)
    return True


def _declarations() -> tuple[Seed, ...]:
    example = PROJECT / "examples/fictional"
    paths = [example / "judgements.toml", example / "ledger.toml", PROJECT / "examples/nl-2010/judgements.toml"]
    own = [FOLDER / name / "source.toml" for name in list(sources())[:12] if (FOLDER / name / "source.toml").exists()]
    parts = sorted((example / "fictional").glob("*.toml"))
    return tuple(Seed(p.name, p.read_bytes()) for p in [*paths, *own, *parts])


def judge_declaration(name: str, content: bytes, folder: Path) -> bool:
    """Read a declaration in TOML."""
    readers: dict[str, Callable[[Path], object]] = {
        "judgements.toml": load_judgements,
        "ledger.toml": load_ledger,
        "source.toml": lambda path: declared(path, Source, name="own/own"),
    }
    path = folder / name
    if name not in readers:
        path = folder / "framework" / name
        shutil.copytree(PROJECT / "examples/fictional/fictional", path.parent)
    path.write_bytes(content)

    def framework(one: Path) -> object:
        return load(one.parent)

    try:
        readers.get(name, framework)(path)
    except GruttoError as error:
        return _told(error)
    return True


def _records() -> tuple[Seed, ...]:
    folder = made()
    home = Home(folder / "home")
    found = {
        "edition.json": folder / "report/edition.json",
        "content": folder / "report/content.json",
        "release": home.releases / home.current() / "manifest.json",
        "summary": next(home.extracts.rglob("summary.json")),
        "seal": next(folder.glob("package/*/manifest.json")),
        "proof": folder / "proof.json",
        "package": folder / "package.zip",
    }
    signature = (
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg\n-----END SSH SIGNATURE-----\n"
    )
    return (*(Seed(name, path.read_bytes()) for name, path in found.items()), Seed("signature", signature))


def judge_record(name: str, content: bytes, folder: Path) -> bool:
    """Read a record back."""
    path = folder / "record"
    path.write_bytes(content)
    try:
        READERS[name](path, content)
    except GruttoError as error:
        return _told(error)
    return True


def _release(path: Path, content: bytes) -> object:
    name = Home(made() / "home").current()
    own = path.parent / "home/releases" / name / "manifest.json"
    own.parent.mkdir(parents=True)
    own.write_bytes(content)
    return read_release(Home(path.parent / "home"), name)


def _summary(path: Path, content: bytes) -> object:
    """Read a file whose summary was changed: it is read again, or the summary says what it did."""
    home = Home(made() / "home")
    snapshot = read_release(home).snapshots[0]
    kept = next(home.extracts.glob(f"*/{snapshot.sha256}"))
    own = Home(path.parent / "home")
    shutil.copytree(kept, own.extracts / kept.parent.name / kept.name)
    with home.snapshot_path(snapshot.sha256).open("rb") as stream:
        own.keep(stream)
    (own.extracts / kept.parent.name / kept.name / "summary.json").write_bytes(content)
    return extract(own, snapshot).folder


READERS: dict[str, Callable[[Path, bytes], object]] = {
    "edition.json": lambda path, _: read_record(str(path), Home(path.parent / "none")),
    "content": lambda path, _: read_content(path, read_record(str(made() / "report"), Home(path.parent)).figures),
    "release": _release,
    "summary": _summary,
    "seal": lambda _, content: read_manifest(content),
    "proof": lambda _, content: check_proof(content, Trust()),
    "package": lambda path, _: check_package(path, Trust(), replay=False),
    "signature": lambda _, content: read_signature(content),
}

KINDS: dict[str, Kind] = {
    "iati": Kind(_activities, judge_iati),
    "csv": Kind(lambda: _samples("csv"), judge_source),
    "json": Kind(lambda: tuple(s for s in _samples("json") if "eurostat" not in s.name), judge_source),
    "json-stat": Kind(lambda: tuple(s for s in _samples("json") if "eurostat" in s.name), judge_source),
    "xlsx": Kind(lambda: _samples("xlsx"), judge_source),
    "archive": Kind(lambda: _zipped(_samples("csv", "json")), judge_source),
    "import": Kind(lambda: _zipped(_activities()[:4]), judge_import),
    "template": Kind(_templates, judge_template),
    "toml": Kind(_declarations, judge_declaration),
    "record": Kind(_records, judge_record),
}
