"""Reasons in words: what the codes mean that tables and figures hold where a value is unknown or not counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grutto.locale import known_text, worded
from grutto.message import NESTED, Message, coded, decoded, is_bare, msg, used

if TYPE_CHECKING:
    from grutto.locale import Language
    from grutto.message import Value

REASONS = {
    # why an amount is unknown
    "amount-missing": msg("the amount is missing or could not be read"),
    "currency-missing": msg("no currency is given"),
    "value-date-missing": msg("no value date is given"),
    "currency-ended": msg("{currency} ended on {day}: it has no rate after that day"),
    "no-rate": msg("no rate of {currency} is known on or before the value date"),
    "rate-too-old": msg("no rate of {currency} within 7 days before the value date"),
    "link-unknown": msg("a row of this link has no known amount in euros"),
    "start-missing": msg("the activity is under way, and no day it began on is given"),
    # why an amount is not counted
    "period-unknown": msg("its period is not known"),
    "period-reversed": msg("its period ends before it starts"),
    "period-of-ages": msg("its period is longer than a hundred years"),
    "budget-negative": msg("a budget cannot be negative"),
    "replaced-by-revised": msg("replaced by the revised one of the same period"),
    "replaced-by-later": msg("replaced by another budget of the same days"),
    "budget-instead": msg("the activity has a budget for this year"),
    # why a result is unknown or not added
    "value-missing": msg("no value is given"),
    "not-a-number": msg("not a number: {text}"),
    "values-differ": msg("different values are reported for this period"),
    "parts-only": msg("only parts of it are reported, by sex, age or place"),
    "overlaps": msg("its period overlaps another one"),
    "not-aggregated": msg("the publisher does not say that it may be added"),
    "never-added": msg("percentages, ranks and qualities are never added"),
    "repeated": msg("it is reported once more for the same period"),
    "part-of-total": msg("it is a part of a total"),
    "within-longer": msg("a longer period holds it"),
    "number-missing": msg("there is no number"),
    # why a number of statistics is unknown
    "not-available": msg("not available"),
    "not-applicable": msg("not applicable"),
    "suppressed": msg("suppressed"),
    "contradicted": msg("the file contradicts itself"),
    "unreadable": msg("this is not a number"),
    "no-power": msg("the power of ten that it is multiplied by cannot be read"),
    "ambiguous": msg("it may be thousands with points or a fraction"),
    "below-zero": msg("a count cannot be below zero"),
    # why a figure is unknown
    "no-rows": msg("the sources have no row for this"),
    "inferred": msg("the document does not state this amount: it was inferred, and the reference tells from what"),
    # why an edition is without data
    "none-of-framework": msg("no activity of the release belongs to the framework {framework}"),
    "none-of-year": msg("no activity, amount or result of the release falls in {year}"),
    "document-silent": msg("the document gives no figure"),
    "apart": msg("not added: rows differ in {dimensions}"),
    "input-unknown": msg("{figure} is unknown"),
    "input-zero": msg("{figure} is zero"),
    "few-known": msg("it is known of less than nine tenths of all people"),
    "other-length": msg(
        "periods of different length are not compared: {one} ({days} days) and {other} ({other_days} days)"
    ),
    "periods-overlap": msg(
        "periods that overlap are not compared: {one} ({days} days) and {other} ({other_days} days)"
    ),
    # what must be known before a figure is compared
    "flag-B": msg("The source marks a break in the series here."),
    "flag-D": msg("The source says that the definition differs here."),
    "flag-E": msg("The source calls this an estimate."),
    "flag-F": msg("The source calls this a forecast."),
    "flag-P": msg("The source calls this provisional."),
    "flag-U": msg("The source calls this of low reliability."),
    "overdrawn": msg("more was drawn than was saved"),
    "dearer": msg("reception cost more than was estimated"),
    # why an activity has its priority or budget line, and counts at its level
    "no-rule": msg("no rule of the framework matches"),
    "one-budget-line": msg("the framework has one budget line"),
    "rules-disagree": msg("rules of {codes} match"),
    "one-level": msg("the publisher reports at one level"),
    "none-below": msg("no activity of the release stands below it"),
    "those-below": msg("the activities below it count"),
    "kinds-not-below": msg("counted for what no activity below it reports"),
    "kind.planned": msg("budgets"),
    "kind.committed": msg("commitments"),
    "kind.spent": msg("spending"),
    "kind.received": msg("what was received"),
    "levels-unlinked": msg(
        "the publisher reports at levels {levels} and links none of them; the deepest with the kind of amount counts"
    ),
    # why a price of sending money is unknown
    "rate-opaque": msg("the provider does not tell its exchange rate"),
    "cost-missing": msg("the source gives no total cost"),
    "amount-not-positive": msg("the amount sent is not above zero"),
    "no-service": msg("no service told all its costs"),
    "few-services": msg("fewer than three services are quick enough and can be reached"),
    "no-weight": msg("nothing has any weight"),
    # what stands in place of a document
    "no-amount.voted": msg("no voted budget in the framework for this year"),
    "no-amount.voted-expenditure": msg("the framework gives no voted expenditure for this year"),
    "no-amount.voted-commitments": msg("the framework gives no voted commitments for this year"),
    "no-amount.voted-receipts": msg("the framework gives no voted receipts for this year"),
    "no-amount.expenditure": msg("the framework gives no expenditure for this year"),
    "no-amount.commitments": msg("the framework gives no commitments for this year"),
    "no-amount.receipts": msg("the framework gives no receipts for this year"),
    "ledger-silent": msg("the ledger has no entry of this kind"),
    "edition-figure": msg("edition {edition}, figure {figure}"),
    # what shares divide over
    "axis.place": msg("countries and regions"),
    "axis.sector": msg("sectors"),
    "axis.vocabulary": msg("sectors of vocabulary {number}"),
    # verdicts on official development assistance: codelists/oda_rule.csv
    "oda.several-natures": msg(
        "the activity has tags of several natures, and which part of the money each is of is not in the row"
    ),
    "oda.unknown-nature": msg("the activity has a tag of a nature that no rule of this table knows"),
    "oda.forced-return": msg("forced return is never development assistance (DAC and CRS purpose codes)"),
    "oda.integration": msg("costs of integration in the donor country do not count (DAC reporting directives)"),
    "oda.integration-2017": msg(
        "costs of integration in the donor country do not count (clarifications on in-donor refugee costs,"
        " DCD/DAC(2017)35/FINAL)"
    ),
    "oda.construction": msg(
        "construction of reception centres does not count (clarifications on in-donor refugee costs,"
        " DCD/DAC(2017)35/FINAL)"
    ),
    "oda.beyond-first-year": msg("costs after the first twelve months of stay do not count (DAC reporting directives)"),
    "oda.first-year": msg(
        "first twelve months of stay in the donor country, of persons from a country on the list: so its publisher"
        " says (DAC reporting directives)"
    ),
    "oda.first-year-2017": msg(
        "first twelve months of stay in the donor country, of persons from a country on the list: so its publisher"
        " says (clarifications on in-donor refugee costs, DCD/DAC(2017)35/FINAL)"
    ),
    "oda.first-year-purpose": msg(
        "first-year costs need a purpose code of in-donor refugee costs that existed in that year (DAC and CRS purpose"
        " codes)"
    ),
    "oda.pre-departure": msg(
        "before the clarifications of 2017 the directives did not say whether assistance before departure counts (DAC"
        " reporting directives)"
    ),
    "oda.pre-departure-2017": msg(
        "assistance before departure is an in-donor cost; whether it fell within twelve months of arrival is not in"
        " the row (clarifications on in-donor refugee costs, DCD/DAC(2017)35/FINAL)"
    ),
    "oda.return-from-developing": msg(
        "voluntary return to the country of origin from another developing country (DAC and CRS purpose codes)"
    ),
    "oda.return-from-donor": msg(
        "this purpose code covers voluntary return only from another developing country (DAC and CRS purpose codes)"
    ),
    "oda.return-from-donor-unknown": msg(
        "return from a donor country is not of this purpose code; as an in-donor cost it needs the first twelve months"
        " (DAC and CRS purpose codes)"
    ),
    "oda.return-from-unknown": msg(
        "from which country the persons returned is not in the row (DAC and CRS purpose codes)"
    ),
    "oda.reintegration": msg(
        "reintegration in the country of origin, which is on the list (DAC and CRS purpose codes)"
    ),
    "oda.stay-unknown": msg(
        "how long the persons stayed is not in the row: at most their first twelve months count (DAC reporting"
        " directives)"
    ),
    "oda.stay-unknown-2017": msg(
        "how long the persons stayed is not in the row: at most their first twelve months count (clarifications on"
        " in-donor refugee costs, DCD/DAC(2017)35/FINAL)"
    ),
    "oda.purpose-new": msg("this purpose code did not exist in that year (DAC and CRS purpose codes)"),
    "oda.migration": msg(
        "migration and mobility in a developing country. Whether it is a return, which counts only where voluntary and"
        " from another developing country, is not known: no tag says so (DAC and CRS purpose codes)"
    ),
    "oda.purpose-other": msg(
        "this purpose code had another meaning or did not exist in that year (DAC and CRS purpose codes)"
    ),
    "oda.listed": msg("the country is on the list of that year (DAC List of ODA Recipients)"),
    "oda.purpose-unlisted": msg(
        "this purpose code is in no list of purpose codes of the DAC (DAC and CRS purpose codes)"
    ),
    "oda.place-unlisted": msg(
        "the code is of no country or region, or the list of recipients names no source for it (a rule of this table)"
    ),
    "oda.not-listed": msg("the country is not on the list of that year (DAC List of ODA Recipients)"),
    "oda.region": msg("regions of this classification consist of recipients (DAC List of ODA Recipients)"),
    "oda.no-place": msg("the row names no country or region (DAC List of ODA Recipients)"),
    "oda.list-missing": msg("the list of recipients is not at hand for this year"),
}
"""Code to its text."""


JOINED = re.compile(r"(?:[^\w{}]*+\{part_*+\})++")
"""Several texts in one, as `grutto.message.joined` puts them together."""


BRACED = re.compile(r"\{(\w+)\}")


def reason(text: str) -> Message:
    """Return a reason or a remark as a message; what the catalogues do not have is its own text.

    Args:
        text: as data hold it, with what fills its places (see `grutto.message.coded`).
    """
    code, found = decoded(text)
    places: dict[str, Value] = {
        name.rstrip(":"): reason(value) if name.endswith(":") else value for name, value in found.items()
    }
    for name in NESTED & found.keys():
        if found[name] in REASONS or known_text(found[name]):
            places[name] = reason(coded(found[name], **{k: v for k, v in places.items() if k != name}))
    if code in REASONS:
        return Message(REASONS[code], **used(REASONS[code], places))
    if JOINED.fullmatch(code) and len(used(code, places)) == code.count("{"):
        return Message(code, **used(code, places))
    forms = known_text(code)
    forms = forms if "count" in places else forms[:1]  # the same text may also stand without a count
    return (
        Message(*forms, **used("".join(forms), places))
        if forms
        else Message("{text}", text=_former(code, places, text))
    )


def _former(code: str, places: dict[str, Value], text: str) -> str:
    """Return a text that an earlier version kept with what fills its places; any other as it is."""
    names = BRACED.findall(code)
    if not names or is_bare(code) or not places.keys() >= set(names):
        return text
    return BRACED.sub(lambda place: str(places[place[1]]), code)


CITED = re.compile(r"no-amount\.|ledger-silent$|edition-figure\|")
"""How the codes begin that stand in place of a document; any other reference is the words of a person."""


def is_ours(reference: str) -> bool:
    """Tell whether what a statement refers to is a code that stands in place of a document."""
    return bool(CITED.match(reference))


def reference_text(reference: str, language: Language) -> str:
    """Return what a statement refers to: one of our reasons in a language, a document as somebody wrote it."""
    return reason_text(reference, language) if is_ours(reference) else reference


def reason_text(text: str, language: Language) -> str:
    """Return a reason or a remark in a language."""
    return worded(text if isinstance(text, Message) else reason(text), language)
