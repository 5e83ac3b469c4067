"""The figures of an indicator: by year, by the other country, by purpose, as shares; and why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.codelists import TOTAL, eu_members
from grutto.measures import measure_named

if TYPE_CHECKING:
    from grutto.content.blocks import Series
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicators import Role
    from grutto.store.engine import Group

YEARS = 10
"""Years before the last one that a series shows."""
NEAR = 0.9
"""Part of the widest coverage from which another data flow counts as equally wide."""
SIDES = ("ref_area", "counterpart")
UNION = "EU27_2020"
"""Eurostat's code of the European Union of today."""
LEVELS = ("dec_level", "DecisionType")
"""What the sources call the level of a decision."""
FIRST_INSTANCE = "FI"
MANY = 30
"""Countries that a data flow must tell for its sums to be those of the world."""

Points = tuple[tuple[int, "Figure"], ...]
At = dict[str, Any]
"""Dimensions of a measure, with the value of each."""


def places(context: ProfileContext, role: Role, country: str) -> At:
    """Return the dimensions that say which countries a figure is about."""
    return {
        "own": {"ref_area": country, "counterpart": "_Z"},
        "origin": {"counterpart": country},
        "origin_there": {"ref_area": context.observer, "counterpart": country},
        "hosted": {"ref_area": country},
        "displaced": {"ref_area": country, "counterpart": country},
        "from_there": {"ref_area": country, "counterpart": context.observer},
        "observer": {"ref_area": context.observer, "counterpart": "_Z"},
    }[role]


def span_of(series: tuple[Series, ...]) -> str:
    """Return the first and the last year of which something is known."""
    years = [year for one in series for year, figure in one.points if figure.value is not None]
    return f"{min(years)}–{max(years)}"


def figure_at(context: ProfileContext, measure: str, at: At) -> Figure:
    """Return a figure; a dimension may have any of several values, given as a tuple."""
    return context.book.measure_among(measure, _several(at), **_single(at))


def _figures_at(context: ProfileContext, measure: str, at: At, each: list[At]) -> list[Figure]:
    """Return figures that differ in some dimensions, as `figure_at` would: one question for all."""
    return context.book.measure_all(measure, [_single(at) | one for one in each], _several(at))


def _single(at: At) -> At:
    return {name: value for name, value in at.items() if not isinstance(value, tuple)}


def _several(at: At) -> At:
    return {name: value for name, value in at.items() if isinstance(value, tuple)}


def chosen(context: ProfileContext, measure: str, at: At) -> At:
    """Return data flow and frequency of a series: the figures of two flows are never mixed, nor years with quarters.

    The flow with the widest coverage is taken, then the one that tells the latest year. Years are taken, or the months
    of a measure that is of months; of prices and shares, which are of a moment, also quarters where no year is found.
    Empty if no flow tells anything.
    """
    divided = [side for side in SIDES if side not in at]
    declared = measure_named(measure)
    for freq in (*declared.filter["freq"], *(("Q",) if declared.unit == "percent" else ())):
        found: dict[str, dict[int, set[Any]]] = {}
        for flow, year, *place in _groups(context, measure, at | {"freq": freq}, "dataflow", "year", *divided):
            if context.year - YEARS <= year <= context.year:
                found.setdefault(flow, {}).setdefault(year, set()).add(tuple(place))
        if found:
            return {"dataflow": _widest(found), "freq": freq}
    return {}


def _widest(found: dict[str, dict[int, set[Any]]]) -> str:
    """Return the flow that is told by most places; among those that come near to it, the one with the latest year."""
    widths = {flow: max(map(len, years.values())) for flow, years in found.items()}
    near = [flow for flow in found if widths[flow] >= NEAR * max(widths.values())]
    return max(near, key=lambda flow: (max(found[flow]), len(found[flow]), flow))


def times(context: ProfileContext, measure: str, at: At) -> dict[int, At]:
    """Return the years that a data flow tells, up to the profile's, with the period that stands for each.

    A year that is told by quarter or month is shown by the last of them that has a value, and named so.
    """
    periods: dict[int, list[tuple[bool, str]]] = {}
    for group in _totals(context, measure, at, "year", "time_period"):
        year, period = group.by
        periods.setdefault(int(year), []).append((group.value is not None, str(period)))
    recent_years = sorted(year for year in periods if context.year - YEARS <= year <= context.year)
    return {year: _period(year, max(periods[year])[1]) for year in recent_years}


def _period(year: int, period: str) -> At:
    return {"year": year} if period == str(year) else {"year": year, "time_period": period}


def series(context: ProfileContext, measure: str, at: At) -> Points:
    """Return the figures of a measure by year, up to the profile's year, from one data flow.

    There is no sum over countries from a data flow that tells few of them: see `sum_of_few`. Where no country is told
    at all, a publisher's own totals are the series.
    """
    flow = chosen(context, measure, at)
    if not flow:
        divided = [side for side in SIDES if side not in at]
        return series(context, measure, at | _whole(divided[0])) if len(divided) == 1 else ()
    if sum_of_few(context, measure, at):
        return ()
    at = at | flow
    whens = times(context, measure, at)
    figures = _figures_at_times(context, measure, at, whens)
    return tuple((y, _or_stated(context, measure, at | when, figures[y])) for y, when in whens.items())


def _figures_at_times(context: ProfileContext, measure: str, at: At, whens: dict[int, At]) -> dict[int, Figure]:
    """Return the figures of years: of those told by year together, and of those told by quarter."""
    found: dict[int, Figure] = {}
    for names in {tuple(when) for when in whens.values()}:
        alike = {year: when for year, when in whens.items() if tuple(when) == names}
        figures = _figures_at(context, measure, at, list(alike.values()))
        found |= dict(zip(alike, figures, strict=True))
    return found


def _or_stated(context: ProfileContext, measure: str, at: At, figure: Figure) -> Figure:
    """Return a figure; where it would be a sum with unknown parts, the publisher's own total if there is one."""
    divided = [side for side in SIDES if side not in at]
    if figure.value is None and len(divided) == 1:
        return _stated(context, measure, at | _whole(divided[0])) or figure
    return figure


def _whole(side: str, group: str = TOTAL) -> At:
    """Return the dimensions of what a publisher says of a group of countries itself."""
    return {side: group, f"{side}_kind": "aggregate"}


def _stated(context: ProfileContext, measure: str, at: At) -> Figure | None:
    """Return a figure that a publisher may have stated; none if it did not."""
    figure = figure_at(context, measure, at)
    return figure if figure.value is not None else None


def rates(context: ProfileContext, operation: str, inputs: tuple[tuple[str, At], ...]) -> Points:
    """Return what an operation makes of several measures, each at its place, by year, in the years that all have."""
    first, *others = (dict(series(context, measure, at)) for measure, at in inputs)
    shared = [year for year in first if all(year in points for points in others)]
    return tuple((y, context.book.derive(operation, first[y], *(points[y] for points in others))) for y in shared)


def levels(context: ProfileContext, measure: str, at: At) -> dict[str, tuple[str, ...]]:
    """Return the levels of decisions that a measure tells, each with its values of `breakdown`; `_T` is no level.

    The first instance is the first: most claims are decided there.
    """
    found: dict[str, list[str]] = {}
    flow = chosen(context, measure, at)
    for (value,) in _groups(context, measure, at | flow, "breakdown") if flow else ():
        parts = dict(part.partition("=")[::2] for part in str(value).split(";"))
        found.setdefault(next((parts[name] for name in LEVELS if name in parts), TOTAL), []).append(str(value))
    order = sorted(found, key=lambda level: (level != FIRST_INSTANCE, level))
    return {level: tuple(sorted(found[level])) for level in order}


def sum_of_few(context: ProfileContext, measure: str, at: At) -> list[str]:
    """Return the countries that a sum is of, where its data flow tells few in all; nothing if it tells the world.

    A flow that tells `MANY` countries or more, about whatever country, is complete in that respect.
    """
    divided = [side for side in SIDES if side not in at]
    flow = chosen(context, measure, at)
    if len(divided) != 1 or not flow:
        return []
    if len(_groups(context, measure, flow, divided[0])) >= MANY:
        return []
    return sorted(str(code) for (code,) in _groups(context, measure, at | flow, divided[0]) if code != "_Z")


def union_series(context: ProfileContext, measure: str, country: str) -> Points:
    """Return the sum over the member states of the European Union of each year that half of them or more tell."""
    points = []
    found = values_by_year(context, measure, {"counterpart": country}, "ref_area")
    at: At = {"counterpart": country, **chosen(context, measure, {"counterpart": country})}
    for year, when in times(context, measure, at).items():
        members = eu_members(year)
        if 2 * len(found.get(year, {}).keys() & set(members)) >= len(members):
            figure = context.book.measure_among(measure, {"ref_area": members}, **(at | when))
            own = _stated(context, measure, at | when | _whole("ref_area", UNION))
            points.append((year, own if own and figure.value is None else figure))
    return tuple(points)


def along(context: ProfileContext, measure: str, at: At, other: str) -> list[tuple[str, Figure]]:
    """Return the figures of the last year with any, along the other country or the purposes, largest first.

    Unknown figures and zeros are left out.
    """
    flow = chosen(context, measure, at)
    at = at | flow
    for when in reversed(times(context, measure, at).values() if flow else ()):
        codes = [str(code) for (code,) in _groups(context, measure, at | when, other)]
        figures = _figures_at(context, measure, at | when, [{other: code} for code in codes])
        if found := [(code, figure) for code, figure in zip(codes, figures, strict=True) if figure.value]:
            return sorted(found, key=lambda pair: (-(pair[1].value or 0), pair[0]))
    return []


def unknown_parts(context: ProfileContext, measure: str, at: At) -> list[str]:
    """Return the countries without a value in the last year that a sum over countries is asked of; nothing of a sum
    that is known."""
    divided = [side for side in SIDES if side not in at]
    flow = chosen(context, measure, at)
    if len(divided) != 1 or not flow:
        return []
    at = at | flow
    for when in reversed(times(context, measure, at).values()):
        groups = _totals(context, measure, at | when, divided[0])
        return sorted(str(group.by[0]) for group in groups if group.value is None)
    return []


def values_by_year(context: ProfileContext, measure: str, at: At, other: str) -> dict[int, dict[str, Any]]:
    """Return the known values by year and other country; no figure is made of them."""
    found: dict[int, dict[str, Any]] = {}
    for group in _totals(context, measure, at | chosen(context, measure, at), "year", other):
        year, code = group.by
        if group.value is not None and context.year - YEARS <= int(year) <= context.year:
            found.setdefault(int(year), {})[str(code)] = group.value
    return found


def _groups(context: ProfileContext, measure: str, at: At, *by: str) -> list[tuple[Any, ...]]:
    """Return the values of dimensions for which a measure has rows; no figure is made of them."""
    return [group.by for group in _totals(context, measure, at, *by)]


def _totals(context: ProfileContext, measure: str, at: At, *by: str) -> list[Group]:
    return context.book.groups(measure, by, _several(at), **_single(at))


def in_release(context: ProfileContext, measure: str) -> bool:
    """Tell whether the release has any row of a measure."""
    return bool(_groups(context, measure, {"freq": ("A", "S", "Q", "M")}, "dataflow"))
