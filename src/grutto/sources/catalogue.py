"""Catalogues: services that list where the files of many publishers are; the files are fetched from there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grutto.errors import FetchError, GruttoError, InputError
from grutto.lazily import lazily
from grutto.message import Message, msg
from grutto.sources import FOLDER
from grutto.sources.fetch import fetched
from grutto.sources.request import AnswerBounds, host_of, without_secrets
from grutto.store.codec import declared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import httpx

    from grutto.store.home import Home
else:
    httpx = lazily("httpx")

AT_ONCE = 4
"""Files fetched at the same time."""
DAY = 86_400.0
"""Seconds for which the files of a broken run are still used."""
MOST_PAGES = 2_000
LARGEST = 1 << 30
"""Bytes that one file may have."""
PAGE = 256 << 20
"""Bytes that a page of a catalogue may have."""


@dataclass(frozen=True, slots=True)
class DatasetCatalogue:
    """How a catalogue is read; fields are given as paths in its JSON, such as `a.b`.

    Args:
        name: of the data flow: `iati/registry`.
        title: what people call it.
        address: of its first page.
        records: the list of datasets in a page.
        dataset: field with the name of a dataset.
        file: field with the address of its file; empty there means that it could not be had.
        licence: field with its licence.
        next: field of a page with the address of the next one; empty if all is on one page.
        publisher: parameter that asks for one publisher.
        of: field with the publisher, if datasets must be picked here.
        sha1: field with the SHA-1 of the file, if it is told.
        identity: what the name of a dataset follows in the address that it is known by: its file may move.
        parameters: what every question says.
    """

    name: str
    title: str
    address: str
    records: str
    dataset: str
    file: str
    licence: str = ""
    next: str = ""
    publisher: str = ""
    of: str = ""
    sha1: str = ""
    identity: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as a catalogue has it.

    Args:
        name: of the dataset.
        identity: what it is known by.
        address: where its file is.
        licence: if it is told.
        sha1: of the file, if it is told.
        trusted: host and port that the user named, which may be inside our network.
    """

    name: str
    identity: str
    address: str
    licence: str = ""
    sha1: str = ""
    trusted: str = ""


def dataset_at(address: str) -> Dataset:
    """Return the file at an address that the user named, known by that without its secrets."""
    name = address.partition("?")[0].rpartition("/")[2] or address
    return Dataset(name, without_secrets(address), address, trusted=host_of(address))


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """What became of one file.

    Args:
        listed: the dataset.
        path: the file; `None` if it is unchanged or could not be had.
        error: what, where and repair, if it could not be had.
        age: seconds since it was fetched, if a run that broke off had it already.
    """

    listed: Dataset
    path: Path | None = None
    error: tuple[str, str, str] | None = None
    age: float = 0


@cache
def catalogues() -> dict[str, DatasetCatalogue]:
    """Return all catalogues by name."""
    found = {}
    for path in sorted(FOLDER.glob("*/*/catalogue.toml")):
        name = path.parent.relative_to(FOLDER).as_posix()
        found[name] = declared(path, DatasetCatalogue, name=name)
    return found


def listed(catalogue: DatasetCatalogue, publisher: str = "", address: str = "", wait: float = 1) -> list[Dataset]:
    """Return the datasets of a catalogue, or those of one publisher.

    Args:
        catalogue: which.
        publisher: its short name.
        address: the address to use instead of the declared one.
        wait: seconds before the second attempt of a page.

    Raises:
        FetchError: no whole catalogue, or something else than one.
        InputError: it lists nothing of that publisher.
    """
    parameters = {
        **catalogue.parameters,
        **({catalogue.publisher: publisher} if publisher and catalogue.publisher else {}),
    }
    url = httpx.URL(address or catalogue.address)
    start = str(url.copy_merge_params(parameters) if parameters else url)
    records = [record for page in _pages(catalogue, start, wait, host_of(start)) for record in page]
    if publisher and catalogue.of:
        records = [record for record in records if _at(record, catalogue.of) == publisher]
    if not records:
        raise InputError(
            msg("{catalogue} lists nothing of “{publisher}”") if publisher else msg("{catalogue} lists nothing"),
            where=start,
            repair="check the short name of the publisher, as in its address on the IATI Dashboard",
            catalogue=catalogue.title,
            publisher=publisher,
        )
    trusted = host_of(address)
    return [_listed(catalogue, record, trusted) for record in records]


def _pages(catalogue: DatasetCatalogue, address: str, wait: float, trusted: str) -> Iterator[list[Any]]:
    seen: set[str] = set()
    while address:
        if address in seen or len(seen) >= MOST_PAGES:
            raise FetchError("The catalogue leads in a circle", where=address, repair="try again later")
        seen.add(address)
        page = _page(address, wait, trusted)
        records = _at(page, catalogue.records)
        if not isinstance(records, list):
            raise FetchError(
                "The catalogue has no list “{records}”",
                where=address,
                repair="check the address",
                records=catalogue.records,
            )
        yield records
        address = str(_at(page, catalogue.next) or "") if catalogue.next else ""


def _page(address: str, wait: float, trusted: str) -> Any:
    with fetched(address, wait=wait, trusted=trusted, bounds=AnswerBounds(PAGE)) as stream:
        content = stream.read()
    try:
        return json.loads(content)
    except ValueError as error:
        start = " ".join(content[:60].decode("utf-8", "replace").split())
        raise FetchError(
            "The catalogue answered with something else: “{start}”",
            where=address,
            repair="try again later",
            start=str(start),
        ) from error


def _listed(catalogue: DatasetCatalogue, record: Any, trusted: str) -> Dataset:
    def text(path: str) -> str:
        return str(_at(record, path) or "") if path else ""

    name = text(catalogue.dataset)
    identity = f"{catalogue.identity}{name}"
    return Dataset(name, identity, text(catalogue.file), text(catalogue.licence), text(catalogue.sha1), trusted)


def _at(content: Any, path: str) -> Any:
    for step in path.split("."):
        content = content.get(step) if isinstance(content, dict) else None
    return content


def fetch_files(
    home: Home,
    datasets: Iterable[Dataset],
    digests: Mapping[str, str],
    progress: Callable[[str], None] = lambda _name: None,
    wait: float = 1,
) -> Iterator[FetchedFile]:
    """Yield what became of each file, in order; files of a run that broke off within a day are not fetched again.

    Args:
        home: the data folder.
        datasets: what to fetch.
        digests: identity to sha256 of the files of the release, to pass over those that did not change.
        progress: called with the name of each dataset, in the caller's own thread.
        wait: seconds before the second attempt.
    """
    wanted = list(datasets)
    if not wanted:
        return
    folder = home.cache("files")

    def one(dataset: Dataset) -> FetchedFile:
        return _get(home, dataset, digests.get(dataset.identity, ""), folder, wait)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for dataset, got in [(dataset, pool.submit(one, dataset)) for dataset in wanted]:
                progress(dataset.name)
                yield got.result()
        finally:
            pool.shutdown(cancel_futures=True)  # whoever stops halfway does not wait for the rest


def forget_files(files: Iterable[Path]) -> None:
    """Drop fetched files once they are taken in: they are snapshots then. Those of another run stay."""
    for path in files:
        path.unlink(missing_ok=True)


def _get(home: Home, dataset: Dataset, sha256: str, folder: Path, wait: float) -> FetchedFile:
    if not dataset.address:
        return FetchedFile(dataset, error=_unavailable(dataset))
    if dataset.sha1 and sha256 and _sha1(home.snapshot_path(sha256)) == dataset.sha1:
        return FetchedFile(dataset)
    path = folder / hashlib.sha256(f"{dataset.address} {dataset.sha1}".encode()).hexdigest()
    age = time.time() - path.stat().st_mtime if path.exists() else DAY
    if 0 <= age < DAY:
        return FetchedFile(dataset, path, age=max(age, 1))
    try:
        with (
            fetched(dataset.address, wait=wait, trusted=dataset.trusted, bounds=AnswerBounds(LARGEST)) as stream,
            tempfile.NamedTemporaryFile(dir=folder, suffix=".part") as out,
        ):
            shutil.copyfileobj(stream, out)
            out.flush()
            os.link(out.name, f"{out.name}.whole")
            Path(f"{out.name}.whole").replace(path)
    except GruttoError as error:
        return FetchedFile(dataset, error=(error.what, error.where, error.repair))
    return FetchedFile(dataset, path)


def _unavailable(dataset: Dataset) -> tuple[str, str, str]:
    return (
        Message("The catalogue has no file of this dataset"),
        dataset.name,
        msg("ask its publisher; the last good file in the release stays"),
    )


def _sha1(path: Path) -> str:
    """Return the SHA-1 of a file, only to compare it with what a catalogue tells; empty if it is not there."""
    if not path.exists():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
