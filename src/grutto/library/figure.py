"""A figure, opened: its value in words, and every row, figure or statement that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from markupsafe import Markup

from grutto.content.display import in_full
from grutto.content.register import period_line, unknown_texts
from grutto.content.wording import text_of
from grutto.errors import InputError
from grutto.library.rows import Frames, Row, Rows, html_table
from grutto.library.wording import counted, head_text, warnings_text
from grutto.locale import terminal_language, worded
from grutto.locale.reasons import reference_text
from grutto.measures.derive import roles_of
from grutto.measures.session import open_release
from grutto.measures.trace import simulation_facts, trace_rows
from grutto.message import Message
from grutto.model.figure import Derivation, Selection, Simulation, Statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from pathlib import Path

    from grutto.measures.session import Session
    from grutto.model.figure import Figure, Lineage, Period
    from grutto.model.framework import Framework
    from grutto.store.home import Home

LISTED = 12
"""Source rows that a notebook shows of a figure; `trace` gives all."""


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Where a figure can be taken apart.

    Args:
        home: the data folder.
        release: id.
        policy: gives the framework, if its priorities were used.
        known: the figures of its edition, which it may derive from.
        folder: of the report, which holds the tables of scenarios.
    """

    home: Home
    release: str
    policy: Callable[[], Framework | None]
    known: tuple[Figure, ...] = ()
    folder: Path | None = None


class OpenFigure:
    """A figure that can be taken apart where it stands.

    Attributes:
        figure: as it was asked or recorded, with all that it has.
    """

    figure: Figure

    def __init__(self, figure: Figure, place: FigurePlace) -> None:
        """Keep a figure with its place.

        Args:
            figure: as it was asked or recorded.
            place: where it can be taken apart.
        """
        self.figure = figure
        self._place = place

    @property
    def id(self) -> str:
        """Its stable name."""
        return self.figure.id

    @property
    def value(self) -> Decimal | None:
        """Its exact value; `None` is unknown, never zero."""
        return self.figure.value

    @property
    def unit(self) -> str:
        """Its unit: `EUR`, `percent`, `person` …"""
        return self.figure.unit

    @property
    def period(self) -> Period | None:
        """What time it is about, if it has one."""
        return self.figure.period

    @property
    def rule(self) -> str:
        """The rule that gives it, in words."""
        return worded(Message(" ".join(self.figure.rule.split())), terminal_language())

    @property
    def lineage(self) -> Lineage:
        """Where it comes from: rows, other figures, a statement, or a model."""
        return self.figure.lineage

    @property
    def unknown_because(self) -> str:
        """Why values are unknown, each reason with its number of rows; empty if none is."""
        known = {figure.id: figure for figure in self._place.known}
        return counted(unknown_texts(self.figure, known, terminal_language()))

    @property
    def warnings(self) -> str:
        """What a reader must know before comparing it."""
        return warnings_text(self.figure.warnings)

    def trace(self) -> Rows:
        """Return what it comes from: every source row with file and place, the figures it derives from, or who said so.

        Raises:
            StoreError: the release is missing or damaged.
            ScenarioError: the table of a model's result is missing or was changed.
        """
        return Rows(self._lineage_rows())

    def _lineage_rows(self, most: int | None = None) -> list[Row]:
        match self.figure.lineage:
            case Selection() as selection:
                place = self._place
                with open_release(place.home, place.policy(), place.release) as session:
                    return [_source(session, row) for row in trace_rows(session.engine, selection, most)]
            case Derivation() as derivation:
                return _inputs(derivation, self._place.known)
            case Statement(author=author, date=day, reference=reference):
                return [{"author": author, "date": day, "reference": reference_text(reference, terminal_language())}]
            case Simulation() as run:
                return [_run(run, self._place.folder)]

    def __str__(self) -> str:
        """Return its value with its unit, as it stands by itself."""
        return in_full(self.figure, terminal_language())

    def __repr__(self) -> str:
        """Return its name and value."""
        return f"<{self.id}: {self}>"

    def _repr_html_(self) -> str:
        """Return the figure with its rule and its lineage, the first rows of it."""
        language = terminal_language()
        facts = {
            "figure": self.id,
            "period": text_of(period_line(self.period), language),
            "rule": self.rule,
            "unknown": self.unknown_because,
            "warning": self.warnings,
        }
        rows = self._lineage_rows(LISTED)
        count = self.figure.rows if isinstance(self.lineage, Selection) else len(rows)
        head = Markup("<p><strong>{}</strong></p>\n{}\n").format(str(self), html_facts(facts))
        return head + html_table(rows, max(count, len(rows)), LISTED)


def html_facts(facts: dict[str, str]) -> Markup:
    """Return what is known of something as a list in HTML, without what is empty."""
    items = (Markup("<dt>{}</dt><dd>{}</dd>").format(head_text(name), text) for name, text in facts.items() if text)
    return Markup("<dl>\n{}\n</dl>").format(Markup("\n").join(items))


def _source(session: Session, row: dict[str, Any]) -> Row:
    """Return a source row with the names of its files."""
    place = {"file": session.file_name(row["snapshot"]), "locator": row["locator"]}
    if row.get("rate_snapshot"):
        place["rate_file"] = session.file_name(row["rate_snapshot"])
    return place | {k: v for k, v in row.items() if k not in {"source_row", "locator"}}


def _inputs(lineage: Derivation, known: tuple[Figure, ...]) -> list[Row]:
    """Return the figures that one derives from, each with its number in the register."""
    found = {figure.id: (number, figure) for number, figure in enumerate(known, start=1)}
    roles = roles_of(lineage.operation, len(lineage.inputs))
    return [
        {"is": role or None, "value": figure.value, "unit": figure.unit, "number": number, "figure": name}
        for role, name in zip(roles, lineage.inputs, strict=True)
        for number, figure in (found[name],)
    ]


def _run(run: Simulation, folder: Path | None) -> Row:
    """Return what a simulation rests on, and its value in the table beside the report if that is there."""
    facts: Row = dict(simulation_facts(run))
    if folder:
        from grutto.editions.scenarios import result_of, row_of  # noqa: PLC0415 - heavy, rarely needed

        row, column = row_of(result_of(run, folder), run)
        facts["value in the table"] = f"{row[column]} {row['unit']}"
    return facts


class Figures(Frames, Sequence[OpenFigure]):
    """Figures in order; one is had by its place, and by its id."""

    def __init__(self, figures: Iterable[OpenFigure]) -> None:
        """Keep the figures."""
        self._figures = tuple(figures)

    @property
    def records(self) -> list[Row]:
        """A row a figure: id, value, unit, period, rows, and what is unknown with its reasons."""
        return [
            {
                "figure": f.id,
                "value": f.value,
                "unit": f.unit,
                "period": str(f.period or ""),
                "rows": f.figure.rows,
                "unknown": f.figure.unknown,
                "unknown_because": f.figure.reasons,
            }
            for f in self._figures
        ]

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self._figures)

    @overload
    def __getitem__(self, place: int | str) -> OpenFigure: ...
    @overload
    def __getitem__(self, place: slice) -> Figures: ...
    def __getitem__(self, place: int | str | slice) -> OpenFigure | Figures:
        """Return a figure by its place or id, or some of them.

        Raises:
            UnknownNameError: no figure has this id; with the ids most like it.
        """
        if isinstance(place, slice):
            return Figures(self._figures[place])
        if isinstance(place, int):
            return self._figures[place]
        from grutto.editions.record import figure_named  # noqa: PLC0415 - a measure needs no edition

        found = figure_named([f.figure for f in self._figures], place)
        return next(f for f in self._figures if f.figure is found)

    def __repr__(self) -> str:
        """Return the names and values."""
        return f"Figures({list(self._figures)!r})"


class Answer(Rows):
    """A measure along dimensions: a row a group, and the figure of each.

    Attributes:
        figures: the figure of each row, in the same order.
        absence: why there are no rows, in no language; empty if there are.
    """

    figures: Figures
    absence: str

    def __init__(
        self, rows: Iterable[Row], figures: Iterable[OpenFigure], whole: Callable[[], OpenFigure] | None, absence: str
    ) -> None:
        """Keep an answer.

        Args:
            rows: one a group.
            figures: of each.
            whole: gives the one figure of a question that was not divided.
            absence: why there are no rows.
        """
        super().__init__(rows)
        self.figures = Figures(figures)
        self.absence = absence
        self._whole = whole

    def trace(self) -> Rows:
        """Return every source row behind the answer, where it is one figure.

        Raises:
            InputError: it was divided along dimensions.
        """
        if self._whole is None:
            raise InputError(
                "One figure is taken apart at a time", where="by", repair="take one of its figures: .figures[0].trace()"
            )
        return self._whole().trace()

    def _repr_html_(self) -> str:
        """Return the rows as a table, or why there are none."""
        if not self.absence:
            return super()._repr_html_()
        text = worded(Message("No rows: {why}.", why=self.absence), terminal_language())
        return Markup("<p>{}</p>").format(text)
