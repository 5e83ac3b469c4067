"""A measure asked directly: along dimensions, under conditions, of a release."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grutto.measures import dimension_value, measure_named
from grutto.measures.absence import absence
from grutto.measures.session import open_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session
    from grutto.model.figure import Figure, Scalar
    from grutto.model.framework import Framework
    from grutto.store.home import Home


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Args:
        measure: its name.
        by: dimensions to divide along.
        where: dimension to value, as text.
        framework: the policy, for dimensions that it gives, such as priority.
        release: id of an earlier release; without it the current one.
    """

    measure: str
    by: tuple[str, ...] = ()
    where: dict[str, str] = field(default_factory=dict)
    framework: Framework | None = None
    release: str = ""

    @property
    def conditions(self) -> dict[str, Scalar]:
        """Dimension to typed value.

        Raises:
            UnknownNameError: there is no such measure or dimension.
            InputError: a value cannot be one of the dimension.
        """
        measure = measure_named(self.measure)
        return {name: dimension_value(measure, name, text) for name, text in self.where.items()}


@dataclass(frozen=True, slots=True)
class MeasureAnswer:
    """A measure along dimensions.

    Args:
        rows: one a group, with value, unit, source rows and what is unknown, with the reasons as codes.
        figures: the figure of each row.
        release: id of the release that was asked.
        absence: why no source row was found, in no language; empty if one was.
    """

    rows: list[dict[str, Any]]
    figures: tuple[Figure, ...]
    release: str
    absence: str = ""


def ask(home: Home, question: Question) -> MeasureAnswer:
    """Return a measure along dimensions.

    Raises:
        UnknownNameError: there is no such measure, dimension or release.
        StoreError: nothing was imported yet.
    """
    conditions = question.conditions
    with open_release(home, question.framework, question.release) as session:
        found = session.book.breakdown(question.measure, *question.by, **conditions)
        figures = tuple(figure for _, figure in found)
        is_empty = not any(figure.rows for figure in figures)
        why = _absence(session, question.measure, conditions) if is_empty else ""
    rows = [at | _row(figure) for at, figure in found]
    if "hierarchy" not in {*question.by, *conditions} and len({row.get("hierarchy") for row in rows}) == 1:
        rows = [{name: value for name, value in row.items() if name != "hierarchy"} for row in rows]
    return MeasureAnswer(rows, figures, session.release.id, why)


def _absence(session: Session, measure: str, conditions: dict[str, Scalar]) -> str:
    selection = session.book.selection(measure_named(measure), conditions)
    return absence(session.engine, selection)


def _row(figure: Figure) -> dict[str, Any]:
    value = {"value": figure.value, "unit": figure.unit, "rows": figure.rows, "unknown": figure.unknown}
    return value | {"unknown_because": figure.reasons, "figure": figure.id}


@contextmanager
def asked_figure(home: Home, question: Question) -> Iterator[tuple[Session, Figure]]:
    """Give the one figure that a question without `by` is about, with the open release that its rows are in.

    Raises:
        UnknownNameError: there is no such measure, dimension or release.
        StoreError: nothing was imported yet.
    """
    conditions = question.conditions
    with open_release(home, question.framework, question.release) as session:
        yield session, session.book.measure(question.measure, **conditions)
