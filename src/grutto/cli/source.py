"""`grutto source`: trying what a source makes of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from grutto.cli.options import NO_NEGATIVES, in_words, print_remark
from grutto.cli.terminal import show
from grutto.message import Message, forms

app = App(name="source", help="Look at how files of statistics are read.", default_parameter=NO_NEGATIVES)
COLUMNS = (
    "locator",
    "indicator",
    "ref_area",
    "counterpart",
    "time_period",
    "sex",
    "age",
    "breakdown",
    "obs_value",
    "unit",
)
READ = forms("{source}: {count} number of the data flow {flow}", "{source}: {count} numbers of the data flow {flow}")
NUMBERS = forms("{count} number, with a value: {known}", "{count} numbers, with a value: {known}")


@app.command(name="try")
def try_(
    file: Path,
    *,
    source: Annotated[str, Parameter(help="Name of the source; found out without it.")] = "",
    rows: Annotated[int, Parameter(help="Rows to show.")] = 20,
) -> None:
    """Show what would be read from a file of statistics; nothing is imported.

    Parameters
    ----------
    file
        A file of statistics.
    """
    from grutto.content.labels import value_text
    from grutto.locale import column_text, terminal_language
    from grutto.tables.trial import read_on_trial

    language = terminal_language()
    reading = read_on_trial(file, source)
    name, flow, number = reading.source.name, reading.source.flow, len(reading.rows)
    show(in_words(Message(*READ, source=name, count=number, flow=flow)))
    for indicator, freq, all_numbers, known in reading.series():
        numbers = in_words(Message(*NUMBERS, count=all_numbers, known=known))
        show(f"{indicator}\t{value_text('freq', freq, language)}\t{numbers}")
    if reading.rows[:rows]:
        show("\t".join(column_text(column, language) for column in COLUMNS))
    for row in reading.rows[:rows]:
        show("\t".join(value_text(column, row[column], language) for column in COLUMNS))
    for finding in reading.findings:
        print_remark(finding.severity, 1, finding.message, finding.value, finding.locator, finding.repair)
