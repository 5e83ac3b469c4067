"""The report in a browser: from the figure to its row and file, on a phone, on paper, without any request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsing import barriers, opened, printed_text
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from conftest import Command
    from grutto.store.home import Home

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def page(chromium: Path, nl_report: Path) -> Iterator[Page]:
    """The report of the example, open."""
    with opened(chromium, nl_report / "index.html") as page:
        yield page


@pytest.fixture(scope="module")
def dutch_report(grutto: Command, nl_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dutch")
    assert grutto("report", "nl-2008", 2010, "--lang", "nl", "--output", folder, "--home", nl_home.path).code == 0
    return folder


def test_a_click_on_1160_leads_to_its_file(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    figure = page.locator("main a.figure[href*='hrt-returnees']", has_text=re.compile(r"^1,160$")).first
    target = figure.get_attribute("href")
    figure.click()
    assert target
    name, _, anchor = target.partition("#")
    assert page.evaluate("decodeURIComponent(location.href)").endswith(f"/{name}#{anchor}")
    entry = page.locator(f"[id='{anchor}']")
    assert "1,160" in entry.locator("h2").inner_text()
    assert "hrt.xml" in entry.locator(".record").inner_text()
    assert "/iati-activities/iati-activity[1]/result[1]" in entry.locator(".record").inner_text()
    assert page.locator(".record:visible").count() == entry.locator(".record").count()  # the others stay folded
    entry.locator(".back").click()
    assert page.url.partition("#")[0].endswith("/index.html")


def test_every_way_leads_somewhere(nl_report: Path) -> None:
    pages = {path.name: html.parse(str(path)).getroot() for path in nl_report.glob("*.html")}
    anchors = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    for name, page in pages.items():
        for href in page.xpath("//a/@href"):
            file, _, anchor = href.partition("#")
            assert (nl_report / file).exists()
            assert not anchor or anchor in anchors[file or name], href


@pytest.mark.parametrize("name", ["index.html", "register.html"])
def test_no_name_is_given_twice(page: Page, nl_report: Path, name: str) -> None:
    page.goto((nl_report / name).as_uri())
    twice = page.evaluate(
        "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
    )
    assert twice == []


@pytest.mark.parametrize("name", ["index.html", "register.html"])
@pytest.mark.parametrize("width", [320, 360, 768])
def test_a_narrow_page_does_not_scroll_sideways(page: Page, nl_report: Path, name: str, width: int) -> None:
    page.goto((nl_report / name).as_uri())
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 360])
def test_a_title_of_long_words_does_not_scroll_sideways(page: Page, dutch_report: Path, width: int) -> None:
    page.goto((dutch_report / "index.html").as_uri())
    page.set_viewport_size({"width": width, "height": 800})
    assert page.locator("h1").inner_text().startswith("Voortgangsrapportage")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 24


def test_on_a_phone_target_achieved_and_change_are_seen_without_scrolling(page: Page, nl_report: Path) -> None:
    page.goto((nl_report / "index.html").as_uri())
    page.set_viewport_size({"width": 360, "height": 780})
    table = page.locator("#summary table.wide", has_text="Returnees with HRT").first
    cells = table.locator("tr", has_text="1,160").locator("td:visible").all()
    edges = [cell.bounding_box() for cell in cells]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in edges)
    assert [cell.get_attribute("data-head") for cell in cells][-2:] == ["Achieved", "Change"]


def test_paper_has_more_than_one_page_and_takes_every_figure_apart(page: Page, nl_report: Path) -> None:
    page.goto((nl_report / "register.html").as_uri())
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 1
    page.emulate_media(media="print")
    assert page.locator(".record:visible").count() == page.locator(".record").count() > 10
    page.emulate_media(media="screen")


def test_each_sheet_has_its_number_and_the_title_and_nothing_stands_twice(
    page: Page, nl_report: Path, tmp_path: Path
) -> None:
    """The totals of a table stand at its end only, and no list has its name once more above it."""
    page.goto((nl_report / "index.html").as_uri())
    sheets = printed_text(page, tmp_path)
    assert len(sheets) > 1
    assert all(f"{number} / {len(sheets)}" in text for number, text in enumerate(sheets, 1))
    assert all("Progress report 2010 · " in text.splitlines()[0] for text in sheets[1:])
    page.emulate_media(media="print")
    feet = page.locator("tfoot").all()
    assert feet
    assert {foot.evaluate("e => getComputedStyle(e).display") for foot in feet} == {"table-row-group"}
    assert page.locator("details.long > summary:visible").count() == 0
    page.emulate_media(media="screen")


def test_it_asks_for_nothing_and_runs_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert page.locator("script:not([type='application/ld+json'])").count() == 0


@pytest.mark.parametrize("name", ["index.html", "register.html"])
def test_axe_finds_nothing_that_keeps_people_out(page: Page, nl_report: Path, name: str) -> None:
    page.goto((nl_report / name).as_uri())
    assert barriers(page) == []
