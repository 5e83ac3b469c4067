"""One small programme, imported once for the tests of all sections; never written to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_iati import released
from small_report import FILES, PROGRAMME

from grutto.measures.book import Book
from grutto.reports.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from small_report import ContextMaker

    from grutto.measures.session import Session
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement


@pytest.fixture(scope="session")
def programme() -> Iterator[Session]:
    """Open the release of the small programme."""
    with released(FILES, PROGRAMME) as session:
        yield session


@pytest.fixture
def context_of(programme: Session) -> ContextMaker:
    """Return a year of the small programme, with figures of its own."""

    def context(*judgements: Judgement, year: int = 2010, framework: Framework = PROGRAMME) -> Context:
        session = replace(programme, book=Book(programme.engine, attributed=True))
        return Context(session, framework, year, judgements)

    return context
