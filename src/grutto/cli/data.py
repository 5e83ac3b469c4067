"""`grutto import`, `releases`, `remove` and `tidy`: data comes in, stands in releases, and goes out again."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from grutto.cli.options import HomeOption, home_at, in_words, print_problem, print_remark
from grutto.cli.terminal import log, show, visible
from grutto.errors import InputError, StoreError
from grutto.message import Message, forms, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.store.home import Home


OUTCOMES = {
    "new": msg("new"),
    "changed": msg("changed"),
    "unchanged": msg("unchanged"),
    "same bytes": msg("same bytes"),
    "refused": msg("refused"),
    "set aside": msg("set aside"),
}
"""What became of a file."""
ACTIVITIES = forms("{count} activity", "{count} activities")
ORGANISATIONS = forms("{count} organisation", "{count} organisations")
FILES = forms("{count} file", "{count} files")
ROWS = forms("{count} row", "{count} rows")


def import_(
    *paths: str,
    source: Annotated[str, Parameter(help="Take the files as this source, instead of by their first characters.")] = "",
    preview: Annotated[bool, Parameter(help="Only tell what would change, per activity and field.")] = False,
    format_: Annotated[Literal["text", "json"], Parameter(name="--format", help="Of the preview.")] = "text",
    home: HomeOption = None,
) -> None:
    """Take in IATI files or tables of rates, and publish the next release.

    A folder stands for its XML, CSV and zip files. A file that cannot be used is refused and reported; the last good
    one stays. Importing the same file again changes nothing.

    Parameters
    ----------
    paths
        Files, folders, or addresses (http, https).
    """
    from grutto.store.worker import make_ready

    if not paths:
        raise InputError("Nothing to import was named", command="grutto import FILE…")
    make_ready("grutto.tables.extract")
    from grutto.cli.fetch import fetch_and_print
    from grutto.cli.preview import show_preview
    from grutto.sources.catalogue import dataset_at
    from grutto.tables.intake import incoming_files

    addresses = [path for path in paths if path.startswith(("http://", "https://"))]
    files = incoming_files([Path(path) for path in paths if path not in addresses], source)
    if preview:
        if addresses:
            raise InputError("A preview is of files that are here", where=addresses[0], repair="fetch the file first")
        show_preview(home_at(home), files, format_)
    else:
        fetch_and_print(home_at(home), [dataset_at(address) for address in addresses], files, source)


def releases(
    *, files: Annotated[bool, Parameter(help="List the files of the current release.")] = False, home: HomeOption = None
) -> None:
    """List the releases, the current one marked: when its newest file came, its number of files and activities."""
    from grutto.store.releases import read_release, release_names

    place = home_at(home)
    if files:
        for snapshot in read_release(place).snapshots:
            show(f"{snapshot.name}\t{snapshot.source}\t{snapshot.received:%Y-%m-%d}\t{snapshot.address}")
        return
    current = _current(place)
    found = [read_release(place, name) for name in release_names(place)]
    for release in sorted(found, key=lambda one: one.received):
        mark = "*" if release.id == current else " "
        newest = release.received.isoformat(timespec="seconds")
        activities = Message(*ACTIVITIES, count=dict(release.rows)["portfolio"])
        counts = "\t".join(map(in_words, (Message(*FILES, count=len(release.snapshots)), activities)))
        show(f"{mark} {release.id}\t{newest}\t{counts}")


def _current(home: Home) -> str:
    """Return the id of the current release; none if the pointer is lost, as who looks for it needs the list."""
    try:
        return home.current()
    except StoreError:
        return ""


def remove(*names: str, home: HomeOption = None) -> None:
    """Take files out of the release: the next one is without them, the ones before keep them.

    Parameters
    ----------
    names
        File names or addresses, as grutto releases --files lists them.
    """
    from grutto.tables.tidy import take_out

    if not names:
        raise InputError("No file was named", command="grutto remove NAME…; list them: grutto releases --files")
    release, out = take_out(home_at(home), names)
    for snapshot in out:
        show(f"removed\t{snapshot.name}\t{snapshot.address}")
    log.print(Message("Release {release} published, in {place}", release=release.id, place=home_at(home).path))


def tidy(
    *,
    keep: Annotated[int, Parameter(help="How many of the newest releases stay.")] = 3,
    yes: Annotated[bool, Parameter(name="--yes", help="Remove it; without this it is only listed.")] = False,
    home: HomeOption = None,
) -> None:
    """Clear the data folder of releases that no edition rests on, and of files that no release has.

    The current release, the newest ones and those of editions stay.
    """
    from grutto.tables import tidy as tidying

    place = home_at(home)
    found = tidying.tidy(place, keep) if yes else tidying.unneeded_files(place, keep)
    for name in found.releases:
        show(f"release\t{name}")
    for path in (*found.extracts, *found.snapshots):
        show(f"file\t{path.relative_to(place.path)}")
    counts = {"releases": len(found.releases), "files": len(found.snapshots), "size": found.size}
    if yes:
        log.print(Message("Removed: releases {releases}, source files {files}, bytes {size}", **counts))
    else:
        text = msg("With grutto tidy --yes would go: releases {releases}, source files {files}, bytes {size}")
        log.print(Message(text, **counts))


def repair(
    *,
    current: Annotated[str, Parameter(help="Id of the release to make the current one.")] = "",
    home: HomeOption = None,
) -> None:
    """Mend the data folder: build damaged releases again from their source files, put back what points to the current.

    Nothing is removed. What cannot be mended is told, with what it needs.
    """
    from grutto.tables.repair import repair as repair_home

    done = repair_home(home_at(home), current)
    for one in done:
        if one.outcome == "not mended":
            print_problem(msg("Not mended"), *one.details)
        else:
            show("\t".join((one.outcome, one.name, *one.details)))
    if not done:
        log.print(Message("Nothing needs mending."))
    if any(one.outcome == "not mended" for one in done):
        sys.exit(1)


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar with a step a file and one for building the release."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=log, transient=True) as bar:
        task = bar.add_task(in_words(msg("Reading")), total=total + 1)
        first = True

        def step(name: str) -> None:
            nonlocal first
            doing = visible(name) or in_words(msg("Building the release"))
            bar.update(task, description=doing, advance=0 if first else 1)
            first = False

        yield step


def print_import(report: Any, home: Home) -> None:
    from grutto.tables.remarks import findings

    for file in report.files:
        rows = sum(n for table, n in file.rows.items() if table != "file_finding")
        noun = ORGANISATIONS if file.source == "iati/organisations" else ACTIVITIES
        counts = [Message(*noun, count=file.activities) if file.activities else Message(*ROWS, count=rows)]
        counts += [Message("left out: {counts}", counts=Message(*noun, count=file.rejected))] if file.rejected else []
        content = "" if file.outcome == "refused" else ", ".join(map(in_words, counts))
        show(f"{in_words(OUTCOMES[file.outcome])}\t{file.name}\t{content}\t{file.sha256}")
        if file.error[0]:
            title = msg("Refused") if file.outcome == "refused" else msg("Set aside")
            what, where, remedy = file.error
            print_problem(title, what, where, remedy, file.command)
        print_losses(file)
    if report.release is None:
        log.print(Message("No release: nothing could be taken."))
        return
    taken = {f.name for f in report.files if f.outcome in {"new", "changed"}}
    _print_examples(findings(home, report.release, taken))
    places = {"release": report.release.id, "place": home.path}
    if report.release.id == report.previous:
        log.print(Message("Release {release} unchanged, in {place}", **places))
    else:
        log.print(Message("Release {release} published, in {place}", **places))


def print_losses(file: Any) -> None:
    """Tell that a changed file has less than before: the sign of a broken export at the publisher's."""
    if file.lost:
        listed = ", ".join(file.lost[:10]) + (" …" if len(file.lost) > 10 else "")
        what = Message(
            "This file no longer has one of its activities: {listed}",
            "This file no longer has {count} of its activities: {listed}",
            count=len(file.lost),
            listed=listed,
        )
        repair = msg("ask the publisher whether they were withdrawn; the release before has them")
        print_problem(msg("Warning"), what, file.name, repair)
    if file.shrank:
        before, now = file.shrank
        what = Message("This file shrank from {before} to {now} bytes", before=before, now=now)
        repair = msg("look whether something is missing; the release before has the whole file")
        print_problem(msg("Warning"), what, file.name, repair)


COMMANDS = {"amount.unknown": "grutto fetch ecb/rates", "statistic.revised": "grutto remove"}
"""The command that mends what a remark is about."""


def _print_examples(found: list[tuple[str, int, dict[str, Any]]]) -> None:
    for severity, count, example in found:
        line = (
            in_words(Message("line {line}", line=str(example["line"]))) + ", "
            if example["line"] and example["locator"].startswith("/")
            else ""
        )
        place = f"{example['file']}, {line}{example['locator']}"
        command = COMMANDS.get(example["code"], "")
        repair = ": ".join(filter(None, (in_words(example["repair"] or ""), command)))
        print_remark(severity, count, example["message"], example["value"] or "", place, repair)
