"""Every component of the site: what it says, and that nobody is kept out by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
import web_gallery
from browsing import barriers, visiting
from lxml import html
from web_gallery import gallery

from grutto_web.ground.components import ColumnView, FigureView, LinkText, TableView

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer


@pytest.mark.django_db  # the name of the programme stands over the page
def test_a_figure_is_opened_and_an_unknown_one_says_why() -> None:
    page: Any = html.fromstring(gallery())
    opened = page.xpath("(//table)[1]//td//a[@class='figure']")
    assert [(a.text, a.get("href")) for a in opened] == [("€ 3,512,000", "#f1"), ("€ 3,512,000", "#f3")]
    assert page.xpath("(//table)[1]//td//span[@class='unknown']/text()") == ["not in the source"]


def test_a_row_has_as_many_cells_as_columns() -> None:
    with pytest.raises(ValueError, match="shorter"):
        _ = TableView("x", (ColumnView("a"), ColumnView("b")), (("only one",),)).body


def test_every_text_in_a_table_is_escaped() -> None:
    cells = ("<b>", LinkText("<i>", "/?a&b"), FigureView("<s>"), FigureView("<u>", "/<"), FigureView(unknown="<q>"))
    table = TableView("x", [ColumnView(str(n), amount=n == 1) for n in range(5)], [cells], cells)
    assert table.body == table.foot
    assert table.body == (
        '<tr><th scope="row">&lt;b&gt;</th><td class="amount"><a href="/?a&amp;b">&lt;i&gt;</a></td>'
        '<td><span class="amount">&lt;s&gt;</span></td><td><a class="figure" href="/&lt;">&lt;u&gt;</a></td>'
        '<td><span class="unknown">&lt;q&gt;</span></td></tr>'
    )


def test_prose_in_a_table_has_room_and_short_texts_have_none() -> None:
    columns = (ColumnView("a"), ColumnView("b"), ColumnView("c"))
    table = TableView(
        "x", columns, (("one", "short", "The country is on the list of that year, as the committee has it."),)
    )
    assert '<td>short</td><td class="prose">The country' in table.body


@pytest.mark.django_db
def test_a_wrong_form_says_so_at_its_head_and_at_the_field() -> None:
    page: Any = html.fromstring(gallery("nl"))
    assert page.xpath("//div[@role='alert']//li/a/@href") == ["#id_amount", "#id_sure"]
    wrong = page.get_element_by_id("id_amount")
    assert wrong.get("aria-invalid") == "true"
    assert page.get_element_by_id(wrong.get("aria-describedby")).xpath("string()").strip() == "Voer een getal in."


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("nl", "dark")])
def test_nobody_is_kept_out(
    live_server: LiveServer, settings: Settings, chromium: Path, language: str, scheme: Literal["light", "dark"]
) -> None:
    settings.ROOT_URLCONF = "web_gallery"
    with visiting(chromium, f"{live_server.url}/{language}/gallery/", scheme=scheme) as page:
        assert barriers(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.browser
def test_a_wide_table_is_printed_whole(
    live_server: LiveServer, settings: Settings, chromium: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one scrolls to on a screen would be cut on paper: 656 pixels are A4 between its margins."""
    heads = ("Activities under way", "Budgeted, counted once", "Committed, counted once", "With the years before")
    columns = (ColumnView("Priority"), *(ColumnView(head, amount=True) for head in (*heads, "Spent", "Received")))
    row = ("Cheaper remittances", *(FigureView("€ 12,920,815"),) * 6)
    monkeypatch.setattr(web_gallery, "TABLE", TableView("By priority", columns, (row,)))
    settings.ROOT_URLCONF = "web_gallery"
    with visiting(chromium, f"{live_server.url}/en/gallery/") as page:
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 656, "height": 900})
        hidden = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"
        assert page.evaluate(hidden)[0] == 0
        assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"


@pytest.mark.browser
def test_scripts_from_texts_are_refused(live_server: LiveServer, settings: Settings, chromium: Path) -> None:
    settings.ROOT_URLCONF = "web_gallery"
    with visiting(chromium, f"{live_server.url}/en/gallery/") as page:
        put = (
            "text => { try { document.querySelector('h1').innerHTML = text; return 'put' } catch { return 'refused' } }"
        )
        for text in ("<script>1</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:1'>x</a>"):
            assert page.evaluate(put, text) == "refused"
        assert page.evaluate(put, "<b>bold</b>") == "put"
