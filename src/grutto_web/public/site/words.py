"""Codes of the standard in the words of a reader."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from grutto import locale
from grutto.content.units import unit_text
from grutto.reports.profile.purposes import PURPOSES
from grutto_web.ground import wording
from grutto_web.ground.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from grutto.catalogue.entries import Amount

type Words = dict[str, str | Promise]

STATUS: Words = {
    "1": gettext_lazy("in preparation"),
    "2": gettext_lazy("under way"),
    "3": gettext_lazy("finished, being wound up"),
    "4": gettext_lazy("closed"),
    "5": gettext_lazy("cancelled"),
    "6": gettext_lazy("suspended"),
}
ROLE: Words = {
    "reports": gettext_lazy("Reports it"),
    "funding": gettext_lazy("Pays for it"),
    "accountable": gettext_lazy("Answers for it"),
    "extending": gettext_lazy("Passes the money on"),
    "implementing": gettext_lazy("Carries it out"),
}
TRANSACTION: Words = {
    "1": gettext_lazy("received"),
    "2": gettext_lazy("promised to others"),
    "3": gettext_lazy("paid to others"),
    "4": gettext_lazy("spent itself"),
    "5": gettext_lazy("interest paid"),
    "6": gettext_lazy("loan repaid"),
    "7": gettext_lazy("reimbursed"),
    "8": gettext_lazy("equity bought"),
    "9": gettext_lazy("equity sold"),
    "10": gettext_lazy("guarantee"),
    "11": gettext_lazy("promised by others"),
    "12": gettext_lazy("pledged to others"),
    "13": gettext_lazy("pledged by others"),
}
KIND: Words = {"budget": gettext_lazy("budget"), "planned_disbursement": gettext_lazy("planned payment")}
FLOW: Words = {
    "spent": gettext_lazy("spent"),
    "committed": gettext_lazy("promised to others"),
    "budgeted": gettext_lazy("planned"),
    "incoming_funds": gettext_lazy("received"),
    "incoming_commitments": gettext_lazy("promised by others"),
    "spent_once": gettext_lazy("spent, counted once"),
}
RULE: Words = {
    "spent": gettext_lazy(
        "The sum of disbursements and expenditure, each converted to euros at the rate of its value date. Amounts "
        "below nil are corrections and lower the sum."
    ),
    "committed": gettext_lazy(
        "The sum of commitments to others, each converted to euros at the rate of its value date. Amounts below nil "
        "lower it."
    ),
    "budgeted": gettext_lazy(
        "The sum of budgets; a revised budget replaces the original of its period, and a period over two years is "
        "divided by days. In a year without a budget, planned payments stand in."
    ),
    "incoming_funds": gettext_lazy(
        "The sum of money received, each amount converted to euros at the rate of its value date."
    ),
    "incoming_commitments": gettext_lazy(
        "The sum of what others firmly promised, each amount converted to euros at the rate of its value date."
    ),
    "spent_once": gettext_lazy(
        "Disbursements and expenditure, counted once along the chain: what an organisation pays from money that "
        "another activity here sent it is left out, and so is what a parent activity reports once more of its children."
    ),
}
FACET: Words = {
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region"),
    "sector_group": gettext_lazy("Purpose"),
    "sector": gettext_lazy("Purpose, in detail"),
    "reporter": gettext_lazy("Reported by"),
    "implementer": gettext_lazy("Carried out by"),
    "organisation": gettext_lazy("Organisation"),
    "status": gettext_lazy("State"),
    "year": gettext_lazy("Year"),
    "level": gettext_lazy("Level"),
    "results": gettext_lazy("Results"),
    "priority": gettext_lazy("Priority"),
}
language = wording.language

REGION: Words = {
    "88": gettext_lazy("States of former Yugoslavia"),
    "89": gettext_lazy("Europe"),
    "189": gettext_lazy("North of the Sahara"),
    "289": gettext_lazy("South of the Sahara"),
    "298": gettext_lazy("Africa"),
    "380": gettext_lazy("Caribbean"),
    "389": gettext_lazy("Caribbean and Central America"),
    "489": gettext_lazy("South America"),
    "498": gettext_lazy("America"),
    "589": gettext_lazy("Middle East"),
    "619": gettext_lazy("Central Asia"),
    "679": gettext_lazy("South Asia"),
    "689": gettext_lazy("South and Central Asia"),
    "789": gettext_lazy("Far East of Asia"),
    "798": gettext_lazy("Asia"),
    "889": gettext_lazy("Oceania"),
    "998": gettext_lazy("Developing countries, no place named"),
    "1027": gettext_lazy("Eastern Africa"),
    "1028": gettext_lazy("Middle Africa"),
    "1029": gettext_lazy("Southern Africa"),
    "1030": gettext_lazy("Western Africa"),
    "1031": gettext_lazy("Caribbean"),
    "1032": gettext_lazy("Central America"),
    "1033": gettext_lazy("Melanesia"),
    "1034": gettext_lazy("Micronesia"),
    "1035": gettext_lazy("Polynesia"),
}
ELEMENT: Words = {
    "target": gettext_lazy("aimed at"),
    "actual": gettext_lazy("reached"),
    "baseline": gettext_lazy("before"),
}
LINK: Words = {
    "matched": gettext_lazy("both sides say the same"),
    "matched-by-rate": gettext_lazy("the same but for the exchange rate"),
    "conflicting": gettext_lazy("the sides say different amounts"),
    "contested": gettext_lazy("several claim the same money"),
    "only-provider": gettext_lazy("only the payer reports it"),
    "only-receiver": gettext_lazy("only the receiver reports it"),
    "related": gettext_lazy("no row links them: the one is called a part of the other"),
    "partner-missing": gettext_lazy("the other side is not in these files"),
    "self": gettext_lazy("the activity names itself"),
    "unknown": gettext_lazy("an amount is unknown in euros"),
    "circle": gettext_lazy("the money goes round in a circle"),
}
RELATED: Words = {
    "1": gettext_lazy("belongs to"),
    "2": gettext_lazy("has as a part"),
    "3": gettext_lazy("stands beside"),
    "4": gettext_lazy("paid for together with"),
    "5": gettext_lazy("reported by a third party as"),
}
ORDER: Words = {
    "size": pgettext_lazy("order of a list", "largest first"),
    "newest": pgettext_lazy("order of a list", "newest first"),
    "title": pgettext_lazy("order of a list", "by title"),
}


def word(words: Words, code: str) -> str:
    """Return a code in words; one that is not known as it is."""
    return str(words.get(code, code))


def number(value: int) -> str:
    """Return a whole number as the language of the page writes it."""
    return locale.number(Decimal(value), language(), most=0)


def country(code: str) -> str:
    """Return the name of a country (ISO 3166-1 alpha-2)."""
    if code == "unspecified":
        return gettext("No country named")
    return locale.country_name(code, language())


def sector(code: str) -> str:
    """Return what a purpose code of the DAC means, with the code where only its group has words."""
    if code == "unspecified":
        return gettext("No purpose named")
    if code in PURPOSES:
        return locale.translate(PURPOSES[code], language().code)
    group = PURPOSES.get(code[:3]) or PURPOSES.get(f"{code[:2]}0")
    return f"{locale.translate(group, language().code)} ({code})" if group else code


def facet_value(kind: str, value: str, label: str = "") -> str:
    """Return a value of a facet as a reader calls it."""
    named: dict[str, Callable[[str], str]] = {
        "country": country,
        "sector": sector,
        "sector_group": sector,
        "region": partial(word, REGION),
        "status": partial(word, STATUS),
        "results": _with_results,
        "level": _level,
    }
    return label or (named[kind](value) if kind in named else value)


def _with_results(_: str) -> str:
    return gettext("with results")


def _level(code: str) -> str:
    return gettext("level %(number)s") % {"number": code}


def unit(code: str) -> str:
    """Return what is counted, in words."""
    return unit_text(code, language())


def reason(text: str) -> str:
    """Return why an amount is unknown, in the language of the page."""
    return in_words(text)


def unknown(amount: Amount) -> str:
    """Return why an amount has no value; empty if it has one."""
    if amount.value is not None:
        return ""
    if amount.apart:
        return gettext("not added up: the same money may stand at several levels")
    return (
        gettext("unknown: %(reason)s") % {"reason": reason(amount.reasons[0][0])}
        if amount.reasons
        else gettext("unknown")
    )
