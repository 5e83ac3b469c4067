"""Commands that ask a distributed engine say what they say with the embedded one."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Command
    from grutto.store.home import Home

pytestmark = [pytest.mark.xdist_group("engines"), pytest.mark.filterwarnings("ignore")]  # of the client's dependencies


def _figures(folder: Path) -> dict[str, Any]:
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    return {name: record[name] for name in ("figures", "rows_sha256")}


def test_a_measure_asked_of_a_server(grutto: Command, nl_home: Home, server: str) -> None:
    question = ("measure", "activities", "--by", "priority", "--framework", "nl-2008", "--home", nl_home.path)
    here, there = grutto(*question, "--format", "csv"), grutto(*question, "--format", "csv", "--engine", server)
    assert there.code == 0, there.err
    assert there.out == here.out
    assert "none,6" in here.out


def test_a_report_made_and_verified_on_a_server(
    grutto: Command, nl_home: Home, nl_report: Path, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server finds the release at an address of its own."""
    copied = tmp_path / "copied"
    shutil.copytree(nl_home.releases, copied)
    monkeypatch.setenv("GRUTTO_TABLES", copied.as_uri())
    monkeypatch.setenv("GRUTTO_ENGINE", server)
    judgements = Path(__file__).parents[2] / "examples" / "nl-2010" / "judgements.toml"
    out = tmp_path / "report"
    options = ("--lang", "en", "--judgements", judgements, "--output", out, "--home", nl_home.path)
    made = grutto("report", "nl-2008", 2010, *options)
    assert made.code == 0, made.err
    assert _figures(out) == _figures(nl_report)
    verified = grutto("verify", out, "--home", nl_home.path)
    assert verified.code == 0, verified.out + verified.err


def test_a_release_on_object_storage_gives_the_same_figures(
    grutto: Command, nl_home: Home, server: str, bucket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server reads the tables from a bucket; where they are not in it, there is no answer."""
    question = ("measure", "activities", "--by", "priority", "--framework", "nl-2008", "--home", nl_home.path)
    here = grutto(*question, "--format", "csv")
    shutil.copytree(nl_home.releases, bucket / "releases")
    monkeypatch.setenv("GRUTTO_TABLES", "s3://grutto/releases")
    there = grutto(*question, "--format", "csv", "--engine", server)
    assert (there.out, there.err) == (here.out, here.err)
    assert "none,6" in here.out
    monkeypatch.setenv("GRUTTO_TABLES", "s3://grutto/elsewhere")
    assert "The engine does not answer" in grutto(*question, "--engine", server).err


@pytest.mark.parametrize("address", ["localhost", "sc://", "sc://localhost:port"])
def test_what_is_no_address_is_refused(grutto: Command, nl_home: Home, address: str) -> None:
    answer = grutto("measure", "spent", "--engine", address, "--home", nl_home.path)
    assert answer.code != 0
    assert f"“{address}” is not the address of an engine" in answer.err
    assert "sc://localhost:50051" in answer.err


@pytest.mark.timeout(60)
def test_an_address_where_nobody_listens_is_told_at_once(grutto: Command, nl_home: Home) -> None:
    with socket.create_server(("localhost", 0)) as server:
        address = f"sc://localhost:{server.getsockname()[1]}"
    answer = grutto("measure", "spent", "--engine", address, "--home", nl_home.path)
    assert answer.code != 0
    assert "The engine does not answer: the machine takes no connections there" in answer.err
    assert address in answer.err


def test_a_server_that_does_not_see_the_files_is_told(
    grutto: Command, nl_home: Home, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRUTTO_TABLES", (tmp_path / "nowhere").as_uri())
    answer = grutto("measure", "spent", "--engine", server, "--home", nl_home.path)
    assert answer.code != 0
    assert "The engine does not answer" in answer.err
    assert "GRUTTO_TABLES" in answer.err
