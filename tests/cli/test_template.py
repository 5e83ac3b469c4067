"""The template: IATI to sheets and back with nothing lost, and what is wrong is told by its cell."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from dutch import english_of_ours
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from iati_samples import FOREIGN, Maker, read, rows
from lxml import etree
from python_calamine import CalamineWorkbook

from grutto.checks import code_names, codes_by_name, lists_of_columns, read_standard
from grutto.locale import language_named
from grutto.readers.template import read_template, sheets_of
from grutto.tables import tables_of
from grutto.writers.iati import IatiWriter
from grutto.writers.template import TemplateFiller, write_folder, write_workbook

if TYPE_CHECKING:
    import pyarrow as pa

    from conftest import Command
    from grutto.locale import Language
    from grutto.store.home import Home

CODES = {"TransactionType": {"1": "Incoming Funds", "0012": "Made up"}, "Currency": {"EUR": "Euro"}}
BESIDE = {"iati_file", "extension"}


def there_and_back(tables: dict[str, pa.Table], folder: Path, suffix: str, language: Language) -> dict[str, pa.Table]:
    """Write rows as a template, read that, write it as IATI, and return what is read from there."""
    declared, place = tables_of("iati"), folder / f"template{suffix}"
    filler = TemplateFiller(declared, CODES, lists_of_columns(declared))
    filled = filler.fill(tables)
    assert {f.value for f in filler.findings} <= {r["value"] or r["xml"] for r in rows(tables, "extension")}
    if suffix:
        assert write_workbook(place, sheets_of(declared), filled, CODES, lists_of_columns(declared), language) == []
    else:
        write_folder(place, sheets_of(declared), filled)
    found, reader = read_template(place, declared)
    assert {f.code for f in reader.findings} <= {"value.missing"}
    with (folder / "back.xml").open("wb") as out:
        IatiWriter(declared).write(found, out)
    return read(folder / "back.xml")[0]


def content(tables: dict[str, pa.Table]) -> dict[str, list[str]]:
    """Return what rows say, whatever the order of texts and the places of empty ones."""
    found = {}
    for name in tables.keys() - BESIDE:
        some = rows(tables, name)
        kept = [r for r in some if name != "narrative" or r["text"]]
        for row in kept:
            if name == "narrative":
                row.pop("locator")
            row |= {key: None for key, value in row.items() if value == ""}
        found[name] = sorted(json.dumps(r, default=str) for r in kept)
    return found


@pytest.mark.parametrize(
    ("suffix", "code"), [(".xlsx", "en"), (".xlsx", "nl"), ("", "en")], ids=["workbook", "Dutch workbook", "csv"]
)
@given(seed=st.integers(0, 10**9), part=st.sampled_from([0.2, 0.6, 1.0]))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_generated_activities_go_into_sheets_and_come_back(suffix: str, code: str, seed: int, part: float) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "made.xml").write_bytes(Maker(Random(seed), part=part).file(2))
        tables, _ = read(folder / "made.xml")
        assert content(there_and_back(tables, folder, suffix, language_named(code))) == content(tables)


def test_a_real_activity_goes_through_the_command_line(
    grutto: Command, unhcr_home: Home, tmp_path: Path, shared: Path
) -> None:
    book, whole, back = tmp_path / "a.xlsx", tmp_path / "whole.xml", tmp_path / "back.xml"
    names = [a for a in _identifiers(grutto, unhcr_home) if a.startswith("XM-DAC-41121-2023")][:3]
    asked = (*names, "--home", unhcr_home.path)
    answer = grutto("template", "fill", book, *asked)
    assert answer.code == 0, answer.err
    assert "3 activities written" in answer.err
    assert grutto("export", *asked, "--output", whole).code == 0
    assert grutto("template", "convert", book, "--output", back, "--standard", shared / "iati-standard").code == 0
    before, after = content(read(whole)[0]), content(read(back)[0])
    assert after == before
    assert FOREIGN not in back.read_text("utf-8")


def _identifiers(grutto: Command, home: Home) -> list[str]:
    out = grutto("export", "--home", home.path).out
    return [e.text or "" for e in etree.fromstring(out.encode()).iter("iati-identifier")]


def test_an_empty_template_has_a_sheet_for_each_table_with_help_and_choices(
    grutto: Command, tmp_path: Path, shared: Path
) -> None:
    path = tmp_path / "new.xlsx"
    assert grutto("template", "new", path, "--standard", shared / "iati-standard").code == 0
    book = CalamineWorkbook.from_path(path)
    basic = [s.name for s in sheets_of(tables_of("iati")).values() if s.basic]
    assert book.sheet_names == ["read me", *basic, "other languages", "codes"]
    about, helped, heads = book.get_sheet_by_name("transaction").to_python()[:3]
    assert about[0] == tables_of("iati")["transaction"].doc
    assert heads[:3] == ["activity *", "ref", "transaction type *"]
    assert all(helped)
    codes = book.get_sheet_by_name("codes").to_python()
    at = codes[0].index("TransactionType")
    assert [row[at] for row in codes[1:4]] == ["1 – Incoming Funds", "2 – Outgoing Commitment", "3 – Disbursement"]
    again = tmp_path / "again.xlsx"
    grutto("template", "new", again, "--standard", shared / "iati-standard")
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("locale_name", "options"), [("nl_NL.UTF-8", ()), ("C", ("--lang", "nl"))], ids=["terminal", "asked"]
)
def test_the_help_of_a_template_is_in_dutch_and_the_template_is_read_as_any(
    grutto: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale_name: str, options: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LC_ALL", locale_name)
    path, home = tmp_path / "new.xlsx", ("--home", tmp_path / "home")
    source = tmp_path / "made.xml"
    source.write_bytes(Maker(Random(1), part=1.0).file(2))
    assert grutto("import", source, *home).code == 0
    assert grutto("template", "fill", path, *options, *home).code == 0
    book = CalamineWorkbook.from_path(path)
    grids = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    front = [str(cell) for row in grids.pop("lees mij") for cell in row]
    heads = [str(cell) for rows_ in grids.values() for row in rows_[:2] for cell in row]
    assert "Vul voor elk ding een rij in" in " ".join(front)
    assert grids["indicator"][1][1] == "De id van de rij waar deze rij deel van is: op het blad “result”."
    assert english_of_ours("\n".join(front + heads)) == []
    _, reader = read_template(path, tables_of("iati"))
    assert {f.code for f in reader.findings} <= {"value.missing"}


def test_without_the_standard_an_empty_template_says_so(grutto: Command, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "none"))
    assert grutto("template", "new", tmp_path / "new.xlsx").code == 0
    front = CalamineWorkbook.from_path(tmp_path / "new.xlsx").get_sheet_by_name("read me").to_python()
    assert any("grutto fetch iati/standard" in str(row[0]) for row in front)


GOOD: dict[str, list[list[Any]]] = {
    "activity": [
        ["activity *", "title", "reporting org", "reporting org type", "reporting org name", "activity status",
         "default currency", "default language", "hierarchy"],
        ["XM-DAC-1-A", "Return", "XM-DAC-1", "10 – Government", "Ministry", 2.0, "EUR", "en", 1.0],
    ],
    "description": [["activity *", "text"], ["XM-DAC-1-A", "What\nit is"]],
    "participating org": [["activity *", "ref", "role *"], ["XM-DAC-1-A", "XM-DAC-1", 1.0]],
    "recipient country": [["activity *", "code *"], ["XM-DAC-1-A", "AF"]],
    "activity date": [["activity *", "type *", "iso date *"], ["XM-DAC-1-A", "2", "2023-01-01"]],
    "transaction": [
        ["activity *", "transaction type *", "transaction date *", "value *", "value date *", "ID"],
        ["XM-DAC-1-A", "3 – Disbursement", "2023-02-01", 1250.5, "2023-02-01", "t"],
    ],
    "transaction sector": [["activity *", "belongs to", "code *"], ["XM-DAC-1-A", "t", 15190.0]],
    "Other_languages": [["activity *", "element", "language", "text"], ["XM-DAC-1-A", "title", "nl", "Terugkeer"]],
}  # fmt: skip


def book_of(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Write a workbook as a person may: help above the headings, numbers for codes."""
    book = xlsxwriter.Workbook(str(path))
    for name, lines in sheets.items():
        page = book.add_worksheet(name)
        for number, line in enumerate(lines, start=2):
            for column, cell in enumerate(line):
                page.write(number, column, cell)
    book.close()
    return path


def changed(sheet: str, row: int, column: int, value: Any) -> dict[str, list[list[Any]]]:
    """Return the good template with one cell changed; rows and columns count from 0 in the headings."""
    made = {name: [list(line) for line in lines] for name, lines in GOOD.items()}
    made[sheet][row][column] = value
    return made


def test_a_template_filled_in_by_hand_becomes_a_valid_file(grutto: Command, tmp_path: Path, shared: Path) -> None:
    options = ("--output", tmp_path / "a.xml", "--standard", shared / "iati-standard")
    answer = grutto("template", "convert", book_of(tmp_path / "a.xlsx", GOOD), *options)
    assert answer.code == 0, answer.out
    tables, _ = read(tmp_path / "a.xml")
    (paid,) = rows(tables, "transaction")
    assert (str(paid["value"]), paid["currency"], paid["transaction_type"]) == ("1250.500000", "EUR", "3")
    assert rows(tables, "transaction_sector")[0]["code"] == "15190"
    titles = {r["language"]: r["text"] for r in rows(tables, "narrative") if r["field"] == "title"}
    assert titles == {"en": "Return", "nl": "Terugkeer"}
    assert rows(tables, "description")[0]["text"] == "What\nit is"


WRONG = [
    ("transaction", 1, 3, "much", "transaction!D4", "value.not-a-number"),
    ("transaction", 1, 2, "31/12/2023", "transaction!C4", "value.not-a-date"),
    ("transaction", 1, 2, "", "transaction!C4", "value.missing"),
    ("transaction", 1, 3, "1,250", "transaction!D4", "value.thousands"),
    ("transaction", 1, 0, "XM-DAC-1-B", "transaction!A4", "template.activity"),
    ("transaction", 1, 1, "77", "transaction!B4", "codelist.unknown.TransactionType"),
    ("transaction", 0, 5, "name", "transaction!F3", "template.heading"),
    ("transaction", 0, 0, "who", "transaction!A1", "template.headings"),
    ("transaction sector", 1, 1, "x", "transaction sector!B4", "template.belongs"),
    ("transaction sector", 1, 1, "", "transaction sector!B4", "template.belongs"),
    ("transaction sector", 1, 2, "99999", "transaction sector!C4", "codelist.unknown.Sector"),
    ("activity", 1, 6, "EURX", "activity!G4", "codelist.unknown.Currency"),
    ("participating org", 1, 2, "9", "participating org!C4", "codelist.unknown.OrganisationRole"),
    ("activity date", 1, 2, "2199-01-01", "activity date!C4", "rule.11.1.4"),
    ("Other_languages", 1, 0, "XM-DAC-1-B", "other languages!A4", "template.activity"),
    ("Other_languages", 1, 1, "colour", "other languages!B4", "write.not-standard"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_is_told_by_its_cell(
    grutto: Command, tmp_path: Path, shared: Path, wrong: tuple[str, int, int, str, str, str]
) -> None:
    sheet, row, column, value, cell, code = wrong
    book = book_of(tmp_path / "a.xlsx", changed(sheet, row, column, value))
    options = ("--output", tmp_path / "a.xml", "--standard", shared / "iati-standard", "--format", "json")
    answer = grutto("template", "convert", book, *options)
    (file,) = json.loads(answer.out)["files"]
    found = [f for f in file["findings"] if f["code"] == code]
    assert cell in [f["locator"] for f in found], [(f["code"], f["locator"]) for f in file["findings"]]
    assert found[0]["repair"]
    assert file["file"] == "a.xlsx"
    assert answer.code == (2 if file["severities"]["error"] else 1)


def test_what_is_told_of_a_spreadsheet_has_no_markup(grutto: Command, tmp_path: Path, shared: Path) -> None:
    """A value date that is missing is told once, by its cell; nobody is told to write an attribute."""
    book = book_of(tmp_path / "a.xlsx", changed("transaction", 1, 4, ""))
    options = ("--output", tmp_path / "a.xml", "--standard", shared / "iati-standard", "--format", "json")
    (file,) = json.loads(grutto("template", "convert", book, *options).out)["files"]
    errors = [(f["code"], f["locator"], f["repair"]) for f in file["findings"] if f["severity"] == "error"]
    assert errors == [("value.missing", "transaction!E4", "fill in this cell")]
    assert file["counts"].get("schema.attribute-missing", 0) == 0
    for one in file["findings"]:
        assert not any(sign in one["message"] + one["repair"] for sign in ("/@", "(xs:", '="', "/text()"))


def test_a_template_without_an_activity_is_told_by_its_cell(grutto: Command, tmp_path: Path) -> None:
    book = book_of(tmp_path / "a.xlsx", changed("activity", 1, 0, ""))
    answer = grutto("template", "convert", book, "--output", tmp_path / "a.xml")
    assert answer.code == 1
    assert "activity!A4" in answer.err
    assert "This template holds no activity" in answer.err
    assert not (tmp_path / "a.xml").exists()


def test_a_row_of_a_choice_that_does_not_exist_is_left_out_and_told(tmp_path: Path) -> None:
    sheets = GOOD | {
        "contact info": [["activity *", "id"], ["XM-DAC-1-A", "c"]],
        "contact detail": [["activity *", "belongs to", "element *", "text"], ["XM-DAC-1-A", "c", "fax", "123"]],
    }
    _, reader = read_template(book_of(tmp_path / "a.xlsx", sheets), tables_of("iati"))
    assert [(f.code, f.locator, f.value) for f in reader.findings] == [("template.choice", "contact detail!C4", "fax")]


def test_other_sheets_and_rows_longer_than_the_headings_are_told(tmp_path: Path) -> None:
    sheets = changed("description", 1, 1, "D") | {"notes": [["mine"]]}
    sheets["description"][1].append("more")
    _, reader = read_template(book_of(tmp_path / "a.xlsx", sheets), tables_of("iati"))
    assert {(f.code, f.locator) for f in reader.findings} == {
        ("template.sheet", "notes!A1"),
        ("template.cell", "description!C4"),
    }


@pytest.mark.parametrize("kind", ["missing", "text", "empty folder"])
def test_what_is_no_template_is_told(grutto: Command, tmp_path: Path, kind: str) -> None:
    path = tmp_path / ("folder" if kind == "empty folder" else "a.xlsx")
    if kind == "text":
        path.write_text("activity")
    if kind == "empty folder":
        path.mkdir()
    answer = grutto("template", "convert", path, "--output", tmp_path / "a.xml")
    assert answer.code == 1
    assert "Repair:" in answer.err
    assert not (tmp_path / "a.xml").exists()


def test_a_text_too_long_for_a_cell_is_told(grutto: Command, home: Home, tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    path.write_text(
        '<iati-activities version="2.03"><iati-activity xml:lang="en"><iati-identifier>A-1</iati-identifier>'
        f"<title><narrative>{'long ' * 7000}</narrative></title></iati-activity></iati-activities>"
    )
    assert grutto("import", path, "--home", home.path).code == 0
    answer = grutto("template", "fill", tmp_path / "a.xlsx", "--home", home.path)
    assert answer.code == 1
    assert "activity!B4" in answer.err
    assert grutto("template", "fill", tmp_path / "folder", "--home", home.path).code == 0
    with (tmp_path / "folder" / "activity.csv").open(encoding="utf-8-sig") as stream:
        assert len(next(csv.DictReader(stream))["title"]) == 34_999
    answer = grutto("template", "fill", tmp_path / "folder", "--home", home.path)
    assert (answer.code, "of this name already" in answer.err) == (1, True)


def test_names_of_codes_come_from_the_standard(shared: Path) -> None:
    names = code_names(read_standard(shared / "iati-standard"))
    assert names["TransactionType"]["3"] == "Disbursement"
    assert code_names(read_standard(shared / "iati-standard"), "fr")["ActivityDateType"]["1"] == "Début prévu"
    assert code_names(read_standard()) == {}


def test_names_of_codes_are_understood_and_told(tmp_path: Path) -> None:
    standard, place = tmp_path / "standard", tmp_path / "template"
    standard.mkdir()
    place.mkdir()
    (standard / "codelists.csv").write_text(
        "codelist,code,name_en,name_fr,withdrawn\nCountry,AF,Afghanistan,L'Afghanistan,\n"
        "TransactionType,3,Disbursement,Décaissement,\nTransactionType,4,Expenditure,Dépenses,\n"
    )
    (place / "activity.csv").write_text("activity\nXM-A\n")
    (place / "recipient country.csv").write_text("activity,code\nXM-A,afghanistan\nXM-A,AF\nXM-A,Atlantis\n")
    (place / "transaction.csv").write_text("activity,transaction type\nXM-A,Disbursement\nXM-A,4\n")
    declared = tables_of("iati")
    found, reader = read_template(place, declared, codes_by_name(read_standard(standard), declared))
    assert found["recipient_country"]["code"].to_pylist() == ["AF", "AF", "Atlantis"]
    assert found["transaction"]["transaction_type"].to_pylist() == ["3", "4"]
    told = [(f.severity, f.message, f.locator, f.value) for f in reader.findings if f.code == "template.name"]
    assert told == [
        ("advice", "This name was read as the code AF", "recipient country!B2", "afghanistan"),
        ("advice", "This name was read as the code 3", "transaction!B2", "Disbursement"),
    ]
