"""A family of four goes through a return in the browsers of three people, across the change of the rules in July 2017.

Then the clock erases them, and what is published of them holds against everybody.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import browsing
import pytest
from django.conf import settings
from django.utils import timezone
from web_returns import CASE, FAMILY, team_of

from grutto.protect import KnownCase, verify
from grutto_web.cases.casework.models import CountedPerson, ProtectedEdition
from grutto_web.cases.casework.retention import erase_due
from grutto_web.cases.returns.models import Case, Member, Payment
from grutto_web.cases.returns.population import people, plan
from grutto_web.cases.returns.rules import asked_of
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer
    from web_people import People

    from grutto_web.people.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD = "number,scheme,return_kind,country,applied_on,departed_on,sex,category"


class Desk:
    """Somebody at their own browser."""

    def __init__(self, page: Page, site: str, client: Client) -> None:
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        self.page, self.site = page, site

    def opens(self, address: str) -> None:
        """Open a page that keeps nobody out."""
        self.page.goto(f"{self.site}/en/work/{address}")
        browsing.fits(self.page)

    def follow(self, link: str) -> None:
        """Follow a link to a page that keeps nobody out."""
        self.page.get_by_role("link", name=link, exact=True).first.click()
        browsing.fits(self.page)

    def fill(self, **fields: str) -> None:
        """Fill in fields by their names."""
        for name, value in fields.items():
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def press(self, button: str, answer: str = "") -> None:
        """Press a button; what comes says so."""
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()
        browsing.fits(self.page)
        assert answer in self.says(), self.says()

    def does(self, act: str, answer: str = "", **fields: str) -> None:
        """Do an act that has a page of its own."""
        self.follow(act)
        self.fill(**fields)
        self.press(act, answer)

    def says(self) -> str:
        """Return what the page says."""
        return self.page.locator("main").inner_text()


def test_a_family_of_four_in_three_browsers(
    live_server: LiveServer,
    chromium: Path,
    person: People,
    client_of: Callable[[User], Client],
    on: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop waits in this thread
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path))
    team = team_of(person)
    others = person(Role.DISCLOSURE), person(Role.MANAGER)
    with browsing.several(chromium) as opened:
        everyone = (team.caseworker, team.decider, team.payer, *others)
        worker, decider, payer, officer, manager = (Desk(opened(), live_server.url, client_of(u)) for u in everyone)
        on("2017-06-20")
        _intake(worker)
        on("2017-07-05")
        _decided(worker, decider)
        on("2017-08-20")
        _paid(worker, payer)
        _erased(worker)
        _published(worker, officer, manager, tmp_path)
    _holds()


def _intake(worker: Desk) -> None:
    """The family is taken in before July."""
    worker.opens("cases/")
    worker.follow("Return and reintegration")
    worker.does("Open a case", "2017-001", **{**CASE, "country": "IRQ"})
    for each in FAMILY:
        worker.opens(f"returns/{Case.objects.get().pk}/")
        worker.does("Add a person", "woman" if each["sex"] == "F" else "man", **each)
    assert Member.objects.count() == 4
    worker.opens(f"returns/{Case.objects.get().pk}/")
    worker.does("Answer the conditions", **{each.code: "met" for each in asked_of(Case.objects.get())})
    worker.does("Assess", "assessed", leaves_on="2017-08-15", reason="All is met.")


def _decided(worker: Desk, decider: Desk) -> None:
    """In July somebody else decides, by the rule for who applied before and leaves by August; a letter says it."""
    at = f"returns/{Case.objects.get().pk}/"
    worker.opens(at)
    assert worker.page.get_by_role("link", name="Grant", exact=True).count() == 0
    decider.opens("")
    decider.follow("Grant: 2017-001")
    decider.does("Grant", "granted", reason="By the rule for who applied before July.")
    assert (decider.says().count("1,500"), decider.says().count("2,500")) == (3, 1)
    decider.follow("Write a letter")
    with decider.page.expect_download() as download:
        decider.page.get_by_role("button", name="Download", exact=True).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert re.fullmatch(r"returns-\d+-decision-en.pdf", download.value.suggested_filename)


def _paid(worker: Desk, payer: Desk) -> None:
    """A third person pays, once: what was released already is not released again."""
    at = f"returns/{Case.objects.get().pk}/"
    worker.opens(at)
    worker.does("They left", "departed", departed_on="2017-08-15", evidence="border")
    worker.follow("person 1")
    worker.does("Plan a payment", "planned", form="kind", what="tools", amount="1000", pay_on="2017-08-20")
    worker.opens(f"returnees/{Member.objects.earliest('pk').pk}/")
    worker.follow("Plan a payment")
    worker.fill(form="kind", what="a shop", amount="500.01", pay_on="2017-08-20")
    worker.press("Plan a payment", "more than what is left of the grant")
    planned = Payment.objects.get()
    payer.opens(f"payments/{planned.pk}/release/")
    second = payer.page.context.new_page()
    second.goto(payer.page.url)
    payer.press("Release the payment", "released")
    second.get_by_role("button", name="Release the payment", exact=True).click()
    second.wait_for_load_state()
    assert "it was done once" in second.locator("main").inner_text()
    assert Payment.objects.get().state == "released"
    worker.opens(f"payments/{planned.pk}/")
    worker.does("It arrived", "received", receipt="R-1")
    worker.opens(at)
    worker.does("Completed", "completed")


def _erased(worker: Desk) -> None:
    """Names can be read until the clock erases them, and then nowhere."""
    member = Member.objects.earliest("pk")
    worker.opens(f"returnees/{member.pk}/")
    worker.press("Show", CASE["name"])
    assert erase_due(timezone.now() + timedelta(days=367)) == 4
    worker.opens(f"returnees/{member.pk}/")
    assert worker.page.get_by_role("button", name="Show", exact=True).count() == 0
    worker.opens(f"returns/{member.case_id}/")
    assert worker.page.get_by_role("link", name="Write a letter", exact=True).count() == 0
    assert "Zeldzaam" not in worker.page.content()


def _published(worker: Desk, officer: Desk, manager: Desk, folder: Path) -> None:
    """Beside others who left, the four to Iraq are too few to be shown; two people publish."""
    rows = [f"P{n},avrr-nl,assisted,{'AFG' if n < 40 else 'ARM'},2017-01-02,2017-03-01,M,adult" for n in range(60)]
    (folder / "past.csv").write_text("\n".join([HEAD, *rows]))
    worker.opens("past_returns/import/")
    worker.page.locator("[name=file]").set_input_files(folder / "past.csv")
    worker.press("Send", "60 rows would be taken")
    worker.page.locator("[name=file]").set_input_files(folder / "past.csv")
    worker.page.get_by_label("Only try").uncheck()
    worker.press("Send", "60 rows were taken")
    officer.opens("cases/counts/")
    officer.follow("Make the next edition of counts")
    officer.fill(population="return-nl")
    officer.press("Make the next edition of counts", "waits for a second person")
    refused = worker.page.goto(f"{worker.site}/en/work/cases/counts/")
    assert refused
    assert refused.status == 403
    manager.opens(f"cases/counts/{ProtectedEdition.objects.get().pk}/")
    manager.does("Release these counts", "released")
    assert "hidden" in manager.says()


def _holds() -> None:
    """Nobody works out a small count from what was published: neither the public, a family, nor the implementer."""
    edition = ProtectedEdition.objects.get()
    rows = [line.split(",") for line in edition.counts.splitlines()[1:]]
    shown = {(row[2], row[4]): row[-2] for row in rows}
    assert shown["total", "_T"] == "64"
    assert shown["by-country", "IRQ"] == ""
    cases = []
    for each in CountedPerson.objects.all():
        codes = dict(pair.split("=", 1) for pair in each.codes.split(";"))
        cases.append(KnownCase(codes, each.family, each.partner))
    assert verify(plan(people()), cases, [edition.counts]) == []
