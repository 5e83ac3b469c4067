"""Which prices a reader sees for an amount, in which order and in which list: the published rule, and nothing else."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from grutto.remittances.price import cost, cost_percent, lost, received
from grutto.remittances.quote import SPEEDS
from grutto_web.public.remittances.models import PageVersion, Quote, State, SurveyPrice

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

WARN_AFTER, OUT_AFTER, SURVEY_UNTIL = 14, 30, 180
"""Days: a price is warned of, is no longer ranked, and a price of the survey leaves the page."""
SORTS = ("cost", "received", "speed")
MOST_KEPT = 256
FRESH = 1.0
"""Seconds for which a process takes what it shows to be as it was."""
_standing: dict[str, tuple[float, int]] = {}


class OfferChoice(NamedTuple):
    """What a reader chose.

    Args:
        amount: that is sent.
        sort: one of `SORTS`.
        pay: how one pays, one word of `INSTRUMENTS`; empty is any.
        get: how it is paid out; empty is any.
        within: the longest time, one of `SPEEDS`; empty is any.
    """

    amount: Decimal
    sort: str = "cost"
    pay: str = ""
    get: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A price for the amount that was chosen.

    Args:
        quote: the price as it was asked.
        amount: that is sent.
        age: days since it was asked.
    """

    quote: Quote
    amount: Decimal
    age: int
    margin: Decimal | None = field(init=False)
    received: Decimal | None = field(init=False)
    cost: Decimal | None = field(init=False)
    cost_percent: Decimal | None = field(init=False)
    lost: Decimal | None = field(init=False)

    def __post_init__(self) -> None:
        """Compute what it comes to, once."""
        quote, margin = self.quote, self.quote.margin
        object.__setattr__(self, "margin", margin)
        object.__setattr__(self, "cost_percent", cost_percent(self.amount, quote.fee, margin))
        object.__setattr__(self, "cost", cost(self.amount, quote.fee, margin))
        object.__setattr__(self, "received", received(self.amount, quote.applied_rate))
        object.__setattr__(self, "lost", lost(self.amount, quote.applied_rate, quote.reference_rate))

    @property
    def stale(self) -> bool:
        """Whether a reader is warned that it is old."""
        return self.age > WARN_AFTER


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lists of a page.

    Args:
        tier: the amount that fees were asked for; none if nothing was asked.
        ranked: told in full, for everybody, and fresh.
        promotions: for a time or for some only, by the same order; not ranked.
        undisclosed: the provider does not tell its rate beforehand; in the order of names.
        old: asked too long ago to be ranked.
        survey: the World Bank's survey, with its own dates.
        fits: how many prices the filters left out.
    """

    tier: Decimal | None
    ranked: list[Offer]
    promotions: list[Offer]
    undisclosed: list[Offer]
    old: list[Offer]
    survey: list[SurveyPrice]
    filtered: int

    @property
    def best(self) -> Decimal | None:
        """The lowest total cost among the ranked, in percent."""
        return min((o.cost_percent for o in self.ranked if o.cost_percent is not None), default=None)


def compare(source: str, destination: str, choice: OfferChoice, today: date) -> Comparison:
    """Return what a reader sees of a corridor.

    Total cost decides, lowest first; who costs the same stands in the order of names. Nothing else has a say: not who
    pays, not who is clicked on. The reader may sort by what arrives or by time instead, with the same rule for equals.
    """
    quotes = published(source, destination)
    tier = nearest(set(quotes), choice.amount)
    aged = [(quote, (today - quote.collected_on).days) for quote in (quotes[tier] if tier else ())]
    current = [Offer(quote, choice.amount, age) for quote, age in aged if age <= SURVEY_UNTIL]
    fitting_offers = sorted(
        (offer for offer in current if fits(offer.quote, choice)), key=lambda o: order(o, choice.sort)
    )
    fresh = [offer for offer in fitting_offers if offer.age <= OUT_AFTER]
    priced = [offer for offer in fresh if offer.cost_percent is not None]
    return Comparison(
        tier,
        ranked=[offer for offer in priced if not offer.quote.promotion],
        promotions=[offer for offer in priced if offer.quote.promotion],
        undisclosed=[offer for offer in fresh if offer.cost_percent is None],
        old=[offer for offer in fitting_offers if offer.age > OUT_AFTER],
        survey=survey(source, destination, choice.amount, today),
        filtered=len(current) - len(fitting_offers),
    )


def published(source: str, destination: str) -> dict[Decimal, list[Quote]]:
    """Return the newest published quote of each service of a corridor, by amount; kept until something changes."""
    return _published(source, destination, standing())


@lru_cache(MOST_KEPT)
def _published(source: str, destination: str, standing: int) -> dict[Decimal, list[Quote]]:
    del standing  # another one has other quotes
    found = Quote.objects.filter(source=source, destination=destination, state=State.PUBLISHED)
    found = found.select_related("service__provider").defer("raw", "evidence", "collector")
    newest: dict[Decimal, dict[int, Quote]] = {}
    for quote in found.order_by("-collected_on", "-pk"):
        newest.setdefault(quote.amount, {}).setdefault(quote.service_id, quote)
    return {amount: list(quotes.values()) for amount, quotes in newest.items()}


def standing() -> int:
    """Return the number that goes up whenever what the pages show has changed; a process asks once a second."""
    moment, number = _standing.get("now", (0.0, 0))
    if time.monotonic() - moment > FRESH:
        number = PageVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        _standing["now"] = time.monotonic(), number
    return number


def forget() -> None:
    """Ask anew: something has changed."""
    _standing.clear()


def nearest(amounts: set[Decimal], amount: Decimal) -> Decimal | None:
    """Return the amount asked for that is nearest to the one sent; of two as near, the smaller."""
    return min(amounts, key=lambda a: (abs(a - amount), a), default=None)


def fits(quote: Quote, choice: OfferChoice) -> bool:
    """Tell whether a price passes the filters."""
    service = quote.service
    return (
        (not choice.pay or service.instrument == choice.pay)
        and (not choice.get or service.pickup == choice.get)
        and (not choice.within or SPEEDS.index(service.speed) <= SPEEDS.index(choice.within))
    )


def order(offer: Offer, sort: str) -> tuple[object, ...]:
    """Return what an offer is sorted by; last come names, so that equals stand in the same order for everybody.

    Amounts in different currencies are not compared: by what arrives, each currency stands together.
    """
    cost = (offer.cost_percent is None, offer.cost_percent or 0)
    arrives = (offer.received is None, offer.quote.receive_currency, -(offer.received or 0))
    speed = SPEEDS.index(offer.quote.service.speed)
    name = (offer.quote.service.provider.name.casefold(), offer.quote.service_id)
    first = {"cost": (cost,), "received": (arrives, cost), "speed": (speed, cost)}[sort]
    return (*first, *name)


def survey(source: str, destination: str, amount: Decimal, today: date) -> list[SurveyPrice]:
    """Return the prices of the latest survey, for the nearer of its two amounts, as long as they are not too old."""
    since = today - timedelta(days=SURVEY_UNTIL)
    found = [p for p in _survey(source, destination, standing()) if p.collected_on and p.collected_on >= since]
    tiers = {price.tier: price.amount for price in found}
    tier = min(tiers, key=lambda t: (abs(tiers[t] - amount), t), default=None)
    prices = [price for price in found if price.tier == tier]
    return sorted(prices, key=lambda p: (p.cost_percent is None, p.cost_percent or 0, p.provider.casefold(), p.pk))


@lru_cache(MOST_KEPT)
def _survey(source: str, destination: str, standing: int) -> list[SurveyPrice]:
    del standing  # another one has other prices
    return list(SurveyPrice.objects.filter(source=source, destination=destination))
