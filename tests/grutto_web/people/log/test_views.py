"""The pages of the log: what was done in words, narrowed to a record, and checked in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import override

from grutto_web.people.accounts.models import User
from grutto_web.people.acts.act import ACTS
from grutto_web.people.log import triggers
from grutto_web.people.log.models import Entry
from grutto_web.people.log.views import states_of
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django.test import Client
    from web_people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(person: People, client_of: Any) -> Client:
    """The browser of an auditor, whose role is the second entry after that of the organisation."""
    browser: Client = client_of(person(Role.AUDITOR))
    return browser


def test_entries_are_told_in_words_the_last_one_first(auditor: Client) -> None:
    page = auditor.get("/nl/work/log/").text
    assert page.index("Een rol geven") < page.index("Een organisatie opnemen")
    assert "het systeem" in page


def test_the_list_is_narrowed_to_a_record_or_an_act(auditor: Client) -> None:
    page = auditor.get("/en/work/log/?kind=people.organisation").text
    assert "Enter an organisation" in page
    assert "Give a role" not in page
    assert "Give a role" not in auditor.get("/en/work/log/?act=people.EnterOrganisation").text


def test_an_entry_shows_the_text_of_its_digest(auditor: Client) -> None:
    page = auditor.get("/en/work/log/1/").text
    assert "This entry holds" in page
    assert Entry.objects.get(number=1).digest in page
    assert "&quot;act&quot;:&quot;people.EnterOrganisation&quot;" in page


def test_an_entry_is_told_in_the_words_of_its_form(auditor: Client) -> None:
    """Names of the program stand in the place for the auditor alone."""
    english, dutch = (auditor.get(f"/{code}/work/log/2/").text for code in ("en", "nl"))
    assert "role of a person" in english
    assert "rol van een persoon" in dutch
    assert '<th scope="row">Person</th>' in english
    assert '<th scope="row">Persoon</th>' in dutch
    assert "<td>auditor</td>" in english.lower()
    above, below = english.split("Its act in the log")
    assert "people.GiveRole" not in above
    assert "people.GiveRole" in below
    assert "people.organisation" not in auditor.get("/en/work/log/").text.replace("kind=people.organisation", "")


def test_the_reason_of_a_person_is_shown_as_written(auditor: Client) -> None:
    """“This file is empty” is a text of the core too."""
    triggers.remove(connection)
    Entry.objects.filter(number=1).update(reason="This file is empty", actor=User.objects.get())
    Entry.objects.filter(number=2).update(reason="This file is empty", actor=None)
    triggers.place(connection)
    assert "This file is empty" in auditor.get("/nl/work/log/1/").text
    assert "Dit bestand is leeg" in auditor.get("/nl/work/log/2/").text


def test_the_check_finds_what_was_changed(auditor: Client) -> None:
    assert "The log holds: nothing in it was changed" in auditor.get("/en/work/log/check/").text
    triggers.remove(connection)
    Entry.objects.filter(number=2).update(reason="another")
    triggers.place(connection)
    page = auditor.get("/nl/work/log/check/").text
    assert "Het logboek is gewijzigd" in page
    assert '<a href="/nl/work/log/2/">2</a>: de tekst is gewijzigd' in page
    assert "This entry was changed" in auditor.get("/en/work/log/2/").text


def test_states_are_told_in_words(auditor: Client) -> None:
    moved = Entry(kind="editions.publication", before="sealed", after="published")
    gone = Entry(kind="a.b", before="x", after="y")
    with override("nl"):
        assert states_of(moved) == "verzegeld → gepubliceerd"
        assert states_of(gone) == "x → y"
        assert states_of(Entry(kind="people.organisation")) == "– → –"
    assert "– → –" in auditor.get("/nl/work/log/1/").text


def test_the_state_that_an_act_leads_to_has_words(auditor: Client) -> None:
    auditor.get("/en/work/log/")  # which loads all acts
    own = {name: act for name, act in ACTS.items() if act.__module__.startswith("grutto_web.")}
    assert own
    without = [name for name, act in own.items() if act.after and not isinstance(act.after, TextChoices)]
    assert without == []


def test_states_of_records_that_share_a_folder_are_told_in_words() -> None:
    with override("nl"):
        assert states_of(Entry(kind="placements.expert", after="registered")) == "– → ingeschreven"
        assert states_of(Entry(kind="people.invitation", before="sent", after="accepted")) == "verstuurd → aanvaard"
