"""Files that are damaged, wrong or meant to harm, through `grutto import` and `check`: told, bounded, harmless."""

from __future__ import annotations

import gzip
import io
import json
import resource
import shutil
import zipfile
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from iati_samples import activity, shared, wrapped
from lxml import etree

from grutto.store.home import Home
from grutto.store.releases import read_release
from grutto.tables import tables_of
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Command

GOOD = wrapped(activity("<title><narrative>Good</narrative></title>"))
BODY = GOOD.split("?>\n", 1)[1]
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
INCLUDE = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
MB = 1 << 20


def doctype(entities: str, used: str) -> bytes:
    return f"<!DOCTYPE iati-activities [{entities}]>{BODY.replace('Good', used)}".encode()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def long(before: str, after: str, size: int = 60) -> bytes:
    head, tail = BODY.split("Good")
    return f"{head}{before}".encode() + b"x" * (size * MB) + f"{after}{tail}".encode()


BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "external entity.xml": (lambda: doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), "entit"),
    "external parameter.xml": (lambda: doctype('<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;', "A"), "entit"),
    "entity bomb.xml": (lambda: doctype(f'<!ENTITY e0 "ha">{BOMB}', "&e11;"), "entit"),
    "quadratic bomb.xml": (lambda: doctype(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 5_000), ""),
    "deep nesting.xml": (lambda: wrapped(activity("<a>" * 100_000 + "</a>" * 100_000)).encode(), ""),
    "huge attribute.xml": (lambda: long('</narrative><narrative xml:lang="', '">'), ""),
    "huge text.xml": (lambda: long("", ""), ""),
    "wrong encoding.xml": (lambda: GOOD.replace("Good", "Gööd").encode("latin-1"), "encoding"),
    "unknown encoding.xml": (lambda: GOOD.replace("UTF-8", "klingon").encode(), "ncoding"),
    "utf-32.xml": (lambda: GOOD.replace("UTF-8", "UTF-32").encode("utf-32"), ""),
    "truncated.xml": (GOOD[:-40].encode, ""),
    "nothing.xml": (lambda: b"", "empty"),
    "binary.xml": (lambda: bytes(range(256)) * 100, ""),
    "document.xml": (lambda: b"%PDF-1.4\n" + bytes(1000), "PDF"),
    "packed.xml": (lambda: gzip.compress(GOOD.encode()), "gzip"),
    "error page.xml": (lambda: b"<!DOCTYPE html><html><body>503<br></body></html>", "web page"),
    "error page in capitals.xml": (lambda: b"\n\n <HTML><body>503<br></body></HTML>", "web page"),
    "error.xml": (lambda: b'{"error": 404}', ""),
    "other root.xml": (lambda: b"<rss><channel/></rss>", ""),
    "control character.xml": (lambda: GOOD.replace("Good", "G&#x1;d").encode(), ""),
    "bomb.zip": (lambda: zipped(a_xml=b" " * (40 * MB)).replace(b"a_xml", b"a.xml"), "grow"),
    "cut.zip": (lambda: zipped(**{"a.xml": GOOD.encode()})[:150], "damaged"),
    "zip in zip.zip": (lambda: zipped(**{"b.zip": zipped(**{"a.xml": GOOD.encode()})}), ""),
}


@pytest.fixture(scope="module")
def good(grutto: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release."""
    folder = tmp_path_factory.mktemp("good")
    path = folder / "good.xml"
    path.write_text(GOOD, "utf-8")
    assert grutto("import", path, "--home", folder / "home").code == 0
    return folder / "home"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_by_import_and_critical_to_check(
    grutto: Command, good: Path, tmp_path: Path, name: str
) -> None:
    make, told = BROKEN[name]
    bad, home = tmp_path / name, Home(shutil.copytree(good, tmp_path / "home"))
    bad.write_bytes(make())
    before, memory = home.current(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = grutto("import", bad, "--home", home.path)
    assert answer.code == 1
    assert answer.out.startswith("refused\t")
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert "Repair:" in answer.err
    assert home.current() == before
    checked = grutto("check", bad, "--format", "json", "--home", home.path)
    (file,) = json.loads(checked.out)["files"]
    assert (checked.code, file["worst"]) == (3, "critical")
    assert [f["severity"] for f in file["findings"]].count("critical") == 1
    assert all(f["message"] and f["repair"] for f in file["findings"])
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < 400


READ: dict[str, bytes] = {
    "utf-16.xml": GOOD.replace("UTF-8", "UTF-16").encode("utf-16"),
    "utf-16 that says utf-8.xml": GOOD.encode("utf-16"),
    "utf-16 without a mark.xml": GOOD.replace("UTF-8", "UTF-16BE").encode("utf-16-be"),
    "byte-order mark.xml": GOOD.encode("utf-8-sig"),
    "latin-1.xml": GOOD.replace("UTF-8", "ISO-8859-1").replace("Good", "Gööd").encode("latin-1"),
    "windows.xml": GOOD.replace("UTF-8", "windows-1252").replace("Good", "G€d").encode("cp1252"),
    "include.xml": BODY.replace(
        "<title>",
        '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/><title>',
    ).encode(),
    "climbing.zip": zipped(**{"../../climbing.xml": GOOD.encode()}),
}


@pytest.mark.parametrize("name", READ)
def test_unusual_files_are_read_and_nothing_else_is(grutto: Command, tmp_path: Path, name: str) -> None:
    path, home = tmp_path / name, Home(tmp_path / "home")
    path.write_bytes(READ[name])
    assert grutto("import", path, "--home", home.path).code == 0
    (row,) = pq.read_table(home.releases / home.current() / "tables" / "activity").to_pylist()
    assert row["title"] in {"Good", "Gööd", "G€d"}
    extension = pq.read_table(home.releases / home.current() / "tables" / "extension").to_pylist()
    assert all("root:" not in (r["value"] or "") for r in extension)
    assert not (tmp_path.parent / "climbing.xml").exists()
    assert grutto("check", path, "--home", home.path).code < 3


def test_the_files_of_a_zip_are_datasets_of_their_own(grutto: Command, home: Home, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    other = GOOD.replace("AA-1-1", "AA-1-2").encode()
    path.write_bytes(zipped(**{"a/x.xml": GOOD.encode(), "b/x.xml": other, "index.json": b"{}", "c.xml": b"<html>"}))
    answer = grutto("import", path, "--home", home.path)
    outcomes = {line.split("\t")[1]: line.split("\t")[0] for line in answer.out.splitlines()}
    assert outcomes == {"all.zip/a/x.xml": "new", "all.zip/b/x.xml": "new", "all.zip/c.xml": "refused"}
    path.write_bytes(zipped(**{"a/x.xml": GOOD.encode(), "b/x.xml": other + b" "}))
    again = grutto("import", path, "--home", home.path)
    assert [line.split("\t")[0] for line in again.out.splitlines()] == ["unchanged", "changed"]


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<title/>" * 100_010, "more than 100,000 elements"),
        (f"<title {' '.join(f'a{n}="1"' for n in range(10_001))}/>", "10,001 attributes"),
    ],
    ids=["elements", "attributes"],
)
def test_more_than_memory_or_time_can_bear_is_refused(
    grutto: Command, home: Home, tmp_path: Path, inside: str, told: str
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity(inside)), "utf-8")
    answer = grutto("import", path, "--home", home.path)
    assert (answer.code, told in answer.err) == (1, True)
    assert home.current() == ""


def test_what_the_standard_has_no_place_for_is_told_by_the_import(grutto: Command, home: Home, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    inner = activity("", "AA-1-2") + '<colour code="1">red</colour><colour/><title note="x">loose</title>'
    path.write_text(wrapped(activity(inner)), "utf-8")
    told = grutto("import", path, "--home", home.path).err
    for text in ("An activity stands inside another one and was not read", "<colour> (2 times here)", "@note", "Text"):
        assert text in told
    own = wrapped(activity('<x:own xmlns:x="http://example.org/">1</x:own>', "AA-1-3"))
    path.write_text(own, "utf-8")
    assert "no place" not in grutto("import", path, "--home", home.path).err


@cache
def real() -> bytes:
    """Three real activities."""
    root: Any = etree.parse(str(shared("data/iati/unhcr-activities-2023.xml"))).getroot()
    for extra in [*root[:20], *root[23:]]:
        root.remove(extra)
    return bytes(etree.tostring(root, encoding="utf-8"))


SCARS = (
    b"",
    b"<",
    b"&",
    b"&amp;",
    b"\x00",
    b"\xff",
    b" ",
    b"9",
    b"-",
    b"x",
    b",",
    b".",
    b"e5",
    b'"',
    b"<a/>",
    b'" b="',
)


def damaged(random: Random) -> bytes:
    """Return the real activity with one to five scars."""
    content = bytearray(real())
    for _ in range(random.randint(1, 5)):
        at = random.randrange(len(content))
        content[at : at + random.randint(0, 3)] = random.choice(SCARS)
    return bytes(content)


def test_a_mutated_activity_is_imported_whole_or_what_is_lost_is_told(home: Home, tmp_path: Path) -> None:
    """Of many files that are imported together, each must have its own texts in its own rows."""
    paths = [tmp_path / f"{seed}.xml" for seed in range(100)]  # a tenth is taken
    for seed, path in enumerate(paths):
        path.write_bytes(damaged(Random(seed)))
    report = take_in(home, incoming_files(paths))
    assert all(all(file.error) for file in report.refused)
    release = read_release(home)
    assert len(report.refused) + len(release.snapshots) == len(paths)
    assert min(len(report.refused), len(release.snapshots)) >= 5
    folder = home.releases / release.id / "tables"
    rows = {name: pq.read_table(folder / name).to_pylist() for name in [*tables_of("iati"), "finding"]}
    for snapshot in release.snapshots:
        own = {name: [row for row in some if row["snapshot"] == snapshot.sha256] for name, some in rows.items()}
        assert_nothing_lost(etree.parse(str(tmp_path / snapshot.name)).getroot(), own)


def assert_nothing_lost(root: Any, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Check that every text of a file stands in a table or is told, and that no zero is there that was not written."""
    cells = [v for rows in tables.values() for row in rows for v in row.values() if v is not None]
    numbers = {v for v in cells if isinstance(v, Decimal)} | {Decimal(v) for v in cells if isinstance(v, int)}
    words = {v.isoformat() if isinstance(v, date) else str(v) for v in cells}
    kept = "\n".join(r["xml"] or "" for r in tables["extension"])
    told = {(f["value"] or "") for f in tables["finding"]}
    for text, whole in texts(root):
        number = number_of(text)
        where = {text, whole} & words or text in told or text in kept or etree_escaped(text) in kept
        assert where or number in numbers or text in {"true", "false"} or text[:200] in told, text
    written = {number_of(text) for pair in texts(root) for text in pair}
    assert Decimal(0) not in {r["value"] for name in ("transaction", "budget") for r in tables[name]} - written


def texts(root: Any) -> Iterator[tuple[str, str]]:
    """Yield every attribute and text within the records, with the whole text that it is a part of."""
    for record in root:
        for element in record.iter(etree.Element):
            parts = [element.text or "", *(child.tail or "" for child in element)]
            for text in (*element.attrib.values(), *parts):
                if text.strip():
                    yield text.strip(), "".join(parts).strip()


def number_of(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def etree_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
