"""A worker killed while it makes the release: the old release stays, and the next worker makes the new one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grutto.store.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable

SUPPORT = Path(__file__).parents[3] / "support"
SETUP = """
from small_iati import activity, document, paid
from web_people import MINISTRY, PARTNER
from web_uploads import Desk
from grutto_web.people.acts.perform import perform
from grutto_web.people.accounts.acts import EnterOrganisation, GiveRole
from grutto_web.people.accounts.models import User
from grutto_web.work.uploads.acts import Accept

def person(role, place=MINISTRY):
    user = User.objects.create_user(f"{role}@example.org", str(role))
    entered = perform(EnterOrganisation, None, None, {"name": place, "identifier": place})
    perform(GiveRole, None, None, {"user": user.pk, "organisation": entered.pk, "role": role})
    return user

def file(number):
    return document(*(activity(f"{PARTNER}-{n}", paid(n), org=PARTNER) for n in range(number))).encode()

desk = Desk(person)
desk.publish(file(300))
perform(Accept, desk.submit(desk.send(file(400))), desk.officer)
"""


@pytest.fixture
def manage(migrated: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Run a command of the site, on a data folder and a SQLite database of their own."""
    environment = {k: v for k, v in os.environ.items() if k != "GRUTTO_DATABASE"} | {
        "GRUTTO_HOME": str(migrated), "DJANGO_SETTINGS_MODULE": "trial.settings", "PYTHONPATH": str(SUPPORT),
    }  # fmt: skip

    def run(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "grutto_web", *words], env=environment)

    return run


def test_a_worker_killed_while_it_makes_the_release(migrated: Path, manage: Any) -> None:
    assert manage("shell", "-v0", "-c", SETUP).wait(120) == 0
    home = Home(migrated)
    old = home.current()
    first = manage("work")
    _until(lambda: any((home.path / "staging").glob(".*.aside")))
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert home.current() == old, "nothing was switched yet"
    assert manage("work", "--batch").wait(120) == 0
    assert home.current() != old
    with closing(sqlite3.connect(home.path / "web" / "grutto.sqlite3")) as kept:
        assert kept.execute("SELECT state FROM uploads_upload ORDER BY id").fetchall() == [("released",)] * 2


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(4000):
        if holds():
            return
        time.sleep(0.01)
    raise TimeoutError
