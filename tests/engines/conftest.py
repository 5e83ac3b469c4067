"""A Spark Connect server on this machine, for the tests of the distributed engine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from object_storage import object_storage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the address of a server started for these tests."""
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        main.__file__ = __file__  # a worker of pytest-xdist has none, and the client takes that for a doctest
    server_module = pytest.importorskip("pysail.spark", reason="the Spark Connect server pysail is not installed")
    pytest.importorskip("pyspark.sql.connect", reason="the extra spark is not installed")
    started = server_module.SparkConnectServer(port=0)
    started.start()
    _, port = started.listening_address
    yield f"sc://localhost:{port}"
    started.stop()


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the folder of a bucket on object storage, which a server finds as s3://grutto."""
    folder = tmp_path_factory.mktemp("storage") / "grutto"
    folder.mkdir()
    with object_storage(folder.parent) as endpoint, pytest.MonkeyPatch.context() as patch:
        keys = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_REGION": "us-east-1"}
        for name, value in {**keys, "AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true"}.items():
            patch.setenv(name, value)
        yield folder
