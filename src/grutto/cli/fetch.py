"""`grutto fetch`: what stands on the network, taken in: sources, catalogues of files, the IATI standard."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from grutto.cli.data import print_import, progress
from grutto.cli.options import HomeOption, home_at, in_words, pairs_of, print_problem
from grutto.cli.terminal import log, show
from grutto.message import Message, msg

if TYPE_CHECKING:
    from grutto.sources.catalogue import Dataset
    from grutto.store.home import Home
    from grutto.tables.intake import IncomingFile


def fetch(
    source: str,
    *,
    where: Annotated[list[str] | None, Parameter(help="What to ask for: KEY=VALUE, such as coo=AFG.")] = None,
    address: Annotated[str, Parameter(help="Fetch from here instead.")] = "",
    home: HomeOption = None,
) -> None:
    """Fetch a source from its address and import it.

    Services are asked page by page, at the pace they allow; a broken run goes on where it stopped. The catalogues
    iati/registry and iati/bulk give the files of a publisher (--where publisher=NAME) or of all. iati/standard is
    what grutto check and grutto template need: schemas, codelists and rules.

    Parameters
    ----------
    source
        Name of the source, such as ecb/rates.
    """
    from grutto.sources.catalogue import catalogues
    from grutto.sources.standard import NAME

    if source == NAME:
        _fetch_standard(home_at(home), address)
    elif source in catalogues():
        _fetch_catalogue(home_at(home), source, dict(pairs_of(where)), address)
    else:
        _fetch_source(home_at(home), source, dict(pairs_of(where)), address)


def _fetch_source(home: Home, source: str, question: dict[str, str], address: str) -> None:
    from rich.progress import DownloadColumn, MofNCompleteColumn, Progress, TextColumn

    from grutto.sources import source_named
    from grutto.tables.fetching import fetch_source

    amount = MofNCompleteColumn() if source_named(source).service else DownloadColumn()
    with Progress(TextColumn(source, markup=False), amount, console=log, transient=True) as bar:
        task = bar.add_task(source, total=None)
        done = fetch_source(
            home,
            source,
            question,
            address,
            lambda so_far, total: bar.update(task, completed=so_far, total=total or None),
        )
    if done.reused:
        log.print(
            Message(
                "{count} answer is that of a run that broke off less than a day ago",
                "{count} answers are those of a run that broke off less than a day ago",
                count=done.reused,
            )
        )
    print_import(done.report, home)
    if done.report.refused:
        sys.exit(1)


def _fetch_standard(home: Home, address: str) -> None:
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from grutto.sources.standard import NAME, fetch_standard

    with Progress(SpinnerColumn(), TextColumn("{task.description}", markup=False), console=log, transient=True) as bar:
        task = bar.add_task(NAME, total=None)
        done = fetch_standard(home, address, lambda name: bar.update(task, description=name))
    show(f"{'changed' if done.changed else 'unchanged'}\t{NAME}\t{done.folder}")
    for name, why in done.missing:
        repair = msg("files of this version are not held against its schema")
        print_problem(msg("Missing"), f"{name}: {in_words(why)}", "", repair)


def _fetch_catalogue(home: Home, name: str, question: dict[str, str], address: str) -> None:
    from grutto.tables.fetching import listing

    found = listing(home, name, question, address)
    log.print(Message("{count} dataset is listed", "{count} datasets are listed", count=len(found.datasets)))
    if found.gone:
        more = " …" if len(found.gone) > 10 else ""
        what = Message(
            "One dataset of the release is no longer listed",
            "{count} datasets of the release are no longer listed",
            count=len(found.gone),
        )
        repair = Message("take out what was withdrawn: {command}", command=f"grutto remove {found.gone[0]}")
        print_problem(msg("Warning"), what, ", ".join(found.gone[:10]) + more, repair)
    fetch_and_print(home, found.datasets)


def fetch_and_print(
    home: Home, datasets: list[Dataset], files: list[IncomingFile] | None = None, source: str = ""
) -> None:
    """Fetch files from their addresses, take them in with others that are here, and tell what became of them."""
    from grutto.tables.fetching import fetch_and_take_in

    here = files or []
    with progress(len(datasets) + len(here)) as step:
        done = fetch_and_take_in(home, datasets, here, source, step)
    if done.reused:
        log.print(
            Message(
                "{count} file is that of a run that broke off less than a day ago; it was not fetched again",
                "{count} files are those of a run that broke off less than a day ago; they were not fetched again",
                count=done.reused,
            )
        )
    if done.unchanged:
        log.print(
            Message(
                "{count} file is that of the release already, by the hash in the catalogue",
                "{count} files are those of the release already, by the hash in the catalogue",
                count=done.unchanged,
            )
        )
    print_import(done.report, home)
    if done.report.refused:
        sys.exit(1)
