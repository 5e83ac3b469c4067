"""A folder of reports on this machine: files of the folder and nothing else, to programs of this machine only."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from grutto.editions.front_page import INDEX, front_page
from grutto.errors import GruttoError

if TYPE_CHECKING:
    from socket import socket

CONNECTIONS = 32
"""How many requests are answered at once; more are refused, so that a flood takes no memory."""
SECONDS = 10
"""How long a connection may say nothing."""
NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""What this machine may be called: a page from elsewhere that gives its own name this address is refused."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class FolderServer(ThreadingHTTPServer):
    """Serves a folder of one report, or of several; of several, the front page is made when it is asked for.

    Args:
        folder: the folder.
        port: on this machine; 0 takes a free one.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder.resolve())))
        self._free = BoundedSemaphore(CONNECTIONS)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Answer in a thread of its own, unless too many are at work."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Answer, then make room for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Say nothing of a connection that broke off: no traceback reaches the terminal."""


class _Handler(SimpleHTTPRequestHandler):
    timeout = SECONDS
    server_version = "Grutto"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(super().do_GET)

    def do_HEAD(self) -> None:
        self._answer(super().do_HEAD)

    def _answer(self, send_file: Any) -> None:
        folder = Path(self.directory)
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif urlsplit(self.path).path == "/" and not (folder / INDEX).is_file():
            self._send_front_page(folder)
        elif _served(folder, self.path) is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            send_file()

    def _send_front_page(self, folder: Path) -> None:
        try:
            content = front_page(folder).encode()
        except GruttoError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the library
        """Keep the terminal quiet: what a stranger asks for is not written there."""


def _served(folder: Path, address: str) -> Path | None:
    """Return the file that an address names; none for links, names that begin with a dot, and what is not there."""
    try:
        parts = [part for part in unquote(urlsplit(address).path, errors="strict").split("/") if part]
    except (UnicodeDecodeError, ValueError):
        return None
    place = folder
    for part in parts:
        place = place / part
        if part.startswith(".") or "\0" in part or "\\" in part or place.is_symlink():
            return None
    if place.is_dir():
        place = place / INDEX  # without a slash at the end, the library leads there
    return place if place.is_file() and not place.is_symlink() else None
