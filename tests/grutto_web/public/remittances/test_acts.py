"""Two people for each price: who brought it does not approve it, and a price nobody asked for is not published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from web_people import PARTNER

from grutto_web.people.acts.perform import entries, may, perform
from grutto_web.people.acts.refusals import (
    ChangedMeanwhileError,
    GuardError,
    InvalidInputError,
    NotApartError,
    NotPermittedError,
    WrongStateError,
)
from grutto_web.people.roles import Role
from grutto_web.public.remittances.acts import ApproveQuote, DescribeMarket, EnterQuote, WithdrawQuote
from grutto_web.public.remittances.models import Market, PageVersion, Quote, State

if TYPE_CHECKING:
    from web_people import People

pytestmark = pytest.mark.django_db


def data(organisation: int, **cells: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "organisation": organisation, "source": "NLD", "destination": "GHA", "provider": "A", "provider_kind": "bank",
        "instrument": "cash", "access": "agent", "pickup": "cash", "coverage": "high", "speed": "one_hour",
        "amount": "200", "send_currency": "EUR", "fee": "4.00", "receive_currency": "GHS", "applied_rate": "12",
        "reference_rate": "12.5", "reference_source": "made up", "reference_at": today, "mystery_shopped": "on",
        "collected_on": today, "collector": "Ada", "evidence": "",
    } | cells  # fmt: skip


def test_one_person_brings_and_another_approves(person: People) -> None:
    officer, second = person(Role.OFFICER), person(Role.OFFICER, name="second")
    quote = perform(EnterQuote, None, officer, data(officer.held[0].organisation.pk))
    assert quote.state == State.DRAFT
    assert not may(ApproveQuote, quote, officer)
    with pytest.raises(NotApartError):
        perform(ApproveQuote, quote, officer, {})
    before = PageVersion.objects.get_or_create(pk=1)[0].number
    assert perform(ApproveQuote, quote, second, {}).state == State.PUBLISHED
    assert PageVersion.objects.get(pk=1).number == before + 1
    told = [entry.changes for entry in entries(quote)]
    assert "Ada" not in str(told), "who asked is a person: the log does not tell"
    quote = perform(WithdrawQuote, Quote.objects.get(pk=quote.pk), second, {"reason": "The fee was wrong."})
    assert quote.state == State.WITHDRAWN


def test_a_price_of_the_provider_itself_needs_somebody_who_asked(person: People) -> None:
    officer, reviewer = person(Role.OFFICER), person(Role.REVIEWER)
    cells = data(officer.held[0].organisation.pk, own_price="on", mystery_shopped="")
    quote = perform(EnterQuote, None, officer, cells)
    with pytest.raises(GuardError, match="as a customer does"):
        perform(ApproveQuote, quote, reviewer, {})
    assert perform(ApproveQuote, quote, reviewer, {"mystery_shopped": "on"}).mystery_shopped


def test_the_same_price_is_kept_once_and_wrong_ones_not_at_all(person: People) -> None:
    officer = person(Role.OFFICER)
    organisation = officer.held[0].organisation.pk
    perform(EnterQuote, None, officer, data(organisation))
    for cells, field in (
        ({"fee": "4"}, "__all__"),
        ({"fee": "5", "applied_rate": "0"}, "applied_rate"),
        ({"fee": "5", "reference_at": "2020-01-01"}, "reference_at"),
        ({"fee": "5", "collected_on": "2999-01-01"}, "collected_on"),
        ({"fee": "5", "destination": "FRA"}, "destination"),
        ({"fee": "5", "destination": "gha"}, "destination"),
        ({"fee": "5", "send_currency": "USD"}, "send_currency"),
        ({"fee": "5", "receive_currency": "GH$"}, "receive_currency"),
        ({"fee": "5", "applied_rate": "1200"}, "applied_rate"),
        ({"fee": "-1"}, "fee"),
        ({"fee": "1e400"}, "fee"),
        ({"fee": "5", "amount": "0"}, "amount"),
        ({"fee": "5", "amount": "NaN"}, "amount"),
    ):
        with pytest.raises(InvalidInputError) as refusal:
            perform(EnterQuote, None, officer, data(organisation, **cells))
        assert field in refusal.value.form.errors
    assert Quote.objects.count() == 1


def test_a_partner_collects_for_its_own_organisation_only(person: People) -> None:
    partner, officer = person(Role.PARTNER, PARTNER), person(Role.OFFICER)
    assert perform(EnterQuote, None, partner, data(partner.held[0].organisation.pk)).organisation.identifier == PARTNER
    with pytest.raises((NotPermittedError, InvalidInputError)):
        perform(EnterQuote, None, partner, data(officer.held[0].organisation.pk, fee="9"))
    assert Quote.objects.seen_by(person(Role.PARTNER, "XM-OTHER", "other")).count() == 0
    assert Quote.objects.seen_by(officer).count() == 1


def test_two_tabs_of_one_person_approve_once(person: People) -> None:
    officer, second = person(Role.OFFICER), person(Role.OFFICER, name="second")
    quote = perform(EnterQuote, None, officer, data(officer.held[0].organisation.pk))
    tabs = Quote.objects.get(pk=quote.pk), Quote.objects.get(pk=quote.pk)
    perform(ApproveQuote, tabs[0], second, {"version": tabs[0].version})
    with pytest.raises(ChangedMeanwhileError):
        perform(ApproveQuote, tabs[1], second, {"version": tabs[1].version})
    with pytest.raises(WrongStateError):
        perform(ApproveQuote, Quote.objects.get(pk=quote.pk), second, {})
    assert [entry.act for entry in entries(quote)] == ["remittances.EnterQuote", "remittances.ApproveQuote"]


def test_a_market_is_told_anew_and_a_provider_is_one_in_any_letters(person: People) -> None:
    officer = person(Role.OFFICER)
    told = {"source": "NLD", "destination": "GHA", "reference": "survey", "known_on": "2026-01-01"}
    perform(DescribeMarket, None, officer, told | {"share": "50"})
    perform(DescribeMarket, None, officer, told | {"share": "70", "known_on": "2026-06-01"})
    assert Market.objects.all().as_known()["GHA"].share == 70
    organisation = officer.held[0].organisation.pk
    first = perform(EnterQuote, None, officer, data(organisation, provider="Kluut"))
    other = perform(EnterQuote, None, officer, data(organisation, provider="KLUUT", fee="5", receive_currency="ghs"))
    assert first.service == other.service
    assert other.receive_currency == "GHS"
