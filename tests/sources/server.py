"""A small HTTP server on this machine that replays what services answer, traps included."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Reply = tuple[int, dict[str, str], bytes]


@dataclass(slots=True)
class Asked:
    """A request that the server got: its path, and all values of each parameter."""

    path: str
    query: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


def reply(content: Any, status: int = 200, **headers: str) -> Reply:
    """Return an answer; what is not bytes is written as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return status, {name.replace("_", "-"): text for name, text in headers.items()}, body


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[tuple[str, list[Asked]]]:
    """Serve answers; give the address and the list of requests that came."""
    seen: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(parts.path, parse_qs(parts.query))
            seen.append(asked)
            status, headers, body = answer(asked)
            self.send_response(status)
            for name, text in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = "Content-Length" in headers

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
