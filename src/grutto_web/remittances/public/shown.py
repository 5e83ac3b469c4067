"""Offers as the templates show them: every number written, every word in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from grutto_web.components import Column, Table
from grutto_web.remittances.public.markup import offer_items
from grutto_web.remittances.public.wording import ACCESS, GET, PAY, SPEED, source_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from django.utils.functional import Promise
    from django.utils.safestring import SafeString

    from grutto_web.remittances.models import SurveyPrice
    from grutto_web.remittances.offers import Comparison, Offer
from grutto_web.remittances.public.wording import Wording


@dataclass(frozen=True, slots=True)
class Card:
    """One offer.

    Args:
        provider: its name.
        received: what arrives; empty if it is not told.
        cost: in euros.
        percent: the same in percent.
        facts: further facts, each with its name.
        marks: what must be known of it: a warning first.
        best: whether no other costs less.
        warned: whether the first mark is a warning.
    """

    provider: str
    received: str
    cost: str
    percent: str
    facts: list[tuple[str, str]]
    marks: list[str] = field(default_factory=list)
    best: bool = False
    warned: bool = False


@dataclass(frozen=True, slots=True)
class OfferList:
    """A list of offers.

    Args:
        id: its name in addresses.
        title: what it holds.
        about: why these stand apart; empty for the first list.
        cards: the offers.
        ranked: whether their order is a ranking.
    """

    id: str
    title: str
    about: str
    cards: list[Card]
    ranked: bool = False

    @property
    def items(self) -> SafeString:
        """The offers as HTML."""
        return offer_items(self.cards)


def lists(found: Comparison, income: Decimal | None, words: Wording) -> list[OfferList]:
    """Return the lists that have offers."""
    made = [
        OfferList("compare", gettext("Compare"), "", _cards(found.ranked, found, income, words), ranked=True),
        OfferList(
            "offers",
            gettext("Special offers"),
            gettext("These prices are for new customers or for a short time. They are not in the order above."),
            _cards(found.promotions, found, income, words),
        ),
        OfferList(
            "unknown",
            gettext("Full price not known"),
            gettext("These companies do not tell their exchange rate before you pay. So nobody can say what it costs."),
            _cards(found.undisclosed, found, income, words),
        ),
        OfferList(
            "old",
            gettext("Old prices"),
            gettext("We asked for these prices more than 30 days ago. They may have changed."),
            _cards(found.old, found, income, words),
        ),
    ]
    return [one for one in made if one.cards]


def _cards(offers: list[Offer], found: Comparison, income: Decimal | None, words: Wording) -> list[Card]:
    ranked = offers is found.ranked
    return [_card(offer, income, words, best=ranked and offer.cost_percent == found.best) for offer in offers]


def _card(offer: Offer, income: Decimal | None, words: Wording, *, best: bool) -> Card:
    quote, service = offer.quote, offer.quote.service
    sent, paid = quote.send_currency, quote.receive_currency
    told = offer.cost_percent is not None
    facts = [
        (gettext("Fee"), words.money(quote.fee, sent)),
        (
            gettext("Exchange rate"),
            f"{words.number(1)} {sent} = {_rate(quote.applied_rate, words)} {paid}" if told else gettext("not told"),
        ),
        (gettext("Market rate"), _market_rate(offer, words)),
        (gettext("Lost on the exchange rate"), _lost(offer, words)),
        (gettext("How long it takes"), str(SPEED[service.speed])),
        (gettext("You pay"), words.together(str(PAY[service.instrument]), str(ACCESS[service.access]))),
        (gettext("They receive"), str(GET[service.pickup])),
        (gettext("Price asked on"), words.day(quote.collected_on)),
    ]
    if income and offer.cost is not None:
        facts.append((gettext("Part of the income"), words.percent(offer.cost * 100 / income)))
    return Card(
        service.provider.name,
        words.money(offer.received, paid) if told else "",
        words.money(offer.cost, sent) if told else "",
        words.percent(offer.cost_percent) if told else "",
        facts,
        _marks(offer, words),
        best,
        offer.stale,
    )


def _rate(rate: Decimal | None, words: Wording) -> str:
    if rate is None:
        return gettext("unknown")
    return words.number(rate, 2 if rate >= 1000 else 4 if rate >= 1 else 6)


def _market_rate(offer: Offer, words: Wording) -> str:
    """Return the rate of the market, with who gives it and of which day."""
    quote = offer.quote
    rate = f"{words.number(1)} {quote.send_currency} = {_rate(quote.reference_rate, words)} {quote.receive_currency}"
    return f"{rate} ({words.together(source_name(quote.reference_source), words.day(quote.reference_at))})"


def _lost(offer: Offer, words: Wording) -> str:
    """Return what the exchange rate takes, as money and in percent; a better rate than the market's gives more."""
    if offer.margin is None or offer.lost is None:
        return gettext("unknown")
    text = f"{words.money(abs(offer.lost), offer.quote.receive_currency)} ({words.percent(abs(offer.margin))})"
    return text if offer.margin >= 0 else gettext("nothing; you get %(amount)s more") % {"amount": text}


def _marks(offer: Offer, words: Wording) -> list[str]:
    marks = []
    if offer.stale:
        marks.append(
            gettext("This price is %(days)s days old. Ask again before you pay.") % {"days": words.number(offer.age)}
        )
    if offer.margin is not None and offer.margin < 0:
        marks.append(gettext("The rate is better than the market rate today. This often lasts only a short time."))
    if offer.quote.own_price:
        marks.append(gettext("The company told us this price. A second person checked it."))
    if offer.quote.service.provider.fictional:
        marks.append(gettext("Example: this company does not exist."))
    return marks


def survey_table(prices: list[SurveyPrice], words: Wording) -> Table | None:
    """Return the prices of the survey; none if there are none."""
    if not prices:
        return None
    columns = [
        Column(gettext("Company")),
        Column(gettext("Total cost"), amount=True),
        Column(gettext("Fee"), amount=True),
        Column(gettext("You pay")),
        Column(gettext("They receive")),
        Column(gettext("Price asked on")),
    ]
    rows = [
        [
            price.provider,
            words.percent(price.cost_percent) if price.cost_percent is not None else gettext("not told"),
            words.money(price.fee, price.currency),
            _said(price.instrument, PAY, words),
            _said(price.pickup, GET, words),
            words.day(price.collected_on),
        ]
        for price in prices
    ]
    return Table(gettext("Prices of the survey of the World Bank"), columns, rows)


def _said(codes: str, known: Mapping[str, str | Promise], words: Wording) -> str:
    return words.together(*(str(known.get(code, code)) for code in codes.split(";") if code)) or gettext("unknown")
