"""What the tests of the web share."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def visitor() -> Client:
    """Somebody who did not sign in; a fault of ours is an answer, as it is for a real visitor."""
    return Client(raise_request_exception=False)
