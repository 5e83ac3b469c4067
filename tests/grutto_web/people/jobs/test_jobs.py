"""Tasks: progress on a page of its owner's, and a task whose worker was killed is done by the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from trial.tasks import count

from grutto_web.people.jobs.lost import TRIES, alive, lives, requeue
from grutto_web.people.jobs.models import Job
from grutto_web.people.jobs.progress import start
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(person: People) -> Job:
    """A job of an officer that waits."""
    return start(count, 3, owner=person(Role.OFFICER), title="Counting", back="/en/work/")


def _status(job: Job, status: str, worker: str = "", tries: int = 1) -> None:
    DBTaskResult.objects.filter(pk=job.pk).update(status=status, worker_ids=[worker] * tries)


def test_the_page_tells_how_far_it_is(job: Job, client_of: Any, person: People) -> None:
    owner = client_of(job.owner)
    assert "It waits for its turn" in owner.get(job.get_absolute_url()).text
    _status(job, TaskResultStatus.RUNNING)
    Job.objects.update(step="Reading the file", done=1, total=4)
    page = owner.get(job.get_absolute_url())
    assert "Reading the file" in page.text
    assert 'max="4" value="1"' in page.text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.text
    part = owner.get(job.get_absolute_url(), headers={"HX-Request": "true"}).text
    assert part.startswith('<div id="progress"')
    _status(job, TaskResultStatus.SUCCESSFUL)
    over = owner.get(job.get_absolute_url()).text
    assert "hx-get" not in over
    assert "refresh" not in over
    _status(job, TaskResultStatus.FAILED)
    assert "Nothing was changed" in owner.get(job.get_absolute_url()).text
    assert client_of(person(Role.OFFICER, name="other")).get(job.get_absolute_url()).status_code == 404


def test_a_task_of_a_living_worker_is_left_alone(job: Job) -> None:
    with alive() as name:
        _status(job, TaskResultStatus.RUNNING, name)
        assert lives(name)
        assert requeue() == (0, 0)
    assert not lives(name)
    assert requeue() == (1, 0)
    assert Job.objects.get().status == TaskResultStatus.READY


def test_a_task_that_ends_every_worker_is_given_up(job: Job) -> None:
    _status(job, TaskResultStatus.RUNNING, "dead", TRIES)
    assert requeue() == (0, 1)
    assert Job.objects.get().failed


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing(migrated: Path, tmp_path: Path) -> None:
    """Two real workers on a database of their own: the first is killed in the middle of a task, the second does it."""
    mark = tmp_path / "mark"
    environment = {k: v for k, v in os.environ.items() if k != "GRUTTO_DATABASE"} | {
        "GRUTTO_HOME": str(migrated),
        "DJANGO_SETTINGS_MODULE": "trial.settings",
        "PYTHONPATH": str(Path(__file__).parents[3] / "support"),
        "TRIAL_MARK": str(mark),
    }

    def run(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "grutto_web", *words], env=environment)

    assert run("shell", "-v0", "-c", "from trial.tasks import linger; linger.enqueue()").wait(60) == 0
    first = run("work")
    _until(lambda: mark.exists() and mark.read_text().count("begun") == 1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert run("work", "--batch").wait(60) == 0
    assert mark.read_text() == "begun\nbegun\ndone\n"


def _until(holds: Any) -> None:
    for _ in range(400):
        if holds():
            return
        time.sleep(0.05)
    raise TimeoutError
