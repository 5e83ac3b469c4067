"""What a scenario changes in each region, with the median and three intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.locale import msg
from grutto.reports.content import Block, Column, Heading, Label, Paragraph, Section, Shown, Table
from grutto.reports.scenario.figures import REGIONS, years

if TYPE_CHECKING:
    from grutto.reports.content import Line
    from grutto.reports.context import Wording
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


def effects(results: Results, wording: Wording) -> Section:
    """Return a table for each effect that the result holds."""
    lead = wording.say("Ranges hold the middle half, four fifths and nineteen twentieths of the possible futures.")
    blocks: list[Block] = [Paragraph(lead)]
    for (name, part), title in EFFECTS.items():
        rows = results.rows(name, **dict(part))
        if rows:
            blocks.append(Heading(wording.say(title)))
            labels = ("period", *(key for key, _ in part), "region")
            blocks.append(_table(results, wording, name, title, [(row, labels) for row in rows]))
    return Section("effects", wording.say("Effects by region"), tuple(blocks))


def _table(
    results: Results, wording: Wording, name: str, title: str, rows: list[tuple[dict[str, Any], tuple[str, ...]]]
) -> Table:
    columns = (
        Column(wording.say("Region")),
        Column(wording.say("Period")),
        Column(wording.say("Median"), numeric=True),
        *(Column(wording.say("{share} interval", share=Label(f"{n} %")), numeric=True) for n in (50, 80, 95)),
    )
    order = list(REGIONS)
    ordered = sorted(rows, key=lambda item: (order.index(item[0]["region"]), item[0]["period"]))
    cells = tuple(_row(results, wording, name, row, labels) for row, labels in ordered)
    return Table(wording.say(title), columns, cells)


def _row(
    results: Results, wording: Wording, name: str, row: dict[str, Any], labels: tuple[str, ...]
) -> tuple[Line, ...]:
    def shown(column: str) -> Shown:
        return Shown(results.figure(name, row, column, labels=labels))

    region = REGIONS[row["region"]]
    return (
        (wording.words(region),),
        (Label(years(int(row["period"]))),),
        (shown("median"),),
        *((shown(f"lower_{n}"), Label(" – "), shown(f"upper_{n}")) for n in (50, 80, 95)),
    )
