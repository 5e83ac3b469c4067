"""Which prices stand where: the published rule, at its edges."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.public.remittances.acts import ApproveQuote, EnterQuote
from grutto_web.public.remittances.models import Quote, SurveyPrice
from grutto_web.public.remittances.offers import OfferChoice, compare, nearest

if TYPE_CHECKING:
    from web_people import People

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def price(person: People) -> Any:
    """Bring a price and have another person approve it."""
    officer, reviewer = person(Role.OFFICER), person(Role.REVIEWER)
    organisation = officer.held[0].organisation

    def brought(provider: str, **cells: Any) -> Quote:
        age = cells.pop("age", 1)
        day = timezone.localdate() - timedelta(days=age)
        data = {
            "organisation": organisation.pk, "source": "NLD", "destination": "GHA", "provider": provider,
            "provider_kind": "bank", "instrument": "cash", "access": "agent", "pickup": "cash", "coverage": "high",
            "speed": "one_hour", "amount": "200", "send_currency": "EUR", "fee": "4", "receive_currency": "GHS",
            "applied_rate": "12", "reference_rate": "12.5", "reference_source": "made up", "reference_at": day,
            "mystery_shopped": "on", "collected_on": day, "collector": "A",
        }  # fmt: skip
        draft = perform(EnterQuote, None, officer, data | cells)
        return perform(ApproveQuote, draft, reviewer, {})

    return brought


def names(offers: list[Any]) -> list[str]:
    return [offer.quote.service.provider.name for offer in offers]


def at(amount: int = 200, days: int = 0, **choice: str) -> Any:
    return compare("NLD", "GHA", OfferChoice(Decimal(amount), **choice), timezone.localdate() + timedelta(days=days))


def test_the_lowest_total_cost_first_and_equals_by_name(price: Any) -> None:
    price("Zwaluw", fee="3")
    price("Beta", fee="4")
    price("alfa", fee="4")
    price("Cheap rate", fee="9", applied_rate="12.6")
    found = at()
    # 3 ÷ 200 + 4 % = 5.5 %; 4 ÷ 200 + 4 % = 6 %; 9 ÷ 200 − 0.8 % = 3.7 %.
    assert names(found.ranked) == ["Cheap rate", "Zwaluw", "alfa", "Beta"]
    assert found.best == Decimal("3.7")
    assert [o.cost for o in found.ranked] == [Decimal("7.40"), Decimal("11.00"), Decimal("12.00"), Decimal("12.00")]
    assert found.ranked[0].received == Decimal("2520.00")
    assert found.ranked[0].lost == Decimal("-20.00")
    assert names(at(sort="received").ranked) == ["Cheap rate", "Zwaluw", "alfa", "Beta"]


def test_what_is_not_told_is_never_ranked_and_a_promotion_stands_apart(price: Any) -> None:
    price("Told")
    price("Silent", applied_rate="")
    price("Offer", promotion="on", fee="0")
    found = at()
    assert names(found.ranked) == ["Told"]
    assert names(found.undisclosed) == ["Silent"]
    assert found.undisclosed[0].cost is None
    assert names(found.promotions) == ["Offer"]
    assert found.best == Decimal(6), "an offer for some is no best price"


def test_a_price_is_warned_of_after_14_days_and_out_after_30(price: Any) -> None:
    price("One", age=1)
    assert [o.stale for o in at(days=13).ranked] == [False]  # 14 days old
    assert [o.stale for o in at(days=14).ranked] == [True]
    assert names(at(days=29).ranked) == ["One"]
    found = at(days=30)
    assert (names(found.ranked), names(found.old), found.best) == ([], ["One"], None)
    assert names(at(days=180).old) == []


def test_the_latest_price_of_a_service_counts(price: Any) -> None:
    price("One", fee="9", age=5)
    price("One", fee="1", age=2)
    assert [o.quote.fee for o in at().ranked] == [Decimal(1)]


def test_filters_and_the_nearer_of_two_amounts(price: Any) -> None:
    price("Cash")
    price("Card", instrument="debit_card", access="internet", pickup="bank_account", speed="two_days")
    price("Large", amount="500", fee="6")
    assert names(at(pay="cash").ranked) == ["Cash"]
    assert names(at(get="bank_account").ranked) == ["Card"]
    assert names(at(within="same_day").ranked) == ["Cash"]
    assert at(within="same_day").filtered == 1
    assert names(at(400).ranked) == ["Large"]
    assert at(400).ranked[0].cost == Decimal("22.00"), "6 + 4 % of 400"
    assert nearest({Decimal(200), Decimal(500)}, Decimal(350)) == Decimal(200)
    assert nearest(set(), Decimal(1)) is None


def test_the_survey_leaves_after_180_days_and_has_the_nearer_amount() -> None:
    today = timezone.localdate()
    common = {"source": "NLD", "destination": "GHA", "time_period": "2025-Q3", "currency": "EUR"}
    for tier, amount in ((200, 170), (500, 430)):
        SurveyPrice.objects.create(
            **common,
            provider="B",
            tier=tier,
            amount=Decimal(amount),
            collected_on=today - timedelta(days=180),
            cost_percent=5,
        )
    SurveyPrice.objects.create(
        **common, provider="A", tier=200, amount=Decimal(170), collected_on=today - timedelta(days=1), cost_percent=None
    )
    assert [p.provider for p in at().survey] == ["B", "A"], "what is not told stands last"
    assert [p.tier for p in at(400).survey] == [500]
    assert [p.provider for p in at(days=1).survey] == ["A"]


def test_the_order_is_that_of_what_arrives_when_the_fee_is_paid_too(price: Any) -> None:
    """What arrives of 200 euros tells nothing of a fee on top; less the fee at the market's rate it is the order."""
    price("High fee, best rate", fee="50", applied_rate="12.5")
    price("Low fee", fee="2", applied_rate="12.2")
    price("Middle", fee="8", applied_rate="12.4")
    ranked = at().ranked
    assert names(ranked) == ["Low fee", "Middle", "High fee, best rate"]
    arrives = [o.received - o.quote.fee * o.quote.reference_rate for o in ranked]
    assert arrives == sorted(arrives, reverse=True)
    assert names(at(sort="received").ranked) == ["High fee, best rate", "Middle", "Low fee"]


def test_amounts_in_different_currencies_are_not_compared(price: Any) -> None:
    price("Dollars", receive_currency="USD", applied_rate="1.1", reference_rate="1.12")
    price("Cedi", fee="9")
    price("More cedi", applied_rate="12.4", fee="30")
    assert names(at(sort="received").ranked) == ["More cedi", "Cedi", "Dollars"]
