"""Offers as the templates show them: every number written, every word in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from grutto_web.ground.components import ColumnView, TableView
from grutto_web.public.remittances.offers import WARN_AFTER
from grutto_web.public.remittances.public.markup import CardAmount, CardFacts, lasting_part, offer_items
from grutto_web.public.remittances.public.wording import ACCESS, GET, PAY, SPEED, source_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from django.utils.functional import Promise
    from django.utils.safestring import SafeString

    from grutto_web.public.remittances.models import Quote, SurveyPrice
    from grutto_web.public.remittances.offers import Comparison, Offer
    from grutto_web.public.remittances.public.wording import PageWording


@dataclass(frozen=True, slots=True)
class OfferList:
    """A list of offers.

    Args:
        id: its name in addresses.
        title: what it holds.
        about: what the order of the first is, and why others stand apart.
        items: the offers as HTML.
        ranked: whether their order is a ranking.
    """

    id: str
    title: str
    about: str
    items: SafeString
    ranked: bool = False


def lists(
    found: Comparison, lasting: Mapping[int, CardFacts], income: Decimal | None, words: PageWording, sort: str
) -> list[OfferList]:
    """Return the lists that have offers.

    Args:
        found: what is compared.
        lasting: of each quote, what its card says of any amount (`lasting_parts`).
        income: of the reader, if told.
        words: how the language writes.
        sort: what the reader sorts by, one of `SORTS`.
    """

    def items(offers: list[Offer], best: Decimal | None = None) -> SafeString:
        return offer_items(_card(offer, lasting[offer.quote.pk], income, words, best) for offer in offers)

    all_lists = [
        OfferList("compare", gettext("Compare"), _order_about(sort), items(found.ranked, found.best), ranked=True),
        OfferList(
            "offers",
            gettext("Special offers"),
            gettext("These prices are for new customers or for a short time. They are not in the order above."),
            items(found.promotions),
        ),
        OfferList(
            "unknown",
            gettext("Full price not known"),
            gettext("These companies do not tell their exchange rate before you pay. So nobody can say what it costs."),
            items(found.undisclosed),
        ),
        OfferList(
            "old",
            gettext("Old prices"),
            words.digits(gettext("We asked for these prices more than 30 days ago. They may have changed.")),
            items(found.old),
        ),
    ]
    return [one for one in all_lists if one.items]


def _order_about(sort: str) -> str:
    """Return the rule of the order in a sentence."""
    if sort == "received":
        return gettext(
            "Most money received first. You pay the fee on top of the amount, so look at the total cost too."
        )
    if sort == "speed":
        return gettext("The fastest first. If two are as fast, the lowest total cost first.")
    return gettext("The lowest total cost first: the fee and the exchange rate together.")


def _card(
    offer: Offer, lasting: CardFacts, income: Decimal | None, words: PageWording, best: Decimal | None
) -> tuple[CardFacts, CardAmount]:
    """Return a card: its lasting parts, and what the amount makes of it."""
    cost, percent = offer.cost, offer.cost_percent
    if cost is None or percent is None:
        return lasting, CardAmount(_lost(offer, words))
    return lasting, CardAmount(
        _lost(offer, words),
        words.money(offer.received, offer.quote.receive_currency),
        words.money(cost, offer.quote.send_currency),
        words.percent(percent),
        words.percent(cost * 100 / income) if income else "",
        best=percent == best,
    )


def lasting_parts(quotes: Iterable[Quote], today: date, words: PageWording) -> dict[int, CardFacts]:
    """Return what the cards of quotes say of any amount, by their keys."""
    return {quote.pk: _lasting(quote, (today - quote.collected_on).days, words) for quote in quotes}


def _lasting(quote: Quote, age: int, words: PageWording) -> CardFacts:
    service, margin = quote.service, quote.margin
    rate = gettext("not told") if margin is None else _exchange(quote, quote.applied_rate, words)
    source = words.together(source_name(quote.reference_source), words.day(quote.reference_at))
    return lasting_part(
        service.provider.name,
        [
            (gettext("Fee"), words.money(quote.fee, quote.send_currency)),
            (gettext("Exchange rate"), rate),
            (gettext("Market rate"), _exchange(quote, quote.reference_rate, words), source),
        ],
        [
            (gettext("How long it takes"), words.digits(str(SPEED[service.speed]))),
            (gettext("You pay"), words.together(str(PAY[service.instrument]), str(ACCESS[service.access]))),
            (gettext("They receive"), str(GET[service.pickup])),
            (gettext("Price asked on"), words.day(quote.collected_on)),
        ],
        _warning(age, words),
        _marks(quote, margin),
    )


def _exchange(quote: Quote, rate: Decimal | None, words: PageWording) -> str:
    return f"{words.number(1)} {quote.send_currency} = {_rate(rate, words)} {quote.receive_currency}"


def _rate(rate: Decimal | None, words: PageWording) -> str:
    if rate is None:
        return gettext("unknown")
    return words.number(rate, 2 if rate >= 1000 else 4 if rate >= 1 else 6)


def _lost(offer: Offer, words: PageWording) -> str:
    """Return what the exchange rate takes, as money and in percent; a better rate than the market's gives more."""
    if offer.margin is None or offer.lost is None:
        return gettext("unknown")
    text = f"{words.money(abs(offer.lost), offer.quote.receive_currency)} ({words.percent(abs(offer.margin))})"
    return text if offer.margin >= 0 else gettext("nothing; you get %(amount)s more") % {"amount": text}


def _warning(age: int, words: PageWording) -> str:
    if age <= WARN_AFTER:
        return ""
    return gettext("This price is %(days)s days old. Ask again before you pay.") % {"days": words.number(age)}


def _marks(quote: Quote, margin: Decimal | None) -> list[str]:
    marks = []
    if margin is not None and margin < 0:
        marks.append(gettext("The rate is better than the market rate today. This often lasts only a short time."))
    if quote.own_price:
        marks.append(gettext("The company told us this price. A second person checked it."))
    if quote.service.provider.fictional:
        marks.append(gettext("Example: this company does not exist."))
    return marks


def survey_table(prices: Sequence[SurveyPrice], words: PageWording) -> TableView | None:
    """Return the prices of the survey; none if there are none."""
    if not prices:
        return None
    columns = [
        ColumnView(gettext("Company")),
        ColumnView(gettext("Total cost"), amount=True),
        ColumnView(gettext("Fee"), amount=True),
        ColumnView(gettext("You pay")),
        ColumnView(gettext("They receive")),
        ColumnView(gettext("Price asked on")),
    ]
    rows = [
        [
            price.provider,
            words.percent(price.cost_percent) if price.cost_percent is not None else gettext("not told"),
            words.money(price.fee, price.currency),
            _names_of(price.instrument, PAY, words),
            _names_of(price.pickup, GET, words),
            words.day(price.collected_on),
        ]
        for price in prices
    ]
    return TableView(gettext("Prices of the survey of the World Bank"), columns, rows)


def _names_of(codes: str, known: Mapping[str, str | Promise], words: PageWording) -> str:
    return words.together(*(str(known.get(code, code)) for code in codes.split(";") if code)) or gettext("unknown")
