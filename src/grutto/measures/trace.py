"""Taking a figure apart: the rows behind it, and the same value once more from these rows."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from grutto.measures.derive import derive
from grutto.model.figure import Condition, Derivation, Figure, Selection, Simulation
from grutto.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.store.engine import Engine


def trace_columns(selection: Selection) -> tuple[str, ...]:
    """Return the columns of a relation that show where its rows come from, that of the value among them."""
    traced_columns = all_tables()[selection.relation].trace
    value = () if selection.aggregate == "count" or selection.value in traced_columns else (selection.value,)
    return ("source_row", *traced_columns, *value, "snapshot", "locator")


def trace_rows(engine: Engine, selection: Selection, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the rows behind a selection: the same question as the figure's, without the sum."""
    return engine.rows(selection, trace_columns(selection), limit)


@dataclass(slots=True)
class Evidence:
    """What stands behind a selection.

    Args:
        selection: which rows.
        first: the first of them, in the order of `trace_rows`.
        total: what their values add up to, or how many different ones they have.
    """

    selection: Selection
    first: list[dict[str, Any]] = field(default_factory=list)
    total: Decimal | None = None
    _unknown: int = 0
    _different: set[Any] = field(default_factory=set)
    _digest: Any = field(default_factory=hashlib.sha256)
    _empty: bool = True

    @property
    def digest(self) -> str:
        """The sha256 of all rows as text: which rows, from which files, with which values."""
        return str(self._digest.hexdigest())

    def add(self, value: Any, text: bytes) -> None:
        """Add a row: to the digest as text, its value to the total."""
        self._digest.update(text if self._empty else b"\n" + text)
        self._empty = False
        if value is None:
            self._unknown += 1
        elif self.selection.aggregate == "count":
            self._different.add(value)
        else:
            self.total = value if self.total is None else self.total + value

    def finished(self) -> Evidence:
        """Return it when all rows were added."""
        if self.selection.aggregate == "count":
            self.total = Decimal(len(self._different))
        elif self.selection.aggregate == "whole" and self._unknown:
            self.total = None
        return self


def evidence(engine: Engine, selections: Iterable[Selection], most: int = 0) -> dict[Selection, Evidence]:
    """Return what stands behind selections: those of one shape are read at once, each row once.

    Args:
        engine: with the release's tables registered.
        selections: any.
        most: rows that are kept of each.
    """
    shapes: dict[Any, list[Selection]] = defaultdict(list)
    for selection in dict.fromkeys(selections):
        columns = tuple(condition.column for condition in selection.where)
        shapes[selection.relation, trace_columns(selection), columns].append(selection)
    found: dict[Selection, Evidence] = {}
    for (_, columns, _), alike in shapes.items():
        found |= _evidence(engine, columns, alike, most)
    return found


def _evidence(engine: Engine, columns: tuple[str, ...], alike: list[Selection], most: int) -> dict[Selection, Evidence]:
    """Read the rows of selections on the same columns once, and give each row to the selections that have it."""
    places = list(zip(*(selection.where for selection in alike), strict=True))
    keys = [i for i, conditions in enumerate(places) if len(set(conditions)) > 1]
    found = {selection: Evidence(selection) for selection in alike}
    names = [name.rpartition(".")[2] for name in columns]
    pattern = row_pattern(names)
    by_key: dict[tuple[Any, ...], list[tuple[Evidence, int]]] = defaultdict(list)
    for selection in alike:
        for key in product(*(selection.where[i].values for i in keys)):
            by_key[key].append((found[selection], names.index(selection.value)))
    together = replace(alike[0], where=tuple(map(_any_of, places)))
    for line in engine.stream(together, (*columns, *(places[i][0].column for i in keys))):
        text = (pattern % line[: len(columns)]).encode()
        for one, value in by_key.get(line[len(columns) :], ()):
            if len(one.first) < most:
                one.first.append(dict(zip(names, line, strict=False)))
            one.add(line[value], text)
    return {selection: one.finished() for selection, one in found.items()}


def _any_of(conditions: tuple[Condition, ...]) -> Condition:
    """Return the condition that any of several on one column holds."""
    return Condition(conditions[0].column, tuple({value: None for c in conditions for value in c.values}))


def row_pattern(names: list[str]) -> str:
    """Return how a row is written that enters a digest: each name with its value."""
    return "\t".join(f"{name}=%s" for name in names)


def replay(figure: Figure, known: dict[str, Figure], found: dict[Selection, Evidence]) -> tuple[Decimal | None, str]:
    """Return the value of a figure once more, and the digest of the rows behind it.

    A selection is added up from its listed rows, not by the engine; a derivation is computed again from the
    figures of the edition; a statement stands as it is, and so does a simulation: who doubts it runs its model again,
    with the data, assumptions and seed that its lineage names.

    Args:
        figure: the figure.
        known: the figures of its edition by id, for derivations.
        found: what stands behind its selections: see `evidence`.
    """
    lineage = figure.lineage
    if isinstance(lineage, Selection):
        return found[lineage].total, found[lineage].digest
    if isinstance(lineage, Derivation):
        return derive(lineage.operation, tuple(known[name] for name in lineage.inputs)).value, ""
    return figure.value, ""


def evidence_of(engine: Engine, figures: Iterable[Figure], most: int = 0) -> dict[Selection, Evidence]:
    """Return what stands behind the figures that are made from rows."""
    return evidence(engine, (f.lineage for f in figures if isinstance(f.lineage, Selection)), most)


def simulation_facts(run: Simulation) -> tuple[tuple[str, str], ...]:
    """Return what a simulation rests on, and where its value stands, as pairs of name and text."""
    return (
        ("model", run.model),
        ("version", run.version),
        *((f"data: {part}", vintage) for part, vintage in run.data),
        ("assumptions", run.assumptions),
        ("seed", str(run.seed)),
        ("table", f"{run.table[0]}, sha256 {run.table[1]}"),
        ("row", ", ".join(f"{name} = {value}" for name, value in run.row)),
    )
