"""What the sources of a release tell of an indicator: its series, and why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.content.blocks import Label, Series
from grutto.locale import msg
from grutto.model.figure import Selection
from grutto.reports.profile.series import along, in_release, places, series, shares, sum_of_few, union_series

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicators import Indicator
    from grutto.reports.profile.series import Points

PARTS = {
    "first_permits_family": msg("Family"),
    "first_permits_education": msg("Education"),
    "first_permits_work": msg("Work"),
    "first_permits_other": msg("Other reasons"),
}
"""What small charts of several measures are called."""

MOST = 12
"""Countries or purposes that a ranking or map has."""

Divided = list[tuple[str, "Figure"]]


@dataclass(frozen=True, slots=True)
class IndicatorData:
    """An indicator with all its series.

    Args:
        indicator: what it is.
        series: one for each country, measure, or sum; without points if the sources have none.
        divided: country to its figures along the other country or the purposes, the largest first.
        provided: the release has a source of it, whether or not that tells of these countries.
    """

    indicator: Indicator
    series: tuple[Series, ...]
    divided: dict[str, Divided]
    provided: bool

    @property
    def known(self) -> tuple[Series, ...]:
        """The series that have a value."""
        return tuple(one for one in self.series if any(f.value is not None for _, f in one.points))

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.known or self.divided)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures that are shown."""
        parts = [figure for found in self.divided.values() for _, figure in found]
        return (*(figure for one in self.known for _, figure in one.points), *parts)


def indicator_data(context: ProfileContext, indicator: Indicator) -> IndicatorData:
    """Return what the release tells of an indicator."""
    if not any(in_release(context, measure) for measure in indicator.measure):
        return IndicatorData(indicator, (), {}, provided=False)
    found = []
    for country in subjects(context, indicator):
        for measure in indicator.measure:
            name = _name(context, indicator, country, measure)
            found.append(Series(name, _points(context, indicator, measure, country)))
        if indicator.union:
            name = (*_short(context, country), *context.say("European Union"))
            found.append(Series(name, union_series(context, indicator.measure[0], country)))
    divided = {country: _divided(context, indicator, country) for country in subjects(context, indicator)}
    return IndicatorData(
        indicator, tuple(found), {c: parts for c, parts in divided.items() if len(parts) > 1}, provided=True
    )


def other_side(indicator: Indicator) -> str:
    """Return the dimension along which an indicator is divided."""
    if indicator.by == "purpose":
        return "breakdown"
    return "ref_area" if indicator.role == "origin" else "counterpart"


def _divided(context: ProfileContext, indicator: Indicator, country: str) -> Divided:
    if not indicator.by:
        return []
    everyone = indicator.by == "ranking" and indicator.role == "from_there"
    at = places(context, "hosted" if everyone else indicator.role, country)
    return along(context, indicator.measure[0], at, other_side(indicator))[:MOST]


FEW = 4
"""Countries that are named where a sum is of few."""


def subjects(context: ProfileContext, indicator: Indicator) -> tuple[str, ...]:
    """Return the countries an indicator is told for; what is about the observer is told once."""
    return context.countries[:1] if indicator.role == "observer" else context.countries


def last_known(one: Series) -> list[Figure]:
    """Return the last known figure of a series and the one before, the last first."""
    return [figure for _, figure in one.points if figure.value is not None][:-3:-1]


def period_of(figure: Figure) -> Label:
    """Return the year of a figure, or the quarter or month if the source tells such periods."""
    where = {c.column: c.values for c in figure.lineage.where} if isinstance(figure.lineage, Selection) else {}
    year = figure.period.start.year if figure.period else ""
    return Label(str(*where.get("time_period", (year,))).replace("-", "\N{NON-BREAKING HYPHEN}"))


def _points(context: ProfileContext, indicator: Indicator, measure: str, country: str) -> Points:
    at = places(context, indicator.role, country)
    return shares(context, measure, indicator.share_of, at) if indicator.share_of else series(context, measure, at)


def _name(context: ProfileContext, indicator: Indicator, country: str, measure: str) -> Line:
    if measure in PARTS:
        return (*_short(context, country), *context.say(PARTS[measure]))
    if indicator.role == "observer":
        return (context.country(context.observer),)
    if indicator.union or indicator.role == "from_there":
        return (*_short(context, country), context.country(context.observer))
    return (context.country(country), *_limits(context, indicator, country, measure))


def _limits(context: ProfileContext, indicator: Indicator, country: str, measure: str) -> Line:
    """Return which countries a sum is of, where they are few: this stands wherever the figure does."""
    few = sum_of_few(context, measure, places(context, indicator.role, country))
    if not few:
        return ()
    names = tuple(part for code in few[:FEW] for part in (Label(", "), context.country(code)))[1:]
    more = (Label(", …"),) if len(few) > FEW else ()
    return (Label(" ("), *context.say("of these countries only: {countries}", countries=(*names, *more)), Label(")"))


def _short(context: ProfileContext, country: str) -> Line:
    """Return the code of a country before a name, where several countries stand side by side."""
    return (Label(f"{country} · "),) if len(context.countries) > 1 else ()


def title_of(context: ProfileContext, indicator: Indicator) -> Line:
    """Return the name of an indicator, with the country of the observer where it is about that country alone."""
    name = context.say(indicator.name)
    about = indicator.role in {"origin_there", "observer", "from_there"} and not indicator.union
    return (*name, Label(" · "), context.country(context.observer)) if about else name
