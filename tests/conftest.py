"""What the tests share: real data beside the project, data folders, releases, and the command line in-process."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections import defaultdict
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

from grutto.cli import main
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from grutto.tables.intake import ImportReport

# The sampler is compiled once for all workers, and for the commands that tests start.
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(Path(__file__).parents[1] / "build" / "compiled"))

# A busy or a fresh machine is slow, and that is no failure.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# What is compiled is kept: tests start some hundred commands, and each would compile its modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

QUICK = Path(__file__).parent / "support" / "quick"
# Tests kill processes and never the power, so that nothing waits for the disk.
os.fsync = lambda fd: None  # noqa: ARG005 - named as it is called
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(QUICK), os.environ.get("PYTHONPATH"))))

# Nor does anything need one: a release is some hundred folders, and a disk takes milliseconds to remove each.
IN_MEMORY, ROOM = Path("/dev/shm"), 6 << 30  # noqa: S108 - pytest makes folders of its own there
if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)

PROJECT = Path(__file__).parents[1]
# Without the windows that nobody sees here, it does the same work in half the time.
CHROMIUM = Path("/usr/bin/chromium-headless-shell")


class Answer(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


class Command(Protocol):
    """The command line as a function of its arguments."""

    def __call__(self, *arguments: object) -> Answer:
        """Run it."""


class Writer(Protocol):
    """Writes an IATI file of some activities."""

    def __call__(self, path: Path, *activities: str, attributes: str = "") -> Path:
        """Return the path written."""


class Importer(Protocol):
    """Imports files into a data folder."""

    def __call__(self, home: Home, *paths: Path) -> ImportReport:
        """Return what became of them."""


class Euros(Protocol):
    """Converts an IATI `value` to euros, independently of the platform; none if there is no rate."""

    def __call__(self, value: etree._Element, default: str) -> Decimal | None:
        """Return euros, rounded half up at 6 decimals."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have one worker run the tests of a group, so that what they share is made once; what takes long begins first.

    It does with `--no-loadscope-reorder`; else groups of a single test, which are the longest, come last.
    """
    if getattr(config.option, "loadgroup", False):
        for item in items:
            if group := group_of(item):
                # xdist 3.8 tells the group by a name that pytest 9.2 no longer reads (pytest-xdist, issue 1386)
                item._id = type(item.id).parse(f"{item.nodeid}@{group}")
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def group_of(item: pytest.Item) -> str | None:
    """Return what one worker runs as a whole: the group that a test names, or its file; a slow test is alone."""
    if named := item.get_closest_marker("xdist_group"):
        return str(named.args[0])
    return None if item.get_closest_marker("slow") else item.location[0]


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder shared/data with real files is not beside the project")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty data folder."""
    return Home(tmp_path / "home")


def _imported(home: Home, paths: Iterable[Path]) -> ImportReport:
    return take_in(home, incoming_files(paths))


@pytest.fixture
def no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, where what was replaced for a test is so for readers too."""
    monkeypatch.setattr("grutto.store.worker._in_worker", True)


@pytest.fixture(scope="session")
def imported() -> Importer:
    """Import files, and return the report."""
    return lambda home, *paths: _imported(home, paths)


@pytest.fixture(scope="session")
def nl_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder with a release of the example; never written to by a test."""
    home = Home(tmp_path_factory.mktemp("nl"))
    assert not _imported(home, [PROJECT / "examples" / "nl-2010" / "activities"]).refused
    return home


@pytest.fixture(scope="session")
def unhcr_home(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Home:
    """A data folder with a release of UNHCR's real file and the ECB's rates; never written to by a test."""
    home = Home(tmp_path_factory.mktemp("unhcr"))
    files = [shared / "iati" / "unhcr-activities-2023.xml", shared / "api-samples" / "fx" / "eurofxref-hist.zip"]
    assert not _imported(home, files).refused
    return home


@pytest.fixture(scope="session")
def grutto() -> Command:
    """The command line, run in this process."""

    def run(*arguments: object) -> Answer:
        out, err, before = io.StringIO(), io.StringIO(), sys.argv
        sys.argv = ["grutto", *map(str, arguments)]
        try:
            with redirect_stdout(out), redirect_stderr(err), warnings.catch_warnings(), patch.dict(os.environ):
                warnings.filterwarnings("ignore", message="Cyclopts application invoked without tokens")
                main()
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        finally:
            sys.argv = before
        return Answer(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def nl_report(grutto: Command, nl_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example in English; a test that changes it works on a copy."""
    folder = tmp_path_factory.mktemp("nl-report")
    judgements = PROJECT / "examples" / "nl-2010" / "judgements.toml"
    options = ("--lang", "en", "--judgements", judgements, "--output", folder, "--home", nl_home.path)
    answer = grutto("report", "nl-2008", 2010, *options)
    assert answer.code == 0, answer.err
    return folder


@pytest.fixture(scope="session")
def euros_of(shared: Path) -> Euros:
    """Convert at the last rate at most 7 days before the value date: with a CSV parser and `Decimal`, nothing else."""
    with zipfile.ZipFile(shared / "api-samples" / "fx" / "eurofxref-hist.zip") as archive:
        text = archive.read(archive.namelist()[0]).decode()
    rates: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(text), skipinitialspace=True):
        for currency, rate in row.items():
            if currency and currency != "Date" and rate.strip() not in {"", "N/A"}:
                rates[currency.strip()][date.fromisoformat(row["Date"])] = Decimal(rate)

    def convert(value: etree._Element, default: str) -> Decimal | None:
        currency, day = value.get("currency", default), date.fromisoformat(value.get("value-date", ""))
        amount = Decimal(value.text or "")
        if currency == "EUR":
            return amount
        near = (rates[currency].get(day - timedelta(days=n)) for n in range(8))
        rate = next((r for r in near if r), None)
        return (amount / rate).quantize(Decimal("0.000001"), ROUND_HALF_UP) if rate else None

    return convert


@pytest.fixture(scope="session")
def iati_file() -> Writer:
    """Write an IATI 2.03 file of the given activities (the inside of each `iati-activity`)."""

    def write(path: Path, *activities: str, attributes: str = "") -> Path:
        inside = "\n".join(
            f'<iati-activity default-currency="EUR" hierarchy="1" {attributes}>\n{a}\n</iati-activity>'
            for a in activities
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'<?xml version="1.0"?>\n<iati-activities version="2.03">\n{inside}\n</iati-activities>\n')
        return path

    return write


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's browser."""
    if not CHROMIUM.exists():
        pytest.skip("chromium-headless-shell is not installed: scripts/system.sh browser")
    return CHROMIUM
