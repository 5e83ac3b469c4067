"""The first page of a profile: a sentence a subject, with what is known of it, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grutto.codelists import land_neighbours
from grutto.content.blocks import Items, Paragraph, Table
from grutto.content.wording import text_of
from grutto.frameworks import load
from grutto.locale import language_named
from grutto.measures.session import open_release
from grutto.model.framework import Agreement
from grutto.reports.profile.briefing import briefing
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.policy import policy_sections
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.content.blocks import Block, Line


def said(home: Home, year: int, *countries: str, language: str = "en") -> list[str]:
    """Return the sentences as a reader sees them."""
    with open_release(home) as session:
        asked = ProfileContext(session, countries, "NLD", year)
        page = briefing(asked, "")
    lines = [line for b in page.blocks for line in _lines(b)]
    shown = [text_of(line, language_named(language)) for line in lines]
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in shown]


def _lines(block: Block) -> tuple[Line, ...]:
    return block.lines if isinstance(block, Items) else (block.line,) if isinstance(block, Paragraph) else ()


def taken(folder: Path, *rows: str) -> Home:
    """Take in rows of UNHCR's population table: year, origin, asylum, refugees."""
    head = "Year,Country of origin (ISO),Country of asylum (ISO),Refugees under UNHCR's mandate"
    (folder / "population.csv").write_text("\n".join([head, *rows, ""]), "utf-8")
    home = Home(folder / "home")
    assert not take_in(home, incoming_files([folder / "population.csv"])).refused
    return home


def test_what_few_countries_tell_is_said_by_country(tmp_path: Path) -> None:
    refugees, unknown, others = said(taken(tmp_path, "2010,AFG,NLD,5", "2010,AFG,DEU,15"), 2010, "AFG")
    assert refugees == (
        "Refugees: at the end of 2010 refugees from Afghanistan were counted in few countries only: "
        "Germany 15, Netherlands 5."
    )
    assert unknown == (
        "Not known: refugees in the country, people displaced within the country, displacements by disasters."
    )
    assert others == ("Diaspora · Asylum · Remittances · Aid and programme: nothing is known of this from the release.")


def test_a_figure_is_told_per_inhabitant_and_with_five_years_before(statistics: Home) -> None:
    """30,985 lived in the Netherlands in 2010 and 32,187 in 2005: a change of −3.7 %; displaced people 351,907 of
    28,886,926.5 inhabitants are 12.18 per thousand, and +146.9 % of the 142,505 in 2005."""
    refugees, diaspora, *_, unknown, _ = said(statistics, 2010, "AFG")
    assert "people from the country abroad" in unknown
    assert (
        "351,907 people were displaced within Afghanistan in 2010 "
        "(12.18 per thousand inhabitants of Afghanistan; +146.9 % since 2005)"
    ) in refugees
    assert "6,434 refugees in 2010 (not comparable with 2005: the series breaks in 2007)" in refugees
    assert diaspora == (
        "Diaspora: 30,985 people from Afghanistan lived in the Netherlands in 2010 (\N{MINUS SIGN}3.7 % since 2005); "
        "in neighbouring countries: Belgium 4,242, Germany 80,248."
    )


def test_the_dutch_page_says_the_same(statistics: Home) -> None:
    for code in ("GEO", "AFG"):
        dutch, english = (said(statistics, 2010, code, language=language) for language in ("nl", "en"))
        assert len(dutch) == len(english)
        assert any(line.startswith("Diaspora: ") for line in dutch)


@pytest.mark.parametrize(
    ("code", "others"), [("NLD", ("BEL", "DEU")), ("GEO", ("ARM", "AZE", "RUS", "TUR")), ("ISL", ())]
)
def test_neighbours_on_land(code: str, others: tuple[str, ...]) -> None:
    assert land_neighbours(code) == others


def test_agreements_of_the_framework_are_dated_facts_with_their_source(tmp_path: Path) -> None:
    policy = load("nl-2008")
    reference = next(iter(policy.reference))
    with_georgia = Agreement("made-up", "agreement", {"en": "Made up"}, reference, date(2009, 5, 1), countries=("GE",))
    later = replace(with_georgia, code="later", since=date(2011, 1, 1))
    other = replace(with_georgia, code="other", countries=("ET",))
    policy = replace(policy, agreement=(with_georgia, later, other))
    with open_release(taken(tmp_path, "2010,GEO,NLD,5"), policy) as session:
        (section,) = policy_sections(ProfileContext(session, ("GEO",), "NLD", 2010), "")
    table, few = section.blocks
    assert isinstance(table, Table)
    assert isinstance(few, Paragraph)
    rows = [[text_of(line, language_named("en")) for line in row] for row in table.rows]
    assert [text_of(column.head, language_named("en")) for column in table.columns] == [
        "Kind",
        "Name",
        "Since",
        "Source",
    ]
    assert ["Agreement", "Made up", "1 May 2009", str(policy.reference[reference])] in rows
    assert [(row[0], row[2]) for row in rows] == [
        ("Agreement", "1 May 2009"),
        ("Dialogue", "30 Nov 2009"),
    ], "the list's own and the framework's, in order of time"
