"""`grutto report` and `explain`: the progress report of a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from grutto.cli.options import (
    FormatOption,
    HomeOption,
    JudgementsOption,
    LanguagesOption,
    ReleaseOption,
    home_at,
    log,
)
from grutto.errors import InputError

if TYPE_CHECKING:
    from grutto.reports.scenario.figures import Results


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
    release: ReleaseOption = "",
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
    from grutto.editions.inputs import with_inputs
    from grutto.editions.make import make
    from grutto.editions.record import read_record
    from grutto.editions.write import write_report
    from grutto.frameworks import load
    from grutto.frameworks.judgements import judgements_sha256, load_judgements
    from grutto.frameworks.ledger import load_ledger
    from grutto.measures.session import open_release

    if not 1000 <= year < 9999:
        raise InputError(f"{year} is not a calendar year", where="YEAR", repair="write four digits: 2010")
    policy = load(framework)
    said = load_judgements(judgements) if judgements else ()
    entries = load_ledger(ledger) if ledger else ()
    digest = "+".join(judgements_sha256(path) for path in (judgements, ledger) if path)
    before = read_record(previous, home_at(home)) if previous else None
    languages = tuple(lang or [policy.language if policy.language in {"en", "nl"} else "en"])
    with open_release(home_at(home), policy, release) as session:
        draft = make(
            session, year, languages, said, digest, ledger=entries, previous=before, scenarios=_results(scenario)
        )
        kept = with_inputs(draft, home_at(home), framework, judgements, ledger)
        edition = write_report(session, kept, output, home_at(home))
    for page in edition.pages:
        if page.startswith("index"):
            print(output / page)
    log.print(f"Edition [bold]{edition.id}[/]: {len(edition.figures)} figures from release {edition.release}")
    if edition.open:
        log.print(f"It may not be adopted: these differences must be explained: {', '.join(edition.open)}")


def _results(folders: list[Path] | None) -> tuple[Results, ...]:
    """Return the results of scenarios in some folders."""
    if not folders:
        return ()
    from grutto.reports.scenario.figures import Results
    from grutto.scenarios.result import read_result

    return tuple(Results(read_result(folder)) for folder in folders)


def explain(
    framework: str,
    year: int,
    *,
    judgements: JudgementsOption = None,
    format_: FormatOption = "table",
    release: ReleaseOption = "",
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
    said = load_judgements(judgements) if judgements else ()
    with open_release(home_at(home), policy, release) as session:
        scope = Scope(session, policy, year, said)
        write(difference_rows(scope), format_)
        require_explained(scope)
