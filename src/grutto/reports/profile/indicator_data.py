"""What the sources of a release tell of an indicator: its series, and why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.codelists import TOTAL
from grutto.content.blocks import Country, Label, Series, Time
from grutto.message import msg
from grutto.model.figure import Selection
from grutto.reports.context import say
from grutto.reports.profile.series import (
    SIDES,
    along,
    in_release,
    levels,
    places,
    rates,
    series,
    sum_of_few,
    union_series,
)

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicators import Indicator
    from grutto.reports.profile.series import At, Points

PARTS = {
    "first_permits_family": msg("Family"),
    "first_permits_education": msg("Education"),
    "first_permits_work": msg("Work"),
    "first_permits_other": msg("Other reasons"),
    "displaced_by_conflict": msg("Conflict and violence"),
    "displaced_by_disasters": msg("Disasters"),
    "displacements_by_conflict": msg("Conflict and violence"),
    "displacements_by_disasters": msg("Disasters"),
}
"""What small charts of several measures are called."""

MOST = 12
"""Countries or purposes that a ranking or map has."""

FigureParts = list[tuple[str, "Figure"]]


@dataclass(frozen=True, slots=True)
class IndicatorData:
    """An indicator with all its series.

    Args:
        indicator: what it is.
        series: one for each country, measure, or sum; without points if the sources have none.
        about: for each series, its country and what is said of it beside that (one other country only, a level).
        divided: country to its figures along the other country or the purposes, the largest first.
        provided: the release has a source of it, whether or not that tells of these countries.
    """

    indicator: Indicator
    series: tuple[Series, ...]
    about: tuple[tuple[str, Line], ...]
    divided: dict[str, FigureParts]
    provided: bool

    @property
    def known(self) -> tuple[Series, ...]:
        """The series that have a value."""
        return tuple(one for one in self.series if any(f.value is not None for _, f in one.points))

    def known_of(self, country: str) -> list[tuple[Series, Line]]:
        """Return the series of a country that have a value, with what is said of each beside its name."""
        pairs = zip(self.series, self.about, strict=True)
        return [(one, detail) for one, (code, detail) in pairs if code == country and one in self.known]

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.known or self.divided)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures that are shown."""
        parts = [figure for found in self.divided.values() for _, figure in found]
        return (*(figure for one in self.known for _, figure in one.points), *parts)


def indicator_data(context: ProfileContext, indicator: Indicator) -> IndicatorData:
    """Return what the release tells of an indicator."""
    if not all(in_release(context, measure) for measure in _needed(indicator)):
        if indicator.otherwise and (other := indicator_data(context, indicator.otherwise)).provided:
            return other
        return IndicatorData(indicator, (), (), {}, provided=False)
    found: list[tuple[Series, tuple[str, Line]]] = []
    for country in subjects(context, indicator):
        for measure in indicator.measure:
            found += [(one, (country, detail)) for one, detail in _series(context, indicator, country, measure)]
        if indicator.union:
            name = (*_short(context, country), *say("European Union"))
            union = Series(name, union_series(context, indicator.measure[0], country))
            found.append((union, (country, say("European Union"))))
    divided = {country: _divided(context, indicator, country) for country in subjects(context, indicator)}
    several_parts = {country: parts for country, parts in divided.items() if len(parts) > 1}
    return IndicatorData(
        indicator, tuple(one for one, _ in found), tuple(about for _, about in found), several_parts, provided=True
    )


def _needed(indicator: Indicator) -> tuple[str, ...]:
    """Return the measures without which there is nothing: all of a rate, else any one."""
    return (*indicator.measure[:1], *indicator.rate_of)


def _series(context: ProfileContext, indicator: Indicator, country: str, measure: str) -> list[tuple[Series, Line]]:
    """Return the series of a country; by the other country where a data flow tells few, by level of decision."""
    name, at = _name(context, indicator, country, measure), places(context, indicator.role, country)
    found = []
    for limit, place in _places(context, measure, at):
        for level, where in _levels(context, indicator, measure, at | place):
            points = _points(context, indicator, measure, at | place | where)
            if indicator.levels and level and not points:
                continue
            detail = say(PARTS[measure]) if measure in PARTS else (*limit, *level)
            found.append((Series((*name, *limit, *level), points), detail))
    return found


def _places(context: ProfileContext, measure: str, at: At) -> list[tuple[Line, At]]:
    """Return the other countries of a sum that cannot be made, because its data flow tells few, each by name."""
    few = sum_of_few(context, measure, at)
    if not few:
        return [((), {})]
    side = next(side for side in SIDES if side not in at)
    largest = [code for code, _ in along(context, measure, at, side)] or few
    return [
        ((Label(" ("), *say("{country} only", country=Country(code)), Label(")")), {side: code})
        for code in largest[:FEW]
    ]


def _levels(context: ProfileContext, indicator: Indicator, measure: str, at: At) -> list[tuple[Line, At]]:
    if not indicator.levels:
        return [((), {})]
    found = levels(context, measure, at)
    return [((Label(", "), *_level(level)), {"breakdown": values}) for level, values in found.items()]


def _level(level: str) -> Line:
    return say(LEVEL_NAMES[level]) if level in LEVEL_NAMES else say("level {code}", code=Label(level))


def other_side(indicator: Indicator) -> str:
    """Return the dimension along which an indicator is divided."""
    if indicator.by == "purpose":
        return "breakdown"
    return "ref_area" if indicator.role == "origin" else "counterpart"


def _divided(context: ProfileContext, indicator: Indicator, country: str) -> FigureParts:
    if not indicator.by:
        return []
    everyone = indicator.by == "ranking" and indicator.role == "from_there"
    at = places(context, "hosted" if everyone else indicator.role, country)
    return along(context, indicator.measure[0], at, other_side(indicator))[:MOST]


FEW = 4
"""Countries that are shown where a sum cannot be made."""

LEVEL_NAMES = {
    TOTAL: msg("all levels"),
    "FI": msg("first instance"),
    "AR": msg("administrative review"),
    "FA": msg("first instance and appeal together"),
    "JR": msg("judicial review"),
    "RA": msg("reopened cases"),
    "BL": msg("backlog"),
    "NA": msg("new applications"),
    "SP": msg("subsidiary protection"),
    "TA": msg("temporary asylum"),
    "TP": msg("temporary protection"),
    "CA": msg("cantonal rules (Switzerland)"),
    "IN": msg("immigration service (United States)"),
    "EO": msg("immigration courts (United States)"),
}
"""Levels of decision (UNHCR, https://www.unhcr.org/refugee-statistics/methodology/); others are named by their code."""


def subjects(context: ProfileContext, indicator: Indicator) -> tuple[str, ...]:
    """Return the countries an indicator is told for; what is about the observer is told once."""
    return context.countries[:1] if indicator.role == "observer" else context.countries


def figures_of(one: Series) -> list[Figure]:
    """Return the known figures of a series, in order of time."""
    return [figure for _, figure in one.points if figure.value is not None]


def last_known(one: Series) -> list[Figure]:
    """Return the last known figure of a series and the one before, the last first."""
    return figures_of(one)[:-3:-1]


def period_of(figure: Figure, *, short: bool = False) -> Time:
    """Return the year of a figure, or the quarter or month if the source tells such periods."""
    where = {c.column: c.values for c in figure.lineage.where} if isinstance(figure.lineage, Selection) else {}
    year = figure.period.start.year if figure.period else ""
    (period,) = where.get("time_period", (year,))
    return Time(str(period), short)


def _points(context: ProfileContext, indicator: Indicator, measure: str, at: At) -> Points:
    if indicator.parts:
        return rates(context, indicator.rate, tuple((measure, at | dict(part)) for part in indicator.parts))
    if indicator.rate:
        return rates(context, indicator.rate, tuple((one, at) for one in (measure, *indicator.rate_of)))
    return series(context, measure, at)


def _name(context: ProfileContext, indicator: Indicator, country: str, measure: str) -> Line:
    if measure in PARTS:
        return (*_short(context, country), *say(PARTS[measure]))
    if indicator.role == "observer":
        return (Country(context.observer),)
    if indicator.union or indicator.role == "from_there":
        return (*_short(context, country), Country(context.observer))
    return (Country(country),)


def _short(context: ProfileContext, country: str) -> Line:
    """Return the code of a country before a name, where several countries stand side by side."""
    return (Label(f"{country} · "),) if len(context.countries) > 1 else ()


def title_of(context: ProfileContext, indicator: Indicator) -> Line:
    """Return the name of an indicator, with the country of the observer where it is about that country alone."""
    name = say(indicator.name)
    about = indicator.role in {"origin_there", "observer", "from_there"} and not indicator.union
    return (*name, Label(" · "), Country(context.observer)) if about else name
