"""`grutto check`: what is wrong with a file, before it is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from grutto.cli.options import HomeOption, StandardOption, home_at, standard_at
from grutto.cli.terminal import show
from grutto.errors import InputError


def check(
    *paths: Path,
    format_: Annotated[Literal["text", "json", "html", "sarif"], Parameter(name="--format")] = "text",
    with_release: Annotated[
        bool, Parameter(help="Compare identifiers with the activities of the current release too.")
    ] = False,
    standard: StandardOption = None,
    home: HomeOption = None,
) -> None:
    """Check IATI files: schema, codelists, ruleset, identifiers, quality. The worst finding sets the exit code.

    Parameters
    ----------
    paths
        Files or folders.
    """
    from grutto.store.worker import make_ready

    if not paths:
        raise InputError("Nothing to check was named", command="grutto check FILE…")
    make_ready("grutto.checks.check")
    from grutto.checks import Checker, KnownIdentifiers, check_paths, exit_code
    from grutto.locale import terminal_language
    from grutto.render.findings import FORMATS
    from grutto.store.releases import read_release
    from grutto.tables import tables_of
    from grutto.tables.export import reported

    place = home_at(home)
    known = KnownIdentifiers(*reported(place, read_release(place).id)) if with_release else KnownIdentifiers()
    reports = check_paths(paths, Checker(standard_at(standard, home), tables_of("iati"), known))
    show(FORMATS[format_](reports, terminal_language()))
    sys.exit(exit_code(reports))
