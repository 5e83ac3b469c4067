"""Prices for a demonstration, of providers that do not exist: brought by one person, approved by another."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from grutto.remittances.quote import PriceQuote
from grutto.remittances.template import FilledTemplate
from grutto_web.people.accounts.acts import EnterOrganisation, GiveRole
from grutto_web.people.accounts.models import Organisation, User
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.public.remittances.acts import ApproveQuote, DescribeMarket, TellCorrection, TellFunding
from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.models import Market, Notice, Quote, State
from grutto_web.public.remittances.public.wording import MADE_UP
from grutto_web.public.remittances.work import take

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RESEARCH = ("NL-EXAMPLE-PRICES", "Price researchers (example)")
# Name, kind, how one pays, where, how it is paid out, how quick, usual fee in euros, usual margin in percent.
MTO = "money_transfer_operator"
SERVICES: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    (
        "Kievit Transfers",
        MTO,
        "bank_account",
        "internet",
        "mobile_wallet",
        "one_hour",
        "0.99",
        "1.1",
    ),
    (
        "Kievit Transfers",
        MTO,
        "debit_card",
        "mobile_phone",
        "bank_account",
        "same_day",
        "1.99",
        "1.1",
    ),
    ("Kluut Geld", MTO, "cash", "agent", "cash", "one_hour", "4.90", "2.4"),
    ("Lepelaar Pay", MTO, "debit_card", "internet", "bank_account", "next_day", "0.00", "1.9"),
    ("Plevier Post", "post_office", "cash", "branch", "cash", "same_day", "7.50", "2.0"),
    ("Reiger Mobiel", "mobile_operator", "mobile_money", "mobile_phone", "mobile_wallet", "one_hour", "1.50", "2.8"),
    ("Scholekster Bank", "bank", "bank_account", "internet", "bank_account", "three_to_five_days", "9.00", "0.4"),
    ("Scholekster Bank", "bank", "bank_account", "branch", "bank_account", "three_to_five_days", "15.00", "0.4"),
    ("Tureluur", MTO, "credit_card", "internet", "cash", "one_hour", "3.50", "3.1"),
    ("Wulp Exchange", MTO, "cash", "agent", "home_delivery", "two_days", "6.00", "1.6"),
)
OPAQUE, OWN_PRICE, ON_OFFER, TOO_OLD, STALE = 7, 5, 3, 9, 4
"""Services that show what a page must be able to say: no rate told, its own price, an offer, too old, rather old."""
RATES: dict[str, str] = {
    "AFN": "74", "AOA": "1070", "BAM": "1.95583", "BRL": "6.2", "CDF": "2600", "CNY": "8.2", "COP": "4500",
    "CVE": "110.265", "DOP": "73", "DZD": "152", "EGP": "55", "ERN": "17.5", "ETB": "170", "GHS": "12.5",
    "IDR": "19300", "INR": "103", "IQD": "1525", "IRR": "49000", "KES": "150", "MAD": "10.7", "NGN": "1680",
    "PHP": "68", "PKR": "327", "SDG": "700", "SLE": "26.5", "SOS": "665", "SRD": "44", "SYP": "13000", "THB": "37.5",
    "TND": "3.4", "TRY": "49", "UAH": "49", "VND": "30500", "XAF": "655.957",
}  # fmt: skip
"""Units for one euro, near those of 2025, so that the example looks right; none of them is a quotation."""


def made_up_quotes(today: date, destinations: Iterable[str] = ()) -> Iterator[PriceQuote]:
    """Yield quotes for the two amounts of each corridor; the same day gives the same quotes."""
    for destination in destinations or corridors().destination:
        chance = random.Random(destination)  # noqa: S311 - an example that is the same each time
        for place, service in enumerate(SERVICES):
            yield from _of_service(place, service, destination, today, chance)


def _of_service(
    place: int, service: tuple[str, ...], destination: str, today: date, chance: random.Random
) -> Iterator[PriceQuote]:
    provider, kind, instrument, access, pickup, speed, fee, margin = service
    currency = corridors().destination[destination]
    reference = Decimal(RATES[currency])
    taken = Decimal(margin) + Decimal(chance.randrange(-30, 60)) / 100
    if place == 0 and destination in {"NGA", "TUR"}:
        taken = Decimal("-0.35")  # as surveys find at times: better than the market
    age = {TOO_OLD: 45, STALE: 20}.get(place, chance.randrange(1, 12))
    price = PriceQuote(
        source=corridors().source,
        destination=destination,
        provider=provider,
        provider_kind=kind,
        instrument=instrument,
        access=access,
        pickup=pickup,
        coverage="high",
        speed=speed,
        amount=Decimal(0),
        send_currency=corridors().currency,
        fee=Decimal(0),
        receive_currency=currency,
        applied_rate=None if place == OPAQUE else (reference * (1 - taken / 100)).quantize(Decimal("0.000001")),
        reference_rate=reference,
        reference_source=MADE_UP,
        reference_at=today - timedelta(days=age),
        promotion=place == ON_OFFER,
        own_price=place == OWN_PRICE,
        mystery_shopped=True,
        collected_on=today - timedelta(days=age),
        collector="Example researcher",
        evidence="example",
    )
    for tier in corridors().tiers:
        more = Decimal("1.5") if tier > min(corridors().tiers) else Decimal(1)
        cents = Decimal(chance.randrange(0, 4)) / 2
        yield replace(price, amount=Decimal(tier), fee=(Decimal(fee) * more + cents).quantize(Decimal("0.01")))


@transaction.atomic
def demo_prices(today: date, destinations: Iterable[str] = ()) -> int:
    """Bring and approve made-up prices, describe markets and tell who pays; return how many prices were new."""
    organisation = _research()
    collector, second = _person(Role.PARTNER, organisation), _person(Role.REVIEWER, organisation)
    officer = _person(Role.OFFICER, organisation)
    quotes = FilledTemplate(dict(enumerate(made_up_quotes(today, destinations), start=2)))
    number = take(quotes, organisation, "example", f"example {today}", collector, fictional=True)
    for quote in Quote.objects.filter(state=State.DRAFT, organisation=organisation):
        perform(ApproveQuote, quote, second, {})
    known = set(Market.objects.values_list("destination", flat=True))
    for destination in set(destinations or corridors().destination) - known:
        fields = {"source": corridors().source, "destination": destination, "share": "64", "known_on": today}
        perform(DescribeMarket, None, officer, fields | {"reference": MADE_UP})
    if not Notice.objects.exists():
        fields = {"day": today, "language": "en"}
        perform(TellFunding, None, officer, fields | {"text": "The ministry pays for this example. No provider does."})
        perform(TellCorrection, None, officer, fields | {"text": "Example: a fee was 1.50 too low for one day."})
    return number


def _research() -> Organisation:
    identifier, name = RESEARCH
    known = Organisation.objects.filter(identifier=identifier).first()
    return known or perform(EnterOrganisation, None, None, {"name": name, "identifier": identifier})


def _person(role: Role, organisation: Organisation) -> User:
    """Return the person of a role, who has it in the organisation of the researchers too."""
    email = f"{role}@demo.localhost"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, str(role.label))
    if not user.memberships.filter(role=role, organisation=organisation).exists():
        role_data: dict[str, Any] = {"user": user.pk, "organisation": organisation.pk, "role": role}
        perform(GiveRole, None, None, role_data)
    return User.objects.get(pk=user.pk)
