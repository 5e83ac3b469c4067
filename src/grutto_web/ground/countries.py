"""Countries in forms and on pages: kept as a code (ISO 3166-1 alpha-3), named in the reader's language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from grutto.codelists import areas, iso2_of
from grutto.locale import Language, country_name
from grutto_web.ground.wording import language

if TYPE_CHECKING:
    from django.utils.functional import Promise


def name_of(code: str) -> str:
    """Return the name of a country in the language of the page; a code that is none as it is."""
    return country_name(iso2_of(code), language())


def offered() -> list[tuple[str, str]]:
    """Return the countries of today, by name in the language of the page."""
    return [("", "–"), *_named(language())]


@cache
def _named(spoken: Language) -> tuple[tuple[str, str], ...]:
    today = (area for area in areas().values() if area.kind == "country" and area.iso2 and not area.until)
    named = ((area.code, country_name(area.iso2, spoken)) for area in today)
    return tuple(sorted(named, key=lambda each: each[1]))


class CountryCode(models.CharField[str, str]):
    """A country by its code (ISO 3166-1 alpha-3)."""

    def __init__(self, verbose_name: str | Promise | None = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"max_length": 3} | options)  # type: ignore[arg-type]  # a lazy text, as everywhere

    def question(self, options: dict[str, Any]) -> forms.Field:
        """Return the field of a form that asks for it."""
        return CountryField(**options)

    def deconstruct(self) -> Any:
        """Return it as migrations know it: a column of text."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options


class CountryField(forms.ChoiceField):
    """A country, chosen by name; a sheet names it by its code in either case."""

    default_error_messages = {"invalid_choice": _("There is no country with this code.")}  # noqa: RUF012 - Django's way

    def __init__(self, **options: Any) -> None:
        """Offer the countries by name."""
        super().__init__(choices=offered, **options)

    def to_python(self, value: Any) -> str:
        """Return the code."""
        return str(super().to_python(value)).upper()
