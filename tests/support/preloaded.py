"""Commands of pages without the second that Python takes to load libraries: each is a fork of one process that did.

A folder gets a program `grutto`. It hands its arguments, environment, folder and open files to a server, whose fork
loads our own modules afresh, from where `PYTHONPATH` says, and is that command. The processes that a command starts
from this Python are such forks too.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARIES = (
    "babel.messages.pofile",
    "cyclopts",
    "docx",
    "duckdb",
    "jinja2",
    "lxml.etree",
    "lxml.html",
    "pandas",  # Arrow loads it with the first list that it is given
    "pyarrow.compute",
    "pyarrow.parquet",
    "pyroaring",
    "rich.console",
    "sqlglot.dialects.duckdb",
    "xlsxwriter",
)
INTERPRETER = "forked-python"
OPEN_FILES = 500
"""More than a command has; those that it gets are put aside above this number before each takes its own."""

CLIENT = """#!{python} -IS
import array, json, os, signal, socket, sys
arguments = sys.argv[1:]
if not sys.argv[0].endswith("/grutto") and arguments[:1] != ["-c"]:
    os.execv({python!r}, [{python!r}, *arguments])
files = [int(name) for name in os.listdir("/proc/self/fd")]
files = [file for file in files if os.path.exists(f"/proc/self/fd/{{file}}")]
line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
line.connect({address!r})
asked = [sys.argv[0], arguments, dict(os.environ), os.getcwd(), files]
line.sendmsg([b"."], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))])
line.sendall(json.dumps(asked).encode() + b"\\n")
answers = line.makefile()
process = int(answers.readline())
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, _: os.kill(process, number))
sys.exit(int(answers.readline() or 1))
"""


@contextmanager
def preloaded(folder: Path) -> Iterator[Path]:
    """Serve commands; give the folder with the program `grutto`."""
    address = str(folder / "line")
    for name in ("grutto", INTERPRETER):
        program = folder / name
        program.write_text(CLIENT.format(python=sys.executable, address=address), "utf-8")
        program.chmod(0o755)
    words = [sys.executable, __file__, address]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # a process with threads is not forked
    with subprocess.Popen(
        words, env=alone, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True
    ) as server:
        assert server.stdout
        server.stdout.readline()
        try:
            yield folder
        finally:
            server.kill()


def serve(address: str) -> None:
    """Load the libraries, and fork for each command until this process ends."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests begun in the background ignore it
    for name in LIBRARIES:
        __import__(name)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.bind(address)
    line.listen(16)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        asked, _ = line.accept()
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not os.fork():
            line.close()
            _wait_for_command(asked)
        asked.close()


def _wait_for_command(asked: socket.socket) -> None:
    """Fork once more, and tell who asked what became of the command; it ends when who asked was killed."""
    os.setsid()
    files = socket.recv_fds(asked, 1, OPEN_FILES)[1]
    program, arguments, environment, place, numbers = json.loads(asked.makefile().readline())
    process = os.fork()
    if not process:
        asked.close()
        _take_files(files, numbers)
        os.chdir(place)
        os.environ.clear()
        os.environ.update(environment)
        _be(program, arguments)
    with suppress(BrokenPipeError):
        asked.sendall(f"{process}\n".encode())
    for file in files:
        os.close(file)
    if asked.fileno() in select.select([asked.fileno(), os.pidfd_open(process)], [], [])[0]:  # nobody waits for it
        os.kill(process, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with suppress(BrokenPipeError):
        asked.sendall(f"{code if code >= 0 else 128 - code}\n".encode())
    os._exit(0)


def _take_files(files: list[int], numbers: list[int]) -> None:
    """Give each file of who asked the number that it has there."""
    aside = [os.dup2(file, OPEN_FILES + number) for number, file in enumerate(files)]
    for file in files:
        os.close(file)
    for file, number in zip(aside, numbers, strict=True):
        os.dup2(file, number)
        os.close(file)


def _be(program: str, arguments: list[str]) -> None:
    """Run the command as Python would, to its end."""
    import atexit  # noqa: PLC0415 - what follows is the life of another program
    import threading  # noqa: PLC0415

    sys.path[:0] = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    sys.executable = str(Path(program).with_name(INTERPRETER))
    code: Any = 0
    try:
        if arguments[:1] == ["-c"]:
            sys.argv = ["-c", *arguments[2:]]
            exec(arguments[1], {"__name__": "__main__"})  # noqa: S102 - as Python does
        else:
            sys.argv = [program, *arguments]
            from grutto.cli import main  # noqa: PLC0415

            main()
    except SystemExit as stopped:
        code = stopped.code
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    if isinstance(code, str):
        sys.stderr.write(f"{code}\n")
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    serve(sys.argv[1])
