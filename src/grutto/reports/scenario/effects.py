"""What a scenario changes in each region, with the median and three intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.content.blocks import (
    Block,
    Callout,
    FigureText,
    Label,
    Paragraph,
    Quote,
    Section,
    Sentence,
    Table,
    TableColumn,
)
from grutto.message import msg
from grutto.reports.context import say
from grutto.reports.scenario.figures import REGIONS, years
from grutto.scenarios.demography import MODEL_AGES

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.reports.scenario.figures import Results

EFFECTS: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {
    ("region_balance", (("measure", "immigration"),)): msg("Immigration from other regions, persons in five years"),
    ("region_balance", (("measure", "emigration"),)): msg("Emigration to other regions, persons in five years"),
    ("region_balance", (("measure", "net"),)): msg("Net migration, persons in five years"),
    ("working_age", ()): msg("Persons of working age at the end of the period"),
    ("dependency", ()): msg("Young and old persons for each hundred of working age, at the end of the period"),
    ("births", ()): msg("Births in five years"),
    ("labour_loss", ()): msg("Emigrants less immigrants of working age, persons in five years"),
    ("remittances", (("direction", "received"),)): msg("Remittances received, million US dollars a year"),
    ("remittances", (("direction", "sent"),)): msg("Remittances sent, million US dollars a year"),
}
"""Tables of effects with the part shown, and what each tells."""


def effects(results: Results, anchor: str = "") -> Section:
    """Return a table for each effect that the result holds; `anchor` is put before its name in links."""
    lead = say("Ranges hold the middle half, four fifths and nineteen twentieths of the possible futures.")
    blocks: list[Block] = [Paragraph(lead), *_ages(results)]
    for (name, part), title in EFFECTS.items():
        rows = results.rows(name, **dict(part))
        if rows:
            labels = ("period", *(key for key, _ in part), "region")
            blocks.append(_table(results, name, title, [(row, labels) for row in rows]))
    return Section(f"{anchor}effects", say("Effects by region"), tuple(blocks))


def _ages(results: Results) -> list[Block]:
    """Tell what is not known about ages: nothing at all, or the ages of migrants."""
    vintage = results.written.lineage.get("vintage_demography", "")
    if not vintage:
        text = say(
            "The data hold no population by age: persons of working age, dependency, births and the loss of labour "
            "are unknown."
        )
        return [Callout((text,))]
    if MODEL_AGES in vintage:
        text = say(
            "The ages of migrants were not observed. They follow a model schedule, and so do the effects that "
            "depend on age. {data}",
            data=Quote(vintage.partition("; ")[2]),
        )
        return [Callout((text,), "warning")]
    return []


def _table(results: Results, name: str, title: str, rows: list[tuple[dict[str, Any], tuple[str, ...]]]) -> Table:
    columns = (
        TableColumn(say("Region")),
        TableColumn(say("Period")),
        TableColumn(say("Median"), numeric=True),
        *(TableColumn(say("{share} interval", share=Label(f"{n} %")), numeric=True) for n in (50, 80, 95)),
    )
    order = list(REGIONS)
    ordered = sorted(rows, key=lambda item: (order.index(item[0]["region"]), item[0]["period"]))
    cells = tuple(_row(results, name, row, labels) for row, labels in ordered)
    return Table(say(title), columns, cells)


def _row(results: Results, name: str, row: dict[str, Any], labels: tuple[str, ...]) -> tuple[Line, ...]:
    def figure(column: str) -> FigureText:
        return FigureText(results.figure(name, row, column, labels=labels))

    region = REGIONS[row["region"]]
    return (
        (Sentence(region),),
        (Label(years(int(row["period"]))),),
        (figure("median"),),
        *((figure(f"lower_{n}"), Label(" – "), figure(f"upper_{n}")) for n in (50, 80, 95)),
    )
