"""What a scenario assumes, and what each assumption does to the number of moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.content.blocks import (
    Block,
    Callout,
    Code,
    Country,
    FigureText,
    Label,
    Paragraph,
    Quote,
    Section,
    Sentence,
    Table,
    TableColumn,
    Words,
)
from grutto.message import msg
from grutto.reports.context import say
from grutto.reports.scenario.figures import REGIONS, years

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.content.blocks import Inline, Line
    from grutto.reports.scenario.figures import Results

LABELS = ("scenario", "id")
AUTHOR = "the author's judgement"
CONFIDENCE = {"low": msg("low"), "medium": msg("medium"), "high": msg("high")}
KINDS = {
    "economy": msg("Economy"),
    "conflict": msg("Conflict"),
    "climate": msg("Climate"),
    "policy": msg("Policy"),
    "demography": msg("Demography"),
    "legal_ways": msg("Legal ways"),
    "return": msg("Return"),
    "protection_in_region": msg("Protection in the region"),
}


def assumptions(results: Results, anchor: str = "") -> Section:
    """Return the table of assumptions; `anchor` is put before its name in links."""
    blocks: list[Block] = [Paragraph((Quote(results.written.lineage["scenario_summary"]),), "lead")]
    text = say("A projection shows what follows if the assumptions hold. It is no prediction.")
    blocks.append(Callout((text,)))
    rows = results.rows("assumptions")
    if not rows:
        blocks.append(Paragraph(say("Nothing is assumed beyond the model.")))
    else:
        columns = tuple(TableColumn(head, numeric) for head, numeric in _heads())
        table = tuple(_row(results, row) for row in rows)
        blocks.append(Table(say("What is assumed, and the moves it adds or takes away"), columns, table))
    return Section(f"{anchor}assumptions", say("Assumptions"), tuple(blocks))


def _heads() -> tuple[tuple[Line, bool], ...]:
    return (
        (say("Assumption"), False),
        (say("From → to"), False),
        (say("Period"), False),
        (say("Size, and its {share} interval", share=Label("80 %")), True),
        (say("Confidence"), False),
        (say("Moves added"), True),
        (say("Moves taken away"), True),
    )


def _row(results: Results, row: dict[str, Any]) -> tuple[Line, ...]:
    def figure(column: str) -> Inline:
        return FigureText(results.figure("assumptions", row, column, labels=LABELS))

    confidence = CONFIDENCE[row["confidence"]]
    interval: Line = (Label(" ("), figure("lower_80"), Label(" – "), figure("upper_80"), Label(")"))
    return (
        (*_what(row), *_refuge(row, figure)),
        (*_areas(row["orig"]), Label(" → "), *_areas(row["dest"])),
        (Label(_periods(results, str(row["periods"]))),),
        (figure("size"), Words(" "), Code("unit", row["unit"]), *interval),
        (Sentence(confidence),),
        (figure("moves_added"),),
        (figure("moves_taken_away"),),
    )


def _what(row: dict[str, Any]) -> Line:
    """Return field, reason and, unless it is the author's own judgement, source of an assumption."""
    kind = KINDS[row["kind"]]
    named = Sentence(kind)
    field = say("{kind}, a shock", kind=named) if row["type"] == "shock" else (named,)
    source = "" if row["source"] == AUTHOR else f" ({row['source']})"
    return (*field, Words(": "), Quote(f"{row['reason']}{source}"))


def _refuge(row: dict[str, Any], figure: Callable[[str], Inline]) -> Line:
    """Return, for a shock, how many stay in the region of reception and how many return later."""
    if row["in_region"] is None:
        return ()
    text = say(
        "Of the displaced, {near} stay in the region; in each later period, {home} of those still away return.",
        near=figure("in_region"),
        home=figure("return_rate"),
    )
    return (Words(" "), *text)


def _areas(names: str) -> Line:
    """Return regions and countries by their names, as the author listed them."""
    line: list[Inline] = []
    for name in names.split(", "):
        if line:
            line.append(Words(", "))
        if name == "all":
            line.append(Sentence("all areas"))
        elif name in REGIONS:
            line.append(Sentence(REGIONS[name]))
        else:
            line.append(Country(name))
    return tuple(line)


def _periods(results: Results, listed: str) -> str:
    """Return the periods of an assumption, as one span if they are all that are projected."""
    periods = [int(period) for period in listed.split(", ")]
    return results.span if periods == results.periods else ", ".join(map(years, periods))
