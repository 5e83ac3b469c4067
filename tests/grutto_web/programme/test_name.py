"""The name of the programme: over every page from the moment it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from grutto_web.people.roles import Role
from grutto_web.programme.models import Name, programme_name

if TYPE_CHECKING:
    from web_people import People

    from grutto.store.home import Home

pytestmark = pytest.mark.django_db
GIVEN = {"en": "Migration & Development", "nl": "Migratie & Ontwikkeling"}


def test_until_it_is_named_the_site_bears_the_name_of_the_platform() -> None:
    assert programme_name() == "Grutto"


def test_it_stands_over_every_page_in_the_language_of_the_page(person: People, client_of: Any, published: Home) -> None:
    officer, visitor = client_of(person(Role.OFFICER)), Client()
    before = visitor.get("/en/activities/")
    assert "Migration &amp; Development" not in before.text
    with override("en"):
        assert officer.post(reverse("programme:name"), GIVEN).status_code == 302
    for address, name in (
        ("/en/activities/", "Migration &amp; Development"),
        ("/nl/activities/", "Migratie &amp; Ontw"),
    ):
        page = visitor.get(address, headers={"If-None-Match": before.headers["ETag"]})
        assert page.status_code == 200
        assert page.text.count(name) == 2, address  # the title, and over the page
    assert officer.get("/en/work/begin/name/").text.count("Migration &amp; Development") == 3  # and in the form


def test_the_last_name_counts_and_the_one_before_is_kept(person: People, client_of: Any) -> None:
    administrator = client_of(person(Role.ADMINISTRATOR))
    for data in (GIVEN, GIVEN | {"en": "Ways home"}):
        administrator.post(reverse("programme:name"), data)
    assert (programme_name(), Name.objects.count()) == ("Ways home", 2)


@pytest.mark.parametrize("missing", ["en", "nl"])
def test_both_languages_are_asked(missing: str, person: People, client_of: Any) -> None:
    answer = client_of(person(Role.OFFICER)).post(reverse("programme:name"), GIVEN | {missing: " "})
    assert answer.status_code == 422
    assert not Name.objects.exists()
