"""The report on UNHCR's real file: it is written, it holds, and its page shows what an XML parser finds."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dutch import english_in_page
from lxml import etree, html

import grutto.locale

if TYPE_CHECKING:
    from conftest import Command, Euros
    from grutto.store.home import Home

NEAR = {"LB", "JO", "TR", "EG", "IQ", "SY"}
HAS_DUTCH = (Path(grutto.locale.__file__).parent / "nl.po").exists()
pytestmark = pytest.mark.xdist_group("unhcr-report")


@pytest.fixture(scope="module")
def folder(grutto: Command, unhcr_home: Home, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report in English, and in Dutch if there is a catalogue."""
    folder = tmp_path_factory.mktemp("report")
    languages = ["--lang", "en", *(["--lang", "nl"] if HAS_DUTCH else [])]
    policy = project / "tests" / "measures" / "unhcr-2023"
    answer = grutto("report", policy, 2023, *languages, "--output", folder, "--home", unhcr_home.path)
    assert answer.code == 0, answer.err
    return folder


def test_the_dutch_pages_have_no_english_of_ours(folder: Path) -> None:
    pages = sorted(folder.rglob("*.nl.html"))
    assert pages
    assert {page.name: found for page in pages if (found := english_in_page(page))} == {}


def _child(element: etree._Element, tag: str) -> etree._Element:
    child = element.find(tag)
    assert child is not None
    return child


def _figures(page: Path) -> dict[str, str]:
    """Return the figures of the text by id, as a reader sees them."""
    links = html.parse(str(page)).getroot().xpath("//main//a[@data-figure]")
    return {a.get("data-figure"): " ".join(a.text_content().split()) for a in links}


def _runs(activity: etree._Element, year: str) -> bool:
    """Whether an activity ran in a year by its own dates, actual ones before planned ones; an open end goes on."""
    dates = {a.get("type"): a.get("iso-date", "")[:4] for a in activity.iterfind("activity-date")}
    start, end = dates.get("2") or dates.get("1") or "", dates.get("4") or dates.get("3") or "9999"
    return start <= year <= end


def test_it_holds(grutto: Command, unhcr_home: Home, project: Path, folder: Path) -> None:
    policy = project / "tests" / "measures" / "unhcr-2023"
    answer = grutto("verify", folder, "--framework", policy, "--home", unhcr_home.path)
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert "holds" in answer.err


def test_its_figures_equal_an_independent_sum(folder: Path, shared: Path) -> None:
    found = _figures(folder / "index.html")
    activities = etree.parse(str(shared / "iati" / "unhcr-activities-2023.xml")).getroot()
    deepest = [a for a in activities.iterchildren("iati-activity") if a.get("hierarchy") == "3" and _runs(a, "2023")]
    near = [a for a in deepest if any(c.get("code") in NEAR for c in a.iterfind("recipient-country"))]
    work = [
        a for a in deepest if any((s.get("vocabulary"), s.get("code")) == ("98", "OA13") for s in a.iterfind("sector"))
    ]
    both = [a for a in near if a in work]
    assert found["active.year-2023"] == str(len(deepest))
    assert found["active.priority-several.year-2023"] == str(len(both))
    assert found["active.priority-1.year-2023"] == str(len(near) - len(both))
    assert found["active.priority-2.year-2023"] == str(len(work) - len(both))
    assert found["active.priority-none.year-2023"] == str(len(deepest) - len(near) - len(work) + len(both))
    assert both
    assert found["active.priority-3.year-2023"] == "0"


def test_the_money_of_each_activity_equals_an_independent_sum(folder: Path, shared: Path, euros_of: Euros) -> None:
    found = _figures(folder / "index.html")
    checked = 0
    for activity in etree.parse(str(shared / "iati" / "unhcr-activities-2023.xml")).getroot().iterfind("iati-activity"):
        name = f"incoming_commitments.iati_identifier-{activity.findtext('iati-identifier')}.year-2023"
        values = [
            euros_of(_child(t, "value"), activity.get("default-currency", ""))
            for t in activity.iterfind("transaction")
            if _child(t, "transaction-date").get("iso-date", "").startswith("2023")
        ]
        known = [v for v in values if v is not None]
        if name in found and known:
            total = sum(known, Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP)
            assert found[name] == f"€ {total:,}"
            checked += 1
    assert checked > 50


def test_each_figure_leads_to_its_entry(folder: Path) -> None:
    for page in folder.glob("index*.html"):
        register = page.name.replace("index", "register")
        entries = html.parse(str(folder / register)).getroot().xpath("//article[@class='entry']/@id")
        assert len(entries) >= 400
        targets = html.parse(str(page)).getroot().xpath("//a[@data-figure]/@href")
        assert set(targets) <= {f"{register}#{entry}" for entry in entries}


@pytest.mark.skipif(not HAS_DUTCH, reason="there is no Dutch catalogue yet")
def test_the_dutch_page_shows_the_same_figures(folder: Path) -> None:
    english, dutch = _figures(folder / "index.html"), _figures(folder / "index.nl.html")
    assert english.keys() == dutch.keys()  # countries stand in the order of their names in each language
    assert len(english) > 300
    for name, text in english.items():
        assert re.sub(r"\D", "", text) == re.sub(r"\D", "", dutch[name])
