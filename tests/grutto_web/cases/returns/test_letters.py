"""Letters of a return: they say what was decided and what one can do, to those who may read names only."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from web_returns import assessed, granted, today

from grutto_web.cases.casework.rules import DatedRules
from grutto_web.cases.returns import acts, letters, objections
from grutto_web.cases.returns.rules import amounts, conditions
from grutto_web.people.acts.perform import perform
from grutto_web.people.log.chain import READ
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client
    from web_people import People
    from web_returns import Team

    from grutto_web.cases.returns.models import Case
    from grutto_web.people.accounts.models import User

type Browser = Callable[[User], Client]


def asked(client: Client, case: Case, kind: str, language: str = "en", file_format: str = "docx") -> HttpResponse:
    """Return the answer to asking for a letter."""
    return client.post(
        f"/en/work/returns/{case.pk}/letters/", {"kind": kind, "language": language, "file_format": file_format}
    )  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    """Return what a Word letter says, with its tables."""
    assert answer.status_code == 200
    word = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


@pytest.mark.django_db
def test_a_grant_names_each_person_amount_and_last_day(
    team: Team, on: Callable[[str], None], client_of: Browser
) -> None:
    on("2017-07-05")
    case, browser = granted(team), client_of(team.decider)
    before = Entry.objects.filter(act=READ).count()
    answer = asked(browser, case, "decision")
    text = words(answer)
    for each in ("you get help with your return", "Amina Zeldzaam", "Dara Zeldzaam", "€1,500", "€2,500", "31 August"):
        assert each in text.replace("\xa0", ""), each
    assert "2017-001" in text
    assert Entry.objects.filter(act=READ).count() == before + 4
    assert "Zeldzaam" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    dutch = words(asked(browser, case, "decision", "nl")).replace("\xa0", "")
    for each in ("u krijgt hulp bij uw terugkeer", "€1.500", "31 augustus 2017", "Irak"):
        assert each in dutch, each
    assert "de regel “AVRR-NL, overgang van juli en augustus 2017, volwassene”" in dutch
    assert "iom-nederland.nl, over wie voor 1 juli 2017 aanvroeg" in dutch
    page = browser.get(f"/nl/work/returns/{case.pk}/").text
    assert "AVRR-NL, overgang van juli en augustus 2017, kind met gezin" in page
    pdf = asked(browser, case, "decision", file_format="pdf")
    assert pdf.content.startswith(b"%PDF")
    assert asked(browser, case, "objection").status_code == 422
    assert "You can object until 16 August 2017" in text
    assert "U kunt bezwaar maken tot en met 16 augustus 2017" in dutch


@pytest.mark.django_db
def test_a_refusal_says_why_and_how_to_object_and_an_upheld_one_names_the_court(
    team: Team, person: People, on: Callable[[str], None], client_of: Browser
) -> None:
    on("2017-07-05")
    case, browser = assessed(team, "2017-08-15"), client_of(team.caseworker)
    assert browser.get(f"/en/work/returns/{case.pk}/letters/").status_code == 404
    case = perform(acts.RefuseCase, case, team.decider, {"ground": "incomplete", "reason": "no papers came"})
    text = words(asked(browser, case, "decision"))
    for each in ("you get no help", "information that was asked for is missing", "no papers came", "16 August 2017"):
        assert each in text, each
    case = perform(
        objections.Object, case, team.caseworker, {"received_on": today(), "reason": "they were sent in June"}
    )
    assert "sent in June" in words(asked(browser, case, "objection"))
    assert "Wij hebben uw bezwaar ontvangen" in words(asked(browser, case, "objection", "nl"))
    second = person(Role.DECIDER, "XM-DAC-47066", name="second")
    case = perform(objections.UpholdRefusal, case, second, {"reason": "they were not"})
    upheld = words(asked(browser, case, "decision"))
    assert "before a court" in upheld
    assert "You can object until" not in upheld
    assert asked(browser, case, "objection").status_code == 422


@pytest.mark.django_db
def test_what_is_granted_after_an_objection_names_the_court(
    team: Team, person: People, on: Callable[[str], None], client_of: Browser
) -> None:
    on("2017-07-05")
    case = perform(acts.RefuseCase, assessed(team, "2017-08-15"), team.decider, {"ground": "incomplete", "reason": "x"})
    case = perform(
        objections.Object, case, team.caseworker, {"received_on": today(), "reason": "they were sent in June"}
    )
    second = person(Role.DECIDER, "XM-DAC-47066", name="second")
    case = perform(objections.GrantAfterObjection, case, second, {"reason": "they were"})
    text = words(asked(client_of(team.caseworker), case, "decision"))
    assert "before a court" in text
    assert "You can object until" not in text


@pytest.mark.django_db
def test_a_waiver_is_told_as_one(team: Team, on: Callable[[str], None], client_of: Browser) -> None:
    on("2017-07-05")
    case = assessed(team, "2017-10-01")
    for member in case.members.all():
        data = {"amount_eur": "1499.50", "cash_most_eur": "0", "reason": "x"}
        waived = perform(acts.ProposeWaiver, member, team.caseworker, data)
        perform(acts.ApproveWaiver, waived, team.decider, {"reason": "x"})
    case = perform(acts.GrantCase, case, team.decider, {"reason": "x"})
    text = words(asked(client_of(team.decider), case, "decision")).replace("\xa0", "")
    assert "set the amounts of Amina Zeldzaam, Bilal Zeldzaam" in text
    assert "€1,499.50" in text


@pytest.mark.django_db
def test_a_rule_that_is_no_longer_in_the_file_is_named_by_its_code(
    team: Team, on: Callable[[str], None], client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("2017-07-05")
    case = granted(team)
    member = case.members.first()
    assert member
    monkeypatch.setattr(letters, "amounts", DatedRules)
    text = words(asked(client_of(team.decider), case, "decision"))
    assert f"follow from the rule “{member.rule}”." in text


def test_every_rule_and_question_is_cited_in_both_languages() -> None:
    for row in amounts().row:
        assert set(row.title) == set(row.reference) == {"en", "nl"}, row.id
    for each in conditions():
        assert set(each.text) == set(each.reference) == {"en", "nl"}, each.code
