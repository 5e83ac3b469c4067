"""Migration profiles: of six countries from real statistics, with what is missing said and every figure traced."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from grutto import locale
from grutto.cli import app
from grutto.content.display import figure_text
from grutto.content.figures import figures_in
from grutto.editions.draft import DraftEdition, make, make_profile
from grutto.editions.make import make_edition, write_files
from grutto.editions.order import Order, Profile
from grutto.editions.record import read_record
from grutto.editions.render import pages
from grutto.editions.verify import verify
from grutto.errors import DeclarationError, InputError
from grutto.frameworks import load
from grutto.locale import language_named
from grutto.measures.session import open_release
from grutto.measures.trace import evidence_of, replay, trace_rows
from grutto.model.figure import Derivation, Figure, Selection
from grutto.reports.profile.data import rows_of
from grutto.reports.profile.indicators import CHAPTERS
from grutto.sources import FOLDER
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in


def pages_of(draft: DraftEdition) -> dict[str, str]:
    return {name: page.decode() for name, page in pages(draft.readings()).items()}


def parsed(page: str) -> Any:
    """Return a page as a tree."""
    return html.document_fromstring(page)


def found(tree: Any, path: str) -> list[Any]:
    """Return the elements at an XPath."""
    elements = tree.xpath(path)
    assert isinstance(elements, list)
    return elements


SIX = ("AFG", "SLE", "SDN", "BIH", "GEO", "ETH")


@pytest.mark.parametrize("country", SIX)
def test_each_country_has_a_profile_with_its_sources(statistics: Home, country: str) -> None:
    with open_release(statistics) as session:
        made = make_profile(session, (country,), "NLD", 2010, ("en",))
        page = pages_of(made)["index.html"]
    tree = parsed(page)
    pictures = found(tree, "//main//svg[@role='img'][contains(@class, 'chart-wide')]")
    assert len(pictures) >= 4  # Georgia has four: its emigrants have no line, as Guinea and others have no value
    for picture in pictures:
        title, about = picture.get("aria-labelledby").split()
        assert tree.get_element_by_id(title).text
        assert tree.get_element_by_id(about).text
    assert len(found(tree, "//figure[@class='drawn']//table")) == len(pictures)
    assert "International Migrant Stock" in page
    shown = {s.get("id") for s in found(tree, "//section")}
    missing = [line.text_content() for line in found(tree, "//section[@id='unknown']//li")]
    for chapter in CHAPTERS:
        whole = [line for line in missing if line.startswith(f"{chapter.name}: ")]
        for indicator in chapter.indicators:
            why = [line for line in missing if line.startswith(f"{chapter.name} · ") and indicator.name in line]
            assert indicator.anchor in shown or why or whole, indicator.anchor
        assert chapter.anchor in shown or any(line.startswith(chapter.name) for line in missing)
    assert not any(s.xpath("count(.//p | .//li | .//table | .//figure) = 0") for s in found(tree, "//main//section"))
    assert "grutto fetch" not in page, "no commands for a shell"


def test_known_values_of_the_netherlands_and_pakistan(statistics: Home) -> None:
    with open_release(statistics) as session:
        book = session.book
        diaspora = book.measure("migrant_stock", ref_area="NLD", counterpart="AFG", year=2010)
        refugees = book.measure("refugees", ref_area="PAK", counterpart="AFG", year=2010)
        both = book.measure("refugees", counterpart="AFG", year=2010)
        people = book.measure("population", ref_area="AFG", year=2010)
        sent = book.measure("bilateral_remittances", ref_area="AFG", counterpart="NLD", year=2021)
    assert diaspora.value == 30985
    assert refugees.value == 1899842
    assert both.value == 1899842 + 1027577
    assert people.value == Decimal("28886926.5")
    assert sent.value == Decimal("2945836.417145")


def test_every_figure_traces_to_a_row_of_a_snapshot(statistics: Home) -> None:
    with open_release(statistics) as session:
        made = make_profile(session, ("AFG",), "NLD", 2010, ("en",))
        known = {f.id: f for f in made.edition.figures}
        files = {s.sha256 for s in session.release.snapshots}
        assert len(known) > 100
        behind = evidence_of(session.engine, known.values())
        for figure in known.values():
            assert replay(figure, known, behind)[0] == figure.value
            if isinstance(figure.lineage, Selection) and figure.value is not None:
                rows = trace_rows(session.engine, figure.lineage)
                assert rows
                assert all(row["snapshot"] in files and row["locator"] for row in rows)


def test_the_sum_over_countries_has_no_group_of_countries(statistics: Home) -> None:
    with open_release(statistics) as session:
        figure = session.book.measure("migrant_stock", counterpart="AFG", year=2010)
        assert isinstance(figure.lineage, Selection)
        rows = session.engine.rows(figure.lineage, ("ref_area_kind", "counterpart_kind"))
    assert {(r["ref_area_kind"], r["counterpart_kind"]) for r in rows} == {("country", "country")}


def test_two_countries_stand_side_by_side(statistics: Home) -> None:
    with open_release(statistics) as session:
        made = make_profile(session, ("AFG", "ETH"), "NLD", 2010, ("en",))
        page = pages_of(made)["index.html"]
    ids = [str(e.get("id")) for e in found(parsed(page), "//*[@id]")]
    assert len(ids) == len(set(ids)), "a name in links leads to one place"
    assert "Migration profile: <span data-label>Afghanistan</span><span data-label> · </span>" in page
    table = next(t for t in parsed(page).iter("table") if "Population" in (t.findtext("caption") or ""))
    assert [th.text_content() for th in found(table, ".//thead//th")] == ["Year", "Afghanistan", "Ethiopia"]


def test_dutch_and_english_show_the_same_figures(statistics: Home) -> None:
    with open_release(statistics) as session:
        made = make_profile(session, ("BIH",), "NLD", 2010, ("nl", "en"))
        written = pages_of(made)
    shown = {code: [f.id for f in figures_in(each.document)] for code, each in made.readings().items()}
    assert shown["nl"] == shown["en"]
    assert "Migratieprofiel: " in written["index.html"]
    assert "Een schatting uit bevolkingsmodellen" in written["index.html"]
    assert locale.catalog("nl").get("Population")


def test_a_code_of_no_country_is_refused(statistics: Home) -> None:
    with open_release(statistics) as session, pytest.raises(InputError, match="is no country"):
        make_profile(session, ("_T",), "NLD", 2010, ("en",))


def test_a_profile_is_an_edition_that_verifies(statistics: Home, tmp_path: Path) -> None:
    order = Order(year=2010, languages=("en",), subject=Profile(("GEO",), "NLD"))
    new = make_edition(statistics, order)
    write_files(new, tmp_path)
    edition = new.edition
    other = make_edition(statistics, replace(order, subject=Profile(("GEO", "AFG"), "NLD"))).edition
    verdict = verify(statistics, read_record(str(tmp_path), statistics), folder=tmp_path)
    assert verdict.differences == ()
    assert verdict.figures == len(edition.figures)
    assert other.id != edition.id


def test_profile_as_data(statistics: Home, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(statistics.path)
    command = ["profile", "AF", "--as-seen-from", "NL", "--year", "2010", "--format", "json", "--home", place]
    app(command, result_action="return_value")
    rows = json.loads(capsys.readouterr().out)
    diaspora = next(r for r in rows if r["measure"] == "migrant_stock" and r["ref_area"] == "NLD")
    assert (diaspora["counterpart"], diaspora["period"], diaspora["stock_flow"]) == ("AFG", "2010", "stock")
    assert "Table 1, row" in diaspora["places"]
    assert "Mostly people born abroad" in diaspora["warnings"]
    with open_release(statistics) as session:
        assert len(rows) == len(rows_of(session, make_profile(session, ("AFG",), "NLD", 2010, ("en",)).edition.figures))


def test_a_missing_indicator_says_why(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    path = tmp_path / "dac2a.csv"
    path.write_text(
        "DONOR,RECIPIENT,MEASURE,UNIT_MEASURE,PRICE_BASE,TIME_PERIOD,OBS_VALUE,UNIT_MULT,FLOW_TYPE,OBS_STATUS\n"
        "NLD,AFG,206,USD,V,2010,,6,D,Q\n"
    )
    assert not take_in(home, incoming_files([path], "oecd/dac2a")).refused
    with open_release(home) as session:
        page = pages_of(make_profile(session, ("AFG", "SOM"), "NLD", 2010, ("en",)))["index.html"]
    lines = [" ".join(line.text_content().split()) for line in found(parsed(page), "//section[@id='unknown']//li")]
    assert lines[0] == "Migration trends: no source of it is in the release."
    assert (
        "Effects on development · Aid received, by donor: "
        "Afghanistan (Netherlands only): no value, because: suppressed; "
        "Somalia: the sources in the release have no row of it up to 2010."
    ) in lines
    assert lines[-1].startswith("Policy framework · Aid given")
    assert lines[-1].endswith("no source of it is in the release.")
    sections = [s.get("id") for s in found(parsed(page), "//main//section")]
    assert sections == ["briefing", "policy", "agreements", "unknown"], (
        "laws and agreements need no source of statistics"
    )


EXAMPLE = Path(__file__).parents[3] / "examples/nl-2010"


def test_a_sum_of_few_countries_says_so_and_one_member_state_is_no_union(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert not take_in(home, incoming_files([EXAMPLE / "statistics"])).refused
    with open_release(home) as session:
        page = pages_of(make_profile(session, ("AFG",), "NLD", 2010, ("en",)))["index.html"]
    tree = parsed(page)
    (emigrants,) = found(tree, "//section[@id='emigrants']/p[not(@class)]")
    assert emigrants.text_content().startswith("Afghanistan (Netherlands only): 30,985 in 2010")
    told = " ".join(found(tree, "//section[@id='refugees']")[0].text_content().split())
    assert "Afghanistan (Pakistan only): 1,899,842 in 2010" in told
    assert "Afghanistan (Iran only): 1,027,577 in 2010" in told
    assert "2,927,419" not in page
    assert "From 2007 people in a refugee-like situation are counted with refugees" in told
    assert "European Union" not in found(tree, "//section[@id='diaspora']/p")[0].text_content()
    assert not found(tree, "//section[@id='diaspora']//*[name()='text' and contains(., 'European Union')]")


def test_the_union_is_a_sum_that_names_who_is_missing(statistics: Home) -> None:
    with open_release(statistics) as session:
        page = pages_of(make_profile(session, ("AFG",), "NLD", 2020, ("en",)))["index.html"]
    (warning,) = found(parsed(page), "//section[@id='diaspora']//*[@class='callout warning']")
    assert "is without Croatia, Malta, Portugal, of which there is no value" in warning.text_content()


def test_a_price_by_quarter_is_that_of_the_last_one_and_no_sum(statistics: Home) -> None:
    with open_release(statistics) as session:
        book = session.book
        made = make_profile(session, ("ETH",), "NLD", 2020, ("en",))
        added = book.measure("remittance_price", ref_area="ETH", freq="Q", year=2020)
    tree = parsed(pages_of(made)["index.html"])
    (figure,) = found(tree, "//section[@id='price-from']//figure")
    assert "Ethiopia, 3rd\N{NO-BREAK SPACE}quarter\N{NO-BREAK SPACE}2020" in figure.text_content()
    assert added.value is None
    assert added.reasons[0][0].startswith("apart|dimensions=counterpart")
    prices = [f for f in figures_in(made.content.document) if "remittance_price" in f.id]
    assert {f.unit for f in prices} == {"percent"}


@pytest.mark.parametrize(
    ("unit", "value", "points", "text"),
    [
        ("person", "28886926.5", False, "28,886,927"),
        ("percent", "-0.04", False, "0.0\N{NO-BREAK SPACE}%"),
        ("percent", "1.25", True, "+1.3\N{NO-BREAK SPACE}percentage points"),
    ],
)
def test_figures_of_statistics_as_shown(unit: str, value: str, text: str, *, points: bool) -> None:
    figure = Figure("made", Decimal(value), unit, Derivation("difference", ()))
    assert figure_text(figure, language_named("en"), signed=points, points=points) == text


def test_revised_values_are_shown(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    path = tmp_path / "population.csv"
    head = '"Year","ISO3CoO","ISO3CoA","REF","IDP","ASY","OOC","STA","OIP"\n'
    for refugees in (100, 130):
        path.write_text(f'{head}2010,"AFG","NLD",{refugees},0,0,0,0,0\n')
        take_in(home, incoming_files([path]))
    with open_release(home) as session:
        page = pages_of(make_profile(session, ("AFG",), "NLD", 2010, ("en",)))["index.html"]
    tree = parsed(page)
    (table,) = found(tree, "//section[@id='revisions']//table")
    names = [c.text_content() for c in found(table, ".//tbody//th")]
    cells = [*names, *(c.text_content() for c in found(table, ".//tbody//td"))]
    assert cells[0].startswith("Refugees, by country of asylum (")
    assert cells[1:] == ["Netherlands · Afghanistan", "2010", "100", "130"]


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give a data folder with the activities of the example and a sample of statistics (made by hand)."""
    home = Home(tmp_path_factory.mktemp("portfolio"))
    examples = Path(__file__).parents[3] / "examples/nl-2010/activities"
    report = take_in(home, incoming_files([examples, FOLDER / "unhcr/population/sample.json"]))
    assert not report.refused
    return home


def test_the_portfolio_in_the_country_is_in_the_profile(portfolio: Home) -> None:
    with open_release(portfolio) as session:
        made = make_profile(session, ("AFG", "ETH"), "NLD", 2010, ("en",))
        counted = session.book.measure("activities", country="AF")
        page = pages_of(made)["index.html"]
    tree = parsed(page)
    table, *named = found(tree, "//section[@id='portfolio']//table")
    assert [row.text_content() for row in found(table, ".//tbody//th")] == ["Afghanistan", "Ethiopia"]
    assert counted.value is None or str(counted.value) in found(table, ".//tbody//td")[0].text_content()
    rows = found(named[0], ".//tbody/tr")
    assert len(rows) == counted.value
    assert not found(tree, "//section[@id='protection']"), "the example tells no contribution to UNHCR"


def test_profiles_as_a_section_of_the_report(portfolio: Home) -> None:
    policy = replace(load("nl-2008"), outline=("profiles",), country="NLD", profiles=("AFG", "GEO"))
    with open_release(portfolio, policy) as session:
        page = pages_of(make(session, Order(year=2010, languages=("en",))))["index.html"]
    tree = parsed(page)
    assert [e.text_content() for e in found(tree, "//section[@id='profiles']/section/h3")] == ["Afghanistan", "Georgia"]
    assert found(tree, "//section[@id='profile-afg-refugees']//*[@data-figure]")
    ids = [str(e.get("id")) for e in found(tree, "//*[@id]")]
    assert len(ids) == len(set(ids)), "a name in links leads to one place"


def test_a_framework_without_countries_cannot_have_profiles(portfolio: Home) -> None:
    policy = replace(load("nl-2008"), outline=("profiles",), country="", profiles=())
    with open_release(portfolio, policy) as session, pytest.raises(DeclarationError, match="which countries"):
        make(session, Order(year=2010, languages=("en",)))


def test_a_figure_of_a_profile_is_taken_apart_on_the_command_line(
    portfolio: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(portfolio.path)
    folder = str(tmp_path / "pages")
    command = ["profile", "AFG", "--as-seen-from", "NLD", "--year", "2010", "--output", folder, "--home", place]
    app(command, result_action="return_value")
    record = read_record(folder, portfolio)
    figure = next(f for f in record.figures if f.value == 1200)
    app(["trace", figure.id, "--edition", folder, "--home", place], result_action="return_value")
    told = capsys.readouterr().out
    assert "items[0], refugees" in told
    assert "sample.json" in told
