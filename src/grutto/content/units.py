"""What is counted, in words: each unit once, for the register, documents, tables and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.locale import translate, translate_count
from grutto.message import forms, msg

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.locale import Language

COUNTED = {
    "activity": forms("activity", "activities"),
    "application": forms("application", "applications"),
    "assignment": forms("assignment", "assignments"),
    "case": forms("case", "cases"),
    "country": forms("country", "countries"),
    "day": forms("day", "days"),
    "decision": forms("decision", "decisions"),
    "displacement": forms("displacement", "displacements"),
    "finding": forms("finding", "findings"),
    "language": forms("language", "languages"),
    "link": forms("link", "links"),
    "organisation": forms("organisation", "organisations"),
    "payment": forms("payment", "payments"),
    "permit": forms("permit", "permits"),
    "person": forms("person", "persons"),
    "persons": forms("person", "persons"),
    "place": forms("place", "places"),
    "project": forms("project", "projects"),
    "quote": forms("price asked", "prices asked"),
    "service": forms("service", "services"),
    "study": forms("study", "studies"),
    "target": forms("target", "targets"),
    "value": forms("reported value", "reported values"),
    "visa": forms("visa", "visas"),
    "visit": forms("visit", "visits"),
}
"""Units that come one by one, as the data hold them, each for one and for more."""
OTHERS = {
    "births per period": msg("births in five years"),
    "factor on flows": msg("times the moves"),
    "million US$ a year": msg("million US dollars a year"),
    "million US$ a year, at prices of the base matrix": msg("million US dollars a year, at prices of the base matrix"),
    "moves a person a year": msg("moves a person a year"),
    "per 100 of working age": msg("per hundred of working age"),
    "per thousand": msg("per thousand"),
    "percent": msg("percent"),
    "persons a year": msg("persons a year"),
    "persons displaced": msg("persons displaced at once"),
    "persons per period": msg("persons in five years"),
    "places a year": msg("places a year"),
    "share kept in the region": msg("of those who leave for elsewhere"),
    "share of the stock per period": msg("of the migrants there, in five years"),
    "thousand EUR": msg("thousand euros"),
    "unspecified": msg("not specified"),
}
"""Units that have one form only."""


def is_money(unit: str) -> bool:
    """Tell whether a unit is a currency (ISO 4217)."""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def is_known(unit: str) -> bool:
    """Tell whether a unit has words of ours; others are as their publisher wrote them."""
    return unit in COUNTED or unit in OTHERS


def unit_text(unit: str, language: Language, value: Decimal | None = None) -> str:
    """Return a unit in words; a currency, or a unit of a publisher's own, as it is.

    Args:
        unit: as the data hold it.
        language: to write it in.
        value: the number that stands before it; without one, it is named in its form for many.
    """
    if unit in COUNTED:
        return translate_count(*COUNTED[unit], language.code, value)
    return translate(OTHERS[unit], language.code) if unit in OTHERS else unit
