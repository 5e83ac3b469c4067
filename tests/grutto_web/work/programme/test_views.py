"""The name of the programme stands over every page from the moment it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

    from grutto.store.home import Home

pytestmark = pytest.mark.django_db
GIVEN = {"en": "Migration & Development", "nl": "Migratie & Ontwikkeling"}


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
