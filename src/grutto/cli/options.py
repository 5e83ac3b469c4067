"""What the commands share: options that mean the same everywhere, and how errors are told."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from grutto.cli.terminal import log, show
from grutto.errors import InputError
from grutto.message import Message, forms, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.checks import Standard
    from grutto.editions.order import DocumentKind
    from grutto.errors import GruttoError
    from grutto.library.home import OpenHome
    from grutto.model.edition import Edition
    from grutto.store.home import Home
    from grutto.store.lock import Holder, WaitNotice

# Without it, each option would come with a --no-x or --empty-x.
NO_NEGATIVES = Parameter(negative=())

HomeOption = Annotated[
    Path | None, Parameter(name="--home", help="Data folder; else GRUTTO_HOME, else the user's data directory.")
]
EngineOption = Annotated[
    str,
    Parameter(
        name="--engine",
        help="Distributed engine that answers, such as sc://localhost:50051; else GRUTTO_ENGINE, else this process.",
    ),
]
FrameworkOption = Annotated[str, Parameter(name="--framework", help="Policy framework: a bundled name or a folder.")]
ReleaseOption = Annotated[
    str, Parameter(name="--release", help="Id of an earlier release; without it the current one.")
]
StandardOption = Annotated[
    Path | None,
    Parameter(name="--standard", help="Folder with the IATI standard; else what grutto fetch iati/standard got."),
]
JudgementsOption = Annotated[Path | None, Parameter(help="File of signed judgements (TOML).")]
LanguagesOption = Annotated[list[str] | None, Parameter(name="--lang", help="Language; may be given several times.")]
DocumentsOption = Annotated[
    str, Parameter(name="--format", help="What to write, with commas: html, pdf, docx; pages are always written.")
]
FormatOption = Annotated[Literal["table", "csv", "json"], Parameter(name="--format")]


def home_at(path: Path | None, engine: str = "") -> Home:
    """Return the data folder that `--home` names, asked with an engine; who must wait to write to it is told."""
    from grutto.store.home import Home

    if path:
        os.environ["GRUTTO_HOME"] = str(path)  # of this command and what it starts: readers find its sources there
    return Home(path, _waiting_notice(), engine)


def open_at(path: Path | None, engine: str = "") -> OpenHome:
    """Return the data folder that `--home` names, opened."""
    from grutto.library.home import OpenHome

    return OpenHome(home_at(path, engine))


def _waiting_notice() -> WaitNotice:
    """Return what tells at the start, and then each half minute, for whom is waited."""
    last = 0.0

    def print_waiting(holder: Holder, seconds: float) -> None:
        nonlocal last
        if not seconds or seconds - last >= 30:
            last = seconds
            log.print(_who_writes(holder))

    return print_waiting


def _who_writes(holder: Holder) -> Message:
    """Return for whom is waited."""
    if not holder.process:
        return Message("Waiting for another process, which writes to this data folder; Ctrl-C stops waiting.")
    return Message(
        "Waiting for process {process} on {machine}, since {since}, which writes to this data folder; Ctrl-C stops"
        " waiting.",
        process=str(holder.process),
        machine=holder.machine,
        since=str(holder.since),
    )


def standard_at(folder: Path | None, home: Path | None) -> Standard:
    """Return the IATI standard that `--standard` names, else the one that was fetched last, else what is installed."""
    from grutto.checks import read_standard, standard_of

    return read_standard(folder) if folder else standard_of(home_at(home))


def documents_of(formats: str) -> tuple[DocumentKind, ...]:
    """Return the documents that `--format` asks for beside the pages.

    Raises:
        InputError: one is unknown.
    """
    kinds: tuple[DocumentKind, ...] = ("pdf", "docx")
    names = [name.strip().lower() for name in formats.split(",")]
    for name in names:
        if name not in {"html", *kinds}:
            raise InputError(
                "There is no format “{name}”", where="--format", command="--format html,pdf,docx", name=name
            )
    return tuple(kind for kind in kinds if kind in names)


def pairs_of(where: list[str] | None) -> list[tuple[str, str]]:
    """Return KEY=VALUE texts as pairs.

    Raises:
        InputError: a text has no “=”.
    """
    pairs = [pair.partition("=") for pair in where or []]
    for key, sign, _ in pairs:
        if not sign:
            raise InputError(
                "“{key}” is not of the form KEY=VALUE", where="--where", command="--where year=2010", key=key
            )
    return [(key, text) for key, _, text in pairs]


def day_of(text: str) -> date:
    """Return the day that an option names.

    Raises:
        InputError: it names none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("“{text}” is no day", repair="write it like 2011-06-10", text=text) from error


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Show on standard error that something takes its time, and how long it did so far."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=log, transient=True, disable=not log.is_terminal) as bar:
        bar.add_task(in_words(words), total=None)
        yield


def in_words(text: str) -> str:
    """Return a message, or a remark or reason as data hold it, in the language of the terminal."""
    from grutto.locale import terminal_language
    from grutto.locale.reasons import reason_text

    return reason_text(text, terminal_language())


def print_problem(title: str, what: str, where: str, repair: str, command: str = "") -> None:
    """Print what is wrong, where and how to mend it, in the language of the terminal, with the command that does."""
    from rich.text import Text

    log.print(Text(f"{in_words(title)}:", style="bold red"), in_words(what))
    places = (in_words(msg("Where")), in_words(msg("Repair")))
    remedy = ": ".join(filter(None, (in_words(repair), command)))
    for name, text in zip(places, (in_words(where), remedy), strict=True):
        if text:
            log.print(f"  {f'{name}:':<{max(map(len, places)) + 1}} {text}")


def print_error(error: GruttoError) -> None:
    """Print what went wrong and the command that mends it."""
    from grutto.locale import problem, terminal_language

    print_problem(msg("Error"), *problem(error, terminal_language(), command=True))


def print_remark(severity: str, count: int, message: str, value: str, place: str, repair: str) -> None:
    """Print a remark on a file, with how often it was made."""
    from grutto.content.labels import locator_text
    from grutto.locale import terminal_language

    found = in_words(value) if isinstance(value, Message) else value
    what = in_words(message) + (f": “{found}”" if value else "")
    where = locator_text(place, terminal_language())
    print_problem(Message(*TITLES[severity], count=count), what, where, repair)


TITLES = {
    "critical": forms("Critical", "Critical ({count} times)"),
    "error": forms("Error", "Error ({count} times)"),
    "warning": forms("Warning", "Warning ({count} times)"),
    "advice": forms("Advice", "Advice ({count} times)"),
}
"""What a remark is called, by its severity: made once, and several times."""


def print_edition(edition: Edition, output: Path) -> None:
    """Print the pages of an edition, and on standard error what it is."""
    from grutto.editions.render import index_pages

    for page in index_pages(edition):
        show(output / page)
    if not edition.release:
        log.print(
            Message(
                "Edition {edition}: {count} figure",
                "Edition {edition}: {count} figures",
                edition=edition.id,
                count=len(edition.figures),
            )
        )
        return
    counted = forms(
        "Edition {edition}: {count} figure from release {release}",
        "Edition {edition}: {count} figures from release {release}",
    )
    log.print(Message(*counted, edition=edition.id, count=len(edition.figures), release=edition.release))
