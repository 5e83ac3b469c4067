"""`grutto trace`, `verify` and `render`: what was published, taken apart, computed again, and made into pages again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from grutto.cli.options import (
    DocumentsOption,
    EngineOption,
    FrameworkOption,
    HomeOption,
    documents_of,
    home_at,
    in_words,
    open_at,
    waiting,
)
from grutto.cli.terminal import log, show
from grutto.message import Message, forms, msg


def trace(
    figure: str,
    *,
    edition: Annotated[str, Parameter(help="Folder or id of the edition; without it the latest one.")] = "",
    framework: FrameworkOption = "",
    format_: Annotated[Literal["text", "csv", "json"], Parameter(name="--format")] = "text",
    engine: EngineOption = "",
    home: HomeOption = None,
) -> None:
    """Take a figure apart: value, unit, rule and every source row behind it.

    Parameters
    ----------
    figure
        Its id or its number in the register of the report.
    """
    from grutto.cli.answers import write_trace

    found = open_at(home, engine).edition(edition, framework=framework)
    write_trace(found.figure(figure), format_)


def verify(
    edition: str = "",
    *,
    framework: FrameworkOption = "",
    scenario_data: Annotated[
        Path | None, Parameter(help="A data.toml, or its folder: compare the data that the scenarios shown name.")
    ] = None,
    again: Annotated[bool, Parameter(help="Run the scenarios again on that data, and compare their tables.")] = False,
    all_: Annotated[
        bool, Parameter(name="--all", help="Read every source file again; else of large ones a sample.", negative=())
    ] = False,
    signers: Annotated[Path | None, Parameter(help="Who may sign (allowed_signers), for a package or a proof.")] = None,
    revoked: Annotated[Path | None, Parameter(help="Keys that count no more, a line a key.")] = None,
    authority: Annotated[Path | None, Parameter(help="Certificates (PEM) of the time-stamping authority.")] = None,
    printed: Annotated[str, Parameter(help="The digits at the foot of the letter, for the proof of a figure.")] = "",
    engine: EngineOption = "",
    home: HomeOption = None,
) -> None:
    """Compute every figure of an edition again from its release, and that from its sources; fail on any difference.

    The record is compared with the one that the data folder keeps, the pages with the content, figures of a scenario
    with the tables beside the report. A sealed package is checked from itself alone: signatures, files, then every
    figure from the sources in it. So is the proof of one figure.

    Parameters
    ----------
    edition
        Folder of the report, its edition.json, or its id; a sealed package; the proof of a figure; without it the
        latest edition.
    """
    from grutto.editions.sealed_file import is_sealed

    if edition and (signers or revoked or authority or printed or is_sealed(Path(edition))):
        _verify_sealed(edition, (signers, revoked, authority), printed)
        return
    found = open_at(home, engine).edition(edition, framework=framework)
    with waiting(msg("Computing the figures again")):
        verdict = found.verify(sources="all" if all_ else "some", scenario_data=scenario_data, again=again)
    for difference in verdict.differences:
        show(in_words(difference))
    for note in verdict.notes:
        log.print(Message("Note: {text}", text=in_words(note)))
    verdict.require()
    counts = {"count": verdict.figures, "rows": verdict.rows}
    holds = forms(
        "Edition {edition} holds: {count} figure from {rows} source rows",
        "Edition {edition} holds: {count} figures from {rows} source rows",
    )
    log.print(Message(*holds, edition=found.id, **counts))
    if verdict.simulations:
        log.print(Message("Computed by a model: {number}", number=verdict.simulations))


def _verify_sealed(place: str, trusted: tuple[Path | None, Path | None, Path | None], printed: str) -> None:
    from grutto.cli.verification import print_sealed
    from grutto.editions.seal.check import check_sealed, read_trust

    print_sealed(place, check_sealed(Path(place), read_trust(*trusted), printed), printed)


def render(
    edition: str = "",
    *,
    output: Annotated[Path, Parameter(help="Folder to write to.")] = Path("rendered"),
    format_: DocumentsOption = "html",
    chapter: Annotated[str, Parameter(help="Only this chapter, as a page of its own: summary, finance, …")] = "",
    lang: Annotated[str, Parameter(name="--lang", help="Language of chapter or account; else the first.")] = "",
    account: Annotated[bool, Parameter(help="Also the account as inline XBRL: account.html and account.xsd.")] = False,
    home: HomeOption = None,
) -> None:
    """Make the pages and tables of an edition again from its content; no release is needed.

    Parameters
    ----------
    edition
        Folder of the report, its edition.json, or its id; without it the latest one.
    """
    from grutto.editions.record import kept_edition
    from grutto.editions.render import account_again, chapter_again, documents_again, rendered_again
    from grutto.store.files import write_atomically

    source_edition = kept_edition(edition, home_at(home))
    files = chapter_again(source_edition, chapter, lang) if chapter else rendered_again(source_edition)
    files |= documents_again(source_edition, documents_of(format_)) | (
        account_again(source_edition, lang) if account else {}
    )
    for name, data in files.items():
        write_atomically(output / name, data)
        if name.endswith(".html"):
            show(output / name)
