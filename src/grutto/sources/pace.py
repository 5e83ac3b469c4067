"""Keeping to the number of requests that a service allows, over all runs on this machine."""

from __future__ import annotations

import fcntl
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from grutto.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOUR, MINUTE = 3600.0, 60.0
PATIENCE = 120.0
"""Seconds that a run waits for its turn; a longer wait is told to the user."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The requests made to one service in the last hour, kept in a file.

    Args:
        path: the file.
        per_hour: most requests in an hour; 0 is no limit.
        per_minute: most requests in a minute; 0 is no limit.
        clock: seconds since 1970, UTC.
        sleep: waits some seconds.
    """

    path: Path
    per_hour: int
    per_minute: int
    clock: Callable[[], float]
    sleep: Callable[[float], None]

    def turn(self) -> None:
        """Wait until one more request is allowed, and note it.

        Raises:
            FetchError: that would take longer than two minutes; it says when.
        """
        if not (self.per_hour or self.per_minute):
            return
        while wait := self._claim():
            if wait > PATIENCE:
                at = datetime.fromtimestamp(self.clock() + wait, UTC)
                raise FetchError(
                    "The service allows {per_hour} requests an hour, and these were made",
                    where=self.path.stem,
                    repair="try again after {at} UTC; what was fetched so far is kept",
                    per_hour=self.per_hour,
                    at=f"{at:%H:%M}",
                )
            self.sleep(wait)

    def _claim(self) -> float:
        """Note a request and return 0, or return how many seconds to wait for the next one."""
        with self._opened() as stream:
            now = self.clock()
            calls = [t for t in json.loads(stream.read() or "[]") if now - HOUR < t <= now]
            waits = (self._wait(calls, now, self.per_hour, HOUR), self._wait(calls, now, self.per_minute, MINUTE))
            if not any(waits):
                calls.append(now)
            stream.seek(0)
            stream.truncate()
            stream.write(json.dumps(calls))
        return max(waits)

    @staticmethod
    def _wait(times: list[float], now: float, most: int, span: float) -> float:
        recent = [t for t in times if t > now - span]
        return recent[-most] + span - now if most and len(recent) >= most else 0.0

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.seek(0)
            yield stream
