"""Facts of a release that are no figures: which activities there are, their names, days, places and results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from grutto.measures.derive import NEARLY
from grutto.measures.levels import KINDS
from grutto.measures.session import asked_once
from grutto.model.figure import Condition, Period, Selection
from grutto.model.finding import SEVERITIES

if TYPE_CHECKING:
    from grutto.measures.session import Session
    from grutto.model.figure import Figure


Texts = tuple[tuple[str, str], ...]
"""Language to what a publisher wrote in it, the file's own language first; empty where no language is told."""


@dataclass(frozen=True, slots=True)
class ReportedActivity:
    """An activity as the report names it; `whole` if none of its amounts is left out for its hierarchy level."""

    identifier: str
    title: Texts
    description: Texts
    organisation: str
    start: date | None
    end: date | None
    countries: tuple[str, ...]
    priority: str
    reason: str
    counted: bool
    whole: bool
    level_reason: str
    reporter: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An indicator of an activity in one period (none: its days are unknown): target, achieved value, unit."""

    identifier: str
    indicator: str
    name: Texts
    unit: str
    period: Period | None
    target: Figure | None
    actual: Figure | None


@asked_once
def activities(session: Session) -> list[ReportedActivity]:
    """Return all activities that a framework attributes, by identifier, with texts in each language they have."""
    columns = (
        "iati_identifier", "title", "reporting_org", "implementing_org",
        "planned_start", "actual_start", "planned_end", "actual_end",
        "attribution.priority", "attribution.reason", "attribution.counted", "attribution.level_reason",
        *(f"attribution.counted_{kind}" for kind in KINDS), "snapshot", "locator",
    )  # fmt: skip
    titles = _texts(session, "title")
    descriptions = _texts(session, "description")
    places = _countries(session)
    rows = _rows(session, Selection("facts", "portfolio", "iati_identifier", "count"), columns)
    return [_activity(row, titles, descriptions, places) for row in rows]


@asked_once
def _rows(session: Session, selection: Selection, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return rows, asked once."""
    return session.engine.rows(selection, columns)


@asked_once
def under_way(session: Session, year: int) -> set[str]:
    """Return the activities that ran on at least one day of a year."""
    selection = Selection("facts", "active", "iati_identifier", "count", (Condition("year", (year,)),))
    return {row["iati_identifier"] for row in session.engine.rows(selection, ("iati_identifier",))}


def remarks(session: Session) -> list[dict[str, Any]]:
    """Return every remark on the files: what, how it is mended, and where."""
    selection = Selection("facts", "finding", "source_row", "count", (Condition("severity", SEVERITIES),))
    return _rows(session, selection, ("message", "repair", "file", "line", "locator"))


def _activity(
    row: dict[str, Any], titles: dict[str, Texts], descriptions: dict[str, Texts], places: dict[str, list[str]]
) -> ReportedActivity:
    own = f"{row['snapshot']}{row['locator']}"
    identifier = row["iati_identifier"]
    return ReportedActivity(
        identifier=identifier,
        title=titles.get(f"{own}/title[1]") or (("", row["title"] or identifier),),
        description=descriptions.get(f"{own}/description[1]", ()),
        organisation=row["implementing_org"],
        start=row["actual_start"] or row["planned_start"],
        end=row["actual_end"] or row["planned_end"],
        countries=tuple(places.get(identifier, ())),
        priority=row["priority"],
        reason=row["reason"],
        counted=row["counted"],
        whole=all(row[f"counted_{kind}"] for kind in KINDS),
        level_reason=row["level_reason"],
        reporter=row["reporting_org"],
    )


@asked_once
def titles(session: Session) -> dict[str, Texts]:
    """Return the title of each activity that a framework attributes, by its identifier."""
    return {activity.identifier: activity.title for activity in activities(session)}


@asked_once
def outcomes(session: Session) -> list[Outcome]:
    """Return each indicator in each period, ordered by activity, indicator and time."""
    names = _indicator_names(session)
    figures = {
        element: {_key(at): figure for at, figure in session.book.breakdown(element)}
        for element in ("target", "actual")
    }
    keys = sorted(figures["target"].keys() | figures["actual"].keys(), key=_order)
    return [
        Outcome(
            identifier=key[0],
            indicator=key[1],
            name=names.get(key[:2]) or (("", key[1]),),
            unit=key[4],
            period=Period(key[2], key[3]) if key[2] and key[3] else None,
            target=figures["target"].get(key),
            actual=figures["actual"].get(key),
        )
        for key in keys
    ]


def outcomes_in(session: Session, year: int) -> list[Outcome]:
    """Return the results in periods that share a day with a year."""
    days, every = Period.year(year), outcomes(session)
    return [o for o in every if o.period and o.period.start <= days.end and days.start <= o.period.end]


def before_each(results: list[Outcome]) -> list[Outcome | None]:
    """Return what each result is compared with: the latest of its series that ended before it began.

    Of two that ended on one day it is the one as long: a year is compared with a year, a quarter with a quarter.
    """
    series: dict[tuple[str, str, str], list[tuple[Period, Outcome]]] = defaultdict(list)
    for o in results:
        if o.period and o.actual:
            series[o.identifier, o.indicator, o.unit].append((o.period, o))

    def before(outcome: Outcome) -> Outcome | None:
        now = outcome.period
        past = [
            (known.end, abs(_days(known) - _days(now)) <= NEARLY, known.start, number, other)
            for number, (known, other) in enumerate(series[outcome.identifier, outcome.indicator, outcome.unit])
            if now and known.end < now.start
        ]
        return max(past)[-1] if past else None

    return [before(o) for o in results]


def _days(period: Period) -> int:
    return (period.end - period.start).days


def _key(at: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(at[name] for name in ("iati_identifier", "indicator", "period_start", "period_end", "unit"))


def _order(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Sort unknown days last."""
    return (*key[:2], *((day is None, day or date.max) for day in key[2:4]), key[4])


def _texts(session: Session, field: str) -> dict[str, Texts]:
    """Return the narratives of a field, by file and locator of their element, in the order of the file."""
    selection = Selection("facts", "narrative", "locator", "count", (Condition("field", (field,)),))
    texts: dict[str, Texts] = {}
    for row in _rows(session, selection, ("snapshot", "parent", "locator", "language", "text")):
        place = f"{row['snapshot']}{row['parent']}"
        texts[place] = (*texts.get(place, ()), (row["language"] or "", row["text"]))
    return texts


@asked_once
def _countries(session: Session) -> dict[str, list[str]]:
    rows = session.engine.rows(
        Selection("facts", "recipient", "iati_identifier", "count"), ("iati_identifier", "country")
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["country"] != "unspecified":
            found.setdefault(row["iati_identifier"], []).append(row["country"])
    return found


def _indicator_names(session: Session) -> dict[tuple[str, str], Texts]:
    texts = _texts(session, "result/indicator/title")
    selection = Selection("facts", "indicator_value", "locator", "count")
    columns = ("iati_identifier", "indicator", "indicator_title", "snapshot", "locator")
    names = {}
    for row in _rows(session, selection, columns):
        indicator = row["locator"].rpartition("/period")[0]
        title = texts.get(f"{row['snapshot']}{indicator}/title[1]")
        own = row["indicator_title"] or row["indicator"]
        names[row["iati_identifier"], row["indicator"]] = title or (("", own),)
    return names
