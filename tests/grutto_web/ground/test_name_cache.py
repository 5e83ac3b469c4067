"""The name is asked of the database once, and again when somebody names the programme, in whichever process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grutto_web.ground import name_cache
from grutto_web.ground.name_cache import programme_name
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.programme.acts import NameProgramme

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from web_people import People

pytestmark = pytest.mark.django_db


def test_the_database_is_asked_once(django_assert_num_queries: Callable[[int], AbstractContextManager[object]]) -> None:
    with django_assert_num_queries(1):
        assert {programme_name() for _ in range(3)} == {"Grutto"}


def test_a_name_given_in_another_process_is_seen_at_once(
    person: People, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    officer = person(Role.OFFICER)
    assert programme_name() == "Grutto"
    monkeypatch.setattr(name_cache, "forget", lambda: None)
    monkeypatch.setattr("grutto_web.work.programme.acts.forget", lambda: None)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        perform(NameProgramme, None, officer, {"en": "Ways home", "nl": "Wegen naar huis"})
    assert programme_name() == "Ways home"
    os.utime(name_cache._file(), ns=(1, 1))
    assert programme_name() == "Ways home"
