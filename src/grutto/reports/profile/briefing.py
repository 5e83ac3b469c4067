"""The first page of a profile: a sentence on each of five subjects, with the figures that matter to the observer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.codelists import iso2_of, land_neighbours
from grutto.content.blocks import Country, FigureText, Heading, Items, Label, Paragraph, Section, between
from grutto.measures.comparability import breaks
from grutto.message import msg
from grutto.reports.context import say
from grutto.reports.profile.indicator_data import period_of
from grutto.reports.profile.series import SIDES, along, figure_at, places, rates, series, sum_of_few
from grutto.reports.profile.words import change_of

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicators import Role
    from grutto.reports.profile.series import At

BACK = 5
"""Years over which a figure is compared."""
LARGEST = 2
"""Countries that are named where figures are by country."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence about one measure.

    Args:
        name: what it is called where it is unknown.
        text: how it is said, with `{figure}`, `{country}`, `{observer}` and `{year}`.
        measure: the measure.
        role: about which countries it is.
        few: how it is said by country, with `{parts}`, where a data flow tells few countries.
        rate: operation that makes a rate of the measure and those in `rate_of`.
        rate_of: the other measures of the rate.
        people: per thousand inhabitants of whom.
        neighbours: also those of the observer's neighbours are told.
        most: also the countries with the largest parts are told.
        instead: said where this one is unknown.
    """

    name: str
    text: str
    measure: str
    role: Role
    few: str = ""
    rate: str = ""
    rate_of: tuple[str, ...] = ()
    people: str = ""
    neighbours: bool = False
    most: bool = False
    instead: Clause | None = None


SENTENCES = (
    (
        msg("Refugees"),
        (
            Clause(
                msg("refugees from the country"),
                msg("{figure} refugees from {country} were counted at the end of {year}"),
                "refugees",
                "origin",
                few=msg("at the end of {year} refugees from {country} were counted in few countries only: {parts}"),
                people="country",
                most=True,
            ),
            Clause(
                msg("refugees in the country"),
                msg("{country} itself hosted {figure} refugees in {year}"),
                "refugees",
                "hosted",
                few=msg("{country} itself hosted refugees from few countries that are told in {year}: {parts}"),
            ),
            Clause(
                msg("people displaced within the country"),
                msg("{figure} people were displaced within {country} in {year}"),
                "internally_displaced",
                "displaced",
                people="country",
            ),
            Clause(
                msg("displacements by disasters"),
                msg("disasters displaced people {figure} times within {country} in {year}"),
                "displacements_by_disasters",
                "displaced",
            ),
        ),
    ),
    (
        msg("Diaspora"),
        (
            Clause(
                msg("people from the country abroad"),
                msg("{figure} people from {country} lived abroad in {year}"),
                "migrant_stock",
                "origin",
                people="country",
                most=True,
            ),
            Clause(
                msg("residents from the country"),
                msg("{figure} people from {country} lived in {observer} in {year}"),
                "migrant_stock",
                "origin_there",
                people="observer",
                neighbours=True,
            ),
        ),
    ),
    (
        msg("Asylum"),
        (
            Clause(
                msg("asylum applicants"),
                msg("{figure} people from {country} asked {observer} for asylum in {year}"),
                "asylum_applicants",
                "origin_there",
                neighbours=True,
                instead=Clause(
                    msg("asylum applicants"),
                    msg("{figure} asylum applications from {country} were made in {observer} in {year}"),
                    "asylum_applications",
                    "origin_there",
                    neighbours=True,
                ),
            ),
            Clause(
                msg("first-time applicants"),
                msg("{figure} people from {country} applied in {observer} for the first time in {year}"),
                "first_time_asylum_applicants",
                "origin_there",
            ),
            Clause(
                msg("recognition"),
                msg("{figure} of the decisions that {observer} took in first instance gave protection in {year}"),
                "first_instance_positive",
                "origin_there",
                rate="share_percent",
                rate_of=("first_instance_decisions",),
            ),
        ),
    ),
    (
        msg("Remittances"),
        (
            Clause(
                msg("remittances received"),
                msg("remittances to {country} came to {figure} in {year}"),
                "remittances_received",
                "own",
            ),
            Clause(
                msg("their share of the economy"),
                msg("remittances were {figure} of the economy of {country} in {year}"),
                "remittances_share_of_gdp",
                "own",
            ),
            Clause(
                msg("remittances from {observer}"),
                msg("people in {observer} sent {figure} to {country} in {year}, by estimate"),
                "bilateral_remittances",
                "from_there",
            ),
            Clause(
                msg("the price of sending money"),
                msg("sending money from {observer} to {country} cost {figure} of the amount in {year}"),
                "remittance_price",
                "from_there",
            ),
        ),
    ),
    (
        msg("Aid and programme"),
        (
            Clause(
                msg("aid from {observer}"),
                msg("aid from {observer} to {country} came to {figure} in {year}"),
                "aid_received",
                "from_there",
            ),
        ),
    ),
)
"""Name and clauses of each sentence; the last one has the programme's activities too."""


def briefing(context: ProfileContext, anchor: str) -> Section:
    """Return a sentence a subject for each country, compared with five years before; then what is not known."""
    blocks: list[Block] = []
    for country in context.countries:
        if len(context.countries) > 1:
            blocks.append(Heading((Country(country),), 3))
        clauses_by_subject = {name: _clauses(context, country, clauses) for name, clauses in SENTENCES}
        sentences = tuple(_sentence(name, lines) for name, lines in clauses_by_subject.items() if any(lines.values()))
        blocks += [Items(sentences)] if sentences else []
        blocks += [Paragraph(line, "small") for line in _not_known(context, clauses_by_subject)]
    return Section(f"{anchor}briefing", say("In short"), tuple(blocks))


def _clauses(context: ProfileContext, country: str, clauses: tuple[Clause, ...]) -> dict[str, Line]:
    """Return the name of each clause of a sentence, with what is said; nothing where it is not known."""
    clause_lines = {clause.name: _clause(context, country, clause) for clause in clauses}
    return clause_lines | _programme(context, country) if clauses == SENTENCES[-1][1] else clause_lines


def _sentence(name: str, clauses: dict[str, Line]) -> Line:
    return (*say(name), Label(": "), *between("; ", [line for line in clauses.values() if line]), Label("."))


def _not_known(context: ProfileContext, clauses_by_subject: dict[str, dict[str, Line]]) -> list[Line]:
    """Return what the sentences are silent about, and the subjects of which there is no sentence."""
    partly = [
        name
        for clauses in clauses_by_subject.values()
        if any(clauses.values())
        for name, line in clauses.items()
        if not line
    ]
    silent = [say(name) for name, clauses in clauses_by_subject.items() if not any(clauses.values())]
    found: list[Line] = []
    if partly:
        observer = Country(context.observer, within=True)
        names = [say(n, observer=observer) if "{observer}" in n else say(n) for n in partly]
        found.append(say("Not known: {names}.", names=between(", ", names)))
    if silent:
        nothing = say("nothing is known of this from the release.")
        found.append((*between(" · ", silent), Label(": "), *nothing))
    return found


def _clause(context: ProfileContext, country: str, clause: Clause) -> Line:
    """Return what is said of a measure; nothing where it is unknown."""
    at = places(context, clause.role, country)
    if clause.few and (parts := _parts_of_few(context, clause, at)):
        return _worded(context, country, clause.few, parts[0][1], parts=_named(parts))
    points = [f for _, f in _points(context, clause, at) if f.value is not None]
    if not points:
        return _clause(context, country, clause.instead) if clause.instead else ()
    now = points[-1]
    beside = [*_per_thousand(context, country, clause, now), _since(context, points, now)]
    main_clause = _worded(context, country, clause.text, now, figure=FigureText(now, "unit"))
    sentence = (
        (*main_clause, Label(" ("), *between("; ", [line for line in beside if line]), Label(")"))
        if any(beside)
        else main_clause
    )
    return (*sentence, *_others(context, clause, at, now))


def _points(context: ProfileContext, clause: Clause, at: At) -> tuple[tuple[int, Figure], ...]:
    if clause.rate:
        return rates(context, clause.rate, tuple((one, at) for one in (clause.measure, *clause.rate_of)))
    return series(context, clause.measure, at)


def _worded(context: ProfileContext, country: str, text: str, now: Figure, **places: FigureText | Line) -> Line:
    about, observer = (Country(code, within=True) for code in (country, context.observer))
    return say(text, country=about, observer=observer, year=period_of(now), **places)


def _per_thousand(context: ProfileContext, country: str, clause: Clause, now: Figure) -> list[Line]:
    if not clause.people or not now.period:
        return []
    who = country if clause.people == "country" else context.observer
    people = dict(series(context, "population", places(context, "own", who))).get(now.period.start.year)
    if people is None or not people.value:
        return []
    rate = FigureText(context.book.derive("per_thousand", now, people))
    return [say("{rate} per thousand inhabitants of {country}", rate=rate, country=Country(who, within=True))]


def _since(context: ProfileContext, points: list[Figure], now: Figure) -> Line:
    """Return the change over five years; that there is no figure to compare with; or what stands in its way."""
    year = now.period.start.year - BACK if now.period else 0
    then = next((f for f in points if f.period and f.period.start.year == year), None)
    if then is None:
        return say("no figure for {year} to compare with", year=Label(str(year)))
    if crossed := breaks((then, now)):
        return say(
            "not comparable with {year}: the series breaks in {broken}",
            year=period_of(then),
            broken=Label(str(crossed[-1][0])),
        )
    change = change_of(context, points, now, then)
    return say("{change} since {year}", change=change, year=period_of(then))


def _parts_of_few(context: ProfileContext, clause: Clause, at: At) -> list[tuple[str, Figure]]:
    """Return the figures by country where no sum can be made, the largest first; nothing where a sum can."""
    if not sum_of_few(context, clause.measure, at):
        return []
    side = next(side for side in SIDES if side not in at)
    return along(context, clause.measure, at, side)[: 2 * LARGEST]


def _others(context: ProfileContext, clause: Clause, at: At, now: Figure) -> Line:
    """Return the countries with the largest parts, or the observer's neighbours, each with its figure."""
    if clause.most:
        side = next(side for side in SIDES if side not in at)
        largest = [pair for pair in along(context, clause.measure, at, side) if pair[1].period == now.period][:LARGEST]
        return say(", most of them in {parts}", parts=_named(largest)) if largest else ()
    parts = _neighbours(context, clause, at, now) if clause.neighbours else []
    return say("; in neighbouring countries: {parts}", parts=_named(parts)) if parts else ()


def _neighbours(context: ProfileContext, clause: Clause, at: At, now: Figure) -> list[tuple[str, Figure]]:
    year = now.period.start.year if now.period else context.year
    where = {c.column: c.values[0] for c in now.lineage.where} if hasattr(now.lineage, "where") else {}
    found = []
    for code in land_neighbours(context.observer):
        figure = figure_at(
            context, clause.measure, at | {"ref_area": code, "year": year, "dataflow": where["dataflow"]}
        )
        if figure.value is not None:
            found.append((code, figure))
    return found


def _named(parts: list[tuple[str, Figure]]) -> Line:
    return between(", ", [(Country(code), Label(" "), FigureText(figure, "unit")) for code, figure in parts])


def _programme(context: ProfileContext, country: str) -> dict[str, Line]:
    """Return how many activities of the programme were under way in the country, and what they spent there."""
    at: At = {"country": iso2_of(country), "year": context.year}
    there = context.book.measure("activities").rows > 0
    active, spent = context.book.measure("active", **at), context.book.measure("spent_once", **at)
    year, place = context.this_year(), Country(country, within=True)
    text = msg("activities of the programme under way in {country} in {year}: {number}")
    count = say(text, number=FigureText(active), country=place, year=year)
    money = say("they spent {amount} there, counted once", amount=FigureText(spent))
    return {
        msg("activities of the programme"): count if there and active.value is not None else (),
        msg("what they spent"): money if there and active.value and spent.value is not None else (),
    }
