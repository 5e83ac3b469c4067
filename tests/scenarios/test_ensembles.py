"""The same draws wherever they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.ensembles import (
    Ensemble,
    EnsembleEngine,
    EnsemblePlan,
    ensemble_of,
    project_in_blocks,
    run_ensemble,
    stream,
)
from grutto.scenarios.projection.autoregressive import draw_flows

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.scenarios.projection.autoregressive import Autoregression, Posterior

pytestmark = pytest.mark.xdist_group("sampler")  # it is compiled once in each worker, which takes longer than the tests


@pytest.fixture(scope="module")
def ensemble(posterior: Posterior, flows: xr.DataArray, population: xr.DataArray) -> Ensemble:
    return ensemble_of(posterior, flows, population, steps=2, seed=6)


@pytest.fixture(scope="module")
def expected(ensemble: Ensemble) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return draw_flows(ensemble.posterior, ensemble.population, draws=14, seed=6)


@pytest.mark.parametrize("name", ["sequential", "loky", "threading"])
def test_engines_agree(
    name: Literal["sequential", "loky", "threading"],
    ensemble: Ensemble,
    expected: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    tmp_path: Path,
) -> None:
    seen: list[tuple[int, int]] = []
    engine = EnsembleEngine(name, jobs=1 if name == "sequential" else 2)
    paths = run_ensemble(
        ensemble,
        tmp_path,
        draws=14,
        block=5,
        engine=engine,
        progress=lambda done, wanted: seen.append((done, wanted)),
    )
    assert np.array_equal(np.stack(list(stream(ensemble, paths))), expected)
    assert seen[-1] == (14, 14)
    assert len(seen) == 3


def test_dask_cluster_agrees(
    ensemble: Ensemble, expected: np.ndarray[tuple[int, ...], np.dtype[np.float32]], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        engine = EnsembleEngine("dask", jobs=-1, scheduler=cluster.scheduler_address)
        paths = run_ensemble(ensemble, tmp_path, draws=14, block=5, engine=engine)
    assert np.array_equal(np.stack(list(stream(ensemble, paths))), expected)


def test_projection_in_blocks_is_the_projection(
    small: Autoregression, flows: xr.DataArray, population: xr.DataArray, tmp_path: Path
) -> None:
    expected = small.project(flows, population, steps=2, draws=5, seed=8)
    found = project_in_blocks(small, (flows, population), EnsemblePlan(tmp_path, draws=5, block=2), seed=8)
    assert [block.sizes["draw"] for block in found] == [2, 2, 1]
    assert xr.concat(found, dim="draw").identical(expected)
    assert len(list(tmp_path.glob("*.npy"))) == 3


def test_broken_run_goes_on_where_it_stopped(ensemble: Ensemble, tmp_path: Path) -> None:
    class StoppedError(RuntimeError):
        pass

    def stop(done: int, wanted: int) -> None:
        if done == 10:
            raise StoppedError(f"{done} of {wanted}")

    with pytest.raises(StoppedError):
        run_ensemble(ensemble, tmp_path, draws=14, block=5, progress=stop)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.npy")}
    assert len(kept) == 2
    seen: list[int] = []
    paths = run_ensemble(ensemble, tmp_path, draws=14, block=5, progress=lambda done, _: seen.append(done))
    assert seen == [14]
    assert {path.name: path.stat().st_mtime_ns for path in paths if path.name in kept} == kept


def test_parts_of_another_ensemble_are_not_taken(ensemble: Ensemble, tmp_path: Path) -> None:
    other = Ensemble(ensemble.posterior, ensemble.population, seed=7)
    first = run_ensemble(ensemble, tmp_path, draws=4, block=4)
    second = run_ensemble(other, tmp_path, draws=4, block=4)
    assert first != second
    assert not np.array_equal(next(stream(ensemble, first)), next(stream(other, second)))
    with pytest.raises(ScenarioError, match="scheduler"):
        EnsembleEngine("dask")
