"""Naming the programme: by whom, and in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import InvalidInputError, NotPermittedError
from grutto_web.people.roles import Role
from grutto_web.work.programme.acts import NameProgramme
from grutto_web.work.programme.models import Name

if TYPE_CHECKING:
    from web_people import People

pytestmark = pytest.mark.django_db
GIVEN = {"en": "Ways home", "nl": "Wegen naar huis"}


@pytest.mark.parametrize("missing", ["en", "nl"])
def test_both_languages_are_asked(missing: str, person: People) -> None:
    with pytest.raises(InvalidInputError):
        perform(NameProgramme, None, person(Role.OFFICER), GIVEN | {missing: " "})
    assert not Name.objects.exists()


def test_a_reviewer_names_nothing(person: People) -> None:
    with pytest.raises(NotPermittedError):
        perform(NameProgramme, None, person(Role.REVIEWER), GIVEN)
