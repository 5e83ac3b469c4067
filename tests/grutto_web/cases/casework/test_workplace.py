"""Where somebody works at cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from grutto_web.cases.casework.workplace import own_places, workplace
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People


@pytest.mark.django_db
def test_only_who_works_at_cases_has_a_place(person: People) -> None:
    worker, officer = person(Role.CASEWORKER, "XM-DAC-47066"), person(Role.OFFICER)
    assert workplace(worker).identifier == "XM-DAC-47066"
    assert own_places(worker) == [workplace(worker).pk]
    assert own_places(officer) == own_places(AnonymousUser()) == []
    for nobody in (officer, None):
        with pytest.raises(GuardError, match="in no organisation"):
            workplace(nobody)
