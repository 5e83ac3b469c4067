"""No more requests than a service allows, over all runs on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import FetchError
from grutto.sources.pace import Pace

if TYPE_CHECKING:
    from pathlib import Path


class Time:
    """A clock that goes on while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Go on."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    """A clock of one's own."""
    return Time()


def pace(folder: Path, time: Time, *, per_hour: int = 0, per_minute: int = 0) -> Pace:
    return Pace(folder / "service.json", per_hour, per_minute, lambda: time.now, time.sleep)


def test_requests_of_a_minute_wait_for_the_first_of_them_to_be_a_minute_ago(tmp_path: Path, time: Time) -> None:
    asked = pace(tmp_path, time, per_minute=2)
    for _ in range(2):
        asked.turn()
        time.now += 10
    asked.turn()
    assert time.slept == [40], "20 seconds have passed since the first"


def test_another_run_knows_what_was_asked(tmp_path: Path, time: Time) -> None:
    pace(tmp_path, time, per_minute=1).turn()
    pace(tmp_path, time, per_minute=1).turn()
    assert time.slept == [60]


def test_a_long_wait_is_told_with_the_moment_and_is_no_request(tmp_path: Path, time: Time) -> None:
    asked = pace(tmp_path, time, per_hour=1)
    asked.turn()
    time.now += 600
    before = asked.path.read_text()
    with pytest.raises(FetchError, match=r"allows 1 requests an hour(.|\n)*try again after 14:46 UTC"):
        asked.turn()
    assert (time.slept, asked.path.read_text()) == ([], before)
    time.now += 3000
    asked.turn()


def test_the_longer_of_both_waits_counts(tmp_path: Path, time: Time) -> None:
    asked = pace(tmp_path, time, per_hour=2, per_minute=1)
    asked.turn()
    time.now += 3550
    asked.turn()
    asked.turn()
    assert time.slept == [60]


def test_a_clock_that_was_put_back_stops_nobody(tmp_path: Path, time: Time) -> None:
    asked = pace(tmp_path, time, per_hour=1)
    asked.turn()
    time.now -= 86_400
    asked.turn()
    assert time.slept == []


def test_without_a_limit_nothing_is_kept(tmp_path: Path, time: Time) -> None:
    asked = pace(tmp_path, time)
    for _ in range(5):
        asked.turn()
    assert not asked.path.exists()
