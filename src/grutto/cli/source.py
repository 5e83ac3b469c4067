"""`grutto source`: trying what a source makes of a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from grutto.cli.options import NO_NEGATIVES, print_remark
from grutto.cli.terminal import show
from grutto.errors import InputError

app = App(name="source", help="Look at how files of statistics are read.", default_parameter=NO_NEGATIVES)
SHOWN = (
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
    from grutto.readers.observations import FORMATS, ObservationReader
    from grutto.sources import recognise, source_named
    from grutto.tables import extracted_tables

    if not file.is_file():
        raise InputError("There is no such file", where=file, repair="check the path")
    declared = source_named(source) if source else recognise(file, file.name)
    if declared.reader not in FORMATS or declared.observations is None:
        raise InputError(
            "“{declared}” is no source of statistics", where=file, command="grutto import FILE", declared=declared.name
        )
    reader = ObservationReader(
        extracted_tables()["statistic"], declared.reader, declared.observations, declared.flow, "", file.name
    )
    read = [dict(zip(batch, line, strict=True)) for batch in reader.read(file) for line in _lines(batch)]
    show(f"{declared.name}\t{len(read)} numbers\tdata flow {declared.flow}")
    for (indicator, freq), number in sorted(Counter((r["indicator"], r["freq"]) for r in read).items()):
        known = sum(r["obs_value"] is not None for r in read if (r["indicator"], r["freq"]) == (indicator, freq))
        show(f"{indicator}\t{freq}\t{number} numbers\t{known} with a value")
    for row in read[:rows]:
        show("\t".join(_text(row[name]) for name in SHOWN))
    for finding in reader.findings:
        print_remark(finding.severity, 1, finding.message, finding.value, finding.locator, finding.repair)


def _lines(batch: dict[str, list[Any]]) -> Any:
    return zip(*batch.values(), strict=True)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
