"""The figures of an indicator: by year, by the other country, as shares; and why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.codelists import eu_members
from grutto.measures import measure_named
from grutto.sources import sources

if TYPE_CHECKING:
    from grutto.model.figure import Figure
    from grutto.reports.profile.asked import Asked
    from grutto.reports.profile.indicators import Role

YEARS = 10
"""Years before the last one that a series shows."""

Points = tuple[tuple[int, "Figure"], ...]


def places(asked: Asked, role: Role, country: str) -> dict[str, Any]:
    """Return the dimensions that say which countries a figure is about."""
    return {
        "own": {"ref_area": country, "counterpart": "_Z"},
        "origin": {"counterpart": country},
        "origin_there": {"ref_area": asked.observer, "counterpart": country},
        "hosted": {"ref_area": country},
        "displaced": {"ref_area": country, "counterpart": country},
        "from_there": {"ref_area": country, "counterpart": asked.observer},
        "observer": {"ref_area": asked.observer, "counterpart": "_Z"},
    }[role]


def dataflow(asked: Asked, measure: str, at: dict[str, Any]) -> str:
    """Return the data flow that tells most years of a series; the figures of two flows are never mixed."""
    years: dict[str, set[int]] = {}
    for flow, year in _told(asked, measure, at, "dataflow", "year"):
        if year <= asked.year:
            years.setdefault(flow, set()).add(year)
    return max(years, key=lambda name: (max(years[name]), len(years[name]), name), default="")


def series(asked: Asked, measure: str, at: dict[str, Any]) -> Points:
    """Return the figures of a measure by year, up to the profile's year, from one data flow."""
    flow = dataflow(asked, measure, at)
    if not flow:
        return ()
    told = {year for (year,) in _told(asked, measure, at | {"dataflow": flow}, "year")}
    years = sorted(told & set(range(asked.year - YEARS, asked.year + 1)))
    return tuple((year, asked.book.measure(measure, **at, dataflow=flow, year=year)) for year in years)


def shares(asked: Asked, part: str, whole: str, at: dict[str, Any]) -> Points:
    """Return one measure in percent of another, by year, where both come from one data flow."""
    wholes = dict(series(asked, whole, at))
    parts = series(asked, part, at)
    return tuple((y, asked.book.derive("share_percent", f, wholes[y])) for y, f in parts if y in wholes)


def union_series(asked: Asked, measure: str, country: str) -> Points:
    """Return the sum over the member states of the European Union of each year, where any tells a value."""
    points = []
    flow = dataflow(asked, measure, {"counterpart": country})
    for year, _ in series(asked, measure, {"counterpart": country}):
        at: dict[str, Any] = {"counterpart": country, "dataflow": flow, "year": year}
        figure = asked.book.measure_among(measure, {"ref_area": eu_members(year)}, **at)
        if figure.rows:
            points.append((year, figure))
    return tuple(points)


def by_other(asked: Asked, measure: str, at: dict[str, Any], other: str) -> list[tuple[str, Figure]]:
    """Return the figures of the last year along the other country, largest first; unknown ones are left out."""
    points = series(asked, measure, at)
    known = [year for year, figure in points if figure.value is not None]
    if not known:
        return []
    flow = dataflow(asked, measure, at)
    at = at | {"dataflow": flow, "year": known[-1]}
    told = [(str(c), asked.book.measure(measure, **(at | {other: c}))) for (c,) in _told(asked, measure, at, other)]
    return sorted(((c, f) for c, f in told if f.value), key=lambda pair: (-(pair[1].value or 0), pair[0]))


def _told(asked: Asked, measure: str, at: dict[str, Any], *by: str) -> list[tuple[Any, ...]]:
    """Return the values of dimensions for which a measure has rows; no figure is made of them."""
    groups = asked.session.engine.aggregate(asked.book.selection(measure_named(measure), at), by)
    return [group.by for group in groups]


def providers(measure: str) -> list[str]:
    """Return the sources that tell a measure, by name."""
    wanted = set(map(str, measure_named(measure).filter["indicator"]))
    return [
        name
        for name, source in sources().items()
        if source.observations and wanted & {v.indicator for v in source.observations.value}
    ]


def in_release(asked: Asked, measure: str) -> bool:
    """Tell whether the release has any row of a measure."""
    return bool(_told(asked, measure, {}, "dataflow"))
