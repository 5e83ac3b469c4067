"""The tables of scenarios beside the report that shows them, compared with it and with a run made again."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from grutto.errors import ScenarioError
from grutto.message import Message, fault_at, forms
from grutto.model.figure import Simulation
from grutto.reports.scenario.figures import Results, figure_value
from grutto.scenarios.again import run_again, steps_of
from grutto.scenarios.result import read_result, sha256_of_scenario
from grutto.scenarios.sources import read_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.message import Value
    from grutto.model.edition import Edition
    from grutto.model.figure import Figure
    from grutto.scenarios.sources import Inputs


DIFFERING = forms(
    "{count} row of {total} of {table} differs when computed again",
    "{count} rows of {total} of {table} differ when computed again",
)


def simulated(edition: Edition) -> list[tuple[Figure, Simulation]]:
    """Return the figures of an edition that a model computed, each with its lineage."""
    return [(f, f.lineage) for f in edition.figures if isinstance(f.lineage, Simulation)]


def result_of(run: Simulation, folder: Path) -> Results:
    """Return the result whose table a lineage names, from the folder of the report.

    Raises:
        ScenarioError: it is no longer there.
    """
    return Results(read_result(folder / run.table[0].rpartition("/")[0]))


def results_beside(edition: Edition, folder: Path) -> list[Results]:
    """Return all results whose figures an edition shows, from the folder of the report.

    Raises:
        ScenarioError: one of them is no longer there.
    """
    first = {run.table[0].rpartition("/")[0]: run for _, run in simulated(edition)}
    return [result_of(run, folder) for run in first.values()]


def row_of(results: Results, run: Simulation) -> tuple[dict[str, Any], str]:
    """Return the row and column to which a lineage points in the tables of its result.

    Raises:
        ScenarioError: the table was changed, or has no such row.
    """
    name = run.table[0].rpartition("/")[2]
    labels = dict(run.row)
    column = labels.pop("column")
    table = next((table for table, known in results.written.files.items() if known == (name, run.table[1])), "")
    rows = results.written.tables.get(table, [])
    found = [row for row in rows if all(str(row.get(key)) == text for key, text in labels.items())]
    if len(found) != 1:
        raise ScenarioError(
            "The table of a figure is missing or was changed",
            where=Message(
                "{table}, row {listed}",
                table=run.table[0],
                listed=", ".join(f"{key} {text}" for key, text in labels.items()),
            ),
            repair="restore the table that was written with the report",
        )
    return found[0], column


def differing_figures(edition: Edition, folder: Path) -> Iterator[str]:
    """Compare every figure that a model computed with the table beside the report; yield what does not follow."""
    try:
        beside = {results.place: results for results in results_beside(edition, folder)}
    except ScenarioError as error:
        yield error.brief
        return
    for figure, run in simulated(edition):
        try:
            row, column = row_of(beside[run.table[0].rpartition("/")[0]], run)
        except ScenarioError as error:
            yield fault_at(figure.id, error.brief)
            continue
        if figure_value(row, column) != (figure.value, figure.unit):
            yield fault_at(
                figure.id,
                Message(
                    "the edition says {value}, its table {other}",
                    value=f"{figure.value} {figure.unit}",
                    other=str(row[column]),
                ),
            )


def differing_inputs(results: Results, inputs: Inputs) -> Iterator[str]:
    """Compare the data and assumptions that a result names with those at hand; yield what differs."""
    notes = inputs.notes
    for part, vintage in results.data:
        now = notes.get(f"vintage_{part}", Message("not given"))
        if now != vintage:
            yield fault_at(
                results.id,
                Message(
                    "its data on {part} were {vintage}; those at hand are {now}", part=part, vintage=vintage, now=now
                ),
            )
    if sha256_of_scenario(results.written.scenario) != results.written.lineage["scenario_sha256"]:
        yield fault_at(results.id, Message("the assumptions beside the tables are not those that the figures rest on"))


def differing_tables(results: Results, again: Results) -> Iterator[str]:
    """Compare a result with one computed again, table by table; yield what differs."""
    for name, rows in results.written.tables.items():
        others = again.written.tables.get(name, [])
        changed = sum(row != other for row, other in zip(rows, others, strict=False)) + abs(len(rows) - len(others))
        if changed:
            places: dict[str, Value] = {"count": changed, "total": len(rows), "table": name}
            yield fault_at(results.id, Message(*DIFFERING, **places))


def differing_from_data(results: Results, data: Path, *, again: bool) -> list[str]:
    """Return what differs between a result and its data, and the result of a run made again if asked.

    Args:
        results: a result beside a report.
        data: the declaration of its data, or its folder.
        again: run the model again with the same seed, which takes as long as the first time.

    Raises:
        DeclarationError, ScenarioError: the data cannot be read, or the scenario cannot be run.
    """
    inputs = read_inputs(data, steps=steps_of(results.written))
    found = list(differing_inputs(results, inputs))
    if again:
        with TemporaryDirectory() as folder:
            found += differing_tables(results, Results(run_again(results.written, inputs, Path(folder))))
    return found
