"""The small cases of a file, imported together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_iati import released

if TYPE_CHECKING:
    from collections.abc import Iterator

    from small_cases import Case, Cases

    from grutto.measures.session import Session


@pytest.fixture(scope="module")
def _together(request: pytest.FixtureRequest) -> Iterator[Session]:
    """The release of all cases of a file."""
    cases: Cases = request.module.cases
    with released(cases.files, cases.framework, in_memory=True) as session:
        yield session


@pytest.fixture
def session(request: pytest.FixtureRequest, _together: Session) -> Session:
    """The case of a test."""
    case: Case = request.param
    return case.session(_together)
