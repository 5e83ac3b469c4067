"""Ensembles larger than a machine: the same draws on one process, many, threads or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import joblib
import numpy as np

from grutto.errors import ScenarioError
from grutto.scenarios.projection.autoregressive import future_population, one_future

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr
    from numpy.typing import NDArray

    from grutto.scenarios.projection.autoregressive import Autoregression, Posterior

type Progress = Callable[[int, int], None]
type Block = tuple[int, int]


@dataclass(frozen=True)
class EnsembleEngine:
    """Where an ensemble runs: one setting, the same numbers.

    Attributes:
        name: sequential; loky for processes of this machine; threading; dask for a Dask cluster.
        jobs: workers at once; −1 is one a processor.
        scheduler: address of the Dask scheduler, such as tcp://host:8786; needed by dask only.
    """

    name: Literal["sequential", "loky", "threading", "dask"] = "sequential"
    jobs: int = 1
    scheduler: str = ""

    def __post_init__(self) -> None:
        """Refuse a setting that cannot run.

        Raises:
            ScenarioError: dask without a scheduler.
        """
        if self.name == "dask" and not self.scheduler:
            raise ScenarioError("The engine dask needs the address of its scheduler", where="Engine.scheduler")


@dataclass(frozen=True)
class EnsemblePlan:
    """How much is drawn and how.

    Attributes:
        folder: of the blocks; those that stand there already are not made again.
        steps: periods of five years.
        draws: possible futures.
        block: draws a file.
        engine: where to run.
    """

    folder: Path
    steps: int = 2
    draws: int = 200
    block: int = 20
    engine: EnsembleEngine = field(default_factory=EnsembleEngine)


@dataclass(frozen=True)
class Ensemble:
    """A fitted model and the populations to project: all that a worker needs to make any draw.

    Attributes:
        posterior: from `Autoregression.fit`.
        population: persons at the start of each projected period (period, area).
        seed: the same seed gives the same numbers, whatever the engine, the blocks and the order.
    """

    posterior: Posterior
    population: NDArray[np.float64]
    seed: int

    def key(self) -> str:
        """Name the ensemble by its content, so that parts of another one are never taken for its own."""
        return str(joblib.hash((self.posterior, self.population, self.seed)))[:16]

    def draw(self, block: Block) -> NDArray[np.float32]:
        """Make the draws first ≤ k < last, whole persons of shape (draw, period, corridor)."""
        return np.stack(
            [
                one_future(self.posterior, self.population, k, np.random.default_rng([self.seed, k]))
                for k in range(*block)
            ]
        ).astype(np.float32)


def ensemble_of(
    posterior: Posterior, flows: xr.DataArray, population: xr.DataArray, *, steps: int, seed: int
) -> Ensemble:
    """Put together what workers need.

    Args:
        posterior: from `Autoregression.fit` on these flows.
        flows: history (period, orig, dest).
        population: stock at the start of each projected period (period, area).
        steps: periods to project.
        seed: of the draws.
    """
    return Ensemble(posterior=posterior, population=future_population(flows, population, steps), seed=seed)


@dataclass(frozen=True)
class Projection:
    """The finished files of an ensemble; going through it gives one block of named flows after another, anew each time.

    Attributes:
        model: that made the draws.
        ensemble: what they were drawn from.
        paths: the files, in the order of the draws.
        history: observed flows (period, orig, dest).
        notes: further attributes of every block, such as the vintage of each part of the data.
    """

    model: Autoregression
    ensemble: Ensemble
    paths: list[Path]
    history: xr.DataArray
    notes: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[xr.DataArray]:
        """Give persons per period (draw, period, orig, dest) of one file at a time."""
        ensemble, first = self.ensemble, 0
        for path in self.paths:
            values = np.stack(list(stream(ensemble, [path])))
            block = self.model.result(
                values, ensemble.posterior, self.history, ensemble.population, seed=ensemble.seed, first=first
            )
            first += len(values)
            yield block.assign_attrs(self.notes)


def project_in_blocks(
    model: Autoregression,
    history: tuple[xr.DataArray, xr.DataArray],
    plan: EnsemblePlan,
    *,
    seed: int,
    notes: dict[str, str] | None = None,
    progress: Progress | None = None,
) -> Projection:
    """Project as `model.project` does, with the same numbers, but in blocks that survive an interruption.

    Args:
        model: is fitted first.
        history: flows (period, orig, dest) and population (period, area).
        plan: how much, where and into which folder.
        seed: the same seed gives the same numbers.
        notes: further attributes of the flows, such as `World.notes`.
        progress: is called with the draws done and wanted, after each block.
    """
    flows, population = history
    posterior = model.fit(flows, population, seed=seed)
    ensemble = ensemble_of(posterior, flows, population, steps=plan.steps, seed=seed)
    paths = run_ensemble(
        ensemble, plan.folder, draws=plan.draws, block=plan.block, engine=plan.engine, progress=progress
    )
    return Projection(model, ensemble, paths, flows, notes or {})


def run_ensemble(
    ensemble: Ensemble,
    folder: Path,
    *,
    draws: int,
    block: int = 20,
    engine: EnsembleEngine | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Make the draws in blocks, each written to its own file as soon as it is there.

    A run that was broken off goes on where it stopped: blocks whose files exist are not made again.

    Args:
        ensemble: what to draw from.
        folder: of the files; blocks of other ensembles may stand there too.
        draws: possible futures.
        block: draws a file.
        engine: where to run; sequential by default.
        progress: is called with the draws done and wanted, after each block.

    Returns:
        the files in the order of the draws; read them with `read_block` or `stream`.
    """
    where = engine or EnsembleEngine()
    blocks = [(first, min(first + block, draws)) for first in range(0, draws, block)]
    paths = {part: Path(folder) / f"{ensemble.key()}-{part[0]:07d}-{part[1]:07d}.npy" for part in blocks}
    Path(folder).mkdir(parents=True, exist_ok=True)
    todo = [part for part in blocks if not paths[part].exists()]
    done = draws - sum(last - first for first, last in todo)
    with backend(where):
        parallel = joblib.Parallel(n_jobs=where.jobs, return_as="generator_unordered")
        for part, values in parallel(joblib.delayed(drawn)(ensemble, part) for part in todo):
            keep(values, paths[part])
            done += part[1] - part[0]
            if progress is not None:
                progress(done, draws)
    return list(paths.values())


def drawn(ensemble: Ensemble, block: Block) -> tuple[Block, NDArray[np.float32]]:
    """Make one block and say which it is; runs on a worker."""
    return block, ensemble.draw(block)


def keep(values: NDArray[np.float32], path: Path) -> None:
    """Write a block under its name only once it is whole."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.save(file, values)
    part.replace(path)


@contextmanager
def backend(engine: EnsembleEngine) -> Iterator[None]:
    """Choose joblib's backend for a while; for dask, hold a client of the cluster."""
    if engine.name != "dask":
        with joblib.parallel_config(backend=engine.name):
            yield
        return
    from distributed import Client  # noqa: PLC0415 - only who has a cluster needs the package

    client: AbstractContextManager[object] = Client(engine.scheduler)  # type: ignore[no-untyped-call]
    with client, joblib.parallel_config(backend="dask", wait_for_workers_timeout=60):
        yield


def stream(ensemble: Ensemble, paths: list[Path]) -> Iterator[NDArray[np.float32]]:
    """Give one table of flows (period, orig, dest) after another; one block at most is in memory."""
    posterior, areas = ensemble.posterior, ensemble.population.shape[1]
    for path in paths:
        for future in read_block(path):
            table = np.zeros((len(future), areas, areas), dtype=np.float32)
            table[:, posterior.orig, posterior.dest] = future
            yield table


def read_block(path: Path) -> NDArray[np.float32]:
    """Read one block, shape (draw, period, corridor)."""
    values: NDArray[np.float32] = np.load(path)
    return values
