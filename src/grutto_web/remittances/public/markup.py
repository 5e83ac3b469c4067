"""Parts of a page that are long or asked for most, written without a template: a page is made in a few milliseconds."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto_web.remittances.public.shown import Card


def offer_items(cards: Iterable[Card]) -> SafeString:
    """Return offers as items of a list; every text is escaped."""
    receives, total, best = (
        escape(gettext(text)) for text in ("Your family receives", "Total cost", "lowest total cost")
    )
    return mark_safe("".join(_item(card, receives, total, best) for card in cards))  # noqa: S308 - escaped here


def _item(card: Card, receives: str, total: str, best: str) -> str:
    marked = f' <span class="state">{best}</span>' if card.best else ""
    parts = [
        f'<li{' class="best"' if card.best else ""} itemscope itemtype="https://schema.org/PaymentService">',
        f'<h3><bdi itemprop="provider">{escape(card.provider)}</bdi>{marked}</h3>',
    ]
    if card.received:
        parts.append(
            f'<p class="arrives"><span>{receives}</span> <strong><bdi>{escape(card.received)}</bdi></strong></p>'
            f'<p class="costs"><span>{total}</span> <strong itemprop="feesAndCommissionsSpecification">'
            f"<bdi>{escape(card.cost)}</bdi></strong> <bdi>({escape(card.percent)})</bdi></p>"
        )
    facts = (f"<div><dt>{escape(n)}</dt><dd><bdi>{escape(t)}</bdi></dd></div>" for n, t in card.facts)
    parts.append(f"<dl>{''.join(facts)}</dl>")
    for place, mark in enumerate(card.marks):
        kind = "mark warn" if card.warned and not place else "mark"
        parts.append(f'<p class="{kind}">{escape(mark)}</p>')
    return "".join([*parts, "</li>\n"])


def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Return the options of a field, one of them chosen."""
    made = (
        f'<option value="{escape(word)}"{" selected" if word == chosen else ""}>{escape(text)}</option>'
        for word, text in choices
    )
    return mark_safe("".join(made))  # noqa: S308 - escaped here
