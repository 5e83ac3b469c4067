"""The name over every page is that of the last naming."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto_web.ground.name_cache import forget, programme_name
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.programme.acts import NameProgramme

if TYPE_CHECKING:
    from web_people import People


@pytest.mark.django_db
def test_the_last_naming_is_asked_for(person: People) -> None:
    officer = person(Role.OFFICER)
    for name in ("Ways home", "Ways back"):
        perform(NameProgramme, None, officer, {"en": name, "nl": name})
    forget()
    assert programme_name() == "Ways back"
