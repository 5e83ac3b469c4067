"""The pages of placements with something on them: no barriers, and they fit a phone, in Dutch as well."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import browsing
import pytest
from django.conf import settings
from web_placements import expert, match, past, phase, request

from grutto_web.cases.casework.sheets import take
from grutto_web.cases.placements.registers import PAST
from grutto_web.cases.placements.steps import AssignmentSteps, PhaseSteps, StayPaymentSteps
from grutto_web.people.acts.perform import perform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.live_server_helper import LiveServer
    from web_returns import Team

    from grutto_web.people.accounts.models import User

LONG = "Landbouwvoorlichtingsdienstencoördinatiecentrum"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_of_placements(
    team: Team,
    live_server: LiveServer,
    chromium: Path,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop waits in this thread
    of = phase(team)
    sheet = "\n".join(past().splitlines()[:7])
    assert take(PAST, "p.csv", io.BytesIO(sheet.encode()), team.caseworker, trial=False).taken == 6
    of = perform(
        PhaseSteps.plan, of, team.caseworker, {"year": 2009, "assignments": 4, "days": 360, "budget_eur": 18000}
    )
    asked, who = request(team, of, host=LONG), expert(team, number="N1")
    assignment = perform(AssignmentSteps.approve, match(team, asked, who), team.decider, {"most_eur": "3000"})
    data = {"assignment": assignment.pk, "kind": "travel", "amount_eur": "900.50", "pay_on": "2010-03-01"}
    payment = perform(StayPaymentSteps.plan, None, team.caseworker, data)
    pages = [
        "phases/", f"phases/{of.pk}/", f"phases/{of.pk}/plan/", f"requests/{asked.pk}/", "requests/new/",
        "experts/", f"experts/{who.pk}/", "assignments/", f"assignments/{assignment.pk}/",
        f"assignments/new/?request={asked.pk}", "past_assignments/", "past_assignments/import/",
        f"placement_payments/{payment.pk}/",
    ]  # fmt: skip
    session = client_of(team.caseworker).cookies[settings.SESSION_COOKIE_NAME].value
    with browsing.several(chromium) as opened:
        page = opened()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        for address in pages:
            answer = page.goto(f"{live_server.url}/nl/work/{address}")
            assert answer
            assert answer.status == 200, address
            browsing.fits(page)
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(f"{live_server.url}/nl/work/assignments/")
        longest = page.locator("tbody th", has_text=LONG).bounding_box()
        assert longest
        assert longest["width"] < 200, "a long word is broken, not scrolled to"
