"""Tests that share what they make are run by one worker: `pytest -n 2 --dist loadgroup`."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from xdist.scheduler import LoadGroupScheduling

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFTEST = Path(__file__).with_name("conftest.py")
DISTRIBUTED = SimpleNamespace(option=SimpleNamespace(loadgroup=True))


@pytest.fixture
def sent_with(request: pytest.FixtureRequest) -> Iterator[str]:
    """What the scheduler sends to one worker as a whole, this test among it."""
    item, before = request.node, request.node.id
    conftest = request.config.pluginmanager.get_plugin(str(CONFTEST))
    assert conftest
    conftest.pytest_collection_modifyitems(DISTRIBUTED, [item])
    yield LoadGroupScheduling._split_scope(cast("LoadGroupScheduling", None), item.nodeid)
    item._id = before


def test_a_file_is_run_by_one_worker(sent_with: str) -> None:
    assert sent_with == "tests/test_groups.py"


@pytest.mark.xdist_group("named")
@pytest.mark.parametrize("address", ["a@b", "c]d"])
def test_a_group_is_run_by_one_worker(sent_with: str, address: str) -> None:
    assert sent_with == "named"


@pytest.mark.slow
def test_a_slow_test_is_sent_alone(sent_with: str) -> None:
    assert sent_with == "tests/test_groups.py::test_a_slow_test_is_sent_alone"
