"""The list of a register: searched, narrowed, sorted, counted, given out; nothing that one does not see."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from grutto_web.cases.casework.lists import Chosen, chosen_in
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People

    from grutto_web.people.accounts.models import User

STUDY = {"kind": "study", "institution": "Pharos", "question": "What?", "method": "Interviews.", "source": "letter"}


@pytest.fixture
def browser(person: People, client_of: Callable[[User], Client]) -> Client:
    """The browser of an officer, with two studies in the register."""
    officer = person(Role.OFFICER)
    for code, title in (("remittances", "Remittances"), ("diaspora", "=Diaspora")):
        perform(StudySteps.register, None, officer, STUDY | {"code": code, "title": title})
    return client_of(officer)


def text(browser: Client, query: str = "") -> str:
    """Return the list as a text."""
    answer = browser.get(f"/en/work/research/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_words_are_looked_for_in_the_declared_fields(browser: Client) -> None:
    assert "Remittances" in text(browser, "?q=remit")
    assert "=Diaspora" not in text(browser, "?q=remit")
    assert "Nothing fits what you chose." in text(browser, "?q=interviews")
    assert "2 records" in text(browser)
    assert "1 record ·" in text(browser, "?q=remit")


@pytest.mark.django_db
def test_it_is_narrowed_by_state_and_sorted_either_way(browser: Client) -> None:
    assert "Nothing fits what you chose." in text(browser, "?state=published")
    rising, falling = text(browser, "?sort=title"), text(browser, "?sort=-title")
    assert rising.index(">=Diaspora") < rising.index(">Remittances")
    assert falling.index(">=Diaspora") > falling.index(">Remittances")


def test_what_is_not_offered_is_not_chosen() -> None:
    assert chosen_in(REGISTER, {"q": " a ", "kind": "study", "sort": "version", "since": "x"}) == Chosen(
        "a", {"kind": "study"}, ""
    )
    assert Chosen("a", {"kind": "study"}, "title").address(kind="") == "?q=a&sort=title"


@pytest.mark.django_db
def test_a_file_holds_what_was_chosen_and_no_formula(browser: Client) -> None:
    lines = browser.get("/en/work/research/list.csv?q=diaspora").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=Diaspora,Pharos")
    sent = io.BytesIO(browser.get("/en/work/research/list.xlsx").content)
    cells = CalamineWorkbook.from_filelike(sent).get_sheet_by_index(0).to_python()
    assert cells[0][:2] == ["Title", "Carried out by"]
    assert {row[0] for row in cells[1:]} == {"=Diaspora", "Remittances"}
    assert browser.get("/en/work/research/list.exe").status_code == 404


@pytest.mark.django_db
def test_who_may_not_open_the_register_gets_no_file(
    person: People, client_of: Callable[[User], Client], browser: Client
) -> None:
    assert client_of(person(Role.PARTNER)).get("/en/work/research/list.csv").status_code == 403
