"""The command line: data to standard output, progress and errors to standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.console import Console

from grutto.errors import GruttoError, InputError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.store.home import Home

app = App(
    name="grutto",
    help="Account for migration-and-development programmes, figure by figure.",
    version_flags=["--version"],
)
app.command("grutto.scenario_cli:app", name="scenario", help="Project migration flows under assumptions.")
log = Console(stderr=True, highlight=False, soft_wrap=True)

HomeOption = Annotated[
    Path | None, Parameter(name="--home", help="Data folder; else GRUTTO_HOME, else the user's data directory.")
]
FrameworkOption = Annotated[str, Parameter(name="--framework", help="Policy framework: a bundled name or a folder.")]
ReleaseOption = Annotated[
    str, Parameter(name="--release", help="Id of an earlier release; without it the current one.")
]
JudgementsOption = Annotated[Path | None, Parameter(help="File of signed judgements (TOML).")]
FormatOption = Annotated[Literal["table", "csv", "json"], Parameter(name="--format")]


def main(words: list[str] | None = None) -> None:
    """Run the command line; an error a user can mend is told in three lines, with exit code 1."""
    try:
        app(words)
    except GruttoError as error:
        _tell("[bold red]Error:[/]", error.what, error.where, error.repair)
        sys.exit(1)
    except KeyboardInterrupt:
        log.print("Stopped.")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _tell(title: str, what: str, where: str, repair: str) -> None:
    """Print what is wrong, where and how to mend it."""
    log.print(f"{title} {_plain(what)}")
    if where:
        log.print(f"  Where:  {_plain(where)}")
    if repair:
        log.print(f"  Repair: {_plain(repair)}")


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


def _home(path: Path | None) -> Home:
    from grutto.store.home import Home

    return Home(path)


@app.command(name="import")
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
        report = take_in(_home(home), files, step)
    _tell_import(report, _home(home))
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
            bar.update(task, description=_plain(name) or "Building the release", advance=0 if first else 1)
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
            _tell("[bold red]Refused:[/]", *file.error)
    if report.release is None:
        log.print("No release: nothing could be taken.")
        return
    taken = {f.name for f in report.files if f.outcome in {"new", "changed"}}
    _tell_findings(findings(home, report.release, taken))
    state = "unchanged" if report.release.id == report.previous else "published"
    log.print(f"Release [bold]{report.release.id}[/] {state}, in {_plain(str(home.path))}")


def _tell_findings(found: list[tuple[str, int, dict[str, Any]]]) -> None:
    for severity, count, example in found:
        line = f"line {example['line']}, " if example["line"] and example["locator"].startswith("/") else ""
        place = f"{example['file']}, {line}{example['locator']}"
        value = f": “{example['value']}”" if example["value"] else ""
        more = f" ({count} times)" if count > 1 else ""
        _tell(f"{severity.capitalize()}{more}:", example["message"] + value, place, example["repair"] or "")


@app.command
def check(
    *paths: Path,
    format_: Annotated[Literal["text", "json", "html", "sarif"], Parameter(name="--format")] = "text",
    standard: Annotated[
        Path | None, Parameter(help="Folder with schemas, codelists.csv and rulesets of the IATI standard.")
    ] = None,
) -> None:
    """Check IATI files: schema, codelists, ruleset, identifiers, quality. The worst finding sets the exit code.

    Parameters
    ----------
    paths
        Files or folders.
    """
    from grutto.checks import Checker, check_command, read_standard
    from grutto.tables import tables_of

    if not paths:
        raise InputError("Nothing to check was named", repair="grutto check FILE…")
    text, code = check_command(paths, format_, Checker(read_standard(standard), tables_of("iati")))
    print(text)
    sys.exit(code)


@app.command
def releases(*, home: HomeOption = None) -> None:
    """List the releases, the current one marked: when its newest file came, its number of files and activities."""
    from grutto.store.releases import read_release, release_names

    place = _home(home)
    found = [read_release(place, name) for name in release_names(place)]
    for release in sorted(found, key=lambda r: max(s.received for s in r.snapshots)):
        mark = "*" if release.id == place.current() else " "
        newest = max(s.received for s in release.snapshots).isoformat(timespec="seconds")
        counts = f"{len(release.snapshots)} files\t{dict(release.rows)['portfolio']} activities"
        print(f"{mark} {release.id}\t{newest}\t{counts}")


@app.command
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

        place, name = _fetch(declared, dict(_pairs(where)), address, kept, _home(home), told)
        report = take_in(_home(home), [Incoming(Path(kept.name), place, name or source, source)])
    _tell_import(report, _home(home))
    if report.refused:
        sys.exit(1)


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


def _pairs(where: list[str] | None) -> list[tuple[str, str]]:
    """Return KEY=VALUE texts as pairs."""
    pairs = [pair.partition("=") for pair in where or []]
    for key, sign, _ in pairs:
        if not sign:
            raise InputError(f"“{key}” is not of the form KEY=VALUE", where="--where", repair="--where year=2010")
    return [(key, text) for key, _, text in pairs]


@app.command
def measure(
    name: str = "",
    *,
    by: Annotated[str, Parameter(help="Dimensions, with commas between.")] = "",
    where: Annotated[list[str] | None, Parameter(help="KEY=VALUE; may be given several times.")] = None,
    format_: Annotated[Literal["table", "csv", "json"], Parameter(name="--format")] = "table",
    list_: Annotated[
        bool, Parameter(name="--list", negative="", help="List the measures with their dimensions.")
    ] = False,
    framework: FrameworkOption = "",
    release: ReleaseOption = "",
    home: HomeOption = None,
) -> None:
    """Print a measure, along any of its dimensions.

    Parameters
    ----------
    name
        Name of the measure; --list shows all.
    """
    from grutto.frameworks import load
    from grutto.measures import dimension_value, measure_named
    from grutto.measures.session import open_release
    from grutto.reports.answers import answer, write, write_measures

    if list_ or not name:
        write_measures(format_)
        return
    asked = measure_named(name)
    given = {key: dimension_value(asked, key, text) for key, text in _pairs(where)}
    dimensions = [d.strip() for d in by.split(",") if d.strip()]
    with open_release(_home(home), load(framework) if framework else None, release) as session:
        write(answer(session, name, dimensions, given), format_)


@app.command
def report(
    framework: str,
    year: int,
    *,
    lang: Annotated[list[str] | None, Parameter(help="Language; may be given several times.")] = None,
    output: Annotated[Path, Parameter(help="Folder to write to.")] = Path("report"),
    judgements: JudgementsOption = None,
    ledger: Annotated[Path | None, Parameter(help="File of the savings ledger (TOML).")] = None,
    previous: Annotated[str, Parameter(help="Folder or id of the edition before, to compare with.")] = "",
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
    from grutto.frameworks import load
    from grutto.frameworks.judgements import judgements_sha256, load_judgements
    from grutto.frameworks.ledger import load_ledger
    from grutto.measures.session import open_release
    from grutto.reports.edition import make
    from grutto.reports.record import read_record
    from grutto.reports.write import write_report

    if not 1000 <= year < 9999:
        raise InputError(f"{year} is not a calendar year", where="YEAR", repair="write four digits: 2010")
    policy = load(framework)
    said = load_judgements(judgements) if judgements else ()
    entries = load_ledger(ledger) if ledger else ()
    digest = "+".join(judgements_sha256(path) for path in (judgements, ledger) if path)
    before = read_record(previous, _home(home)) if previous else None
    languages = tuple(lang or [policy.language if policy.language in {"en", "nl"} else "en"])
    with open_release(_home(home), policy, release) as session:
        made = make(session, year, languages, said, digest, ledger=entries, previous=before)
        edition = write_report(made, output, _home(home))
    for page in edition.pages:
        if page.endswith(".html"):
            print(output / page)
    log.print(f"Edition [bold]{edition.id}[/]: {len(edition.figures)} figures from release {edition.release}")


@app.command
def profile(
    country: str,
    *,
    as_seen_from: Annotated[str, Parameter(help="Country that looks, ISO 3166-1 alpha-3.")],
    year: Annotated[int, Parameter(help="Calendar year that the profile ends with.")],
    with_: Annotated[list[str] | None, Parameter(name="--with", help="Country to set beside it.")] = None,
    lang: Annotated[list[str] | None, Parameter(help="Language; may be given several times.")] = None,
    format_: Annotated[Literal["html", "csv", "json"], Parameter(name="--format")] = "html",
    output: Annotated[Path, Parameter(help="Folder to write pages to.")] = Path("profile"),
    framework: FrameworkOption = "",
    release: ReleaseOption = "",
    home: HomeOption = None,
) -> None:
    """Make the migration profile of a country from official statistics.

    Parameters
    ----------
    country
        Country of origin, ISO 3166-1 alpha-3, such as AFG.
    """
    from grutto.codelists import iso3_of
    from grutto.frameworks import load
    from grutto.measures.session import open_release
    from grutto.reports.answers import write
    from grutto.reports.profile import make_profile
    from grutto.reports.profile.data import rows_of
    from grutto.reports.write import write_report

    countries = tuple(dict.fromkeys(iso3_of(code) for code in (country, *(with_ or []))))
    with open_release(_home(home), load(framework) if framework else None, release) as session:
        made = make_profile(session, countries, iso3_of(as_seen_from), year, tuple(lang or ["en"]))
        if format_ != "html":
            write(rows_of(made), format_)
            return
        edition = write_report(made, output, _home(home))
    for page in edition.pages:
        print(output / page)
    log.print(f"Edition [bold]{edition.id}[/]: {len(edition.figures)} figures from release {edition.release}")


@app.command
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
    from grutto.frameworks import load
    from grutto.frameworks.judgements import load_judgements
    from grutto.measures.session import open_release
    from grutto.reports.answers import write
    from grutto.reports.explain import context_of, difference_rows, require_explained

    policy = load(framework)
    said = load_judgements(judgements) if judgements else ()
    with open_release(_home(home), policy, release) as session:
        context = context_of(session, policy, year, said)
        write(difference_rows(context), format_)
        require_explained(context)


@app.command
def chain(
    activity: str, *, format_: FormatOption = "table", release: ReleaseOption = "", home: HomeOption = None
) -> None:
    """Show where the money of an activity came from and went to, with the rows of both sides.

    Parameters
    ----------
    activity
        Its IATI identifier.
    """
    from grutto.measures.session import open_release
    from grutto.reports.answers import write
    from grutto.reports.chain import side_rows

    with open_release(_home(home), None, release) as session:
        write(side_rows(session, activity), format_)


@app.command
def trace(
    figure: str,
    *,
    edition: Annotated[str, Parameter(help="Folder or id of the edition; without it the latest one.")] = "",
    framework: FrameworkOption = "",
    format_: Annotated[Literal["text", "csv", "json"], Parameter(name="--format")] = "text",
    home: HomeOption = None,
) -> None:
    """Take a figure apart: value, unit, rule and every source row behind it.

    Parameters
    ----------
    figure
        Its id or its number in the register of the report.
    """
    from grutto.frameworks import load
    from grutto.measures.session import open_release
    from grutto.reports.answers import find_figure, write_trace
    from grutto.reports.record import read_record

    record = read_record(edition, _home(home))
    found = find_figure(record, figure)
    policy = load(framework or record.framework) if framework or record.framework else None
    with open_release(_home(home), policy, record.release) as session:
        write_trace(session, record, found, format_)


@app.command
def verify(
    edition: str = "",
    *,
    framework: FrameworkOption = "",
    home: HomeOption = None,
) -> None:
    """Compute every figure of an edition again from its release; fail on any difference.

    Parameters
    ----------
    edition
        Folder of the report, its edition.json, or its id; without it the latest one.
    """
    from grutto.reports.record import read_record
    from grutto.reports.verify import verify as check

    record = read_record(edition, _home(home))
    given = Path(edition) if edition else None
    folder = given if given and given.is_dir() else given.parent if given and given.is_file() else None
    verdict = check(_home(home), record, framework or record.framework, folder)
    for difference in verdict.differences:
        print(difference)
    for note in verdict.notes:
        log.print(f"Note: {_plain(note)}")
    if verdict.differences:
        raise VerificationError(
            f"The edition does not follow from its sources: {len(verdict.differences)} differences",
            where=record.id,
            repair="restore the release or the pages, or make a new edition",
        )
    log.print(f"Edition [bold]{record.id}[/] holds: {verdict.figures} figures from {verdict.rows} source rows")


@app.command
def serve(
    folder: Path = Path("report"),
    *,
    port: Annotated[int, Parameter(help="Port on this machine.")] = 8010,
) -> None:
    """Serve a report on this machine, and print its address.

    Parameters
    ----------
    folder
        Folder of the report.
    """
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    if not (folder / "index.html").is_file():
        raise InputError("There is no report here", where=str(folder), repair="make one: grutto report FRAMEWORK YEAR")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        print(f"http://localhost:{server.server_port}/", flush=True)
        log.print("Stop with Ctrl-C.")
        server.serve_forever()
