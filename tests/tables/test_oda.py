"""ODA verdicts: by the list and the rules of the year, each with rule, version and reason."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from small_iati import activity, document, one, paid, released, remarks, rows, split

from grutto.codelists import dac
from grutto.codelists.dac import on_dac_list
from grutto.tables import build, codes


@pytest.mark.parametrize(
    ("country", "year", "on_list"),
    [
        ("HR", 2010, True),  # Croatia left in 2011
        ("HR", 2011, False),
        ("CL", 2017, True),  # Chile left in 2018
        ("CL", 2018, False),
        ("AG", 2021, True),  # Antigua and Barbuda left in 2022
        ("AG", 2022, False),
        ("PW", 2022, True),  # Palau stayed
        ("SS", 2010, False),  # South Sudan came in 2011
        ("SS", 2011, True),
        ("AF", 2010, True),
        ("NL", 2010, False),
        ("SR", 2008, True),  # Suriname, in all years
        ("SR", 2025, True),
        ("AI", 2013, True),  # Anguilla left in 2014
        ("AI", 2014, False),
        ("XK", 2008, False),  # Kosovo came in 2009
        ("XK", 2009, True),
        ("ZZ", 2010, None),  # no country
        ("AF", 1999, None),
        ("AF", 2030, None),
    ],
)
def test_list_of_recipients_by_year(country: str, year: int, *, on_list: bool | None) -> None:
    assert on_dac_list(country, year) is on_list


def test_row_without_a_source_gives_no_verdict(monkeypatch: pytest.MonkeyPatch, no_workers: None) -> None:
    rows_ = [row | {"source": ""} if row["country"] == "SR" else row for row in dac.code_list("dac_recipient")]
    with monkeypatch.context() as patch:
        patch.setattr(dac, "code_list", lambda _: rows_)
        dac._known.cache_clear()
        assert (dac.on_dac_list("SR", 2010), dac.on_dac_list("AF", 2010)) == (None, True)
    dac._known.cache_clear()
    unsourced = codes.code_tables()["dac_recipient"].to_pylist()
    for row in unsourced:
        row["source"] = None if row["country"] == "SR" else row["source"]
    monkeypatch.setattr(
        build, "code_tables", lambda: codes.code_tables() | {"dac_recipient": pa.Table.from_pylist(unsourced)}
    )
    assert verdict(place("SR")) == ("unknown", "unlisted-place list")
    assert verdict(place("AF")) == ("eligible", "recipient list")


def verdict(*inside: str) -> tuple[str, str]:
    with released(one(activity("A", *inside, paid(10, "2019-06-01")))) as session:
        (row,) = rows(session, "money", "oda", "oda_rule", "oda_because")
    assert row["oda_because"]
    return row["oda"], row["oda_rule"]


def place(code: str) -> str:
    return f'<recipient-country code="{code}"/>'


def purpose(code: str) -> str:
    return f'<sector code="{code}" vocabulary="1"/>'


type Case = tuple[tuple[str, ...], str, str, tuple[str, str]]
CASES: list[Case] = [
    ((place("AF"),), "2010-06-01", "", ("eligible", "recipient list")),
    ((place("HR"),), "2010-06-01", "", ("eligible", "recipient list")),
    ((place("HR"),), "2011-06-01", "", ("not eligible", "recipient list")),
    ((place("AF"),), "2007-06-01", "", ("unknown", "years covered")),
    ((place("SR"),), "2010-06-01", "", ("eligible", "recipient list")),
    ((place("ZZ"),), "2019-06-01", "", ("unknown", "unlisted-place list")),
    ((purpose("15136"), place("AF")), "2019-06-01", "", ("eligible", "recipient list")),
    ((purpose("15137999"), place("AF")), "2019-06-01", "", ("unknown", "purpose-code 1")),
    ((purpose("93019"), place("NL")), "2019-06-01", "", ("unknown", "purpose-code 1")),
    ((purpose("93019"), place("NL")), "2019-06-01", "first-year", ("unknown", "purpose-code 1")),
    ((purpose("93019"), place("NL")), "2019-06-01", "forced-return", ("not eligible", "forced-return 1")),
    (('<recipient-region code="999" vocabulary="1"/>',), "2019-06-01", "", ("unknown", "unlisted-place list")),
    ((), "2019-06-01", "", ("unknown", "no-place list")),
    (('<recipient-region code="289" vocabulary="1"/>',), "2019-06-01", "", ("eligible", "region list")),
    ((purpose("93010"), place("NL")), "2015-06-01", "", ("unknown", "in-donor 1")),
    ((purpose("93011"), place("NL")), "2019-06-01", "", ("unknown", "in-donor 2017")),
    ((purpose("93011"), place("NL")), "2015-06-01", "", ("unknown", "in-donor 1")),
    ((purpose("93011"), place("NL")), "2019-06-01", "first-year", ("eligible", "first-year 2017")),
    ((purpose("93011"), place("NL")), "2019-06-01", "beyond-first-year", ("not eligible", "beyond-first-year 1")),
    ((purpose("93012"), place("NL")), "2019-06-01", "integration", ("not eligible", "integration 2017")),
    ((purpose("15190"), place("IQ")), "2019-06-01", "", ("eligible", "migration 2018")),
    ((purpose("15190"), place("IQ")), "2019-06-01", "forced-return", ("not eligible", "forced-return 1")),
    ((purpose("15190"), place("IQ")), "2019-06-01", "reintegration", ("eligible", "reintegration 1")),
    ((place("NL"),), "2019-06-01", "pre-departure", ("unknown", "pre-departure 2017")),
    ((place("AF"),), "2016-06-01", "pre-departure", ("unknown", "pre-departure 1")),
    (
        (purpose("15190"), place("IQ")),
        "2019-06-01",
        "return-from-developing",
        ("eligible", "voluntary-return 2018"),
    ),
    ((purpose("15190"), place("IQ")), "2019-06-01", "return-from-donor", ("not eligible", "voluntary-return 2018")),
    ((purpose("15190"), place("IQ")), "2019-06-01", "voluntary-return", ("unknown", "voluntary-return 1")),
    ((place("IQ"),), "2016-06-01", "return-from-donor", ("unknown", "voluntary-return 1")),
    ((purpose("15136"), place("AF")), "2019-06-01", "first-year", ("unknown", "first-year 1")),
    ((purpose("93013"), place("NL")), "2016-06-01", "first-year", ("unknown", "first-year 1")),
    ((purpose("93010"), place("NL")), "2016-06-01", "first-year", ("eligible", "first-year 1")),
    ((purpose("93018"), place("NL")), "2019-06-01", "construction", ("not eligible", "construction 2017")),
    ((place("IQ"),), "2019-06-01", "forced_return", ("unknown", "unknown-nature 1")),
]
"""What an activity says, the day of its payment and its tag, with verdict and rule: all in one release."""


@pytest.fixture(scope="module")
def verdicts() -> list[dict[str, str]]:
    activities = (
        activity(f"A-{number:02}", *inside, tagged(tag), paid(10, day))
        for number, (inside, day, tag, _) in enumerate(CASES)
    )
    with released(one(*activities)) as session:
        found = rows(session, "money", "iati_identifier", "oda", "oda_rule", "oda_because")
    assert len(found) == len({row["iati_identifier"] for row in found}) == len(CASES)
    return sorted(found, key=lambda row: str(row["iati_identifier"]))


@pytest.mark.parametrize("number", range(len(CASES)))
def test_verdict_names_rule_and_version(verdicts: list[dict[str, str]], number: int) -> None:
    row, expected = verdicts[number], CASES[number][3]
    assert (row["oda"], row["oda_rule"]) == expected
    assert row["oda_because"]


def tagged(code: str) -> str:
    return oda_tag(code) if code else ""


def oda_tag(code: str) -> str:
    return f'<tag vocabulary="99" vocabulary-uri="urn:grutto:oda" code="{code}"/>'


def test_activity_of_several_natures_has_no_verdict() -> None:
    assert verdict(place("IQ"), oda_tag("reintegration"), oda_tag("forced-return")) == ("unknown", "several-natures 1")


def test_tag_that_no_rule_knows_is_reported_with_those_there_are() -> None:
    with released(one(activity("A", place("IQ"), oda_tag("forced_return"), paid(10)))) as session:
        ((message, repair, where),) = remarks(session, "oda.nature")
    assert "no verdict" in message
    assert "forced-return" in repair
    assert where.endswith("/tag[1]")


def test_tag_of_a_copy_that_is_not_counted_says_nothing() -> None:
    old = activity("A", oda_tag("forced-return"), attributes='last-updated-datetime="2019-01-01T00:00:00Z"')
    new = activity("A", place("IQ"), paid(10), attributes='last-updated-datetime="2020-01-01T00:00:00Z"')
    with released({"a.xml": document(old), "b.xml": document(new)}) as session:
        (row,) = rows(session, "money", "oda")
    assert row["oda"] == "eligible"


def test_one_transaction_may_be_partly_eligible() -> None:
    """60 % Afghanistan, 40 % Croatia after it left the list: 30 of 50 are eligible."""
    parts = (
        '<recipient-country code="AF" percentage="60"/>',
        '<recipient-country code="HR" percentage="40"/>',
        paid(50, "2012-06-01"),
    )
    with released(one(activity("A", *parts))) as session:
        assert split(session, "spent", "oda", year=2012) == {"eligible": Decimal(30), "not eligible": Decimal(20)}
