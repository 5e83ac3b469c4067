"""Tasks whose worker died: found by the lock that a worker holds while it lives, and put back in the queue."""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A task that ended three workers is not tried again: it would end the fourth.
TRIES = 3


def _folder() -> Path:
    folder: Path = settings.ENVIRONMENT.folder / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def alive() -> Iterator[str]:
    """Give a worker its name, and hold its lock until it ends; the system lets go of it even after `kill -9`."""
    name = secrets.token_hex(8)
    path = _folder() / name
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        try:
            yield name
        finally:
            path.unlink(missing_ok=True)


def lives(name: str) -> bool:
    """Tell whether a worker holds its lock."""
    try:
        descriptor = os.open(_folder() / name, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    (_folder() / name).unlink(missing_ok=True)
    return False


def requeue() -> tuple[int, int]:
    """Put tasks of dead workers back in the queue, or give them up; return how many of each."""
    again = given_up = 0
    with transaction.atomic():
        for task in DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING):
            if task.worker_ids and lives(task.worker_ids[-1]):
                continue
            if len(task.worker_ids) >= TRIES:
                task.set_failed(RuntimeError(f"The worker ended {TRIES} times while it did this task"))
                given_up += 1
            else:
                DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY, started_at=None)
                again += 1
    return again, given_up
