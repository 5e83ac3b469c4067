"""Fetching a source from its address: with retries, whole or not at all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

import httpx
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from grutto.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ATTEMPTS = 4
AGENT = "grutto (open-source; IATI and official statistics)"
PASSING = {408, 429, 500, 502, 503, 504}


@contextmanager
def fetched(
    address: str, *, progress: Callable[[int, int], None] = lambda _done, _total: None, wait: float = 1
) -> Iterator[BinaryIO]:
    """Give the content at an address, whole.

    Args:
        address: http or https.
        progress: called with bytes received and bytes expected (0 if not told).
        wait: seconds before the second attempt; doubled for each further one.

    Raises:
        FetchError: no answer, an answer other than 200, or a broken-off one, after 4 attempts.
    """
    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential_jitter(multiplier=wait, max=30 * wait, jitter=wait),
        retry=retry_if_exception(_passes),
        reraise=True,
    )
    with tempfile.TemporaryFile() as out:
        kept = cast("BinaryIO", out)
        try:
            retrying(_download, address, kept, progress)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise FetchError(
                f"The server answered {status}", where=address, repair="check the address, or try again later"
            ) from error
        except httpx.HTTPError as error:
            raise FetchError(
                f"The source could not be reached: {error}",
                where=address,
                repair="check the connection; the last release is untouched",
            ) from error
        kept.seek(0)
        yield kept


def _passes(error: BaseException) -> bool:
    """Tell whether trying again may help."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in PASSING
    return isinstance(error, httpx.TransportError)


def _download(address: str, out: BinaryIO, progress: Callable[[int, int], None]) -> None:
    out.seek(0)
    out.truncate()
    headers = {"User-Agent": AGENT}
    with httpx.stream("GET", address, follow_redirects=True, timeout=60, headers=headers) as answer:
        answer.raise_for_status()
        total = int(answer.headers.get("content-length", 0))
        for chunk in answer.iter_bytes():
            out.write(chunk)
            progress(out.tell(), total)
