"""A release with one activity that spent 100 euros in 2009, for tests of what is computed beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_account import FRAMEWORK
from small_iati import activity, one, paid, released

from grutto.measures.book import Book
from grutto.measures.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from small_account import Scoped

    from grutto.measures.session import Session
    from grutto.model.framework import Framework
    from grutto.model.ledger import LedgerEntry


@pytest.fixture(scope="session")
def hundred_spent() -> Iterator[Session]:
    """Open the release; nothing is attributed."""
    with released(one(activity("A", paid(100, "2009-06-01"))), FRAMEWORK) as session:
        yield session


@pytest.fixture
def scoped(hundred_spent: Session) -> Scoped:
    """Ask a year, with figures of its own."""

    def asked(*entries: LedgerEntry, framework: Framework = FRAMEWORK) -> Scope:
        session = replace(hundred_spent, book=Book(hundred_spent.engine, attributed=True))
        return Scope(session, framework, 2012 if entries else 2010, ledger=entries)

    return asked
