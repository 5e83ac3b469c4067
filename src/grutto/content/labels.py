"""What dimensions and their coded values are called where a reader sees them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.locale import number, translate
from grutto.locale.reasons import reason_text
from grutto.message import msg

if TYPE_CHECKING:
    from grutto.locale import Language

DIMENSIONS = {
    "activity_status": msg("status of the activity"),
    "age": msg("age"),
    "basis": msg("how it was linked"),
    "because": msg("may count twice because"),
    "breakdown": msg("part"),
    "budget_line": msg("budget line"),
    "budget_type": msg("type of budget"),
    "code": msg("code"),
    "counted": msg("counted"),
    "counterpart": msg("other country"),
    "counterpart_kind": msg("kind of other country"),
    "country": msg("country"),
    "currency": msg("currency"),
    "dataflow": msg("source"),
    "driver": msg("cost driver"),
    "element": msg("target or actual"),
    "file": msg("file"),
    "flow": msg("flow"),
    "freq": msg("frequency"),
    "hierarchy": msg("level"),
    "iati_identifier": msg("activity"),
    "implementing_org": msg("implementing organisation"),
    "indicator": msg("indicator"),
    "kind": msg("kind"),
    "netted_because": msg("counted elsewhere because"),
    "not_counted_because": msg("not counted because"),
    "oda": msg("development assistance"),
    "oda_because": msg("verdict because"),
    "oda_rule": msg("rule of the verdict"),
    "partner_org": msg("partner organisation"),
    "period_end": msg("last day"),
    "period_start": msg("first day"),
    "priority": msg("priority"),
    "provider_activity": msg("activity that sent"),
    "provider_org": msg("organisation that sent"),
    "receiver_activity": msg("activity that received"),
    "receiver_org": msg("organisation that received"),
    "ref_area": msg("country"),
    "ref_area_kind": msg("kind of country"),
    "region": msg("region"),
    "reporting_org": msg("reporting organisation"),
    "result": msg("result"),
    "sector": msg("purpose"),
    "severity": msg("severity"),
    "sex": msg("sex"),
    "span": msg("length of the period"),
    "status": msg("status"),
    "top": msg("at the top"),
    "transaction_type": msg("type of transaction"),
    "unit": msg("unit"),
}
"""Dimension to what it is called."""

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

VALUES = {
    "oda": {"eligible": msg("eligible"), "not eligible": msg("not eligible"), "unknown": msg("unknown")},
    "status": STATUSES,
    "netted_because": NETTED,
    "because": DOUBTS,
    "severity": {
        "critical": msg("critical"),
        "error": msg("error"),
        "warning": msg("warning"),
        "advice": msg("advice"),
    },
    "flow": {"funds": msg("funds"), "commitments": msg("commitments")},
    "span": {"one year": msg("one year"), "several years": msg("several years")},
}
"""Dimension to its coded values, each with what it is called."""
ANY = {
    "unspecified": msg("not specified"),
    "none": msg("none"),
    "several": msg("several"),
    "True": msg("yes"),
    "False": msg("no"),
}
"""Values that stand in any dimension."""


REMARKS = {"message", "repair"}
"""Columns that hold what is said of a file."""


def dimension_text(name: str, language: Language) -> str:
    """Return what a dimension is called; one without a name as it is."""
    own = name.rpartition(".")[2]
    return translate(DIMENSIONS[own], language.code) if own in DIMENSIONS else own.replace("_", " ")


def value_text(name: str, value: object, language: Language) -> str:
    """Return a value of a dimension or column as a reader sees it: a code in words, a number exact."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return number(value, language)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if name in REMARKS or (name.endswith("_because") and name not in VALUES):
        return reason_text(text, language)
    meant = VALUES.get(name, {}).get(text) or ANY.get(text)
    return translate(meant, language.code) if meant else text
