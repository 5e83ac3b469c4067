"""A Spark Connect server on this machine, for the tests of the distributed engine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the address of a server started for these tests."""
    server_module = pytest.importorskip("pysail.spark", reason="the Spark Connect server pysail is not installed")
    pytest.importorskip("pyspark.sql.connect", reason="the extra spark is not installed")
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        main.__file__ = __file__  # a worker of pytest-xdist has none, and the client takes that for a doctest
    started = server_module.SparkConnectServer(port=0)
    started.start()
    _, port = started.listening_address
    yield f"sc://localhost:{port}"
    started.stop()
