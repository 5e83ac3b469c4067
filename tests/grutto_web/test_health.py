"""Health, readiness, metrics and log lines; and the site as a real server."""

from __future__ import annotations

import json
import logging
import logging.config
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from django.db import OperationalError
from django.test import Client

from grutto_web.ground.settings.logs import logging_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_health_asks_no_database() -> None:
    assert Client().get("/healthz").text == "ok\n"


@pytest.mark.django_db
def test_readiness_tells_what_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/readyz").json() == {"database": "ok", "folder": "ok"}

    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError("no such server")

    monkeypatch.setattr("grutto_web.health.MigrationExecutor", broken)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "failing")


@pytest.mark.django_db
def test_metrics_need_the_token_where_there_is_one(settings: Any) -> None:
    Client().get("/en/")
    told = Client().get("/metrics").text
    assert 'grutto_request_seconds_count{page="home",status="200"}' in told
    assert 'grutto_tasks{status="READY"} 0.0' in told
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, address="https://grutto.example.org")
    assert Client().get("/metrics").status_code == 404
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, metrics_token="abc")  # noqa: S106 - of tests
    assert Client().get("/metrics", headers={"authorization": "Bearer abd"}).status_code == 404
    assert Client().get("/metrics", headers={"authorization": "Bearer abc"}).status_code == 200


@pytest.mark.outside_database
def test_the_site_is_served_by_one_command(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in {"GRUTTO_DATABASE", "DJANGO_SETTINGS_MODULE"}}
    program = "from grutto.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", str(port), "--home", str(tmp_path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == f"http://localhost:{port}/\n"
            home = _got(f"http://localhost:{port}/en/")
            assert home.status_code == 200
            style = home.text.split('rel="stylesheet" href="')[1].split('"')[0]
            kept = httpx.get(f"http://localhost:{port}{style}")
            assert "immutable" in kept.headers["cache-control"]
            assert httpx.get(f"http://localhost:{port}/readyz").json()["database"] == "ok"
            assert "grutto_request_seconds_count" in httpx.get(f"http://localhost:{port}/metrics").text
        finally:
            server.terminate()
            server.communicate(timeout=20)
    assert (tmp_path / "web" / "grutto.sqlite3").exists()


def _got(address: str) -> httpx.Response:
    for _ in range(200):
        try:
            return httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.mark.outside_database
def test_others_are_not_served_without_an_address(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "grutto_web", "serve", "--host", "0.0.0.0"]  # noqa: S104 - refused
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | {
        "GRUTTO_HOME": str(tmp_path)
    }
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 1
    assert "set GRUTTO_ADDRESS=https://" in run.stderr


@pytest.mark.outside_database
def test_a_port_in_use_is_not_shared(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "grutto_web", "serve", "--port", str(taken.getsockname()[1])]
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        environment["GRUTTO_HOME"] = str(tmp_path)
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 1
    assert "give another one with --port" in run.stderr


def test_production_writes_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    formatter = logging_settings(production=True)["formatters"]["lines"]
    made = logging.config.DictConfigurator({}).configure_formatter(dict(formatter))
    record = logging.LogRecord("grutto_web", logging.WARNING, "x.py", 1, "lost %s", ("it",), None)
    line = json.loads(made.format(record))
    assert (line["event"], line["level"]) == ("lost it", "warning")
