"""Measures: declared one TOML a measure, run unchanged on any engine; what derives from them is a small file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.errors import InputError, UnknownNameError
from grutto.message import Message
from grutto.model.measure import Measure
from grutto.readers.values import READ
from grutto.store.codec import declared
from grutto.tables import all_tables

if TYPE_CHECKING:
    from grutto.model.figure import Scalar

UNKNOWN = "unknown"

FOLDER = Path(__file__).parent / "declared"


@cache
def measures() -> dict[str, Measure]:
    """Return all measures by name."""
    paths = sorted(p for p in FOLDER.glob("*.toml") if not p.name.endswith(".case.toml"))
    return {p.stem: declared(p, Measure, name=p.stem) for p in paths}


def measure_named(name: str) -> Measure:
    """Return a measure by name.

    Raises:
        UnknownNameError: there is none of this name.
    """
    if name not in measures():
        raise UnknownNameError(
            "There is no measure “{name}”", repair="one of: {listed}", name=name, listed=", ".join(measures())
        )
    return measures()[name]


def dimension_column(measure: Measure, name: str) -> str:
    """Return the column of a dimension by its short name: `priority` for `attribution.priority`.

    Raises:
        UnknownNameError: the measure cannot be broken down by it.
    """
    columns = {column.rpartition(".")[2]: column for column in measure.dimensions}
    if name not in columns:
        raise UnknownNameError(
            "The measure “{measure}” has no dimension “{name}”",
            repair="one of: {columns}",
            measure=measure.name,
            name=name,
            columns=", ".join(columns),
        )
    return columns[name]


def dimension_names(measure: Measure) -> list[str]:
    """Return the short names of a measure's dimensions."""
    return [column.rpartition(".")[2] for column in measure.dimensions]


def dimension_value(measure: Measure, name: str, text: str) -> Scalar:
    """Return a dimension's value, written as text, in the type of its column; `unknown` is the unknown one.

    Raises:
        UnknownNameError: the measure has no such dimension.
        InputError: the text is not of that type.
    """
    column = dimension_column(measure, name)
    joined, _, plain = column.rpartition(".")
    if text == UNKNOWN:
        return None
    table = all_tables().get(joined or measure.relation)
    read = next((READ[c.type] for c in table.column if c.name == plain), READ["text"]) if table else READ["text"]
    value, remark = read(text)
    if remark:
        raise InputError(
            "{remark}: “{text}”",
            where=f"{name}={text}",
            repair=remark[2],
            remark=Message(remark[1]),
            text=text,
        )
    known: Scalar = value
    return known
