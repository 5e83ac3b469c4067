"""Numbers, amounts and days as the language of the page writes them; `None` is unknown and says so."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext

from grutto import locale
from grutto_web.ground.wording import language, problem_text_of

if TYPE_CHECKING:
    from datetime import date

register = template.Library()


@register.filter
def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """Write a number with at most some decimals."""
    return gettext("unknown") if value is None else locale.number(Decimal(value), language(), most=decimals)


@register.filter
def money(value: Decimal | None, currency: str = "EUR") -> str:
    """Write an amount in whole units of its currency."""
    return gettext("unknown") if value is None else locale.money(value, currency, language())


@register.filter
def day(value: date | None) -> str:
    """Write a date in words."""
    return gettext("unknown") if value is None else locale.day(value, language())


@register.filter
def direction(code: str) -> str:
    """Return the direction in which a language is written."""
    return "rtl" if code[:2] in {"ar", "fa", "ps", "ur", "ku"} else "ltr"


@register.filter
def problem_text(text: str) -> str:
    """Write what went wrong, as it was kept, in the language of the page."""
    return problem_text_of(text)
