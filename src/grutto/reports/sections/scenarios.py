"""Scenarios of migration flows: what may come, under which assumptions, and what it changes where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Callout, FigureText, Label, Paragraph, Quote, Section, Sentence, Table, TableColumn
from grutto.errors import VerificationError
from grutto.reports.context import say
from grutto.reports.scenario.document import parts, run_facts
from grutto.reports.scenario.figures import REGIONS, years

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line
    from grutto.reports.context import Context
    from grutto.reports.scenario.figures import Results


def section(context: Context) -> Section:
    """Return one part a scenario; with several, a table that sets them side by side.

    Raises:
        VerificationError: two results are of the same scenario.
    """
    title = say("Scenarios of migration flows")
    if not context.scenarios:
        none = say("No result of a scenario was given to this report.")
        return Section("scenarios", title, (Paragraph(none),))
    names = [results.id for results in context.scenarios]
    if len(set(names)) < len(names):
        raise VerificationError("A scenario is given twice", where=", ".join(names), repair="give each result once")
    note = say(
        "These figures come from a model and its assumptions. They show what follows if the assumptions hold, and are "
        "no prediction and no fact of this report."
    )
    blocks: list[Block] = [Callout((note,))]
    if len(names) > 1:
        blocks.append(_side_by_side(context))
    return Section("scenarios", title, tuple(blocks), tuple(_part(r) for r in context.scenarios), lower=True)


def _part(results: Results) -> Section:
    anchor = f"scenario-{results.id}-"
    lead = Paragraph((Quote(results.written.lineage["scenario_authorship"]),), "small")
    name = (Quote(results.written.lineage["scenario_title"]), Label(f", {results.span}"))
    blocks = (lead, run_facts(results))
    return Section(f"{anchor}all", name, blocks, parts(results, anchor), lower=True)


def _side_by_side(context: Context) -> Table:
    """Return the net migration of each region under each scenario, in the last period of each."""
    heads = tuple(
        TableColumn((Quote(r.written.lineage["scenario_title"]), Label(f", {years(r.periods[-1])}")), numeric=True)
        for r in context.scenarios
    )
    rows = tuple(
        ((Sentence(title),), *(_net(results, region) for results in context.scenarios))
        for region, title in REGIONS.items()
    )
    caption = say("Net migration by scenario, persons in five years: median and {share} interval", share=Label("80 %"))
    return Table(caption, (TableColumn(say("Region")), *heads), rows)


def _net(results: Results, region: str) -> Line:
    rows = results.rows("region_balance", region=region, measure="net", period=results.periods[-1])
    if not rows:
        return ()
    median, low, high = (
        FigureText(results.figure("region_balance", rows[0], name, labels=("period", "measure", "region")))
        for name in ("median", "lower_80", "upper_80")
    )
    return (median, Label(" ("), low, Label(" – "), high, Label(")"))
