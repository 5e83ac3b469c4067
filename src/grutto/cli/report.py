"""`grutto report` and `explain`: the progress report of a year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from grutto.cli.options import (
    DocumentsOption,
    EngineOption,
    FormatOption,
    HomeOption,
    JudgementsOption,
    LanguagesOption,
    ReleaseOption,
    documents_of,
    home_at,
    open_at,
    print_edition,
)
from grutto.cli.terminal import log
from grutto.message import Message


def report(
    framework: str,
    year: int,
    *,
    lang: LanguagesOption = None,
    output: Annotated[Path, Parameter(help="Folder to write to.")] = Path("report"),
    judgements: JudgementsOption = None,
    ledger: Annotated[Path | None, Parameter(help="File of the savings ledger (TOML).")] = None,
    previous: Annotated[str, Parameter(help="Folder or id of the edition before, to compare with.")] = "",
    scenario: Annotated[
        list[Path] | None,
        Parameter(
            help="Folder that `grutto scenario run` wrote, for the section on scenarios; may be given several times."
        ),
    ] = None,
    format_: DocumentsOption = "html",
    release: ReleaseOption = "",
    engine: EngineOption = "",
    home: HomeOption = None,
) -> None:
    """Make the progress report of a year.

    Parameters
    ----------
    framework
        Policy framework: a bundled name such as nl-2008, or a folder.
    year
        Calendar year reported on.
    """
    from grutto.locale.reasons import reason

    edition = open_at(home, engine).report(
        framework,
        year,
        languages=lang or (),
        judgements=judgements,
        ledger=ledger,
        previous=previous,
        scenarios=scenario or (),
        documents=documents_of(format_),
        release=release,
    )
    record = edition.write(output).record
    print_edition(record, output)
    if record.empty:
        why = reason(record.empty)
        log.print(Message("Warning: this edition is without data, and may not be adopted: {reason}", reason=why))
    if record.open:
        listed = ", ".join(record.open)
        log.print(Message("It may not be adopted: these differences must be explained: {listed}", listed=listed))


def explain(
    framework: str,
    year: int,
    *,
    judgements: JudgementsOption = None,
    format_: FormatOption = "table",
    release: ReleaseOption = "",
    engine: EngineOption = "",
    home: HomeOption = None,
) -> None:
    """List the differences of the account that must be explained; fail if one is not.

    Parameters
    ----------
    framework
        Policy framework: a bundled name such as nl-2008, or a folder.
    year
        Calendar year of the account.
    """
    from grutto.cli.answers import write
    from grutto.frameworks import load
    from grutto.frameworks.judgements import load_judgements
    from grutto.measures.explain import difference_rows, require_explained
    from grutto.measures.scope import Scope
    from grutto.measures.session import open_release

    policy = load(framework)
    statements = load_judgements(judgements) if judgements else ()
    with open_release(home_at(home, engine), policy, release) as session:
        scope = Scope(session, policy, year, statements)
        write(difference_rows(scope), format_)
        require_explained(scope)
