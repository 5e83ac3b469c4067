"""`grutto trace` and `verify`: what was published, taken apart and computed again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from grutto.cli.options import FrameworkOption, HomeOption, home_at, log, plain
from grutto.errors import VerificationError


def trace(
    figure: str,
    *,
    edition: Annotated[str, Parameter(help="Folder or id of the edition; without it the latest one.")] = "",
    framework: FrameworkOption = "",
    format_: Annotated[Literal["text", "csv", "json"], Parameter(name="--format")] = "text",
    home: HomeOption = None,
) -> None:
    """Take a figure apart: value, unit, rule and every source row behind it.

    Parameters
    ----------
    figure
        Its id or its number in the register of the report.
    """
    from grutto.measures.session import open_release
    from grutto.reports.answers import find_figure, write_trace
    from grutto.reports.inputs import framework_of
    from grutto.reports.record import read_record

    record = read_record(edition, home_at(home))
    found = find_figure(record, figure)
    policy = framework_of(home_at(home), record, framework)
    with open_release(home_at(home), policy, record.release) as session:
        write_trace(session, record.figures, found, format_)


def verify(
    edition: str = "",
    *,
    framework: FrameworkOption = "",
    home: HomeOption = None,
) -> None:
    """Compute every figure of an edition again from its release; fail on any difference.

    Parameters
    ----------
    edition
        Folder of the report, its edition.json, or its id; without it the latest one.
    """
    from grutto.reports.record import read_record
    from grutto.reports.verify import verify as check

    record = read_record(edition, home_at(home))
    given = Path(edition) if edition else None
    folder = given if given and given.is_dir() else given.parent if given and given.is_file() else None
    verdict = check(home_at(home), record, framework, folder)
    for difference in verdict.differences:
        print(difference)
    for note in verdict.notes:
        log.print(f"Note: {plain(note)}")
    if verdict.differences:
        raise VerificationError(
            f"The edition does not follow from its sources: {len(verdict.differences)} differences",
            where=record.id,
            repair="restore the release or the pages, or make a new edition",
        )
    log.print(f"Edition [bold]{record.id}[/] holds: {verdict.figures} figures from {verdict.rows} source rows")
