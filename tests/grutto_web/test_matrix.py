"""Every page and act × every role, compared with `matrix.csv`: a new page or act without a line there fails."""

from __future__ import annotations

import logging
from collections.abc import Callable  # noqa: TC003 - pytest reads it
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.backends import ModelBackend
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from web_matrix import VISITOR, lines
from web_people import PARTNER, People

from grutto_web.ground import errors
from grutto_web.people.access import OF_LIBRARIES
from grutto_web.people.acts.act import ACTS
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto_web.people.accounts.models import User


def pages(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the name of every page that is ours; libraries guard their own."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inside = "" if isinstance(each.pattern, LocalePrefixPattern) or not each.namespace else f"{each.namespace}:"
            yield from pages(each, prefix + inside)
        elif isinstance(each, URLPattern) and each.callback.__module__.partition(".")[0] not in OF_LIBRARIES:
            yield f"{prefix}{each.name}"


def test_each_page_and_act_has_its_line() -> None:
    found = set(pages(get_resolver()))  # the address book imports every act
    found |= {f"act {name}" for name in ACTS if not name.startswith("trial.")}
    assert set(lines()) == found, "tests/grutto_web/matrix.csv needs a line for each page and act, and no other"


def test_the_lines_are_in_order() -> None:
    names = list(lines())
    assert names == sorted(names)


@pytest.fixture
def everyone(person: People) -> dict[str, User]:
    """One person a role."""
    return {role: person(role, PARTNER) if role == Role.PARTNER else person(role) for role in Role}


@pytest.fixture
def _no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer errors without their pages, which are the same two pages two thousand times (see `test_errors.py`)."""
    monkeypatch.setattr(errors, "render", lambda *_, status: HttpResponse(status=status))


@pytest.fixture
def _known(monkeypatch: pytest.MonkeyPatch, everyone: dict[str, User]) -> Iterator[None]:
    """Ask the database once who somebody is and which roles they hold (see `test_access.py`), and log no refusals."""
    people = {user.pk: user for user in everyone.values()}
    monkeypatch.setattr(ModelBackend, "get_user", lambda _, pk: people[pk])
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_words", "_known")
def test_pages_open_to_whom_the_matrix_says(everyone: dict[str, User], client_of: Callable[[User], Client]) -> None:
    """A page that one may open answers 200, or 404 where nothing of that name is there; others get 403 or sign in."""
    clients = {VISITOR: Client(raise_request_exception=False)} | {r: client_of(u) for r, u in everyone.items()}
    wrong = []
    for line in lines().values():
        if line.name.startswith("act "):
            continue
        address = reverse(line.name, args=line.arguments)
        for who, client in clients.items():
            status = client.get(address).status_code
            if status not in ({200, 404} if who in line.may else {302} if who == VISITOR else {403}):
                wrong.append(f"{line.name} for {who}: {status}")
    assert not wrong


def test_acts_name_the_roles_that_the_matrix_says() -> None:
    """Roles alone: states, organisations and who did what before narrow it further (see the acts' own tests)."""
    kept = {name: line.may for name, line in lines().items() if name.startswith("act ")}
    list(pages(get_resolver()))
    declared = {f"act {n}": frozenset(map(str, a.roles)) for n, a in ACTS.items() if not n.startswith("trial.")}
    assert kept == declared
