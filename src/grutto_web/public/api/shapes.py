"""What several parts of the interface answer with."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field

from grutto_web.public.api.frame import Exact


class Reason(Schema):
    """Why source rows have no value, and how many."""

    reason: str
    rows: int


def as_reasons(value: Any) -> Any:
    """Return pairs of a reason and a number of rows as `Reason` has them."""
    return [{"reason": r[0], "rows": r[1]} if isinstance(r, tuple | list) else r for r in value]


Reasons = Annotated[list[Reason], BeforeValidator(as_reasons)]


class Amount(Schema):
    """An amount of money in euros, with what it rests on."""

    flow: str = Field(description="The measure it equals: `spent`, `budgeted`, `spent_once` …")
    year: int = Field(description="Calendar year; 0 is all years together.")
    value: Exact | None = Field(description="Exact; unknown if there is none, which is never nought.")
    rows: int = Field(description="Source rows.")
    unknown: int = Field(description="Source rows whose amount is not known, and so not in `value`.")
    reasons: Reasons = Field(description="Why they are not known.")
    apart: str = Field(description="Why rows were not added together: `several-levels`; empty if they were.")


class SourceFile(Schema):
    """A file of the release."""

    sha256: str
    name: str
    source: str = Field(description="The data flow it belongs to: `iati/activities`, `ecb/rates`.")
    licence: str = Field(description="SPDX identifier or address; empty if not known.")
    citation: str


def as_scalar(value: Any) -> Any:
    """Return a value of a condition as JSON has it: a day, which records keep marked as one, as text."""
    day = value["date"] if isinstance(value, dict) else value
    return day.isoformat() if isinstance(day, date) else day


class Condition(Schema):
    """A column of a table has one of some values; days are text (ISO 8601), null is unknown."""

    column: str
    values: list[Annotated[str | int | bool | None, BeforeValidator(as_scalar)]]
