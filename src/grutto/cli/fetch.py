"""`grutto fetch`: what stands on the network, taken in: sources, catalogues of files, the IATI standard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from grutto.cli.data import progress, tell_import
from grutto.cli.options import HomeOption, home_at, pairs_of, tell
from grutto.cli.terminal import log, show
from grutto.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.sources.catalogue import Listed
    from grutto.store.home import Home
    from grutto.tables.intake import Incoming


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
    import tempfile

    from rich.progress import DownloadColumn, MofNCompleteColumn, Progress, TextColumn

    from grutto.sources import source_named
    from grutto.tables.intake import Incoming, take_in

    declared = source_named(source)
    if not address and not declared.address:
        raise InputError(f"“{source}” has no address of its own", repair=f"grutto fetch {source} --address URL")
    amount = MofNCompleteColumn() if declared.service else DownloadColumn()
    with (
        Progress(TextColumn(source, markup=False), amount, console=log, transient=True) as bar,
        tempfile.NamedTemporaryFile() as kept,
    ):
        task = bar.add_task(source, total=None)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        place, name = _fetch(declared, question, address, kept, home, told)
        report = take_in(home, [Incoming(Path(kept.name), place, name or source, source)])
    tell_import(report, home)
    if report.refused:
        sys.exit(1)


def _fetch_standard(home: Home, address: str) -> None:
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from grutto.sources.standard import NAME, fetch_standard

    with Progress(SpinnerColumn(), TextColumn("{task.description}", markup=False), console=log, transient=True) as bar:
        task = bar.add_task(NAME, total=None)
        done = fetch_standard(home, address, lambda name: bar.update(task, description=name))
    show(f"{'changed' if done.changed else 'unchanged'}\t{NAME}\t{done.folder}")
    for name, why in done.missing:
        tell("Missing:", f"{name}: {why}", "", "files of this version are not held against its schema")


def _fetch_catalogue(home: Home, name: str, question: dict[str, str], address: str) -> None:
    from grutto.sources.catalogue import catalogues, listed

    other = set(question) - {"publisher"}
    if other:
        raise InputError(
            f"A catalogue is not asked for {', '.join(sorted(other))}",
            where="--where",
            repair="--where publisher=NAME, the short name on the IATI Dashboard",
        )
    catalogue, publisher = catalogues()[name], question.get("publisher", "")
    datasets = listed(catalogue, publisher, address)
    log.print(f"{len(datasets)} datasets are listed")
    if not publisher:
        _tell_gone(home, {d.identity for d in datasets}, catalogue.identity)
    fetch_and_take(home, datasets)


def _tell_gone(home: Home, listed: set[str], prefix: str) -> None:
    """Tell which files of the release the catalogue does not list any more; they stay until they are removed."""
    from grutto.tables.intake import kept_files

    gone = sorted(address for address in kept_files(home) if address.startswith(prefix) and address not in listed)
    if gone:
        more = f" and {len(gone) - 10} more" if len(gone) > 10 else ""
        what = f"{len(gone)} datasets of the release are no longer listed"
        tell("Warning:", what, ", ".join(gone[:10]) + more, f"take out what was withdrawn: grutto remove {gone[0]}")


def fetch_and_take(home: Home, datasets: list[Listed], files: list[Incoming] | None = None, source: str = "") -> None:
    """Fetch files from their addresses, take them in with others that are here, and tell what became of them."""
    from grutto.sources.catalogue import fetch_files, forget_files
    from grutto.tables.intake import kept_files, refused, take_in

    incoming, failed, unchanged, had, kept = list(files or []), [], 0, [], 0
    with progress(len(datasets) + len(incoming)) as step:
        for got in fetch_files(home, datasets, kept_files(home), step):
            if got.error:
                failed.append(refused(got.listed.name, got.error))
            elif got.path:
                had.append(got.path)
                kept += got.kept > 0
                incoming.extend(_incoming(got.path, got.listed, source))
            else:
                unchanged += 1
        report = take_in(home, incoming, step, failed)
    forget_files(had)
    if kept:
        log.print(f"{kept} files are those of a run that broke off less than a day ago; they were not fetched again")
    if unchanged:
        log.print(f"{unchanged} files are those of the release already, by the hash in the catalogue")
    tell_import(report, home)
    if report.refused:
        sys.exit(1)


def _incoming(path: Path, dataset: Listed, source: str) -> list[Incoming]:
    from grutto.sources.request import shown
    from grutto.tables.intake import Incoming, members

    name = dataset.name if "." in dataset.name else f"{dataset.name}.xml"
    elsewhere = shown(dataset.address) if shown(dataset.address) != dataset.identity else ""
    return members(Incoming(path, dataset.identity, name, source, dataset.licence, elsewhere))


def _fetch(
    source: Any, question: dict[str, str], address: str, kept: Any, home: Home, told: Callable[[int, int], None]
) -> tuple[str, str]:
    """Put what a source has into a file; return its address and name."""
    import shutil

    from grutto.sources.client import Client
    from grutto.sources.fetch import fetched
    from grutto.sources.request import shown

    if source.service:
        answer = Client(home, told).ask(source, question, address)
        if answer.kept:
            log.print(f"{answer.kept} of {answer.pages} answers are those of a run that broke off less than a day ago")
        kept.write(answer.content)
        kept.flush()
        return answer.address, answer.name
    if question:
        raise InputError(f"“{source.name}” is one file: it takes no --where", repair=f"grutto fetch {source.name}")
    place = address or source.address
    with fetched(place, progress=told) as stream:
        shutil.copyfileobj(stream, kept)
    kept.flush()
    return shown(place), shown(place).rpartition("/")[2]
