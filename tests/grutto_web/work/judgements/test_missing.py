"""What must be written and is not waits for the officers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grutto_web.people.roles import Role
from grutto_web.work.judgements.missing import missing_for
from grutto_web.work.judgements.models import Survey

if TYPE_CHECKING:
    from web_people import People

pytestmark = pytest.mark.django_db
ABOUT = "line:imd/expenditure/2010"


def _subject(about: str, *, required: bool) -> dict[str, Any]:
    title = {"en": "International migration"}
    return {"about": about, "asks": "cause", "title": title, "required": required, "figures": [], "basis": None}


def test_a_required_cause_waits_until_it_is_written(person: People, client_of: Any) -> None:
    found = [_subject(ABOUT, required=True), _subject("line:imd/expenditure/2009", required=False)]
    Survey.objects.create(framework="nl-2008", year=2010, release="x", subjects=found)
    officer, auditor = person(Role.OFFICER), person(Role.AUDITOR)
    (waiting,) = missing_for(officer)
    assert waiting.about == "International migration: expenditure (nl-2008 2010)"
    assert waiting.address.startswith("/en/work/judgements/write/cause/?framework=nl-2008&year=2010&about=line")
    assert list(missing_for(auditor)) == []
    assert "International migration: expenditure (nl-2008 2010)" in client_of(officer).get("/en/work/").text
