"""The savings ledger in a browser: entered, refused, taken from a file, withdrawn; nobody is kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import Tour, visiting
from django.conf import settings

from grutto.frameworks.ledger import load_ledger
from grutto_web.people.roles import Role
from grutto_web.work.savings.models import SavingsEntry

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer
    from web_people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
FRAMEWORK = "framework=fictional"


@pytest.fixture
def officer(person: People, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The session of an officer."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop waits in this thread
    return str(client_of(person(Role.OFFICER, name="Olga")).cookies[settings.SESSION_COOKIE_NAME].value)


def test_from_an_entry_to_a_ledger(
    live_server: LiveServer, chromium: Path, officer: str, ledger_file: Path, tmp_path: Path
) -> None:
    """380 × 90 × 62 estimated, 300 × 90 × 60 actual: 500,400 saved, once the days are those of one person."""
    with visiting(chromium, f"{live_server.url}/en/") as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": officer, "url": live_server.url}])
        page.goto(f"{live_server.url}/en/work/savings/?{FRAMEWORK}")
        assert "Nothing was entered" in page.locator("main").inner_text()
        _enters(page)
        page.get_by_role("link", name="Savings ledger").click()
        assert "+€\xa0500,400" in page.get_by_role("row", name="2021-Q1").inner_text()
        page.get_by_role("link", name="From a file").click()
        page.get_by_label("File of the ledger").set_input_files(ledger_file)
        page.get_by_role("button", name="Send").click()
        assert "18 entries were taken" in page.locator("main").inner_text()
        _withdraws(page)
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download the ledger").click()
        taken.value.save_as(tmp_path / "copy.toml")
        copy = load_ledger(tmp_path / "copy.toml")
        assert [entry for entry in copy if entry.quarter < "2021"] == list(load_ledger(ledger_file))
        wrong = _tour(page, live_server.url)
    assert wrong == []


def _enters(page: Page) -> None:
    """Enter an estimate, first with the days of all persons together, and the actual cost of the same persons."""
    page.get_by_role("link", name="Add an estimate").click()
    _fills(page, {"Quarter": "2021-Q1", "Quarter of arrival": "2021-Q1", "Document": "Budget note"})
    _fills(page, {"Persons": "380", "Days a person": "34200", "Euros a person and day": "62"})
    page.get_by_role("button", name="Add and sign").click()
    assert "days in a quarter of 90" in page.locator(".field .wrong").inner_text()
    _fills(page, {"Days a person": "90"})
    page.get_by_role("button", name="Add and sign").click()
    assert "signed by Olga" in page.locator("main").inner_text()
    page.get_by_role("link", name="2021-Q1").click()
    page.get_by_role("link", name="Add an actual cost").click()
    _fills(page, {"Persons": "300", "Days a person": "90", "Euros a person and day": "60", "Document": "Account"})
    page.get_by_role("button", name="Add and sign").click()


def _fills(page: Page, values: dict[str, str]) -> None:
    page.get_by_label("Country of origin").select_option("SO")
    for label, value in values.items():
        page.get_by_label(label, exact=True).fill(value)


def _withdraws(page: Page) -> None:
    page.get_by_role("link", name="2021-Q1").click()
    page.get_by_role("link", name="Somalia: actual cost").click()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Reason").fill("The account was not closed")
    page.get_by_role("button", name="Withdraw").click()
    assert "The account was not closed" in page.locator("main").inner_text()
    page.get_by_role("link", name="Savings ledger").click()
    assert "unknown" in page.get_by_role("row", name="2021-Q1").inner_text()


def _tour(page: Page, site: str) -> list[object]:
    """Return what keeps people out of a page, in either language, or what a phone is too narrow for."""
    tour, pk = Tour(page), SavingsEntry.objects.all()[0].pk
    for place in ("", "quarter/2020-Q1/", "add/actual/", "add/drawn/", "import/", f"{pk}/", f"{pk}/withdraw/"):
        for language in ("en", "nl"):
            tour.visit(f"{site}/{language}/work/savings/{place}?{FRAMEWORK}")
    return tour.wrong
