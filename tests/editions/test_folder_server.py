"""The server of a folder gives its files and nothing else."""

from __future__ import annotations

import http.client
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from grutto.editions import folder_server
from grutto.editions.folder_server import FolderServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """Serve a folder on a free port of this machine."""
    with FolderServer(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A folder with a page, a hidden file, a folder without a page, and links to what lies outside."""
    folder = tmp_path / "reports"
    (folder / "tables").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Report</h1>")
    (folder / "tables" / "a b.csv").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("secret")
    (tmp_path / "outside.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "linked").symlink_to(tmp_path)
    with served(folder) as number:
        yield number


def ask(port: int, path: str, method: str = "GET", host: str = "localhost") -> tuple[int, bytes, dict[str, str]]:
    """Return status, content and headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read(), dict(answer.getheaders())


def test_a_page_comes_with_what_protects_it(port: int) -> None:
    """No script runs, no type is guessed, no frame holds it."""
    status, content, headers = ask(port, "/")
    assert (status, content) == (200, b"<h1>Report</h1>")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Python" not in headers["Server"]
    assert ask(port, "/tables/a%20b.csv")[:2] == (200, b"x")
    assert ask(port, "/index.html?x=1", "HEAD")[:2] == (200, b"")


def test_a_report_is_found_without_the_slash(port: int, tmp_path: Path) -> None:
    """An address typed by hand leads on."""
    (tmp_path / "reports" / "tables" / "index.html").write_text("x")
    status, _, headers = ask(port, "/tables")
    assert (status, headers["Location"]) == (301, "/tables/")


@pytest.mark.parametrize(
    "path",
    [
        "/link.txt",
        "/linked/outside.txt",
        "/.git/config",
        "/%2egit/config",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/tables/",
        "/tables",
        "/%00",
        "/%ff",
        "/tables/..%5c..%5coutside.txt",
        "//outside.txt/..",
        "/nothing",
    ],
)
def test_nothing_else_is_given(port: int, path: str) -> None:
    """No link, no file that begins with a dot, no listing, nothing outside, and no traceback."""
    status, content, _ = ask(port, path)
    assert status == 404
    assert b"secret" not in content
    assert b"Traceback" not in content


def test_another_name_for_this_machine_is_refused(port: int) -> None:
    """A page elsewhere that lets its own name point here reads nothing."""
    assert ask(port, "/", host="evil.example")[0] == 421
    assert ask(port, "/", host="")[0] == 421
    assert ask(port, "/", host=f"127.0.0.1:{port}")[0] == 200


def test_other_methods_are_refused(port: int) -> None:
    """Nothing can be changed."""
    assert ask(port, "/", "POST")[0] == 501


def test_a_flood_is_refused_and_the_next_reader_is_served(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that say nothing end after the time-out; until then only so many are kept."""
    monkeypatch.setattr(folder_server._Handler, "timeout", 1)
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(folder_server.CONNECTIONS + 10)]
    for one in silent:
        one.settimeout(8)
        assert one.recv(1) == b""
        one.close()
    assert ask(port, "/")[0] == 200


def test_a_folder_without_a_report_has_no_front_page(tmp_path: Path) -> None:
    """An empty folder is not found, rather than an error of the server."""
    with served(tmp_path) as number:
        assert ask(number, "/")[0] == 404
