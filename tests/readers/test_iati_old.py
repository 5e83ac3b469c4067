"""Files of version 1 as publishers wrote them: words in any spelling, versions left open, several languages."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, document, one, paid, released, remarks, rows, split

from grutto.checks import check_file, read_standard
from grutto.readers.iati import IatiReader
from grutto.tables import tables_of
from grutto.writers.iati import IatiWriter

if TYPE_CHECKING:
    from pathlib import Path

OLD = (
    '<iati-activities{version}><iati-activity default-currency="EUR" xml:lang="en"><iati-identifier>A</iati-identifier>'
    '<reporting-org ref="XM-T-1" type="10">Ministry</reporting-org><title>Water</title>{parts}'
    "</iati-activity></iati-activities>"
)


def old(*parts: str, version: str = "1.04") -> str:
    return OLD.format(version=f' version="{version}"', parts="".join(parts))


def planned(value: int, word: str) -> str:
    days = '<period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/>'
    return f'<budget type="{word}">{days}<value value-date="2010-01-01">{value}</value></budget>'


@pytest.mark.parametrize(("first", "second"), [("original", "revised"), ("Original", "REVISED"), ("1", " Revised ")])
def test_a_revised_budget_replaces_the_original_in_any_spelling(first: str, second: str) -> None:
    """150 revises 100: 150 is budgeted."""
    with released({"a.xml": old(planned(100, first), planned(150, second))}) as session:
        assert session.book.measure("budgeted", year=2010).value == 150
        assert {r["type"] for r in rows(session, "budget", "type")} == {"1", "2"}


@pytest.mark.parametrize("word", ["d", "D", "disbursement", "Disbursement"])
def test_words_of_roles_dates_and_transactions_in_any_spelling(word: str) -> None:
    head = f'<transaction-type code="{word}"/><transaction-date iso-date="2010-02-01"/>'
    parts = (
        '<participating-org role="implementing" ref="XM-T-2">Partner</participating-org>',
        '<activity-date type="Start Planned" iso-date="2010-01-01"/>',
        f"<transaction>{head}<value value-date='2010-02-01'>7</value></transaction>",
    )
    with released({"a.xml": old(*parts)}) as session:
        assert session.book.measure("spent", year=2010).value == 7
        assert [r["role"] for r in rows(session, "participating_org", "role")] == ["4"]
        assert [r["type"] for r in rows(session, "activity_date", "type")] == ["1"]


@pytest.mark.parametrize("version", ["", "1", "1.0", "1.00", " 2.0 "])
@pytest.mark.parametrize("new", [True, False])
def test_a_version_left_open_is_that_of_the_content(tmp_path: Path, version: str, *, new: bool) -> None:
    text = document(activity("A")).replace('version="2.03"', f'version="{version}"') if new else old(version=version)
    path = tmp_path / "a.xml"
    path.write_text(text, "utf-8")
    reader = IatiReader(tables_of("iati"), "s", "a.xml")
    titles = [t for batch in reader.read(path) if "activity" in batch for t in batch["activity"]["title"].to_pylist()]
    assert titles == ["A" if new else "Water"]
    assert reader.version == ("2.03" if new else "1.05")
    assert reader.findings[0].code == "iati.version-by-content"
    report = check_file(path, read_standard(), tables_of("iati"))
    assert (report.version, report.counts["iati.version-by-content"]) == (reader.version, 1)


def test_codes_of_currencies_and_countries_are_read_in_capitals_and_told() -> None:
    parts = ('<recipient-country code="af"/>', paid(5), paid(6, currency="usd"))
    with released(one(activity("A", *parts, currency="eur"))) as session:
        assert split(session, "spent", "country") == {"AF": Decimal(5)}
        assert {r["currency"] for r in rows(session, "transaction", "currency")} == {"EUR", "USD"}
        found = {message for message, _, _ in remarks(session, "code.capitals")}
    assert found == {
        "“af” was read as AF: code is written in capitals",
        "“eur” was read as EUR: default_currency is written in capitals",
        "“eur” was read as EUR: currency is written in capitals",
        "“usd” was read as USD: currency is written in capitals",
    }


def test_types_that_the_standard_does_not_have_are_told() -> None:
    with released(one(activity("A", paid(5), paid(6, code="99")))) as session:
        assert session.book.measure("spent", year=2010).value == Decimal(5)
        assert [m for m, _, _ in remarks(session, "transaction.type-unknown")] == [
            "The standard has no transaction type “99”: this amount is in no total"
        ]
    with released({"a.xml": old(planned(100, "forecast"))}) as session:
        assert len(remarks(session, "budget.type-unknown")) == 1


def both(name: str, english: str, french: str) -> str:
    return f'<{name}>{english}</{name}><{name} xml:lang="fr">{french}</{name}>'


def test_texts_in_a_second_language_survive_export(tmp_path: Path) -> None:
    """Version 1 repeats an element for each language; version 2 has one with several narratives."""
    actual = f'<actual value="1">{both("comment", "Good", "Bien")}</actual>'
    twice = (
        '<title xml:lang="fr">Eau</title>',
        '<reporting-org ref="XM-T-1" type="10" xml:lang="fr">Ministère</reporting-org>',
        f"<contact-info>{both('organisation', 'Water', 'Eaux')}</contact-info>",
        f'<transaction><transaction-type code="D"/>{both("provider-org", "One", "Un")}<value>1</value></transaction>',
        f"<result><title>R</title><indicator><title>I</title><period>{actual}</period></indicator></result>",
    )
    path = tmp_path / "a.xml"
    path.write_text(old(*twice), "utf-8")
    tables = tables_of("iati")
    (batch,) = list(IatiReader(tables, "s", "a.xml").read(path))
    stream = io.BytesIO()
    writer = IatiWriter(tables)
    writer.write(batch, stream)
    written = stream.getvalue().decode()
    for word in ("Eau", "Ministère", "Eaux", "Un", "Bien"):
        assert f'<narrative xml:lang="fr">{word}</narrative>' in written, word
    assert not [f for f in writer.findings if f.code == "write.not-standard"]


def test_names_of_codes_that_version_1_allowed_are_read_as_codes(tmp_path: Path) -> None:
    """In any spelling; a check has nothing to say of them."""
    words = (
        '<description type="general">D</description><description type="Target  groups">G</description>',
        '<related-activity type="PARENT" ref="XM-T-0"/>',
        '<conditions attached="1"><condition type="Policy">C</condition></conditions>',
        '<result type="output"><title>R</title><indicator measure="Percentage"><title>I</title></indicator></result>',
    )
    path = tmp_path / "a.xml"
    path.write_text(old(*words), "utf-8")
    (batch,) = list(IatiReader(tables_of("iati"), "s", "a.xml").read(path))
    read = {
        (table, column): batch[table][column].to_pylist()
        for table, column in [
            ("description", "type"),
            ("related_activity", "type"),
            ("condition", "type"),
            ("result", "type"),
            ("indicator", "measure"),
        ]
    }
    assert list(read.values()) == [["1", "3"], ["1"], ["1"], ["1"], ["2"]]
