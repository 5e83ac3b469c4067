"""Speed and memory of the estimation of migration flows, as ratios within one run.

Each method is timed on a made-up world of 230 regions and set against the seconds the R package migest 2.0.5
took for the same task and size on two cores, and against what the machine itself allows: the matrix products
or the memory traffic a method cannot do without, measured in the same run.

Run with ``OMP_NUM_THREADS=1 python benchmarks/scenarios.py``; ``--draws 1000`` adds an ensemble.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import joblib
import numpy as np
import xarray as xr

from grutto.scenarios.estimation import estimate_flows, fit_three_way

if TYPE_CHECKING:
    from collections.abc import Callable

REGIONS = 230
BLOCK = 25
"""Draws that are estimated along one axis: the labels of regions are read once for all of them."""
SECONDS_A_DRAW = 0.006  # a closed estimate of 230 regions in an ensemble on two cores


@dataclass(frozen=True, slots=True)
class Task:
    """One timed task: its peer's seconds (R, two cores), the ratio wanted, and the physical limit it is held
    to."""

    name: str
    peer_seconds: float
    wanted: float
    run: Callable[[], object]
    limit: str


def made_up_world(size: int, seed: int) -> tuple[xr.DataArray, ...]:
    """Return stocks, births and deaths of a world of ``size`` regions; four in ten foreign stocks are
    empty."""
    rng = np.random.default_rng(seed)
    population = np.exp(rng.normal(15.5, 1.8, size))
    share = np.exp(rng.normal(-10.5, 2.0, (size, size))) * (rng.random((size, size)) > 0.4)
    start = np.round(share * population[:, None])
    np.fill_diagonal(start, np.round(population))
    end = np.round(start * np.exp(rng.normal(0.02, 0.15, (size, size))))
    births, deaths = np.round(0.09 * population), np.round(0.04 * population)
    np.fill_diagonal(end, np.round(population * 1.05))
    codes = [f"R{i:03}" for i in range(size)]
    square = {"country_of_birth": codes, "country_of_residence": codes}
    events = {"country_of_residence": codes}
    return (
        *(xr.DataArray(stock, dims=tuple(square), coords=square) for stock in (start, end)),
        *(xr.DataArray(vital, dims=tuple(events), coords=events) for vital in (births, deaths)),
    )


def distances(size: int, seed: int) -> xr.DataArray:
    """Return a seed that falls with the distance between points thrown on a unit square."""
    rng = np.random.default_rng(seed)
    points = rng.random((size, 2))
    away = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    codes = [f"R{i:03}" for i in range(size)]
    return xr.DataArray(
        1 / (0.05 + away), dims=("orig", "dest"), coords={"orig": codes, "dest": codes}, name="nearness"
    )


def best_of(run: Callable[[], object], seconds: float = 1.0) -> float:
    """Return the least seconds of all runs that fit into ``seconds`` (three at the least), after one to warm
    up."""
    run()
    taken: list[float] = []
    while len(taken) < 3 or sum(taken) < seconds:
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def machine_limits(size: int) -> dict[str, float]:
    """Return the seconds of one matrix product of the world's size and of one pass that writes a cube of
    it."""
    square, cube = np.random.default_rng(0).random((size, size)), np.empty((size, size, size))
    return {"product": best_of(lambda: square.T @ square), "cube": best_of(lambda: cube.fill(1.0))}


def tasks(world: tuple[xr.DataArray, ...], near: xr.DataArray) -> list[Task]:
    """Return the tasks with the seconds of the peer."""
    cube = estimate_flows(*world, detail="birthplace")
    margins = cube.sum("dest"), cube.sum("orig").transpose("country_of_birth", "dest")
    cube_seed = cube.copy(data=np.random.default_rng(9).uniform(0.5, 2, cube.shape) * near.values[:, :, None])
    del cube
    return [
        Task("closed", 26.1, 500, lambda: estimate_flows(*world), "product"),
        Task("open", 5.8, 1000, lambda: estimate_flows(*world, method="open"), "product"),
        Task("open-dr", 5.8, 1000, lambda: estimate_flows(*world, method="open-dr"), "product"),
        Task("independence", 23.7, 500, lambda: estimate_flows(*world, method="independence"), "product"),
        Task("seeded", 30.1, 300, lambda: estimate_flows(*world, seed=near), "product"),
        Task("full cube", 26.1, 150, lambda: estimate_flows(*world, detail="birthplace"), "cube"),
        Task("seeded cube", 30.1, 150, lambda: fit_three_way(*margins, cube_seed, keep_stayers=True), "cube"),
    ]


def ensemble(world: tuple[xr.DataArray, ...], draws: int, jobs: int) -> float:
    """Return the seconds of ``draws`` closed estimates on ``jobs`` processes, each from its own draw of the foreign
    stocks; the processes are there before the clock starts."""
    with joblib.Parallel(n_jobs=jobs) as parallel:
        parallel(joblib.delayed(closed_estimates)(world, range(2)) for _ in range(jobs))
        start = time.perf_counter()
        parallel(joblib.delayed(closed_estimates)(world, range(first, draws, jobs)) for first in range(jobs))
        return time.perf_counter() - start


def closed_estimates(world: tuple[xr.DataArray, ...], draws: range) -> float:
    """Make the estimates of these draws, a block along one axis at a time; return the movers of the last one."""
    start, end, births, deaths = world
    native = np.eye(REGIONS, dtype=bool)
    movers = 0.0
    for first in range(0, len(draws), BLOCK):
        rngs = [np.random.default_rng([1, draw]) for draw in draws[first : first + BLOCK]]
        noise = [np.where(native, 1.0, np.exp(rng.normal(0, 0.05, (REGIONS, REGIONS)))) for rng in rngs]
        ends = end * xr.DataArray(np.stack(noise), dims=("draw", *end.dims))
        flows = estimate_flows(start.expand_dims(draw=len(rngs)), ends, births, deaths)
        movers = float(flows[-1].sum())
    return movers


def main() -> int:
    """Print one line a task; return 1 when a wanted ratio is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=0, help="also time an ensemble of this many draws")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the ensemble")
    arguments = parser.parse_args()
    world, near = made_up_world(REGIONS, 7), distances(REGIONS, 8)
    limits = machine_limits(REGIONS)
    print(f"one product {limits['product'] * 1e3:.2f} ms, one cube written {limits['cube'] * 1e3:.1f} ms")
    print(f"{'task':14}{'ms':>9}{'times peer':>12}{'wanted':>8}{'of limit':>12}")
    missed = 0
    for task in tasks(world, near):
        seconds = best_of(task.run)
        ratio = task.peer_seconds / seconds
        missed += ratio < task.wanted
        against = f"{seconds / limits[task.limit]:.1f} {task.limit}s"
        print(f"{task.name:14}{seconds * 1e3:9.2f}{ratio:12.0f}{task.wanted:8.0f}{against:>14}")
    if arguments.draws:
        seconds = ensemble(world, arguments.draws, arguments.jobs)
        wanted = arguments.draws * SECONDS_A_DRAW
        missed += seconds > wanted
        print(f"{arguments.draws} draws on {arguments.jobs} processes: {seconds:.1f} s (wanted: {wanted:.1f} s)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB (wanted: under 1,000)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
