"""Parts of a page that are long or asked for most, written without a template: a page is made in a few milliseconds."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CARD = (
    gettext_noop("Your family receives"),
    gettext_noop("Total cost"),
    gettext_noop("lowest total cost"),
    gettext_noop("Lost on the exchange rate"),
    gettext_noop("Part of the income"),
)
"""Names on every card."""


class CardFacts(NamedTuple):
    """What a card says whatever the amount, as HTML: provider, facts before and after the loss, marks."""

    provider: str
    before: str
    after: str
    marks: str


class CardAmount(NamedTuple):
    """What a card says of an amount.

    Args:
        lost: on the exchange rate.
        received: what arrives; empty if it is not told.
        cost: total, in the currency sent.
        percent: the same in percent.
        share: of the income; empty if none was told.
        best: whether no other costs less.
    """

    lost: str
    received: str = ""
    cost: str = ""
    percent: str = ""
    share: str = ""
    best: bool = False


def lasting_part(
    provider: str,
    before: Iterable[tuple[str, ...]],
    after: Iterable[tuple[str, ...]],
    warning: str,
    marks: Iterable[str],
) -> CardFacts:
    """Write what lasts of a card; every text is escaped.

    Args:
        provider: its name.
        before: facts, each with its name, and perhaps where it is from, that stand before the loss.
        after: facts that stand after it.
        warning: what a reader is warned of; empty if nothing.
        marks: what else must be known.
    """
    warned = f'<p class="mark warn">{escape(warning)}</p>' if warning else ""
    mark_parts = "".join(f'<p class="mark">{escape(mark)}</p>' for mark in marks)
    return CardFacts(escape(provider), _facts(before), _facts(after), warned + mark_parts)


def _facts(facts: Iterable[tuple[str, ...]]) -> str:
    return "".join(_fact(escape(name), *texts) for name, *texts in facts)


def _fact(name: str, text: str, source: str = "") -> str:
    """Write a fact; its source stands apart, since it may be written in the other direction."""
    origin = f" (<bdi>{escape(source)}</bdi>)" if source else ""
    return f"<div><dt>{name}</dt><dd><bdi>{escape(text)}</bdi>{origin}</dd></div>"


def offer_items(cards: Iterable[tuple[CardFacts, CardAmount]]) -> SafeString:
    """Return offers as items of a list; every text is escaped."""
    names = [escape(gettext(text)) for text in CARD]
    return mark_safe("".join(_item(lasting, counted, names) for lasting, counted in cards))  # noqa: S308 - escaped here


def _item(lasting: CardFacts, counted: CardAmount, names: Sequence[str]) -> str:
    receives, total, best, lost, share = names
    kind, marked = (' class="best"', f' <span class="state">{best}</span>') if counted.best else ("", "")
    costs = (
        f'<p class="arrives"><span>{receives}</span> <strong><bdi>{escape(counted.received)}</bdi></strong></p>'
        f'<p class="costs"><span>{total}</span> <strong itemprop="feesAndCommissionsSpecification">'
        f"<bdi>{escape(counted.cost)}</bdi></strong> <bdi>({escape(counted.percent)})</bdi></p>"
        if counted.received
        else ""
    )
    of_income = _fact(share, counted.share) if counted.share else ""
    return (
        f'<li{kind} itemscope itemtype="https://schema.org/PaymentService">'
        f'<h3><bdi itemprop="provider">{lasting.provider}</bdi>{marked}</h3>{costs}'
        f"<dl>{lasting.before}{_fact(lost, counted.lost)}{lasting.after}{of_income}</dl>{lasting.marks}</li>\n"
    )


def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Return the options of a field, one of them chosen."""
    parts = (
        f'<option value="{escape(word)}"{" selected" if word == chosen else ""}>{escape(text)}</option>'
        for word, text in choices
    )
    return mark_safe("".join(parts))  # noqa: S308 - escaped here
