"""A process holds one catalogue of a release open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import UnknownNameError
from grutto_web.ground.catalogue import catalogue_of

if TYPE_CHECKING:
    from grutto.store.home import Home


def test_the_current_release_is_meant_unless_one_is_named(published: Home) -> None:
    assert catalogue_of().release == published.current()
    assert catalogue_of(published.current()).release == published.current()


def test_a_release_that_is_not_there_is_refused(published: Home) -> None:
    with pytest.raises(UnknownNameError):
        catalogue_of("none")
