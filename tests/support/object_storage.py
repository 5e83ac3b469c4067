"""Object storage on this machine: the part of S3 that a reader of files asks, over a folder of buckets."""

from __future__ import annotations

from contextlib import contextmanager
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from local_server import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def object_storage(folder: Path) -> Iterator[str]:
    """Give the endpoint of a server whose buckets are the folders of a folder."""

    class Handler(_Handler):
        buckets = folder

    with running(Handler) as address:
        yield address


class _Handler(BaseHTTPRequestHandler):
    buckets: Path

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        asked = urlsplit(self.path)
        place, words = self.buckets / unquote(asked.path).strip("/"), parse_qs(asked.query)
        if "list-type" in words:
            self._send(200, self._listing(place, words.get("prefix", [""])[0]).encode(), {})
        elif place.is_file():
            self._send_part(place.read_bytes())
        else:
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>", {})

    def _listing(self, bucket: Path, prefix: str) -> str:
        """Return the objects of a bucket whose names begin with a prefix, in the words of ListObjectsV2."""
        names = sorted(path.relative_to(bucket).as_posix() for path in bucket.rglob("*") if path.is_file())
        found = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{(bucket / name).stat().st_size}</Size>"
            f"<LastModified>2026-01-01T00:00:00Z</LastModified></Contents>"
            for name in names
            if name.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"

    def _send_part(self, content: bytes) -> None:
        """Send an object, or the bytes of it that are asked for."""
        heads = {"ETag": f'"{sha256(content).hexdigest()}"', "Last-Modified": formatdate(usegmt=True)}
        if not (asked := self.headers.get("Range")):
            self._send(200, content, heads)
            return
        begin, end = map(int, asked.removeprefix("bytes=").split("-"))
        part = content[begin : end + 1]
        self._send(206, part, heads | {"Content-Range": f"bytes {begin}-{begin + len(part) - 1}/{len(content)}"})

    def _send(self, status: int, content: bytes, heads: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), "Content-Type": "application/xml", **heads}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)
