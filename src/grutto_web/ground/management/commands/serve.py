"""`grutto serve`: bring the database and the files up to date, then answer requests."""

from __future__ import annotations

import fcntl
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import gettext
from granian import Granian
from granian.constants import Interfaces

from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.ground.settings.environment import LOCAL_NAMES, keep_secret_key

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from pathlib import Path


LAST_ANSWERS = 10
"""Seconds that processes have for their last answers when the server is stopped; one that is starting hears nothing."""
PAUSE = 2
"""Seconds after which a worker that died is followed by another."""


class Command(TerminalCommand):
    """Serve the site."""

    help = "Serve the site: migrate the database, collect the files, then answer requests."
    requires_system_checks = ()
    """None: they load every page, which the processes that answer requests do anyway."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8010)
        parser.add_argument("--workers", type=int, default=1, help="processes that answer requests")
        parser.add_argument("--threads", type=int, default=4, help="threads of each")

    def handle(self, *_: Any, host: str, port: int, workers: int, threads: int, **__: Any) -> None:
        """Serve until stopped."""
        if host not in LOCAL_NAMES and not settings.ENVIRONMENT.production:
            text = gettext("%(host)s is open to others: set GRUTTO_ADDRESS=https://… and GRUTTO_SECRET_KEY first")
            raise CommandError(text % {"host": host})
        _check_free(host, port)
        prepare()
        _empty_metrics(settings.ENVIRONMENT.folder / "metrics")
        self.stdout.write(f"http://localhost:{port}/", ending="\n")
        self.stdout.flush()
        server = Granian(
            "grutto_web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            workers_kill_timeout=LAST_ANSWERS,
            websockets=False,
            log_access=False,
        )
        if settings.ENVIRONMENT.production:
            server.serve()  # its worker is a service of its own
        else:
            with _working():
                server.serve()


def _check_free(host: str, port: int) -> None:
    """Refuse a port that another program answers on: the server would share it, and each get half of the requests."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host.strip("[]"), port))
        except OSError as error:
            text = gettext("Port %(port)s cannot be used (%(reason)s): give another one with --port")
            raise CommandError(text % {"port": port, "reason": error.strerror}) from error


@contextmanager
def _working() -> Iterator[None]:
    """Do the tasks that wait, beside the server, in a process that ends with this one; one that dies is followed."""
    over, workers = threading.Event(), list[subprocess.Popen[bytes]]()
    thread = threading.Thread(target=_keep_working, args=(over, workers), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        for worker in workers:
            worker.terminate()
        thread.join(PAUSE)


def _keep_working(over: threading.Event, workers: list[subprocess.Popen[bytes]]) -> None:
    command = [sys.executable, "-m", "grutto_web", "work", "--with-parent"]
    while not over.is_set():
        with subprocess.Popen(command) as worker:  # noqa: S603 - ourselves
            workers[:] = [worker]
        over.wait(PAUSE)


def prepare() -> None:
    """Make what serving needs: the key of one's own machine, the tables, and the files under lasting names."""
    prepare_database()
    with _alone():
        call_command("collectstatic", interactive=False, verbosity=0)


def prepare_database() -> None:
    """Bring the database up to date; site and worker, which start together, do it one after the other."""
    settings.ENVIRONMENT.folder.mkdir(parents=True, exist_ok=True)
    with _alone():
        keep_secret_key(settings.ENVIRONMENT)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other process on this data folder prepare at the same time."""
    with (settings.ENVIRONMENT.folder / "preparing").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _empty_metrics(folder: Path) -> None:
    """Begin to count anew, for all processes that answer requests together."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
