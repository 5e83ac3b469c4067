"""`grutto manage work`: do the tasks that wait, one after the other, until stopped."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from grutto_web.ground.management.commands.serve import prepare_database
from grutto_web.ground.management.terminal import in_terminal_language
from grutto_web.people.jobs.lost import alive, requeue

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Do tasks."""

    help = "Do the tasks that wait. Several workers may run; at its start each takes up what dead ones left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare when to end."""
        parser.add_argument("--batch", action="store_true", help="end when no task waits")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started this one ends"
        )

    def handle(self, *_: Any, batch: bool, with_parent: bool, **__: Any) -> None:
        """Work."""
        if not with_parent:
            prepare_database()
        else:
            threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        again, given_up = requeue()
        if again or given_up:
            with in_terminal_language():
                text = gettext("Tasks of dead workers: %(again)s started again, %(given_up)s given up")
            self.stderr.write(text % {"again": again, "given_up": given_up})
        with alive() as name:
            call_command("db_worker", worker_id=name, queue_name="*", batch=batch, startup_delay=False, reload=False)


def _end_with(parent: int) -> None:
    """End this process once it has another parent."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
