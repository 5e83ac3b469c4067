"""`grutto check`: what is wrong with a file, before it is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from grutto.errors import InputError


def check(
    *paths: Path,
    format_: Annotated[Literal["text", "json", "html", "sarif"], Parameter(name="--format")] = "text",
    standard: Annotated[
        Path | None, Parameter(help="Folder with schemas, codelists.csv and rulesets of the IATI standard.")
    ] = None,
) -> None:
    """Check IATI files: schema, codelists, ruleset, identifiers, quality. The worst finding sets the exit code.

    Parameters
    ----------
    paths
        Files or folders.
    """
    from grutto.checks import Checker, check_command, read_standard
    from grutto.tables import tables_of

    if not paths:
        raise InputError("Nothing to check was named", repair="grutto check FILE…")
    text, code = check_command(paths, format_, Checker(read_standard(standard), tables_of("iati")))
    print(text)
    sys.exit(code)
