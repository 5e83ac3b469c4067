"""The one door: who may, from which state, apart from whom, with which form and guards; two never pass at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from trial.acts import DONE, Amend, AmendInHaste, Approve, ApproveInHaste, Lapse, Propose
from trial.models import Proposal

from grutto_web.people.accounts.acts import GiveRole
from grutto_web.people.acts.perform import may, perform, versions
from grutto_web.people.acts.refusals import (
    ChangedMeanwhileError,
    GuardError,
    InvalidInputError,
    NotApartError,
    NotPermittedError,
    RefusalError,
    WrongStateError,
)
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_people import People

    from grutto_web.people.accounts.models import Organisation, User
    from grutto_web.people.acts.act import Act

UNHCR, IOM = "XM-DAC-41121", "XM-DAC-47066"


@pytest.fixture
def partner(person: People) -> User:
    """A partner of UNHCR."""
    return person(Role.PARTNER, UNHCR)


@pytest.fixture
def officer(person: People) -> User:
    """An officer of the ministry."""
    return person(Role.OFFICER)


@pytest.fixture
def filled_in(organisation: Callable[[str], Organisation]) -> dict[str, Any]:
    """A proposal as it is filled in."""
    place = organisation(UNHCR).pk
    return {"organisation": place, "title": "Schools", "amount": "250000", "contact": "Zahra"}


@pytest.fixture
def proposal(partner: User, filled_in: dict[str, Any]) -> Proposal:
    """A proposal of UNHCR."""
    return perform(Propose, None, partner, filled_in)


def test_an_act_changes_the_record_and_tells_the_log(proposal: Proposal, partner: User) -> None:
    assert (proposal.version, proposal.state, proposal.amount) == (1, "proposed", Decimal(250000))
    amended = perform(Amend, proposal, partner, {"amount": "300000"})
    assert (amended.version, Proposal.objects.get().amount) == (2, Decimal(300000))
    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.act, entry.actor, entry.version, entry.changes) == (
        "trial.Amend",
        partner,
        2,
        {"amount": ["250000.00", "300000.00"]},
    )


def test_what_is_about_a_person_never_enters_the_log(proposal: Proposal) -> None:
    texts = [entry.text() for entry in Entry.objects.all()]
    assert any("Schools" in text for text in texts)
    assert not any("Zahra" in text for text in texts)


def test_a_role_counts_in_the_organisation_concerned(
    proposal: Proposal, person: People, officer: User, filled_in: dict[str, Any]
) -> None:
    other = person(Role.PARTNER, IOM, "other")
    for who in (other, officer):
        with pytest.raises(NotPermittedError):
            perform(Amend, proposal, who, {"amount": "1"})
        with pytest.raises(NotPermittedError):
            perform(Propose, None, who, filled_in)
    with pytest.raises(NotPermittedError):
        perform(Amend, proposal, None, {"amount": "1"})
    assert Proposal.objects.count() == 1


def test_who_may_no_longer_sign_in_does_nothing(proposal: Proposal, partner: User) -> None:
    partner.is_active = False
    with pytest.raises(NotPermittedError):
        perform(Amend, proposal, partner, {"amount": "1"})


def test_a_reason_is_asked_and_kept(proposal: Proposal, officer: User) -> None:
    with pytest.raises(InvalidInputError) as refused:
        perform(Approve, proposal, officer, {})
    assert list(refused.value.form.errors) == ["reason"]
    perform(Approve, proposal, officer, {"reason": "It fits priority 2."})
    last = Entry.objects.last()
    assert last is not None
    assert (last.before, last.after, last.reason) == ("proposed", "approved", "It fits priority 2.")


def test_from_another_state_nothing_leads(proposal: Proposal, partner: User, officer: User) -> None:
    approved = perform(Approve, proposal, officer, {"reason": "yes"})
    with pytest.raises(WrongStateError):
        perform(Amend, approved, partner, {"amount": "1"})
    with pytest.raises(WrongStateError):
        perform(Amend, None, partner, {"amount": "1"})


def test_whoever_proposed_does_not_approve(
    proposal: Proposal, partner: User, organisation: Callable[[str], Organisation]
) -> None:
    place = organisation("XM-DAC-7").pk
    perform(GiveRole, None, None, {"user": partner.pk, "organisation": place, "role": Role.OFFICER})
    both = type(partner).objects.get(pk=partner.pk)
    assert both.roles == {Role.PARTNER, Role.OFFICER}
    with pytest.raises(NotApartError):
        perform(Approve, proposal, both, {"reason": "mine"})
    assert not may(Approve, proposal, both)
    assert Proposal.objects.get().state == "proposed"


@pytest.mark.parametrize(
    ("did", "done"), [(AmendInHaste, Approve), (Amend, ApproveInHaste), (AmendInHaste, ApproveInHaste)]
)
def test_apart_from_an_act_is_apart_from_every_kind_of_it(
    proposal: Proposal,
    person: People,
    organisation: Callable[[str], Organisation],
    did: type[Act[Proposal]],
    done: type[Act[Proposal]],
) -> None:
    """What a subclass of an act does bars as the act does; a subclass is barred as the act is."""
    place = organisation("XM-DAC-7").pk
    other = person(Role.PARTNER, UNHCR, "other")
    perform(GiveRole, None, None, {"user": other.pk, "organisation": place, "role": Role.OFFICER})
    both = type(other).objects.get(pk=other.pk)
    assert may(done, proposal, both)
    amended = perform(did, proposal, both, {"amount": "300000"})
    with pytest.raises(NotApartError):
        perform(done, amended, both, {"reason": "mine"})
    assert not may(done, amended, both)


def test_a_guard_undoes_everything(proposal: Proposal, partner: User) -> None:
    entries = Entry.objects.count()
    with pytest.raises(GuardError, match="Nothing above a million"):
        perform(Amend, proposal, partner, {"amount": "1000000.01"})
    assert (Proposal.objects.get().amount, Entry.objects.count()) == (Decimal(250000), entries)


def test_who_saw_an_older_version_is_told(proposal: Proposal, partner: User) -> None:
    perform(Amend, proposal, partner, {"amount": "300000", "version": "1"})
    with pytest.raises(ChangedMeanwhileError) as refused:
        perform(Amend, Proposal.objects.get(), partner, {"amount": "400000", "version": "1"})
    assert isinstance(refused.value.record, Proposal)
    assert (refused.value.record.amount, refused.value.form.cleaned_data["amount"]) == (
        Decimal(300000),
        Decimal(400000),
    )


def test_a_task_does_only_what_tasks_may(proposal: Proposal) -> None:
    with pytest.raises(NotPermittedError):
        perform(Approve, proposal, None, {"reason": "x"})
    assert perform(Lapse, proposal, None).state == "lapsed"


def test_each_version_is_made_again_from_the_log(proposal: Proposal, partner: User, officer: User) -> None:
    amended = perform(Amend, proposal, partner, {"amount": "300000"})
    perform(Approve, amended, officer, {"reason": "yes"})
    assert [(e.version, values["amount"], values["title"]) for e, values in versions(amended)] == [
        (1, "250000.00", "Schools"),
        (2, "300000.00", "Schools"),
        (3, "300000.00", "Schools"),
    ]


def test_what_follows_happens_only_once_it_is_kept(
    proposal: Proposal, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    DONE.clear()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(InvalidInputError):
        perform(Approve, proposal, officer, {})
    assert DONE == []
    with django_capture_on_commit_callbacks(execute=True):
        perform(Approve, proposal, officer, {"reason": "yes"})
    assert DONE == ["Schools"]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_succeeds(proposal: Proposal, person: People) -> None:
    officers = [person(Role.OFFICER, name=f"officer{n}") for n in range(6)]

    def approve(officer: User) -> str:
        try:
            perform(Approve, proposal, officer, {"reason": "first"})
        except RefusalError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(approve, officers))
    assert outcomes == ["ChangedMeanwhileError"] * 5 + ["done"]
    assert Entry.objects.filter(kind="trial.proposal").count() == 2
