"""`grutto remittances`: files with prices of sending money, looked at before they are imported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from grutto.cli.options import NO_NEGATIVES, in_words
from grutto.cli.terminal import show
from grutto.errors import InputError
from grutto.message import Message

app = App(name="remittances", help="Look at files with prices of sending money.", default_parameter=NO_NEGATIVES)


@app.command
def check(
    *paths: Path,
    template: Annotated[bool, Parameter(help="They are filled templates, not a survey of the World Bank.")] = False,
    html: Annotated[Path | None, Parameter(help="Write what is wrong as a page.")] = None,
    csv: Annotated[Path | None, Parameter(help="Write what is wrong as CSV, a line each.")] = None,
) -> None:
    """Tell what an import would do, by row, column and severity; nothing is changed. Exit code 1: a file is refused.

    Parameters
    ----------
    paths
        Files.
    """
    from grutto.locale import terminal_language
    from grutto.remittances.dry_run import dry_run, template_dry_run
    from grutto.render.findings.dry_run import as_csv, as_html
    from grutto.tables import extracted_tables

    if not paths:
        raise InputError("Nothing to check was named", command="grutto remittances check FILE…")
    table = extracted_tables()["remittance_quote"]
    runs = [template_dry_run(path) if template else dry_run(path, table) for path in paths]
    if html:
        html.write_text(as_html(runs, terminal_language()), "utf-8")
    if csv:
        csv.write_text(as_csv(runs, terminal_language()), "utf-8")
    for run in runs:
        show(f"{run.file}: {in_words(run.outcome)}")
        for severity, code, number in run.counts:
            show(f"  {number} {in_words(Message(severity))} [{code}]")
    sys.exit(any(run.refused for run in runs))


@app.command
def template(path: Path) -> None:
    """Write the empty template in which researchers of a national site bring quotes.

    Parameters
    ----------
    path
        The workbook to write.
    """
    from grutto.remittances.template import write_template

    write_template(path)
