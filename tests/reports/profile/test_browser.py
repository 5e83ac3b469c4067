"""A profile in a browser: its charts and tables keep nobody out, fit a phone, and every link leads somewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import barriers, opened
from lxml import html

from grutto.editions.make import make_edition, write_files
from grutto.editions.order import Order, Profile
from grutto.sources import FOLDER
from grutto.store.home import Home
from grutto.tables.intake import IncomingFile, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser")
EXAMPLE = Path(__file__).parents[3] / "examples/nl-2010/statistics"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the pages of a profile of two countries, from the samples of all sources and the example."""
    place = tmp_path_factory.mktemp("profile")
    home = Home(place / "home")
    samples = [next(p.parent.glob("sample.*")) for p in FOLDER.glob("*/*/expected.csv")]
    named = [(path, path.parent.relative_to(FOLDER).as_posix()) for path in samples]
    files = [IncomingFile(path, name, f"{name}{path.suffix}", name) for path, name in named]
    files += [IncomingFile(path, path.name, path.name) for path in sorted(EXAMPLE.iterdir())]
    assert not take_in(home, files).refused
    write_files(make_edition(home, Order(year=2013, subject=Profile(("AFG", "COD"), "NLD"))), place / "pages")
    return place / "pages"


@pytest.fixture(scope="module")
def page(chromium: Path, folder: Path) -> Iterator[Page]:
    """The profile, open."""
    with opened(chromium, folder / "index.html") as page:
        yield page


def test_axe_finds_nothing_that_keeps_people_out(page: Page) -> None:
    assert barriers(page) == []
    assert page.locator("svg[role=img]").count() > 3


@pytest.mark.parametrize("width", [320, 390, 768])
def test_a_narrow_page_does_not_scroll_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_way_leads_somewhere(folder: Path) -> None:
    pages = {path.name: html.parse(str(path)).getroot() for path in folder.glob("*.html")}
    anchors = {name: [*page.xpath("//@id")] for name, page in pages.items()}
    for name, root in pages.items():
        assert len(anchors[name]) == len(set(anchors[name]))
        for href in root.xpath("//a/@href"):
            file, _, anchor = href.partition("#")
            assert (folder / file).exists(), href
            assert not anchor or anchor in anchors[file or name], href
