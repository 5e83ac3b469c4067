"""Every page of the public site: it answers, in both languages, leads somewhere, and keeps nobody out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from unittest.mock import patch

import pytest
from browsing import Tour, visiting
from lxml import html

from grutto.catalogue.entries import Amount
from grutto.catalogue.read import Catalogue
from grutto_web.public.site import release

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.live_server_helper import LiveServer

    from grutto.store.home import Home

PARTS = (
    "",
    "activities/",
    "organisations/",
    "countries/",
    "countries/AF/",
    "money/",
    "results/",
    "data/",
    "method/",
    "reports/",
    "priorities/",
    "priorities/6/",
    "profiles/",
)
PAGES_WITHOUT_DATA = [part for part in PARTS if part != "priorities/6/"]
pytestmark = pytest.mark.django_db


def _links(page: Any) -> set[str]:
    return {a.partition("#")[0] for a in page.xpath("//main//a/@href") if a.startswith("/")}


def _told(page: bytes) -> str:
    return str(html.fromstring(page).xpath("string(//main)"))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_link_of_every_part_leads_somewhere(language: str, visitor: Client, published: Home) -> None:
    seen: set[str] = set()
    for part in PARTS:
        answer = visitor.get(f"/{language}/{part}")
        assert answer.status_code == 200, part
        for address in sorted(_links(html.fromstring(answer.content)) - seen)[:25]:
            seen.add(address)
            found = visitor.get(address)
            if found.streaming:
                found.getvalue()  # read to its end, a file is closed
            assert found.status_code == 200, (part, address)
    assert len(seen) > 80


@pytest.mark.parametrize("part", PAGES_WITHOUT_DATA)
def test_an_empty_site_says_so(part: str, visitor: Client, unpublished: Home) -> None:
    answer = visitor.get(f"/en/{part}")
    assert answer.status_code == 200
    assert "yet" in _told(answer.content)


@pytest.mark.parametrize(
    "address",
    [
        "/en/activities/none/",
        "/en/organisations/none/",
        "/en/countries/ZZ/",
        "/en/countries/x/",
        "/en/reports/none/",
        "/en/reports/../x/",
        "/en/data/files/abc/",
        "/en/data/none/",
        "/en/releases/none/figures/release/spent_once/2010/-/",
    ],
)
def test_what_is_not_there_is_not_found(address: str, visitor: Client, published: Home) -> None:
    assert visitor.get(address).status_code == 404


def test_a_page_that_a_reader_has_is_not_sent_again(visitor: Client, published: Home) -> None:
    first = visitor.get("/en/activities/")
    again = visitor.get("/en/activities/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    dutch = visitor.get("/nl/activities/", headers={"If-None-Match": first.headers["ETag"]})
    assert dutch.status_code == 200


def test_a_page_is_made_once_for_many_readers(visitor: Client, published: Home) -> None:
    first = visitor.get("/en/money/")
    with patch("grutto_web.public.site.release.render") as made:
        again = visitor.get("/en/money/")
        made.assert_not_called()
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert "Content-Security-Policy" in again.headers


def test_what_a_process_remembers_of_pages_is_bounded(
    visitor: Client, published: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "REMEMBERED", 20_000)
    for page in range(12):
        assert visitor.get(f"/en/activities/?page={page}").status_code == 200
    assert 0 < sum(len(content) for content, _kind in release._PAGES.values()) <= 20_000


def test_a_search_narrows_and_can_be_taken_back(visitor: Client, published: Home) -> None:
    page: Any = html.fromstring(visitor.get("/en/activities/?q=TERUGKEER").content)
    assert page.xpath("//ul[@class='entries']/li")
    chosen: Any = html.fromstring(visitor.get("/en/activities/?country=AF&order=title").content)
    (option,) = chosen.xpath("//a[@aria-current='true']/@href")
    assert option == "/en/activities/?order=title"


def test_htmx_gets_the_list_only(visitor: Client, published: Home) -> None:
    part = visitor.get("/en/activities/?q=return", headers={"HX-Request": "true", "HX-Target": "found"}).content
    assert b"<html" not in part
    assert b'role="status"' in part


def test_hostile_words_are_shown_as_words(visitor: Client, published: Home) -> None:
    page = visitor.get("/en/activities/", {"q": '"><script>alert(1)</script>', "country": "'; DROP TABLE", "page": "x"})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_figures_lead_to_the_place_in_the_file(visitor: Client, published: Home) -> None:
    activity: Any = html.fromstring(visitor.get("/en/activities/").content)
    page: Any = html.fromstring(visitor.get(activity.xpath("//a[@class='title']/@href")[0]).content)
    figure = page.xpath("//a[@class='figure']/@href")[0]
    assert "/releases/" in figure
    told = _told(visitor.get(figure).content)
    assert "/iati-activities/iati-activity[" in told


def test_a_figure_is_in_cents_and_exactly_where_that_differs(
    visitor: Client, published: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    amount = Amount("spent_once", 2010, Decimal("8711697.182273"), 1, 0)
    monkeypatch.setattr(Catalogue, "money", lambda *_: (amount,))
    page = visitor.get(f"/nl/releases/{published.current()}/figures/release/spent_once/2010/-/").text
    assert "<h1>€\xa08.711.697,18</h1><p>Precies €\xa08.711.697,182273</p>" in page
    assert "<title>€\xa08.711.697,18" in page


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_report_is_read_chapter_by_chapter(language: str, visitor: Client, published: Home) -> None:
    listed: Any = html.fromstring(visitor.get(f"/{language}/reports/").content)
    first: Any = html.fromstring(visitor.get(listed.xpath("//a[@class='title']/@href")[0]).content)
    chapters = first.xpath("//ol[@class='chapters']//a/@href")
    figures: set[str] = set()
    assert len(chapters) > 5
    for address in chapters:
        answer = visitor.get(address)
        page: Any = html.fromstring(answer.content)
        assert answer.status_code == 200
        assert (len(page.xpath("//h1")), page.xpath("//*[@style]"), page.xpath("//*[@onclick]")) == (1, [], [])
        inside = {a for a in page.xpath("//main//a/@href") if a.startswith("/")}
        assert {visitor.get(a.partition("#")[0]).status_code for a in sorted(inside)[:10]} <= {200}
        figures |= set(page.xpath("//a[@class='figure']/@href"))
    assert len(figures) > 50
    known: list[Any] = [html.fromstring(visitor.get(address).content) for address in sorted(figures)[:20]]
    assert all(page.xpath("string(//h1)").strip() and page.xpath("//code") for page in known)


def test_data_can_be_taken_away(visitor: Client, published: Home) -> None:
    release = published.current()
    lines = b"".join(visitor.get(f"/en/data/{release}/activities.csv")).decode().splitlines()
    assert lines[0].startswith("identifier,title,reporter")
    assert len(lines) > 20
    for name in ("activities.json", "money.csv", "organisations.csv", "grutto.xlsx", "money.parquet"):
        answer = visitor.get(f"/en/data/{release}/{name}")
        assert b"".join(answer)
        assert answer.status_code == 200
    assert visitor.get(f"/en/data/{release}/secrets.csv").status_code == 404


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("nl", "dark")])
def test_nobody_is_kept_out(
    language: str,
    scheme: Literal["light", "dark"],
    live_server: LiveServer,
    chromium: Path,
    published: Home,
    visitor: Client,
) -> None:
    found: Any = html.fromstring(visitor.get(f"/{language}/activities/").content)
    one = found.xpath("//a[@class='title']/@href")[0]
    figure: Any = html.fromstring(visitor.get(f"/{language}/countries/AF/").content)
    listed: Any = html.fromstring(visitor.get(f"/{language}/reports/").content)
    first: Any = html.fromstring(visitor.get(listed.xpath("//a[@class='title']/@href")[0]).content)
    chapters = first.xpath("//ol[@class='chapters']//a/@href")
    opened: Any = html.fromstring(visitor.get(chapters[0]).content)
    addresses = [f"/{language}/{part}" for part in PARTS] + [one, figure.xpath("//a[@class='figure']/@href")[-1]]
    addresses += [*chapters, opened.xpath("//a[@class='figure']/@href")[0]]
    with visiting(chromium, live_server.url, scheme=scheme) as page:
        tour = Tour(page)
        for address in addresses:
            tour.visit(live_server.url + address)
    assert tour.wrong == []
