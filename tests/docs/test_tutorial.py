"""The pages of the documentation do what they show: every console block is run, and its output compared.

In a block ```` ```console ````, a line `$ command` is run (`> ` continues it) and the lines below it are what it
prints, on standard output and standard error together. `…` stands for anything within a line, or alone for any number
of lines; empty lines and the width of columns do not count. `^C` alone stops the command as Ctrl-C does. A block
```` ```toml file=PATH ```` is written to that file first, `append=PATH` is added to it. A command must succeed unless
`Error:`, `Refused:` or `^C` is shown.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from preloaded import preloaded

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "docs" / "tutorial.md", *sorted((PROJECT / "docs" / "how-to").glob("*.md"))]
SPARK = "run-on-a-distributed-engine.md"
ANY = "…"
MAY_FAIL = ("Error:", "Refused:", "^C")
LONGEST = 180
"""Seconds a command may take."""

_FENCE = re.compile(r"^```(\w+)(?: (file|append)=(\S+))?$")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a page and what it shows."""

    line: int
    text: str
    shown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Content:
    """A file of a page."""

    line: int
    path: str
    text: str
    append: bool


def steps(page: str) -> Iterator[Command | Content]:
    """Yield the commands and files of a page, in order."""
    lines = enumerate(page.splitlines(), start=1)
    for number, line in lines:
        fence = _FENCE.match(line)
        if not fence:
            continue
        block: list[tuple[int, str]] = []
        for place, inner in lines:
            if inner == "```":
                break
            block.append((place, inner))
        if fence[1] == "console":
            yield from commands(block)
        elif fence[3]:
            yield Content(number, fence[3], "".join(f"{text}\n" for _, text in block), fence[2] == "append")


def commands(block: list[tuple[int, str]]) -> Iterator[Command]:
    """Yield the commands of a console block."""
    found: list[Command] = []
    for number, text in block:
        if text.startswith("$ "):
            found.append(Command(number, text[2:]))
        elif text.startswith("> "):
            found[-1] = Command(found[-1].line, f"{found[-1].text}\n{text[2:]}")
        else:
            found[-1].shown.append(text)
    yield from found


def agrees(shown: list[str], printed: str) -> bool:
    """Tell whether what was printed is what a page shows."""
    pattern = ""
    for line in shown:
        if line.strip() == ANY:
            pattern += r"(?:.*\n)*?"
        elif line.strip():
            pattern += ".*?".join(re.escape(part) for part in _narrow(line).split(ANY)) + r"\n"
    lines = [_narrow(line) for line in printed.splitlines()]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines if line)) is not None


def _narrow(line: str) -> str:
    """Return a line with one space where a table has several."""
    return re.sub(r"(?<=\S) +", " ", line).rstrip()


@dataclass(slots=True)
class Shell:
    """Runs the steps of a page one by one in a folder; variables and the current folder carry over."""

    folder: Path
    environment: dict[str, str]
    code: int = 0

    def do(self, step: Command | Content) -> None:
        """Do a step; a difference fails the test."""
        if isinstance(step, Content):
            self._write(step)
            return
        printed = self._run(step)
        seen = f"line {step.line}: {step.text}\n--- shown\n" + "\n".join(step.shown) + f"\n--- printed\n{printed}"
        assert agrees(step.shown, printed), seen
        if self.code:
            assert any(word in line for line in step.shown for word in MAY_FAIL), f"exit code {self.code}, {seen}"

    def _write(self, content: Content) -> None:
        path = self.folder / content.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if content.append else "w", encoding="utf-8") as file:
            file.write(f"\n\n{content.text}" if content.append else content.text)

    def _run(self, command: Command) -> str:
        state = self.folder / ".state"
        state.touch()
        script = (
            f"set -a; . {state}; (exit {self.code})\n{command.text}\ncode=$?\n"
            f"export -p >{state}; printf 'cd %q\\n' \"$PWD\" >>{state}; exit $code"
        )
        with subprocess.Popen(
            ["/bin/bash", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        ) as process:
            limit = threading.Timer(LONGEST, lambda: os.killpg(process.pid, signal.SIGKILL))
            limit.start()
            printed = _output(process, command.shown)
            limit.cancel()
        self.code = process.returncode
        return printed


def _output(process: subprocess.Popen[str], shown: list[str]) -> str:
    """Return what a command prints; one that shows `^C` is stopped once it printed the lines before that."""
    assert process.stdout
    if "^C" not in shown:
        return process.stdout.read()
    before = "".join(process.stdout.readline() for _ in shown[: shown.index("^C")])
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    return f"{before}^C\n{process.stdout.read()}"


def shell_in(folder: Path, programs: Path | None = None, **more: str) -> Shell:
    """Return a shell in a copy of the project, so that a page may change its files.

    Args:
        folder: of the copy.
        programs: what takes the place of the project's own programs of these names.
        more: variables.
    """
    for part in ("src", "examples"):
        shutil.copytree(PROJECT / part, folder / part)  # with what is compiled: the times of the files are kept
    _environment_in(folder / ".venv", programs)
    # A test run started in the background ignores Ctrl-C, and so would the commands.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    environment = {
        "HOME": str(folder),
        "GRUTTO_HOME": str(folder / "build" / "data"),
        "PATH": os.pathsep.join((f"{folder}/.venv/bin", os.defpath)),
        "PYTHONPATH": os.pathsep.join((str(folder / "src"), str(PROJECT / "tests" / "support" / "quick"))),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "error",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    return Shell(folder, environment | more)


def _environment_in(folder: Path, programs: Path | None) -> None:
    """Make a folder that is Python's environment, with some programs replaced: a page may put it first itself."""
    (folder / "bin").mkdir(parents=True)
    for part in ("lib", "pyvenv.cfg"):
        (folder / part).symlink_to(Path(sys.prefix) / part)
    found = {
        program.name: program for place in (Path(sys.prefix) / "bin", programs) if place for program in place.iterdir()
    }
    for name, program in found.items():
        (folder / "bin" / name).symlink_to(program)


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder with a program `grutto` that starts at once."""
    with preloaded(tmp_path_factory.mktemp("programs")) as folder:
        yield folder


@pytest.fixture
def spark() -> Iterator[str]:
    """Give the address of a Spark Connect server on this machine."""
    from pysail.spark import SparkConnectServer  # noqa: PLC0415 - starts slowly, needed once

    server = SparkConnectServer(port=0)
    server.start(background=True)
    yield f"sc://localhost:{server.listening_address[1]}"
    server.stop()


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in PAGES if p.name != SPARK], ids=lambda p: p.stem)
def test_a_page_does_what_it_shows(page: Path, programs: Path, tmp_path: Path) -> None:
    shell = shell_in(tmp_path, programs)
    for step in steps(page.read_text("utf-8")):
        shell.do(step)


def test_a_command_ends_with_who_waits_for_it(programs: Path) -> None:
    """Whether Ctrl-C comes, or who asked is killed: a page that hangs is told and keeps nobody waiting."""
    for number in (signal.SIGINT, signal.SIGKILL):
        words = [str(programs / "forked-python"), "-c", "import time; print('here', flush=True); time.sleep(600)"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as asking:
            assert asking.stdout
            assert asking.stdout.readline() == b"here\n"
            asking.send_signal(number)
            assert asking.communicate(timeout=60)[0] == b""  # which comes when the command has ended


@pytest.mark.slow
def test_the_page_on_the_distributed_engine(spark: str, tmp_path: Path) -> None:
    shell = shell_in(tmp_path, SPARK_REMOTE=spark)
    for step in steps((PROJECT / "docs" / "how-to" / SPARK).read_text("utf-8")):
        shell.do(step)


def test_every_page_shows_commands() -> None:
    """What needs root, a mail server, a site or an app of one's own is tried in `tests/grutto_web`."""
    of_the_web = {"install-on-a-server.md", "read-the-data-with-a-program.md", "add-a-register.md"}
    empty = [
        p.name
        for p in PAGES
        if p.name not in of_the_web and not any(isinstance(s, Command) for s in steps(p.read_text("utf-8")))
    ]
    assert empty == []


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["1,160 person"], "1,160 person\n", True),
        (["1,160 person"], "1,161 person\n", False),
        (["1,160 person"], "1,160 person\nmore\n", False),
        (["1,160 person"], "", False),
        (["release …, made"], "release ab12, made\n", True),
        (["release …, made"], "release ab12,\nmade\n", False),
        (["first", "…", "last"], "first\nlast\n", True),
        (["first", "…", "last"], "first\na\nb\nlast\n", True),
        (["first", "…", "last"], "first\na\nb\n", False),
        (["a.b"], "axb\n", False),
        (["one", "", "two"], "one  \ntwo\n", True),
        (["a  b"], "a     b\n", True),
        (["a"], "  a\n", False),
        ([], "unexpected\n", False),
    ],
)
def test_what_agrees(*, shown: list[str], printed: str, same: bool) -> None:
    assert agrees(shown, printed) is same


@pytest.mark.parametrize(
    "page",
    ["```console\n$ echo one\ntwo\n```\n", "```console\n$ echo one; false\none\n```\n"],
    ids=["other output", "failure not shown"],
)
def test_a_wrong_page_fails(page: str, tmp_path: Path) -> None:
    (step,) = steps(page)
    shell = shell_in(tmp_path)
    with pytest.raises(AssertionError, match="echo one"):
        shell.do(step)


def test_a_page_writes_files_and_keeps_variables(tmp_path: Path) -> None:
    page = (
        "```text file=in/a.txt\none\n```\n```text append=in/a.txt\ntwo\n```\n"
        "```console\n$ cd in\n$ name=a.txt\n$ cat $name\none\ntwo\n$ cat b.txt || echo Error: none\n…\nError: none\n"
        "$ (exit 3) || (echo Error: && exit 3)\nError:\n$ echo $?\n3\n$ echo a \\\n> b\na b\n$ sleep 60\n^C\n```\n"
    )
    shell = shell_in(tmp_path)
    for step in steps(page):
        shell.do(step)
