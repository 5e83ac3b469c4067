"""The real example: its facts are those of the whole file, and an independent count gives the same figures."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from small_iati import rows

from grutto.content.blocks import Paragraph
from grutto.content.wording import text_of
from grutto.frameworks import load
from grutto.locale import language_named
from grutto.measures.session import open_release
from grutto.reports.context import Context
from grutto.reports.story import story
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session

EXAMPLE = Path(__file__).parents[2] / "examples" / "unhcr-2023"
DATA = EXAMPLE / "data"
MICRO = Decimal("0.000001")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = Home(tmp_path_factory.mktemp("unhcr-2023"))
    assert not take_in(home, incoming_files([DATA])).refused
    with open_release(home, load(str(EXAMPLE / "protection"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def counted() -> dict[tuple[int, str], Decimal]:
    """Contributions in euros by year and country, by an XML parser, a CSV parser and `Decimal` alone."""
    with (DATA / "ecb-rates.csv").open(newline="") as stream:
        rates = {row["Date"]: row for row in csv.DictReader(stream)}
    found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for activity in etree.parse(str(DATA / "unhcr-2023-extract.xml")).getroot():
        if not isinstance(activity.tag, str):
            continue
        place = activity.find("recipient-country")
        country = "unspecified" if place is None else place.get("code", "")
        for transaction in activity.iterfind("transaction"):
            value = transaction.find("value")
            day = transaction.find("transaction-date")
            assert value is not None
            assert day is not None
            euros = _euros(value, rates)
            if euros is not None:
                found[int(day.get("iso-date", "")[:4]), country] += euros
    return found


def _euros(value: etree._Element, rates: dict[str, dict[str, str]]) -> Decimal | None:
    currency, amount = value.get("currency", ""), Decimal(value.text or "")
    if currency == "EUR":
        return amount
    day = date.fromisoformat(value.get("value-date", ""))
    near = (rates.get(str(day - timedelta(days=n)), {}).get(currency) for n in range(8))
    rate = next((r for r in near if r and r != "N/A"), None)
    return (amount / Decimal(rate)).quantize(MICRO, ROUND_HALF_UP) if rate else None


def test_contributions_by_year_agree_with_an_independent_count(
    session: Session, counted: dict[tuple[int, str], Decimal]
) -> None:
    expected: dict[int, Decimal] = defaultdict(Decimal)
    for (year, _), euros in counted.items():
        expected[year] += euros
    found = {at["year"]: f.value for at, f in session.book.breakdown("incoming_commitments_once", "year")}
    assert found == expected


def test_the_summary_tells_all_commitments_and_nothing_of_unspent_money(
    session: Session, counted: dict[tuple[int, str], Decimal]
) -> None:
    """The file has no spending: what is left of a budget is unknown. Commitments of years before pay for 2023 too."""
    english = language_named("en")
    context = Context(session, load(str(EXAMPLE / "protection")), 2023)
    text = " ".join(text_of(b.line, english) for b in story(context) if isinstance(b, Paragraph))
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    before, now = (sum(v for (year, _), v in counted.items() if first <= year <= 2023) for first in (0, 2023))
    assert round(before - now, -7) == 1_840_000_000
    assert f"€ {now:,.0f} in 2023; € {before:,.0f} in all years so far, before what was spent" in text
    assert "unspent" not in text


def test_contributions_by_country_agree_with_an_independent_count(
    session: Session, counted: dict[tuple[int, str], Decimal]
) -> None:
    expected = {country: euros for (year, country), euros in counted.items() if year == 2023}
    found = {
        at["country"]: f.value
        for at, f in session.book.breakdown("incoming_commitments_once", "country", year=2023)
        if f.rows
    }
    assert found == expected


def test_priorities_add_up_to_all_there_is(session: Session) -> None:
    whole = session.book.measure("incoming_commitments_once", year=2023).value
    parts = session.book.breakdown("incoming_commitments_once", "priority", year=2023)
    assert sum((f.value or Decimal(0) for _, f in parts), Decimal(0)) == whole
    assert {at["priority"] for at, _ in parts} == {"1", "2", "3", "4", "5", "6", "none"}


def test_the_three_amounts_without_a_rate_are_unknown(session: Session) -> None:
    found = [session.book.measure("incoming_commitments", currency=c) for c in ("CRC", "JOD", "KWD")]
    assert [(f.value, f.unknown) for f in found] == [(None, 1)] * 3


def test_the_example_is_the_facts_of_the_whole_files(shared: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("extract", EXAMPLE / "extract.py")
    assert spec is not None
    assert spec.loader is not None
    extract = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extract)
    source = shared / "iati" / "unhcr-activities-2023.xml"
    extract.write(source, shared / "api-samples" / "fx" / "eurofxref-hist.zip", tmp_path)
    for name in ("unhcr-2023-extract.xml", "ecb-rates.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_who_takes_part_and_what_for_is_that_of_the_whole_file(shared: Path, session: Session) -> None:
    """Every participating organisation is there, and every five-digit purpose with its name."""
    whole = etree.parse(str(shared / "iati" / "unhcr-activities-2023.xml")).getroot()
    roles = Counter(e.get("role") for e in whole.iter("participating-org"))
    purposes = Counter(
        (e.get("code"), e.findtext("narrative")) for e in whole.iter("sector") if e.get("vocabulary") == "1"
    )
    assert (roles, purposes.total()) == ({"1": 2305, "2": 134, "4": 134}, 342)
    assert Counter(r["role"] for r in rows(session, "participating_org", "role")) == roles
    assert Counter((r["code"], r["text"]) for r in rows(session, "sector", "code", "text")) == purposes


def test_it_says_that_it_is_an_extract() -> None:
    content = (DATA / "unhcr-2023-extract.xml").read_text("utf-8")
    assert "<!-- An extract made for Grutto" in content[:200]
    assert "not the file as published" in (EXAMPLE / "README.md").read_text("utf-8")


def test_no_text_of_others_is_in_it() -> None:
    root = etree.parse(str(DATA / "unhcr-2023-extract.xml")).getroot()
    parents = {parent.tag for e in root.iter("narrative") if (parent := e.getparent()) is not None}
    assert parents == {
        "reporting-org",
        "participating-org",
        "provider-org",
        "recipient-region",
        "sector",
        "title",
    }
    assert not list(root.iter("description", "document-link", "contact-info", "location"))
