"""Codes in words: every one that a column of ours can hold has a Dutch word."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import grutto.remittances
import grutto.tables
from grutto.codelists.dac import code_list
from grutto.content.labels import ANY, VALUES, locator_text, value_text
from grutto.locale import language_named
from grutto.tables import all_tables

DUTCH = language_named("nl")
DERIVED = Path(grutto.tables.__file__).parent / "derived"
VOCABULARY = Path(grutto.remittances.__file__).parent / "vocabulary.toml"
ENUMERATED = re.compile(r"^(?:\w+ )?((?:[a-z_-]+(?: \([^)]*\))?(?:, | or )){1,}[a-z_-]+(?: \([^)]*\))?)[.;]")
SDMX = re.compile(r"(?:[:;,] )`?(_?[A-Z])`? [a-z]")


def declared_codes() -> set[tuple[str, str]]:
    """Return the codes that the meaning of a column names: `funds or commitment.`, `SDMX: A annual, Q quarter`."""
    found = set()
    for table in all_tables().values():
        for column in table.column:
            if column.type != "code" or column.codelist:
                continue
            if listed := ENUMERATED.match(column.doc):
                found |= {(column.name, code) for code in re.split(", | or ", re.sub(r" \([^)]*\)", "", listed[1]))}
            if column.doc.startswith("SDMX: "):
                found |= {(column.name, code) for code in SDMX.findall(column.doc)}
    return found


def test_every_code_that_a_column_is_declared_to_hold_has_words() -> None:
    codes = declared_codes()
    assert {("flow", "commitment"), ("severity", "advice"), ("freq", "Q"), ("kind", "budget")} <= codes
    assert {(name, code) for name, code in codes if code not in VALUES.get(name, {}) and code not in ANY} == set()


def test_every_word_of_the_survey_of_prices_has_words_of_ours() -> None:
    terms = tomllib.loads(VOCABULARY.read_text("utf-8"))
    codes = {(name, code) for name in VALUES if name in terms for all_ in terms[name].values() for code in all_}
    assert len(codes) > 20
    assert {(name, code) for name, code in codes if code not in VALUES[name]} == set()


@pytest.mark.parametrize("table", ["claim", "doubt", "link", "link_row", "netting", "outflow"])
def test_every_code_that_the_chain_writes_has_words(table: str) -> None:
    sql = (DERIVED / f"{table}.sql").read_text("utf-8")
    codes = set(re.findall(r"(?:THEN|ELSE) '([a-z-]+)'", sql)) - {"link-unknown"}
    known = {code for name in ("status", "basis", "side", "flow", "netted_because", "because") for code in VALUES[name]}
    assert codes - known == set()


@pytest.mark.parametrize(
    ("locator", "text"),
    [
        ("line 11, REF", "regel 11, REF"),
        ("Table 1, row 5", "Table 1, rij 5"),
        ("line 4, column USD", "regel 4, kolom USD"),
        ("page 2, line 3", "page 2, regel 3"),
        ("/iati-activities/line[1]", "/iati-activities/line[1]"),
        ("A.NLD.baseline 3x", "A.NLD.baseline 3x"),
    ],
)
def test_a_place_in_a_file_is_in_words(locator: str, text: str) -> None:
    assert locator_text(locator, DUTCH) == text
    assert locator_text(locator, language_named("en")) == locator


def test_codes_are_written_in_words() -> None:
    assert value_text("flow", "commitment", DUTCH) == "verplichting"
    assert value_text("firm_type", "bank;post_office", DUTCH) == "bank, postkantoor"
    assert value_text("obs_status", "B P", DUTCH) == "breuk in de reeks, voorlopig"
    assert value_text("unit", "person", DUTCH) == "personen"
    assert value_text("rate_locator", "line 4, column USD", DUTCH) == "regel 4, kolom USD"
    assert value_text("title", "A title; none of ours", DUTCH) == "A title; none of ours"
    assert value_text("amount", Decimal("1234.5"), DUTCH) == "1.234,5"


def test_the_words_of_a_publisher_are_no_codes() -> None:
    assert [value_text(name, "none", DUTCH) for name in ("title", "name", "text")] == ["none"] * 3
    assert value_text("breakdown", "none", DUTCH) == "geen"


def test_each_rule_of_development_assistance_has_words() -> None:
    rules = {f"{row['rule']} {row['version']}" for row in code_list("oda_rule")} | {"years covered"}
    assert {rule for rule in rules if value_text("oda_rule", rule, DUTCH) == rule} == set()
    assert value_text("oda_rule", "first-year 2017", DUTCH) == "eerste jaar van verblijf (2017)"
    assert value_text("oda_rule", "recipient list", DUTCH) == "lijst van ontvangende landen"
