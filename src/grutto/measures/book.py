"""The book of figures: every figure asked for, once, with its lineage."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.errors import UnknownNameError
from grutto.measures import dimension_column, measure_named
from grutto.measures.comparability import FLAGGED, OBSERVATION, observed, with_breaks
from grutto.measures.derive import derive
from grutto.message import coded, msg
from grutto.model.figure import Condition, Figure, Period, Scalar, Selection, figure_id
from grutto.store.engine import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grutto.model.figure import Statement
    from grutto.model.measure import Measure
    from grutto.store.engine import Engine

ATTRIBUTION = "attribution"
LEVEL = "portfolio.hierarchy"
FREQUENCY, TIME_PERIOD = "freq", "time_period"
"""Without a period being named, a measure of statistics tells years only: a month or quarter is no year."""
NO_ROWS = "no-rows"
"""Reason of a figure of which the sources have no row."""
INFERRED = "inferred"
"""Warning of a figure that a document does not state, and of those computed from it."""
Breakdown = list[tuple[dict[str, Scalar], Figure]]
"""Values of the dimensions, and their figure."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A total with what is told beside it: why values are unknown, and the flags of statistics."""

    group: Group
    because: tuple[Group, ...] = ()
    flags: tuple[Group, ...] = ()


class Notebook:
    """Keeps the figures that people or documents state and those derived from them, each under its id; asks no engine.

    Threads may share it.
    """

    def __init__(self, *, most: int = 0) -> None:
        """Open it empty.

        Args:
            most: figures that it keeps, those asked for first being forgotten first; 0 keeps all, as an edition needs.
        """
        self._most = most
        self._lock = threading.Lock()
        self.figures: dict[str, Figure] = {}

    def derive(self, operation: str, *inputs: Figure) -> Figure:
        """Return the figure that an operation of `measures/derive.py` makes of others."""
        return self._keep(with_breaks(derive(operation, inputs), {f.id: f for f in inputs}))

    def state(
        self,
        identity: str,
        value: Decimal | None,
        unit: str,
        statement: Statement,
        *,
        period: Period | None,
        inferred: bool = False,
    ) -> Figure:
        """Return a figure that a person or document states, or that was inferred from it, as its reference tells."""
        rule = msg("As stated in the document.")
        reasons = () if value is not None else (("document-silent", 1),)
        notes = (INFERRED,) if inferred else ()
        return self._keep(Figure(identity, value, unit, statement, period, reasons=reasons, rule=rule, warnings=notes))

    def _keep(self, figure: Figure) -> Figure:
        with self._lock:
            first = self.figures.setdefault(figure.id, figure)
            if self._most and len(self.figures) > self._most:
                del self.figures[next(iter(self.figures))]
        return first


class Book(Notebook):
    """Asks the engine and keeps each figure under its id, in the order in which it was first asked for.

    A question for many figures at once costs as much as one for a single figure. Threads may share a book: two that ask
    the same get the same figure.
    """

    def __init__(self, engine: Engine, *, attributed: bool, most: int = 0) -> None:
        """Open an empty book.

        Args:
            engine: with a release's tables registered.
            attributed: the relation `attribution` of a framework is registered too.
            most: figures that it keeps: see `Notebook`.
        """
        super().__init__(most=most)
        self._engine = engine
        self._attributed = attributed
        self._breakdowns: dict[Any, Breakdown] = {}
        self._groups: dict[Any, list[Group]] = {}

    def measure(self, name: str, **dimensions: Scalar) -> Figure:
        """Return one figure of a measure at some dimensions.

        Rows that the measure keeps apart (units, currencies, indicators, hierarchy levels) are not added: then the
        figure is unknown and says so.

        Raises:
            UnknownNameError: no such measure or dimension.
        """
        return self._figure_at(name, dimensions, {})

    def measure_among(self, name: str, among: dict[str, tuple[Scalar, ...]], **dimensions: Scalar) -> Figure:
        """Return one figure of a measure where some dimensions may have any of several values.

        Raises:
            UnknownNameError: no such measure or dimension.
        """
        return self._figure_at(name, dimensions | _joined(among), among)

    def measure_all(
        self, name: str, each: Sequence[dict[str, Scalar]], among: dict[str, tuple[Scalar, ...]] | None = None
    ) -> list[Figure]:
        """Return the figures of a measure at several places, as `measure_among` would: one question for all.

        Args:
            name: of the measure.
            each: the dimensions of each figure; all name the same ones.
            among: dimensions that may have any of several values in every figure.

        Raises:
            UnknownNameError: no such measure or dimension.
        """
        among = among or {}
        named = [at | _joined(among) for at in each]
        names = [figure_id(name, at) for at in named]
        found = {i: self.figures.get(i) for i in names}
        missing = [at for i, at in zip(names, named, strict=True) if found[i] is None]
        if len(missing) == 1:
            found[figure_id(name, missing[0])] = self._figure_at(name, missing[0], among)
        elif missing:
            found |= {figure.id: figure for figure in self._asked_together(measure_named(name), missing, among)}
        return [figure for i in names if (figure := found[i])]

    def _asked_together(
        self, measure: Measure, each: list[dict[str, Scalar]], among: dict[str, tuple[Scalar, ...]]
    ) -> list[Figure]:
        """Ask for figures at once: along the dimensions in which they differ, and what the measure keeps apart."""
        values = {d: tuple(dict.fromkeys(at[d] for at in each)) for d in each[0]}
        fixed: dict[str, Scalar] = {d: known[0] for d, known in values.items() if len(known) == 1}
        along = [d for d in values if d not in fixed]
        columns = [dimension_column(measure, d) for d in along]
        apart = tuple(c for c in self._apart(measure) if c not in columns)
        together = self.selection(measure, fixed, {d: values[d] for d in along} | among)
        answers: dict[tuple[Any, ...], list[_Answer]] = defaultdict(list)
        for answer in self._ask(together, (*columns, *apart)):
            key, rest = answer.group.by[: len(columns)], answer.group.by[len(columns) :]
            answers[key].append(replace(answer, group=replace(answer.group, by=rest)))
        nothing = [] if apart else [_Answer(Group((), Decimal(0) if measure.aggregate == "count" else None, 0, 0))]
        return [
            self._keep(self._one(measure, at, self.selection(measure, at, among), found or nothing, apart))
            for at in each
            for found in (answers[tuple(at[d] for d in along)],)
        ]

    def groups(
        self, name: str, by: tuple[str, ...], among: dict[str, tuple[Scalar, ...]], **dimensions: Scalar
    ) -> list[Group]:
        """Return the totals of a measure along columns, asked once; no figures are made of them.

        Raises:
            UnknownNameError: no such measure or dimension.
        """
        return self._totals(self.selection(measure_named(name), dimensions, among), by)

    def _totals(self, selection: Selection, by: tuple[str, ...]) -> list[Group]:
        """Return the totals of a selection along columns, of which no figures are made: asked once."""
        question = (selection, by)
        if (known := self._groups.get(question)) is None:
            known = self._engine.aggregate(*question)
            if not self._most:
                self._groups[question] = known
        return known

    def _figure_at(self, name: str, dimensions: dict[str, Scalar], among: dict[str, tuple[Scalar, ...]]) -> Figure:
        if known := self.figures.get(figure_id(name, dimensions)):
            return known
        measure = measure_named(name)
        selection = self.selection(measure, dimensions, among)
        apart = self._apart(measure)
        return self._keep(self._one(measure, dimensions, selection, self._ask(selection, apart), apart))

    def _ask(self, selection: Selection, by: tuple[str, ...]) -> list[_Answer]:
        """Return the totals of a selection along columns, each with what is told beside it: at most three questions."""
        groups = self._engine.aggregate(selection, by)
        because = self._beside(selection, by, ("unknown_because",)) if any(g.unknown for g in groups) else {}
        flags = self._beside(selection, by, FLAGGED) if selection.relation == OBSERVATION else {}
        return [_Answer(g, because.get(g.by, ()), flags.get(g.by, ())) for g in groups]

    def _beside(
        self, selection: Selection, by: tuple[str, ...], further: tuple[str, ...]
    ) -> dict[tuple[Any, ...], tuple[Group, ...]]:
        """Return the totals along further columns, by the values of the first ones."""
        found: dict[tuple[Any, ...], tuple[Group, ...]] = defaultdict(tuple)
        for group in self._engine.aggregate(selection, (*by, *further)):
            found[group.by[: len(by)]] += (replace(group, by=group.by[len(by) :]),)
        return found

    def left_out(self, name: str, **dimensions: Scalar) -> Figure:
        """Return what a measure leaves out: its rows at hierarchy levels that are not counted.

        Raises:
            UnknownNameError: no such measure or dimension, or no framework says which levels count.
        """
        measure = measure_named(name)
        level = f"{ATTRIBUTION}.{measure.one_level}"
        self._require_attribution([level])
        named = dimensions | {"level": "not-counted"}
        if known := self.figures.get(figure_id(name, named)):
            return known
        whole = self.selection(measure, dimensions)
        where = tuple(replace(c, values=(False,)) if c.column == level else c for c in whole.where)
        (answer,) = self._ask(replace(whole, where=where), ())
        return self._keep(self._figure(measure, named, replace(whole, where=where), answer))

    def breakdown(self, name: str, *by: str, **dimensions: Scalar) -> Breakdown:
        """Return the figures of a measure along dimensions, ordered by them: one question for all, asked once.

        What the measure keeps apart is broken down too, unless `dimensions` fixes it.
        """
        question = (name, by, tuple(sorted(dimensions.items())))
        if (known := self._breakdowns.get(question)) is None:
            known = self._broken_down(measure_named(name), by, dimensions)
            if not self._most:
                self._breakdowns[question] = known
        return known

    def _broken_down(self, measure: Measure, by: tuple[str, ...], dimensions: dict[str, Scalar]) -> Breakdown:
        columns = [dimension_column(measure, d) for d in by]
        self._require_attribution(columns)
        fixed = {dimension_column(measure, d) for d in dimensions}
        columns += [c for c in self._apart(measure) if c not in columns and c not in fixed]
        answer = []
        for total in self._ask(self.selection(measure, dimensions), tuple(columns)):
            found = {c.rpartition(".")[2]: value for c, value in zip(columns, total.group.by, strict=True)}
            at = dimensions | found
            figure = self._figure(measure, at, self.selection(measure, at), total)
            answer.append((found, self._keep(figure)))
        return answer

    def values(self, name: str, by: str, **dimensions: Scalar) -> dict[Scalar, Decimal | None]:
        """Return the totals of a measure along a dimension, asked once; no figures are made: to choose which are shown.

        None where a total is unknown, or where the measure keeps several apart; what has no rows is not in it.
        """
        measure = measure_named(name)
        column, fixed = dimension_column(measure, by), {dimension_column(measure, d) for d in dimensions}
        self._require_attribution([column])
        apart = [c for c in self._apart(measure) if c != column and c not in fixed]
        found: dict[Scalar, Decimal | None] = {}
        for group in self._totals(self.selection(measure, dimensions), (column, *apart)):
            found[group.by[0]] = None if group.by[0] in found else group.value
        return found

    def selection(
        self, measure: Measure, dimensions: dict[str, Scalar], several: dict[str, tuple[Scalar, ...]] | None = None
    ) -> Selection:
        """Return the rows of a measure at some dimensions; those in `several` may have any of their values."""
        where: dict[str, tuple[Scalar, ...]] = dict(measure.filter)
        if TIME_PERIOD in {*dimensions, *(several or {})}:
            where.pop(FREQUENCY, None)
        where |= {dimension_column(measure, d): (value,) for d, value in dimensions.items()}
        where |= {dimension_column(measure, d): values for d, values in (several or {}).items()}
        if measure.one_level and self._attributed:
            where[f"{ATTRIBUTION}.{measure.one_level}"] = (True,)
        self._require_attribution(where)
        conditions = tuple(Condition(column, where[column]) for column in sorted(where))
        return Selection(measure.name, measure.relation, measure.value, measure.aggregate, conditions)

    def _require_attribution(self, columns: Iterable[str]) -> None:
        """Refuse to ask for priorities where no framework says which they are."""
        if not self._attributed and any(c.startswith(f"{ATTRIBUTION}.") for c in columns):
            raise UnknownNameError(
                "Priorities and budget lines are those of a policy framework, and none was named",
                repair="name one",
                command="--framework nl-2008",
            )

    def _apart(self, measure: Measure) -> tuple[str, ...]:
        """Return the columns whose different values are not added; without a framework, the hierarchy level too."""
        levels = (LEVEL,) if measure.one_level and not self._attributed else ()
        return (*measure.apart, *levels)

    def _one(
        self,
        measure: Measure,
        dimensions: dict[str, Scalar],
        selection: Selection,
        answers: list[_Answer],
        apart: tuple[str, ...],
    ) -> Figure:
        """Return the only group as a figure; rows that are kept apart give none."""
        groups = [answer.group for answer in answers]
        if len(groups) == 1:
            found = {c.rpartition(".")[2]: value for c, value in zip(apart, groups[0].by, strict=True)}
            figure = self._figure(measure, dimensions | found, selection, answers[0])
            return replace(figure, id=figure_id(measure.name, dimensions))
        reason = NO_ROWS
        if groups:
            differing = [c.rpartition(".")[2] for i, c in enumerate(apart) if len({g.by[i] for g in groups}) > 1]
            reason = coded("apart", dimensions=", ".join(differing))
        return Figure(
            id=figure_id(measure.name, dimensions),
            value=None,
            unit="unspecified" if measure.unit.startswith("@") else measure.unit,
            lineage=selection,
            period=_period(dimensions),
            rows=sum(g.rows for g in groups),
            unknown=sum(g.unknown for g in groups),
            reasons=((reason, 1),),
            rule=measure.rule.strip(),
        )

    def _figure(self, measure: Measure, dimensions: dict[str, Scalar], selection: Selection, total: _Answer) -> Figure:
        """Return a total as a figure; its dimensions give unit and period."""
        unit = str(dimensions[measure.unit[1:]]) if measure.unit.startswith("@") else measure.unit
        return Figure(
            id=figure_id(measure.name, dimensions),
            value=total.group.value,
            unit=unit,
            lineage=selection,
            period=_period(dimensions),
            rows=total.group.rows,
            unknown=total.group.unknown,
            reasons=_reasons(total),
            rule=measure.rule.strip(),
            warnings=observed(total.flags, dimensions),
            stock_flow=measure.stock_flow,
        )


def _joined(among: dict[str, tuple[Scalar, ...]]) -> dict[str, Scalar]:
    """Return several values as one, as the id of a figure has them."""
    return {d: "+".join(map(str, values)) for d, values in among.items()}


def _reasons(total: _Answer) -> tuple[tuple[str, int], ...]:
    if not total.group.rows and total.group.value is None:
        return ((NO_ROWS, 1),)
    return tuple((str(g.by[0]), g.unknown) for g in total.because if g.unknown)


def _period(dimensions: dict[str, Scalar]) -> Period | None:
    start, end, year = (dimensions.get(name) for name in ("period_start", "period_end", "year"))
    if isinstance(start, date) and isinstance(end, date):
        return Period(start, end)
    return Period.year(year) if isinstance(year, int) else None
