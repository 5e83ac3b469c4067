"""Two people set a ceiling, in the browser; one alone does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grutto_web.cases.casework.ceiling_steps import CEILINGS
from grutto_web.cases.casework.ceilings import Ceiling
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People

    from grutto_web.people.accounts.models import User


@pytest.mark.django_db
def test_two_people_set_it_in_the_browser(person: People, client_of: Callable[[User], Client]) -> None:
    one, other = (client_of(person(Role.MANAGER, name=name)) for name in ("one", "other"))
    data: dict[str, Any] = {"code": "fund", "title": "Fund"}
    assert one.post("/en/work/ceilings/new/", data).status_code == 302
    ceiling = Ceiling.objects.get()
    row = {"ceiling": "fund", "amount_eur": "12000000", "starts_on": "2011-01-01", "decree": "Stcrt. 2010, 1"}
    assert one.post("/en/work/ceiling_rows/new/", row).status_code == 302
    key = ceiling.rows.get().pk
    assert one.post(f"/en/work/ceiling_rows/{key}/enact/", {}).status_code == 409
    assert "somebody else than you" in one.get(f"/en/work/ceiling_rows/{key}/").content.decode()
    assert other.post(f"/en/work/ceiling_rows/{key}/enact/", {}).status_code == 302
    assert "12,000,000" in other.get(f"/en/work/ceilings/{ceiling.pk}/").content.decode()
    assert CEILINGS.acts
