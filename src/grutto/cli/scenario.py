"""`grutto scenario`: run, compare, check and show migration-flow scenarios."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from grutto.cli.options import (
    NO_NEGATIVES,
    HomeOption,
    LanguagesOption,
    in_words,
    open_at,
    print_edition,
    waiting,
)
from grutto.cli.terminal import log, show, show_csv
from grutto.errors import VerificationError
from grutto.message import Message, fault_at, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.scenarios.ensembles import EnsembleEngine, EnsemblePlan, Projection
    from grutto.scenarios.projection.autoregressive import Autoregression
    from grutto.scenarios.projection.model import Model
    from grutto.scenarios.result import ScenarioResult
    from grutto.scenarios.running import Validation
    from grutto.scenarios.sources import Inputs

app = App(
    name="scenario",
    help="Project migration flows under assumptions, compare scenarios, and check the models.",
    default_parameter=NO_NEGATIVES,
)

DataOption = Annotated[Path, Parameter(name="--data", help="A data.toml that names the tables, or its folder.")]
SeedOption = Annotated[int, Parameter(name="--seed", help="The same seed gives the same numbers.")]
OutputOption = Annotated[Path, Parameter(name="--output", help="Folder to write to.")]
FormOption = Annotated[Literal["parquet", "csv"], Parameter(name="--format", help="Of the tables.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Sampling:
    """How much is drawn.

    Attributes
    ----------
    draws
        Possible futures.
    warmup
        Steps that tune each chain of the sampler.
    samples
        Draws of the parameters kept of each chain.
    chains
        Independent chains, at least two: they are compared, and there is no result where they disagree.
    """

    draws: int = 200
    warmup: int = 300
    samples: int = 300
    chains: int = 2


@Parameter(name="*")
@dataclass(frozen=True)
class Work(Sampling):
    """How much is drawn, how far and where.

    Attributes
    ----------
    draws
        Possible futures.
    warmup
        Steps that tune each chain of the sampler.
    samples
        Draws of the parameters kept of each chain.
    chains
        Independent chains, at least two: they are compared, and there is no result where they disagree.
    steps
        Periods of five years to project.
    engine
        Where draws are made; the numbers are the same on all.
    jobs
        Workers at once; -1 is one a processor.
    scheduler
        Address of a Dask scheduler, such as tcp://host:8786.
    resume
        Folder that keeps finished blocks of draws: a run that was broken off goes on from there.
    """

    steps: int = 2
    engine: Literal["sequential", "loky", "threading", "dask"] = "sequential"
    jobs: int = 1
    scheduler: str = ""
    resume: Path | None = None


SAMPLING, WORK = Sampling(), Work()


@Parameter(name="*")
@dataclass(frozen=True)
class Estimation:
    """How flows are estimated.

    Attributes
    ----------
    method
        What is assumed; see the page on estimating flows from stocks.
    negative_stock
        Where more foreign born than inhabitants are counted: refuse, or spread over the residents.
    isolated_area
        Where an area without foreign born (isolated) makes totals impossible: refuse, or adjust the totals.
    """

    method: Literal[
        "difference-zero", "difference-return", "closed", "open", "open-dr", "independence", "pseudo-bayes"
    ] = "pseudo-bayes"
    negative_stock: Literal["refuse", "spread"] = "refuse"
    isolated_area: Literal["refuse", "adjust"] = "refuse"


ESTIMATION = Estimation()
SEVERITIES = {"error": Message("Error"), "warning": Message("Warning"), "note": Message("Note")}
NOTES = {
    "missing_population": msg("Note: the table of the population does not name {areas}"),
    "missing_stocks": msg("Note: the table of the stocks does not name {areas}"),
    "missing_remittances": msg("Note: the table of the remittances does not name {areas}"),
    "areas_projected_at_zero": msg("Note: projected at zero, without a rate or population: {areas}"),
    "outflows_limited": msg("Note: outflows scaled down, with the number of draws and periods: {areas}"),
}
"""What a reader of a result must know, by the name of the lineage that has it."""


@app.command
def estimate(
    *,
    data: DataOption,
    output: OutputOption = Path("flows"),
    estimation: Estimation = ESTIMATION,
) -> None:
    """Estimate a record of flows from migrant stocks, births and deaths, after a report on what is odd in them."""
    from grutto.scenarios.estimation.axes import name_regions
    from grutto.scenarios.estimation.record import Choices, estimate_record, write_record
    from grutto.scenarios.sources import read_stock_record

    stocks, totals = read_stock_record(data)
    if stocks.attrs["left_out"]:
        text = msg("Note: without a population, births or deaths, and left out: {areas}")
        log.print(Message(text, areas=stocks.attrs["left_out"]))
    record = estimate_record(stocks, totals, Choices(**vars(estimation)))
    for period, finding in record.findings:
        line = fault_at(SEVERITIES[finding.severity], fault_at(str(period), finding.text))
        areas = name_regions(finding.regions, range(len(finding.regions)))
        log.print(fault_at(line, areas) if areas else line)
    for path in write_record(record, output):
        show(path)


@app.command
def run(
    scenario: str,
    *,
    data: DataOption,
    seed: SeedOption,
    output: OutputOption = Path("scenario"),
    format_: FormOption = "parquet",
    work: Work = WORK,
) -> None:
    """Run a scenario and write flows, effects and assumptions as tables, each with its lineage.

    Parameters
    ----------
    scenario
        A TOML file, or the name of an example such as agreed-ways.
    """
    from grutto.scenarios.drivers.declaration import scenario_named
    from grutto.scenarios.result import write_result
    from grutto.scenarios.running import run as run_scenario

    chosen, inputs = scenario_named(scenario), _inputs(data, work.steps)
    start = _start(inputs, seed, work, output)
    with waiting(msg("Applying the scenario")):
        result = run_scenario(
            chosen, inputs.world, seed, start=start, demography=inputs.demography, scratch=_folder(work, output)
        )
    for path in write_result(result, output, form=format_):
        show(path)
    _note(result)


@app.command
def compare(
    *scenarios: str,
    data: DataOption,
    seed: SeedOption,
    output: OutputOption = Path("comparison"),
    format_: FormOption = "parquet",
    work: Work = WORK,
) -> None:
    """Run scenarios from the same start and set them side by side; the first one is the reference.

    Parameters
    ----------
    scenarios
        TOML files or names of examples; the example `unchanged` assumes nothing.
    """
    from grutto.scenarios.drivers.declaration import scenarios_named
    from grutto.scenarios.result import write_comparison
    from grutto.scenarios.running import compare as set_side_by_side
    from grutto.scenarios.running import run as run_scenario

    chosen, inputs = scenarios_named(scenarios), _inputs(data, work.steps)
    start = _start(inputs, seed, work, output)
    with waiting(msg("Applying the scenarios")):
        results = [
            run_scenario(
                each, inputs.world, seed, start=start, demography=inputs.demography, scratch=_folder(work, output)
            )
            for each in chosen
        ]
    for path in write_comparison(results, set_side_by_side(results), output, form=format_):
        show(path)
    for result in results:
        log.print(Message("Scenario {scenario}:", scenario=result.scenario.id))
        _note(result)


@app.command
def validate(
    *,
    data: DataOption,
    seed: SeedOption,
    target: Annotated[
        list[int] | None, Parameter(help="First year of a period to forecast; the last by default.")
    ] = None,
    leave_out: Annotated[list[str] | None, Parameter(help="Areas whose corridors are not scored.")] = None,
    strict: Annotated[bool, Parameter(help="Fail if the Bayesian model misses a bar.")] = False,
    output: Annotated[Path | None, Parameter(help="Folder to write the scores to.")] = None,
    sampling: Sampling = SAMPLING,
) -> None:
    """Forecast past periods from what came before each, and score every model beside two benchmarks."""
    from grutto.scenarios.result import write_validation
    from grutto.scenarios.running import all_models
    from grutto.scenarios.running import validate as check
    from grutto.store.csv_text import csv_of_records

    inputs, models = _inputs(data, steps=0), all_models(_model(sampling))
    areas = [str(area) for area in inputs.world.flows.orig.to_numpy()]
    compared_areas = [area for area in areas if area not in set(leave_out or [])]
    with waiting(msg("Forecasting past periods")):
        found = check(
            inputs.world,
            seed,
            models=models,
            targets=target,
            draws=sampling.draws,
            areas=compared_areas,
            reported=inputs.reported,
        )
    show_csv(csv_of_records(card.row() for card in found.cards))
    missed = _print_bars(found, models[-1])
    if output is not None:
        write_validation(found, output)
    if strict and missed:
        raise VerificationError("The Bayesian model misses its bars", where="; ".join(missed))


@app.command
def report(
    folder: Path,
    *,
    lang: LanguagesOption = None,
    output: OutputOption = Path("scenario-report"),
    home: HomeOption = None,
) -> None:
    """Show a result as a page: assumptions, effects with intervals, charts, and where each figure comes from.

    Parameters
    ----------
    folder
        Written by `grutto scenario run`.
    """
    edition = open_at(home).scenario_report(folder, languages=lang or "en")
    print_edition(edition.write(output).record, output)


def _inputs(data: Path, steps: int) -> Inputs:
    from grutto.scenarios.sources import read_inputs

    return read_inputs(data, steps=steps)


def _model(work: Sampling) -> Autoregression:
    from grutto.scenarios.projection.autoregressive import Autoregression

    return Autoregression(warmup=work.warmup, samples=work.samples, chains=work.chains)


def _start(inputs: Inputs, seed: int, work: Work, output: Path) -> Projection:
    """Project the flows without assumptions, in blocks that survive an interruption."""
    from grutto.scenarios.running import baseline_in_blocks

    with _progress(work.draws) as step:
        return baseline_in_blocks(inputs.world, seed, _plan(work, output), model=_model(work), progress=step)


def _plan(work: Work, output: Path) -> EnsemblePlan:
    from grutto.scenarios.ensembles import EnsembleEngine, EnsemblePlan

    engine: EnsembleEngine = EnsembleEngine(work.engine, work.jobs, work.scheduler)
    return EnsemblePlan(_folder(work, output), steps=work.steps, draws=work.draws, engine=engine)


def _folder(work: Work, output: Path) -> Path:
    """Return where draws are kept while, and after, they are made."""
    return work.resume or output / "draws"


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int, int], None]]:
    """Show a bar of the draws on standard error; fitting comes first."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=log, transient=True, disable=not log.is_terminal) as bar:
        task = bar.add_task(in_words(msg("Fitting the model")), total=total)
        yield lambda done, _: bar.update(task, description=in_words(msg("Drawing futures")), completed=done)


def _note(result: ScenarioResult) -> None:
    """Tell what a reader of the result must know."""
    known = result.lineage
    for key, text in NOTES.items():
        if areas := known.get(key):
            log.print(Message(text, areas=areas))
    log.print(
        Message(
            "The chains agree: largest R̂ {rhat}, smallest effective sample size {size}, divergent steps: {number}",
            rhat=known["largest_rhat"],
            size=known["smallest_effective"],
            number=known["divergences"],
        )
    )


def _print_bars(found: Validation, bayesian: Model) -> list[str]:
    """Print each verdict, and the bars that the Bayesian model misses."""
    from grutto.scenarios.running import PSEUDO

    for words in found.verdicts:
        log.print(words)
    log.print(Message("This check is {kind}.", kind=PSEUDO))
    missed = found.missed(bayesian.name)
    for words in missed:
        log.print(Message("Bar missed: {bar}", bar=words))
    return missed
