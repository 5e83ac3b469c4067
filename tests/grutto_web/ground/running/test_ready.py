"""What is loaded before the first request, and set aside."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from grutto_web.ground.running.ready import TURN, make_ready

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def as_before() -> Iterator[None]:
    """Leave this process as it was."""
    turn = sys.getswitchinterval()
    yield
    sys.setswitchinterval(turn)
    gc.unfreeze()


@pytest.mark.usefixtures("as_before")
def test_languages_are_loaded_and_what_lasts_is_not_looked_through_again() -> None:
    make_ready()
    assert {code for code, _ in settings.LANGUAGES} <= set(trans_real._translations)  # type: ignore[attr-defined]
    assert gc.get_freeze_count() > 10_000, "applications and catalogues"
    assert sys.getswitchinterval() == TURN
