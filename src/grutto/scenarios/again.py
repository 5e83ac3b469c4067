"""Running a scenario again from its written result: the same data, assumptions and seed give the same tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.errors import ScenarioError
from grutto.scenarios.ensembles import EnsemblePlan
from grutto.scenarios.projection.autoregressive import Autoregression
from grutto.scenarios.projection.convergence import Limits
from grutto.scenarios.result import read_result, write_result
from grutto.scenarios.running import baseline_in_blocks, run

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.scenarios.result import ResultFolder
    from grutto.scenarios.sources import Inputs


def run_again(written: ResultFolder, inputs: Inputs, folder: Path) -> ResultFolder:
    """Compute a result once more, with the model, seed, draws and assumptions that it names.

    Args:
        written: the result.
        inputs: its data, read for as many periods as it projects.
        folder: for the draws and the new tables.

    Raises:
        ScenarioError: another model made it, or its assumptions were changed.
    """
    lineage, world = written.lineage, inputs.world
    if lineage["model"] != Autoregression.name:
        raise ScenarioError(
            "Only results of the {autoregression} can be run again by themselves, not of {model}",
            where=written.folder,
            repair="run its model in Python and compare the tables",
            autoregression=Autoregression.name,
            model=lineage["model"],
        )
    model = Autoregression(
        warmup=int(lineage["warmup"]),
        samples=int(lineage["samples"]),
        chains=int(lineage["chains"]),
        most=int(lineage["most"]),
        limits=Limits(*(float(number) for number in lineage["limits"].split(", "))),
    )
    plan = EnsemblePlan(folder / "draws", steps=steps_of(written), draws=int(lineage["draws"]))
    seed = int(lineage["seed"])
    start = baseline_in_blocks(world, seed, plan, model=model)
    result = run(written.scenario, world, seed, start=start, demography=inputs.demography, scratch=plan.folder)
    name, _ = written.files["region_balance"]
    write_result(result, folder / "tables", form="csv" if name.endswith(".csv") else "parquet")
    return read_result(folder / "tables")


def steps_of(written: ResultFolder) -> int:
    """Return the number of periods that a result projects."""
    return len({row["period"] for row in written.tables["region_balance"]})
