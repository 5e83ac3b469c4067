"""Tasks of tests."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from django.tasks import TaskContext, task

from grutto_web.people.jobs.progress import report_step


@task(takes_context=True)
def count(context: TaskContext[Any, Any], number: int, seconds: float = 0) -> int:
    """Count to a number, slowly."""
    for n in range(number):
        report_step(context, f"{n}", done=n, total=number)
        time.sleep(seconds)
    return number


@task()
def linger() -> None:
    """Write a mark; the first time, take longer than anybody waits."""
    mark = Path(os.environ["TRIAL_MARK"])
    again = mark.exists()
    with mark.open("a") as stream:
        stream.write("begun\n")
    if not again:
        time.sleep(600)
    with mark.open("a") as stream:
        stream.write("done\n")
