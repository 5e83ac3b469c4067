"""The name of the programme: the last one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from grutto_web.ground.name_cache import programme_name
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.programme.acts import NameProgramme
from grutto_web.work.programme.models import Name

if TYPE_CHECKING:
    from web_people import People

pytestmark = pytest.mark.django_db


def test_until_it_is_named_the_site_bears_the_name_of_the_platform() -> None:
    assert programme_name() == "Grutto"


@pytest.mark.parametrize(("language", "name"), [("en", "Ways home"), ("nl", "Wegen naar huis"), ("ar", "Ways home")])
def test_the_last_name_counts_in_the_language_of_the_page(language: str, name: str, person: People) -> None:
    officer = person(Role.OFFICER)
    for data in ({"en": "First", "nl": "Eerste"}, {"en": "Ways home", "nl": "Wegen naar huis"}):
        perform(NameProgramme, None, officer, data)
    with override(language):
        assert (programme_name(), Name.objects.count()) == (name, 2)
