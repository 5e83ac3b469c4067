"""What a scenario assumes, and what each assumption does to the number of moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.locale import msg
from grutto.reports.content import Block, Callout, Column, Label, Paragraph, Quote, Section, Shown, Table

if TYPE_CHECKING:
    from grutto.reports.content import Inline, Line
    from grutto.reports.context import Wording
    from grutto.reports.scenario.figures import Results

LABELS = ("scenario", "id")
CONFIDENCE = {"low": msg("low"), "medium": msg("medium"), "high": msg("high")}


def assumptions(results: Results, wording: Wording, anchor: str = "") -> Section:
    """Return the table of assumptions."""
    say = wording.say
    blocks: list[Block] = [Paragraph((Quote(results.written.lineage["scenario_summary"]),), "lead")]
    text = say("A projection shows what follows if the assumptions hold. It is no prediction.")
    blocks.append(Callout((text,)))
    rows = results.rows("assumptions")
    if not rows:
        blocks.append(Paragraph(say("Nothing is assumed beyond the model.")))
    else:
        columns = tuple(Column(head, numeric) for head, numeric in _heads(wording))
        table = tuple(_row(results, wording, row) for row in rows)
        blocks.append(Table(say("What is assumed, and the moves it adds or takes away"), columns, table))
    return Section(f"{anchor}assumptions", say("Assumptions"), tuple(blocks))


def _heads(wording: Wording) -> tuple[tuple[Line, bool], ...]:
    say = wording.say
    return (
        (say("Assumption"), False),
        (say("From → to"), False),
        (say("Periods"), False),
        (say("Size"), True),
        (say("{share} interval", share=Label("80 %")), True),
        (say("Confidence"), False),
        (say("Moves added"), True),
        (say("Moves taken away"), True),
        (say("Why, and according to whom"), False),
    )


def _row(results: Results, wording: Wording, row: dict[str, Any]) -> tuple[Line, ...]:
    def shown(column: str) -> Inline:
        return Shown(results.figure("assumptions", row, column, labels=LABELS))

    confidence = CONFIDENCE[row["confidence"]]
    return (
        (Quote(f"{row['id']} ({row['kind']})".replace("_", " ")),),
        (Quote(f"{row['orig']} → {row['dest']}"),),
        (Label(str(row["periods"])),),
        (shown("size"), Quote(f" {row['unit']}")),
        (shown("lower_80"), Label(" – "), shown("upper_80")),
        (wording.words(confidence),),
        (shown("moves_added"),),
        (shown("moves_taken_away"),),
        (Quote(f"{row['reason']} ({row['source']})"),),
    )
