"""One request to one address: bounded in size and time, and to no place in our network that a stranger chose."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grutto.errors import FetchError
from grutto.lazily import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
else:
    httpx = lazily("httpx")

AGENT = "grutto (open-source; IATI and official statistics)"
REDIRECTS = 10
SILENCE = 60.0
"""Seconds without a byte after which a connection counts as broken."""
SHOWN = 200
"""Characters of the body of an error that are shown."""
_SECRET = re.compile(r"key|token|secret|passw|sig|auth|credential", re.IGNORECASE)
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class AnswerBounds:
    """What an answer may take.

    Args:
        size: bytes, unpacked.
        until: moment on the monotonic clock at which it must be whole.
    """

    size: int = 2 << 30
    until: float = field(default_factory=lambda: time.monotonic() + 3600)


@contextmanager
def answered(address: str, bounds: AnswerBounds, trusted: str = "") -> Iterator[httpx.Response]:
    """Give the answer of an address, its redirects followed; its body is not read yet.

    Args:
        address: http or https.
        bounds: of time; those of size are kept by `chunks`.
        trusted: host and port that the user named, which may be inside our network; every other may not.

    Raises:
        FetchError: a place inside our network, an address that is none, or too many redirects.
        httpx.HTTPError: no answer.
    """
    url = _checked(httpx.URL(address))
    with httpx.Client(timeout=SILENCE, headers={"User-Agent": AGENT, "Accept": "*/*"}) as client:
        for _ in range(REDIRECTS):
            in_time(address, bounds)
            answer = client.send(_pinned(client, url, trusted), stream=True)
            if not answer.has_redirect_location:
                try:
                    yield answer
                finally:
                    answer.close()
                return
            answer.close()
            url = _next(url, answer.headers["location"])
    raise FetchError("The address leads on and on", where=without_secrets(address), repair="check the address")


def chunks(answer: httpx.Response, address: str, bounds: AnswerBounds) -> Iterator[bytes]:
    """Yield the body of an answer; stop as soon as it passes its bounds."""
    length = answer.headers.get("content-length", "")
    size = 0
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if max(size, int(length) if length.isdigit() else 0) > bounds.size:
            raise FetchError(
                "The answer is larger than {value} MiB",
                where=without_secrets(address),
                repair="ask for less; a larger file is fetched by hand and imported",
                value=bounds.size >> 20,
            )
        in_time(address, bounds)
        yield chunk


def in_time(address: str, bounds: AnswerBounds) -> None:
    """Raise `FetchError` once the time for an answer is over."""
    if time.monotonic() > bounds.until:
        raise FetchError(
            "The answer takes too long",
            where=without_secrets(address),
            repair="try again later; the last release is untouched",
        )


def refusal_text(answer: httpx.Response) -> str:
    """Return the beginning of what a server says with an error, as words."""
    try:
        content = answer.read()[: 16 * SHOWN]
    except (httpx.HTTPError, httpx.StreamError):
        return ""
    text = re.sub(r"<[^>]{0,2000}>", " ", content.decode("utf-8", "replace"))
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))[:SHOWN]


def without_secrets(address: str) -> str:
    """Return an address without what must not be told on: name and password, keys and tokens."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return address
    pairs = [(n, HIDDEN if _SECRET.search(n) else text) for n, text in url.params.multi_items()]
    if url.userinfo:
        url = url.copy_with(username=None, password=None)
    secret = any(text == HIDDEN for _, text in pairs)
    return str(url.copy_with(params=pairs)) if secret else str(url) if url.host else address


def host_of(address: str) -> str:
    """Return host and port of an address; empty if it has none."""
    try:
        return httpx.URL(address).netloc.decode().rpartition("@")[2]
    except httpx.InvalidURL:
        return ""


def _checked(url: httpx.URL) -> httpx.URL:
    if url.scheme not in {"http", "https"} or not url.host:
        raise FetchError(
            "This is no address of the web", where=without_secrets(str(url)), repair="give one with http or https"
        )
    return url


def _next(url: httpx.URL, location: str) -> httpx.URL:
    """Return where a redirect leads; never from https to http."""
    onward = _checked(url.join(location))
    if url.scheme == "https" and onward.scheme == "http":
        raise FetchError(
            "The server leads from a secure address to one that is not",
            where=without_secrets(str(onward)),
            repair="ask its publisher for a secure address",
        )
    return onward


def _pinned(client: httpx.Client, url: httpx.URL, trusted: str) -> httpx.Request:
    """Return a request to the machine whose place was looked at: a name cannot mean another one a moment later."""
    if host_of(str(url)) == trusted or _through_proxy(url):
        _not_inside(url, () if host_of(str(url)) == trusted else _literal(url.host))
        return client.build_request("GET", url)
    places = _places(url)
    _not_inside(url, places)
    request = client.build_request("GET", url.copy_with(host=places[0]), headers={"Host": host_of(str(url))})
    request.extensions = {**request.extensions, "sni_hostname": url.host}
    return request


def _places(url: httpx.URL) -> tuple[str, ...]:
    """Return the numbers of the machines that a name stands for, those of version 4 first."""
    try:
        found = socket.getaddrinfo(
            url.host, url.port or (443 if url.scheme == "https" else 80), type=socket.SOCK_STREAM
        )
    except OSError as error:
        raise httpx.ConnectError(str(error)) from error
    return tuple(dict.fromkeys(str(place[4][0]) for place in sorted(found, key=lambda place: int(place[0]))))


def _literal(host: str) -> tuple[str, ...]:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ("127.0.0.1",) if host.lower() == "localhost" or host.lower().endswith(".localhost") else ()
    return (host,)


def _not_inside(url: httpx.URL, places: tuple[str, ...]) -> None:
    inside = next((p for p in places if not _is_public(p)), "")
    if inside:
        raise FetchError(
            "This address leads into a private network ({inside})",
            where=without_secrets(str(url)),
            repair="name it yourself if you trust it; a catalogue or a redirect may not",
            command="--address URL",
            inside=inside,
        )


def _is_public(place: str) -> bool:
    address = ipaddress.ip_address(place.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (mapped or address).is_global and not address.is_multicast


def _through_proxy(url: httpx.URL) -> bool:
    """Tell whether a proxy of the environment looks names up for us."""
    proxies = urllib.request.getproxies()
    return bool(proxies.get(url.scheme) or proxies.get("all")) and not urllib.request.proxy_bypass(url.host)
