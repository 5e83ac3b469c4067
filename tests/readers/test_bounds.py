"""What a stranger may send: bounds that are looked at before anything is parsed, and what one is told."""

from __future__ import annotations

import gzip
import json
import re
import time
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from iati_samples import activity, read, wrapped
from lxml import etree
from small_iati import activity as small_activity
from small_iati import one, paid, released, remarks
from xlsxwriter import Workbook

from grutto.checks import check_file, read_standard
from grutto.errors import InputError
from grutto.readers import pages
from grutto.readers.iati import ACTIVITIES, pieces
from grutto.readers.iati import reader as reading
from grutto.readers.iati.pieces import PieceJob, plain_opening, walker_of
from grutto.readers.json_stat import read_json_stat
from grutto.readers.zips import ZipError, xml_members
from grutto.sources import recognise, sources
from grutto.store import zip_bounds
from grutto.store.workbook_file import workbook_at
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "before",
    ["\n" * 4000 + "<?x?>", "<!-- a -->\n" * 3000 + "<!DOCTYPE x [", "<!-- a -->" * 3000 + "<?x?>", " \n" * 3000 + "<"],
)
def test_what_stands_before_the_root_is_looked_at_once(tmp_path: Path, before: str) -> None:
    """Forty line breaks before a processing instruction hung an import, thirty comments hung a check."""
    path = tmp_path / "a.xml"
    path.write_text(before + wrapped(activity("<title/>")).split("?>\n")[1], "utf-8")
    started = time.monotonic()
    plain_opening(path, ACTIVITIES)
    check_file(path, read_standard(), tables_of("iati"))
    assert time.monotonic() - started < 5


def _open(path: Path) -> None:
    with workbook_at(path, path.name) as book:
        assert book.sheet_names


def test_a_far_cell_is_refused_before_room_is_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "head")
        sheet.write(1_048_575, 16_383, 1)
    with pytest.raises(InputError, match=r"reaches over 17,179,869,184 cells, of which 2 are filled"):
        _open(path)


def _with_sheet(path: Path, rows: str, rels: str = "") -> Path:
    """Write a workbook whose sheet holds these rows as they are."""
    with Workbook(plain := path.with_name("plain.xlsx")) as book:
        book.add_worksheet().write(0, 0, 1)
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            text = given.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                text = re.sub("<sheetData>.*</sheetData>", lambda _: f"<sheetData>{rows}</sheetData>", text)
            elif name == "xl/_rels/workbook.xml.rels" and rels:
                text = text.replace("worksheets/sheet1.xml", rels)
            made.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("<row r='1'><c r='A1'/></row><row><c r='XFD1048576'/></row>", "reaches over 17,179,869,184 cells"),
        ("<row/>" * 20_000 + "<row>" + "<c/>" * 2_000 + "</row>", "reaches over 40,002,000 cells"),
        ('<x:row xmlns:x="y"><x:c r="ZZZ9999999"/></x:row>', "reaches over 182,779,981,722 cells"),
        ('<row r="1"><c t="n" r="A1"/><c s="1" r="XFD1048576"/></row>', "reaches over 17,179,869,184 cells"),
        ('<row r="1"><c r="D99999999999999999999"/></row>', "no sheet has a cell D99999999999999999999"),
        ('<row r="99999999"><c/></row>', "no sheet has a row 99999999"),
    ],
)
def test_a_far_cell_is_found_in_whatever_form_it_is_written(tmp_path: Path, rows: str, told: str) -> None:
    """A place of 21 digits passed, and the reader asked for 585 GB."""
    with pytest.raises(InputError, match=told):
        _open(_with_sheet(tmp_path / "a.xlsx", rows))


def test_cells_without_places_and_comments_are_counted_as_they_stand(tmp_path: Path) -> None:
    rows = '<!-- <row r="9999999"/> --><row><c><v>1</v></c><c/></row>' * 3
    _open(_with_sheet(tmp_path / "a.xlsx", rows))
    with pytest.raises(InputError, match="a sheet is no part in XML"):
        _open(_with_sheet(tmp_path / "b.xlsx", rows, rels="worksheets/sheet1.bin"))


def test_an_ordinary_workbook_passes_and_a_web_page_does_not(tmp_path: Path) -> None:
    path, page = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with Workbook(path) as book:
        book.add_worksheet().write(10, 10, "x")
    _open(path)
    page.write_text("<html></html>")
    with pytest.raises(InputError, match="a web page"):
        _open(page)


def test_json_is_refused_by_its_number_of_values_and_its_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_VALUES", 100)
    with pytest.raises(InputError, match="more than 100 values"):
        pages.read_json(b"[" + b"1," * 200 + b"1]", "a.json")
    monkeypatch.setattr(pages, "MOST_VALUES", 10_000_000)
    with pytest.raises(InputError, match="nested far too deep"):
        pages.read_json(b"[" * 200_000 + b"]" * 200_000, "a.json")


def test_a_packed_answer_is_bounded_whatever_it_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LARGEST", 1 << 20)
    packed, gz = tmp_path / "a.zip", tmp_path / "a.gz"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b" " * (2 << 20))
    gz.write_bytes(gzip.compress(b" " * (2 << 20)))
    for path in (packed, gz):
        with pytest.raises(InputError, match="1 MiB"):
            list(pages.pages(path, path.name))


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", b"[]")
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + place] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match="locked with a password"):
        list(pages.pages(path, "a.zip"))


CUBE = {
    "class": "dataset",
    "id": ["geo"],
    "size": [1],
    "dimension": {"geo": {"category": {"index": ["AF"]}}},
    "value": [1],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": ["x"]},
        {"size": [None]},
        {"size": 1},
        {"id": 5},
        {"id": [["geo"]]},
        {"dimension": []},
        {"dimension": {"geo": {"category": 5}}},
        {"dimension": {"geo": {"category": {"index": [1]}}}},
        {"dimension": {"geo": {"category": {"index": {"AF": [], "IQ": 1}}}}, "size": [2]},
        {"value": 5},
        {"value": {"x": 1}},
        {"value": [1, 2]},
    ],
)
def test_a_cube_of_wrong_shape_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    layout = sources()["eurostat/asylum-applicants"].observations
    assert layout
    path = tmp_path / "a.json"
    path.write_text(json.dumps(CUBE | wrong), "utf-8")
    with pytest.raises(InputError):
        list(read_json_stat(path, layout, "a.json"))


def test_an_element_with_a_relative_namespace_is_kept_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity('<p:x xmlns:p="relative">1</p:x>')), "utf-8")
    found, _ = read(path)
    assert '<p:x xmlns:p="relative">1</p:x>' in found["extension"]["xml"].to_pylist()


def test_a_number_beyond_all_bounds_is_unknown_and_the_release_is_made() -> None:
    """950,000,000,000,000,000 and 10,000,000,000,000 % overflowed, and no release was made."""
    shares = '<recipient-country code="AF" percentage="10000000000000"/><recipient-country code="IQ" percentage="50"/>'
    parts = (shares, paid("950000000000000000"), paid(5))
    with released(one(small_activity("A", *parts))) as session:
        figure = session.book.measure("spent", year=2010)
        assert (str(figure.value), figure.unknown) == ("5.000000", 1)
        places = {place.rpartition("/")[2] for _, _, place in remarks(session, "value.out-of-bounds")}
        assert places == {"@percentage", "text()"}


def codes_of_an_empty_activity(folder: Path) -> int:
    path = folder / "empty.xml"
    path.write_text(wrapped(activity("")), "utf-8")
    return sum(f.code == "value.missing" for f in read(path)[1].findings)


@pytest.mark.usefixtures("both_ways")
def test_findings_are_counted_and_sampled(tmp_path: Path) -> None:
    """Three thousand budgets lack four values each: 10,000 findings are listed, the others are told as one."""
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity("<budget/>" * 3000)), "utf-8")
    found, reader = read(path)
    assert found["budget"].num_rows == 3000
    codes = Counter(f.code for f in reader.findings)
    assert codes["value.missing"] == 10_000
    (more,) = [f for f in reader.findings if f.code == "findings.more"]
    lacking = [c.name for c in tables_of("iati")["budget"].column if c.required]
    others = codes_of_an_empty_activity(tmp_path)
    assert more.value == str(3000 * len(lacking) + others - 10_000)


@pytest.mark.parametrize("processes", [1, 2])
def test_findings_of_a_whole_file_are_bounded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    """However the file is cut: three of a rule are listed, the others told as one number."""
    monkeypatch.setattr(reading, "MOST_OF_FILE", 3)
    monkeypatch.setattr(pieces, "PIECE", 1)
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity("<budget/>") * 9))
    found, reader = read(path, processes=processes)
    codes = Counter(f.code for f in reader.findings)
    assert (found["budget"].num_rows, codes["value.missing"]) == (9, 3)
    lacking = sum(c.required for c in tables_of("iati")["budget"].column)
    (more,) = [f for f in reader.findings if f.code == "findings.more" and "value.missing" in f.message]
    assert int(more.value) == 9 * (lacking + codes_of_an_empty_activity(tmp_path)) - 3
    assert "in this file" in more.message


def test_a_reader_broken_off_leaves_nothing_for_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity("<title><narrative>One</narrative></title>") * 3), "utf-8")
    job = PieceJob(path, "iati", tuple(tables_of("iati").values()), "a.xml", "", b"", None)
    walker = walker_of(job)
    for position, record in enumerate(etree.parse(path).getroot(), start=1):
        walker.record(record, f"/iati-activities/iati-activity[{position}]")
    assert walker_of(job).collected() == {}
    found, _ = read(path)
    assert found["activity"].num_rows == 3


@pytest.mark.parametrize("forced", [False, True], ids=["plain", "zip64"])
def test_a_zip_of_a_million_files_is_refused_before_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forced: bool
) -> None:
    """A hundred files with names of 100 characters take 14,600 bytes in the list; of 70,000, the ends are others."""
    path, number = tmp_path / "crowd.zip", 70_000 if forced else 100
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(number):
            archive.writestr(zipfile.ZipInfo(f"{n:096}.xml"), b"")
    monkeypatch.setattr(zip_bounds, "LARGEST_LIST", number * 146)
    assert len(xml_members(path)) == number
    monkeypatch.setattr(zip_bounds, "LARGEST_LIST", number * 146 - 1)
    with pytest.raises(ZipError, match="damaged"):
        xml_members(path)
    with pytest.raises(InputError, match="lists too many files"):
        recognise(path)
