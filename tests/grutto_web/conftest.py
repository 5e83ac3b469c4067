"""What the tests of the web share: people with roles, and a log that tests can empty."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation
from web_people import MINISTRY
from web_settings import ENVIRONMENT

from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto_web.ground.name_cache import forget
from grutto_web.people.accounts.acts import EnterOrganisation, GiveRole
from grutto_web.people.accounts.models import Organisation, User
from grutto_web.people.acts.perform import perform
from grutto_web.people.log import triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from web_people import People

    from conftest import Command
    from grutto_web.people.roles import Role


@pytest.fixture
def visitor() -> Client:
    """Somebody who did not sign in; a fault of ours is an answer, as it is for a real visitor."""
    return Client(raise_request_exception=False)


@pytest.fixture
def organisation(db: None) -> Callable[[str], Organisation]:
    """Find an organisation, or enter it."""
    return _organisation


def _organisation(identifier: str) -> Organisation:
    known = Organisation.objects.filter(identifier=identifier).first()
    return known or perform(EnterOrganisation, None, None, {"name": identifier, "identifier": identifier})


@pytest.fixture
def person(db: None) -> People:
    """Make people."""
    return _person


def _person(role: Role, organisation: str = MINISTRY, name: str = "") -> User:
    user = User.objects.create_user(f"{name or role}@example.org", name or str(role), "a long enough password")
    place = _organisation(organisation).pk
    perform(GiveRole, None, None, {"user": user.pk, "organisation": place, "role": role})
    return user


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """The browser of somebody who signed in."""

    def signed_in(user: User) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _english() -> None:
    """Begin each test in English: a page in another language leaves that language behind."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def _no_folder_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show nobody the data folder of whoever runs the tests."""
    monkeypatch.setenv("GRUTTO_HOME", str(ENVIRONMENT.folder / "home"))


@pytest.fixture(autouse=True)
def _unnamed() -> None:
    """Ask each test's own database what the programme is called."""
    forget()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a copy of the database as migrations left it; return its path."""
    path = tmp_path_factory.mktemp("migrated") / "grutto.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
    return path


@pytest.fixture
def migrated(django_db_setup: Path, tmp_path: Path) -> Path:
    """A data folder with a SQLite database of its own that no command needs to migrate any more."""
    if not django_db_setup.exists():
        pytest.skip("its commands have a SQLite database of their own")
    home = tmp_path / "home"
    (home / "web").mkdir(parents=True)
    shutil.copyfile(django_db_setup, home / "web" / "grutto.sqlite3")
    return home


@pytest.fixture(autouse=True, scope="session")
def _log_that_tests_empty() -> Iterator[None]:
    """Let the tables be emptied after tests that keep what they wrote: the log refuses that by itself."""
    emptied = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(case: Any) -> None:
        triggers.remove(connection)
        try:
            emptied(case)
        finally:
            triggers.place(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session")
def programme(project: Path, grutto: Command, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder with the activities and statistics of the letter of 2011, and the report in both languages."""
    home = Home(tmp_path_factory.mktemp("public") / "home")
    rates = project / "src" / "grutto" / "sources" / "ecb" / "rates" / "sample.csv"
    example = project / "examples" / "nl-2010"
    take_in(home, incoming_files([example / "activities", rates, example / "statistics"]))
    judgements = example / "judgements.toml"
    options = ("--lang", "en", "--lang", "nl", "--judgements", judgements, "--output", home.path.parent / "report")
    profile = ("profile", "AFG", "--as-seen-from", "NLD", "--year", 2010, "--lang", "en", "--output")
    assert grutto(*profile, home.path.parent / "profile", "--home", home.path).code == 0
    assert grutto("report", "nl-2008", 2010, *options, "--home", home.path).code == 0
    return home


@pytest.fixture
def published(programme: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The site shows that data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(programme.path))
    return programme


@pytest.fixture
def unpublished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The site has an empty data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "empty"))
    return Home()
