"""Averages and indices of prices of sending money, as figures with their lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.remittances.method import method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto.measures.book import Book
    from grutto.model.figure import Figure, Scalar

COSTS, SERVICES = "remittance_costs", "remittance_services"


def average(book: Book, time_period: str, *, smart: bool = False, **where: Scalar) -> Figure:
    """Return the mean price of services in a quarter, or of the cheapest three (SmaRT), in percent of the amount sent.

    Args:
        book: of a release with quotes.
        time_period: quarter: `2014-Q1`.
        smart: of the cheapest services of one corridor only.
        where: dimensions of the measure `remittance_costs`: `corridor="NLDMAR"`, `source_code="NLD"`,
            `destination_region="SSF"`, `worldwide=True`, `international=True`, `digital=True`; without `tier` that of
            the method.
    """
    at: dict[str, Scalar] = {"time_period": time_period, "tier": method().settings.amount_usd, **where}
    if smart:
        at["smart"] = True
    operation = "smart_price" if smart else "average_price"
    return book.derive(operation, book.measure(COSTS, **at), book.measure(SERVICES, **at))


def averages_by(
    book: Book, dimension: str, *, smart: bool = False, **where: Scalar
) -> dict[tuple[str, str], tuple[Figure, Figure]]:
    """Return the mean price and the number of services, by quarter and value of a dimension, in two questions.

    Args:
        book: of a release with quotes.
        dimension: `corridor`, `source_code` …
        smart: of the cheapest services only; divide by corridor then.
        where: further conditions, as in `average`.
    """
    at: dict[str, Scalar] = {"tier": method().settings.amount_usd} | where | ({"smart": True} if smart else {})
    found = {}
    costs = book.breakdown(COSTS, dimension, "time_period", **at)
    services = {
        (by[dimension], by["time_period"]): f for by, f in book.breakdown(SERVICES, dimension, "time_period", **at)
    }
    for by, figure in costs:
        number = services[by[dimension], by["time_period"]]
        price = book.derive("smart_price" if smart else "average_price", figure, number)
        found[str(by[dimension]), str(by["time_period"])] = price, number
    return found


def weighted_average(book: Book, time_period: str, flows: Mapping[str, Figure]) -> Figure:
    """Return the mean of the averages of corridors, weighted by the flow through each.

    Args:
        book: of a release with quotes.
        time_period: quarter.
        flows: corridor (`NLDMAR`) to its flow; corridors without one are left out, as are those of senders that the
            global average leaves out.
    """
    corridors = averages_by(book, "corridor", time_period=time_period, worldwide=True)
    used = [(figure, flows[name]) for (name, _), (figure, _) in sorted(corridors.items()) if name in flows]
    return book.derive("weighted_mean", *(price for price, _ in used), *(flow for _, flow in used))
