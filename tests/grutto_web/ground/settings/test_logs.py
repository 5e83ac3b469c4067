"""What stands in the log: a refusal is one line, a fault of ours has its traceback."""

from __future__ import annotations

import logging
import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied


def refused() -> None:
    raise PermissionDenied("Not yours")


@pytest.mark.parametrize(("status", "traceback"), [(403, False), (500, True), (None, True)])
def test_a_refusal_is_one_line(status: int | None, *, traceback: bool) -> None:
    """As the handler of the site filters it; a line of anything else has no status."""
    logging_settings = settings.LOGGING
    (name,) = logging_settings["handlers"]["console"]["filters"]
    let_through = logging_settings["filters"][name]["callback"]
    try:
        refused()
    except PermissionDenied:
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden", (), sys.exc_info())
    if status:
        record.status_code = status
    assert let_through(record)
    assert (record.exc_info is not None) == traceback
