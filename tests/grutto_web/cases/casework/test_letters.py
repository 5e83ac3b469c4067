"""Letters of a register go to who may read names, and there are none once names are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_returns import granted, team_of

from grutto_web.cases.returns import acts
from grutto_web.people.acts.perform import perform
from grutto_web.people.log.chain import READ
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People

    from grutto_web.people.accounts.models import User


@pytest.mark.django_db(transaction=True)
def test_no_letter_for_others_and_none_once_names_are_gone(person: People, client_of: Callable[[User], Client]) -> None:
    team = team_of(person)
    case, asked = granted(team, "2017-08-15"), {"kind": "decision", "language": "nl", "file_format": "pdf"}
    others = [(team.payer, 403), (person(Role.MANAGER), 403), (person(Role.CASEWORKER, "NL-KVK-1", name="else"), 404)]
    before = Entry.objects.filter(act=READ).count()
    for other, status in others:
        assert client_of(other).post(f"/nl/work/returns/{case.pk}/letters/", asked).status_code == status
    assert Entry.objects.filter(act=READ).count() == before
    for member in case.members.all():
        perform(acts.Erase, member, None)
    assert client_of(team.decider).post(f"/nl/work/returns/{case.pk}/letters/", asked).status_code == 404
