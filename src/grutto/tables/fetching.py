"""What stands on the network, taken in: a source, the files that a catalogue lists, single addresses."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from grutto.errors import InputError
from grutto.sources import source_named
from grutto.sources.catalogue import catalogues, fetch_files, forget_files, listed
from grutto.sources.client import Client
from grutto.sources.fetch import fetched
from grutto.sources.request import without_secrets
from grutto.tables.intake import IncomingFile, kept_files, members, refused, take_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.model.source import Source
    from grutto.sources.catalogue import Dataset
    from grutto.store.home import Home
    from grutto.tables.intake import ImportReport


@dataclass(frozen=True, slots=True)
class FetchListing:
    """What a catalogue lists.

    Args:
        datasets: its files.
        gone: addresses of files of the release that it does not list any more; they stay until they are removed.
    """

    datasets: list[Dataset]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What became of files that were fetched.

    Args:
        report: of the import.
        unchanged: files that were not fetched, as the release has them by the hash in the catalogue.
        reused: files or answers of a run that broke off less than a day ago, not fetched again.
    """

    report: ImportReport
    unchanged: int
    reused: int


def fetch_source(
    home: Home, name: str, question: dict[str, str], address: str, progress: Callable[[int, int], None]
) -> FetchReport:
    """Fetch a source from its address, or from another, and import it.

    Args:
        home: the data folder.
        name: of the source, such as `ecb/rates`.
        question: what a service is asked for.
        address: instead of its own.
        progress: told how much is done, of how much (0: unknown).

    Raises:
        UnknownNameError: there is no such source.
        InputError: the source has no address, or takes no question.
        FetchError: it cannot be fetched.
    """
    source = source_named(name)
    if not address and not source.address:
        raise InputError("“{name}” has no address of its own", command=f"grutto fetch {name} --address URL", name=name)
    with tempfile.NamedTemporaryFile() as target:
        place, file, before = _fetch(home, source, question, address, target, progress)
        return FetchReport(take_in(home, [IncomingFile(Path(target.name), place, file or name, name)]), 0, before)


def _fetch(
    home: Home,
    source: Source,
    question: dict[str, str],
    address: str,
    target: IO[bytes],
    progress: Callable[[int, int], None],
) -> tuple[str, str, int]:
    """Put what a source has into a file; return its address and name, and how many answers were kept from before."""
    if source.service:
        answer = Client(home, progress).ask(source, question, address)
        target.write(answer.content)
        target.flush()
        return answer.address, answer.name, answer.reused
    if question:
        raise InputError(
            "“{source}” is one file: no part of it can be asked for",
            command=f"grutto fetch {source.name}",
            source=source.name,
        )
    place = address or source.address
    with fetched(place, progress=progress) as stream:
        shutil.copyfileobj(stream, target)
    target.flush()
    return without_secrets(place), without_secrets(place).rpartition("/")[2], 0


def listing(home: Home, name: str, question: dict[str, str], address: str = "") -> FetchListing:
    """Return what a catalogue lists, of one publisher (`publisher`) or of all.

    Raises:
        InputError: it is asked for something else.
        FetchError: it cannot be asked.
    """
    if other := set(question) - {"publisher"}:
        raise InputError(
            "A catalogue is not asked for {other}",
            where="--where",
            repair="give the short name of the publisher on the IATI Dashboard",
            command="--where publisher=NAME",
            other=", ".join(sorted(other)),
        )
    catalogue, publisher = catalogues()[name], question.get("publisher", "")
    datasets = listed(catalogue, publisher, address)
    known = {dataset.identity for dataset in datasets}
    own = () if publisher else (at for at in kept_files(home) if at.startswith(catalogue.identity))
    return FetchListing(datasets, tuple(sorted(at for at in own if at not in known)))


def fetch_and_take_in(
    home: Home, datasets: list[Dataset], files: list[IncomingFile], source: str, step: Callable[[str], None]
) -> FetchReport:
    """Fetch files from their addresses and import them with others that are here.

    Args:
        home: the data folder.
        datasets: files to fetch.
        files: files that are here.
        source: take those fetched as this source, instead of by their first characters.
        step: told the name of each file before it is read, and an empty one before the release is built.
    """
    incoming, failed, unchanged, had, reused = list(files), [], 0, [], 0
    for got in fetch_files(home, datasets, kept_files(home), step):
        if got.error:
            failed.append(refused(got.listed.name, got.error))
        elif got.path:
            had.append(got.path)
            reused += got.age > 0
            incoming.extend(_incoming(got.path, got.listed, source))
        else:
            unchanged += 1
    report = take_in(home, incoming, step, failed)
    forget_files(had)
    return FetchReport(report, unchanged, reused)


def _incoming(path: Path, dataset: Dataset, source: str) -> list[IncomingFile]:
    name = dataset.name if "." in dataset.name else f"{dataset.name}.xml"
    elsewhere = without_secrets(dataset.address) if without_secrets(dataset.address) != dataset.identity else ""
    return members(IncomingFile(path, dataset.identity, name, source, dataset.licence, elsewhere))
