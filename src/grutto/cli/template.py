"""`grutto template`: the spreadsheet of small publishers, made, filled and turned into IATI."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from grutto.cli.export import print_findings
from grutto.cli.options import (
    NO_NEGATIVES,
    HomeOption,
    ReleaseOption,
    StandardOption,
    home_at,
    pairs_of,
    standard_at,
)
from grutto.cli.terminal import log, show
from grutto.message import Message

if TYPE_CHECKING:
    from grutto.locale import Language

app = App(
    name="template",
    help="Make, fill and convert the spreadsheet in which small publishers write activities.",
    default_parameter=NO_NEGATIVES,
)

OutputOption = Annotated[Path, Parameter(name=["--output", "-o"], help="Where to write.")]
HelpLanguageOption = Annotated[str, Parameter(name="--lang", help="Language of the help in it; else the terminal's.")]


@app.command
def new(path: Path, *, lang: HelpLanguageOption = "", standard: StandardOption = None, home: HomeOption = None) -> None:
    """Make an empty template, with help and lists of codes: a workbook, or a folder of CSV files.

    Parameters
    ----------
    path
        A name that ends in .xlsx, or a folder that does not exist yet.
    """
    from grutto.tables.template import write_template

    write_template(path, standard_at(standard, home), _language(lang))
    log.print(Message("Template written to {path}", path=path))


@app.command
def fill(
    path: Path,
    *identifiers: str,
    where: Annotated[list[str] | None, Parameter(help="What activities must have, as for grutto export.")] = None,
    lang: HelpLanguageOption = "",
    release: ReleaseOption = "",
    standard: StandardOption = None,
    home: HomeOption = None,
) -> None:
    """Write activities of a release as a filled template.

    Parameters
    ----------
    path
        A name that ends in .xlsx, or a folder that does not exist yet.
    identifiers
        IATI identifiers; all if none is named.
    """
    from grutto.store.releases import read_release
    from grutto.tables.template import fill_template

    place = home_at(home)
    name = read_release(place, release).id
    wanted = (identifiers, pairs_of(where))
    export = fill_template(place, name, path, standard_at(standard, home), _language(lang), *wanted)
    print_findings(export.findings)
    log.print(_written(export.records, path))


@app.command
def convert(
    path: Path,
    *,
    output: OutputOption,
    format_: Annotated[Literal["text", "json", "html", "sarif"], Parameter(name="--format")] = "text",
    standard: StandardOption = None,
    home: HomeOption = None,
) -> None:
    """Turn a filled template into an IATI 2.03 file and check it; what is wrong is told by sheet and cell.

    The file is written whatever is found. The exit code is that of grutto check: 1 warnings, 2 errors.

    Parameters
    ----------
    path
        The workbook, or the folder of CSV files.
    """
    from grutto.checks import check_template
    from grutto.locale import terminal_language
    from grutto.render.findings import FORMATS
    from grutto.tables import tables_of

    report = check_template(path, output, standard_at(standard, home), tables_of("iati"))
    show(FORMATS[format_]([report], terminal_language()), end="")
    log.print(_written(report.activities, output))
    sys.exit(report.exit_code)


def _written(count: int, path: Path) -> Message:
    return Message("{count} activity written to {path}", "{count} activities written to {path}", count=count, path=path)


def _language(code: str) -> Language:
    from grutto.locale import language_named, terminal_language

    return language_named(code) if code else terminal_language()
