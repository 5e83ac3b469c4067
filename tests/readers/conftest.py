"""The two ways that pieces of IATI files are read: walked, or scanned by compiled code."""

from __future__ import annotations

import pytest

from grutto.readers.iati import pieces


@pytest.fixture(params=["walked", "scanned"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with every file walked, and again with every file that may be cut scanned."""
    way: str = request.param
    if way == "scanned":
        pytest.importorskip("numba")
        monkeypatch.setattr(pieces, "LEAST", 1)
        monkeypatch.setattr(pieces, "WORTH_LOADING", 0)
    else:
        monkeypatch.setattr(pieces, "scanner_of", lambda _: None)
    return way
