"""What coded values of dimensions and columns are called where a reader sees them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.content.units import unit_text
from grutto.locale import column_text, number, pick, translate, worded
from grutto.locale.mixed import united
from grutto.locale.reasons import reason_text
from grutto.measures.comparability import note_of
from grutto.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto.locale import Language

    CodeNames = Mapping[tuple[str, str], Mapping[str, str]]
    """Table and column to the names of the codes that stand there, as their list gives them."""

STATUSES = {
    "matched": msg("both sides report the same"),
    "matched-by-rate": msg("the same within the movement of exchange rates"),
    "conflicting": msg("the sides report different amounts"),
    "contested": msg("more is claimed than is left of what was sent"),
    "only-provider": msg("only the provider reports it"),
    "only-receiver": msg("only the receiver reports it"),
    "related": msg("no row links them: the one calls the other its part"),
    "partner-missing": msg("the other activity is in no file"),
    "self": msg("the activity names itself"),
    "circle": msg("closes a circle, not netted"),
    "unknown": msg("an amount is unknown"),
}
NETTED = {
    "chain": msg("paid from money that another activity sent"),
    "level": msg("reported once more at a deeper level"),
    "both": msg("both reasons"),
}
"""Why an amount is counted elsewhere."""
DOUBTS = {
    "related": msg("an activity of another publisher is its parent, and no row links them"),
    "organisations": msg("rows name organisations only"),
}
"""Why an amount may count twice."""

AREAS = {
    "country": msg("country"),
    "other": msg("other, such as stateless or unknown"),
    "aggregate": msg("several countries together"),
    "none": msg("none"),
    "unrecognised": msg("not recognised"),
}
"""Kinds of what statistics are about."""
GROUNDS = {
    "activity": msg("the row names the activity"),
    "organisation": msg("the row names the organisation, which has one activity with this one"),
    "organisations": msg("rows name organisations only"),
    "related": msg("the one calls the other its part"),
    "participant": msg("the one names the other as taking part"),
    "none": msg("not linked"),
}
"""How the other side of a payment was found."""
WAYS = {
    "agent": msg("agent"),
    "atm": msg("cash machine"),
    "bank_account": msg("bank account"),
    "branch": msg("branch"),
    "card": msg("card"),
    "cash": msg("cash"),
    "credit_card": msg("credit card"),
    "debit_card": msg("debit card"),
    "home_delivery": msg("home delivery"),
    "internet": msg("internet"),
    "mobile_money": msg("mobile money"),
    "mobile_phone": msg("mobile phone"),
    "mobile_wallet": msg("mobile wallet"),
    "prepaid_card": msg("prepaid card"),
    "telephone": msg("telephone"),
}
"""How and where money is sent and received."""

ODA_RULES = {
    "several-natures": msg("several natures in one row"),
    "unknown-nature": msg("a nature that no rule knows"),
    "forced-return": msg("forced return"),
    "integration": msg("integration in the donor country"),
    "construction": msg("construction of reception centres"),
    "beyond-first-year": msg("beyond the first year of stay"),
    "purpose-code": msg("purpose code"),
    "first-year": msg("first year of stay"),
    "pre-departure": msg("help before departure"),
    "voluntary-return": msg("voluntary return"),
    "reintegration": msg("reintegration"),
    "in-donor": msg("in the donor country"),
    "migration": msg("migration and mobility"),
    "recipient": msg("list of recipients"),
    "unlisted-place": msg("a place on no list"),
    "region": msg("region of recipients"),
    "no-place": msg("no place in the row"),
    "years": msg("years that the lists cover"),
}
"""Rules of official development assistance, named without their version."""
OF_THE_START = {"1", "list", "covered"}
"""Versions of a rule that are no year: it holds from the beginning, or by the list of each year."""

VALUES = {
    "access": WAYS,
    "axis": {"place": msg("place"), "sector": msg("purpose")},
    "basis": GROUNDS,
    "because": DOUBTS,
    "counterpart_kind": AREAS,
    "coverage": {
        "high": msg("high"),
        "medium": msg("medium"),
        "low": msg("low"),
        "nationwide": msg("nationwide"),
        "major_cities": msg("major cities"),
        "main_city": msg("main city"),
        "urban": msg("in towns"),
        "rural": msg("in the countryside"),
    },
    "driver": {"volume": msg("number of units"), "duration": msg("days of all units")},
    "element": {
        "target": msg("target"),
        "actual": msg("actual"),
        "email": msg("e-mail address"),
        "mailing-address": msg("postal address"),
        "telephone": msg("telephone number"),
        "website": msg("website"),
    },
    "firm_type": {
        "bank": msg("bank"),
        "mobile_operator": msg("mobile operator"),
        "money_transfer_operator": msg("money transfer operator"),
        "other_financial": msg("other financial institution"),
        "post_office": msg("post office"),
    },
    "flow": {"funds": msg("funds"), "commitment": msg("commitment")},
    "freq": {"A": msg("by year"), "S": msg("by half-year"), "Q": msg("by quarter"), "M": msg("by month")},
    "instrument": WAYS,
    "kind": {
        "transaction": msg("transaction"),
        "budget": msg("budget"),
        "planned_disbursement": msg("planned disbursement"),
    },
    "netted_because": NETTED,
    "obs_status": {
        "A": msg("normal"),
        "B": msg("break in the series"),
        "D": msg("another definition"),
        "E": msg("estimate"),
        "F": msg("forecast"),
        "M": msg("does not apply"),
        "N": msg("not significant"),
        "O": msg("not available"),
        "P": msg("provisional"),
        "Q": msg("suppressed"),
        "U": msg("of low reliability"),
    },
    "oda": {"eligible": msg("eligible"), "not eligible": msg("not eligible"), "unknown": msg("unknown")},
    "pickup": WAYS,
    "ref_area_kind": AREAS,
    "severity": {
        "critical": msg("critical"),
        "error": msg("error"),
        "warning": msg("warning"),
        "advice": msg("advice"),
    },
    "sex": {"F": msg("women"), "M": msg("men")},
    "side": {"provider": msg("the sender's"), "receiver": msg("the receiver's")},
    "span": {"one year": msg("one year"), "several years": msg("several years")},
    "speed": {
        "one_hour": msg("within the hour"),
        "same_day": msg("the same day"),
        "next_day": msg("the next day"),
        "two_days": msg("two days"),
        "three_to_five_days": msg("three to five days"),
        "six_days_or_more": msg("six days or more"),
    },
    "status": STATUSES,
    "stock_flow": {"stock": msg("at a moment"), "flow": msg("in a period")},
}
"""Dimension to its coded values, each with what it is called."""
ANY = {
    "_T": msg("all together"),
    "_U": msg("unknown"),
    "_Z": msg("does not apply"),
    "unspecified": msg("not specified"),
    "none": msg("none"),
    "several": msg("several"),
    "True": msg("yes"),
    "False": msg("no"),
}
"""Values that stand in any dimension."""


WRITTEN = {"activity_description", "comment", "description", "indicator_title", "name", "note", "text", "title"}
"""Columns of what a publisher wrote, such as a title “none”: no code of ours stands there."""
PLACE = re.compile(r"(?<![^, ])(line|row) (\d+)(?=,|$)|(?<=, )(column) (.+)$")
"""The parts of a place in a text file or workbook that are words of ours: `Table 1, row 5`, `line 11, column USD`."""
BETWEEN = (";", " ")
"""What sets several codes in one cell apart."""


def locator_text(locator: str, language: Language) -> str:
    """Return a place in a file as a reader sees it; an XPath, cell or key of a service as it is."""
    if locator.startswith("/"):
        return locator
    texts = {"line": msg("line {number}"), "row": msg("row {number}"), "column": msg("column {number}")}
    pieces, end = [], 0
    for at in PLACE.finditer(locator):
        pieces += [locator[end : at.start()], worded(Message(texts[at[1] or at[3]], number=at[2] or at[4]), language)]
        end = at.end()
    return united((*pieces, locator[end:]))


def oda_rule_text(code: str, language: Language) -> str:
    """Return a rule of development assistance in words, with the year of its version: `first year of stay (2017)`."""
    rule, _, version = code.rpartition(" ")
    if rule not in ODA_RULES:
        return code
    words = translate(ODA_RULES[rule], language.code)
    return words if version in OF_THE_START else united((words, f" ({version})"))


WORDED = {
    "column_label": column_text,
    "locator": locator_text,
    "message": reason_text,
    "oda_rule": oda_rule_text,
    "rate_locator": locator_text,
    "repair": reason_text,
    "unit": unit_text,
}
"""Columns whose values are no codes but have words: places, what is said of a file, units."""


def value_text(name: str, value: object, language: Language) -> str:
    """Return a value of a dimension or column as a reader sees it: a code in words, a number exact."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return number(value, language)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    wording = WORDED.get(name) or (reason_text if name.endswith("_because") and name not in VALUES else None)
    if wording:
        return wording(text, language)
    meant = [_meant(name, code) for code in _codes(name, text)]
    return united((translate(one, language.code) for one in meant), ", ") if all(meant) else text


def _codes(name: str, text: str) -> list[str]:
    """Return the codes in a cell: one, or several of a column that has codes of ours."""
    if name not in VALUES or _meant(name, text):
        return [text]
    return next((text.split(mark) for mark in BETWEEN if mark in text), [text])


def _meant(name: str, code: str) -> str:
    """Return what a code means (English); empty if it is none of ours."""
    return VALUES.get(name, {}).get(code) or ("" if name in WRITTEN else ANY.get(code, ""))


def code_text(table: str, column: str, code: str, names: CodeNames, language: Language) -> str:
    """Return a value of a column as a reader sees it, with the name that its codelist gives it, if any."""
    text, name = value_text(column, code, language), names.get((table, column), {}).get(code)
    return f"{text} ({name})" if name else text


def row_text(table: str, row: Mapping[str, str], names: CodeNames, language: Language) -> str:
    """Return a row of a table as one text: its columns, each with what it holds."""
    cells = ((column_text(c, language), code_text(table, c, text, names, language)) for c, text in row.items())
    return ", ".join(f"{column} {text}" for column, text in cells)


def change_text(table: str, column: str, side: str | Mapping[str, str], names: CodeNames, language: Language) -> str:
    """Return one side of a change: the value of a column, or a whole row."""
    if isinstance(side, str):
        return code_text(table, column, side, names, language)
    return row_text(table, side, names, language)


def warning_text(warning: str, language: Language) -> str:
    """Return a warning of a figure in a language: the text of its note as its source declares it, or ours."""
    note = note_of(warning)
    return pick(note.text, language.code) if note else reason_text(warning, language)
