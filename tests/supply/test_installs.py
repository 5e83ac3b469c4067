"""What a stranger installs works: the wheel in clean environments, the base alone and with each extra.

Each environment is made from the wheel and the locked versions, and what is run in it knows nothing of this project.
What an environment lacks it says, with the command that installs it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grutto.extras import EXTRAS
from grutto.store.program import code_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.installs
PROJECT = Path(__file__).parents[2]
ACTIVITIES = PROJECT / "examples" / "nl-2010" / "activities"
NOWHERE = "http://127.0.0.1:9"
UV = Path(sys.prefix).resolve().parent / ".uv" / "bin" / "uv"
HOLDS = {"web": {"documents", "protect", "seal"}, "scenarios": {"fast"}}
"""Extras that hold all of others."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command gave."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Environment:
    """A clean environment, with a folder to work in."""

    extra: str
    programs: Path
    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """What a command finds: the programs of the environment, a data folder, and no way out."""
        return {
            "PATH": f"{self.programs}:{os.defpath}",
            "HOME": str(self.folder),
            "GRUTTO_HOME": str(self.folder / "home"),
            "LC_ALL": "C.UTF-8",
            "HTTP_PROXY": NOWHERE,
            "HTTPS_PROXY": NOWHERE,
        }

    def run(self, *words: object, **more: str) -> Done:
        """Run a command, and return what it gave; a traceback fails the test."""
        environment = self.variables | more
        done = subprocess.run(
            [*map(str, words)], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr, f"{words}\n{done.stderr}"
        return Done(done.returncode, done.stdout, done.stderr)

    def grutto(self, *words: object) -> Done:
        """Run a command of Grutto."""
        return self.run("grutto", *words)

    def has(self, extra: str) -> bool:
        """Tell whether an extra is in it."""
        return extra == self.extra or extra in HOLDS.get(self.extra, set())


def installed(wheel: Path, folder: Path, extra: str) -> Environment:
    """Return a new environment with the wheel, and an extra if one is named."""
    programs = folder / "environment" / "bin"
    subprocess.run([UV, "venv", "-q", "--no-project", "--python", sys.executable, programs.parent], check=True)
    package = f"{wheel}[{extra}]" if extra else str(wheel)
    lock = PROJECT / "requirements" / "run.txt"
    subprocess.run([UV, "pip", "install", "-q", "--python", programs / "python", "-c", lock, package], check=True)
    return Environment(extra, programs, folder)


@pytest.fixture(scope="session")
def base(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Give the base, with a release and a report that it made."""
    made = installed(wheel, tmp_path_factory.mktemp("base"), "")
    assert made.grutto("import", ACTIVITIES).code == 0
    assert made.grutto("report", "nl-2008", 2010, "--lang", "nl", "--output", "report").code == 0
    return made


@pytest.fixture(scope="module", params=[pytest.param(extra, marks=pytest.mark.xdist_group(extra)) for extra in EXTRAS])
def environment(request: pytest.FixtureRequest, wheel: Path, base: Environment) -> Environment:
    """Give the environment of an extra, with the release and the report of the base."""
    made = installed(wheel, base.folder.with_name(f"extra-{request.param}"), request.param)
    for part in ("home", "report"):
        shutil.copytree(base.folder / part, made.folder / part)
    return made


def in_readme() -> list[str]:
    """Return the commands that README shows for one's own files, without what it says of them."""
    page = (PROJECT / "README.md").read_text("utf-8")
    block = page.partition("## Use it on your own files")[2].partition("```sh\n")[2].partition("```")[0]
    return [line.partition(" # ")[0].strip() for line in block.splitlines() if line.startswith("grutto ")]


FILE = ACTIVITIES / "return.xml"
AS_SHOWN = {
    "FILE.xml": str(FILE),
    "FILE-OR-FOLDER-OR-ADDRESS…": str(ACTIVITIES),
    "FILE": str(FILE),
    "EDITION": "report",
}
"""What stands for something of the reader's own, with something of ours."""
NETWORK = "The source could not be reached"
TOLD = {"grutto fetch": NETWORK, "grutto seal": "“seal”", "grutto serve": "“web”"}
"""What ends with exit code 1, and what is told: of the network, or of what the base lacks."""


def test_every_command_of_the_readme_works_or_says_what_it_needs(base: Environment) -> None:
    """Those that would fetch wait for the network for some seconds, beside the others."""
    lines = in_readme()
    assert len(lines) > 15
    with ThreadPoolExecutor(3) as pool:
        fetching = {line: pool.submit(as_shown, base, line) for line in lines if line.startswith("grutto fetch")}
        for line in lines:
            done = fetching[line].result() if line in fetching else as_shown(base, line)
            told = TOLD.get(" ".join(line.split()[:2]))
            assert done.code == (1 if told else 0), f"{line}\n{done.err}"
            assert told is None or told in done.out + done.err, f"{line}\n{done.err}"


def as_shown(base: Environment, line: str) -> Done:
    """Run a command of README."""
    return base.run(*(AS_SHOWN.get(word, word) for word in shlex.split(line)))


def test_nothing_of_the_project_is_used(base: Environment) -> None:
    """And a release is named there as it is in the source: by the same files."""
    code = (
        "import grutto, grutto_web; from grutto.store.program import code_digest;"
        "print(grutto.__file__, grutto_web.__file__, code_digest('.'))"
    )
    core, web, digest = base.run("python", "-c", code).out.split()
    assert all(place.startswith(str(base.folder)) for place in (core, web))
    assert digest == code_digest(".")


def documents(environment: Environment) -> Done:
    """Write PDF and Word."""
    for kind in ("pdf", "docx"):
        done = environment.grutto("render", "report", "--format", kind, "--output", "rendered")
    if done.code == 0:
        pages, word = (environment.folder / "rendered" / f"report.{kind}" for kind in ("pdf", "docx"))
        assert (pages.read_bytes()[:5], word.read_bytes()[:2]) == (b"%PDF-", b"PK")
    return done


def seal(environment: Environment) -> Done:
    """Freeze an edition, and check the package."""
    done = environment.grutto("seal", "freeze", "report", "package", "--series", "nl-2008/progress")
    if done.code == 0:
        assert "60 figures were computed again" in environment.grutto("verify", "package").err
    return done


def protect(environment: Environment) -> Done:
    """Hide a small count."""
    code = """
from grutto.cli import main
from grutto.protect import Ledger, PublicationPlan, publish
from populations import cells_of, crossed, flat
country = flat("country", "ABC")
cases = cells_of({("A",): 2, ("B",): 11, ("C",): 31}, (country,))
edition = publish(PublicationPlan("p", (country,), (crossed("t", country),)), cases, Ledger("p"))
print(any(cell.hidden for cell in edition.cells))
"""
    return _told(environment, code, PYTHONPATH=str(PROJECT / "tests" / "support"))


def scenarios(environment: Environment) -> Done:
    """Estimate flows as the page on it does, and load the sampler."""
    page = (PROJECT / "docs" / "scenarios-estimation.md").read_text("utf-8")
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)) if environment.has("scenarios") else ""
    return _told(environment, f"from grutto import scenarios\nscenarios.FactoredTable\n{blocks}\nscenarios.run")


def fast(environment: Environment) -> Done:
    """Scan what is large with compiled code; without it a file is walked, and nothing is missed."""
    code = """
from pathlib import Path
from grutto.readers.iati import pieces
from grutto.readers.iati.scan.piece import Scanner
"""
    return _told(environment, code)


def spark(environment: Environment) -> Done:
    """Ask a distributed engine."""
    from pysail.spark import SparkConnectServer  # noqa: PLC0415 - starts slowly, needed once

    server = SparkConnectServer(port=0)
    server.start(background=True)
    try:
        engine = f"sc://localhost:{server.listening_address[1]}"
        done = environment.grutto("measure", "active", "--where", "year=2010", "--format", "csv", "--engine", engine)
    finally:
        server.stop()
    if done.code == 0:
        assert done.out == environment.grutto("measure", "active", "--where", "year=2010", "--format", "csv").out
    return done


def web(environment: Environment) -> Done:
    """Serve the site, read what its front page leads to, and save all of it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if not environment.has("web"):
        return environment.grutto("serve", "--port", port)
    assert environment.grutto("manage", "check").code == 0
    with _serving(environment, port) as address:
        links = sorted(set(re.findall(r'href="(/[^"#]*)"', _page(f"{address}/"))))
        assert len(links) > 10
        for link in (*links[:: len(links) // 10], "/readyz"):
            assert _page(f"{address}{link}")
    return environment.grutto("backup", "saved.tar")


def _page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own
        return str(answer.read().decode("utf-8", "replace"))


@contextlib.contextmanager
def _serving(environment: Environment, port: int) -> Iterator[str]:
    """Serve the site until the end, by its address; what it says must be no traceback."""
    words = ["grutto", "serve", "--port", str(port)]
    log = environment.folder / "serve.log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            words, cwd=environment.folder, env=environment.variables, stdout=out, stderr=out, start_new_session=True
        ) as server,
    ):
        try:
            yield _answering(f"http://localhost:{port}", server)
            assert "Traceback" not in log.read_text("utf-8")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)  # in the middle of what it may be doing


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    """Return the address once it answers."""
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own
            return address
        assert server.poll() is None, "the server ended"
        time.sleep(0.2)
    pytest.fail("the server does not answer")


def _told(environment: Environment, code: str, **more: str) -> Done:
    """Run code of Python whose errors are told as the command line tells them."""
    whole = f"""
from grutto.cli.options import print_error
from grutto.errors import GruttoError
import sys
try:
    exec({code!r})
except GruttoError as error:
    print_error(error)
    sys.exit(1)
"""
    return environment.run("python", "-c", whole, **more)


USES: dict[str, Callable[[Environment], Done]] = {
    "documents": documents,
    "seal": seal,
    "protect": protect,
    "web": web,
    "scenarios": scenarios,
    "fast": fast,
    "spark": spark,
}


def test_every_extra_is_tried() -> None:
    assert USES.keys() == EXTRAS.keys()


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_base_asks_for_what_it_lacks(base: Environment, extra: str) -> None:
    _require_told(USES[extra](base), extra)


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_works_where_it_is_and_is_asked_for_where_it_is_not(environment: Environment, extra: str) -> None:
    done = USES[extra](environment)
    if environment.has(extra):
        assert done.code == 0, done.err
    else:
        _require_told(done, extra)


def _require_told(done: Done, extra: str) -> None:
    """Require that a command failed, and said how to install what it needs."""
    assert done.code == 1
    assert f"pip install 'grutto[{extra}]'" in done.err
