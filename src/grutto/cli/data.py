"""`grutto import`, `fetch` and `releases`: data comes in, and stands in releases."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from grutto.cli.options import HomeOption, home_at, log, pairs_of, plain, tell
from grutto.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.store.home import Home


def import_(
    *paths: Path,
    source: Annotated[str, Parameter(help="Take the files as this source, instead of by their first characters.")] = "",
    home: HomeOption = None,
) -> None:
    """Take in IATI files or tables of rates, and publish the next release.

    A folder stands for its XML, CSV and zip files. A file that cannot be used is refused and reported; the last good
    one stays. Importing the same file again changes nothing.

    Parameters
    ----------
    paths
        Files or folders.
    """
    from grutto.tables.intake import incoming_files, take_in

    if not paths:
        raise InputError("Nothing to import was named", repair="grutto import FILE…")
    files = incoming_files(paths, source)
    with _progress(len(files)) as step:
        report = take_in(home_at(home), files, step)
    _tell_import(report, home_at(home))
    if report.refused:
        sys.exit(1)


def releases(*, home: HomeOption = None) -> None:
    """List the releases, the current one marked: when its newest file came, its number of files and activities."""
    from grutto.store.releases import read_release, release_names

    place = home_at(home)
    found = [read_release(place, name) for name in release_names(place)]
    for release in sorted(found, key=lambda r: max(s.received for s in r.snapshots)):
        mark = "*" if release.id == place.current() else " "
        newest = max(s.received for s in release.snapshots).isoformat(timespec="seconds")
        counts = f"{len(release.snapshots)} files\t{dict(release.rows)['portfolio']} activities"
        print(f"{mark} {release.id}\t{newest}\t{counts}")


def fetch(
    source: str,
    *,
    where: Annotated[list[str] | None, Parameter(help="What to ask for: KEY=VALUE, such as coo=AFG.")] = None,
    address: Annotated[str, Parameter(help="Fetch from here instead.")] = "",
    home: HomeOption = None,
) -> None:
    """Fetch a source from its address and import it.

    Services are asked page by page, at the pace they allow; a broken run goes on where it stopped.

    Parameters
    ----------
    source
        Name of the source, such as ecb/rates.
    """
    import tempfile

    from rich.progress import DownloadColumn, MofNCompleteColumn, Progress, TextColumn

    from grutto.sources import source_named
    from grutto.tables.intake import Incoming, take_in

    declared = source_named(source)
    if not address and not declared.address:
        raise InputError(f"“{source}” has no address of its own", repair=f"grutto fetch {source} --address URL")
    amount = MofNCompleteColumn() if declared.service else DownloadColumn()
    with (
        Progress(TextColumn(source), amount, console=log, transient=True) as bar,
        tempfile.NamedTemporaryFile() as kept,
    ):
        task = bar.add_task(source, total=None)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        place, name = _fetch(declared, dict(pairs_of(where)), address, kept, home_at(home), told)
        report = take_in(home_at(home), [Incoming(Path(kept.name), place, name or source, source)])
    _tell_import(report, home_at(home))
    if report.refused:
        sys.exit(1)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar with a step a file and one for building the release."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=log, transient=True) as bar:
        task = bar.add_task("Reading", total=total + 1)
        first = True

        def step(name: str) -> None:
            nonlocal first
            bar.update(task, description=plain(name) or "Building the release", advance=0 if first else 1)
            first = False

        yield step


def _tell_import(report: Any, home: Home) -> None:
    from grutto.tables.intake import findings

    for file in report.files:
        rows = sum(n for table, n in file.rows.items() if table != "file_finding")
        counts = f"{file.activities} activities" if file.activities else f"{rows} rows"
        rejected = f", {file.rejected} activities left out" if file.rejected else ""
        print(f"{file.outcome}\t{file.name}\t{'' if file.outcome == 'refused' else counts + rejected}\t{file.sha256}")
        if file.outcome == "refused":
            tell("[bold red]Refused:[/]", *file.error)
    if report.release is None:
        log.print("No release: nothing could be taken.")
        return
    taken = {f.name for f in report.files if f.outcome in {"new", "changed"}}
    _tell_findings(findings(home, report.release, taken))
    state = "unchanged" if report.release.id == report.previous else "published"
    log.print(f"Release [bold]{report.release.id}[/] {state}, in {plain(str(home.path))}")


def _tell_findings(found: list[tuple[str, int, dict[str, Any]]]) -> None:
    for severity, count, example in found:
        line = f"line {example['line']}, " if example["line"] and example["locator"].startswith("/") else ""
        place = f"{example['file']}, {line}{example['locator']}"
        value = f": “{example['value']}”" if example["value"] else ""
        more = f" ({count} times)" if count > 1 else ""
        tell(f"{severity.capitalize()}{more}:", example["message"] + value, place, example["repair"] or "")


def _fetch(
    source: Any, question: dict[str, str], address: str, kept: Any, home: Home, told: Callable[[int, int], None]
) -> tuple[str, str]:
    """Put what a source has into a file; return its address and name."""
    import shutil

    from grutto.sources.client import Client
    from grutto.sources.fetch import fetched

    if source.service:
        answer = Client(home, told).ask(source, question, address)
        kept.write(answer.content)
        kept.flush()
        return answer.address, answer.name
    if question:
        raise InputError(f"“{source.name}” is one file: it takes no --where", repair=f"grutto fetch {source.name}")
    place = address or source.address
    with fetched(place, progress=told) as stream:
        shutil.copyfileobj(stream, kept)
    kept.flush()
    return place, place.rpartition("/")[2]
