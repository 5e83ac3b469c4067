"""An open release: what is asked of it once is kept, and its files are known by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grutto.errors import StoreError, UnknownNameError
from grutto.measures.session import asked_once, open_release

if TYPE_CHECKING:
    from grutto.measures.session import Session
    from grutto.store.home import Home


def test_facts_are_asked_once_a_session_and_for_each_question(hundred_spent: Session) -> None:
    asked: list[tuple[str, int]] = []

    @asked_once
    def fact(_: Session, name: str, *, year: int = 2010) -> list[str]:
        asked.append((name, year))
        return [name]

    session = replace(hundred_spent, facts={})
    assert fact(session, "a") is fact(session, "a")
    assert fact(session, "a", year=2011) is not fact(session, "a")
    assert fact(session, "b") == ["b"]
    assert asked == [("a", 2010), ("a", 2011), ("b", 2010)]
    fact(replace(hundred_spent, facts={}), "a")
    assert len(asked) == 4, "another session asks for itself"


def test_what_was_nothing_is_not_asked_again(hundred_spent: Session) -> None:
    asked: list[None] = []

    @asked_once
    def nothing(_: Session) -> None:
        asked.append(None)

    session = replace(hundred_spent, facts={})
    nothing(session)
    nothing(session)
    assert len(asked) == 1


def test_files_of_the_release_are_known_by_name(hundred_spent: Session) -> None:
    (snapshot,) = hundred_spent.release.snapshots
    assert hundred_spent.file_name(snapshot.sha256) == "a.xml"
    assert hundred_spent.file_name("0" * 64) == ""


def test_without_a_release_or_with_another_nothing_is_opened(home: Home) -> None:
    with pytest.raises(StoreError, match="There is no release yet"), open_release(home):
        pass
    with pytest.raises(UnknownNameError), open_release(home, None, "0000"):
        pass
