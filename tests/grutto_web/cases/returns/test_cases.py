"""A family through a return, across the change of the rules in July 2017, and everything that is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone
from web_returns import CASE, assessed, departed, granted, opened, payment

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.retention import erase_due
from grutto_web.cases.returns import acts, paying
from grutto_web.cases.returns.models import Case, Member, Payment
from grutto_web.cases.returns.rules import asked_of
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError, InvalidInputError, NotApartError, NotPermittedError
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People
    from web_returns import Team

    from grutto_web.people.accounts.models import User


@pytest.mark.django_db
def test_who_applied_before_july_and_left_by_august_gets_the_amounts_of_before(
    team: Team, on: Callable[[str], None]
) -> None:
    """By the expected departure of 15 August the last child is 18: 1,500 each for three adults, 2,500 for the child."""
    on("2017-07-05")
    case = granted(team)
    found = [(m.category, m.amount_eur, m.cash_most_eur, m.rule) for m in case.members.all()]
    adult = ("adult", Decimal(1500), Decimal(0), "avrr-transition-2017-adult")
    assert found == [adult, adult, ("child", Decimal(2500), Decimal(0), "avrr-transition-2017-child"), adult]
    assert str(case.leave_by) == "2017-08-31"
    assert all(len(m.rule_digest) == 64 for m in case.members.all())


@pytest.mark.django_db
def test_who_applied_in_july_gets_the_new_amounts_by_the_day_of_application(
    team: Team, on: Callable[[str], None]
) -> None:
    """On 15 July the last child is 17: 1,800 for two adults, 2,800 for two children; a year to leave."""
    on("2017-07-20")
    case = granted(team, "2017-09-15", applied_on="2017-07-15")
    found = [(m.category, m.amount_eur, m.cash_most_eur) for m in case.members.all()]
    adult, child = ("adult", Decimal(1800), Decimal(300)), ("child", Decimal(2800), Decimal(300))
    assert found == [adult, adult, child, child]
    assert str(case.leave_by) == "2018-07-20"


@pytest.mark.django_db
def test_what_no_source_says_is_refused_and_waived_by_two(team: Team, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = assessed(team, "2017-10-01")
    with pytest.raises(GuardError, match="Two people can waive it"):
        perform(acts.GrantCase, case, team.decider, {"reason": "x"})
    assert not case.members.exclude(amount_eur=None).exists()
    data = {"amount_eur": "1500", "cash_most_eur": "0", "reason": "as who left in August"}
    for member in case.members.all():
        waived = perform(acts.ProposeWaiver, member, team.caseworker, data)
        with pytest.raises(GuardError, match="waits for a second person"):
            perform(acts.GrantCase, case, team.decider, {"reason": "x"})
        perform(acts.ApproveWaiver, waived, team.decider, {"reason": "agreed"})
    case = perform(acts.GrantCase, case, team.decider, {"reason": "waived"})
    assert {m.rule for m in case.members.all()} == {"waiver"}


@pytest.mark.django_db
def test_three_people_are_needed(team: Team, person: People, on: Callable[[str], None]) -> None:
    """Whoever has several roles still does one step only."""
    on("2017-07-05")
    both = person(Role.CASEWORKER, "XM-DAC-47066", name="both")
    from grutto_web.people.accounts.acts import GiveRole  # noqa: PLC0415

    for role in (Role.DECIDER, Role.PAYER):
        place = both.held[0].organisation_id
        perform(GiveRole, None, None, {"user": both.pk, "organisation": place, "role": role})
    del both.held
    alone = type(team)(both, team.decider, team.payer)
    case = assessed(alone, "2017-08-15")
    with pytest.raises(NotApartError):
        perform(acts.GrantCase, case, both, {"reason": "x"})
    case = perform(acts.GrantCase, case, team.decider, {"reason": "x"})
    on("2017-08-20")
    case = perform(acts.Depart, case, both, {"departed_on": "2017-08-15", "evidence": "border"})
    planned = perform(paying.PlanPayment, None, team.caseworker, payment(case))
    with pytest.raises(NotApartError):
        perform(paying.Release, planned, both, {})
    assert perform(paying.Release, planned, team.payer, {}).state == "released"


@pytest.mark.django_db
def test_unknown_blocks_and_not_met_does_not_refuse_by_itself(team: Team, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = opened(team)
    answers = {each.code: "met" for each in asked_of(case)} | {"document": "unknown", "means": "not-met"}
    case = perform(acts.AnswerConditions, case, team.caseworker, answers)
    with pytest.raises(GuardError, match="valid travel document"):
        perform(acts.Assess, case, team.caseworker, {"leaves_on": "2017-08-15", "reason": "x"})
    case = perform(acts.AnswerConditions, case, team.caseworker, answers | {"document": "met"})
    case = perform(acts.Assess, case, team.caseworker, {"leaves_on": "2017-08-15", "reason": "x"})
    assert perform(acts.GrantCase, case, team.decider, {"reason": "hardship"}).state == "granted"


@pytest.mark.django_db
def test_who_left_too_late_lapses(team: Team, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = granted(team)
    with pytest.raises(GuardError, match="can still leave"):
        perform(acts.Lapse, case, team.caseworker, {})
    on("2017-09-02")
    with pytest.raises(GuardError, match="no rule says"):
        perform(acts.Depart, case, team.caseworker, {"departed_on": "2017-09-01", "evidence": "border"})
    assert perform(acts.Lapse, case, team.caseworker, {}).state == "lapsed"


@pytest.mark.django_db
def test_a_conflict_of_interest_keeps_one_out(team: Team, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = perform(acts.DeclareConflict, assessed(team, "2017-08-15"), team.decider, {"reason": "a neighbour"})
    with pytest.raises(NotApartError):
        perform(acts.GrantCase, case, team.decider, {"reason": "x"})


@pytest.mark.django_db
def test_who_declared_a_conflict_reads_nothing_of_the_case(
    team: Team, on: Callable[[str], None], client_of: Callable[[User], Client]
) -> None:
    """Lists, pages, names and letters are gone at once, and stay for colleagues; another case stays for all."""
    on("2017-08-20")
    case, other = departed(team), opened(team, number="2017-002", client="Z")
    paid = perform(paying.PlanPayment, None, team.caseworker, payment(case))
    member, browser, colleague = case.members.first(), client_of(team.decider), client_of(team.caseworker)
    assert member
    own = {"returns": case.pk, "returnees": member.pk, "payments": paid.pk}
    pages = [f"/en/work/{register}/{pk}/" for register, pk in own.items()]
    pages += [f"/en/work/returns/{case.pk}/letters/", f"/en/work/returns/{case.pk}/object/"]
    assert [browser.get(page).status_code for page in pages[:4]] == [200] * 4
    told = browser.post(f"/en/work/returns/{case.pk}/conflict/", {"reason": "a neighbour"}, follow=True)
    assert told.redirect_chain == [("/en/work/returns/", 302)]
    assert "You do not see this any more." in told.text
    assert [browser.get(page).status_code for page in pages] == [404] * 5
    assert browser.post(f"/en/work/returnees/{member.pk}/people/").status_code == 404
    letter = {"kind": "decision", "language": "en", "file_format": "pdf"}
    assert browser.post(f"/en/work/returns/{case.pk}/letters/", letter).status_code == 404
    for register in own:
        shown = browser.get(f"/en/work/{register}/").text
        assert case.number not in shown
        assert (other.number in shown) == (register != "payments")
        assert case.number in colleague.get(f"/en/work/{register}/").text
    assert case.number not in browser.get("/en/work/").text
    assert "Zeldzaam" in colleague.post(f"/en/work/returnees/{member.pk}/people/").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "ZZZ"},
        {"born": "2030-01-01"},
        {"applied_on": "2030-01-01"},
        {"return_kind": "forced"},
        {"scheme": "unknown"},
    ],
)
def test_what_is_wrong_at_intake_is_refused(team: Team, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError):
        perform(acts.OpenCase, None, team.caseworker, CASE | wrong)
    assert not Case.objects.exists()
    assert not Member.objects.exists()


@pytest.mark.django_db
def test_nobody_has_two_open_cases_and_no_number_is_given_twice(team: Team) -> None:
    perform(acts.OpenCase, None, team.caseworker, CASE)
    with pytest.raises(InvalidInputError):
        perform(acts.OpenCase, None, team.caseworker, CASE | {"number": "2017-002", "client": " c1"})
    with pytest.raises(GuardError, match="with this number"):
        perform(acts.OpenCase, None, team.caseworker, CASE | {"client": "C9"})


@pytest.mark.django_db
def test_other_organisations_and_the_ministry_see_no_case(
    team: Team, person: People, client_of: Callable[[User], Client]
) -> None:
    case = opened(team)
    others = [person(Role.CASEWORKER, "NL-KVK-1", name="else"), person(Role.MANAGER, name="ministry")]
    for other in others:
        assert not Case.objects.seen_by(other).exists()
        assert client_of(other).get(f"/en/work/returns/{case.pk}/").status_code in {403, 404}
    with pytest.raises(NotPermittedError):
        perform(acts.Withdraw, case, others[0], {"reason": "x"})


@pytest.mark.django_db(transaction=True)
def test_the_clock_erases_the_family_and_counts_stay(team: Team, on: Callable[[str], None]) -> None:
    on("2017-08-20")
    case = departed(team)
    perform(acts.Complete, case, team.caseworker, {})
    assert erase_due(timezone.now() + timedelta(days=200)) == 0
    assert erase_due(timezone.now() + timedelta(days=367)) == 4
    for member in Member.objects.all():
        assert (member.erased, member.read(team.caseworker)) == (True, {})
        assert member.category in {"adult", "child"}
    assert keys.names() == frozenset()


@pytest.mark.django_db(transaction=True)
def test_planted_names_are_nowhere_but_in_the_box(team: Team, on: Callable[[str], None]) -> None:
    """The dump of the whole database, log and tasks included, has no name, telephone, birth date or client number."""
    on("2017-08-20")
    case = departed(team)
    perform(paying.Release, perform(paying.PlanPayment, None, team.caseworker, payment(case)), team.payer, {})
    dump = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            dump.append(repr(cursor.fetchall()))
    everything = "".join(dump)
    assert "2017-001" in everything
    for planted in ("Zeldzaam", "0611111111", "1980-03-01", "1999-07-20", "C1'", "C4'"):
        assert planted not in everything, planted


@pytest.mark.django_db
def test_three_people_do_it_in_the_browser(
    team: Team, client_of: Callable[[User], Client], on: Callable[[str], None]
) -> None:
    on("2017-07-05")
    worker, decider, payer = (client_of(each) for each in (team.caseworker, team.decider, team.payer))
    assert worker.post("/en/work/returns/new/", CASE).status_code == 302
    case = Case.objects.get()
    at = f"/en/work/returns/{case.pk}/"
    answers = {each.code: "met" for each in asked_of(case)}
    assert worker.post(f"{at}conditions/", answers).status_code == 302
    assert worker.post(f"{at}assess/", {"leaves_on": "2017-08-15", "reason": "x"}).status_code == 302
    assert worker.get(f"{at}grant/").status_code == 403
    assert decider.post(f"{at}grant/", {"reason": "x"}).status_code == 302
    on("2017-08-20")
    assert worker.post(f"{at}departed/", {"departed_on": "2017-08-15", "evidence": "border"}).status_code == 302
    case.refresh_from_db()
    assert worker.post("/en/work/payments/new/", payment(case)).status_code == 302
    planned = Payment.objects.get()
    assert payer.post(f"/en/work/payments/{planned.pk}/release/", {}).status_code == 302
    assert payer.post(f"/en/work/payments/{planned.pk}/release/", {}).status_code == 302  # told that it was done once
    assert Entry.objects.filter(act="returns.Release").count() == 1
    page = worker.get(f"/nl/work/returns/{case.pk}/").content.decode()
    assert "Amina" not in page
    member = case.members.get()
    shown = worker.post(f"/nl/work/returnees/{member.pk}/people/")
    assert "Amina Zeldzaam" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert payer.post(f"/nl/work/returnees/{member.pk}/people/").status_code == 403
