"""A quote as a researcher of a national site notes it: one service, one corridor, one amount, one day."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from grutto.remittances.price import cost, cost_percent, lost, margin_percent, received

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

PROVIDER_KINDS = ("money_transfer_operator", "bank", "post_office", "mobile_operator", "other_financial")
INSTRUMENTS = ("cash", "bank_account", "debit_card", "credit_card", "prepaid_card", "mobile_money")
ACCESS = ("branch", "agent", "internet", "mobile_phone", "telephone", "atm")
PICKUPS = ("cash", "bank_account", "mobile_wallet", "card", "atm", "home_delivery")
SPEEDS = ("one_hour", "same_day", "next_day", "two_days", "three_to_five_days", "six_days_or_more")
COVERAGES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class PriceQuote:
    """One price, as it was asked.

    Args:
        source: country that the money is sent from, ISO 3166-1 alpha-3.
        destination: country that the money is sent to.
        provider: its name.
        provider_kind: one of `PROVIDER_KINDS`.
        instrument: how the sender pays; one of `INSTRUMENTS`.
        access: where; one of `ACCESS`.
        pickup: how it is paid out; one of `PICKUPS`.
        coverage: where it is paid out; one of `COVERAGES`.
        speed: one of `SPEEDS`.
        amount: that is sent, without the fee, in `send_currency`.
        send_currency: ISO 4217.
        fee: on top of the amount.
        receive_currency: that is paid out, ISO 4217.
        applied_rate: units paid out for one sent; none if the provider does not tell it beforehand.
        reference_rate: of the market at the same moment.
        reference_source: who says so.
        reference_at: of which day that rate is.
        promotion: the price holds for a time, or for new customers, only.
        own_price: the provider told it itself.
        mystery_shopped: it was asked, or the transfer made, as a customer does.
        collected_on: the day on which it was asked.
        collector: who asked.
        evidence: where what was seen is kept: a file, a page.
    """

    source: str
    destination: str
    provider: str
    provider_kind: str
    instrument: str
    access: str
    pickup: str
    coverage: str
    speed: str
    amount: Decimal
    send_currency: str
    fee: Decimal
    receive_currency: str
    applied_rate: Decimal | None
    reference_rate: Decimal
    reference_source: str
    reference_at: date
    promotion: bool
    own_price: bool
    mystery_shopped: bool
    collected_on: date
    collector: str
    evidence: str

    @property
    def margin(self) -> Decimal | None:
        """Exchange-rate margin in percent; none if the provider does not tell its rate."""
        return margin_percent(self.applied_rate, self.reference_rate)

    @property
    def cost_percent(self) -> Decimal | None:
        """Total cost in percent of the amount; none if the margin is unknown."""
        return cost_percent(self.amount, self.fee, self.margin)

    @property
    def cost(self) -> Decimal | None:
        """Total cost in the currency sent."""
        return cost(self.amount, self.fee, self.margin)

    @property
    def received(self) -> Decimal | None:
        """What arrives, in the currency paid out."""
        return received(self.amount, self.applied_rate)

    @property
    def lost(self) -> Decimal | None:
        """What arrives less than at the reference rate, in the currency paid out."""
        return lost(self.amount, self.applied_rate, self.reference_rate)


CHOICES = {
    "provider_kind": PROVIDER_KINDS,
    "instrument": INSTRUMENTS,
    "access": ACCESS,
    "pickup": PICKUPS,
    "coverage": COVERAGES,
    "speed": SPEEDS,
}
"""Fields with a list of words, and the words."""
FIELDS = tuple(f.name for f in fields(PriceQuote))
OPTIONAL = frozenset({"applied_rate", "evidence"})
"""Fields that may be empty: a rate that the provider does not tell beforehand."""
