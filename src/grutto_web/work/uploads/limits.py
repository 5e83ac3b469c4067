"""How large a file may be and how long it may be worked on: known before anything parses it."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext

from grutto.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 64 << 20
"""Of a file as it is sent."""
MOST_UNPACKED = 256 << 20
"""Of a file in a zip file; its ratio is bounded too, see `grutto.readers.zips`."""
SECONDS = 15 * 60
"""For which one file may be worked on."""


class LimitHandler(FileUploadHandler):
    """Refuses a request that is too large before any of it is read."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - as Django names it
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the length that the request tells; the server reads no more than that.

        Raises:
            RequestDataTooBig: it is too large.
        """
        del input_data, META, boundary, encoding
        if content_length > MOST_BYTES:
            raise RequestDataTooBig(f"{content_length} bytes were sent")

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        """Pass the bytes on."""
        return raw_data

    def file_complete(self, _size: int) -> None:
        """Leave the file to the next handler."""


@contextmanager
def within(seconds: int = SECONDS) -> Iterator[None]:
    """End what takes too long.

    Raises:
        InputError: it took too long.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(*_: Any) -> None:
        what, repair = gettext("Reading this file takes too long"), gettext("send it in parts, as several datasets")
        raise InputError(what, repair=repair)

    former = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)
