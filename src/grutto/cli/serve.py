"""`grutto serve` and `manage`: the site, or a folder of reports, on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from grutto.cli.options import HomeOption, home_at
from grutto.cli.terminal import log, show
from grutto.extras import required
from grutto.message import Message


def serve(
    folder: Path | None = None,
    *,
    port: Annotated[int, Parameter(help="Port on this machine.")] = 8010,
    host: Annotated[str, Parameter(help="Address to listen on; others than this machine need GRUTTO_ADDRESS.")] = "",
    workers: Annotated[int, Parameter(help="Processes that answer requests, of the site.")] = 1,
    home: HomeOption = None,
) -> None:
    """Serve the site, or a folder of reports, on this machine, and print its address.

    Parameters
    ----------
    folder
        Folder of one report, or of several reports, each in its own folder; without it the site on the data folder.
    """
    if folder is None:
        listen = ("--host", host) if host else ()
        _django(home, "serve", "--port", str(port), "--workers", str(workers), *listen)
    else:
        _serve_folder(folder, port)


def manage(
    *words: Annotated[str, Parameter(allow_leading_hyphen=True)],
    home: HomeOption = None,
) -> None:
    """Run a command of the web application; without one, list them.

    Parameters
    ----------
    words
        The command with its options: migrate, createcachetable, …
    """
    _django(home, *(words or ("help",)))


def backup(file: Path, *, home: HomeOption = None) -> None:
    """Write the data folder and the web's database to one file; the site may go on meanwhile.

    Parameters
    ----------
    file
        The file to write.
    """
    _django(home, "backup", str(file))


def restore(file: Path, *, home: HomeOption = None) -> None:
    """Put a backup into an empty data folder and database, and compare every byte.

    Parameters
    ----------
    file
        The backup.
    """
    _django(home, "restore", str(file))


def _django(home: Path | None, *words: str) -> None:
    """Become the web application: it has a process of its own, and this command line needs none of its libraries.

    Raises:
        ExtraError: it is not installed.
    """
    required("web")
    environment = os.environ | {"GRUTTO_HOME": str(home_at(home).path)}
    os.execve(sys.executable, [sys.executable, "-m", "grutto_web", *words], environment)  # noqa: S606 - ourselves


def _serve_folder(folder: Path, port: int) -> None:
    from grutto.editions.folder_server import FolderServer
    from grutto.editions.front_page import INDEX, front_page

    if not (folder / INDEX).is_file():
        front_page(folder)
    with FolderServer(folder, port) as server:
        show(f"http://localhost:{server.server_port}/", flush=True)
        log.print(Message("Stop with Ctrl-C."))
        server.serve_forever()
