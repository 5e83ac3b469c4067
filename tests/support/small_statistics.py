"""Statistics as rows, and a profile that is made from them, without a release."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from small_tables import engine_of

from grutto.content.blocks import Label, Series
from grutto.measures.book import Book
from grutto.measures.session import Session
from grutto.model.figure import Condition, Figure, Period, Selection
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.indicator_data import IndicatorData
from grutto.reports.profile.indicators import Indicator

if TYPE_CHECKING:
    from grutto.model.figure import Scalar

Row = dict[str, Any]
STOCK = "undesa/migrant-stock"
KINDS = {"_Z": "none", "_T": "aggregate", "EU27_2020": "aggregate"}


def observed(
    indicator: str, ref_area: str, counterpart: str, year: int, value: int | None, dataflow: str = STOCK, **more: Any
) -> Row:
    """Return a row of statistics: a stock of persons in a year."""
    row = {
        "indicator": indicator,
        "ref_area": ref_area,
        "counterpart": counterpart,
        "ref_area_kind": KINDS.get(ref_area, "country"),
        "counterpart_kind": KINDS.get(counterpart, "country"),
        "year": year,
        "time_period": str(year),
        "obs_value": None if value is None else Decimal(value),
        "unknown_because": "suppressed" if value is None else None,
        "obs_status": "A",
        "dataflow": dataflow,
        "freq": "A",
        "unit": "person",
        "stock_flow": "stock",
        "total": False,
        "sex": "_T",
        "age": "_T",
        "breakdown": "_T",
        "snapshot": "0123456789abcdef",
        "locator": f"{ref_area}-{counterpart}-{year}",
        "source_row": 1,
        "obs_text": None,
    }
    return row | more


def asked_of(
    *rows: Row, countries: tuple[str, ...] = ("AFG",), observer: str = "NLD", year: int = 2010
) -> ProfileContext:
    """Return a profile in the making of these rows of statistics."""
    engine = engine_of(observation=list(rows))
    session = Session(cast("Any", None), engine, None, Book(engine, attributed=False))
    return ProfileContext(session, countries, observer, year)


def figure(year: int, value: int | None, *reasons: str, unit: str = "person", **where: Scalar) -> Figure:
    """Return a figure of statistics; without a value for reasons."""
    conditions = tuple(Condition(name, (wanted,)) for name, wanted in sorted({"dataflow": STOCK, **where}.items()))
    number = None if value is None else Decimal(value)
    told = tuple((reason, 1) for reason in reasons)
    named = "-".join(map(str, (year, value, unit, *where.values())))
    lineage = Selection("migrant_stock", "observation", "obs_value", "whole", conditions)
    return Figure(f"figure-{named}", number, unit, lineage, Period.year(year), reasons=told)


def by_year(name: str, *figures: Figure) -> Series:
    """Return a series of figures."""
    return Series((Label(name),), tuple((f.period.start.year, f) for f in figures if f.period))


PEOPLE = Indicator("emigrants", "Emigrants, by country of residence", ("migrant_stock",), "origin")


def data_of(
    *series: Series,
    indicator: Indicator = PEOPLE,
    countries: tuple[str, ...] = (),
    divided: dict[str, list[tuple[str, Figure]]] | None = None,
    provided: bool = True,
) -> IndicatorData:
    """Return what the sources tell of an indicator: a series for each country, else all about Afghanistan."""
    about = tuple((country, ()) for country in countries or ("AFG",) * len(series))
    return IndicatorData(indicator, series, about, divided or {}, provided=provided)
