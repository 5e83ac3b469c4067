"""Every environment variable that the web application reads, and what it refuses to start with.

| Variable | Meaning |
|---|---|
| `GRUTTO_HOME` | data folder; the web keeps its own files in `web/` there |
| `GRUTTO_ADDRESS` | public address, `https://grutto.example.org`, of production; without it this machine only |
| `GRUTTO_SECRET_KEY` | at least 50 characters; signs sessions and links. Must be given in production |
| `GRUTTO_DATABASE` | `postgresql://user:password@host/name`; without it SQLite in the data folder |
| `GRUTTO_MAIL` | `smtp://user:password@host:587`; needed in production, else letters go to the log |
| `GRUTTO_MAIL_FROM` | who sends those letters |
| `GRUTTO_DOCS` | the documentation, linked from pages: an address, `https://…`, or a folder made by `make docs` |
| `GRUTTO_CASE_KEYS` | file with keys of personal fields, backed up apart; else `keys/cases.sqlite3` in `GRUTTO_HOME` |
| `GRUTTO_METRICS_TOKEN` | opens `/metrics` in production (`Authorization: Bearer …`) |
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from grutto.store.home import Home

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_KEY = 50
LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says about where and how the site runs.

    Args:
        folder: where the web keeps its own files.
        address: scheme and host of the public site; empty on this machine only.
        secret_key: what signs sessions and links.
        database: address of a PostgreSQL database; empty for SQLite.
        mail: address of a mail server; empty to write letters to the log.
        mail_from: the sender of letters.
        metrics_token: what a reader of `/metrics` must show.
        docs: address or folder of the documentation; empty if there is none.
        case_keys: the file with the keys of personal fields.
    """

    folder: Path
    address: str
    secret_key: str
    database: str
    mail: str
    mail_from: str
    metrics_token: str
    docs: str
    case_keys: Path

    @property
    def production(self) -> bool:
        """Whether others than this machine are served."""
        return bool(self.address)

    @property
    def hosts(self) -> list[str]:
        """The names under which the site answers."""
        return [urlsplit(self.address).hostname or ""] if self.address else LOCAL_NAMES


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Return what the environment says.

    Raises:
        ImproperlyConfigured: production would be unsafe.
    """
    folder = Home().path / "web"
    address = variables.get("GRUTTO_ADDRESS", "").rstrip("/")
    if address and not variables.get("GRUTTO_MAIL"):
        raise ImproperlyConfigured(
            "GRUTTO_MAIL is not set: invitations and new passwords would stand in the log, for all who read it. "
            "Give a mail server: smtp://user:password@host:587"
        )
    return Environment(
        folder=folder,
        address=_checked_address(address),
        secret_key=_secret_key(variables.get("GRUTTO_SECRET_KEY", ""), folder, production=bool(address)),
        database=variables.get("GRUTTO_DATABASE", ""),
        mail=variables.get("GRUTTO_MAIL", ""),
        mail_from=variables.get("GRUTTO_MAIL_FROM", "Grutto <grutto@localhost>"),
        metrics_token=variables.get("GRUTTO_METRICS_TOKEN", ""),
        docs=_checked_docs(variables.get("GRUTTO_DOCS", "")),
        case_keys=Path(variables.get("GRUTTO_CASE_KEYS") or Home().path / "keys" / "cases.sqlite3"),
    )


def _checked_address(address: str) -> str:
    parts = urlsplit(address)
    if address and (parts.scheme != "https" or not parts.hostname or parts.path or parts.query):
        raise ImproperlyConfigured(
            f"GRUTTO_ADDRESS is “{address}”: sessions and passwords travel over https only, and the site has a host of "
            "its own. Give scheme and host: https://grutto.example.org"
        )
    return address


def _checked_docs(place: str) -> str:
    if not place or place.startswith("https://"):
        return place
    folder = Path(place).resolve()
    if not (folder / "index.html").is_file():
        raise ImproperlyConfigured(
            f"GRUTTO_DOCS is “{place}”: this is no address (https://…) and no folder with an index.html. Build the "
            "documentation (make docs) and name its folder, build/docs"
        )
    return str(folder)


def _secret_key(key: str, folder: Path, *, production: bool) -> str:
    """Return the key given; on one's own machine the one kept in the data folder, else one for this process."""
    if production and (len(key) < LEAST_KEY or len(set(key)) < 10):
        raise ImproperlyConfigured(
            f"GRUTTO_SECRET_KEY has {len(key)} characters; in production it must be random and have at least "
            f"{LEAST_KEY}. Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    key_file = folder / "secret-key"
    return key or (key_file.read_text() if key_file.is_file() else secrets.token_urlsafe(LEAST_KEY))


def keep_secret_key(environment: Environment) -> None:
    """Keep the key of one's own machine, so that sessions outlive a restart and all processes share it."""
    key_file = environment.folder / "secret-key"
    if not environment.production and not key_file.exists():
        environment.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(environment.secret_key)
