"""In a browser only: from a partner's file to an adopted, sealed, published edition that an auditor verifies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from browsing import barriers, visiting
from django.core.management import call_command
from signing import make_signers, signature
from small_iati import activity, document, paid
from web_people import PARTNER

from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto_web.people.roles import Role
from grutto_web.work.editions.models import Publication, State
from grutto_web.work.judgements.models import Judgement
from grutto_web.work.uploads.models import Upload

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer
    from web_people import People

    from grutto_web.people.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Agreements are made with countries, and kept."


class Office:
    """A browser in which people sign in one after the other, and a worker that does what waits."""

    def __init__(self, page: Page, site: str, people: dict[Role, User]) -> None:
        self.page, self.site, self.people = page, site, people

    def signs_in(self, role: Role, address: str = "work/") -> None:
        """Sign in as who has a role, whoever sat here before, and open a page."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.site}/en/account/login/")
        self.page.get_by_label("Email").fill(self.people[role].email)
        self.page.locator("input[type=password]").fill("a long enough password")
        self.press("Sign in")
        self.page.wait_for_url("**/en/work/")
        self.opens(address)

    def opens(self, address: str) -> None:
        """Open a page that keeps nobody out."""
        self.page.goto(f"{self.site}/en/{address.removeprefix('/en/')}")
        assert barriers(self.page) == []

    def press(self, button: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=link, exact=True).first.click()

    def does(self, act: str) -> None:
        """Do an act that has a page of its own."""
        self.follow(act)
        self.press(act)

    def waits(self) -> None:
        """Let the worker do what waits."""
        call_command("work", "--batch")


@pytest.fixture
def home(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A data folder of its own: what the partner sends comes into it."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop waits in this thread
    rates = project / "src" / "grutto" / "sources" / "ecb" / "rates" / "sample.csv"
    take_in(Home(), incoming_files([project / "examples" / "nl-2010" / "activities", rates]))
    return Home()


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> list[Path]:
    """Keys of two people, on machines of their own."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, folder=tmp_path / "web")
    settings.ENVIRONMENT.folder.mkdir()
    return list(make_signers(tmp_path, settings.ENVIRONMENT.folder).values())


@pytest.fixture
def people(person: People) -> dict[Role, User]:
    roles = (Role.PARTNER, Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR)
    found = {role: person(role, PARTNER) if role == Role.PARTNER else person(role) for role in roles}
    for user in found.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return found


def test_from_a_partners_file_to_a_sealed_edition(
    home: Home, people: dict[Role, User], keys: list[Path], live_server: LiveServer, chromium: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ours.xml"
    file.write_text(document(activity(f"{PARTNER}-1", paid(250000), org=PARTNER)))
    with visiting(chromium, f"{live_server.url}/en/") as page:
        office = Office(page, live_server.url, people)
        _uploads(office, file)
        assert Upload.objects.get().released_as == home.current()
        _writes(office)
        address = _orders(office)
        for role, act in ((Role.REVIEWER, "Review"), (Role.ADOPTER, "Adopt")):
            office.signs_in(role)
            assert str(Publication.objects.get()) in office.page.locator("main").inner_text(), "it waits for them"
            office.opens(address)
            office.does(act)
        office.waits()
        _seals(office, address, keys)
        office.signs_in(Role.OFFICER, address)
        office.does("Publish")
        _reads(office)
        _audits(office, address)
    assert Publication.objects.get().state == State.PUBLISHED


def _uploads(office: Office, file: Path) -> None:
    office.signs_in(Role.PARTNER, "work/uploads/new/")
    office.page.get_by_label("File").set_input_files(file)
    office.press("Send a file")
    office.page.wait_for_url("**/work/uploads/*/")
    office.waits()
    office.page.reload()
    office.press("Take this part")
    office.press("Submit")
    address = f"work/uploads/{Upload.objects.get().pk}/"
    office.signs_in(Role.OFFICER, address)
    office.does("Accept")
    office.waits()
    office.opens(address)
    assert "released" in office.page.locator("main").inner_text()


def _writes(office: Office) -> None:
    office.opens("work/judgements/?framework=nl-2008&year=2010")
    office.press("Look at the figures of now")
    office.waits()
    office.opens("work/judgements/write/narrative/?framework=nl-2008&year=2010&about=section:summary")
    office.page.get_by_label("Text in English").fill(f"{WORDS} 3")
    office.press("Keep as a draft")
    assert "A number is typed here" in office.page.locator("main").inner_text()
    for language, text in (("English", WORDS), ("Dutch", "Met landen worden afspraken gemaakt, en nagekomen.")):
        office.page.get_by_label(f"Text in {language}").fill(text)
    office.press("Keep as a draft")
    office.page.wait_for_url("**/work/judgements/?*")
    office.opens(Judgement.objects.get().get_absolute_url())
    office.does("Sign")


def _orders(office: Office) -> str:
    office.opens("work/editions/order/")
    office.page.get_by_label("Policy framework").select_option("nl-2008")
    office.page.get_by_label("Year reported on").fill("2010")
    office.press("Order an edition")
    office.page.wait_for_url("**/jobs/**")
    office.waits()
    office.follow("Go on")
    made = Publication.objects.get()
    assert (made.state, made.found) == (State.DRAFT, []), made.fault
    office.follow("Read it")
    assert "Progress report 2010" in office.page.locator("h1").inner_text()
    office.opens(made.get_absolute_url())
    office.does("Submit for review")
    office.page.wait_for_url(f"**{made.get_absolute_url()}")
    assert office.page.get_by_role("link", name="Review", exact=True).count() == 0
    return made.get_absolute_url()


def _seals(office: Office, address: str, keys: list[Path]) -> None:
    """Each signer takes the manifest away, signs it elsewhere, and brings the signature."""
    for role, key in zip((Role.REVIEWER, Role.ADOPTER), keys, strict=True):
        office.signs_in(role, address)
        with office.page.expect_download() as taken:
            office.follow("What is signed")
        manifest = taken.value.path().read_bytes()
        office.follow("Sign")
        office.page.get_by_label("Signature").fill(signature(manifest, key))
        office.press("Sign")
    assert "sealed" in office.page.locator("main").inner_text()


def _reads(office: Office) -> None:
    """Anybody reads it, with what was written."""
    office.page.context.clear_cookies()
    office.opens("reports/")
    office.page.get_by_role("link", name="Progress report 2010").first.click()
    assert Publication.objects.get().edition in office.page.locator("main").inner_text()
    office.follow("At a glance")
    assert WORDS in office.page.locator("main").inner_text()


def _audits(office: Office, address: str) -> None:
    office.signs_in(Role.AUDITOR, address)
    assert office.page.get_by_role("link", name="Withdraw", exact=True).count() == 0
    office.follow("Check the seal")
    office.press("Check the seal")
    office.page.wait_for_url("**/jobs/**")
    office.waits()
    office.page.reload()
    assert "The seal holds" in office.page.locator("main").inner_text()
    office.opens("work/log/check/")
    assert "holds" in office.page.locator("main").inner_text()
