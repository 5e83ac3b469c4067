"""The report of one scenario: a page made from a result's folder, each figure with the run it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Document, Facts, Label, Quote
from grutto.reports.code import code_version
from grutto.reports.context import say
from grutto.reports.scenario.assumptions import assumptions
from grutto.reports.scenario.charts import charts
from grutto.reports.scenario.effects import effects

if TYPE_CHECKING:
    from grutto.content.blocks import Line, Section
    from grutto.reports.scenario.figures import Results


def document(results: Results) -> Document:
    """Return the report of a scenario: of results written by `grutto scenario run`."""
    lineage = results.written.lineage
    return Document(
        title=(Quote(lineage["scenario_title"]),),
        subtitle=say("Scenario of migration flows, {periods}", periods=Label(results.span)),
        note=(Quote(lineage["scenario_authorship"]),),
        facts=run_facts(results),
        sections=parts(results),
    )


def run_facts(results: Results) -> Facts:
    """Return which model, seed and data a result comes from, and who assumed."""
    lineage = results.written.lineage
    pairs: list[tuple[Line, Line]] = [
        (say("Model"), (Quote(lineage["parameters"]),)),
        (say("Seed"), (Label(f"{lineage['seed']}"),)),
        (say("Possible futures drawn"), (Label(f"{lineage['draws']}"),)),
        (say("Data"), (Quote("; ".join(text for _, text in results.data)),)),
        (say("Assumptions by"), (Quote(lineage["scenario_authorship"]),)),
        (say("Made by"), (Label(f"{lineage['version']} · {code_version()}"),)),
    ]
    if lineage.get("largest_rhat"):
        agreement = say(
            "largest R̂ {rhat}, smallest effective sample size {size}, divergent steps {count}",
            rhat=Label(lineage["largest_rhat"]),
            size=Label(lineage["smallest_effective"]),
            count=Label(lineage["divergences"]),
        )
        pairs.append((say("Agreement of the chains"), agreement))
    if lineage.get("areas_projected_at_zero"):
        pairs.append((say("Areas projected at zero"), (Quote(lineage["areas_projected_at_zero"]),)))
    if lineage.get("outflows_limited"):
        pairs.append((say("Outflows scaled down, with the number of draws"), (Quote(lineage["outflows_limited"]),)))
    return Facts(tuple(pairs))


def parts(results: Results, anchor: str = "") -> tuple[Section, ...]:
    """Return assumptions, charts and effects; `anchor` is put before their names in links."""
    return tuple(part(results, anchor) for part in (assumptions, charts, effects))
