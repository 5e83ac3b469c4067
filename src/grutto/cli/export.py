"""`grutto export`: a release written back as IATI."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from grutto.cli.options import HomeOption, ReleaseOption, home_at, pairs_of, print_remark
from grutto.cli.terminal import log
from grutto.message import Message, forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.model.finding import Finding

KINDS = {"activities": "iati", "organisations": "iati_organisation"}
WRITTEN = {
    "activities": forms(
        "{count} activity of release {release} written to {place}",
        "{count} activities of release {release} written to {place}",
    ),
    "organisations": forms(
        "{count} organisation of release {release} written to {place}",
        "{count} organisations of release {release} written to {place}",
    ),
}


def export(
    *identifiers: str,
    where: Annotated[
        list[str] | None,
        Parameter(help="What they must have: COLUMN=VALUE or TABLE.COLUMN=VALUE, such as recipient_country.code=AF."),
    ] = None,
    kind: Annotated[Literal["activities", "organisations"], Parameter(help="Which records.")] = "activities",
    output: Annotated[Path | None, Parameter(name=["--output", "-o"], help="File; else standard output.")] = None,
    release: ReleaseOption = "",
    home: HomeOption = None,
) -> None:
    """Write activities of a release as one IATI 2.03 file; those of older versions are upgraded.

    The same release gives the same file. What the standard has no place for is told and left out, and so is what the
    schema of 2.03 requires and the sources do not give.

    Parameters
    ----------
    identifiers
        IATI identifiers; all if none is named.
    """
    from grutto.store.releases import read_release
    from grutto.tables.export import export_file

    place = home_at(home)
    name = read_release(place, release).id
    with tempfile.TemporaryDirectory() as aside:
        file = output or Path(aside) / f"{kind}.xml"
        export = export_file(place, name, file, identifiers, pairs_of(where), KINDS[kind])
        print_findings(export.findings)
        if output is None:
            with file.open(encoding="utf-8", newline="") as stream:
                shutil.copyfileobj(stream, sys.stdout)
    log.print(Message(*WRITTEN[kind], count=export.records, release=name, place=output or Message("standard output")))


def print_findings(findings: Iterable[Finding]) -> None:
    """Tell each different remark once, with an example and how often."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.message), []).append(finding)
    for (_, message), found in groups.items():
        example = found[0]
        place = f"{example.iati_identifier} {example.locator}"
        print_remark(example.severity, len(found), message, example.value, place, example.repair)
