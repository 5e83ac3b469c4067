"""`grutto check`: what is wrong with a file, before it is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from grutto.cli.options import HomeOption, StandardOption, standard_at
from grutto.errors import InputError


def check(
    *paths: Path,
    format_: Annotated[Literal["text", "json", "html", "sarif"], Parameter(name="--format")] = "text",
    standard: StandardOption = None,
    home: HomeOption = None,
) -> None:
    """Check IATI files: schema, codelists, ruleset, identifiers, quality. The worst finding sets the exit code.

    Parameters
    ----------
    paths
        Files or folders.
    """
    from grutto.checks import Checker, check_command
    from grutto.tables import tables_of

    if not paths:
        raise InputError("Nothing to check was named", repair="grutto check FILE…")
    text, code = check_command(paths, format_, Checker(standard_at(standard, home), tables_of("iati")))
    print(text)
    sys.exit(code)
