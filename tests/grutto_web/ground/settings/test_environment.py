"""The site refuses to start where it would be unsafe, and says how to mend it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured

from grutto_web.ground.settings.environment import keep_secret_key, read_environment
from grutto_web.ground.settings.mail import mailer
from grutto_web.ground.settings.postgres import postgres
from grutto_web.ground.settings.sqlite import sqlite

if TYPE_CHECKING:
    from pathlib import Path

MAIL = "smtp://grutto:secret@mail.example.org:587"
KEY = "xS9-long-and-random-enough-for-a-test-0123456789-abcdefghij"


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"GRUTTO_ADDRESS": "http://grutto.example.org", "GRUTTO_SECRET_KEY": KEY}, "https only"),
        ({"GRUTTO_ADDRESS": "https://example.org/grutto", "GRUTTO_SECRET_KEY": KEY}, "a host of its own"),
        ({"GRUTTO_ADDRESS": "https://grutto.example.org"}, "0 characters"),
        ({"GRUTTO_ADDRESS": "https://grutto.example.org", "GRUTTO_SECRET_KEY": "a" * 60}, "must be random"),
        ({"GRUTTO_ADDRESS": "https://grutto.example.org", "GRUTTO_SECRET_KEY": KEY[:49]}, "49 characters"),
        (
            {"GRUTTO_ADDRESS": "https://grutto.example.org", "GRUTTO_SECRET_KEY": KEY, "GRUTTO_MAIL": ""},
            "would stand in the log",
        ),
    ],
)
def test_production_is_refused_without_what_makes_it_safe(variables: dict[str, str], words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        read_environment({"GRUTTO_MAIL": MAIL} | variables)


def test_production_answers_under_its_own_name_only() -> None:
    given = {"GRUTTO_ADDRESS": "https://grutto.example.org/", "GRUTTO_SECRET_KEY": KEY, "GRUTTO_MAIL": MAIL}
    environment = read_environment(given)
    assert (environment.production, environment.hosts) == (True, ["grutto.example.org"])
    assert environment.secret_key == KEY


def test_on_ones_own_machine_the_key_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    first = read_environment({})
    assert not first.production
    keep_secret_key(first)
    kept = tmp_path / "web" / "secret-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = read_environment({})
    keep_secret_key(again)
    assert again.secret_key == first.secret_key == kept.read_text()


def test_sqlite_takes_the_write_lock_at_the_beginning(tmp_path: Path) -> None:
    options = sqlite(tmp_path)["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"


def test_an_address_of_postgresql_is_taken_apart() -> None:
    given = postgres("postgresql://gru%40tto:s%3Acret@db.example.org:5433/work?sslmode=require")
    expected = {"NAME": "work", "USER": "gru@tto", "PASSWORD": "s:cret", "HOST": "db.example.org", "PORT": "5433"}
    assert {key: given[key] for key in expected} == expected
    assert given["OPTIONS"] == {"sslmode": "require"}
    assert postgres("postgresql:///work?host=/run/db")["HOST"] == "/run/db"


@pytest.mark.parametrize("address", ["mysql://host/name", "postgresql://host/", "work"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://user:password@host/name"):
        postgres(address)


def test_production_passes_every_check_of_django(tmp_path: Path) -> None:
    given = {"GRUTTO_ADDRESS": "https://grutto.example.org", "GRUTTO_SECRET_KEY": KEY, "GRUTTO_MAIL": MAIL}
    command = [sys.executable, "-m", "grutto_web", "check", "--deploy", "--fail-level", "WARNING"]
    inherited = {k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "GRUTTO_DATABASE"}}
    environment = inherited | given | {"GRUTTO_HOME": str(tmp_path)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr


def test_a_mail_server_is_taken_apart() -> None:
    options = mailer("smtp://gru%40tto:s%3Acret@mail.example.org")["OPTIONS"]
    expected = {"host": "mail.example.org", "port": 587, "username": "gru@tto", "password": "s:cret", "use_tls": True}
    assert isinstance(options, dict)
    assert {key: options[key] for key in expected} == expected
    assert str(mailer("")["BACKEND"]).endswith("console.EmailBackend")


def test_the_documentation_is_an_address_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("docs")
    assert read_environment({}).docs == ""
    assert read_environment({"GRUTTO_DOCS": "https://docs.example.org"}).docs == "https://docs.example.org"
    assert read_environment({"GRUTTO_DOCS": str(tmp_path)}).docs == str(tmp_path)
    with pytest.raises(ImproperlyConfigured, match="make docs"):
        read_environment({"GRUTTO_DOCS": str(tmp_path / "lost")})


def test_a_wrong_setting_is_told_in_a_line(tmp_path: Path) -> None:
    inherited = {k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "GRUTTO_DATABASE"}}
    environment = inherited | {"GRUTTO_HOME": str(tmp_path), "GRUTTO_DOCS": str(tmp_path / "lost")}
    command = [sys.executable, "-m", "grutto_web", "serve"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 1
    assert run.stderr.startswith("GRUTTO_DOCS is “")
    assert "Traceback" not in run.stderr
