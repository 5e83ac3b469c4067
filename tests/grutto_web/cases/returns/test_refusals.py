"""What is refused whichever way it comes: by form, by sheet, by interface for programs, around the acts."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from web_returns import CASE, FAMILY, assessed, departed, opened, payment

from grutto.errors import UnitError
from grutto.model.quantity import Quantity
from grutto_web.cases.casework.sheets import take
from grutto_web.cases.returns import acts, paying
from grutto_web.cases.returns.models import Case, Member, Payment
from grutto_web.cases.returns.registers import CASES, PAST, PAYMENTS, PEOPLE
from grutto_web.people.accounts.acts import GiveRole
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.record import AroundTheDoorError
from grutto_web.people.acts.refusals import InvalidInputError, NotApartError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People
    from web_returns import Team

    from grutto_web.people.accounts.models import User

type Browser = Callable[[User], Client]


def sheet(*lines: str) -> io.BytesIO:
    """Return lines as a file."""
    return io.BytesIO("\n".join(lines).encode())


@pytest.mark.django_db
def test_who_assessed_does_not_decide_by_form_either(
    team: Team, person: People, client_of: Browser, on: Callable[[str], None]
) -> None:
    on("2017-07-05")
    both = person(Role.CASEWORKER, "XM-DAC-47066", name="both")
    place = both.held[0].organisation_id
    perform(GiveRole, None, None, {"user": both.pk, "organisation": place, "role": Role.DECIDER})
    del both.held
    case = assessed(type(team)(both, team.decider, team.payer), "2017-08-15")
    browser = client_of(both)
    assert browser.get(f"/en/work/returns/{case.pk}/grant/").status_code == 403
    answer = browser.post(f"/en/work/returns/{case.pk}/grant/", {"reason": "x"})
    assert answer.status_code == 409
    assert "Somebody else has to do this one" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "assessed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "amount", "why"), [("kind", "1500.01", "left of the grant"), ("cash", "1", "more in cash")]
)
def test_no_payment_beyond_the_grant_by_form_or_sheet(
    team: Team, client_of: Browser, on: Callable[[str], None], form: str, amount: str, why: str
) -> None:
    on("2017-08-20")
    member = departed(team).members.first()
    assert member
    data = {"member": str(member.pk), "form": form, "what": "x", "amount": amount, "currency": "EUR"}
    data["pay_on"] = "2017-08-20"
    answer = client_of(team.caseworker).post("/en/work/payments/new/", data)
    assert answer.status_code == 409
    assert why in answer.content.decode()
    assert f'value="{amount}"' in answer.content.decode()  # what was filled in is still there
    lines = sheet(",".join(data), ",".join(data.values()))
    outcome = take(PAYMENTS, "p.csv", lines, team.caseworker, trial=False)
    assert why in outcome.problems[0].text
    assert not Payment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [("born", "1990-01-01", "not asked"), ("child", "1", "not asked"), ("country", "=1+1", "formula")],
)
def test_sheets_with_what_is_not_asked_are_refused(team: Team, column: str, cell: str, why: str) -> None:
    row = {"number": "1", "scheme": "hrt", "return_kind": "assisted", "country": "IRQ", "applied_on": "2010-01-01"}
    row |= {"departed_on": "2010-02-01", "sex": "F", "category": "adult", column: cell}
    outcome = take(PAST, "r.csv", sheet(",".join(row), ",".join(row.values())), team.caseworker, trial=False)
    assert why in outcome.problems[0].text
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_a_case_is_deleted_by_nobody(team: Team, client_of: Browser) -> None:
    case = opened(team)
    for way in (case.delete, Case.objects.all().delete, Case.objects.filter(pk=case.pk)._raw_delete):
        with pytest.raises(AroundTheDoorError):
            way(*(["default"] if way.__name__ == "_raw_delete" else []))
    browser = client_of(team.caseworker)
    assert browser.post(f"/en/work/returns/{case.pk}/delete/").status_code == 404
    browser.delete(f"/en/work/returns/{case.pk}/")
    assert Case.objects.filter(pk=case.pk).exists()


def test_programs_reach_no_case(client: Client) -> None:
    """The interface for programs has no operation on cases: nothing is decided, paid or read through it."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert paths
    assert not [path for path in paths if any(r.name in path for r in (CASES, PAST, PAYMENTS, PEOPLE))]


def test_returns_and_cases_are_never_added() -> None:
    with pytest.raises(UnitError, match=r"person.*case|case.*person"):
        Quantity(Decimal(4), "person") + Quantity(Decimal(1), "case")


@pytest.mark.django_db
def test_a_case_comes_by_sheet_with_the_checks_of_the_form(team: Team) -> None:
    """As good as entry: the same act, the same refusals."""
    head, good = ",".join(CASE), ",".join(CASE.values())
    wrong = good.replace("2017-001", "2017-002").replace("1980-03-01", "2080-03-01")
    outcome = take(CASES, "c.csv", sheet(head, good, wrong), team.caseworker, trial=False)
    assert {(p.row, p.column) for p in outcome.problems} == {(3, "born"), (3, "client")}
    assert take(CASES, "c.csv", sheet(head, good), team.caseworker, trial=False).taken == 1
    again = take(CASES, "c.csv", sheet(head, good), team.caseworker, trial=False)
    assert (again.taken, again.there, again.problems) == (0, 1, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "alone"), [("no", False), ("nee", False), ("0", False), ("ONWAAR", False), ("", False), ("ja", True)]
)
def test_a_box_in_a_sheet_is_ticked_by_a_yes_only(team: Team, *, word: str, alone: bool) -> None:
    data = CASE | {"alone": word, "born": "2003-03-01"}
    outcome = take(CASES, "a.csv", sheet(",".join(data), ",".join(data.values())), team.caseworker, trial=False)
    assert not outcome.problems
    assert Member.objects.get().alone == alone


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "more", "column", "why"),
    [
        ({"alone": "perhaps"}, "", "alone", "yes or no"),
        ({}, ",Kabul", "", "“Kabul” stands under no heading"),
        ({"applied_on": "03/04/2017"}, "", "applied_on", "Write it as"),
        ({"contact": "+1+cmd"}, "", "contact", "formula"),
    ],
)
def test_a_cell_that_could_be_misread_is_refused(
    team: Team, change: dict[str, str], more: str, column: str, why: str
) -> None:
    data = CASE | change
    lines = sheet(",".join(data), ",".join(data.values()) + more)
    (problem,) = take(CASES, "a.csv", lines, team.caseworker, trial=False).problems
    assert problem.column == column
    assert why in problem.text


@pytest.mark.django_db
def test_a_telephone_number_is_no_formula(team: Team) -> None:
    data = CASE | {"contact": "+31 (0)6-11111111"}
    lines = sheet(",".join(data), ",".join(data.values()))
    assert take(CASES, "a.csv", lines, team.caseworker, trial=False).taken == 1
    assert Member.objects.get().read(team.caseworker)["contact"] == data["contact"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"currency": "IQD", "units_per_eur": "1400", "rate_source": "x", "amount": "0.01"}, "less than one cent"),
        ({"currency": "EU1", "units_per_eur": "2", "rate_source": "x"}, "no currency with this code"),
        ({"pay_on": "2017-08-14"}, "nothing is paid before"),
    ],
)
def test_a_payment_of_nothing_or_before_they_left_is_refused(
    team: Team, client_of: Browser, on: Callable[[str], None], change: dict[str, str], why: str
) -> None:
    on("2017-08-20")
    data = payment(departed(team)) | change
    answer = client_of(team.caseworker).post("/en/work/payments/new/", data)
    assert answer.status_code == 422
    assert why in answer.content.decode()


@pytest.mark.django_db
def test_who_declared_a_conflict_touches_neither_people_nor_payments_of_the_case(
    team: Team, on: Callable[[str], None]
) -> None:
    on("2017-08-20")
    case = departed(team)
    planned = perform(paying.PlanPayment, None, team.caseworker, payment(case))
    case = perform(acts.DeclareConflict, case, team.caseworker, {"reason": "a neighbour"})
    with pytest.raises(InvalidInputError):
        perform(paying.PlanPayment, None, team.caseworker, payment(case))
    with pytest.raises(NotApartError):
        perform(paying.CancelPayment, planned, team.caseworker, {"reason": "x"})
    intake = opened(team, number="2017-002", client="Z")
    member = intake.members.first()
    perform(acts.DeclareConflict, intake, team.caseworker, {"reason": "a cousin"})
    more = {"client": "N", "name": "N", "born": "2000-01-01", "sex": "F", "case": intake.pk}
    with pytest.raises(InvalidInputError):
        perform(acts.Join, None, team.caseworker, more)
    with pytest.raises(NotApartError):
        perform(acts.ProposeWaiver, member, team.caseworker, {"amount_eur": 10, "cash_most_eur": 0, "reason": "x"})


@pytest.mark.django_db
@pytest.mark.parametrize(("born", "age"), [("1990-01-31", 27), ("1999-06-15", 18), ("1999-06-16", 0)])
def test_an_adult_is_no_unaccompanied_minor(team: Team, born: str, age: int) -> None:
    """The application is of 15 June 2017: who turns 18 on that day is an adult, who does so a day later is not."""
    one = {"born": born, "alone": "on"}
    if not age:
        assert Member.objects.get(case=perform(acts.OpenCase, None, team.caseworker, CASE | one)).alone
        return
    with pytest.raises(InvalidInputError) as refused:
        perform(acts.OpenCase, None, team.caseworker, CASE | one)
    assert f"this person is {age}: a minor is younger than 18" in str(refused.value.form.errors["alone"])
    case = perform(acts.OpenCase, None, team.caseworker, CASE)
    with pytest.raises(InvalidInputError):
        perform(acts.Join, None, team.caseworker, FAMILY[0] | one | {"case": str(case.pk)})
