"""What a release is built from."""

from __future__ import annotations

from datetime import UTC, datetime

from grutto.model.snapshot import Release, Snapshot


def test_a_release_is_as_old_as_its_newest_file() -> None:
    days = [datetime(2026, 1, day, tzinfo=UTC) for day in (3, 9, 5)]
    files = tuple(Snapshot("", "iati/activities", f"file:{day}", "a.xml", day, 1) for day in days)
    assert Release("r", files, "", (), (), "").received == days[1]
